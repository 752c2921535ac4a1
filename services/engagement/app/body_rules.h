#pragma once

#include "lotse/engagement/v1alpha/meeting_record.pb.h"
#include "runtime/resource/standard.h"

namespace lotse::engagement {

// Adds what holds for bodies, decisions and minutes beyond the annotations of their protos.
void AddBodyRules(resource::Standard* standard);

// INVALID_FIELDS: minutes with a decision of another body. Holds in whatever state they are;
// for what is brought back.
absl::Status CheckPlace(resource::Tx& tx, const v1alpha::MeetingRecord& record);

}  // namespace lotse::engagement
