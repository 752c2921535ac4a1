#pragma once

#include "lotse/survey/v1alpha/form_state.pb.h"

namespace lotse::survey {

// What is different in `now` from `before`, two states of one response.
v1alpha::FormChange ChangeOf(const v1alpha::FormState& before, const v1alpha::FormState& now);

}  // namespace lotse::survey
