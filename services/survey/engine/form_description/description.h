#pragma once

#include "absl/strings/string_view.h"
#include "lotse/survey/v1alpha/form_description.pb.h"
#include "lotse/survey/v1alpha/instrument.pb.h"

namespace lotse::survey {

// A questionnaire as it is drawn, with texts in one language (wording.h), or all if `language` is
// empty. It may break rules.
v1alpha::FormDescription Describe(const v1alpha::Instrument& instrument,
                                  absl::string_view language);

}  // namespace lotse::survey
