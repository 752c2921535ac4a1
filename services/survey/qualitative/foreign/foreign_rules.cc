#include "services/survey/qualitative/foreign/foreign_rules.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "services/survey/qualitative/text/indexed_text.h"

namespace lotse::survey::qualitative {
namespace {

using Kind = ForeignPlace::Kind;
using Role = ForeignTie::Role;

int CountHolding(const ForeignThing& thing) {
  return static_cast<int>(std::count_if(thing.ties.begin(), thing.ties.end(),
                                        [&](const auto& tie) { return Holds(thing, tie); }));
}

}  // namespace

bool Holds(const ForeignThing& thing, const ForeignTie& tie) {
  if (thing.kind == ForeignThing::Kind::kLink) {
    return tie.role == Role::kOrigin || tie.role == Role::kTarget;
  }
  return tie.place.kind != Kind::kCode && tie.place.kind != Kind::kCodebook;
}

int NeededTies(const ForeignThing& thing) {
  const int holding = CountHolding(thing);
  return thing.kind == ForeignThing::Kind::kLink ? holding : std::min(holding, 1);
}

bool MayBeKept(const ForeignThing& thing) {
  return thing.kind != ForeignThing::Kind::kCase || NeededTies(thing) > 0;
}

bool CanBeLookedThrough(const ForeignThing& thing) {
  const auto is_text = [](const std::string& words) {
    return words.empty() || IndexedText::Make(words).ok();
  };
  return is_text(thing.name) && is_text(thing.description) &&
         std::all_of(thing.ties.begin(), thing.ties.end(),
                     [&](const ForeignTie& tie) { return is_text(tie.value); });
}

// Each thing is looked at once for each tie that it has or lost: in a hostile file each of many
// things may hold the next.
bool LeaveOut(absl::FunctionRef<bool(const ForeignTie&)> keeps, std::vector<ForeignThing>* things) {
  absl::flat_hash_map<std::string, size_t> places;
  for (size_t i = 0; i < things->size(); ++i) places[KeyOf((*things)[i])] = i;
  bool any = false;
  std::vector<int> holding(things->size());
  std::vector<std::vector<size_t>> holds(things->size());  // By thing, once for each tie.
  for (size_t i = 0; i < things->size(); ++i) {
    ForeignThing& thing = (*things)[i];
    const auto is_lost = [&](const ForeignTie& tie) {
      return (tie.place.kind == Kind::kThing && !places.contains(tie.place.id)) || !keeps(tie);
    };
    any |= std::erase_if(thing.ties, is_lost) > 0;
    for (const ForeignTie& tie : thing.ties) {
      if (!Holds(thing, tie)) continue;
      ++holding[i];
      if (tie.place.kind == Kind::kThing) holds[places.at(tie.place.id)].push_back(i);
    }
  }
  std::vector<bool> gone(things->size());
  std::vector<size_t> left;
  const auto look = [&](size_t i) {
    if (gone[i] || holding[i] >= (*things)[i].needed) return;
    gone[i] = true;
    left.push_back(i);
  };
  for (size_t i = 0; i < things->size(); ++i) look(i);
  if (left.empty()) return any;
  while (!left.empty()) {
    const size_t at = left.back();
    left.pop_back();
    for (const size_t held : holds[at]) {
      --holding[held];
      look(held);
    }
  }
  std::vector<ForeignThing> kept;
  for (size_t i = 0; i < things->size(); ++i) {
    if (gone[i]) continue;
    ForeignThing& thing = kept.emplace_back(std::move((*things)[i]));
    std::erase_if(thing.ties, [&](const ForeignTie& tie) {
      return tie.place.kind == Kind::kThing && gone[places.at(tie.place.id)];
    });
  }
  *things = std::move(kept);
  return true;
}

std::string ForeignTooMuch(const std::vector<ForeignThing>& things) {
  size_t ties = 0;
  size_t bytes = 0;
  for (const ForeignThing& thing : things) {
    ties += thing.ties.size();
    bytes += BytesOf(thing);
  }
  if (things.size() > kMaxForeignThings) {
    return absl::StrCat(kMaxForeignThings, " sets, links, variables and cases");
  }
  if (ties > kMaxForeignTies) {
    return absl::StrCat(kMaxForeignTies, " values, and members of sets and cases");
  }
  if (bytes > kMaxForeignBytes) return absl::StrCat(kMaxForeignBytes >> 20, " MiB of their texts");
  return "";
}

}  // namespace lotse::survey::qualitative
