#pragma once

#include <cstdint>

#include "absl/types/span.h"
#include "services/survey/analysis/suppression/two_way.h"

// Which single figures must not be published (primary suppression). Each rule is a pure
// function of what lies in the cell. Source of the formulas: Handbook on Statistical Disclosure
// Control (HandbookSDC), chapters 4.2 (magnitudes) and 5.2 (frequencies).

namespace lotse::survey::suppression {

// Threshold rule: 0 < count < threshold. An empty cell is sensitive only if asked, because it
// is often known anyway (nobody can be in it), and because hiding it protects no one in it.
bool TooFew(int64_t count, int64_t threshold, bool zeros_are_sensitive = false);

// (n,k) dominance: the `largest` greatest contributions are more than `percent` % of all. The
// contributions may come in any order and must not be negative; a weighted contribution counts
// with its weight. Without contributions, or if all are 0, nothing dominates. `percent` lies in
// 0 to 100, `largest` is at least 1.
bool Dominated(absl::Span<const double> contributions, int largest, double percent);

// p% rule: the second contributor can estimate the first one closer than `percent` % of its
// value: X - x1 - x2 < percent/100 * x1. Preferred to dominance of two: equal to it for
// percent = 100 * (100 - k) / k. One contributor is always sensitive unless it is 0.
bool EstimatedWithin(absl::Span<const double> contributions, double percent);

// pq rule: as the p% rule, but others know each contribution within `prior_percent` % already:
// X - x1 - x2 < percent/prior_percent * x1. `prior_percent` is greater than `percent`, at most
// 100; with 100 it is the p% rule.
bool EstimatedWithinPrior(absl::Span<const double> contributions, double percent,
                          double prior_percent);

// When a row or column tells something of all its members though no count in it is small.
struct GroupRule {
  // Groups of fewer persons are the business of the threshold rule.
  int64_t threshold = 0;
  // From which share of a group in one cell on the group is disclosed, in percent, more than 50
  // up to 100. 100: only if all members are in one cell.
  double percent = 100;
};

// A variable of which it must not be known that all of a group gave the same answer.
struct SensitiveVariable {
  int variable = 0;
  // Its categories from 0 to one less are answers. Those behind say why there is none, and whoever
  // knows how many gave none knows how many are left: the group is those who answered.
  int answers = 0;

  friend bool operator==(const SensitiveVariable&, const SensitiveVariable&) = default;
};

// Group disclosure of one group, a row or a column over the answers of a variable that is
// marked sensitive: it has `threshold` members or more, and so large a share is in one cell. A
// variable with a single category tells nothing, whatever its count.
bool GroupDisclosed(absl::Span<const int64_t> group, const GroupRule& rule);

// All cells of the rows of `table` that are disclosed as groups, if the variable in its columns
// is sensitive, and of the columns, if the one in its rows is. Zeros are among them: they are
// what tells it.
Pattern DisclosedGroups(const TwoWay& table, const GroupRule& rule, bool columns_are_sensitive,
                        bool rows_are_sensitive);

}  // namespace lotse::survey::suppression
