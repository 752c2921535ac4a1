#include "services/survey/qualitative/transcript/cue_text.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "runtime/types/utf8.h"
#include "services/survey/exchange/plain_text.h"
#include "services/survey/qualitative/transcript/time_marks.h"

namespace lotse::survey::qualitative {
namespace {

// The tags of WebVTT, and `font` of SubRip.
constexpr absl::string_view kTags[] = {"b", "c", "font", "i", "lang", "rt", "ruby", "u", "v"};

// Whether `tag`, which stands between `<` and `>`, is one of a cue: `i`, `/i`, `c.loud`,
// `lang de`, `00:00:01.000`.
bool IsTag(absl::string_view tag) {
  if (ParseTime(tag)) return true;
  absl::ConsumePrefix(&tag, "/");
  const std::string name = absl::AsciiStrToLower(tag.substr(0, tag.find_first_of(". \t\n/")));
  return std::find(std::begin(kTags), std::end(kTags), name) != std::end(kTags);
}

// `text` with its character references decoded, and runs of spaces and line ends as one space. A
// reference to a control character, which no text may have, stays as it is written.
std::string Decoded(absl::string_view text) {
  std::string decoded;
  while (!text.empty()) {
    absl::string_view behind = text;
    std::string meant = TakeReference(&behind);
    if (!meant.empty()) {
      const char32_t c = types::DecodeFirst(meant).value;
      if (types::IsControl(c) && !types::IsWhiteSpace(c)) meant.clear();
      if (types::IsControl(c) && types::IsWhiteSpace(c)) meant = std::string(1, ' ');
    }
    if (meant.empty()) {
      meant = std::string(text.substr(0, 1));
      behind = text.substr(1);
    }
    text = behind;
    const bool is_space = meant == " " || meant == "\n" || meant == "\t";
    if (is_space && (decoded.empty() || decoded.back() == ' ')) continue;
    decoded += is_space ? " " : meant;
  }
  return std::string(types::WithoutOuterSpace(decoded));
}

// The name that `<v.class Name>` gives; nullopt if `tag` is another one.
std::optional<absl::string_view> VoiceOf(absl::string_view tag) {
  if (!absl::ConsumePrefix(&tag, "v") && !absl::ConsumePrefix(&tag, "V")) return std::nullopt;
  if (tag.empty() || (tag[0] != ' ' && tag[0] != '\t' && tag[0] != '.')) return std::nullopt;
  const std::size_t space = tag.find_first_of(" \t");
  if (space == absl::string_view::npos) return std::nullopt;
  return types::WithoutOuterSpace(tag.substr(space));
}

}  // namespace

std::vector<CueVoice> ReadCueText(absl::string_view payload) {
  std::vector<CueVoice> voices;
  std::string speaker;
  std::string said;
  const auto end = [&] {
    const std::string text = Decoded(said);
    if (!text.empty()) voices.push_back({speaker, text});
    said.clear();
  };
  while (!payload.empty()) {
    const std::size_t open = payload.find('<');
    if (open == absl::string_view::npos) break;
    const std::size_t close = payload.find_first_of("<>", open + 1);
    if (close == absl::string_view::npos) break;
    const absl::string_view tag = payload.substr(open + 1, close - open - 1);
    if (payload[close] == '<' || !IsTag(tag)) {  // It was said: `<lacht>`, `3 < 5`.
      said.append(payload.data(), close);
      payload.remove_prefix(close);
      continue;
    }
    said.append(payload.data(), open);
    payload.remove_prefix(close + 1);
    if (const auto voice = VoiceOf(tag)) {
      end();
      speaker = Decoded(*voice);
    } else if (absl::EqualsIgnoreCase(tag, "/v")) {
      end();
      speaker.clear();
    }
  }
  said.append(payload.data(), payload.size());
  end();
  return voices;
}

}  // namespace lotse::survey::qualitative
