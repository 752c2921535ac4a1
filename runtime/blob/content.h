#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "runtime/resource/store.h"

// What files hold, in a store. Reading it is noted by whoever answers with it.
namespace lotse::blob {

// Bytes of a row and of a message that is sent; the last may have less.
inline constexpr size_t kRowBytes = 256 << 10;

// Stores what the file `name` holds, once; in the transaction that creates it.
void PutContent(resource::Tx& tx, absl::string_view name, absl::string_view content);

// Reads all that the file `name` holds, piece by piece, so that the store is not held.
// RESOURCE_NOT_FOUND, STORE_CORRUPT.
absl::StatusOr<std::string> ReadContent(resource::Store* store, const sql::Patience& patience,
                                        const std::string& name);

}  // namespace lotse::blob
