#include "cli/mapping.h"

#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/cell_kinds.h"
#include "cli/engagement/words.h"
#include "cli/question_index.h"
#include "cli/text.h"
#include "runtime/types/utf8.h"

namespace lotse::cli {
namespace {

using lotse::survey::v1alpha::Instrument;
using lotse::survey::v1alpha::Option;
using lotse::survey::v1alpha::Question;

// Most instances of a repeat. Source: answer.proto.
constexpr int kMostInstances = 1000;

// Code of a question or item, option, instances of the repeats around it.
using Place = std::tuple<std::string, std::string, std::vector<int>>;

std::string Trimmed(const std::string& text) {
  return std::string(absl::StripAsciiWhitespace(text));
}

std::string NoOption(const IndexedQuestion& found, const std::string& option,
                     absl::string_view language) {
  std::vector<std::string> codes;
  for (const Option& each : *found.options) codes.push_back(each.code());
  return absl::StrCat(Either(language, "die Frage '", "question '"), found.question->code(),
                      Either(language, "' hat keine Antwort '", "' has no option '"), option, "'",
                      DidYouMean(option, codes));
}

// Makes a plan; holds what its steps share.
class Planner {
 public:
  Planner(const Mapping& mapping, const Instrument& instrument, absl::string_view language)
      : mapping_(mapping), language_(language), index_(instrument) {}

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

  absl::string_view Say(absl::string_view german, absl::string_view english) const {
    return Either(language_, german, english);
  }

  static std::string ColumnField(absl::string_view column) {
    return absl::StrCat("columns[\"", column, "\"]");
  }

  std::string UnknownCode(const std::string& code) const {
    return absl::StrCat(Say("im Fragebogen gibt es keine Frage oder Zeile '",
                            "the questionnaire has no question or item '"),
                        code, "'", DidYouMean(code, index_.codes()));
  }

  // The labels of the mapping: known question with options, known options.
  void CheckLabels() {
    for (const auto& [code, labels] :
         std::map(mapping_.labels().begin(), mapping_.labels().end())) {
      const std::string field = absl::StrCat("labels[\"", code, "\"]");
      const IndexedQuestion* const found = index_.Find(code);
      if (found == nullptr) {
        AddProblem(field, UnknownCode(code));
        continue;
      }
      const Question::Kind kind = found->question->kind();
      if (kind != Question::KIND_SINGLE_CHOICE && kind != Question::KIND_MATRIX) {
        AddProblem(field, Say("labels gibt es nur bei Einfachwahl und Matrix",
                              "labels are for single choices and matrices only"));
        continue;
      }
      for (const auto& [label, option] : std::map(labels.fields().begin(), labels.fields().end())) {
        const std::string label_field = absl::StrCat(field, "[\"", label, "\"]");
        if (option.kind_case() != google::protobuf::Value::kStringValue) {
          AddProblem(label_field,
                     Say("ist nicht der Code einer Antwort", "is not the code of an option"));
        } else if (!found->HasOption(option.string_value())) {
          AddProblem(label_field, NoOption(*found, option.string_value(), language_));
        }
      }
    }
  }

  void AddColumn(const std::string& column) {
    ColumnPlan plan;
    plan.column = column;
    const auto found = mapping_.columns().find(column);
    if (!columns_seen_.insert(column).second) {
      AddProblem(ColumnField(column), Say("die Tabelle hat zwei Spalten dieses Namens",
                                          "the table has two columns of this name"));
    } else if (found == mapping_.columns().end()) {
      AddProblem(ColumnField(column),
                 Say("die Spalte ist nicht zugeordnet; ihren Code angeben, oder {\"ignore\": true}",
                     "the column has no mapping; give its code, or {\"ignore\": true}"));
    } else {
      FillColumn(found->second, &plan);
    }
    result_.plan.columns.push_back(std::move(plan));
  }

  static bool HasCode(const ColumnMapping& column) {
    return !column.code().empty() || !column.option().empty() || column.instances_size() > 0;
  }

  void FillColumn(const ColumnMapping& column, ColumnPlan* plan) {
    const std::string field = ColumnField(plan->column);
    if (column.ignore()) {
      if (HasCode(column) || column.token() || column.broke_off_section()) {
        AddProblem(field,
                   Say("hat zugleich einen Code und `ignore`", "has both a code and `ignore`"));
      }
      return;
    }
    if (column.token()) {
      plan->kind = ColumnPlan::Kind::kToken;
      if (HasCode(column) || column.broke_off_section()) {
        AddProblem(field,
                   Say("hat zugleich einen Code und `token`", "has both a code and `token`"));
      }
      if (std::exchange(has_token_, true))
        AddProblem(field, Say("eine andere Spalte ist schon `token`",
                              "another column is `token` already"));
      return;
    }
    if (column.broke_off_section()) {
      plan->kind = ColumnPlan::Kind::kBrokeOff;
      if (HasCode(column))
        AddProblem(field, Say("hat zugleich einen Code und `broke_off_section`",
                              "has both a code and `broke_off_section`"));
      if (std::exchange(has_broke_off_, true)) {
        AddProblem(field, Say("eine andere Spalte ist schon `broke_off_section`",
                              "another column is `broke_off_section` already"));
      }
      return;
    }
    const IndexedQuestion* const found = index_.Find(column.code());
    if (found == nullptr) {
      AddProblem(field, UnknownCode(column.code()));
      return;
    }
    plan->code = column.code();
    plan->option = column.option();
    plan->instances.assign(column.instances().begin(), column.instances().end());
    CheckInstances(*found, *plan, field);
    const Question::Kind kind = found->question->kind();
    const bool of_option =
        !column.option().empty() || column.selected_size() > 0 || column.not_selected_size() > 0;
    if (kind == Question::KIND_MULTIPLE_CHOICE && (of_option || !column.coded())) {
      FillOption(column, *found, plan);
    } else if (of_option) {
      AddProblem(field,
                 Say("`option`, `selected` und `not_selected` gibt es nur bei Mehrfachwahl",
                     "`option`, `selected` and `not_selected` are for multiple choices only"));
    } else {
      FillSimple(*found, column.coded(), plan);
    }
    if (!answers_seen_.insert({plan->code, plan->option, plan->instances}).second) {
      AddProblem(field, absl::StrCat(Say("schon eine andere Spalte ist zugeordnet: '",
                                         "another column is mapped to '"),
                                     plan->code,
                                     plan->option.empty() ? "" : Say("', Antwort '", "', option '"),
                                     plan->option, Say("'", "' already")));
    }
  }

  void CheckInstances(const IndexedQuestion& found, const ColumnPlan& plan,
                      const std::string& field) {
    const bool in_range =
        std::all_of(plan.instances.begin(), plan.instances.end(),
                    [](int instance) { return instance >= 1 && instance <= kMostInstances; });
    if (plan.instances.size() == found.repeats.size() && in_range) return;
    if (found.repeats.empty()) {
      AddProblem(field, absl::StrCat("'", plan.code,
                                     Say("' steht in keiner Wiederholung: ohne `instances`",
                                         "' stands in no repeat: no `instances`")));
      return;
    }
    AddProblem(field,
               absl::StrCat("'", plan.code, Say("' steht in ", "' stands in "),
                            absl::StrJoin(found.repeats, Say(", darin in ", ", in it in ")),
                            Say("; `instances` angeben: ", "; give `instances`: "),
                            found.repeats.size(), Say(" von 1 bis ", " of 1 to "), kMostInstances));
  }

  void FillSimple(const IndexedQuestion& found, bool coded, ColumnPlan* plan) {
    const Question& question = *found.question;
    const std::string field = ColumnField(plan->column);
    switch (question.kind()) {
      case Question::KIND_SINGLE_CHOICE:
      case Question::KIND_MATRIX:
        if (question.kind() == Question::KIND_MATRIX && !found.is_item) {
          AddProblem(field, absl::StrCat("'", plan->code,
                                         Say("' ist eine Matrix; eine ihrer Zeilen nennen",
                                             "' is a matrix; name one of its items")));
          return;
        }
        plan->kind = ColumnPlan::Kind::kChoice;
        plan->labels = coded ? CodesOf(found) : LabelsOf(found, plan->code);
        return;
      case Question::KIND_MULTIPLE_CHOICE:
      case Question::KIND_RANKING:
        plan->kind = question.kind() == Question::KIND_RANKING ? ColumnPlan::Kind::kRanking
                                                               : ColumnPlan::Kind::kChoices;
        plan->labels = CodesOf(found);
        return;
      default:
        break;
    }
    const std::optional<ColumnPlan::Kind> kind = KindOf(question.kind());
    if (kind) {
      plan->kind = *kind;
    } else {
      AddProblem(field, absl::StrCat("'", plan->code, "' ", NoCellFor(question.kind(), language_)));
    }
  }

  void FillOption(const ColumnMapping& column, const IndexedQuestion& found, ColumnPlan* plan) {
    const std::string field = ColumnField(plan->column);
    plan->kind = ColumnPlan::Kind::kOption;
    if (column.option().empty()) {
      AddProblem(field,
                 absl::StrCat("'", plan->code,
                              Say("' ist eine Mehrfachwahl; eine `option` davon nennen, oder "
                                  "mit `coded` sagen, dass ihre Zellen Codes von Antworten sind",
                                  "' is a multiple choice; name one `option` of it, or say "
                                  "with `coded` that its cells are codes of options")));
    } else if (!found.HasOption(column.option())) {
      AddProblem(field, NoOption(found, column.option(), language_));
    }
    if (column.selected().empty())
      AddProblem(field, Say("`selected` fehlt: was heißt gewählt?",
                            "`selected` is missing: what means chosen?"));
    for (const std::string& cell : column.selected()) plan->selected.insert(Trimmed(cell));
    for (const std::string& cell : column.not_selected()) {
      plan->not_selected.insert(Trimmed(cell));
      if (plan->selected.count(Trimmed(cell)) > 0) {
        AddProblem(field, absl::StrCat("'", cell,
                                       Say("' heißt zugleich gewählt und nicht gewählt",
                                           "' means both chosen and not chosen")));
      }
    }
  }

  static LabelTable CodesOf(const IndexedQuestion& found) {
    LabelTable table;
    for (const Option& option : *found.options) table.emplace(option.code(), option.code());
    return table;
  }

  // The options' own labels, and over them those of the mapping: of the matrix,
  // then of the item.
  LabelTable LabelsOf(const IndexedQuestion& found, const std::string& code) const {
    LabelTable table;
    for (const Option& option : *found.options) {
      for (const auto& variant : option.label().variants()) {
        const auto [it, is_new] = table.emplace(Trimmed(variant.text()), option.code());
        if (!is_new && it->second != option.code()) it->second.clear();
      }
    }
    for (const std::string& level : {found.question->code(), code}) {
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
      AddProblem(ColumnField(column), absl::StrCat(Say("die Tabelle hat keine solche Spalte",
                                                       "the table has no such column"),
                                                   DidYouMean(column, header)));
    }
  }

  // Questions, items and options that no column fills.
  void FindGaps() {
    for (const std::string& code : index_.codes()) {
      const IndexedQuestion& found = *index_.Find(code);
      const Question::Kind kind = found.question->kind();
      if (kind == Question::KIND_MATRIX && !found.is_item) continue;
      // What is in a repeat that is counted may have no instance at all.
      const bool is_asked = kind != Question::KIND_REPEAT && kind != Question::KIND_GROUP &&
                            kind != Question::KIND_NOTE && kind != Question::KIND_CALCULATION &&
                            kind != Question::KIND_HIDDEN && kind != Question::KIND_METADATA;
      const bool counted = !found.repeats.empty() && IsFilled(found.repeats.back());
      if (is_asked && !counted) FindGap(found, code);
    }
  }

  bool IsFilled(const std::string& code) const {
    return std::any_of(answers_seen_.begin(), answers_seen_.end(),
                       [&](const Place& place) { return std::get<0>(place) == code; });
  }

  void FindGap(const IndexedQuestion& found, const std::string& code) {
    if (!IsFilled(code)) {
      if (found.question->required() && !found.conditional && found.repeats.empty()) {
        AddProblem(code, Say("ist eine Pflichtfrage, und keine Spalte ist ihr zugeordnet",
                             "is required, and no column is mapped to it"));
      } else {
        result_.warnings.push_back(
            {code, std::string(Say("keine Spalte ist ihr zugeordnet; sie bekommt keine Antworten",
                                   "no column is mapped to it; it gets no answers"))});
      }
      return;
    }
    if (found.question->kind() != Question::KIND_MULTIPLE_CHOICE) return;
    std::set<std::string> options;
    for (const Place& place : answers_seen_) {
      if (std::get<0>(place) == code) options.insert(std::get<1>(place));
    }
    if (options.count("") > 0) return;  // One column has all of them.
    for (const Option& option : *found.options) {
      if (options.count(option.code()) > 0) continue;
      result_.warnings.push_back(
          {code,
           absl::StrCat(Say("der Antwort '", "no column is mapped to option '"), option.code(),
                        Say("' ist keine Spalte zugeordnet; sie gilt als von niemandem gewählt",
                            "'; it counts as not chosen by anybody"))});
    }
  }

  const Mapping& mapping_;
  const absl::string_view language_;
  const QuestionIndex index_;
  PlanResult result_;
  bool has_token_ = false;
  bool has_broke_off_ = false;
  std::set<std::string> columns_seen_;
  std::set<Place> answers_seen_;
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
                    const std::vector<std::string>& header, absl::string_view language) {
  return Planner(mapping, instrument, language).Run(header);
}

}  // namespace lotse::cli
