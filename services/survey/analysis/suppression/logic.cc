#include "services/survey/analysis/suppression/logic.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"

namespace lotse::survey::suppression {

Logic::Logic(std::vector<Grouping> groupings) : groupings_(std::move(groupings)) {
  for (size_t i = 0; i < groupings_.size(); ++i) {
    const Grouping& grouping = groupings_[i];
    groupings_of_[grouping.whole].push_back(static_cast<int>(i));
    for (const Coordinate& part : grouping.parts) {
      groupings_of_[part].push_back(static_cast<int>(i));
      if (grouping.exact) implies_[part].push_back(grouping.whole);
    }
    if (grouping.parts.size() == 1) implies_[grouping.whole].push_back(grouping.parts[0]);
  }
  for (bool changed = true; changed;) {
    changed = false;
    for (const Grouping& grouping : groupings_) changed |= ConcludeFromAllParts(grouping);
  }
  for (const auto& [c, direct] : implies_) all_implied_[c] = Implied(c);
}

std::vector<Coordinate> Logic::Implied(const Coordinate& c) const {
  std::vector<Coordinate> found{c};
  absl::flat_hash_set<Coordinate> seen{c};
  for (size_t i = 0; i < found.size(); ++i) {
    const auto direct = implies_.find(found[i]);
    if (direct == implies_.end()) continue;
    for (const Coordinate& next : direct->second) {
      if (seen.insert(next).second) found.push_back(next);
    }
  }
  return found;
}

bool Logic::ConcludeFromAllParts(const Grouping& grouping) {
  if (grouping.parts.size() < 2) return false;
  std::vector<Coordinate> common = Implied(grouping.parts[0]);
  std::sort(common.begin(), common.end());
  for (size_t i = 1; i < grouping.parts.size() && !common.empty(); ++i) {
    std::vector<Coordinate> other = Implied(grouping.parts[i]);
    std::sort(other.begin(), other.end());
    std::vector<Coordinate> both;
    std::set_intersection(common.begin(), common.end(), other.begin(), other.end(),
                          std::back_inserter(both));
    common = std::move(both);
  }
  const std::vector<Coordinate> own = Implied(grouping.whole);
  bool is_new = false;
  for (const Coordinate& c : common) {
    if (std::find(own.begin(), own.end(), c) != own.end()) continue;
    implies_[grouping.whole].push_back(c);
    is_new = true;
  }
  return is_new;
}

const std::vector<int>& Logic::GroupingsOf(const Coordinate& c) const {
  static const std::vector<int> none;
  const auto found = groupings_of_.find(c);
  return found == groupings_of_.end() ? none : found->second;
}

bool Logic::IsPossible(const Coordinate& c, const Known& known) const {
  const auto fits = [&](const Coordinate& implied) {
    const auto found = known.find(implied.variable);
    return found == known.end() || found->second == implied.category;
  };
  const auto implied = all_implied_.find(c);
  if (implied == all_implied_.end()) return fits(c);
  return std::all_of(implied->second.begin(), implied->second.end(), fits);
}

bool Logic::Take(const Coordinate& c, Known& known, std::vector<Coordinate>& found) const {
  const auto add = [&](const Coordinate& next) {
    const auto [place, is_new] = known.try_emplace(next.variable, next.category);
    if (is_new) found.push_back(next);
    return place->second == next.category;
  };
  const auto implied = all_implied_.find(c);
  if (implied == all_implied_.end()) return add(c);
  return std::all_of(implied->second.begin(), implied->second.end(), add);
}

// What one grouping tells of people who have `c`, a coordinate of it.
bool Logic::ConcludeFrom(const Grouping& grouping, const Coordinate& c, Known& known,
                         std::vector<Coordinate>& found) const {
  if (grouping.whole == c) {
    const Coordinate* only = nullptr;
    int possible = 0;
    for (const Coordinate& part : grouping.parts) {
      if (!IsPossible(part, known)) continue;
      only = &part;
      ++possible;
    }
    if (possible == 0) return false;
    return possible > 1 || Take(*only, known, found);
  }
  if (!grouping.exact) return true;
  // Has one part, so none of the others.
  return std::none_of(grouping.parts.begin(), grouping.parts.end(), [&](const Coordinate& part) {
    const auto other = known.find(part.variable);
    return part != c && other != known.end() && other->second == part.category;
  });
}

std::optional<std::vector<Coordinate>> Logic::Closure(const std::vector<Coordinate>& where) const {
  Known known;
  std::vector<Coordinate> found;
  for (const Coordinate& c : where) {
    if (!Take(c, known, found)) return std::nullopt;
  }
  for (size_t size = 0; size != found.size() && !groupings_.empty();) {
    size = found.size();
    for (size_t i = 0; i < found.size(); ++i) {
      const Coordinate c = found[i];
      for (const int number : GroupingsOf(c)) {
        if (!ConcludeFrom(groupings_[number], c, known, found)) return std::nullopt;
      }
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace lotse::survey::suppression
