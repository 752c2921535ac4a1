#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/survey/qualitative/transcript/spoken_lines.h"
#include "services/survey/qualitative/transcript/transcript.h"

namespace lotse::survey::qualitative {

// The two forms of captions.
enum class CueFormat {
  kWebVtt,  // WebVTT (W3C Candidate Recommendation, 2019): .vtt
  kSubRip,  // SubRip: .srt
};

// Reads captions as turns. A speaker is what `<v Name>` says, or a label at the begin of a cue
// (ReadSpeakerLabel); if there is a list of speakers, only one that the options have: any other is
// a sentence with a colon. A speaker of the list who says nothing is a WARNING. Several `<v>` in a
// cue are several turns. Cues of one speaker that follow each other are one turn, from the begin of
// the first to the end of the last; of cues without a speaker each is a turn. Lines and cues of a
// turn are parted by a space, and each cue leaves a time mark. Other tags of cues vanish, `&amp;`
// and the like are decoded; NOTE, STYLE and REGION blocks are left out with a NOTE. A cue whose
// times cannot be read, or that ends before it begins, is an ERROR with its line. INVALID_ARGUMENT
// as ReadPlainTranscript, and if the file is not of this format.
absl::StatusOr<Transcript> ReadCueTranscript(absl::string_view bytes, CueFormat format,
                                             const SpeakerOptions& options = {});

}  // namespace lotse::survey::qualitative
