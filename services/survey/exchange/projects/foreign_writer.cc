#include "services/survey/exchange/projects/foreign_writer.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "services/survey/exchange/codebooks/code_ids.h"
#include "services/survey/exchange/projects/foreign_home.h"
#include "services/survey/exchange/projects/project_words.h"

namespace lotse::survey::projects {
namespace {

using qualitative::ForeignPlace;
using qualitative::ForeignThing;
using qualitative::ForeignTie;

using Kind = ForeignThing::Kind;
using On = ForeignPlace::Kind;
using Role = ForeignTie::Role;

class ForeignWriter {
 public:
  ForeignWriter(const std::vector<ForeignThing>& things, const CodeGuids& codes,
                refi::Project* project)
      : things_(things), codes_(codes), project_(*project) {
    TakeGuids();
    guids_ = GuidsInFile(things, [this](absl::string_view guid) { return taken_.contains(guid); });
  }

  void Write() {
    TakeOwnVariables();
    std::vector<const ForeignThing*> sorted = Once();
    for (const ForeignThing* const thing : sorted) {
      if (thing->kind != Kind::kCase) continue;
      holders_[GuidOf(*thing)] = {Holder::kCase, project_.cases.size()};
      project_.cases.emplace_back().guid = GuidOf(*thing);
    }
    for (const ForeignThing* const thing : sorted) Write(*thing);
    AddParts();
  }

 private:
  // What may have values of variables: where in the project.
  struct Holder {
    enum List { kCase, kText, kNote } list = kCase;
    size_t at = 0;
  };

  void TakeSelections(const refi::Text& text) {
    taken_.insert(text.guid);
    for (const refi::TextSelection& selection : text.selections) {
      taken_.insert(selection.guid);
      for (const refi::Coding& coding : selection.codings) taken_.insert(coding.guid);
    }
  }

  void TakeGuids() {
    for (const refi::User& user : project_.users) taken_.insert(user.guid);
    for (const auto& code : codes_) taken_.insert(code.second);
    for (const refi::Variable& variable : project_.variables) {
      taken_.insert(variable.guid);
      variables_[variable.guid] = variable.name;
    }
    for (size_t i = 0; i < project_.cases.size(); ++i) {
      taken_.insert(project_.cases[i].guid);
      holders_[project_.cases[i].guid] = {Holder::kCase, i};
    }
    for (size_t i = 0; i < project_.texts.size(); ++i) {
      TakeSelections(project_.texts[i]);
      holders_[project_.texts[i].guid] = {Holder::kText, i};
    }
    for (size_t i = 0; i < project_.notes.size(); ++i) {
      taken_.insert(project_.notes[i].guid);
      holders_[project_.notes[i].guid] = {Holder::kNote, i};
    }
    for (const refi::Link& link : project_.links) taken_.insert(link.guid);
    for (const refi::Set& set : project_.sets) taken_.insert(set.guid);
  }

  bool IsOwnVariable(const ForeignThing& thing) const {
    const auto own = variables_.find(thing.guid);
    return thing.kind == Kind::kVariable && own != variables_.end() && own->second == thing.name;
  }

  // Variables of the project that have these guids are the same: they came from it. If two coders
  // have different values of one, that of the first is.
  void TakeOwnVariables() {
    absl::flat_hash_map<std::string, const ForeignThing*> first;
    for (const ForeignThing& thing : things_) {
      if (!IsOwnVariable(thing)) continue;
      const ForeignThing*& found = first.try_emplace(thing.guid, &thing).first->second;
      if (thing.coder < found->coder) found = &thing;
    }
    const ForeignGuids given = guids_;
    for (const ForeignThing& thing : things_) {
      if (!IsOwnVariable(thing)) continue;
      const bool says_the_same = given.at(KeyOf(thing)) == given.at(KeyOf(*first.at(thing.guid)));
      if (says_the_same) guids_[KeyOf(thing)] = thing.guid;
    }
  }

  const std::string& GuidOf(const ForeignThing& thing) const { return guids_.at(KeyOf(thing)); }

  // By their guids, each guid once: what two coders brought and is the same.
  std::vector<const ForeignThing*> Once() const {
    std::vector<const ForeignThing*> sorted;
    for (const ForeignThing& thing : things_) sorted.push_back(&thing);
    std::sort(sorted.begin(), sorted.end(), [this](const ForeignThing* a, const ForeignThing* b) {
      return std::tie(GuidOf(*a), a->coder) < std::tie(GuidOf(*b), b->coder);
    });
    const auto end = std::unique(
        sorted.begin(), sorted.end(),
        [this](const ForeignThing* a, const ForeignThing* b) { return GuidOf(*a) == GuidOf(*b); });
    sorted.erase(end, sorted.end());
    return sorted;
  }

  void Write(const ForeignThing& thing) {
    switch (thing.kind) {
      case Kind::kSet:
        return WriteSet(thing);
      case Kind::kLink:
        return WriteLink(thing);
      case Kind::kVariable:
        return WriteVariable(thing);
      case Kind::kCase:
        return WriteCase(thing);
    }
  }

  void WriteSet(const ForeignThing& thing) {
    refi::Set& set = project_.sets.emplace_back();
    set.guid = GuidOf(thing);
    set.name = thing.name;
    set.description = thing.description;
    absl::flat_hash_set<std::string> once;
    for (const ForeignTie& tie : thing.ties) {
      if (tie.place.kind == On::kCode) {
        AddReference(tie, &once, &set.codes);
      } else {
        AddReference(tie, &once, tie.place.kind == On::kMemo ? &set.notes : &set.sources);
      }
    }
  }

  void WriteCase(const ForeignThing& thing) {
    refi::Case& one = project_.cases[holders_.at(GuidOf(thing)).at];
    one.name = thing.name;
    one.description = thing.description;
    absl::flat_hash_set<std::string> once;
    for (const ForeignTie& tie : thing.ties) {
      if (tie.place.kind == On::kCode) {
        AddReference(tie, &once, &one.code_refs);
      } else {
        AddReference(tie, &once,
                     tie.place.kind == On::kText ? &one.source_refs : &one.selection_refs);
      }
    }
  }

  void WriteLink(const ForeignThing& thing) {
    refi::Link link;
    link.guid = GuidOf(thing);
    link.name = thing.name;
    link.direction = thing.direction;
    link.color = thing.color;
    absl::flat_hash_set<std::string> once;
    for (const ForeignTie& tie : thing.ties) {
      if (tie.role == Role::kNote) {
        AddReference(tie, &once, &link.note_refs);
        continue;
      }
      const std::string guid = GuidOf(tie.place);
      if (guid.empty()) return;
      (tie.role == Role::kOrigin ? link.origin : link.target) = guid;
    }
    project_.links.push_back(std::move(link));
  }

  void WriteVariable(const ForeignThing& thing) {
    const std::string& guid = GuidOf(thing);
    if (!variables_.contains(guid)) {
      project_.variables.push_back(
          {guid, thing.name, static_cast<refi::VariableType>(thing.type), thing.description});
    }
    for (const ForeignTie& tie : thing.ties) {
      const auto holder = holders_.find(GuidOf(tie.place));
      if (holder == holders_.end()) continue;
      refi::VariableValue value;
      value.variable = guid;
      value.has_value = tie.type != ForeignTie::kNoValue;
      if (value.has_value) {
        value.type = static_cast<refi::VariableType>(tie.type);
        value.value = tie.value;
      }
      ValuesOf(holder->second).push_back(std::move(value));
    }
  }

  std::vector<refi::VariableValue>& ValuesOf(const Holder& holder) {
    if (holder.list == Holder::kCase) return project_.cases[holder.at].values;
    return (holder.list == Holder::kText ? project_.texts : project_.notes)[holder.at].values;
  }

  // Each once, as `once` has those of a thing: codes that were merged are one.
  void AddReference(const ForeignTie& tie, absl::flat_hash_set<std::string>* once,
                    std::vector<std::string>* guids) {
    std::string guid = GuidOf(tie.place);
    if (guid.empty() || !once->insert(guid).second) return;
    guids->push_back(std::move(guid));
  }

  // How the project calls what a thing refers to; empty if it is not in it.
  std::string GuidOf(const ForeignPlace& place) {
    switch (place.kind) {
      case On::kPart: {
        if (!taken_.contains(place.id)) return "";
        parts_[place.id].insert({place.span.begin, place.span.end});
        return GuidOfPart(place.id, place.span.begin, place.span.end);
      }
      case On::kPerson:
        return IfThere(GuidOfPerson(place.id, place.within));
      case On::kCode: {
        const auto code = codes_.find(absl::StrCat(place.id, "/", place.within));
        return code == codes_.end() ? "" : code->second;
      }
      case On::kThing: {
        const auto guid = guids_.find(place.id);
        return guid == guids_.end() ? "" : guid->second;
      }
      default:
        return IfThere(place.id);
    }
  }

  std::string IfThere(const std::string& guid) const {
    return taken_.contains(guid) ? guid : std::string();
  }

  static std::string GuidOfPart(const std::string& text, int64_t begin, int64_t end) {
    return UuidOf(absl::StrCat("lotse/parts/", text, "/", begin, "-", end));
  }

  void AddParts() {
    for (refi::Text& text : project_.texts) {
      const auto parts = parts_.find(text.guid);
      if (parts == parts_.end()) continue;
      for (const std::pair<int64_t, int64_t>& part : parts->second) {
        refi::TextSelection& selection = text.selections.emplace_back();
        selection.guid = GuidOfPart(text.guid, part.first, part.second);
        selection.span = {part.first, part.second};
      }
    }
  }

  const std::vector<ForeignThing>& things_;
  const CodeGuids& codes_;
  refi::Project& project_;
  absl::flat_hash_set<std::string> taken_;  // Guids of what is in the project without them.
  absl::flat_hash_map<std::string, std::string> variables_;  // Names of its own, by guid.
  absl::flat_hash_map<std::string, Holder> holders_;         // By guid.
  ForeignGuids guids_;
  absl::flat_hash_map<std::string, std::set<std::pair<int64_t, int64_t>>> parts_;  // By text.
};

}  // namespace

void AddForeign(const std::vector<ForeignThing>& things, const CodeGuids& codes,
                refi::Project* project) {
  ForeignWriter(things, codes, project).Write();
}

}  // namespace lotse::survey::projects
