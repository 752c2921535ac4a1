#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace lotse::cli {

// Id of a response that is imported from a table.
//
// The first 16 bytes of SHA-256("lotse import 1", wave, file hash, record
// number; each ended by a zero byte), with version and variant set as those of
// a UUID version 4 (RFC 9562). The same record of the same file in the same
// wave always gets the same id, so an import that is repeated, or was broken
// off, doubles nothing. A changed file has another hash and thus other ids.
//
// It is not derived from the answers, nor from a person. But whoever has the
// file's hash and the store can tell the record number of every response: there
// are few numbers to try. So the hash is as confidential as the order of the
// file, and is printed nowhere.
//
// `wave` is the name of the wave, `file_sha256` the file's hash in hexadecimal
// digits, `record` its number from 1 (the header is not counted).
std::string ImportedResponseId(absl::string_view wave, absl::string_view file_sha256,
                               int64_t record);

}  // namespace lotse::cli
