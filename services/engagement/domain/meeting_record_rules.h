#pragma once

#include "absl/status/status.h"
#include "google/type/date.pb.h"
#include "lotse/engagement/v1alpha/body.pb.h"
#include "lotse/engagement/v1alpha/meeting_record.pb.h"
#include "lotse/type/v1alpha/text.pb.h"
#include "runtime/rpc/field_violation.h"
#include "services/engagement/domain/state_machine.h"

// Rules of minutes. Source: domain invariant 9.
namespace lotse::engagement {

// DRAFT, CIRCULATED, APPROVED. Steps are those of MeetingRecordStep without their prefix.
const StateMachine& MeetingRecordMachine();

// What is wrong with minutes, with paths from `meeting_record`.
rpc::FieldViolations CheckMeetingRecord(const v1alpha::MeetingRecord& record);

// What is wrong with the minutes of a meeting of `body`: fewer than its quorum decide
// nothing.
rpc::FieldViolations CheckQuorum(const v1alpha::MeetingRecord& record, const v1alpha::Body& body);

// CONTENT_FINAL unless they are being written.
absl::Status CheckWritable(const v1alpha::MeetingRecord& record);

// Takes a step; on approval sets its day. WRONG_STATE.
absl::Status TakeRecordStep(absl::string_view step, const google::type::Date& today,
                            v1alpha::MeetingRecord* record);

// Adds something to approved minutes. WRONG_STATE; CONTENT_FINAL if they have 50 addenda.
absl::Status AddAddendum(const type::v1alpha::Text& text, const google::type::Date& today,
                         v1alpha::MeetingRecord* record);

}  // namespace lotse::engagement
