#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "runtime/sql/connection.h"

// The codebooks of a study with their history. Each function works inside a transaction over the
// material (study_files.h), and throws as sql::Connection does. What is in a codebook is bytes that
// the caller makes, so that a step and what it does to codings are one transaction.
namespace lotse::survey::qualitative {

struct StoredCodebook {
  int64_t revision = 1;
  std::string content;
};

struct StoredCodebookChange {
  int64_t revision = 0;  // That it led to.
  std::string change;
};

// RESOURCE_EXISTS if there is one with this id.
absl::Status AddCodebook(sql::Connection& connection, absl::string_view codebook_id,
                         absl::string_view content);

std::optional<StoredCodebook> FindCodebook(sql::Connection& connection,
                                           absl::string_view codebook_id);

struct NamedCodebook {
  std::string codebook_id;
  StoredCodebook codebook;
};

// All of the study, by their ids.
std::vector<NamedCodebook> AllCodebooks(sql::Connection& connection);

// Puts `content` in the place of revision `revision` and keeps what was done; the new revision.
// To be run by StudyFiles::Overwrite if words are to be gone with it. RESOURCE_NOT_FOUND,
// ETAG_MISMATCH.
absl::StatusOr<int64_t> ChangeCodebook(sql::Connection& connection, absl::string_view codebook_id,
                                       int64_t revision, absl::string_view content,
                                       absl::string_view change);

// What was done after a revision, in order.
std::vector<StoredCodebookChange> ChangesBehind(sql::Connection& connection,
                                                absl::string_view codebook_id, int64_t revision,
                                                int most);

// Puts what `erase` leaves of a change in its place, as ErasePersonalFields does in the change
// log: that something was done stays. To be run by StudyFiles::Overwrite. RESOURCE_NOT_FOUND if
// no change led to this revision.
absl::Status EraseInCodebookChange(sql::Connection& connection, absl::string_view codebook_id,
                                   int64_t revision,
                                   absl::FunctionRef<std::string(absl::string_view)> erase);

// Erases a codebook with its history, and the memos on it and on its codes; whether it was there.
// Codings with its codes are the caller's to remove. To be run by StudyFiles::Overwrite.
bool RemoveCodebook(sql::Connection& connection, absl::string_view codebook_id);

}  // namespace lotse::survey::qualitative
