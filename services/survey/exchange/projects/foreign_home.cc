#include "services/survey/exchange/projects/foreign_home.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "services/survey/exchange/codebooks/code_ids.h"
#include "services/survey/qualitative/foreign/foreign_rules.h"

namespace lotse::survey::projects {
namespace {

using qualitative::ForeignPlace;
using qualitative::ForeignThing;
using qualitative::ForeignTie;

// Where another coder has a thing with this guid that says something else.
std::string GuidOfCoder(const std::string& coder, const std::string& guid) {
  return UuidOf(absl::StrCat("lotse/foreign/", coder, "/", guid));
}

// Where something else in the project has this guid.
std::string GuidBeside(const std::string& guid) {
  return UuidOf(absl::StrCat("lotse/foreign/", guid));
}

// No id of a coder has a `/`.
std::string GuidOfKey(const std::string& key) { return key.substr(key.find('/') + 1); }

// All that a tie says; a thing is called by `target`.
std::string SaidBy(const ForeignTie& tie, const std::string& target) {
  const ForeignPlace& place = tie.place;
  return absl::StrCat(static_cast<int>(tie.role), "\n", static_cast<int>(place.kind), "\n", target,
                      "\n", place.within, "\n", place.span.begin, "-", place.span.end, "\n",
                      tie.type, "\n", tie.value);
}

std::string SaidBy(const ForeignTie& tie) { return SaidBy(tie, tie.place.id); }

bool AreCalledTheSame(const ForeignThing& one, const ForeignThing& other) {
  return one.kind == other.kind && one.name == other.name && one.description == other.description &&
         one.direction == other.direction && one.color == other.color && one.type == other.type;
}

// All that a thing says, whoever brought it.
std::string SaidBy(const ForeignThing& thing) {
  std::vector<std::string> ties;
  for (const ForeignTie& tie : thing.ties) {
    const bool is_thing = tie.place.kind == ForeignPlace::Kind::kThing;
    ties.push_back(SaidBy(tie, is_thing ? GuidOfKey(tie.place.id) : tie.place.id));
  }
  std::sort(ties.begin(), ties.end());
  std::string said =
      absl::StrCat(static_cast<int>(thing.kind), "\n", thing.name, "\n", thing.description, "\n",
                   thing.direction, "\n", thing.color, "\n", thing.type);
  for (const std::string& tie : ties) absl::StrAppend(&said, "\n\n", tie);
  return said;
}

// Compares a file with what its reader sees.
class ForeignHome {
 public:
  explicit ForeignHome(const std::vector<ForeignThing>& seen)
      : seen_(seen), guids_(GuidsInFile(seen, [](absl::string_view) { return false; })) {
    for (size_t i = 0; i < seen.size(); ++i) {
      keys_.insert(KeyOf(seen[i]));
      const std::string& guid = guids_.at(KeyOf(seen[i]));
      by_guid_[guid].push_back(i);
      beside_[GuidBeside(guid)] = guid;
      // Where another coder has one with that guid too, and something else has it.
      beside_[GuidOfCoder(seen[i].coder, GuidBeside(seen[i].guid))] = guid;
    }
  }

  ForeignNews Compare(const std::vector<ForeignThing>& incoming) {
    // Whether it is there, before what refers to it is looked at.
    std::vector<std::optional<size_t>> own(incoming.size());
    std::vector<bool> is_there(incoming.size());
    for (size_t i = 0; i < incoming.size(); ++i) {
      const ForeignThing& thing = incoming[i];
      std::string home;
      const auto same = by_guid_.find(Given(thing.guid));
      const std::vector<size_t> none;
      for (const size_t at : same == by_guid_.end() ? none : same->second) {
        if (!is_there[i] && Covers(seen_[at], thing)) {
          is_there[i] = true;
          home = KeyOf(seen_[at]);
        }
        if (seen_[at].coder == thing.coder && seen_[at].kind == thing.kind) own[i] = at;
      }
      if (home.empty()) home = own[i].has_value() ? KeyOf(seen_[*own[i]]) : NewKey(thing);
      home_[KeyOf(thing)] = std::move(home);
    }
    for (size_t i = 0; i < incoming.size(); ++i) {
      if (is_there[i]) continue;
      own[i].has_value() ? AddTo(seen_[*own[i]], incoming[i]) : AddNew(incoming[i]);
    }
    return std::move(news_);
  }

 private:
  // The guid that something of a file has among those of `guids_`: another project may have had
  // something else with it.
  std::string Given(const std::string& guid) const {
    const auto beside = beside_.find(guid);
    return beside == beside_.end() || by_guid_.contains(guid) ? guid : beside->second;
  }

  // Whether `there` says all that the file has of `thing`: of what they do not see there may be
  // more.
  bool Covers(const ForeignThing& there, const ForeignThing& thing) const {
    if (!AreCalledTheSame(there, thing)) return false;
    absl::flat_hash_set<std::string> said;
    for (const ForeignTie& tie : there.ties) said.insert(SaidBy(tie, InFile(tie.place)));
    return std::all_of(thing.ties.begin(), thing.ties.end(), [&](const ForeignTie& tie) {
      const bool is_thing = tie.place.kind == ForeignPlace::Kind::kThing;
      return said.contains(SaidBy(tie, is_thing ? Given(GuidOfKey(tie.place.id)) : tie.place.id));
    });
  }

  // How a file calls what something in the study refers to.
  std::string InFile(const ForeignPlace& place) const {
    if (place.kind != ForeignPlace::Kind::kThing) return place.id;
    const auto guid = guids_.find(place.id);
    return guid == guids_.end() ? "" : guid->second;
  }

  // They may have brought something with this guid that goes out with another.
  std::string NewKey(const ForeignThing& thing) {
    std::string guid = thing.guid;
    while (!keys_.insert(qualitative::KeyOf(thing.coder, guid)).second) {
      guid = GuidOfCoder(thing.coder, guid);
    }
    return qualitative::KeyOf(thing.coder, guid);
  }

  // A tie as it is in the study; nullopt if what it is to did not come.
  std::optional<ForeignTie> AtHome(const ForeignTie& tie) const {
    ForeignTie made = tie;
    if (tie.place.kind != ForeignPlace::Kind::kThing) return made;
    const auto home = home_.find(tie.place.id);
    if (home == home_.end()) return std::nullopt;
    made.place.id = home->second;
    return made;
  }

  void AddNew(const ForeignThing& thing) {
    ForeignThing made = thing;
    made.guid = GuidOfKey(home_.at(KeyOf(thing)));
    made.ties.clear();
    for (const ForeignTie& tie : thing.ties) {
      if (auto at_home = AtHome(tie)) made.ties.push_back(*std::move(at_home));
    }
    made.needed = qualitative::NeededTies(made);
    news_.put.push_back(std::move(made));
  }

  // Where a link begins and ends, and what value something has, stays as it is.
  void AddTo(const ForeignThing& there, const ForeignThing& thing) {
    ForeignThing made = there;
    bool otherwise = !AreCalledTheSame(there, thing);
    absl::flat_hash_set<std::string> said;
    absl::flat_hash_set<std::string> with_values;
    for (const ForeignTie& tie : there.ties) {
      said.insert(SaidBy(tie));
      if (tie.role == ForeignTie::Role::kValue) with_values.insert(HolderOf(tie));
    }
    for (const ForeignTie& tie : thing.ties) {
      auto at_home = AtHome(tie);
      if (!at_home.has_value() || !said.insert(SaidBy(*at_home)).second) continue;
      const bool is_end =
          tie.role == ForeignTie::Role::kOrigin || tie.role == ForeignTie::Role::kTarget;
      if (is_end || with_values.contains(HolderOf(*at_home))) {
        otherwise = true;
      } else {
        made.ties.push_back(*std::move(at_home));
      }
    }
    if (otherwise) news_.otherwise.push_back(thing.guid);
    if (made.ties.size() > there.ties.size()) news_.put.push_back(std::move(made));
  }

  // What has a value.
  static std::string HolderOf(const ForeignTie& tie) {
    ForeignTie holder;
    holder.role = tie.role;
    holder.place = tie.place;
    return SaidBy(holder);
  }

  const std::vector<ForeignThing>& seen_;
  const ForeignGuids guids_;
  absl::flat_hash_set<std::string> keys_;
  absl::flat_hash_map<std::string, std::vector<size_t>> by_guid_;  // In a file.
  absl::flat_hash_map<std::string, std::string> beside_;  // By what each has where that is taken.
  absl::flat_hash_map<std::string, std::string> home_;  // Keys in the study, by those of the file.
  ForeignNews news_;
};

}  // namespace

ForeignGuids GuidsInFile(const std::vector<ForeignThing>& things,
                         absl::FunctionRef<bool(absl::string_view)> taken) {
  std::vector<const ForeignThing*> sorted;
  for (const ForeignThing& thing : things) sorted.push_back(&thing);
  std::sort(sorted.begin(), sorted.end(), [](const ForeignThing* a, const ForeignThing* b) {
    return std::tie(a->coder, a->guid) < std::tie(b->coder, b->guid);
  });
  ForeignGuids guids;
  absl::flat_hash_map<std::string, std::string> given;  // What has it says, by guid.
  for (const ForeignThing* const thing : sorted) {
    const std::string said = SaidBy(*thing);
    std::string guid = thing->guid;
    while (true) {
      if (taken(guid)) {
        guid = GuidBeside(guid);
      } else if (given.try_emplace(guid, said).first->second != said) {
        guid = GuidOfCoder(thing->coder, guid);
      } else {
        break;
      }
    }
    guids[KeyOf(*thing)] = std::move(guid);
  }
  return guids;
}

ForeignNews NewOf(const std::vector<ForeignThing>& seen,
                  const std::vector<ForeignThing>& incoming) {
  return ForeignHome(seen).Compare(incoming);
}

}  // namespace lotse::survey::projects
