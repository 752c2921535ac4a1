#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "runtime/types/zip_stream.h"
#include "services/survey/exchange/tables/table_book.h"

// What the tests of tables share.

namespace lotse::survey {

// The cells in a notation for comparison: `survey!B2=text`.
inline std::vector<std::string> Cells(const TableBook& book) {
  std::vector<std::string> cells;
  for (const TableSheet& sheet : book.sheets) {
    for (const TableRow& row : sheet.rows) {
      for (const TableCell& cell : row.cells) {
        cells.push_back(
            absl::StrCat(sheet.name, "!", ColumnLetters(cell.column), row.number, "=", cell.text));
      }
    }
  }
  return cells;
}

// Findings in a notation for comparison: `WARNING survey!B2 message`.
inline std::vector<std::string> Findings(const TableBook& book) {
  std::vector<std::string> findings;
  for (const v1alpha::ImportFinding& f : book.findings) {
    findings.push_back(absl::StrCat(v1alpha::ImportFinding::Severity_Name(f.severity()).substr(9),
                                    " ", f.sheet(), "!", f.column(), f.line(), " ", f.message()));
  }
  return findings;
}

inline TableBook Value(absl::StatusOr<TableBook> book) {
  EXPECT_TRUE(book.ok()) << book.status();
  return book.ok() ? *std::move(book) : TableBook();
}

// The message of a refusal; empty if the tables were read.
inline std::string Refusal(const absl::StatusOr<TableBook>& book) {
  EXPECT_TRUE(book.ok() || absl::IsInvalidArgument(book.status())) << book.status();
  return std::string(book.status().message());
}

// The parts of a workbook.
using Parts = std::vector<std::pair<std::string, std::string>>;

inline std::string Zip(const Parts& parts) {
  types::ZipStream zip;
  std::string bytes;
  for (const auto& [name, content] : parts) {
    zip.Begin(name, &bytes);
    zip.Write(content, &bytes);
    zip.End(&bytes);
  }
  zip.Finish(&bytes);
  return bytes;
}

// The parts of a workbook with one sheet `survey` of which the part is `sheet`, with these shared
// strings and styles.
inline Parts WorkbookParts(absl::string_view sheet, absl::string_view strings = "",
                           absl::string_view styles = "") {
  const auto relationship = [](absl::string_view id, absl::string_view type,
                               absl::string_view target) {
    return absl::StrCat("<Relationship Id=\"", id, "\" Type=\"http://x/", type, "\" Target=\"",
                        target, "\"/>");
  };
  return {
      {"[Content_Types].xml", "<Types/>"},
      {"_rels/.rels",
       absl::StrCat("<Relationships>", relationship("a", "officeDocument", "xl/workbook.xml"),
                    "</Relationships>")},
      {"xl/workbook.xml",
       "<workbook xmlns:r=\"r\"><sheets><sheet name=\"survey\" sheetId=\"1\" r:id=\"r1\"/></sheets>"
       "</workbook>"},
      {"xl/_rels/workbook.xml.rels",
       absl::StrCat("<Relationships>", relationship("r1", "worksheet", "worksheets/sheet1.xml"),
                    relationship("r2", "sharedStrings", "/xl/sharedStrings.xml"),
                    relationship("r3", "styles", "./styles.xml"), "</Relationships>")},
      {"xl/sharedStrings.xml", absl::StrCat("<sst>", strings, "</sst>")},
      {"xl/styles.xml", absl::StrCat("<styleSheet>", styles, "</styleSheet>")},
      {"xl/worksheets/sheet1.xml", absl::StrCat("<worksheet>", sheet, "</worksheet>")},
  };
}

// The same with another content of one part; an empty one takes it out.
inline Parts With(Parts parts, absl::string_view name, absl::string_view content) {
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].first != name) continue;
    parts[i].second = std::string(content);
    if (content.empty()) parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(i));
    return parts;
  }
  parts.emplace_back(name, content);
  return parts;
}

inline std::string Workbook(absl::string_view rows, absl::string_view strings = "",
                            absl::string_view styles = "") {
  return Zip(WorkbookParts(absl::StrCat("<sheetData>", rows, "</sheetData>"), strings, styles));
}

}  // namespace lotse::survey
