#pragma once

#include <vector>

#include "services/survey/exchange/xforms/body.h"
#include "services/survey/exchange/xforms/reading.h"

namespace lotse::survey::xforms {

// Gives each node what actions set it to. Actions that forms here do not have are WARNINGs.
void ReadActions(const std::vector<Action>& actions, FormReading* reading);

}  // namespace lotse::survey::xforms
