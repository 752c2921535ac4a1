#pragma once

#include <cstdio>
#include <cstdlib>

#include "absl/status/statusor.h"
#include "runtime/types/utf8.h"
#include "services/survey/qualitative/transcript/transcript.h"

// What holds of every transcript, whatever file it was read from.

namespace lotse::survey::qualitative {

inline void Require(bool condition, const char* what) {
  if (condition) return;
  std::fprintf(stderr, "broken promise: %s\n", what);
  std::abort();
}

inline void CheckTranscript(const absl::StatusOr<Transcript>& transcript) {
  if (!transcript.ok()) {
    Require(absl::IsInvalidArgument(transcript.status()), "a refusal is INVALID_ARGUMENT");
    Require(types::IsUtf8(transcript.status().message()), "a refusal can be sent");
    return;
  }
  const IndexedText& text = transcript->text;
  int64_t last = 0;
  for (const Turn& turn : transcript->turns) {
    const auto [begin, end] = turn.span;
    Require(last <= begin && begin < end && end <= text.size(), "turns are in order and not empty");
    Require(text.At({last, begin}) == (last == 0 ? "" : "\n"), "all of the text is in a turn");
    Require(text.IsBoundary(begin) && text.IsBoundary(end), "turns have whole characters");
    Require(types::IsUtf8(turn.speaker) && types::IsUtf8(turn.role), "labels are UTF-8");
    last = end;
  }
  Require(last == text.size(), "all of the text is said");
  Require(transcript->turns.size() <= kMaxTurns, "turns are limited");
  Require(transcript->speakers.size() <= kMaxSpeakers, "speakers are limited");
  Require(transcript->time_marks.size() <= kMaxTimeMarks, "time marks are limited");
  for (const TimeMark& mark : transcript->time_marks) {
    Require(mark.time_ms >= 0 && mark.time_ms < kMaxTimeMs, "times are limited");
    Require(mark.position >= 0 && mark.position <= text.size() && text.IsBoundary(mark.position),
            "time marks stand between characters");
  }
  for (const auto& finding : transcript->findings) {
    Require(types::IsUtf8(finding.message()), "findings can be sent");
  }
}

}  // namespace lotse::survey::qualitative
