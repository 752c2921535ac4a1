#pragma once

#include <string>
#include <vector>

#include "absl/types/span.h"

namespace lotse::survey {

// Codes of a multiple choice that a source gives as one variable per option.
struct ChoiceCodes {
  // Code of the question.
  std::string question;
  // Code of each option, in the order of the variables.
  std::vector<std::string> options;
  // False if the variables have no common stem. Then the question has the name
  // of the first variable, and each option the whole name of its variable.
  bool has_stem = true;
};

// Splits the names of such variables, of which there is at least one, into a
// stem and what follows it.
//
// The stem is the longest common beginning behind which at least one name goes
// on with `_`, as in `B1_AO00`, `B1_AO07`, `B1B`: stem `B1`, options `AO00`,
// `AO07`, `B`. Without any such `_` it is the longest common beginning of all,
// as in `A1a`, `A1b`: stem `A1`, options `a`, `b`. One underscore between stem
// and option belongs to neither.
//
// A single name is the question's code as it is, and that of its option too.
// Options that would have no code, or the same one as another, keep their whole
// names.
ChoiceCodes SplitChoiceNames(absl::Span<const std::string> names);

}  // namespace lotse::survey
