#include "runtime/types/utf8.h"

namespace lotse::types {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

// Length that a lead byte announces and the range of the byte after it; the
// narrowed ranges shut out overlong forms, surrogates and what lies above
// U+10FFFF.
struct Lead {
  size_t size;
  unsigned char low;
  unsigned char high;
};

Lead Classify(unsigned char byte) {
  if (byte < 0x80) return {1, 0, 0};
  if (byte < 0xC2) return {0, 0, 0};
  if (byte < 0xE0) return {2, 0x80, 0xBF};
  if (byte == 0xE0) return {3, 0xA0, 0xBF};
  if (byte == 0xED) return {3, 0x80, 0x9F};
  if (byte < 0xF0) return {3, 0x80, 0xBF};
  if (byte == 0xF0) return {4, 0x90, 0xBF};
  if (byte < 0xF4) return {4, 0x80, 0xBF};
  if (byte == 0xF4) return {4, 0x80, 0x8F};
  return {0, 0, 0};
}

}  // namespace

CodePoint DecodeFirst(absl::string_view text) {
  const auto byte = [text](size_t i) { return static_cast<unsigned char>(text[i]); };
  const Lead lead = Classify(byte(0));
  if (lead.size == 1) return {byte(0), 1, true};
  if (lead.size == 0 || text.size() < lead.size) return {kReplacement, 1, false};
  if (byte(1) < lead.low || byte(1) > lead.high) return {kReplacement, 1, false};
  char32_t value = byte(0) & (0x7F >> lead.size);
  for (size_t i = 1; i < lead.size; ++i) {
    if (!IsContinuation(text[i])) return {kReplacement, 1, false};
    value = (value << 6) | (byte(i) & 0x3F);
  }
  return {value, lead.size, true};
}

bool IsUtf8(absl::string_view text) {
  while (!text.empty()) {
    const CodePoint first = DecodeFirst(text);
    if (!first.valid) return false;
    text.remove_prefix(first.size);
  }
  return true;
}

std::optional<char32_t> TakeCodePoint(absl::string_view* text) {
  const CodePoint first = DecodeFirst(*text);
  text->remove_prefix(first.size);
  if (!first.valid) return std::nullopt;
  return first.value;
}

std::size_t CodePointCount(absl::string_view text) {
  std::size_t count = 0;
  for (; !text.empty(); ++count) text.remove_prefix(DecodeFirst(text).size);
  return count;
}

void AppendUtf8(char32_t c, std::string* out) {
  if (c < 0x80) {
    out->push_back(static_cast<char>(c));
    return;
  }
  constexpr unsigned char kLeads[] = {0, 0xC0, 0xE0, 0xF0};
  const int tail = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
  out->push_back(static_cast<char>(kLeads[tail] | (c >> (6 * tail))));
  for (int i = tail - 1; i >= 0; --i) {
    out->push_back(static_cast<char>(0x80 | (c >> (6 * i) & 0x3F)));
  }
}

absl::string_view WithoutOuterSpace(absl::string_view text) {
  std::size_t begin = text.size();
  std::size_t end = 0;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint c = DecodeFirst(text.substr(at));
    if (!IsWhiteSpace(c.value)) {
      if (end == 0) begin = at;
      end = at + c.size;
    }
    at += c.size;
  }
  return end == 0 ? text.substr(0, 0) : text.substr(begin, end - begin);
}

bool IsWhiteSpace(char32_t c) {
  return (c >= 0x09 && c <= 0x0D) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000;
}

bool IsControl(char32_t c) { return c < 0x20 || (c >= 0x7F && c <= 0x9F); }

bool IsXmlCharacter(char32_t c) {
  return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c <= 0xD7FF) ||
         (c >= 0xE000 && c <= 0xFFFD) || (c >= 0x10000 && c <= 0x10FFFF);
}

bool CanBeXml(absl::string_view text) {
  while (!text.empty()) {
    const std::optional<char32_t> c = TakeCodePoint(&text);
    if (!c.has_value() || !IsXmlCharacter(*c)) return false;
  }
  return true;
}

std::string ForXml(absl::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::optional<char32_t> c = TakeCodePoint(&text);
    AppendUtf8(c.has_value() && IsXmlCharacter(*c) ? *c : kReplacement, &out);
  }
  return out;
}

}  // namespace lotse::types
