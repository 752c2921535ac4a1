#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace lotse::survey::qualitative {

// What one voice says in a cue.
struct CueVoice {
  std::string speaker;  // Of `<v Name>`; empty if there is none.
  std::string text;     // Without the tags of cues, on one line.
};

// Takes the tags and character references of the text of a cue apart (WebVTT, 6.4). What
// is no tag of a cue, such as `<lacht>` or `x < 3 und y > 5`, was said and stays as it is.
std::vector<CueVoice> ReadCueText(absl::string_view payload);

}  // namespace lotse::survey::qualitative
