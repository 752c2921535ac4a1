#pragma once

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/reporting/document/cell_text.h"
#include "services/reporting/document/check_document.h"
#include "services/reporting/document/report_inputs.h"

// How tests look at what is appended to a section.
namespace lotse::reporting {

// What one of the functions of plan_content.h makes, in a section with the id `plan`.
inline v1alpha::Section Built(void (*append)(const ReportInputs&, v1alpha::Section&),
                              const ReportInputs& inputs) {
  v1alpha::Section section;
  section.set_section_id("plan");
  section.set_title("Plan");
  append(inputs, section);
  return section;
}

// The table of a section with this id; one without columns if there is none.
inline v1alpha::Table TableOf(const v1alpha::Section& section, const std::string& id) {
  for (const v1alpha::Block& block : section.blocks()) {
    if (block.has_table() && block.table().table_id() == id) return block.table();
  }
  return {};
}

// A cell as tests compare it: without no-break spaces, and with the reason where there is no value.
inline std::string ShownCell(const v1alpha::Cell& cell, Language language) {
  if (cell.has_missing()) {
    return v1alpha::Missing::Reason_Name(cell.missing().reason()).substr(sizeof("REASON_") - 1);
  }
  std::string text = CellText(cell, language);
  for (size_t at; (at = text.find("\u00a0")) != std::string::npos;) text.replace(at, 2, " ");
  return text;
}

// The columns and the rows of a table, a line for each: `A | B`.
inline std::vector<std::string> Lines(const v1alpha::Table& table, Language language) {
  std::vector<std::string> lines = {absl::StrJoin(table.columns(), " | ")};
  for (const v1alpha::Row& row : table.rows()) {
    std::vector<std::string> cells;
    for (const v1alpha::Cell& cell : row.cells()) cells.push_back(ShownCell(cell, language));
    lines.push_back(absl::StrJoin(cells, " | "));
  }
  return lines;
}

// What keeps a document of this section alone from being frozen.
inline std::vector<std::string> ProblemsOf(const v1alpha::Section& section,
                                           const ReportInputs& inputs) {
  v1alpha::Document document;
  document.set_language(std::string(LanguageTag(inputs.language)));
  document.set_title("Plan");
  *document.mutable_as_of_date() = inputs.as_of_date;
  document.mutable_sources()->Assign(inputs.sources.begin(), inputs.sources.end());
  *document.add_sections() = section;
  std::vector<std::string> problems;
  for (const DocumentProblem& problem : CheckDocument(document)) {
    problems.push_back(absl::StrCat(problem.path, ": ", problem.what));
  }
  return problems;
}

}  // namespace lotse::reporting
