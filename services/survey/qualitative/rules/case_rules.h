#pragma once

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "lotse/survey/v1alpha/guide.pb.h"
#include "lotse/survey/v1alpha/participant_name.pb.h"
#include "lotse/survey/v1alpha/study.pb.h"
#include "lotse/survey/v1alpha/study_case.pb.h"
#include "runtime/rpc/field_violation.h"

namespace lotse::survey::qualitative {

// Source of the limits: study_case.proto and participant_name.proto.
inline constexpr int kMaxGroup = 30;
inline constexpr int kMaxEvent = 500;
inline constexpr int kMaxStaff = 10;
inline constexpr int kMaxSeat = 99;
inline constexpr int kMaxCaseMinutes = 1440;
inline constexpr size_t kMaxCitationBytes = 1000;
inline constexpr int kMaxCriteria = 20;
inline constexpr int kLastPublicationYear = 2200;
inline constexpr size_t kMaxPersonBytes = 200;
inline constexpr size_t kMaxContactBytes = 300;

// What is wrong with a case of this study, with paths from `study_case`. Pseudonyms and values
// have forms in which no name can stand. Where it was `before`, who agreed anew after they had
// taken their consent back may have done so after the case.
rpc::FieldViolations CheckCase(const v1alpha::Study& study, const v1alpha::StudyCase& study_case,
                               const v1alpha::StudyCase* before = nullptr);

// Takes out the days of consents that are after the case: in one that is made from a file nobody
// knows any more whether they had taken theirs back before. Whether there was one.
bool LeaveOutLaterConsentDays(v1alpha::StudyCase* study_case);

// What is wrong with the guide that a case names, with paths from `study_case`: it has to be for
// this kind of case.
rpc::FieldViolations CheckGuideFits(const v1alpha::Guide& guide,
                                    const v1alpha::StudyCase& study_case);

// Sets `restricted`, `names_due_date` and `material_due_date`; `held_date` is a real day.
void SetComputed(const v1alpha::StudyRetention& retention, v1alpha::StudyCase* study_case);

// Whether texts of the case may be stored: RELEASE_BLOCKED if what somebody agreed to is not
// known, or if everybody took it back.
absl::Status CheckTakesTexts(const v1alpha::StudyCase& study_case);

// What is wrong with storing a text of the case on the day `today`, with paths from the request:
// none is stored once they are due to be erased.
rpc::FieldViolations CheckTextsNotDue(const v1alpha::StudyCase& study_case, absl::CivilDay today);

// What is wrong with the name of a participant of this case on the day `today`, with paths from
// SetParticipantNameRequest: it cannot be kept beyond `StudyCase.names_due_date`, which was
// computed.
rpc::FieldViolations CheckParticipantName(const v1alpha::StudyCase& study_case,
                                          const v1alpha::ParticipantName& name,
                                          absl::CivilDay today);

}  // namespace lotse::survey::qualitative
