#include "services/survey/qualitative/transcript/plain_transcript.h"

#include "services/survey/qualitative/transcript/source_text.h"

namespace lotse::survey::qualitative {

absl::StatusOr<Transcript> ReadPlainTranscript(absl::string_view bytes,
                                               const SpeakerOptions& options) {
  const absl::StatusOr<std::string> text = DecodeSource(bytes);
  if (!text.ok()) return text.status();
  const auto lines = SourceLines(*text);
  if (!lines.ok()) return lines.status();
  std::vector<SpokenLine> spoken;
  spoken.reserve(lines->size());
  for (const absl::string_view line : *lines) {
    spoken.push_back({static_cast<int>(spoken.size()) + 1, std::string(line)});
  }
  return ReadSpokenLines(spoken, options, {});
}

}  // namespace lotse::survey::qualitative
