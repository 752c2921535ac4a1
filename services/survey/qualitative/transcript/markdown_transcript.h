#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/survey/qualitative/transcript/spoken_lines.h"
#include "services/survey/qualitative/transcript/transcript.h"

namespace lotse::survey::qualitative {

// Reads a transcript in Markdown (CommonMark) as ReadSpokenLines says: `**B1:** …` or `B1: …`.
// Emphasis, bullets and other marks vanish; numbers of lists stay. Headings are turns of their own
// without a speaker. HTML stays as it is written, addresses of links and pictures are left out,
// each with a WARNING; definitions of addresses (`[B]: …`) stay as what was said. Thematic breaks
// (`---`) are left out with a NOTE. INVALID_ARGUMENT as ReadPlainTranscript.
absl::StatusOr<Transcript> ReadMarkdownTranscript(absl::string_view bytes,
                                                  const SpeakerOptions& options);

}  // namespace lotse::survey::qualitative
