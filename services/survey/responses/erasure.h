#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "runtime/sql/connection.h"
#include "services/survey/responses/wave_pair.h"

// What was erased of the answers of a wave, in its file of answers, of whatever mode unless it
// says otherwise. Each function works inside a transaction, and throws as sql::Connection does.
namespace lotse::survey {

// From now on the response with this id is never taken again; only a salted hash of it is kept.
void NeverTakeAgain(sql::Connection& connection, absl::string_view response_id);

// Whether the response with this id is never taken again.
bool WasErased(sql::Connection& connection, absl::string_view response_id);

// Erased responses of an anonymous wave that are counted still.
int64_t ErasedRows(sql::Connection& connection);

// RESPONSE_ERASED.
absl::Status ResponseErased();

// The questions and items whose answers are not kept of anybody, in order.
std::vector<std::string> ErasedCodes(sql::Connection& connection);

// Of an anonymous wave the answers that are kept, if some of the response are to codes that are not
// kept of anybody.
std::optional<Answers> LeaveOutErased(sql::Connection& connection, const Response& response);

// Takes the answers to these codes out; whether there were any.
bool TakeOut(absl::Span<const std::string> codes, Answers* answers);

}  // namespace lotse::survey
