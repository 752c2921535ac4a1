#include "services/survey/engine/versions/compare_instruments.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/survey/engine/question_tree.h"
#include "services/survey/engine/versions/versions.h"
#include "services/survey/engine/versions/wordings.h"

namespace lotse::survey {
namespace {

using google::protobuf::util::MessageDifferencer;
using v1alpha::Instrument;
using v1alpha::InstrumentChange;
using v1alpha::InstrumentComparison;
using v1alpha::OptionList;
using v1alpha::Question;
using Role = VersionNode::Role;

constexpr auto kSafe = InstrumentChange::VERDICT_SAFE;
constexpr auto kBreaking = InstrumentChange::VERDICT_BREAKING;

// What stands above all questions.
void CompareHead(const Instrument& from, const Instrument& to, ChangeList* changes) {
  if (!MessageDifferencer::Equals(from.title(), to.title())) {
    changes->Add(InstrumentChange::KIND_TEXT, kSafe,
                 {.code = "", .was = FirstWording(from.title()), .is = FirstWording(to.title())},
                 "The title of the questionnaire changed.");
  }
  const bool same_titles =
      std::equal(from.sections().begin(), from.sections().end(), to.sections().begin(),
                 to.sections().end(), [](const auto& a, const auto& b) {
                   return !a.code().empty() || !b.code().empty() ||
                          (MessageDifferencer::Equals(a.title(), b.title()) &&
                           a.appearance() == b.appearance());
                 });
  if (!same_titles) {
    changes->Add(InstrumentChange::KIND_PRESENTATION, kSafe,
                 {.code = "",
                  .was = absl::StrCat(from.sections_size(), " sections"),
                  .is = absl::StrCat(to.sections_size(), " sections")},
                 "The questionnaire is divided otherwise, or sections are called otherwise.");
  }
  std::vector<absl::string_view> settings;
  if (from.version() != to.version()) settings.push_back("version");
  if (from.form_id() != to.form_id()) settings.push_back("form_id");
  if (from.style() != to.style()) settings.push_back("style");
  if (from.response_title() != to.response_title()) settings.push_back("response_title");
  if (settings.empty()) return;
  changes->Add(InstrumentChange::KIND_PRESENTATION, kSafe,
               {.code = "", .is = absl::StrJoin(settings, ", ")},
               "Settings of the questionnaire changed.");
}

// The repeats around a node, by their positions in the next version; -1: not there any more.
std::vector<int> RepeatsBefore(const Versions& versions, int before) {
  std::vector<int> repeats;
  for (const int at : versions.from.Around(before)) {
    if (versions.from.at(at).role == Role::kRepeat) repeats.push_back(versions.pairs.ToOf(at));
  }
  return repeats;
}

std::vector<int> RepeatsNow(const Versions& versions, int now) {
  std::vector<int> repeats;
  for (const int at : versions.to.Around(now)) {
    if (versions.to.at(at).role == Role::kRepeat) repeats.push_back(at);
  }
  return repeats;
}

void CompareRepeats(Versions* versions, int before, int now) {
  const std::vector<int> was = RepeatsBefore(*versions, before);
  const std::vector<int> is = RepeatsNow(*versions, now);
  // A repeat that is gone is told itself.
  const bool same = std::equal(was.begin(), was.end(), is.begin(), is.end(),
                               [](int a, int b) { return a < 0 || a == b; });
  if (same) return;
  versions->changes.Add(InstrumentChange::KIND_REPEAT, kBreaking,
                        {.code = versions->from.at(before).code,
                         .was = absl::StrCat("in ", was.size(), " repeats"),
                         .is = absl::StrCat("in ", is.size(), " repeats")},
                        "It is asked of other things: in other repeats than before.");
}

// Whether the options of this pair are told with those of the matrices around it.
bool OptionsAreOfMatrix(const Versions& versions, int before, int now) {
  const VersionNode& was = versions.from.at(before);
  const VersionNode& is = versions.to.at(now);
  return was.item != nullptr && is.item != nullptr && versions.pairs.ToOf(was.around) == is.around;
}

void ComparePairs(Versions* versions) {
  for (int before = 0; before < versions->from.size(); ++before) {
    const int now = versions->pairs.ToOf(before);
    if (now < 0) continue;
    CompareNode(versions, before, now);
    CompareRelevance(versions, before, now);
    const VersionNode& was = versions->from.at(before);
    const VersionNode& is = versions->to.at(now);
    if (was.role == Role::kValue) CompareRepeats(versions, before, now);
    if (was.role == is.role && was.kind == is.kind && !OptionsAreOfMatrix(*versions, before, now)) {
      CompareOptions(versions, before, now);
    }
  }
}

// Whether questions stand in another order: fewest that would have to move (all less the longest
// ascending subsequence of their places now).
void CompareOrder(Versions* versions) {
  std::vector<int> ends;
  int pairs = 0;
  for (int before = 0; before < versions->from.size(); ++before) {
    const int now = versions->pairs.ToOf(before);
    if (now < 0 || versions->from.at(before).role != Role::kValue) continue;
    ++pairs;
    const auto place = std::lower_bound(ends.begin(), ends.end(), now);
    place == ends.end() ? ends.push_back(now) : void(*place = now);
  }
  const int moved = pairs - static_cast<int>(ends.size());
  if (moved == 0) return;
  versions->changes.Add(InstrumentChange::KIND_ORDER, kSafe,
                        {.code = "", .is = absl::StrCat(moved, " moved")},
                        "Questions stand in another order; answers stay what they are.");
}

// Lists that no question offers: expressions look things up in them.
void CompareLookups(const Instrument& from, const Instrument& to, ChangeList* changes) {
  const auto offered = [](const Instrument& instrument, const std::string& list) {
    return AnyQuestion(instrument,
                       [&](const Question& question) { return question.option_list() == list; });
  };
  for (const OptionList& was : from.option_lists()) {
    const OptionList* const is = FindList(to, was.code());
    if (is != nullptr && MessageDifferencer::Equals(was, *is)) continue;
    if (offered(from, was.code())) continue;
    changes->Add(InstrumentChange::KIND_CALCULATION, kBreaking,
                 {.code = was.code(), .was = was.file(), .is = is == nullptr ? "" : is->file()},
                 "A list that expressions look things up in changed: what is computed from it may "
                 "come out otherwise.");
  }
}

bool IsOpen(const InstrumentChange& change) { return !change.settled(); }

absl::flat_hash_set<std::string> Breaking(const InstrumentComparison& comparison) {
  absl::flat_hash_set<std::string> codes;
  for (const InstrumentChange& change : comparison.changes()) {
    if (change.verdict() == kBreaking) codes.insert(change.code());
  }
  return codes;
}

std::string SuggestionOf(const InstrumentChange& change) {
  if (!change.has_suggested()) return "";
  const auto& suggested = change.suggested();
  return absl::StrCat("; perhaps it is `",
                      suggested.options().empty() ? suggested.to() : suggested.options(0).to(),
                      "` now");
}

rpc::FieldViolation NeedsMapping(const InstrumentChange& change) {
  const std::string option =
      change.option().empty() ? "" : absl::StrCat(", option `", change.option(), "`");
  return {
      "mappings",
      absl::StrCat("`", change.code(), "`", option, ": ", change.reason(), SuggestionOf(change)),
      absl::StrCat("`", change.code(), "`",
                   change.option().empty() ? "" : absl::StrCat(", Antwort `", change.option(), "`"),
                   " gibt es nicht mehr oder steht bei einem ganz anderen Text; angeben, was "
                   "daraus wurde")};
}

rpc::FieldViolation NotAccepted(const InstrumentChange& change) {
  return {"accept_breaking",
          absl::StrCat("`", change.code(), "`: ", change.reason(),
                       " Accept it, or map the code to nothing"),
          absl::StrCat("`", change.code(),
                       "` ist mit den Antworten davor nicht mehr vergleichbar; das annehmen, oder "
                       "angeben, dass der Frage nichts mehr entspricht")};
}

}  // namespace

rpc::FieldViolations CheckMappings(const Instrument& from, const Instrument& to,
                                   const Mappings& mappings) {
  return CheckMappings(VersionNodes(from), VersionNodes(to), mappings);
}

InstrumentComparison CompareInstruments(const Instrument& from, const Instrument& to,
                                        const Mappings& mappings) {
  Versions versions(from, to, mappings);
  CompareHead(from, to, &versions.changes);
  ComparePairs(&versions);
  CompareOrder(&versions);
  CompareLookups(from, to, &versions.changes);
  CompareCodes(&versions);
  InstrumentComparison comparison;
  comparison.set_verdict(kSafe);
  for (InstrumentChange& change : std::move(versions.changes).Take()) {
    comparison.set_verdict(std::max(comparison.verdict(), change.verdict()));
    if (IsOpen(change)) comparison.set_open_count(comparison.open_count() + 1);
    *comparison.add_changes() = std::move(change);
  }
  comparison.set_change_count(comparison.changes_size());
  return comparison;
}

rpc::FieldViolations CheckSettled(const InstrumentComparison& comparison,
                                  const google::protobuf::RepeatedPtrField<std::string>& accepted) {
  rpc::FieldViolations violations;
  const absl::flat_hash_set<std::string> breaking = Breaking(comparison);
  absl::flat_hash_set<std::string> taken;
  for (int i = 0; i < accepted.size(); ++i) {
    const std::string path = absl::StrCat("accept_breaking[", i, "]");
    if (!breaking.contains(accepted[i])) {
      violations.push_back({path, "has no change that breaks; leave it out",
                            "hat keine Änderung, die anzunehmen wäre; weglassen"});
    } else if (!taken.insert(accepted[i]).second) {
      violations.push_back({path, "given before; give each code once",
                            "steht schon davor; jeden Code einmal angeben"});
    }
  }
  for (const InstrumentChange& change : comparison.changes()) {
    if (!IsOpen(change)) continue;
    if (change.verdict() != kBreaking) {
      violations.push_back(NeedsMapping(change));
    } else if (!taken.contains(change.code())) {
      violations.push_back(NotAccepted(change));
    }
  }
  return violations;
}

void SettleAllThatBreaks(InstrumentComparison* comparison) {
  comparison->set_open_count(0);
  for (InstrumentChange& change : *comparison->mutable_changes()) {
    if (change.verdict() == kBreaking) change.set_settled(true);
    if (IsOpen(change)) comparison->set_open_count(comparison->open_count() + 1);
  }
}

void KeepWorst(InstrumentComparison* comparison) {
  const int surplus = comparison->changes_size() - kMaxShownChanges;
  if (surplus <= 0) return;
  std::vector<int> verdicts;
  for (const InstrumentChange& change : comparison->changes()) {
    verdicts.push_back(change.verdict());
  }
  std::sort(verdicts.begin(), verdicts.end());
  // All that are worse than this stay, and of those that are like it the first.
  const int limit = verdicts[surplus];
  int like_it = kMaxShownChanges -
                static_cast<int>(std::count_if(verdicts.begin(), verdicts.end(),
                                               [&](int verdict) { return verdict > limit; }));
  InstrumentComparison kept = *comparison;
  kept.clear_changes();
  for (InstrumentChange& change : *comparison->mutable_changes()) {
    const bool stays = change.verdict() > limit || (change.verdict() == limit && like_it-- > 0);
    if (stays) *kept.add_changes() = std::move(change);
  }
  *comparison = std::move(kept);
}

}  // namespace lotse::survey
