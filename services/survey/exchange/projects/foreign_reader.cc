#include "services/survey/exchange/projects/foreign_reader.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <set>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "services/survey/qualitative/foreign/foreign_rules.h"

namespace lotse::survey::projects {
namespace {

using qualitative::ForeignPlace;
using qualitative::ForeignThing;
using qualitative::ForeignTie;

using Kind = ForeignThing::Kind;
using Role = ForeignTie::Role;

class ForeignReader {
 public:
  ForeignReader(const ForeignParts& parts, FindingList* findings)
      : parts_(parts), findings_(*findings) {}

  std::vector<ForeignThing> Read() {
    for (const refi::Set* const set : parts_.sets) Announce(set->guid);
    for (const refi::Case* const one : parts_.cases) {
      Announce(one->guid);
      case_guids_.insert(one->guid);
    }
    for (const refi::Link* const link : parts_.links) Announce(link->guid);
    for (const refi::Variable& variable : parts_.project.variables) {
      if (!parts_.values.Has(variable.guid)) Announce(variable.guid);
    }
    if (HasTooMany()) return TooMany();
    for (const refi::Set* const set : parts_.sets) AddSet(*set);
    for (const refi::Case* const one : parts_.cases) AddCase(*one);
    for (const refi::Link* const link : parts_.links) AddLink(*link);
    AddVariables();
    if (ties_ > qualitative::kMaxForeignTies) return TooMany();
    for (ForeignThing& thing : things_) thing.needed = qualitative::NeededTies(thing);
    LeaveOutCases();
    LeaveOutLoose();
    return std::move(things_);
  }

 private:
  // Cases have their own limit (project_size.h): those without a text are left out.
  bool HasTooMany() const {
    size_t variables = 0;
    for (const refi::Variable& variable : parts_.project.variables) {
      if (!parts_.values.Has(variable.guid)) ++variables;
    }
    return parts_.sets.size() + parts_.links.size() + variables > qualitative::kMaxForeignThings;
  }

  // A study would not keep it, and as many as a file can hold are not made before that is told.
  std::vector<ForeignThing> TooMany() {
    FailAt("",
           absl::StrCat("The file has more than ", qualitative::kMaxForeignThings,
                        " sets, links and variables of other programs, or more than ",
                        qualitative::kMaxForeignTies,
                        " values, and members of sets and cases; take some out of the file, or "
                        "leave them out (`leave_out_foreign`)."),
           &findings_);
    return {};
  }

  void Announce(const std::string& guid) {
    announced_[guid] = {ForeignPlace::Kind::kThing, qualitative::KeyOf(parts_.coder, guid)};
  }

  ForeignThing& Add(Kind kind, const std::string& guid, const std::string& name) {
    ForeignThing& thing = things_.emplace_back();
    thing.kind = kind;
    thing.coder = parts_.coder;
    thing.guid = guid;
    thing.name = name;
    return thing;
  }

  static std::optional<ForeignPlace> FindIn(const KnownPlaces& places, const std::string& guid) {
    const auto found = places.find(guid);
    return found == places.end() ? std::nullopt : std::optional<ForeignPlace>(found->second);
  }

  std::optional<ForeignPlace> Find(const std::string& guid) const {
    for (const KnownPlaces* const places : {&announced_, &parts_.known, &parts_.codes}) {
      if (auto place = FindIn(*places, guid)) return place;
    }
    return std::nullopt;
  }

  void AddTie(Role role, ForeignPlace place, ForeignThing* thing) {
    if (++ties_ > qualitative::kMaxForeignTies) return;  // It is told at the end.
    ForeignTie tie;
    tie.role = role;
    tie.place = std::move(place);
    thing->ties.push_back(std::move(tie));
  }

  // What a set or a case may have as a member. A set has no sets, and a case no things at all: two
  // that have each other would hold each other, and never go.
  std::optional<ForeignPlace> FindMember(Kind of, const std::string& guid) const {
    if (of == Kind::kSet && case_guids_.contains(guid)) return FindIn(announced_, guid);
    if (auto place = FindIn(parts_.known, guid)) return place;
    return FindIn(parts_.codes, guid);
  }

  // Adds what is there of these, each once; how many are not. Null: they are of any kind.
  int AddMembers(const std::vector<std::string>& guids, const KnownPlaces* places,
                 ForeignThing* thing) {
    int lost = 0;
    absl::flat_hash_set<std::string> added;
    for (const std::string& guid : guids) {
      if (!added.insert(guid).second) continue;
      auto place = places == nullptr ? FindMember(thing->kind, guid) : FindIn(*places, guid);
      if (place.has_value()) {
        AddTie(Role::kMember, *std::move(place), thing);
      } else {
        ++lost;
      }
    }
    return lost;
  }

  void WarnOfLost(const std::string& guid, int lost) {
    if (lost == 0) return;
    WarnAt(guid,
           "Members that the study does not take, or that are not in the file, were left out.",
           &findings_);
  }

  void AddSet(const refi::Set& set) {
    ForeignThing& thing = Add(Kind::kSet, set.guid, set.name);
    thing.description = set.description;
    int lost = AddMembers(set.codes, &parts_.codes, &thing);
    lost += AddMembers(set.sources, nullptr, &thing);
    lost += AddMembers(set.notes, nullptr, &thing);
    WarnOfLost(set.guid, lost);
  }

  void AddCase(const refi::Case& one) {
    ForeignThing& thing = Add(Kind::kCase, one.guid, one.name);
    thing.description = one.description;
    int lost = AddMembers(one.code_refs, &parts_.codes, &thing);
    lost += AddMembers(one.source_refs, nullptr, &thing);
    lost += AddMembers(one.selection_refs, nullptr, &thing);
    WarnOfLost(one.guid, lost);
  }

  // A link may have no such end; false if what it is to is not there.
  bool AddEnd(Role role, const std::string& guid, ForeignThing* link) {
    if (guid.empty()) return true;
    auto place = Find(guid);
    if (!place.has_value()) return false;
    AddTie(role, *std::move(place), link);
    return true;
  }

  void AddLink(const refi::Link& link) {
    ForeignThing thing;
    if (!AddEnd(Role::kOrigin, link.origin, &thing) ||
        !AddEnd(Role::kTarget, link.target, &thing)) {
      announced_.erase(link.guid);
      return WarnOfWhole(link.guid,
                         "The link was left out: the study does not take what it begins or ends "
                         "at.",
                         &findings_);
    }
    for (const std::string& note : link.note_refs) {
      if (auto place = Find(note)) AddTie(Role::kNote, *std::move(place), &thing);
    }
    ForeignThing& added = Add(Kind::kLink, link.guid, link.name);
    added.ties = std::move(thing.ties);
    added.direction = link.direction;
    added.color = link.color;
  }

  void AddVariables() {
    const size_t first = things_.size();
    for (const refi::Variable& variable : parts_.project.variables) {
      if (parts_.values.IsWord(variable.guid)) continue;
      variables_[variable.guid] = things_.size();
      ForeignThing& thing = Add(Kind::kVariable, variable.guid, variable.name);
      thing.description = variable.description;
      thing.type = static_cast<int>(variable.type);
    }
    for (const refi::Text& text : parts_.project.texts) AddValues(text.guid, text.values);
    for (const refi::Text& note : parts_.project.notes) AddValues(note.guid, note.values);
    for (const refi::Case& one : parts_.project.cases) AddValues(one.guid, one.values);
    // An attribute of the study is its own, unless something else than a participant has it.
    const auto is_own = [this](const ForeignThing& thing) {
      return thing.ties.empty() && parts_.values.Has(thing.guid);
    };
    const auto begin = things_.begin() + static_cast<std::ptrdiff_t>(first);
    things_.erase(std::remove_if(begin, things_.end(), is_own), things_.end());
  }

  void AddValues(const std::string& guid, const std::vector<refi::VariableValue>& values) {
    const std::optional<ForeignPlace> holder = HolderOf(guid);
    if (!holder.has_value()) return;  // What is not taken is told by itself.
    const bool is_person = holder->kind == ForeignPlace::Kind::kPerson;
    for (const refi::VariableValue& value : values) {
      const auto variable = variables_.find(value.variable);
      if (variable == variables_.end()) continue;
      if (is_person && parts_.values.Has(value.variable)) continue;
      if (++ties_ > qualitative::kMaxForeignTies) return;
      ForeignTie& tie = things_[variable->second].ties.emplace_back();
      tie.role = Role::kValue;
      tie.place = *holder;
      if (!value.has_value) continue;
      tie.type = static_cast<int>(value.type);
      tie.value = value.value;
    }
  }

  // Never a code, which a case may have the guid of.
  std::optional<ForeignPlace> HolderOf(const std::string& guid) const {
    if (auto place = FindIn(announced_, guid)) return place;
    return FindIn(parts_.known, guid);
  }

  void LeaveOutCases() {
    std::erase_if(things_, [this](const ForeignThing& thing) {
      if (qualitative::MayBeKept(thing)) return false;
      WarnOfWhole(
          thing.guid,
          "The case was left out: it has no text of the study, so nothing says for how long "
          "its name may be kept.",
          &findings_);
      return true;
    });
  }

  // What referred to a case or a link that was left out.
  void LeaveOutLoose() {
    std::set<std::string> loose;
    for (const ForeignThing& thing : things_) loose.insert(thing.guid);
    qualitative::LeaveOut([](const ForeignTie&) { return true; }, &things_);
    for (const ForeignThing& thing : things_) loose.erase(thing.guid);
    for (const std::string& guid : loose) {
      WarnOfWhole(guid, "It was left out with the cases that it is about.", &findings_);
    }
  }

  const ForeignParts& parts_;
  FindingList& findings_;
  KnownPlaces announced_;  // The things themselves.
  absl::flat_hash_set<std::string> case_guids_;
  absl::flat_hash_map<std::string, size_t> variables_;  // In things_, by guid.
  std::vector<ForeignThing> things_;
  size_t ties_ = 0;
};

}  // namespace

std::vector<ForeignThing> ReadForeign(const ForeignParts& parts, FindingList* findings) {
  return ForeignReader(parts, findings).Read();
}

}  // namespace lotse::survey::projects
