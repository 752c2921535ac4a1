#pragma once

#include <cstdint>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "lotse/survey/v1alpha/invitation_service.pb.h"
#include "lotse/survey/v1alpha/population.pb.h"
#include "lotse/survey/v1alpha/survey.pb.h"
#include "runtime/rpc/field_violation.h"

namespace lotse::survey {

// Limits of invitations. Source: invitation_service.proto.
inline constexpr int kMaxInvitationsInACall = 5000;
inline constexpr size_t kMaxRecipientBytes = 64;  // As kRecipientBytes of ledger.h.
inline constexpr int kDefaultReminders = 1000;
// Fewest people in a stratum of which it is told how many answered.
inline constexpr int64_t kFewestInvited = 10;

// What is wrong with recipients, with paths such as `recipients[2].recipient`; their
// strata are those of `population`. No description holds what was sent: it stands for a
// person.
rpc::FieldViolations CheckRecipients(
    const v1alpha::Population& population,
    const google::protobuf::RepeatedPtrField<v1alpha::Recipient>& recipients);
// The same for marks, with paths such as `marks[2].recipient`.
rpc::FieldViolations CheckMarks(
    const google::protobuf::RepeatedPtrField<v1alpha::InvitationMark>& marks);

// How many of a stratum by itself may be told to have answered, of `invited` and `answered`
// people: in tens, and nothing of a stratum of fewer than kFewestInvited; of waves with names
// all, where it is no secret. What is told of several strata is decided by shown_strata.h.
std::optional<int64_t> ShownAnswered(
    int64_t invited, int64_t answered,
    v1alpha::Wave::Identity identity = v1alpha::Wave::IDENTITY_ANONYMOUS);

// How many people were invited to a wave of which `issued` invitations were given out: these, and
// before there are any, or if it takes answers without them, `Wave.invited_count`; nothing if that
// is not known. All response rates of a wave are of this number.
std::optional<int64_t> InvitedOf(const v1alpha::Wave& wave, int64_t issued);

// RESOURCE_DELETED; WRONG_STATE if the wave takes answers without invitations or is not
// released: nobody is written to before what they are asked was checked. WAVE_NOT_OPEN if it
// is closed.
absl::Status CheckInvitable(const v1alpha::Wave& wave);

// INVALID_FIELDS if a token was given for a wave that needs none.
absl::Status CheckTokenFits(const v1alpha::Wave& wave, absl::string_view token);

}  // namespace lotse::survey
