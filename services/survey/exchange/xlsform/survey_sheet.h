#pragma once

#include <vector>

#include "lotse/survey/v1alpha/instrument.pb.h"
#include "services/survey/exchange/xlsform/form_context.h"
#include "services/survey/exchange/xlsform/form_outline.h"

namespace lotse::survey {

// Builds the sections of a questionnaire: each group at the top is one, each repeat at the top is
// the only question of one without a code, and what stands between them is one as well. Groups
// without anything in them are left out with a WARNING.
void BuildSections(const std::vector<OutlineRow>& rows, FormContext* context,
                   v1alpha::Instrument* instrument);

}  // namespace lotse::survey
