#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/survey/logic/functions/function.h"

namespace lotse::survey::logic {

// All functions, in the order of the documents.
absl::Span<const Function> Functions();

// nullptr if there is none of this name.
const Function* FindFunction(absl::string_view name);

// The place of one of Functions() in it.
int PlaceOfFunction(const Function& function);

// What is wrong with the name of a function that is not there, and what would be right.
std::string NoFunction(absl::string_view name);

// What is wrong with this number of arguments, and what would be right; nullopt if it is one that
// the function takes.
std::optional<std::string> WrongCount(const Function& function, int arguments);

// Letter of the type of the argument at a place, from 0.
char TypeOfArgument(const Function& function, int argument);

}  // namespace lotse::survey::logic
