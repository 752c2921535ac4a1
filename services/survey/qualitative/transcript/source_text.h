#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace lotse::survey::qualitative {

// The text of a file as UTF-8 with LF as line end, without a byte order mark. CR LF, CR, form feed
// and vertical tab end a line as well. Takes UTF-8, and UTF-16 with a byte order mark.
// INVALID_ARGUMENT with line and byte, and with what would be right, if the file is larger than
// kMaxTranscriptBytes, in another encoding, or has another control character than a tab. No
// message repeats any of the file.
absl::StatusOr<std::string> DecodeSource(absl::string_view bytes);

// The lines of `text`, without their ends. INVALID_ARGUMENT with its number if one is longer than
// kMaxLineBytes.
absl::StatusOr<std::vector<absl::string_view>> SourceLines(absl::string_view text);

}  // namespace lotse::survey::qualitative
