#pragma once

#include <vector>

#include "lotse/survey/v1alpha/instrument.pb.h"
#include "services/survey/exchange/limesurvey/language.h"

namespace lotse::survey::limesurvey {

// Options of the types that bring their own: `Y` yes and no, `G` gender, `C` yes, uncertain and
// no, `E` increase, same and decrease, `5` and `A` 1 to 5, `B` 1 to 10. Codes are those that
// LimeSurvey stores. A language without a translation here gets English.
std::vector<v1alpha::Option> FixedOptions(char type, const std::vector<Language>& languages);

// The word for "other" in `languages`.
type::v1alpha::Text OtherLabel(const std::vector<Language>& languages);

// The word for a comment beside an answer in `languages`.
type::v1alpha::Text CommentLabel(const std::vector<Language>& languages);

// True if the words of all types are there in the language of this tag.
bool HasFixedOptions(absl::string_view tag);

}  // namespace lotse::survey::limesurvey
