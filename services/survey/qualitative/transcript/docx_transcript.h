#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/survey/qualitative/transcript/spoken_lines.h"
#include "services/survey/qualitative/transcript/transcript.h"

namespace lotse::survey::qualitative {

// Most elements that may lie in one another in a document.
inline constexpr int kMaxDocumentDepth = 100;

// Reads a transcript in a text document (.docx, Office Open XML: ECMA-376) as ReadSpokenLines says,
// with each paragraph, and each line of one, as a line; findings name the paragraph, from 1. In a
// table the cells of a row are one line, a colon behind the first one that names a speaker.
// Tracked insertions count as text. Tracked deletions, comments, foot- and endnotes, headers,
// footers, pictures and text boxes are left out, each with a finding. INVALID_ARGUMENT that names
// the part if the file is damaged, passes a limit of ZipArchive or ReadXmlPart, is nested deeper
// than kMaxDocumentDepth or is another kind of file.
absl::StatusOr<Transcript> ReadDocxTranscript(absl::string_view bytes,
                                              const SpeakerOptions& options);

}  // namespace lotse::survey::qualitative
