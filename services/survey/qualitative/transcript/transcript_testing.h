#pragma once

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/survey/qualitative/text/text_testing.h"
#include "services/survey/qualitative/transcript/transcript.h"

// What the tests of transcripts share.

namespace lotse::survey::qualitative {

// The turns in a notation for comparison: `speaker (role) [begin-end] text`.
inline std::vector<std::string> Turns(const Transcript& transcript) {
  std::vector<std::string> turns;
  for (const Turn& turn : transcript.turns) {
    std::string line = turn.speaker.empty() ? "?" : turn.speaker;
    if (!turn.role.empty()) absl::StrAppend(&line, " (", turn.role, ")");
    if (turn.begin_ms || turn.end_ms) {
      absl::StrAppend(&line, " [", turn.begin_ms ? absl::StrCat(*turn.begin_ms) : "", "-",
                      turn.end_ms ? absl::StrCat(*turn.end_ms) : "", "]");
    }
    turns.push_back(absl::StrCat(line, " ", transcript.text.At(turn.span)));
  }
  return turns;
}

// The time marks as `position=time`.
inline std::vector<std::string> Marks(const Transcript& transcript) {
  std::vector<std::string> marks;
  for (const TimeMark& mark : transcript.time_marks) {
    marks.push_back(absl::StrCat(mark.position, "=", mark.time_ms));
  }
  return marks;
}

// The findings as `WARNING line message`.
inline std::vector<std::string> FindingsOf(const Transcript& transcript) {
  std::vector<std::string> findings;
  for (const v1alpha::ImportFinding& one : transcript.findings) {
    findings.push_back(absl::StrCat(v1alpha::ImportFinding::Severity_Name(one.severity()).substr(9),
                                    " ", one.line(), " ", one.message()));
  }
  return findings;
}

}  // namespace lotse::survey::qualitative
