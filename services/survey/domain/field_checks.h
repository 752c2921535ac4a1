#pragma once

#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "runtime/rpc/field_violation.h"

// Checks of single fields that several rules need.
namespace lotse::survey {

// Longest reason of a step, in bytes. Source: survey_service.proto.
inline constexpr size_t kMaxReasonBytes = 1000;
// Longest place where something can be read, in bytes. Source: survey.proto, population.proto.
inline constexpr size_t kMaxSourceBytes = 300;

// Adds a violation unless `text` is one line of at most `limit` bytes of UTF-8; it may be
// empty.
void CheckLine(absl::string_view field, absl::string_view text, size_t limit,
               rpc::FieldViolations* violations);

// Adds a violation unless `name` is that of a resource in this collection, such as
// `populations/{population}`, of the survey `survey`.
void CheckInSurvey(absl::string_view field, absl::string_view collection, absl::string_view name,
                   absl::string_view survey, rpc::FieldViolations* violations);

// Adds a violation of `reason` if it says nothing; `why` says what it is needed for.
void CheckReasonGiven(absl::string_view reason, absl::string_view why,
                      rpc::FieldViolations* violations);

// INVALID_FIELDS of `response_id` unless it is a random UUID; it is not repeated.
absl::Status CheckResponseId(absl::string_view response_id);

}  // namespace lotse::survey
