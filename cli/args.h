#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace lotse::cli {

// A flag that a command understands. absl::flags is not used: its flags are
// global to the program, here each command has its own.
struct FlagSpec {
  const char* name;   // without the hyphens
  const char* value;  // what stands for the value in the help; nullptr: a switch
  const char* help;
  bool repeated = false;
};

// What was typed, taken apart.
struct Args {
  // What is not a flag, in order.
  std::vector<std::string> positional;
  // The values of each flag that was given; a switch has one empty value.
  std::map<std::string, std::vector<std::string>> flags;

  bool Has(const std::string& flag) const { return flags.count(flag) > 0; }
  // The value of a flag, or `fallback` if it was not given.
  std::string Get(const std::string& flag, absl::string_view fallback = "") const;
  // All values of a repeated flag.
  std::vector<std::string> GetAll(const std::string& flag) const;
};

// Takes the words apart: `--name=value`, `--name value`, `--switch`; `--` ends
// the flags, `-` is not one. Usage errors: a flag that is not in `specs`, for which one
// of `suggested` may be proposed; a flag without its value, a switch with one, text
// that is not UTF-8.
absl::StatusOr<Args> ParseArgs(const std::vector<std::string>& words,
                               absl::Span<const FlagSpec> specs,
                               absl::Span<const FlagSpec> suggested);
inline absl::StatusOr<Args> ParseArgs(const std::vector<std::string>& words,
                                      absl::Span<const FlagSpec> specs) {
  return ParseArgs(words, specs, specs);
}

// Checks the flags against those of one command, which is known only once the
// words are taken apart. Usage errors: a flag that is not in `specs`, one given
// twice that is not repeated.
absl::Status CheckFlags(const Args& args, absl::Span<const FlagSpec> specs);

}  // namespace lotse::cli
