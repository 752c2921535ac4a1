#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "services/survey/engine/versions/versions.h"
#include "services/survey/engine/versions/wordings.h"

namespace lotse::survey {
namespace {

using v1alpha::CodeMapping;
using v1alpha::InstrumentChange;
using v1alpha::Question;
using Role = VersionNode::Role;

// Whether something is lost with its code: answers, or the instances of a repeat.
bool HasAnswers(const VersionNode& node) {
  return node.role == Role::kValue || node.role == Role::kRepeat;
}

// By what a node is known again: its text, or what it computes or records.
std::string KnownBy(const VersionNode& node) {
  if (!node.text().variants().empty()) return std::string(FirstWording(node.text()));
  if (node.kind == Question::KIND_METADATA) {
    return Question::Metadata_Name(node.question->metadata());
  }
  return node.item == nullptr ? node.question->logic().calculation() : "";
}

// Looks for what became of codes that are gone among those that are new.
class Successors {
 public:
  explicit Successors(Versions* versions) : budget_(versions->likeness_budget) {
    for (int i = 0; i < versions->to.size(); ++i) {
      const VersionNode& node = versions->to.at(i);
      if (versions->pairs.FromOf(i) >= 0 || !HasAnswers(node)) continue;
      fresh_.push_back({&node, Wording(KnownBy(node))});
    }
  }

  // The code of the likeliest successor of the same kind, each but once; empty: there is none.
  std::string Find(const VersionNode& gone) {
    const Wording wording(KnownBy(gone));
    if (wording.empty()) return "";
    Candidate* best = nullptr;
    double likeness = 0;
    for (Candidate& candidate : fresh_) {
      if (candidate.taken || candidate.node->role != gone.role ||
          candidate.node->kind != gone.kind) {
        continue;
      }
      if (budget_-- <= 0) break;
      const double found = wording.LikenessTo(candidate.wording);
      if (found < kNearlySame || found <= likeness) continue;
      likeness = found;
      best = &candidate;
    }
    if (best == nullptr) return "";
    best->taken = true;
    return best->node->code;
  }

 private:
  struct Candidate {
    const VersionNode* node;
    Wording wording;
    bool taken = false;
  };

  int& budget_;
  std::vector<Candidate> fresh_;
};

void AddGone(Versions* versions, int before, Successors* successors) {
  const VersionNode& node = versions->from.at(before);
  const ChangeList::What what{.code = node.code, .was = FirstWording(node.text())};
  if (node.role == Role::kNote) {
    versions->changes.Add(InstrumentChange::KIND_REMOVED, InstrumentChange::VERDICT_SAFE, what,
                          "A text that nobody answers is gone.");
    return;
  }
  const bool said = versions->pairs.MappingOf(node.code) != nullptr;
  const bool still = versions->to.Find(node.code) >= 0;
  InstrumentChange& change = versions->changes.Add(
      InstrumentChange::KIND_REMOVED, InstrumentChange::VERDICT_NEEDS_MAPPING, what,
      said    ? "Nothing corresponds to it any more, as the mapping says."
      : still ? "Its code stands for something else now, as a mapping says: say what became of it."
              : "The code is gone: say what became of it, or that nothing did.");
  change.set_settled(said);
  if (said) return;
  const std::string successor = successors->Find(node);
  if (successor.empty()) return;
  change.mutable_suggested()->set_from(node.code);
  change.mutable_suggested()->set_to(successor);
}

}  // namespace

void CompareCodes(Versions* versions) {
  Successors successors(versions);
  for (int i = 0; i < versions->from.size(); ++i) {
    const VersionNode& node = versions->from.at(i);
    // Of several with one code the first counts.
    if (versions->pairs.ToOf(i) >= 0 || versions->from.Find(node.code) != i) continue;
    if (HasAnswers(node) || node.role == Role::kNote) AddGone(versions, i, &successors);
  }
  for (int i = 0; i < versions->to.size(); ++i) {
    const VersionNode& node = versions->to.at(i);
    if (versions->pairs.FromOf(i) >= 0 || versions->to.Find(node.code) != i) continue;
    if (!HasAnswers(node) && node.role != Role::kNote) continue;
    versions->changes.Add(InstrumentChange::KIND_ADDED, InstrumentChange::VERDICT_SAFE,
                          {.code = node.code, .is = FirstWording(node.text())},
                          "It is new: nobody was asked before.");
  }
}

}  // namespace lotse::survey
