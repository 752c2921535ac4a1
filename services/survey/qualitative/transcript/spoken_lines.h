#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "services/survey/exchange/finding_list.h"
#include "services/survey/qualitative/transcript/transcript.h"

namespace lotse::survey::qualitative {

// A line of a file, or a paragraph of a document.
struct SpokenLine {
  int number = 0;  // From 1.
  std::string text;
  // A heading is a turn of its own, without a speaker.
  bool is_heading = false;
};

// What is told of the first line of each label that begins no turn, as others were given.
inline constexpr char kWarningOfOther[] =
    "A label of nobody who was given was read as what is said; if it is a speaker, say who that "
    "is.";

// The same where each label has to be known.
inline constexpr char kErrorOfOther[] =
    "A label of nobody who was given, in a case in which somebody took their consent back; say "
    "whose it is, or take its colon out if it is no speaker.";

// How lines are read as turns.
struct SpeakerOptions {
  // The labels of the speakers as they stand in the file, without a role. If there are any, no
  // other label begins a turn; each gets a WARNING.
  std::vector<std::string> speakers;
  // Labels that begin a turn in any case, and are not missed if they do not.
  std::vector<std::string> others = {};
  // Whether a label that begins no turn is an ERROR: what its line says may be of somebody whose
  // words are not to be kept.
  bool each_is_known = false;
  // False for what nobody speaks, as a document: no line of it has a label.
  bool has_labels = true;
  // Whether each paragraph is a turn, as each answer to an open question is.
  bool has_paragraphs = false;
};

// Warns of speakers that were given and say nothing; `said`: how often each of them speaks.
void WarnOfMissing(const absl::flat_hash_map<std::string, int>& said, FindingList* findings);

// Makes turns of `lines`, as transcription rules write them: a turn begins with a label
// (ReadSpeakerLabel), before or behind which a time mark may stand, and goes on until the next.
// Without a list of speakers a label counts if it comes twice, or if it follows an empty line or,
// unless empty lines part the turns, another label; one that comes once gets a WARNING either way,
// since it may be a sentence with a colon; so does one that comes often, and never behind an empty
// line, a heading, a line of time marks or another label. What stands before the first label is a
// turn without a speaker. INVALID_ARGUMENT if a limit of a transcript is passed. `findings` are of
// what made the lines.
absl::StatusOr<Transcript> ReadSpokenLines(const std::vector<SpokenLine>& lines,
                                           const SpeakerOptions& options,
                                           std::vector<v1alpha::ImportFinding> findings);

}  // namespace lotse::survey::qualitative
