#pragma once

#include "lotse/survey/v1alpha/instrument.pb.h"
#include "runtime/rpc/field_violation.h"

namespace lotse::survey {

// What is wrong with a questionnaire that is being written, with paths as CheckInstrument: more
// sections or questions than one may have, or groups that are too deep. Which fields are required
// is checked elsewhere, and everything else when it is published.
rpc::FieldViolations CheckDraft(const v1alpha::Instrument& instrument);

}  // namespace lotse::survey
