#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/strings/string_view.h"

namespace lotse::survey::qualitative {

// A time mark in a line.
struct FoundTimeMark {
  // Its bytes in the line.
  std::size_t begin = 0;
  std::size_t end = 0;
  // nullopt if it has the form of a time mark, and minutes or seconds above 59 or more than
  // kMaxTimeMs.
  std::optional<int64_t> time_ms;
};

// The time marks of a line, in order: `[01:02]`, `[00:01:02]`, `[00:01:02.345]` and the same with
// a comma, `(00:01:02)` (with hours only: `(10:30)` is a time of day), and `#00:01:02-3#`, in which
// the last digit is tenths of a second, as transcription programs write it at the end of a
// paragraph (the rules of Dresing and Pehl, "Praxisbuch Interview, Transkription & Analyse").
std::vector<FoundTimeMark> FindTimeMarks(absl::string_view line);

// Reads `[hours:]minutes:seconds` with at least two digits for minutes and seconds each, and,
// behind one of `.`, `,` and `-`, one to three digits of a fraction. Milliseconds; nullopt if it
// is anything else or not below kMaxTimeMs.
std::optional<int64_t> ParseTime(absl::string_view text);

}  // namespace lotse::survey::qualitative
