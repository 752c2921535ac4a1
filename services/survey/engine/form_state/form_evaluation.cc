#include "services/survey/engine/form_state/form_evaluation.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/survey/engine/answer_values.h"
#include "services/survey/engine/judgement_words.h"
#include "services/survey/engine/question_kinds.h"
#include "services/survey/engine/single_answers.h"
#include "services/survey/engine/wording.h"
#include "services/survey/logic/values/date_time.h"

// What is computed and what is wrong; how it is told is in form_telling.cc.
namespace lotse::survey {
namespace {

using google::protobuf::RepeatedPtrField;
using logic::AnswerViolation;
using logic::ElementId;
using logic::ElementType;
using logic::NodeId;
using v1alpha::Answer;
using v1alpha::FormViolation;
using v1alpha::Question;

absl::Status TooManyInstances() {
  return absl::ResourceExhaustedError(
      absl::StrCat("too many instances of repeats; at most ", kMaxInstancesInAll, " together"));
}

// The answers that are right by themselves.
RepeatedPtrField<Answer> Usable(const CompiledInstrument& instrument,
                                const RepeatedPtrField<Answer>& answers) {
  ViolationList ignored;
  const SingleAnswers single(instrument, answers, &ignored);
  RepeatedPtrField<Answer> usable;
  for (int i = 0; i < answers.size(); ++i) {
    if (single.fault(i) == SingleAnswers::Fault::kNone) *usable.Add() = answers[i];
  }
  return usable;
}

void SetPlace(const Answer& answer, FormViolation* violation) {
  violation->mutable_place()->set_code(answer.code());
  *violation->mutable_place()->mutable_instances() = answer.instances();
}

std::string LanguageOf(const Filling& filling, const v1alpha::Instrument& instrument) {
  if (!filling.language.empty()) return filling.language;
  const auto& titles = instrument.title().variants();
  return titles.empty() ? "de" : titles[0].language();
}

}  // namespace

FormEvaluation::FormEvaluation(const LiveForm& form, const Filling& filling,
                               const logic::Environment& environment)
    : form_(form),
      filling_(filling),
      tree_(form.program().tree()),
      environment_(environment),
      answers_(tree_),
      shown_(tree_.elements().size()) {
  environment_.language = LanguageOf(filling, form.instrument());
  environment_.texts = this;
  if (environment_.steps_left == nullptr) environment_.steps_left = &steps_left_;
}

absl::string_view FormEvaluation::OptionLabel(int list, int row) const {
  const auto* const options = form_.options(list);
  if (options == nullptr || row >= options->size()) return "";
  return WordingIn((*options)[row].label(), environment_.language);
}

const std::string& FormEvaluation::CodeOf(NodeId node) {
  return tree_.element(instance().element(node)).code;
}

absl::StatusOr<v1alpha::FormState> FormEvaluation::Run() {
  TakeAnswers();
  if (absl::Status status = Compute(); !status.ok()) return status;
  FindNotAsked();
  if (absl::Status status = FindBroken(); !status.ok()) return status;
  TellViolations(logic::kRootNode);
  if (absl::Status status = TellBelow(logic::kRootNode); !status.ok()) return status;
  if (!filling_.only_violations) TellPages();
  return std::move(state_);
}

void FormEvaluation::TakeAnswers() {
  ViolationList found;
  const SingleAnswers single(form_.compiled(), filling_.answers, &found);
  const rpc::FieldViolations violations = std::move(found).Take();
  auto violation = violations.begin();
  for (int i = 0; i < filling_.answers.size(); ++i) {
    const SingleAnswers::Fault fault = single.fault(i);
    if (fault == SingleAnswers::Fault::kNone) {
      *usable_.Add() = filling_.answers[i];
      numbers_.push_back(i + 1);
      continue;
    }
    // The first of what is said of it.
    const std::string path = absl::StrCat("answers[", i, "]");
    std::string description;
    for (; violation != violations.end() && absl::StartsWith(violation->field, path); ++violation) {
      if (description.empty()) description = violation->description;
    }
    if (fault == SingleAnswers::Fault::kValue) {
      wrong_.emplace_back(i, std::move(description));
    } else {
      AddViolation(logic::kRootNode, FormViolation::KIND_UNKNOWN, i + 1, std::move(description));
    }
  }
}

absl::Status FormEvaluation::Compute() {
  if (!answers_.Add(usable_)) return TooManyInstances();
  absl::Status status;
  switch (filling_.occasion) {
    case Filling::Occasion::kBegin:
      if (filling_.with_times) SetTimes(logic::kRootNode);
      status = form_.program().Initialize(&instance(), environment_);
      break;
    case Filling::Occasion::kContinue:
      status = ComputeChange();
      break;
    case Filling::Occasion::kHandIn:
      status = form_.program().Settle(&instance(), environment_);
      break;
  }
  if (!status.ok()) return status;
  for (int i = 0; i < usable_.size(); ++i) {
    if (usable_[i].has_count()) continue;
    if (const auto node = answers_.NodeOf(usable_[i])) given_.emplace(*node, i);
  }
  return absl::OkStatus();
}

void FormEvaluation::SetTimes(NodeId parent) {
  for (const ElementId child : tree_.element(instance().element(parent)).children) {
    for (const NodeId node : instance().Children(parent, child)) {
      const FormPart& part = form_.part(child);
      if (logic::HoldsElements(tree_.element(child).type)) {
        SetTimes(node);
      } else if (part.kind == Question::KIND_METADATA && instance().text(node).empty()) {
        const std::string now = logic::MomentText(environment_.now, environment_.time_zone);
        const auto metadata = part.question->metadata();
        if (metadata == Question::METADATA_START) instance().set_text(node, now);
        // The day is how a moment begins.
        if (metadata == Question::METADATA_TODAY) {
          instance().set_text(node, absl::string_view(now).substr(0, now.find('T')));
        }
      }
    }
  }
}

absl::Status FormEvaluation::ComputeChange() {
  FormAnswers before(tree_);
  if (filling_.before != nullptr && !before.Add(Usable(form_.compiled(), *filling_.before))) {
    return TooManyInstances();
  }
  absl::Status status = form_.program().Settle(&before.instance(), environment_);
  if (!status.ok()) return status;
  Change change = {before.instance(), {}, {}};
  Carry(logic::kRootNode, logic::kRootNode, &change);
  return form_.program().Recompute(&instance(), environment_, change.changed, change.added);
}

void FormEvaluation::Carry(NodeId before, NodeId now, Change* change) {
  for (const ElementId child : tree_.element(instance().element(now)).children) {
    if (tree_.element(child).type == ElementType::kRepeat) {
      CarryRepeat(child, before, now, change);
      continue;
    }
    const NodeId old_node = change->before.Children(before, child)[0];
    const NodeId node = instance().Children(now, child)[0];
    instance().set_relevant(node, change->before.relevant(old_node));
    if (logic::HoldsElements(tree_.element(child).type)) {
      Carry(old_node, node, change);
    } else if (IsComputed(*form_.part(child).question)) {
      // Computed from the former answers: if it comes to something else now, it has changed.
      instance().set_text(node, change->before.text(old_node));
    } else if (instance().text(node) != change->before.text(old_node)) {
      change->changed.push_back(child);
    }
  }
}

void FormEvaluation::CarryRepeat(ElementId repeat, NodeId before, NodeId now, Change* change) {
  const auto old_nodes = change->before.Children(before, repeat);
  // How many there are is computed; that nothing was answered in the last ones says nothing.
  if (form_.part(repeat).counted && instance().Children(now, repeat).size() < old_nodes.size()) {
    instance().SetInstances(now, repeat, static_cast<int>(old_nodes.size()));
  }
  // A copy: what is within may be added meanwhile.
  const auto children = instance().Children(now, repeat);
  const std::vector<NodeId> nodes(children.begin(), children.end());
  if (nodes.size() != old_nodes.size()) change->changed.push_back(repeat);
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (i >= old_nodes.size()) {
      change->added.push_back(nodes[i]);
      continue;
    }
    instance().set_relevant(nodes[i], change->before.relevant(old_nodes[i]));
    Carry(old_nodes[i], nodes[i], change);
  }
}

void FormEvaluation::FindNotAsked() {
  for (auto& [index, description] : wrong_) {
    const auto node = answers_.NodeOf(filling_.answers[index]);
    const NodeId at = node.value_or(logic::kRootNode);
    FormViolation::Kind kind = FormViolation::KIND_WRONG_VALUE;
    if (!node || !instance().relevant(at)) {
      kind = FormViolation::KIND_NOT_ASKED;
      description = NotAsked(filling_.answers[index].code());
    }
    AddViolation(at, kind, index + 1, std::move(description));
    SetPlace(filling_.answers[index], &violations_[at].back());
  }
  for (int i = 0; i < usable_.size(); ++i) {
    const auto node = answers_.NodeOf(usable_[i]);
    if (node && instance().relevant(*node) && !IsBehind(usable_[i].code(), false)) continue;
    // What is computed is computed anew.
    const auto element = tree_.Find(usable_[i].code());
    if (element && IsComputed(*form_.part(*element).question)) continue;
    const NodeId at = node.value_or(logic::kRootNode);
    AddViolation(at, FormViolation::KIND_NOT_ASKED, numbers_[i], NotAsked(usable_[i].code()));
    SetPlace(usable_[i], &violations_[at].back());
  }
}

absl::Status FormEvaluation::FindBroken() {
  const auto found = form_.program().Check(instance(), environment_);
  if (!found.ok()) return found.status();
  absl::flat_hash_set<NodeId> wrong_nodes;
  for (const auto& [node, violations] : violations_) wrong_nodes.insert(node);
  for (const AnswerViolation& broken : *found) {
    const NodeId node = broken.node;
    const FormPart& part = PartOf(node);
    // Nobody can mend what is computed, and what is wrong is said already.
    const bool stops = part.kind == Question::KIND_NOTE;
    if ((!IsAnswered(part.kind) && !stops) || wrong_nodes.contains(node)) continue;
    if (IsComputed(*part.question)) continue;
    const auto given = given_.find(node);
    const int number = given == given_.end() ? 0 : numbers_[given->second];
    const std::string named = Named(CodeOf(node), answers_.InstancesOf(node));
    const v1alpha::QuestionLogic& logic = part.question->logic();
    type::v1alpha::Text message;
    absl::Status filled;
    switch (broken.kind) {
      case AnswerViolation::Kind::kRequired:
        if (IsBehind(CodeOf(node), true)) break;
        message = TextIn(logic.required_message(), filling_.language);
        filled = Fill(part.required_message, node, &message);
        AddViolation(node, FormViolation::KIND_REQUIRED, 0,
                     stops ? LetsNobodyPass(named) : HasToBeAnswered(named), std::move(message));
        break;
      case AnswerViolation::Kind::kConstraint:
        message = TextIn(logic.constraint_message(), filling_.language);
        filled = Fill(part.constraint_message, node, &message);
        AddViolation(node, FormViolation::KIND_CONSTRAINT, number, NotFulfilled(named, ""),
                     std::move(message));
        break;
      case AnswerViolation::Kind::kOption:
        AddViolation(node, FormViolation::KIND_NOT_OFFERED, number, NotOffered(named));
        break;
      case AnswerViolation::Kind::kRanking:
        AddViolation(node, FormViolation::KIND_WRONG_VALUE, number, NotAllRanked(named));
        break;
    }
    if (!filled.ok()) return filled;
  }
  return absl::OkStatus();
}

bool FormEvaluation::IsBehind(absl::string_view code, bool or_it) const {
  if (filling_.broke_off_section == 0) return false;
  const std::optional<int> section = form_.compiled().SectionOf(code);
  return section && *section > filling_.broke_off_section - (or_it ? 1 : 0);
}

void FormEvaluation::AddViolation(NodeId node, FormViolation::Kind kind, int answer,
                                  std::string description, type::v1alpha::Text message) {
  FormViolation violation;
  violation.set_kind(kind);
  if (kind != FormViolation::KIND_UNKNOWN) {
    violation.mutable_place()->set_code(CodeOf(node));
    const std::vector<std::int32_t> instances = answers_.InstancesOf(node);
    violation.mutable_place()->mutable_instances()->Assign(instances.begin(), instances.end());
  }
  violation.set_answer(answer);
  violation.set_description(std::move(description));
  if (!message.variants().empty()) *violation.mutable_message() = std::move(message);
  violations_[node].push_back(std::move(violation));
}

}  // namespace lotse::survey
