#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "absl/container/inlined_vector.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/survey/engine/answer_of_text.h"
#include "services/survey/engine/answer_values.h"
#include "services/survey/engine/form_state/form_evaluation.h"
#include "services/survey/engine/question_kinds.h"
#include "services/survey/logic/functions/shuffle.h"
#include "services/survey/logic/program/evaluate.h"

// How a FormEvaluation is told.
namespace lotse::survey {
namespace {

using logic::ElementId;
using logic::ElementType;
using logic::NodeId;
using v1alpha::ElementState;
using v1alpha::Question;

}  // namespace

absl::StatusOr<ElementState*> FormEvaluation::NewElement(NodeId node, ElementId id, bool relevant) {
  if (state_.elements_size() >= kMaxElementStates) {
    return absl::ResourceExhaustedError(
        absl::StrCat("more than ", kMaxElementStates,
                     " questions, counted in all instances of repeats; take instances out"));
  }
  ElementState* const element = state_.add_elements();
  element->mutable_place()->set_code(tree_.element(id).code);
  const std::vector<std::int32_t> instances = answers_.InstancesOf(node);
  element->mutable_place()->mutable_instances()->Assign(instances.begin(), instances.end());
  element->set_relevant(relevant);
  if (relevant) shown_[id] = true;
  return element;
}

absl::Status FormEvaluation::Fill(const std::optional<PipedText>& text, NodeId node,
                                  type::v1alpha::Text* filled) {
  if (!text) return absl::OkStatus();
  auto result = text->Fill({&instance(), node}, environment_, filling_.language);
  if (!result.ok()) return result.status();
  *filled = *std::move(result);
  return absl::OkStatus();
}

void FormEvaluation::TellPages() {
  for (std::size_t i = 0; i < form_.pages().size(); ++i) {
    const auto& page = form_.pages()[i];
    const bool any =
        std::any_of(page.begin(), page.end(), [this](ElementId id) { return shown_[id]; });
    if (any) state_.add_pages(static_cast<std::int32_t>(i) + 1);
  }
}

absl::Status FormEvaluation::TellBelow(NodeId node) {
  for (const ElementId child : tree_.element(instance().element(node)).children) {
    if (tree_.element(child).type == ElementType::kRepeat) {
      if (absl::Status status = TellRepeat(node, child); !status.ok()) return status;
    }
    // A copy: telling of a repeat without instances tries one.
    const auto children = instance().Children(node, child);
    const absl::InlinedVector<NodeId, 4> inners(children.begin(), children.end());
    for (const NodeId inner : inners) {
      if (absl::Status status = TellElement(inner); !status.ok()) return status;
      if (!logic::HoldsElements(tree_.element(child).type)) continue;
      if (absl::Status status = TellBelow(inner); !status.ok()) return status;
    }
  }
  return absl::OkStatus();
}

absl::Status FormEvaluation::TellRepeat(NodeId parent, ElementId repeat) {
  if (filling_.only_violations) return absl::OkStatus();
  const std::size_t count = instance().Children(parent, repeat).size();
  bool relevant = false;
  for (const NodeId node : instance().Children(parent, repeat)) {
    relevant |= instance().relevant(node);
  }
  if (count == 0 && instance().relevant(parent)) {
    // Whether one could be added is known only of an instance.
    const NodeId tried = instance().AddInstance(parent, repeat);
    const auto asked = form_.program().IsRelevant(instance(), tried, environment_);
    instance().SetInstances(parent, repeat, 0);
    if (!asked.ok()) return asked.status();
    relevant = *asked;
  }
  auto element = NewElement(parent, repeat, relevant);
  if (!element.ok()) return element.status();
  if (!relevant) return absl::OkStatus();
  (*element)->set_count(static_cast<std::int32_t>(count));
  (*element)->set_may_grow(!form_.part(repeat).counted && count < logic::kMaxInstances);
  return absl::OkStatus();
}

absl::Status FormEvaluation::TellElement(NodeId node) {
  if (filling_.only_violations) {
    TellViolations(node);
    return absl::OkStatus();
  }
  const FormPart& part = PartOf(node);
  auto element = NewElement(node, instance().element(node), instance().relevant(node));
  if (!element.ok()) return element.status();
  TellViolations(node);
  if (!instance().relevant(node)) return absl::OkStatus();
  const std::pair<const std::optional<PipedText>*, type::v1alpha::Text* (ElementState::*)()>
      texts[] = {{&part.text, &ElementState::mutable_text},
                 {&part.hint, &ElementState::mutable_hint},
                 {&part.guidance, &ElementState::mutable_guidance}};
  for (const auto& [text, field] : texts) {
    if (!*text) continue;
    if (absl::Status status = Fill(*text, node, ((*element)->*field)()); !status.ok()) {
      return status;
    }
  }
  if (!HasValue(part.kind)) return absl::OkStatus();
  TellValue(node, *element);
  return TellAnswered(node, *element);
}

absl::Status FormEvaluation::TellAnswered(NodeId node, ElementState* element) {
  if (!IsAnswered(PartOf(node).kind)) return absl::OkStatus();
  const auto required = form_.program().IsRequired(instance(), node, environment_);
  if (!required.ok()) return required.status();
  element->set_required(*required);
  const auto read_only = form_.program().IsReadOnly(instance(), node, environment_);
  if (!read_only.ok()) return read_only.status();
  element->set_read_only(*read_only);
  return TellOptions(node, element);
}

void FormEvaluation::TellValue(NodeId node, ElementState* element) {
  const absl::string_view text = instance().text(node);
  const Question::Kind kind = PartOf(node).kind;
  const auto given = given_.find(node);
  const std::string was = given == given_.end() ? "" : TextOf(usable_[given->second]);
  if (text == was && (kind != Question::KIND_CALCULATION || text.empty())) return;
  std::optional<v1alpha::Answer> answer;
  if (!text.empty()) answer = AnswerOfText(kind, text);
  if (answer) {
    answer->set_code(CodeOf(node));
    *answer->mutable_instances() = element->place().instances();
    *element->mutable_answer() = *std::move(answer);
  } else {
    element->set_cleared(!was.empty());
  }
}

absl::Status FormEvaluation::TellOptions(NodeId node, ElementState* element) {
  const FormPart& part = PartOf(node);
  const int list = tree_.element(instance().element(node)).list;
  if (!part.options_change || list == logic::kNone) return absl::OkStatus();
  auto rows = form_.program().Offered(instance(), node, environment_);
  if (!rows.ok()) return rows.status();
  if (part.shuffled) {
    const auto seed = SeedAt(node, part);
    if (!seed.ok()) return seed.status();
    logic::SeededNumbers numbers(*seed);
    std::vector<int> shuffled;
    for (const int row : *rows) logic::PutShuffled(row, numbers.Next(), &shuffled);
    *rows = std::move(shuffled);
  }
  const logic::ListTable& options = tree_.list(list);
  for (const int row : *rows) {
    v1alpha::OfferedOption* const option = element->add_options();
    option->set_code(std::string(options.Cell(row, options.name_column())));
    if (part.labels.empty() || !part.labels[row]) continue;
    if (absl::Status s = Fill(part.labels[row], node, option->mutable_label()); !s.ok()) return s;
  }
  return absl::OkStatus();
}

absl::StatusOr<std::int64_t> FormEvaluation::SeedAt(NodeId node, const FormPart& part) {
  if (!part.seed) {
    return logic::SeedOfText(absl::StrCat(filling_.key, "\n", CodeOf(node), "\n",
                                          absl::StrJoin(answers_.InstancesOf(node), ",")));
  }
  const auto number = logic::EvaluateNumber(*part.seed, {&instance(), node}, environment_);
  if (!number.ok()) return number.status();
  if (!std::isnan(*number)) return logic::SeedOfNumber(*number);
  const auto text = logic::EvaluateText(*part.seed, {&instance(), node}, environment_);
  if (!text.ok()) return text.status();
  // A number that is none has no text that could be a seed.
  return part.seed->type() == logic::ValueType::kNumber ? 0 : logic::SeedOfText(*text);
}

void FormEvaluation::TellViolations(NodeId node) {
  const auto found = violations_.find(node);
  if (found == violations_.end()) return;
  for (v1alpha::FormViolation& violation : found->second) {
    if (state_.violations_size() >= kMaxFormViolations) return;
    *state_.add_violations() = std::move(violation);
  }
}

}  // namespace lotse::survey
