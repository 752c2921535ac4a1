#include "cli/mapping.h"

#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "cli/text.h"
#include "runtime/types/utf8.h"

namespace lotse::cli {
namespace {

using lotse::survey::v1alpha::Instrument;
using lotse::survey::v1alpha::Option;
using lotse::survey::v1alpha::Question;

// What a code stands for: a question, or an item of a matrix.
struct Answerable {
  const Question* question = nullptr;
  bool is_item = false;
};

std::string Trimmed(const std::string& text) {
  return std::string(absl::StripAsciiWhitespace(text));
}

std::map<std::string, Answerable> IndexByCode(const Instrument& instrument) {
  std::map<std::string, Answerable> by_code;
  for (const auto& section : instrument.sections()) {
    for (const Question& question : section.questions()) {
      by_code[question.code()] = {&question, false};
      for (const auto& item : question.items()) by_code[item.code()] = {&question, true};
    }
  }
  return by_code;
}

bool HasOption(const Question& question, const std::string& code) {
  return std::any_of(question.options().begin(), question.options().end(),
                     [&](const Option& option) { return option.code() == code; });
}

std::string NoOption(const Question& question, const std::string& option) {
  std::vector<std::string> codes;
  for (const Option& each : question.options()) codes.push_back(each.code());
  return absl::StrCat("question '", question.code(), "' has no option '", option, "'",
                      DidYouMean(option, codes));
}

// Makes a plan; holds what its steps share.
class Planner {
 public:
  Planner(const Mapping& mapping, const Instrument& instrument)
      : mapping_(mapping), instrument_(instrument), by_code_(IndexByCode(instrument)) {
    for (const auto& [code, answerable] : by_code_) codes_.push_back(code);
  }

  PlanResult Run(const std::vector<std::string>& header) {
    for (const std::string& missing : mapping_.missing()) {
      result_.plan.missing.insert(Trimmed(missing));
    }
    CheckLabels();
    for (const std::string& column : header) AddColumn(column);
    FindUnknownColumns(header);
    FindGaps();
    return std::move(result_);
  }

 private:
  void AddProblem(absl::string_view where, absl::string_view what) {
    result_.problems.push_back({std::string(where), std::string(what)});
  }

  static std::string ColumnField(absl::string_view column) {
    return absl::StrCat("columns[\"", column, "\"]");
  }

  std::string UnknownCode(const std::string& code) const {
    return absl::StrCat("the questionnaire has no question or item '", code, "'",
                        DidYouMean(code, codes_));
  }

  // The labels of the mapping: known question with options, known options.
  void CheckLabels() {
    for (const auto& [code, labels] :
         std::map(mapping_.labels().begin(), mapping_.labels().end())) {
      const std::string field = absl::StrCat("labels[\"", code, "\"]");
      const auto found = by_code_.find(code);
      if (found == by_code_.end()) {
        AddProblem(field, UnknownCode(code));
        continue;
      }
      const Question& question = *found->second.question;
      if (question.kind() != Question::KIND_SINGLE_CHOICE &&
          question.kind() != Question::KIND_MATRIX) {
        AddProblem(field, "labels are for single choices and matrices only");
        continue;
      }
      for (const auto& [label, option] : std::map(labels.fields().begin(), labels.fields().end())) {
        const std::string label_field = absl::StrCat(field, "[\"", label, "\"]");
        if (option.kind_case() != google::protobuf::Value::kStringValue) {
          AddProblem(label_field, "is not the code of an option");
        } else if (!HasOption(question, option.string_value())) {
          AddProblem(label_field, NoOption(question, option.string_value()));
        }
      }
    }
  }

  void AddColumn(const std::string& column) {
    ColumnPlan plan;
    plan.column = column;
    const auto found = mapping_.columns().find(column);
    if (!columns_seen_.insert(column).second) {
      AddProblem(ColumnField(column), "the table has two columns of this name");
    } else if (found == mapping_.columns().end()) {
      AddProblem(ColumnField(column),
                 "the column has no mapping; give its code, or {\"ignore\": true}");
    } else {
      FillColumn(found->second, &plan);
    }
    result_.plan.columns.push_back(std::move(plan));
  }

  static bool HasCode(const ColumnMapping& column) {
    return !column.code().empty() || !column.option().empty();
  }

  void FillColumn(const ColumnMapping& column, ColumnPlan* plan) {
    const std::string field = ColumnField(plan->column);
    if (column.ignore()) {
      if (HasCode(column) || column.token() || column.broke_off_section()) {
        AddProblem(field, "has both a code and `ignore`");
      }
      return;
    }
    if (column.token()) {
      plan->kind = ColumnPlan::Kind::kToken;
      if (HasCode(column) || column.broke_off_section()) {
        AddProblem(field, "has both a code and `token`");
      }
      if (std::exchange(has_token_, true)) AddProblem(field, "another column is `token` already");
      return;
    }
    if (column.broke_off_section()) {
      plan->kind = ColumnPlan::Kind::kBrokeOff;
      if (HasCode(column)) AddProblem(field, "has both a code and `broke_off_section`");
      if (std::exchange(has_broke_off_, true)) {
        AddProblem(field, "another column is `broke_off_section` already");
      }
      return;
    }
    const auto found = by_code_.find(column.code());
    if (found == by_code_.end()) {
      AddProblem(field, UnknownCode(column.code()));
      return;
    }
    plan->code = column.code();
    plan->option = column.option();
    const Question& question = *found->second.question;
    if (question.kind() == Question::KIND_MULTIPLE_CHOICE) {
      FillOption(column, question, plan);
    } else if (!column.option().empty() || column.selected_size() > 0 ||
               column.not_selected_size() > 0) {
      AddProblem(field, "`option`, `selected` and `not_selected` are for multiple choices only");
    } else {
      FillSimple(found->second, plan);
    }
    if (!answers_seen_.insert({plan->code, plan->option}).second) {
      AddProblem(field, absl::StrCat("another column is mapped to '", plan->code,
                                     plan->option.empty() ? "" : "', option '", plan->option,
                                     "' already"));
    }
  }

  void FillSimple(const Answerable& answerable, ColumnPlan* plan) {
    const Question& question = *answerable.question;
    switch (question.kind()) {
      case Question::KIND_INTEGER:
        plan->kind = ColumnPlan::Kind::kInteger;
        break;
      case Question::KIND_TEXT:
        plan->kind = ColumnPlan::Kind::kText;
        break;
      case Question::KIND_SINGLE_CHOICE:
      case Question::KIND_MATRIX:
        if (question.kind() == Question::KIND_MATRIX && !answerable.is_item) {
          AddProblem(ColumnField(plan->column),
                     absl::StrCat("'", plan->code, "' is a matrix; name one of its items"));
          break;
        }
        plan->kind = ColumnPlan::Kind::kChoice;
        plan->labels = LabelsOf(question, plan->code);
        break;
      case Question::KIND_FILE:
        AddProblem(ColumnField(plan->column),
                   absl::StrCat("'", plan->code,
                                "' takes a file, and no cell of a table holds one; ignore the "
                                "column, and hand such responses in with SubmitResponse"));
        break;
      default:
        AddProblem(ColumnField(plan->column),
                   absl::StrCat("'", plan->code, "' is of a kind that this program does not know"));
    }
  }

  void FillOption(const ColumnMapping& column, const Question& question, ColumnPlan* plan) {
    const std::string field = ColumnField(plan->column);
    plan->kind = ColumnPlan::Kind::kOption;
    if (column.option().empty()) {
      AddProblem(field,
                 absl::StrCat("'", plan->code, "' is a multiple choice; name one `option` of it"));
    } else if (!HasOption(question, column.option())) {
      AddProblem(field, NoOption(question, column.option()));
    }
    if (column.selected().empty()) AddProblem(field, "`selected` is missing: what means chosen?");
    for (const std::string& cell : column.selected()) plan->selected.insert(Trimmed(cell));
    for (const std::string& cell : column.not_selected()) {
      plan->not_selected.insert(Trimmed(cell));
      if (plan->selected.count(Trimmed(cell)) > 0) {
        AddProblem(field, absl::StrCat("'", cell, "' means both chosen and not chosen"));
      }
    }
  }

  // The options' own labels, and over them those of the mapping: of the matrix,
  // then of the item.
  LabelTable LabelsOf(const Question& question, const std::string& code) const {
    LabelTable table;
    for (const Option& option : question.options()) {
      for (const auto& variant : option.label().variants()) {
        const auto [it, is_new] = table.emplace(Trimmed(variant.text()), option.code());
        if (!is_new && it->second != option.code()) it->second.clear();
      }
    }
    for (const std::string& level : {question.code(), code}) {
      const auto labels = mapping_.labels().find(level);
      if (labels == mapping_.labels().end()) continue;
      for (const auto& [label, option] : labels->second.fields()) {
        table[Trimmed(label)] = option.string_value();
      }
    }
    return table;
  }

  void FindUnknownColumns(const std::vector<std::string>& header) {
    for (const auto& [column, entry] :
         std::map(mapping_.columns().begin(), mapping_.columns().end())) {
      if (columns_seen_.count(column) > 0) continue;
      AddProblem(ColumnField(column),
                 absl::StrCat("the table has no such column", DidYouMean(column, header)));
    }
  }

  // Questions, items and options that no column fills.
  void FindGaps() {
    for (const auto& section : instrument_.sections()) {
      for (const Question& question : section.questions()) {
        if (question.kind() == Question::KIND_MATRIX) {
          for (const auto& item : question.items()) FindGap(question, item.code());
        } else {
          FindGap(question, question.code());
        }
      }
    }
  }

  void FindGap(const Question& question, const std::string& code) {
    const auto is_of_code = [&](const auto& answer) { return answer.first == code; };
    if (std::none_of(answers_seen_.begin(), answers_seen_.end(), is_of_code)) {
      if (question.required()) {
        AddProblem(code, "is required, and no column is mapped to it");
      } else {
        result_.warnings.push_back({code, "no column is mapped to it; it gets no answers"});
      }
      return;
    }
    if (question.kind() != Question::KIND_MULTIPLE_CHOICE) return;
    for (const Option& option : question.options()) {
      if (answers_seen_.count({code, option.code()}) > 0) continue;
      result_.warnings.push_back(
          {code, absl::StrCat("no column is mapped to option '", option.code(),
                              "'; it counts as not chosen by anybody")});
    }
  }

  const Mapping& mapping_;
  const Instrument& instrument_;
  const std::map<std::string, Answerable> by_code_;
  std::vector<std::string> codes_;
  PlanResult result_;
  bool has_token_ = false;
  bool has_broke_off_ = false;
  std::set<std::string> columns_seen_;
  std::set<std::pair<std::string, std::string>> answers_seen_;  // code, option
};

}  // namespace

absl::StatusOr<Mapping> ParseMapping(absl::string_view json) {
  if (!types::IsUtf8(json)) return DataError("the mapping is not valid UTF-8");
  Mapping mapping;
  const auto status = google::protobuf::util::JsonStringToMessage(std::string(json), &mapping);
  if (!status.ok()) {
    return DataError(absl::StrCat("the mapping cannot be used (see lotse help mapping): ",
                                  FirstLine(std::string(status.message()))));
  }
  return mapping;
}

PlanResult MakePlan(const Mapping& mapping, const Instrument& instrument,
                    const std::vector<std::string>& header) {
  return Planner(mapping, instrument).Run(header);
}

}  // namespace lotse::cli
