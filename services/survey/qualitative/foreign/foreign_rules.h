#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "services/survey/qualitative/foreign/foreign.h"

// What may be kept of another program's project, and for how long.
namespace lotse::survey::qualitative {

// Most of a study, of all coders together. Source: study_exchange_service.proto.
inline constexpr size_t kMaxForeignThings = 10'000;
inline constexpr size_t kMaxForeignTies = 50'000;
inline constexpr size_t kMaxForeignBytes = 1u << 20;

// Whether a thing is kept because of this tie: it lies on what people said, or on a thing that
// does. Codes hold nothing but links between them.
bool Holds(const ForeignThing& thing, const ForeignTie& tie);

// How many ties that hold it a thing needs from now on: a link all of its ends, everything else one
// if it has any.
int NeededTies(const ForeignThing& thing);

// Whether a thing may be kept: names of cases are those of people as a rule, so a case that lies on
// nothing of the study would be kept without a day on which it goes.
bool MayBeKept(const ForeignThing& thing);

// Whether a redaction can look through the names, descriptions and values of a thing: whatever
// stands there is a text as IndexedText takes it, without control characters but tabs and line
// ends.
bool CanBeLookedThrough(const ForeignThing& thing);

// Takes out the ties that `keeps` refuses and those to things that are not there, and the things
// that have too few of those that hold them then, and so on. Whether anything was taken out.
bool LeaveOut(absl::FunctionRef<bool(const ForeignTie&)> keeps, std::vector<ForeignThing>* things);

// Which limit the things of a study do not keep; empty: none. `{number} things`, for messages.
std::string ForeignTooMuch(const std::vector<ForeignThing>& things);

}  // namespace lotse::survey::qualitative
