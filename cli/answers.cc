#include "cli/answers.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/cell_values.h"
#include "cli/engagement/words.h"

namespace lotse::cli {
namespace {

using lotse::survey::v1alpha::Answer;
using Answers = google::protobuf::RepeatedPtrField<Answer>;

// The number of a section in a cell, 0 for none; nullopt if it is no such number.
std::optional<int> SectionIn(absl::string_view trimmed) {
  int section = 0;
  if (trimmed.empty()) return 0;
  if (!absl::SimpleAtoi(trimmed, &section) || section < 0) return std::nullopt;
  return section;
}

// Maps one record; holds what its columns share.
class RecordMapper {
 public:
  RecordMapper(const ImportPlan& plan, absl::string_view language, Answers* answers)
      : plan_(plan), language_(language), answers_(answers) {}

  // Returns what is wrong with the cell.
  std::string Map(const ColumnPlan& column, const std::string& cell) {
    using Kind = ColumnPlan::Kind;
    if (column.kind == Kind::kIgnore || column.kind == Kind::kToken) return "";
    const std::string trimmed(absl::StripAsciiWhitespace(cell));
    if (plan_.missing.count(trimmed) > 0) return "";
    if (column.kind == Kind::kBrokeOff) return CheckSection(trimmed);
    if (column.kind == Kind::kOption) return MapOption(column, trimmed);
    return ReadCell(column, trimmed, cell, language_, answers_->Add());
  }

 private:
  std::string CheckSection(const std::string& trimmed) {
    if (SectionIn(trimmed).has_value()) return "";
    return absl::StrCat(ShownCell(trimmed, language_),
                        Either(language_,
                               " ist keine Nummer eines Abschnitts; richtig: 1 und so weiter, oder "
                               "leer, wenn alles ausgefüllt ist",
                               " is no number of a section; right: 1 and so on, or empty if it is "
                               "complete"));
  }

  std::string MapOption(const ColumnPlan& column, const std::string& trimmed) {
    const bool selected = column.selected.count(trimmed) > 0;
    if (!selected && column.not_selected.count(trimmed) == 0) {
      return absl::StrCat(ShownCell(trimmed, language_),
                          Either(language_, " ist weder `selected` noch `not_selected`; richtig:",
                                 " is neither `selected` nor `not_selected`; right:"),
                          absl::StrCat(" '", absl::StrJoin(column.selected, "', '"), "'"),
                          absl::StrCat(", '", absl::StrJoin(column.not_selected, "', '"), "'"));
    }
    // protobuf keeps the elements of a repeated message field where they are.
    Answer*& answer = choices_[{column.code, column.instances}];
    if (answer == nullptr) {
      answer = answers_->Add();
      answer->set_code(column.code);
      answer->mutable_instances()->Assign(column.instances.begin(), column.instances.end());
      answer->mutable_choices();
    }
    if (selected) answer->mutable_choices()->add_codes(column.option);
    return "";
  }

  const ImportPlan& plan_;
  const absl::string_view language_;
  Answers* const answers_;
  // Multiple choices seen so far, by code and instances.
  std::map<std::pair<std::string, std::vector<int>>, Answer*> choices_;
};

}  // namespace

std::vector<CellProblem> MapRecord(const ImportPlan& plan, const CsvRecord& record,
                                   absl::string_view language, Answers* answers) {
  if (record.fields.size() != plan.columns.size()) {
    return {
        {record.line, "",
         absl::StrCat(record.fields.size(),
                      Either(language, " Felder; die Kopfzeile hat ", " fields; the header has "),
                      plan.columns.size())}};
  }
  std::vector<CellProblem> problems;
  RecordMapper mapper(plan, language, answers);
  for (size_t i = 0; i < plan.columns.size(); ++i) {
    const CsvField& field = record.fields[i];
    std::string what = mapper.Map(plan.columns[i], field.text);
    if (!what.empty()) problems.push_back({field.line, plan.columns[i].column, std::move(what)});
  }
  return problems;
}

int BrokeOffSectionOf(const ImportPlan& plan, const CsvRecord& record) {
  for (size_t i = 0; i < std::min(plan.columns.size(), record.fields.size()); ++i) {
    if (plan.columns[i].kind != ColumnPlan::Kind::kBrokeOff) continue;
    return SectionIn(absl::StripAsciiWhitespace(record.fields[i].text)).value_or(0);
  }
  return 0;
}

std::string TokenOf(const ImportPlan& plan, const CsvRecord& record) {
  for (size_t i = 0; i < std::min(plan.columns.size(), record.fields.size()); ++i) {
    if (plan.columns[i].kind != ColumnPlan::Kind::kToken) continue;
    return std::string(absl::StripAsciiWhitespace(record.fields[i].text));
  }
  return "";
}

}  // namespace lotse::cli
