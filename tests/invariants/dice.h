#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "google/type/date.pb.h"

namespace lotse::invariants {

// Random numbers, the same ones on every machine: the distributions of the standard library
// differ.
class Dice {
 public:
  explicit Dice(uint64_t seed) : random_(seed) {}

  // A number below `limit`, which is at least 1.
  int Below(int limit) { return static_cast<int>(random_() % static_cast<uint64_t>(limit)); }
  bool Chance(int percent) { return Below(100) < percent; }
  template <class T>
  T OneOf(const std::vector<T>& all) {
    return all[static_cast<size_t>(Below(static_cast<int>(all.size())))];
  }
  uint64_t Any() { return random_(); }

  // A day around `today`.
  google::type::Date Day(absl::CivilDay today) {
    const absl::CivilDay day = today + Below(400) - 150;
    google::type::Date date;
    date.set_year(static_cast<int>(day.year()));
    date.set_month(day.month());
    date.set_day(day.day());
    return date;
  }
  std::string Number() {
    return Chance(20) ? absl::StrCat(Below(9), ".", 1 + Below(9)) : absl::StrCat(Below(12));
  }

 private:
  std::mt19937_64 random_;
};

}  // namespace lotse::invariants
