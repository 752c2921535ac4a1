#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "runtime/sql/connection.h"
#include "services/survey/responses/wave_pair.h"

// What was erased of the answers of a wave, in its file of answers. Each function works
// inside a transaction, and throws as sql::Connection does.
namespace lotse::survey {

// Random bytes for the hashes of a new wave.
std::string NewErasureSalt();

// Whether the response with this hash (WavePair::ErasedHash) is never taken again.
bool WasErased(sql::Connection& connection, absl::string_view hash);

// RESPONSE_ERASED.
absl::Status ResponseErased();

// Whether some of the answers are to codes that are not kept of anybody; then `row` is the
// row of the others.
bool LeaveOutErased(sql::Connection& connection, const CompiledInstrument& instrument,
                    const Answers& answers, std::string* row);

// Takes the answers to these codes out; whether there were any.
bool TakeOut(absl::Span<const std::string> codes, Answers* answers);

}  // namespace lotse::survey
