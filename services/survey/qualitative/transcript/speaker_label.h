#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace lotse::survey::qualitative {

// Who speaks, at the beginning of a line: `B1:`, `Frau Weber (Moderation):`.
struct SpeakerLabel {
  std::string speaker;
  std::string role;
  // Bytes that it takes, with the colon.
  std::size_t size = 0;
};

// The label with which `line`, which does not begin with white space, begins: one to four words of
// at most kMaxSpeakerLength code points, perhaps a role in parentheses, a colon, then white space
// or the end. It begins with a letter, a digit only if letters follow, and has none of the signs
// that only sentences have (comma, semicolon, question and exclamation mark, quotation marks).
// nullopt if there is none.
std::optional<SpeakerLabel> ReadSpeakerLabel(absl::string_view line);

// `name (role)` without a colon, as captions and tables name a speaker; the role may be missing.
SpeakerLabel SplitRole(absl::string_view label);

}  // namespace lotse::survey::qualitative
