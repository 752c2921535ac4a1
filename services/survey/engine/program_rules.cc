#include "services/survey/engine/program_rules.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/survey/engine/answer_of_text.h"
#include "services/survey/engine/answer_order.h"
#include "services/survey/engine/answer_values.h"
#include "services/survey/engine/form_answers.h"
#include "services/survey/engine/judgement_words.h"
#include "services/survey/engine/question_kinds.h"

namespace lotse::survey {
namespace {

using google::protobuf::RepeatedPtrField;
using logic::AnswerViolation;
using logic::NodeId;
using v1alpha::Answer;
using v1alpha::Question;

// Whether what was drawn is kept of somebody whom nobody knows: a whole number from 0 to 99, such
// as the group that somebody is in. All else could be unique, and who saw it would find the
// response.
bool IsCoarse(absl::string_view drawn) {
  return !drawn.empty() && drawn.size() <= 2 &&
         std::all_of(drawn.begin(), drawn.end(), [](char c) { return absl::ascii_isdigit(c); });
}

class ProgramCheck {
 public:
  // Without the answers at `removed`.
  ProgramCheck(const CompiledInstrument& instrument, const RepeatedPtrField<Answer>& answers,
               const std::vector<int>& removed, const logic::Environment& environment,
               ViolationList* violations)
      : instrument_(instrument),
        program_(*instrument.logic()),
        given_(answers),
        removed_(removed.begin(), removed.end()),
        ordered_(InInstrumentOrder(instrument, Believed(environment))),
        environment_(environment),
        violations_(*violations),
        form_(program_.tree()) {}

  // False if the rest cannot be judged.
  bool Settle() {
    if (!form_.Add(ordered_)) {
      violations_.Add("answers", absl::StrCat("too many instances of repeats; at most ",
                                              kMaxInstancesInAll, " together"));
      return false;
    }
    const absl::Status settled = program_.Settle(&form_.instance(), environment_);
    if (settled.ok()) return true;
    // It says which question, and nothing of an answer.
    violations_.Add("answers", settled.message());
    return false;
  }

  // Places of the answers to what is not asked.
  std::vector<int> NotAskedPlaces() {
    std::vector<int> places;
    for (int i = 0; i < given_.size(); ++i) {
      if (removed_.contains(i)) continue;
      const std::optional<NodeId> node = form_.NodeOf(given_[i]);
      if (node && form_.instance().relevant(*node)) {
        by_node_.emplace(*node, i);
        continue;
      }
      // What is computed is computed anew.
      const Variable* const variable = instrument_.Find(given_[i].code());
      if (variable != nullptr && variable->is_computed) continue;
      places.push_back(i);
    }
    return places;
  }

  void CheckRules(int open_from) {
    const auto found = program_.Check(form_.instance(), environment_);
    if (!found.ok()) return violations_.Add("answers", found.status().message());
    for (const AnswerViolation& violation : *found) Add(violation, open_from);
  }

  // The answers with what was computed.
  RepeatedPtrField<Answer> Computed() && {
    RepeatedPtrField<Answer> all;
    for (Answer& answer : ordered_) {
      const Variable* const variable = instrument_.Find(answer.code());
      if (variable == nullptr || !variable->is_computed) *all.Add() = std::move(answer);
    }
    const int in_order = all.size();
    AddComputed(logic::kRootNode, &all);
    if (all.size() == in_order) return all;
    return InInstrumentOrder(instrument_, all);
  }

 private:
  bool DependsOnChance(const std::string& code) const {
    const auto element = program_.tree().Find(code);
    return element && program_.Depends(*element).on_chance;
  }

  // The answers that were given, without those that are removed. Where nobody is to be known also
  // without values that were drawn or timed before, and that may tell who it is: these are drawn
  // and timed anew.
  std::vector<const Answer*> Believed(const logic::Environment& environment) const {
    std::vector<const Answer*> believed;
    for (int i = 0; i < given_.size(); ++i) {
      if (removed_.contains(i)) continue;
      if (environment.kept_now && MayTellWho(given_[i])) continue;
      believed.push_back(&given_[i]);
    }
    return believed;
  }

  bool MayTellWho(const Answer& answer) const {
    const Variable* const variable = instrument_.Find(answer.code());
    const auto element = program_.tree().Find(answer.code());
    // What nobody answers: a person's own answer stays, whatever it began with.
    const bool unasked =
        variable != nullptr && (variable->is_computed || variable->kind == Question::KIND_HIDDEN);
    if (!unasked || !element) return false;
    const auto depends = program_.Depends(*element);
    return depends.on_clock || (depends.on_chance && !IsCoarse(TextOf(answer)));
  }

  const std::string& CodeOf(NodeId node) const {
    return program_.tree().element(form_.instance().element(node)).code;
  }

  void Add(const AnswerViolation& violation, int open_from) {
    if (AddStop(violation, open_from)) return;
    const Variable* const variable = instrument_.Find(CodeOf(violation.node));
    // Nobody can mend what is computed, or stands in a repeat.
    if (variable == nullptr || !IsAnswered(variable->kind) || variable->is_computed) return;
    const std::string named = Named(CodeOf(violation.node), form_.InstancesOf(violation.node));
    if (violation.kind == AnswerViolation::Kind::kRequired) {
      if (variable->section < open_from) violations_.Add("answers", HasToBeAnswered(named));
      return;
    }
    const auto answer = by_node_.find(violation.node);
    if (answer == by_node_.end()) return;
    const std::string wrong = violation.kind == AnswerViolation::Kind::kOption ? NotOffered(named)
                              : violation.kind == AnswerViolation::Kind::kRanking
                                  ? NotAllRanked(named)
                                  : NotFulfilled(named, variable->limits->constraint_message);
    violations_.Add(absl::StrCat("answers[", answer->second, "]"), wrong);
  }

  // True if it is of a note that lets nobody pass who is shown it.
  bool AddStop(const AnswerViolation& violation, int open_from) {
    const std::optional<int> section = instrument_.SectionOfStop(CodeOf(violation.node));
    if (section && *section < open_from) {
      violations_.Add("answers", LetsNobodyPass(Named(CodeOf(violation.node),
                                                      form_.InstancesOf(violation.node))));
    }
    return section.has_value();
  }

  void AddComputed(NodeId parent, RepeatedPtrField<Answer>* all) const {
    const logic::FormTree& tree = program_.tree();
    const logic::Instance& instance = form_.instance();
    for (const logic::ElementId child : tree.element(instance.element(parent)).children) {
      for (const NodeId node : instance.Children(parent, child)) {
        if (!instance.relevant(node)) continue;
        if (logic::HoldsElements(tree.element(child).type)) {
          AddComputed(node, all);
        } else if (!instance.text(node).empty()) {
          AddComputedAt(node, all);
        }
      }
    }
  }

  void AddComputedAt(NodeId node, RepeatedPtrField<Answer>* all) const {
    const Variable* const variable = instrument_.Find(CodeOf(node));
    if (variable == nullptr || !variable->is_computed) return;
    const absl::string_view text = form_.instance().text(node);
    if (environment_.kept_now && DependsOnChance(variable->code) && !IsCoarse(text)) return;
    auto computed = AnswerOfText(variable->kind, text);
    // What is computed may be no value of the kind that it has to be.
    if (!computed) return;
    Answer* const answer = all->Add();
    *answer = *std::move(computed);
    answer->set_code(variable->code);
    const std::vector<std::int32_t> instances = form_.InstancesOf(node);
    answer->mutable_instances()->Assign(instances.begin(), instances.end());
  }

  const CompiledInstrument& instrument_;
  const logic::FormProgram& program_;
  const RepeatedPtrField<Answer>& given_;
  const absl::flat_hash_set<int> removed_;
  // The same however they are given, so that what is computed is the same too.
  RepeatedPtrField<Answer> ordered_;
  const logic::Environment& environment_;
  ViolationList& violations_;
  FormAnswers form_;
  // Which answer is at a node that is asked.
  absl::flat_hash_map<NodeId, int> by_node_;
};

}  // namespace

void CheckByProgram(const CompiledInstrument& instrument, const RepeatedPtrField<Answer>& answers,
                    int open_from, const logic::Environment& environment, IfNotAsked if_not_asked,
                    ViolationList* violations, JudgedAnswers* judged) {
  std::vector<int>& removed = judged->removed;
  for (;;) {
    ProgramCheck check(instrument, answers, removed, environment, violations);
    if (!check.Settle()) return;
    const std::vector<int> not_asked = check.NotAskedPlaces();
    // What is not asked is not there for the others. Its instances of repeats were, so they are
    // judged once more without them; each time fewer are left.
    if (if_not_asked == IfNotAsked::kRemove && !not_asked.empty()) {
      removed.insert(removed.end(), not_asked.begin(), not_asked.end());
      std::sort(removed.begin(), removed.end());
      continue;
    }
    for (const int place : not_asked) {
      violations->Add(absl::StrCat("answers[", place, "]"), NotAsked(answers[place].code()));
    }
    check.CheckRules(open_from);
    judged->answers = std::move(check).Computed();
    return;
  }
}

}  // namespace lotse::survey
