#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/survey/exchange/finding_list.h"
#include "services/survey/qualitative/transcript/transcript.h"

namespace lotse::survey::qualitative {

// Puts a transcript together, turn by turn. Texts are valid UTF-8; lines are those of the source,
// for findings.
class TurnBuilder {
 public:
  // Begins a turn; it is there once something is said in it. A turn in which nothing was said is
  // left out with a WARNING if it has a speaker.
  void Begin(int line, absl::string_view speaker, absl::string_view role);
  bool has_turn() const { return has_turn_; }
  const std::string& speaker() const { return turn_.speaker; }

  // Adds what is said on a line, without white space at its ends and without time marks, which are
  // taken up; behind a line end if something was said before. A mark before all that is said tells
  // when the turn begins, one behind all when it ends; one alone on a line before a turn tells when
  // that begins, too.
  void AddLine(int line, absl::string_view text);
  // Adds an empty line, if something else comes in this turn.
  void AddBlank();
  // Adds what is said, as it is, behind `separator` if something was said before.
  void AddText(absl::string_view text, absl::string_view separator);
  // Notes that `said`, which was added last, begins at a time.
  void AddCueMark(int line, int64_t time_ms, absl::string_view said);
  // Says when what was said since Begin began and ended; a second call moves the end only.
  void SetTimes(int64_t begin_ms, int64_t end_ms);

  FindingList& findings() { return findings_; }

  // INVALID_ARGUMENT if a limit of a transcript or IndexedText was passed.
  absl::StatusOr<Transcript> Finish() &&;

 private:
  void End();
  void AddMark(int line, int64_t position, int64_t time_ms);
  void TakeMarks(int line, std::string* said, std::vector<TimeMark>* marks);

  FindingList findings_;
  absl::Status status_;
  Transcript transcript_;
  absl::flat_hash_set<std::string> speakers_;
  std::string utf8_;
  int64_t size_ = 0;  // Of utf8_, in code points.

  Turn turn_;
  bool has_turn_ = false;
  bool is_said_ = false;  // Something was said in the turn.
  int turn_line_ = 0;
  int blank_lines_ = 0;
  std::optional<int64_t> next_begin_;
  int64_t last_mark_ = 0;
};

}  // namespace lotse::survey::qualitative
