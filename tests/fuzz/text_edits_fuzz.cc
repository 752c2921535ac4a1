#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "runtime/types/utf8.h"
#include "services/survey/qualitative/text/redaction.h"
#include "services/survey/qualitative/text/text_edit.h"
#include "tests/fuzz/driver.h"

// Whatever texts and corrections come: spans stay within the text and on whole characters, two
// edits are one, and a redaction leaves no coding behind. The first line of an input has the
// places, two bytes each; the lines behind it are the text, and what replaces.

namespace {

using lotse::survey::qualitative::IndexedText;
using lotse::survey::qualitative::MovedSpan;
using lotse::survey::qualitative::Replacement;
using lotse::survey::qualitative::TextEdit;
using lotse::survey::qualitative::TextSpan;

void Require(bool condition, const char* what) {
  if (condition) return;
  std::fprintf(stderr, "broken promise: %s\n", what);
  std::abort();
}

void RequireRefusal(const absl::Status& status) {
  Require(absl::IsInvalidArgument(status), "a refusal is INVALID_ARGUMENT");
  Require(lotse::types::IsUtf8(status.message()), "a refusal can be sent");
}

// Spans of `text` from `places`, in order.
std::vector<TextSpan> Spans(const IndexedText& text, absl::string_view places, bool on_characters) {
  std::vector<int64_t> positions;
  for (std::size_t i = 0; i + 1 < places.size() && i < 64; i += 2) {
    const int high = static_cast<unsigned char>(places[i]);
    const int low = static_cast<unsigned char>(places[i + 1]);
    const int64_t position = (high * 256 + low) % (text.size() + 1);
    positions.push_back(on_characters ? text.BoundaryBefore(position) : position);
  }
  std::sort(positions.begin(), positions.end());
  std::vector<TextSpan> spans;
  for (std::size_t i = 0; i + 1 < positions.size(); i += 2) {
    spans.push_back({positions[i], positions[i + 1]});
  }
  return spans;
}

std::vector<Replacement> Corrections(const std::vector<TextSpan>& spans,
                                     const std::vector<absl::string_view>& lines) {
  std::vector<Replacement> corrections;
  for (std::size_t i = 0; i < spans.size(); ++i) {
    corrections.push_back({spans[i], std::string(lines[i % lines.size()])});
  }
  return corrections;
}

void CheckMoves(const TextEdit& edit, const IndexedText& before, const IndexedText& after) {
  Require(edit.size_after() == after.size(), "the length is known");
  int64_t last = 0;
  for (int64_t begin = 0; begin < std::min<int64_t>(before.size(), 200); ++begin) {
    const int64_t end = std::min(before.size(), begin + 1 + begin % 7);
    if (!before.IsBoundary(begin) || !before.IsBoundary(end)) continue;
    const MovedSpan moved = edit.Move({begin, end});
    const auto [from, to] = moved.span;
    Require(0 <= from && from <= to && to <= after.size(), "spans stay in the text");
    Require(after.IsBoundary(from) && after.IsBoundary(to), "spans stay on whole characters");
    Require(from >= last, "spans stay in order");
    last = from;
    const bool same = after.At(moved.span) == before.At({begin, end});
    Require(moved.fate != MovedSpan::Fate::kKept || same, "what is kept is the same");
    Require((moved.fate == MovedSpan::Fate::kLost) == (from == to), "what is lost is empty");
  }
}

void CheckRedaction(const IndexedText& before, const std::vector<TextSpan>& spans) {
  std::vector<lotse::survey::qualitative::Mention> mentions;
  for (const TextSpan& span : spans) mentions.push_back({span, "[Name 1]"});
  const auto redacted = lotse::survey::qualitative::Redact(before, mentions);
  if (!redacted.ok()) return RequireRefusal(redacted.status());
  CheckMoves(redacted->edit, before, redacted->text);
  for (const TextSpan& span : spans) {
    const MovedSpan moved = redacted->edit.Move(span);
    Require(moved.fate != MovedSpan::Fate::kLost, "codings stay");
    Require(redacted->text.At(moved.span) == "[Name 1]", "what is redacted is its label");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const absl::string_view input(reinterpret_cast<const char*>(data), size);
  const std::vector<absl::string_view> lines = absl::StrSplit(input, '\n');
  const absl::string_view places = lines[0];
  const std::size_t text_at = std::min(places.size() + 1, input.size());
  const auto before = IndexedText::Make(std::string(input.substr(text_at)));
  if (!before.ok()) {
    RequireRefusal(before.status());
    return 0;
  }
  const bool anywhere = !places.empty() && places[0] == '!';
  const std::vector<TextSpan> spans = Spans(*before, places, !anywhere);
  CheckRedaction(*before, spans);
  const auto edit = TextEdit::Make(*before, Corrections(spans, lines));
  if (!edit.ok()) {
    RequireRefusal(edit.status());
    return 0;
  }
  const auto between = edit->Apply(*before);
  if (!between.ok()) {
    RequireRefusal(between.status());
    return 0;
  }
  CheckMoves(*edit, *before, *between);
  const auto second = TextEdit::Make(*between, Corrections(Spans(*between, places, true), lines));
  if (!second.ok()) return 0;
  const auto after = second->Apply(*between);
  if (!after.ok()) return 0;
  const TextEdit both = TextEdit::Compose(*edit, *second);
  const auto at_once = both.Apply(*before);
  Require(at_once.ok() && at_once->utf8() == after->utf8(), "two edits are one");
  CheckMoves(both, *before, *at_once);
  return 0;
}

std::vector<std::string> FuzzSeeds() {
  return {
      "", std::string("\0\1\0\5\0\7\0\x9\n", 9) + "Grüße aus Köln, schöne Straße\nMüller",
      std::string("\0\3\0\3\0\6\0\x20\n", 9) +
          "I: \U0001F469\u200D\U0001F469\u200D\U0001F467 scho\u0308n\r\nB: \U0001F1E9\U0001F1EA",
      "!a?b\nab\u0308c"};
}

std::vector<std::string> FuzzTokens() {
  return {"\n",
          "\r\n",
          "\u0308",
          "\u200D",
          "\U0001F1E9",
          "\U0001F467",
          "ü",
          "ß",
          "a",
          " ",
          "[",
          "]",
          "Name",
          "!",
          std::string("\0\1", 2),
          std::string("\1\0", 2),
          "\u0600",
          "\u1100",
          "\u1161"};
}
