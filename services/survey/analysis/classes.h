#pragma once

#include <cstdint>
#include <string>

#include "lotse/survey/v1alpha/instrument.pb.h"
#include "lotse/type/v1alpha/text.pb.h"

namespace lotse::survey {

// The classes in which an integer question is tabulated. `class_bounds` of the
// question, ascending, are the lower bounds of all classes but the lowest: n
// bounds make n + 1 classes, numbered from 0. In all functions below `question`
// has at least one bound and `index` is the number of one of its classes.

// The class into which `value` falls.
int ClassOf(const v1alpha::Question& question, int64_t value);

// True if a value from `minimum` to `maximum` of the question, where they are
// set, falls into the class. Everybody can see in the questionnaire that any
// other class is empty.
bool IsPossibleClass(const v1alpha::Question& question, int index);

// Id of the class: its lower bound, or `min` for the lowest class.
std::string ClassCode(const v1alpha::Question& question, int index);

// Its range in words, German first, then English: "unter 15", "15", "15 bis 17",
// "19 und mehr"; "under 15", "15", "15 to 17", "19 and more".
type::v1alpha::Text ClassLabel(const v1alpha::Question& question, int index);

}  // namespace lotse::survey
