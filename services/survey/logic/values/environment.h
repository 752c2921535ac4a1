#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace lotse::survey::logic {

// Where random numbers come from.
class RandomSource {
 public:
  virtual ~RandomSource() = default;
  // 64 random bits.
  virtual std::uint64_t Next() = 0;
};

// Texts in the language in which the questionnaire is answered.
class Texts {
 public:
  virtual ~Texts() = default;
  // What is read at a row of a list, by their places in the FormTree.
  virtual absl::string_view OptionLabel(int list, int row) const = 0;
};

// Everything outside of the response that an expression can read.
struct Environment {
  absl::Time now = absl::UnixEpoch();
  // The time for what is computed and kept, where that must not tell when somebody answered;
  // nullopt: `now`. Checks read `now` all the same.
  std::optional<absl::Time> kept_now = std::nullopt;
  absl::TimeZone time_zone = absl::UTCTimeZone();
  // BCP 47; names of months and days are in it.
  std::string language = "de";
  // May be nullptr for programs that do not read it.
  RandomSource* random = nullptr;
  // nullptr: labels are those of the lists.
  const Texts* texts = nullptr;
  // Steps that all evaluations of one call together may still take; each takes off what it took.
  // nullptr: only each by itself is limited (kMaxSteps).
  std::int64_t* steps_left = nullptr;
};

// Steps that one evaluation may take: one for each part that is computed, each node that is looked
// at and each 64 bytes of text that are made. The largest forms of the field take some thousands.
inline constexpr std::int64_t kMaxSteps = 1'000'000;
// Steps that the evaluations of one call together may take: filters of long lists in many instances
// of repeats must not keep the server busy. The largest forms of the field take some hundred
// thousands.
inline constexpr std::int64_t kMaxStepsOfCall = 20'000'000;
// Steps that starting an evaluation counts for.
inline constexpr std::int64_t kStepsOfStart = 10;
// Largest text that an expression may make, in bytes. Calculations that read one another could
// double it each time.
inline constexpr std::size_t kMaxTextBytes = 1 << 20;

}  // namespace lotse::survey::logic
