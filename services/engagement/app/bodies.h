#pragma once

#include "lotse/engagement/v1alpha/decision_service.pb.h"
#include "lotse/engagement/v1alpha/meeting_record_service.pb.h"
#include "runtime/resource/tx.h"

// Steps of decisions and minutes. Errors are documented at the methods.
namespace lotse::engagement {

absl::Status MoveDecision(resource::Tx& tx, const v1alpha::MoveDecisionRequest& q,
                          v1alpha::Decision* r);
absl::Status MoveMeetingRecord(resource::Tx& tx, const v1alpha::MoveMeetingRecordRequest& q,
                               v1alpha::MeetingRecord* r);
absl::Status AddMeetingAddendum(resource::Tx& tx, const v1alpha::AddMeetingAddendumRequest& q,
                                v1alpha::MeetingRecord* r);

}  // namespace lotse::engagement
