#include "services/reporting/document/corrections.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "services/reporting/document/blocks.h"
#include "services/reporting/document/report_texts.h"
#include "services/reporting/document/texts.h"

namespace lotse::reporting {
namespace {

using google::protobuf::RepeatedPtrField;
using v1alpha::Document;
using v1alpha::Section;

// Most cells that are listed. A reader who wants all asks for the difference of both versions.
constexpr int kMostCells = 200;

void Remove(const std::vector<std::string>& ids, RepeatedPtrField<Section>* sections) {
  for (int i = sections->size() - 1; i >= 0; --i) {
    if (std::find(ids.begin(), ids.end(), sections->Get(i).section_id()) != ids.end()) {
      sections->DeleteSubrange(i, 1);
    } else {
      Remove(ids, sections->Mutable(i)->mutable_sections());
    }
  }
}

// Captions of tables and titles of sections, by their ids.
void CollectNames(const Section& section, std::map<std::string, std::string>& names) {
  names.emplace(section.section_id(), section.title());
  for (const v1alpha::Block& block : section.blocks()) {
    if (block.has_table()) names.emplace(block.table().table_id(), block.table().caption());
  }
  for (const Section& inner : section.sections()) CollectNames(inner, names);
}

std::string NameOf(const std::string& id, const std::map<std::string, std::string>& names) {
  const auto found = names.find(id);
  return found == names.end() ? id : found->second;
}

}  // namespace

Corrections CompareWithPrevious(const Document& document, const Document& previous,
                                const std::vector<std::string>& own_sections) {
  Corrections corrections;
  corrections.before = previous;
  corrections.after = document;
  Remove(own_sections, corrections.before.mutable_sections());
  Remove(own_sections, corrections.after.mutable_sections());
  corrections.diff = DiffDocuments(corrections.before, corrections.after, kMostCells);
  return corrections;
}

void AppendCorrections(const ReportInputs& inputs, const Corrections& corrections,
                       Section& section) {
  const Language language = inputs.language;
  const ReportWording& words = ReportWordingOf(language);
  const std::string before = FormatInteger(language, inputs.previous->number);
  AddParagraph(absl::Substitute(words.corrects, before), section);
  if (!inputs.previous->correction_reason.empty()) {
    AddParagraph(absl::Substitute(words.corrects_reason, inputs.previous->correction_reason),
                 section);
  }
  std::map<std::string, std::string> names;
  for (const Section& inner : corrections.after.sections()) CollectNames(inner, names);
  for (const Section& inner : corrections.before.sections()) CollectNames(inner, names);
  const DocumentDiff& diff = corrections.diff;
  if (diff.cells.empty()) {
    AddParagraph(words.no_changes, section);
  } else {
    v1alpha::Table& table = AddTable(absl::StrCat(section.section_id(), "-changes"),
                                     absl::Substitute(words.changes_caption, before),
                                     {words.table_column, words.row_column, words.column_column,
                                      words.before_column, words.after_column},
                                     section);
    const auto text = [&words](const std::string& said) {
      return TextCell(said.empty() ? words.not_there : said);
    };
    for (const v1alpha::ChangedCell& cell : diff.cells) {
      AddRow({TextCell(NameOf(cell.table_id(), names)), TextCell(cell.row()),
              TextCell(cell.column()), text(cell.before()), text(cell.after())},
             table);
    }
    if (diff.cell_count > static_cast<int>(diff.cells.size())) {
      table.add_notes(absl::Substitute(
          words.more_changes, FormatInteger(language, static_cast<int64_t>(diff.cells.size())),
          FormatInteger(language, diff.cell_count)));
    }
  }
  std::vector<std::string> titles;
  for (const std::string& id : diff.changed_sections) {
    titles.push_back(absl::Substitute(WordingOf(language).quoted, NameOf(id, names)));
  }
  if (!titles.empty()) {
    AddParagraph(absl::Substitute(words.changed_sections, JoinList(titles, language)), section);
  }
}

}  // namespace lotse::reporting
