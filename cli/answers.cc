#include "cli/answers.h"

#include <cstdint>
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace lotse::cli {
namespace {

using lotse::survey::v1alpha::Answer;
using Answers = google::protobuf::RepeatedPtrField<Answer>;

// Of a cell only so much is shown as is needed to find and to map it.
std::string Shown(const std::string& cell) {
  constexpr size_t kLongest = 120;
  return cell.size() <= kLongest ? absl::StrCat("'", cell, "'")
                                 : absl::StrCat("a text of ", cell.size(), " bytes");
}

// Sets the answer of a simple column; returns what is wrong with the cell.
std::string MapSimple(const ColumnPlan& column, const std::string& trimmed,
                      const std::string& original, Answer* answer) {
  answer->set_code(column.code);
  if (column.kind == ColumnPlan::Kind::kText) {
    answer->set_text(original);
    return "";
  }
  if (column.kind == ColumnPlan::Kind::kInteger) {
    int64_t number = 0;
    if (!absl::SimpleAtoi(trimmed, &number)) {
      return absl::StrCat(Shown(trimmed), " is not a whole number");
    }
    answer->set_integer(number);
    return "";
  }
  const auto found = column.labels.find(trimmed);
  if (found == column.labels.end()) {
    return absl::StrCat(Shown(trimmed), " is no label of '", column.code, "'");
  }
  if (found->second.empty()) {
    return absl::StrCat(Shown(trimmed), " is the label of several options of '", column.code,
                        "'; decide in `labels`");
  }
  answer->set_choice(found->second);
  return "";
}

// Maps one record; holds what its columns share.
class RecordMapper {
 public:
  RecordMapper(const ImportPlan& plan, Answers* answers) : plan_(plan), answers_(answers) {}

  // Returns what is wrong with the cell.
  std::string Map(const ColumnPlan& column, const std::string& cell) {
    if (column.kind == ColumnPlan::Kind::kIgnore) return "";
    const std::string trimmed(absl::StripAsciiWhitespace(cell));
    if (plan_.missing.count(trimmed) > 0) return "";
    if (column.kind == ColumnPlan::Kind::kOption) return MapOption(column, trimmed);
    return MapSimple(column, trimmed, cell, answers_->Add());
  }

 private:
  std::string MapOption(const ColumnPlan& column, const std::string& trimmed) {
    const bool selected = column.selected.count(trimmed) > 0;
    if (!selected && column.not_selected.count(trimmed) == 0) {
      return absl::StrCat(Shown(trimmed), " is neither `selected` nor `not_selected`");
    }
    // protobuf keeps the elements of a repeated message field where they are.
    Answer*& answer = choices_[column.code];
    if (answer == nullptr) {
      answer = answers_->Add();
      answer->set_code(column.code);
      answer->mutable_choices();
    }
    if (selected) answer->mutable_choices()->add_codes(column.option);
    return "";
  }

  const ImportPlan& plan_;
  Answers* const answers_;
  std::map<std::string, Answer*> choices_;  // multiple choices seen so far
};

}  // namespace

std::vector<CellProblem> MapRecord(const ImportPlan& plan, const CsvRecord& record,
                                   Answers* answers) {
  if (record.fields.size() != plan.columns.size()) {
    return {{record.line, "",
             absl::StrCat(record.fields.size(), " fields; the header has ", plan.columns.size())}};
  }
  std::vector<CellProblem> problems;
  RecordMapper mapper(plan, answers);
  for (size_t i = 0; i < plan.columns.size(); ++i) {
    const CsvField& field = record.fields[i];
    std::string what = mapper.Map(plan.columns[i], field.text);
    if (!what.empty()) problems.push_back({field.line, plan.columns[i].column, std::move(what)});
  }
  return problems;
}

}  // namespace lotse::cli
