#pragma once

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/survey/responses/response_store.h"

// How responses are read one by one, in whatever order: first the keys of all, then the rows of
// some of them after the other. Each is a short read, so a slow reader holds no file.
namespace lotse::survey {

// Where a response lies. The key is what the store knows the response or the person by: it is
// told nobody.
struct RowKey {
  std::string key;
  // As in Response.
  int broke_off_section = 0;
};

// A wave whose responses are read.
struct ReadWave {
  std::string name;
  v1alpha::Wave::Identity identity = v1alpha::Wave::IDENTITY_ANONYMOUS;
};

// The keys of all responses that were handed in, in the order of the store. Errors of
// ResponseStore, and of sql::Database::Read.
absl::StatusOr<std::vector<RowKey>> KeysOf(ResponseStore& responses, const ReadWave& wave,
                                           const sql::Patience& patience);

// Hands out the rows (engine/response_row.h) of these in the order in which they are given, until
// `take` says that it is enough. ETAG_MISMATCH if one is not there any more, STORE_CORRUPT if one
// does not fit to the questionnaire, else as KeysOf. All are read in one state of the store, so not
// too many at once.
absl::Status ReadByKey(ResponseStore& responses, const ReadWave& wave,
                       const CompiledInstrument& instrument, absl::Span<const RowKey> keys,
                       const sql::Patience& patience,
                       absl::FunctionRef<bool(absl::string_view row)> take);

}  // namespace lotse::survey
