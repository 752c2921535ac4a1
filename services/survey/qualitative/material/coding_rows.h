#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "runtime/sql/connection.h"
#include "services/survey/qualitative/material/text_rows.h"
#include "services/survey/qualitative/text/text_span.h"

// What coders laid on texts: codings and memos. Each function works inside
// a transaction over the material (study_files.h), and throws as sql::Connection does.
namespace lotse::survey::qualitative {

struct StoredCoding {
  std::string coding_id;  // Random UUID.
  std::string text_id;
  TextSpan span;
  std::string code_id;
  std::string coder;
  int64_t create_time = 0;  // In microseconds since 1970.

  friend bool operator==(const StoredCoding&, const StoredCoding&) = default;
};

// Where a text belongs, and which revision of it is there.
struct TextPlace {
  std::string case_id;
  int64_t revision = 0;
};
std::optional<TextPlace> PlaceOf(sql::Connection& connection, absl::string_view text_id);

// Stores a coding, unless the same part has the same code by the same coder: the one that is
// stored then. RESOURCE_NOT_FOUND if there is no such text.
absl::StatusOr<StoredCoding> AddCoding(sql::Connection& connection, const StoredCoding& coding);

std::optional<StoredCoding> FindCoding(sql::Connection& connection, absl::string_view coding_id);
// Whether it was there. Memos on it are on its part of the text then.
bool RemoveCoding(sql::Connection& connection, absl::string_view coding_id);
// In the order of the text.
std::vector<StoredCoding> CodingsOfText(sql::Connection& connection, absl::string_view text_id);
std::vector<StoredCoding> CodingsOfCode(sql::Connection& connection, absl::string_view code_id);
// All of the study along the texts, by their ids, behind a place, code and coder; the other members
// of `last` do not count.
std::vector<StoredCoding> CodingsBehind(sql::Connection& connection, const StoredCoding& last,
                                        int most);
bool AnyCoding(sql::Connection& connection);
// How many the study has.
int64_t CountCodings(sql::Connection& connection);

// Gives a coding another code, or deletes it if the part has that already by the same coder: then
// memos on it are on the coding that stays.
void Recode(sql::Connection& connection, const StoredCoding& coding, absl::string_view code_id);

// Takes a coding out in favour of another one: memos on it are on that then.
void ReplaceCoding(sql::Connection& connection, const StoredCoding& gone,
                   const StoredCoding& stays);

struct StoredMemo {
  std::string memo_id;  // Random UUID.
  std::string text_id;  // Text that it is on, or that its coding is of; else empty.
  std::string case_id;  // Case that it is on, or that its text is of; else empty.
  std::string subject;  // Resource name of what it is on.
  std::optional<TextSpan> span = std::nullopt;
  std::string coder;
  std::string content;
  int64_t create_time = 0;
  int64_t update_time = 0;
};

// Whether two memos are by the same coder, on the same and of the same words, whatever their ids
// and times: of what is read twice.
bool SayTheSame(const StoredMemo& one, const StoredMemo& other);

// Name of the study that the material is of.
std::string StudyOf(sql::Connection& connection);
// Name of a text of it, in this case.
std::string TextName(sql::Connection& connection, absl::string_view case_id,
                     absl::string_view text_id);

// Stores a new memo; with a text its case is that of the text, whatever `memo` says.
// RESOURCE_EXISTS if there is one with this id, RESOURCE_NOT_FOUND if there is no such text.
absl::Status AddMemo(sql::Connection& connection, const StoredMemo& memo);

// Puts `content` in the place of that of a memo of this coder. To be run by StudyFiles::Overwrite.
// RESOURCE_NOT_FOUND if there is none, also if it is another coder's.
absl::Status ChangeMemo(sql::Connection& connection, absl::string_view memo_id,
                        absl::string_view coder, absl::string_view content, int64_t time);

std::optional<StoredMemo> FindMemo(sql::Connection& connection, absl::string_view memo_id);
std::vector<StoredMemo> MemosOf(sql::Connection& connection, absl::string_view subject);

// Which memos are read: on `subject`, on anything if it is empty, behind `memo_id` by their ids;
// `most`, and none behind the first that makes their contents larger than `most_bytes`.
struct MemoRange {
  std::string subject;
  std::string memo_id;
  int most = 0;
  size_t most_bytes = 0;
};
struct MemoPage {
  std::vector<StoredMemo> memos;
  bool more = false;  // There may be others behind them.
};
MemoPage MemosBehind(sql::Connection& connection, const MemoRange& range);

// Erases a memo; whether it was there. To be run by StudyFiles::Overwrite.
bool RemoveMemo(sql::Connection& connection, absl::string_view memo_id);
// Erases the memos on something and on what is below its name. To be run by
// StudyFiles::Overwrite.
void RemoveMemosOf(sql::Connection& connection, absl::string_view subject);

// See ChangeText.
void MoveCodings(sql::Connection& connection, absl::string_view text_id, Move move, Moved* moved);
void MoveMemos(sql::Connection& connection, absl::string_view text_id, Move move);

}  // namespace lotse::survey::qualitative
