#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lotse/survey/v1alpha/import_finding.pb.h"
#include "services/survey/qualitative/text/indexed_text.h"
#include "services/survey/qualitative/text/text_span.h"

namespace lotse::survey::qualitative {

// Limits of a transcript. A conversation of two hours has some 20,000 words: 130,000 bytes of
// text, 1,000 turns, and as captions 3,000 cues.
inline constexpr std::size_t kMaxTranscriptBytes = 8u << 20;  // Of a file.
inline constexpr std::size_t kMaxTurns = 50'000;
inline constexpr std::size_t kMaxTimeMarks = 100'000;
inline constexpr std::size_t kMaxSpeakers = 200;
inline constexpr int64_t kMaxSpeakerLength = 64;          // Code points of a label; of a role too.
inline constexpr std::size_t kMaxLineBytes = 256u << 10;  // A line, paragraph or cue.
inline constexpr int64_t kMaxTimeMs = 100 * 3600 * 1000LL;  // Times are below 100 hours.

// What one person says until somebody else does.
struct Turn {
  // As the transcript names the speaker; empty if it does not say, as for a heading.
  std::string speaker;
  // What stands in parentheses behind the label, such as `Moderation`; may be empty.
  std::string role;
  // Time in the recording, in milliseconds, where it is given.
  std::optional<int64_t> begin_ms;
  std::optional<int64_t> end_ms;
  // What is said, in the text of the transcript; never empty.
  TextSpan span;

  friend bool operator==(const Turn&, const Turn&) = default;
};

// A time in the recording and the position of what is said then.
struct TimeMark {
  int64_t position = 0;
  int64_t time_ms = 0;

  friend bool operator==(const TimeMark&, const TimeMark&) = default;
};

// A transcript that was read from a file.
struct Transcript {
  // What is said, a turn behind the other with a line end between them. Labels, roles and time
  // marks are taken out of it; all else stands as in the file, with LF as line end.
  IndexedText text;
  // In the order of the text.
  std::vector<Turn> turns;
  // Every time mark of the file, in the order of the text.
  std::vector<TimeMark> time_marks;
  // The labels in the order in which they first come.
  std::vector<std::string> speakers;
  // What was left out, changed or doubtful, by line (of .docx: paragraph) from 1. With an ERROR
  // among them nothing may be stored. No finding repeats any of what is said, or a label.
  std::vector<v1alpha::ImportFinding> findings;
};

}  // namespace lotse::survey::qualitative
