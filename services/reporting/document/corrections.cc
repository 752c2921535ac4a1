#include "services/reporting/document/corrections.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/substitute.h"
#include "services/reporting/document/blocks.h"
#include "services/reporting/document/report_texts.h"
#include "services/reporting/document/texts.h"

namespace lotse::reporting {
namespace {

using v1alpha::Document;
using v1alpha::Section;

// Most cells that are listed. A reader who wants all asks for the difference of both versions.
constexpr int kMostCells = 200;

// Levels of headings in a document.
constexpr size_t kMostLevels = 4;

// What readers call the tables and sections of both documents, by their ids.
class Names {
 public:
  // `hidden` stands for what only the earlier one has, if that is not to be told again; else null.
  Names(const Corrections& corrections, const char* hidden) {
    for (const Section& section : corrections.after.sections()) Collect(section, {}, nullptr);
    for (const Section& section : corrections.before.sections()) Collect(section, {}, hidden);
    // As many titles as keep a table apart from the others: each question has a table of its
    // answers, and two waves may have the same question.
    for (size_t titles = 1; titles <= kMostLevels; ++titles) {
      std::map<std::string, int> counts;
      for (const auto& [id, place] : places_) ++counts[place.Name(titles)];
      for (const auto& [id, place] : places_) {
        const std::string name = place.Name(titles);
        if (counts[name] == 1 || titles == kMostLevels) tables_.emplace(id, name);
      }
    }
  }

  const std::string& OfSection(const std::string& id) const { return sections_.at(id); }
  const std::string& OfTable(const std::string& id) const { return tables_.at(id); }

 private:
  // Where a table stands.
  struct Place {
    std::vector<std::string> titles;  // From the outermost section to that of the table.
    std::string caption;

    // The last `count` titles, and the caption.
    std::string Name(size_t count) const {
      std::vector<std::string> parts(
          titles.end() - static_cast<std::ptrdiff_t>(std::min(count, titles.size())), titles.end());
      if (parts.back() != caption) parts.push_back(caption);
      return absl::StrJoin(parts, " – ");
    }
  };

  void Collect(const Section& section, std::vector<std::string> titles, const char* hidden) {
    const auto told = [hidden](const std::string& name) { return hidden ? hidden : name; };
    titles.push_back(sections_.emplace(section.section_id(), told(section.title())).first->second);
    for (const v1alpha::Block& block : section.blocks()) {
      if (!block.has_table()) continue;
      places_.emplace(block.table().table_id(), Place{titles, told(block.table().caption())});
    }
    for (const Section& inner : section.sections()) Collect(inner, titles, hidden);
  }

  std::map<std::string, Place> places_;
  std::map<std::string, std::string> tables_;
  std::map<std::string, std::string> sections_;
};

const char* LabelOf(v1alpha::ChangedText::Part part, const ReportWording& words) {
  switch (part) {
    case v1alpha::ChangedText::PART_SUBTITLE:
      return words.subtitle_row;
    case v1alpha::ChangedText::PART_START_DATE:
      return words.start_date_row;
    case v1alpha::ChangedText::PART_END_DATE:
      return words.end_date_row;
    case v1alpha::ChangedText::PART_PUBLISHER:
      return words.publisher_row;
    case v1alpha::ChangedText::PART_CONTACT:
      return words.contact_row;
    case v1alpha::ChangedText::PART_BARRIER_CONTACT:
      return words.barrier_contact_row;
    case v1alpha::ChangedText::PART_FUNDER_STATEMENTS:
      return words.funders_row;
    default:
      return words.title_row;
  }
}

// Why something of the version before is not told again.
void NoteNotRepeated(const ReportInputs& inputs, v1alpha::Table& table) {
  const ReportWording& words = ReportWordingOf(inputs.language);
  table.add_notes(inputs.previous->withdrawn
                      ? absl::Substitute(words.withdrawn_note,
                                         FormatInteger(inputs.language, inputs.previous->number))
                      : words.not_repeated_note);
}

// Title, subtitle, period and imprint. What is gone is not told again, as of cells.
void AppendChangedTexts(const ReportInputs& inputs, const DocumentDiff& diff, Section& section) {
  const ReportWording& words = ReportWordingOf(inputs.language);
  v1alpha::Table& table =
      AddTable(absl::StrCat(section.section_id(), "-texts"),
               absl::Substitute(words.front_caption,
                                FormatInteger(inputs.language, inputs.previous->number)),
               {words.part_column, words.before_column, words.after_column}, section);
  bool any_not_repeated = false;
  for (const v1alpha::ChangedText& changed : diff.changed_texts) {
    const bool repeated =
        changed.before().empty() || !(changed.after().empty() || inputs.previous->withdrawn);
    any_not_repeated = any_not_repeated || !repeated;
    const auto text = [&words](const std::string& said) {
      return TextCell(said.empty() ? words.not_there : said);
    };
    AddRow(
        {TextCell(LabelOf(changed.part(), words)),
         repeated ? text(changed.before()) : TextCell(words.not_repeated), text(changed.after())},
        table);
  }
  if (any_not_repeated) NoteNotRepeated(inputs, table);
}

void AppendChanges(const ReportInputs& inputs, const DocumentDiff& diff, const Names& names,
                   Section& section) {
  const Language language = inputs.language;
  const ReportWording& words = ReportWordingOf(language);
  const std::string number = FormatInteger(language, inputs.previous->number);
  v1alpha::Table& table = AddTable(absl::StrCat(section.section_id(), "-changes"),
                                   absl::Substitute(words.changes_caption, number),
                                   {words.table_column, words.row_column, words.column_column,
                                    words.before_column, words.after_column},
                                   section);
  bool any_not_repeated = false;
  std::string gone;  // The row told last that is gone.
  for (const CellDifference& difference : diff.cells) {
    const v1alpha::ChangedCell& cell = difference.cell;
    const bool repeated =
        cell.before().empty() || !(difference.without_value || inputs.previous->withdrawn);
    any_not_repeated = any_not_repeated || !repeated;
    const auto text = [&words](const std::string& said) {
      return TextCell(said.empty() ? words.not_there : said);
    };
    const v1alpha::Cell table_name = TextCell(names.OfTable(cell.table_id()));
    if (!difference.of_gone_row) {
      AddRow({table_name, TextCell(cell.row()), TextCell(cell.column()),
              text(repeated ? cell.before() : words.not_repeated), text(cell.after())},
             table);
    } else if (gone != absl::StrCat(cell.table_id(), "\n", cell.row())) {
      // All of it at once: neither what headed it nor how much it said is told again.
      gone = absl::StrCat(cell.table_id(), "\n", cell.row());
      AddRow({table_name, TextCell(words.not_repeated), TextCell(words.whole_row),
              TextCell(words.not_repeated), TextCell(words.not_there)},
             table);
    }
  }
  if (any_not_repeated) NoteNotRepeated(inputs, table);
  if (diff.cell_count > static_cast<int>(diff.cells.size())) {
    table.add_notes(absl::Substitute(
        words.more_changes, FormatInteger(language, static_cast<int64_t>(diff.cells.size())),
        FormatInteger(language, diff.cell_count)));
  }
}

}  // namespace

Corrections CompareWithPrevious(const Document& document, const Document& previous) {
  Corrections corrections;
  corrections.before = previous;
  corrections.after = document;
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
  const char* hidden = inputs.previous->withdrawn ? words.not_repeated : nullptr;
  const Names names(corrections, hidden);
  const DocumentDiff& diff = corrections.diff;
  if (!diff.changed_texts.empty()) AppendChangedTexts(inputs, diff, section);
  if (diff.cells.empty()) {
    AddParagraph(words.no_changes, section);
  } else {
    AppendChanges(inputs, diff, names, section);
  }
  std::vector<std::string> titles;
  for (const std::string& id : diff.changed_sections) {
    std::string title = absl::Substitute(WordingOf(language).quoted, names.OfSection(id));
    // Those whose titles are not told are one.
    if (titles.empty() || titles.back() != title) titles.push_back(std::move(title));
  }
  if (!titles.empty()) {
    AddParagraph(absl::Substitute(words.changed_sections, JoinList(titles, language)), section);
  }
}

}  // namespace lotse::reporting
