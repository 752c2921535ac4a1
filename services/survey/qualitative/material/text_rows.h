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
#include "services/survey/qualitative/text/text_span.h"

// The texts of a study. Each function works inside a transaction over the material
// (study_files.h), and throws as sql::Connection does.
namespace lotse::survey::qualitative {

// What one speaker says without a break.
struct StoredTurn {
  TextSpan span;
  std::string speaker;    // Pseudonym; empty: not known.
  int64_t start_ms = -1;  // In the recording; -1: not known.
  int64_t end_ms = -1;

  friend bool operator==(const StoredTurn&, const StoredTurn&) = default;
};

struct StoredText {
  std::string text_id;  // Random UUID.
  std::string case_id;
  int kind = 0;  // StudyText.Kind
  std::string title;
  std::string language;
  std::string content;  // UTF-8; empty in lists.
  int64_t code_points = 0;
  int64_t revision = 1;
  std::string media;        // Bytes that the caller makes of the recordings.
  int64_t create_time = 0;  // In microseconds since 1970.
  int64_t update_time = 0;
  std::vector<StoredTurn> turns = {};  // In order; not in lists.
};

// RESOURCE_EXISTS: there is one with the id of `text`, a resource name.
absl::Status TextExists(absl::string_view text);

// Stores a new text with its turns; `revision` and `update_time` are set by it. RESOURCE_EXISTS
// if there is one with this id.
absl::Status AddText(sql::Connection& connection, const StoredText& text);

// A text with its turns.
std::optional<StoredText> FindText(sql::Connection& connection, absl::string_view text_id);

// The turns of a text, in order.
std::vector<StoredTurn> TurnsOfText(sql::Connection& connection, absl::string_view text_id);

// Texts of a case behind an id, by their ids; without content and turns.
std::vector<StoredText> TextsBehind(sql::Connection& connection, absl::string_view case_id,
                                    absl::string_view text_id, int most);

// Ids of the cases of which there is a text, or a memo on the case, in their order.
std::vector<std::string> CasesWithMaterial(sql::Connection& connection);

struct TextTitle {
  std::string text_id;
  std::string case_id;
  std::string title;
};
// Of all texts of the study, by their ids.
std::vector<TextTitle> Titles(sql::Connection& connection);
// Puts a title in the place of that of a text, if it is there. To be run by StudyFiles::Overwrite.
void Retitle(sql::Connection& connection, absl::string_view text_id, absl::string_view title);

// How many texts the study has.
int64_t CountTexts(sql::Connection& connection);
// How many turns all of them have.
int64_t CountTurns(sql::Connection& connection);

// ETAG_MISMATCH unless `revision`, which the text of this resource name has, is the one that was
// decided upon.
absl::Status CheckRevision(absl::string_view text, int64_t revision, int64_t decided);

// What a text is changed to.
struct TextChange {
  std::string text_id;
  int64_t revision = 0;  // That was decided upon.
  std::string content;
  int64_t code_points = 0;
  std::vector<StoredTurn> turns;  // All, as they are then.
  int64_t time = 0;
};

// What became of what lies on the text.
struct Moved {
  int64_t revision = 0;  // Of the text now.
  int codings = 0;       // That lie elsewhere than before.
  int deleted_codings = 0;
  int deleted_quote_sources = 0;
};

// Where a part of the former text lies in the new one; nullopt if none of it is left.
using Move = absl::FunctionRef<std::optional<TextSpan>(TextSpan)>;

// Corrects or redacts a text: codings, memos, sources of quotes and
// what another program refers to move with their words. A coding
// of which nothing is left goes, also one that becomes the same as another; a memo stays: on the
// coding that stays, or on the whole text. To be run by StudyFiles::Overwrite.
// RESOURCE_NOT_FOUND, ETAG_MISMATCH.
absl::StatusOr<Moved> ChangeText(sql::Connection& connection, const TextChange& change, Move move);

// Erases a text with all that lies on it; whether it was there. To be run by
// StudyFiles::Overwrite.
bool RemoveText(sql::Connection& connection, absl::string_view text_id);

// Erases all texts of a case as RemoveText, and the memos on the case; how many texts. To be run
// by StudyFiles::Overwrite.
int RemoveTextsOfCase(sql::Connection& connection, absl::string_view case_id);

}  // namespace lotse::survey::qualitative
