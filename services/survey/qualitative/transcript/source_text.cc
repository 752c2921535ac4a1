#include "services/survey/qualitative/transcript/source_text.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "runtime/types/utf8.h"
#include "services/survey/qualitative/transcript/transcript.h"

namespace lotse::survey::qualitative {
namespace {

constexpr absl::string_view kUtf8Mark = "\xEF\xBB\xBF";

absl::Status Refused(absl::string_view before, std::size_t byte, absl::string_view what) {
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  return absl::InvalidArgumentError(absl::StrCat("line ", line, ", byte ", byte, ": ", what));
}

// UTF-16 behind its byte order mark, which takes the first two bytes of the file.
absl::StatusOr<std::string> FromUtf16(absl::string_view bytes, bool is_little_endian) {
  std::string utf8;
  const auto unit = [&](std::size_t at) -> char32_t {
    const auto first = static_cast<unsigned char>(bytes[at]);
    const auto second = static_cast<unsigned char>(bytes[at + 1]);
    return is_little_endian ? first | (second << 8) : (first << 8) | second;
  };
  for (std::size_t at = 2; at < bytes.size(); at += 2) {
    const auto refused = [&](absl::string_view what) { return Refused(utf8, at, what); };
    if (at + 1 == bytes.size()) return refused("half a character of UTF-16; the file is cut off");
    char32_t c = unit(at);
    if (c >= 0xD800 && c <= 0xDFFF) {
      const bool is_pair =
          c < 0xDC00 && at + 3 < bytes.size() && unit(at + 2) >= 0xDC00 && unit(at + 2) <= 0xDFFF;
      if (!is_pair) return refused("half a pair of UTF-16; save the file as UTF-8");
      c = 0x10000 + ((c - 0xD800) << 10) + (unit(at + 2) - 0xDC00);
      at += 2;
    }
    types::AppendUtf8(c, &utf8);
  }
  return utf8;
}

absl::Status CheckCharacters(absl::string_view text) {
  absl::string_view rest = text;
  while (!rest.empty()) {
    const std::size_t at = text.size() - rest.size();
    const types::CodePoint c = types::DecodeFirst(rest);
    if (!c.valid) {
      return Refused(text.substr(0, at), at,
                     "not UTF-8; open the file in a text editor and save it as UTF-8");
    }
    const bool ends_line = c.value == 0x85 || (c.value >= '\n' && c.value <= '\r');
    if (types::IsControl(c.value) && c.value != '\t' && !ends_line) {
      return Refused(text.substr(0, at), at,
                     "a control character; is this a text file? Save it as plain text in UTF-8");
    }
    rest.remove_prefix(c.size);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> DecodeSource(absl::string_view bytes) {
  if (bytes.size() > kMaxTranscriptBytes) {
    return absl::InvalidArgumentError(absl::StrCat("the file has ", bytes.size(),
                                                   " bytes; at most ", kMaxTranscriptBytes,
                                                   ": give it in several parts"));
  }
  std::string text;
  if (absl::StartsWith(bytes, "\xFF\xFE") || absl::StartsWith(bytes, "\xFE\xFF")) {
    absl::StatusOr<std::string> converted = FromUtf16(bytes, bytes[0] == '\xFF');
    if (!converted.ok()) return converted;
    text = *std::move(converted);
  } else {
    text = std::string(absl::StripPrefix(bytes, kUtf8Mark));
  }
  if (absl::Status s = CheckCharacters(text); !s.ok()) return s;
  return absl::StrReplaceAll(
      text, {{"\r\n", "\n"}, {"\r", "\n"}, {"\f", "\n"}, {"\v", "\n"}, {"\u0085", "\n"}});
}

absl::StatusOr<std::vector<absl::string_view>> SourceLines(absl::string_view text) {
  std::vector<absl::string_view> lines = absl::StrSplit(text, '\n');
  if (lines.back().empty()) lines.pop_back();
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].size() <= kMaxLineBytes) continue;
    return absl::InvalidArgumentError(absl::StrCat("line ", i + 1, ": it has ", lines[i].size(),
                                                   " bytes; at most ", kMaxLineBytes,
                                                   ": put each turn on a line of its own"));
  }
  return lines;
}

}  // namespace lotse::survey::qualitative
