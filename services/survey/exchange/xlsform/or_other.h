#pragma once

#include <string>
#include <vector>

#include "lotse/survey/v1alpha/instrument.pb.h"

namespace lotse::survey {

// The text behind a choice with `or_other`: relevant if `other` was chosen.
v1alpha::Question OtherText(const v1alpha::Question& choice, const std::string& code,
                            const std::string& language);

// Adds the option `other` to the lists of `choices`, questions of `instrument`. A list that
// others use as well is copied as `LIST_or_other`. Labels are in the languages of the list
// (German, French and English; English for the others), else in `language`.
void AddOtherOptions(const std::vector<v1alpha::Question*>& choices, const std::string& language,
                     v1alpha::Instrument* instrument);

}  // namespace lotse::survey
