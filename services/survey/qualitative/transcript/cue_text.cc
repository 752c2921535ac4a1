#include "services/survey/qualitative/transcript/cue_text.h"

#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "services/survey/qualitative/transcript/turn_builder.h"

namespace lotse::survey::qualitative {
namespace {

struct Reference {
  absl::string_view name;
  absl::string_view text;
};

// Those of WebVTT, and of XML, which SubRip files have.
constexpr Reference kReferences[] = {
    {"&amp;", "&"}, {"&lt;", "<"},        {"&gt;", ">"},       {"&quot;", "\""},   {"&apos;", "'"},
    {"&#39;", "'"}, {"&nbsp;", "\u00A0"}, {"&lrm;", "\u200E"}, {"&rlm;", "\u200F"}};

// `text` with its character references decoded, and runs of spaces and line ends as one space.
std::string Decoded(absl::string_view text) {
  std::string decoded;
  while (!text.empty()) {
    absl::string_view taken = text.substr(0, 1);
    absl::string_view meant = taken;
    for (const Reference& reference : kReferences) {
      if (!absl::StartsWith(text, reference.name)) continue;
      taken = reference.name;
      meant = reference.text;
    }
    text.remove_prefix(taken.size());
    const bool is_space = meant == " " || meant == "\n" || meant == "\t";
    if (is_space && (decoded.empty() || decoded.back() == ' ')) continue;
    decoded += is_space ? " " : std::string(meant);
  }
  return std::string(WithoutOuterSpace(decoded));
}

// The name that `<v.class Name>` gives; nullopt if `tag` is another one.
std::optional<absl::string_view> VoiceOf(absl::string_view tag) {
  if (!absl::ConsumePrefix(&tag, "v")) return std::nullopt;
  if (tag.empty() || (tag[0] != ' ' && tag[0] != '\t' && tag[0] != '.')) return std::nullopt;
  const std::size_t space = tag.find_first_of(" \t");
  if (space == absl::string_view::npos) return std::nullopt;
  return WithoutOuterSpace(tag.substr(space));
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
    const std::size_t close = open == absl::string_view::npos ? open : payload.find('>', open);
    if (close == absl::string_view::npos) break;
    said.append(payload.data(), open);
    const absl::string_view tag = payload.substr(open + 1, close - open - 1);
    payload.remove_prefix(close + 1);
    if (const auto voice = VoiceOf(tag)) {
      end();
      speaker = Decoded(*voice);
    } else if (tag == "/v") {
      end();
      speaker.clear();
    }
  }
  said.append(payload.data(), payload.size());
  end();
  return voices;
}

}  // namespace lotse::survey::qualitative
