#include "tests/perf/complete_response.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "services/survey/engine/question_kinds.h"
#include "services/survey/logic/questionnaire/form_program.h"
#include "tests/forms/form.h"

namespace lotse::perf {
namespace {

using survey::Variable;
using survey::logic::AnswerViolation;
using survey::logic::ElementId;
using survey::logic::Instance;
using survey::logic::NodeId;
using survey::v1alpha::Answer;
using survey::v1alpha::Question;

class Filler {
 public:
  Filler(const survey::CompiledInstrument& instrument,
         const survey::logic::Environment& environment)
      : instrument_(instrument),
        program_(*instrument.logic()),
        environment_(environment),
        instance_(&program_.tree()) {}

  google::protobuf::RepeatedPtrField<Answer> Fill() {
    google::protobuf::RepeatedPtrField<Answer> answers;
    if (!program_.Initialize(&instance_, environment_).ok()) return answers;
    tried_.resize(instance_.size());
    while (const std::optional<NodeId> node = NextOpen()) AnswerIt(*node);
    for (const Variable& variable : instrument_.variables()) {
      const NodeId node = NodeOf(variable);
      const std::string text(instance_.text(node));
      if (text.empty() || !instance_.relevant(node) || !survey::IsAnswered(variable.kind)) continue;
      if (auto answer = survey::AnswerOf(variable, text)) *answers.Add() = *std::move(answer);
    }
    return answers;
  }

 private:
  // Without repeats, there is one for each element.
  NodeId NodeOf(const Variable& variable) const {
    const ElementId element = *program_.tree().Find(variable.code);
    std::vector<ElementId> way;
    for (ElementId id = element; id != survey::logic::kRootElement;
         id = program_.tree().element(id).parent) {
      way.push_back(id);
    }
    NodeId node = survey::logic::kRootNode;
    for (auto id = way.rbegin(); id != way.rend(); ++id) node = instance_.Children(node, *id)[0];
    return node;
  }

  std::optional<NodeId> NextOpen() const {
    for (const Variable& variable : instrument_.variables()) {
      const NodeId node = NodeOf(variable);
      if (tried_[node] || !instance_.relevant(node) || !instance_.text(node).empty()) continue;
      if (!survey::IsAnswered(variable.kind) || variable.kind == Question::KIND_FILE) continue;
      if (program_.IsReadOnly(instance_, node, environment_).value_or(true)) continue;
      return node;
    }
    return std::nullopt;
  }

  std::vector<std::string> Candidates(NodeId node) const {
    const auto& element = program_.tree().element(instance_.element(node));
    std::vector<std::string> candidates;
    if (element.list != survey::logic::kNone) {
      const auto& list = program_.tree().list(element.list);
      for (const int row :
           program_.Offered(instance_, node, environment_).value_or(std::vector<int>{})) {
        candidates.emplace_back(list.Cell(row, list.name_column()));
      }
      return candidates;
    }
    switch (element.type) {
      case survey::logic::ElementType::kInteger:
      case survey::logic::ElementType::kDecimal:
        return {"30", "5", "1", "0", "10", "100", "1000", "2000", "3000"};
      case survey::logic::ElementType::kDate:
        return {"2026-02-20", "1980-05-06", "2026-02-28"};
      case survey::logic::ElementType::kTime:
        return {"12:00:00.000+01:00"};
      case survey::logic::ElementType::kDateTime:
        return {"2026-02-20T12:00:00.000+01:00"};
      default:
        return {"Text", "anna@example.org", "OK", "12345"};
    }
  }

  // Whether something is violated that is more than a question which is still open.
  bool IsRefused() const {
    const auto found = program_.Check(instance_, environment_);
    return !found.ok() ||
           std::any_of(found->begin(), found->end(), [&](const AnswerViolation& violation) {
             const std::string& code =
                 program_.tree().element(instance_.element(violation.node)).code;
             return violation.kind != AnswerViolation::Kind::kRequired ||
                    instrument_.SectionOfStop(code).has_value();
           });
  }

  void AnswerIt(NodeId node) {
    tried_[node] = true;
    for (const std::string& candidate : Candidates(node)) {
      instance_.set_text(node, candidate);
      const ElementId element = instance_.element(node);
      if (program_.Recompute(&instance_, environment_, {element}).ok() && !IsRefused()) return;
    }
    instance_.set_text(node, "");
    (void)program_.Recompute(&instance_, environment_, {instance_.element(node)});
  }

  const survey::CompiledInstrument& instrument_;
  const survey::logic::FormProgram& program_;
  const survey::logic::Environment& environment_;
  Instance instance_;
  std::vector<bool> tried_;
};

}  // namespace

google::protobuf::RepeatedPtrField<Answer> CompleteResponse(
    const survey::CompiledInstrument& instrument, const survey::logic::Environment& environment) {
  return Filler(instrument, environment).Fill();
}

}  // namespace lotse::perf
