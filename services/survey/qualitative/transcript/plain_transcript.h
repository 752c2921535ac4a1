#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/survey/qualitative/transcript/spoken_lines.h"
#include "services/survey/qualitative/transcript/transcript.h"

namespace lotse::survey::qualitative {

// Reads a transcript in plain text as ReadSpokenLines says. White space at the ends of lines is
// left out. INVALID_ARGUMENT with the place if DecodeSource or SourceLines refuse it, or if a
// limit of a transcript is passed.
absl::StatusOr<Transcript> ReadPlainTranscript(absl::string_view bytes,
                                               const SpeakerOptions& options);

}  // namespace lotse::survey::qualitative
