#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "google/type/date.pb.h"
#include "services/reporting/document/format.h"

namespace lotse::reporting {

// Days since 1970-01-01, for a day that exists (IsFullDate).
int64_t DayNumber(const google::type::Date& date);

// A piece of the calendar on which something is drawn.
class CalendarScale {
 public:
  // A label of the axis.
  struct Tick {
    int64_t day = 0;
    std::string label;
  };

  // Takes a day into the scale; nothing if it does not exist.
  void Include(const google::type::Date& date);
  // False as long as nothing was taken in.
  bool any() const { return first_ <= last_; }
  int64_t first() const { return first_; }
  // At least a day behind the first one.
  int64_t last() const { return last_ > first_ ? last_ : first_ + 1; }

  // First days of months within the scale, at most 5 and evenly spaced: `2026` for a January,
  // `07/2026` for others. None if the scale is shorter than a month.
  std::vector<Tick> Ticks() const;

 private:
  int64_t first_ = INT64_MAX;
  int64_t last_ = INT64_MIN;
};

}  // namespace lotse::reporting
