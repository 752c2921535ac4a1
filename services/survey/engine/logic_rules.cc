#include "services/survey/engine/logic_rules.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/survey/engine/question_tree.h"
#include "services/survey/engine/stored_draws.h"
#include "services/survey/logic/program/compile.h"
#include "services/survey/logic/questionnaire/form_program.h"
#include "services/survey/logic/questionnaire/instrument_tree.h"

namespace lotse::survey {
namespace {

using logic::LogicFinding;
using logic::LogicProperty;
using v1alpha::Instrument;
using v1alpha::InstrumentSection;

// Field of Question that holds the expression.
absl::string_view FieldOf(LogicProperty property) {
  switch (property) {
    case LogicProperty::kRelevant:
      return "logic.relevant";
    case LogicProperty::kConstraint:
      return "logic.constraint";
    case LogicProperty::kRequired:
      return "logic.required_if";
    case LogicProperty::kCalculation:
      return "logic.calculation";
    case LogicProperty::kInitialValue:
      return "logic.initial_value";
    case LogicProperty::kReadOnly:
      return "logic.read_only_if";
    case LogicProperty::kOptionFilter:
      return "logic.option_filter";
    case LogicProperty::kRepeatCount:
      return "logic.repeat_count";
  }
  return "logic";
}

class ExpressionCheck {
 public:
  ExpressionCheck(const Instrument& instrument,
                  const absl::flat_hash_map<std::string, std::string>& paths,
                  ViolationList* violations, ViolationList* warnings)
      : instrument_(instrument), paths_(paths), violations_(*violations), warnings_(*warnings) {
    for (const InstrumentSection& section : instrument.sections()) {
      if (!section.code().empty()) sections_.insert(section.code());
    }
  }

  void Check() {
    auto tree = logic::FormTreeOf(instrument_);
    if (!tree.ok()) return violations_.Add("sections", tree.status().message());
    CheckSeparate(*tree);
    const std::vector<logic::ElementLogic> all = logic::LogicOf(instrument_, *tree);
    const logic::FormProgram program(*std::move(tree), all);
    for (const LogicFinding& finding : program.findings()) {
      Add(program.tree().element(finding.element).code, finding);
    }
    for (const LogicFinding& finding : DrawWarnings(instrument_, program)) {
      Add(program.tree().element(finding.element).code, finding);
    }
  }

 private:
  void Add(const std::string& code, const LogicFinding& finding) {
    const auto path = paths_.find(code);
    const std::string at = path == paths_.end() ? "sections" : path->second;
    const absl::string_view field =
        sections_.contains(code) ? "relevant" : FieldOf(finding.property);
    AddOf(code, absl::StrCat(at, ".", field), finding.message,
          finding.error ? &violations_ : &warnings_);
  }

  // A path alone would have to be counted to the question.
  static void AddOf(const std::string& code, absl::string_view path, absl::string_view message,
                    ViolationList* list) {
    list->Add(path, code.empty() ? std::string(message) : absl::StrCat(FaultOf(code), message));
  }

  // Expressions that are no part of the computation.
  void CheckSeparate(const logic::FormTree& tree) {
    CheckOne(tree, instrument_.response_title(), logic::kRootElement, "response_title", "");
    for (const PlacedQuestion& placed : QuestionsWithValue(instrument_)) {
      const v1alpha::Question& question = *placed.question;
      const auto path = paths_.find(question.code());
      const auto element = tree.Find(question.code());
      if (path == paths_.end() || !element) continue;
      CheckOne(tree, question.randomization().seed(), *element,
               absl::StrCat(path->second, ".randomization.seed"), question.code());
      for (int i = 0; i < question.logic().trigger_size(); ++i) {
        if (tree.Find(question.logic().trigger(i))) continue;
        AddOf(question.code(), absl::StrCat(path->second, ".logic.trigger[", i, "]"),
              "no such question; give the code of a question", &violations_);
      }
    }
  }

  void CheckOne(const logic::FormTree& tree, const std::string& expression,
                logic::ElementId element, absl::string_view path, const std::string& code) {
    if (expression.empty()) return;
    const auto program = logic::Compile(expression, tree, {element, logic::kNone});
    if (!program.ok()) AddOf(code, path, program.status().message(), &violations_);
  }

  const Instrument& instrument_;
  const absl::flat_hash_map<std::string, std::string>& paths_;
  absl::flat_hash_set<absl::string_view> sections_;
  ViolationList& violations_;
  ViolationList& warnings_;
};

}  // namespace

std::string FaultOf(absl::string_view code) { return absl::StrCat("`", code, "`: "); }

void CheckExpressions(const Instrument& instrument,
                      const absl::flat_hash_map<std::string, std::string>& paths,
                      ViolationList* violations, ViolationList* warnings) {
  ExpressionCheck(instrument, paths, violations, warnings).Check();
}

}  // namespace lotse::survey
