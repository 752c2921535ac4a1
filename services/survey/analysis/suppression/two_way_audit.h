#pragma once

#include <cstdint>
#include <vector>

#include "services/survey/analysis/suppression/two_way.h"
#include "services/survey/analysis/suppression/work.h"

// What an attacker can work out of a table of two variables whose margins and other cells are
// published. The suppressed cells are the edges of a graph between rows and columns: whatever
// keeps all margins moves counts around its cycles.

namespace lotse::survey::suppression {

// The least and the greatest count a cell can have, as far as the published values tell. Exact
// over whole numbers: the true one and both ends are possible.
struct Interval {
  int64_t low = 0;
  int64_t high = 0;

  int64_t Width() const { return high - low; }
  friend bool operator==(const Interval&, const Interval&) = default;
};

// The interval of the suppressed `cell`, by two maximum flows: each suppressed cell but this one
// is an arc row -> column without limit (its count can rise) and one column -> row as wide as
// its count (it can fall to 0). The cell can rise by what flows from its column to its row, and
// fall by what flows from its row to its column. No search for more than `enough` on either
// side: an interval is then at least that wide. `known`, if not negative, is a suppressed cell
// whose count the attacker knows, because it is his own.
Interval AttackerInterval(const TwoWay& table, const Pattern& suppressed, int cell,
                          int64_t enough = int64_t{1} << 60, int known = -1);

// Steps of work that an interval takes.
int64_t CostOfInterval(const TwoWay& table);

// When a primary cell counts as protected.
struct Criterion {
  // Least width of its interval. 1: it is not known exactly (criterion E). The threshold of the
  // frequency rule: criterion W, recommended. Of an empty primary cell 1 is enough: it must not
  // be known that nobody is in it.
  int64_t width = 1;
  // Besides: a suppressed cell with one contributor does not protect another one against this
  // contributor, who knows it. With that cell known, no other primary cell may be known exactly.
  // A cell with one contributor as the only partner of a primary cell in its row or column is
  // the common case of it.
  bool singletons = false;

  int64_t WidthFor(int64_t count) const { return count == 0 ? (width > 0 ? 1 : 0) : width; }
};

// The primary cells that are not protected, in the order of the table. `primary` is contained
// in `suppressed`.
std::vector<int> Unprotected(const TwoWay& table, const Pattern& suppressed, const Pattern& primary,
                             const Criterion& criterion);

// A contributor who can work out another primary cell.
struct Insider {
  int cell = -1;     // his own, with the count 1
  int primary = -1;  // what he learns
};

// The first of them, by cell and primary; `cell` is -1 if there is none.
// Those are asked for whom `work`, if there is one, pays.
Insider FindInsider(const TwoWay& table, const Pattern& suppressed, const Pattern& primary,
                    Work* work = nullptr);

}  // namespace lotse::survey::suppression
