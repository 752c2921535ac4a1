#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"

// The order that `randomize()` of ODK XForms gives for a seed, as JavaRosa finds it: so it is the
// same in every client.
namespace lotse::survey::logic {

// The seed that a number stands for, without its fraction; not NaN.
std::int64_t SeedOfNumber(double number);
// The seed that a text stands for that is no number: the first eight bytes of its SHA-256; 0 if it
// is empty.
std::int64_t SeedOfText(absl::string_view text);

// Numbers from 0 to below 1 from a seed (Park and Miller).
class SeededNumbers {
 public:
  explicit SeededNumbers(std::int64_t seed);
  double Next();

 private:
  std::int64_t state_;
};

// Puts `one` into a row that is being shuffled from the inside out (Fisher and Yates); `drawn` is a
// number from 0 to below 1.
template <typename One, typename Row>
void PutShuffled(const One& one, double drawn, Row* shuffled) {
  const double size = static_cast<double>(shuffled->size() + 1);
  const std::size_t place = static_cast<std::size_t>(std::floor(drawn * size));
  shuffled->push_back(one);
  shuffled->back() = (*shuffled)[place];
  (*shuffled)[place] = one;
}

}  // namespace lotse::survey::logic
