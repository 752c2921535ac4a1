#pragma once

#include <pugixml.hpp>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "lotse/reporting/v1alpha/document.pb.h"
#include "services/reporting/document/format.h"

// Reads what a file shows of a table back, so that all formats can be compared.
namespace lotse::reporting {

// What a file says in a cell, in one form for all formats: `#12.5` for a figure (a share in per
// cent, without its unit), `@2026-11-22` for a day, else the text.
using ReadTable = std::vector<std::vector<std::string>>;

// Parses XML and fails the test if it is not well-formed.
pugi::xml_document ParseXml(const std::string& xml);

// All text below a node, in order.
std::string TextOf(const pugi::xml_node& node);

// The texts of the nodes at a path.
std::vector<std::string> TextsOf(const pugi::xml_node& xml, const char* path);

// What a file of data has to say of a table, by the document itself.
ReadTable ExpectedRows(const v1alpha::Table& table, Language language);

// The rows of a CSV file without its heading. `separator` is `,` or `;`.
ReadTable RowsOfCsv(const std::string& csv, char separator, const v1alpha::Table& table);

// The first `columns` cells of the rows of a sheet, from row 3 on, as many as the table has.
ReadTable RowsOfSheet(const std::string& sheet, const std::string& strings,
                      const v1alpha::Table& table, Language language);

// The cells of the body of an HTML table.
ReadTable RowsOfHtml(const pugi::xml_node& html, const v1alpha::Table& table, Language language);

}  // namespace lotse::reporting
