#include "services/survey/engine/flat_instrument.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/survey/engine/expression_conditions.h"
#include "services/survey/engine/question_kinds.h"
#include "services/survey/engine/question_tree.h"

namespace lotse::survey {
namespace {

using google::protobuf::RepeatedPtrField;
using v1alpha::Condition;
using v1alpha::Instrument;
using v1alpha::InstrumentSection;
using v1alpha::Item;
using v1alpha::Option;
using v1alpha::Question;

bool Same(const Condition& a, const Condition& b) {
  return a.code() == b.code() && a.test() == b.test() &&
         std::equal(a.options().begin(), a.options().end(), b.options().begin(), b.options().end());
}

// Who is asked: those for whom all of it holds.
struct Relevance {
  std::vector<Condition> conditions;
  // Expressions that are no conditions, joined with `and`; empty: none.
  std::string expression;

  void Add(const Condition& condition) {
    const auto same = [&](const Condition& one) { return Same(one, condition); };
    if (std::none_of(conditions.begin(), conditions.end(), same)) conditions.push_back(condition);
  }
  void Add(const std::string& more) {
    if (expression.empty()) {
      expression = more;
    } else {
      expression = absl::StrCat("(", expression, ") and (", more, ")");
    }
  }
};

class Flattening {
 public:
  explicit Flattening(const Instrument& instrument) : instrument_(instrument) {}

  std::vector<FlatQuestion> Take() && {
    for (const InstrumentSection& section : instrument_.sections()) {
      ++section_;
      Relevance relevance;
      AddExpression(section.relevant(), &relevance);
      AddAll(section.questions(), relevance);
    }
    return std::move(flat_);
  }

 private:
  void AddAll(const RepeatedPtrField<Question>& questions, const Relevance& around) {
    for (const Question& question : questions) {
      if (question.kind() == Question::KIND_REPEAT) continue;
      Relevance relevance = around;
      for (const Condition& condition : question.relevant_if()) relevance.Add(condition);
      AddExpression(question.logic().relevant(), &relevance);
      if (question.kind() == Question::KIND_GROUP) {
        AddAll(question.questions(), relevance);
      } else if (HasValue(question.kind())) {
        AddQuestion(question, std::move(relevance));
      }
    }
  }

  void AddExpression(const std::string& expression, Relevance* relevance) const {
    if (expression.empty()) return;
    const auto conditions =
        ConditionsOf(expression, [this](absl::string_view code) -> std::optional<LookedAt> {
          const auto found = before_.find(code);
          if (found == before_.end()) return std::nullopt;
          return found->second;
        });
    if (!conditions) return relevance->Add(expression);
    for (const Condition& condition : *conditions) relevance->Add(condition);
  }

  void AddQuestion(const Question& question, Relevance relevance) {
    if (relevance.expression.empty() && LooksAtAnswers(question.logic().option_filter())) {
      relevance.expression = "true()";
    }
    flat_.push_back(
        {&question, section_, std::move(relevance.conditions), std::move(relevance.expression)});
    Remember(question);
  }

  // What the expressions of later questions may look at as conditions.
  void Remember(const Question& question) {
    const LookedAt looked_at = {
        question.kind(), HasOptions(question.kind()) ? &OptionsOf(instrument_, question) : nullptr};
    if (question.kind() != Question::KIND_MATRIX) before_.emplace(question.code(), looked_at);
    for (const Item& item : question.items()) before_.emplace(item.code(), looked_at);
  }

  const Instrument& instrument_;
  int section_ = 0;
  std::vector<FlatQuestion> flat_;
  absl::flat_hash_map<absl::string_view, LookedAt> before_;
};

// The question as it stands in a flat questionnaire.
Question Standing(const Instrument& instrument, const FlatQuestion& one) {
  Question flat = *one.question;
  flat.clear_option_list();
  flat.clear_logic();
  const v1alpha::QuestionLogic& logic = one.question->logic();
  if (logic.has_constraint_message()) {
    *flat.mutable_logic()->mutable_constraint_message() = logic.constraint_message();
  }
  if (!one.expression.empty()) flat.mutable_logic()->set_relevant(one.expression);
  *flat.mutable_options() = OptionsOf(instrument, *one.question);
  for (Option& option : *flat.mutable_options()) {
    option.clear_columns();
    option.clear_media();
  }
  flat.mutable_relevant_if()->Assign(one.conditions.begin(), one.conditions.end());
  return flat;
}

}  // namespace

bool IsAskedOfAll(const Question& question) {
  return question.relevant_if().empty() && question.logic().relevant().empty();
}

std::vector<FlatQuestion> FlatQuestions(const Instrument& instrument) {
  return Flattening(instrument).Take();
}

Instrument FlatInstrument(const Instrument& instrument) {
  Instrument flat = instrument;
  flat.clear_option_lists();
  flat.clear_sections();
  for (const InstrumentSection& section : instrument.sections()) {
    InstrumentSection& out = *flat.add_sections();
    if (section.has_title()) *out.mutable_title() = section.title();
  }
  for (const FlatQuestion& one : FlatQuestions(instrument)) {
    *flat.mutable_sections(one.section - 1)->add_questions() = Standing(instrument, one);
  }
  return flat;
}

}  // namespace lotse::survey
