#pragma once

#include <optional>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "services/survey/analysis/suppression/coordinate.h"

namespace lotse::survey::suppression {

// What follows from answers by the groupings of a questionnaire: who did not reach a section has
// the same "not reached" at each of its questions. It tells which cells of tables are the same
// cell, and which are empty for everybody who knows the questionnaire.
class Logic {
 public:
  explicit Logic(std::vector<Grouping> groupings = {});

  const std::vector<Grouping>& Groupings() const { return groupings_; }
  // The groupings in which it is the whole or a part; by their numbers.
  const std::vector<int>& GroupingsOf(const Coordinate& c) const;

  // Everything that holds for people who have all of `where`, sorted. None: nobody can.
  std::optional<std::vector<Coordinate>> Closure(const std::vector<Coordinate>& where) const;

 private:
  using Known = absl::flat_hash_map<int, int>;  // category by variable

  // False: it contradicts what is known.
  bool Take(const Coordinate& c, Known& known, std::vector<Coordinate>& found) const;
  bool ConcludeFrom(const Grouping& grouping, const Coordinate& c, Known& known,
                    std::vector<Coordinate>& found) const;
  bool IsPossible(const Coordinate& c, const Known& known) const;
  // What all parts of a grouping imply, its whole does. Whether that was new.
  bool ConcludeFromAllParts(const Grouping& grouping);
  std::vector<Coordinate> Implied(const Coordinate& c) const;

  std::vector<Grouping> groupings_;
  absl::flat_hash_map<Coordinate, std::vector<int>> groupings_of_;
  absl::flat_hash_map<Coordinate, std::vector<Coordinate>> implies_;
  // Transitively, itself included; of the coordinates that imply anything.
  absl::flat_hash_map<Coordinate, std::vector<Coordinate>> all_implied_;
};

}  // namespace lotse::survey::suppression
