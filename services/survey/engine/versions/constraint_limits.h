#pragma once

#include "absl/strings/string_view.h"
#include "lotse/survey/v1alpha/instrument.pb.h"

namespace lotse::survey {

// True if it is certain that the constraint `now` lets through every number that was taken before:
// by the constraint `before` of `was`, and its minimum and maximum. Both are with the codes of
// `is`; both questions are of one kind, INTEGER or DECIMAL. `before` may be empty, `now` may not.
//
// It is certain only where `now` is made of comparisons of the answer with numbers that are joined
// with `and`, such as `. >= 14 and . < 100`. What `before` says besides such comparisons is not
// looked at, as it can only let through less.
bool LetsThroughAllBefore(const v1alpha::Question& was, absl::string_view before,
                          const v1alpha::Question& is, absl::string_view now);

}  // namespace lotse::survey
