#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "runtime/sql/connection.h"
#include "services/survey/engine/compiled_instrument.h"
#include "services/survey/responses/wave_store.h"

// The rows of the answers of a personal wave: what is taken, and what is refused. Each
// function works inside a transaction over the file, and throws as sql::Connection does.
namespace lotse::survey {

// Former versions that are kept of a response; older ones go.
inline constexpr int kMaxFormerVersions = 20;

// Who hands something in, as the file of the answers knows them.
struct Person {
  // Of a confidential wave the pseudonym, else the recipient of the invitation.
  std::string pseudonym;
  // Stands for the token of the invitation; see SurveyKey::OpenedBy.
  std::string opened_by;
};

// What is handed in.
struct HandedIn {
  std::string response_id;
  std::string row;  // See engine/response_row.h.
  const CompiledInstrument& instrument;
  absl::Time time;
  // With which it can be withdrawn; empty where that is not possible.
  std::string withdrawal_code;
  // What is wrong with its files (FindFiles): then it is not stored after all.
  absl::Status files = absl::OkStatus();
};

// What was submitted before an edit.
struct FormerVersion {
  int version = 0;
  std::string row;
  absl::Time last_time;
};

// What is stored of one person.
struct HeldResponse {
  enum class State { kDraft = 1, kSubmitted = 2, kWithdrawn = 3 };

  std::string pseudonym;
  std::string response_id;
  State state = State::kDraft;
  int version = 0;       // Of what was submitted, from 1; 0 of a draft.
  int64_t revision = 0;  // Goes up with each change.
  std::string row;
  std::string opened_by;
  absl::Time first_time;
  absl::Time last_time;
  // The oldest first; only where they were asked for.
  std::vector<FormerVersion> former = {};
};

// A part of the rows.
struct RowPage {
  std::vector<HeldResponse> rows;
  bool more = false;  // Whether there may be rows behind these.
};

// What is told of a revision, and wanted back for the next change.
std::string EtagOf(int64_t revision);

// Stores what is handed in for good. The same id with the same answers is a duplicate,
// whoever sends it, but only the person is told the code then; with other answers
// RESPONSE_CONFLICT, and RESPONSE_ERASED once it was withdrawn or erased. Without a person, or for
// one who answered under another id, INVITATION_REFUSED. A draft of the person is replaced.
absl::StatusOr<Stored> SubmitRow(sql::Connection& connection, const std::optional<Person>& person,
                                 const HandedIn& handed_in);

// Stores a draft and returns its revision. ETAG_MISMATCH unless `etag` is that of what is
// stored, empty for nothing; the same answers again are right whatever the etag.
// RESPONSE_CONFLICT if it was submitted, or the id is another person's; RESPONSE_ERASED;
// INVITATION_REFUSED for a person who answered under another id. A draft that came with a
// token which was replaced since counts as nothing.
absl::StatusOr<int64_t> SaveRow(sql::Connection& connection, const Person& person,
                                const HandedIn& handed_in, absl::string_view etag);

// Stores a new version of what was submitted and returns its revision; the same answers
// again make none. ETAG_MISMATCH, RESPONSE_ERASED, WRONG_STATE for a draft; INVITATION_REFUSED
// unless the person submitted under this id with this token.
absl::StatusOr<int64_t> EditRow(sql::Connection& connection, const Person& person,
                                const HandedIn& handed_in, absl::string_view etag);

// Deletes the answers of a response with all its versions, and leaves that there was one; false
// if that was done before. INVITATION_REFUSED if no response has this hash of a code.
absl::StatusOr<bool> WithdrawRow(sql::Connection& connection, absl::string_view code_hash,
                                 absl::Time time);

// Which response is meant: one of both is given.
struct Which {
  std::string response_id = {};
  std::string pseudonym = {};
};

// As WithdrawRow; a draft goes, and the person may answer under another id. The id is never taken
// again, also if there is no such response. What it was, nullopt if it is not there or was
// withdrawn before.
std::optional<HeldResponse::State> EraseRow(sql::Connection& connection, const Which& which);

// What is stored, with its former versions.
std::optional<HeldResponse> FindRow(sql::Connection& connection, const Which& which);

// Takes the answers to `codes` out of a response and of its former versions, if it is there.
// STORE_CORRUPT if it does not fit to the questionnaire.
absl::Status EraseAnswersOf(sql::Connection& connection, const CompiledInstrument& instrument,
                            const Which& which, absl::Span<const std::string> codes);

// The same for all, and keeps these codes in mind for what is handed in later.
absl::Status EraseAnswersOfAll(sql::Connection& connection, const CompiledInstrument& instrument,
                               absl::Span<const std::string> codes);

// What is stored of a person, as far as they get it back with this token.
std::optional<HeldResponse> RowOf(sql::Connection& connection, const Person& person);

// Rows behind a pseudonym in the order of bytes, at most `limit`, and fewer once they hold
// `max_bytes`; with what they were before, if `former`.
RowPage RowsBehind(sql::Connection& connection, absl::string_view after, size_t limit,
                   size_t max_bytes, bool former);

}  // namespace lotse::survey
