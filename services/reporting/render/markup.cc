#include "services/reporting/render/markup.h"

#include <cstdint>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "runtime/types/utf8.h"

namespace lotse::reporting {
namespace {

// Tab and line feed are layout that a reader sees.
bool IsHiddenControl(char32_t c) { return types::IsControl(c) && c != '\t' && c != '\n'; }

// Embeddings and overrides, and isolates (Unicode Standard Annex 9, 2.1 to 2.4).
bool ChangesDirection(char32_t c) {
  return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

bool IsNoncharacter(char32_t c) { return (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE; }

// `[U+202E]`.
std::string CodePointName(char32_t c) {
  const std::string digits = absl::StrCat(absl::Hex(static_cast<uint32_t>(c), absl::kZeroPad4));
  return absl::StrCat("[U+", absl::AsciiStrToUpper(digits), "]");
}

// Hands the visible form of `text` to `append`, character by character.
template <typename Append>
void ForEachVisible(absl::string_view text, const Append& append) {
  while (!text.empty()) {
    const types::CodePoint first = types::DecodeFirst(text);
    const absl::string_view bytes = text.substr(0, first.size);
    text.remove_prefix(first.size);
    if (!first.valid) {
      append("\uFFFD");
    } else if (first.value == '\r') {
      if (text.empty() || text.front() != '\n') append("\n");
    } else if (IsHiddenControl(first.value) || ChangesDirection(first.value) ||
               IsNoncharacter(first.value)) {
      append(CodePointName(first.value));
    } else {
      append(bytes);
    }
  }
}

absl::string_view Escaped(absl::string_view piece) {
  if (piece.size() != 1) return piece;
  switch (piece.front()) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    default:
      return piece;
  }
}

void AppendEscaped(absl::string_view text, std::string& out) {
  ForEachVisible(text, [&out](absl::string_view piece) { absl::StrAppend(&out, Escaped(piece)); });
}

}  // namespace

std::string VisibleText(absl::string_view text) {
  std::string out;
  ForEachVisible(text, [&out](absl::string_view piece) { absl::StrAppend(&out, piece); });
  return out;
}

void MarkupWriter::Doctype() { out_ += "<!DOCTYPE html>\n"; }

void MarkupWriter::OpenTag(MarkupName tag, Attributes attributes) {
  absl::StrAppend(&out_, "<", tag.get());
  for (const MarkupAttribute& attribute : attributes) {
    absl::StrAppend(&out_, " ", attribute.name.get(), "=\"");
    AppendEscaped(attribute.value, out_);
    out_ += '"';
  }
}

void MarkupWriter::Open(MarkupName tag, Attributes attributes) {
  OpenTag(tag, attributes);
  out_ += '>';
  open_.push_back(tag.get());
}

void MarkupWriter::Close() {
  if (open_.empty()) return;
  absl::StrAppend(&out_, "</", open_.back(), ">");
  open_.pop_back();
}

void MarkupWriter::Text(absl::string_view text) { AppendEscaped(text, out_); }

void MarkupWriter::Leaf(MarkupName tag, Attributes attributes, absl::string_view text) {
  Open(tag, attributes);
  Text(text);
  Close();
}

void MarkupWriter::Void(MarkupName tag, Attributes attributes) {
  OpenTag(tag, attributes);
  out_ += " />";
}

void MarkupWriter::Style(absl::string_view css) {
  Open("style");
  out_ += absl::StrReplaceAll(VisibleText(css), {{"<", "\\3c "}, {">", "\\3e "}, {"&", "\\26 "}});
  Close();
}

void MarkupWriter::NewLine() { out_ += '\n'; }

std::string MarkupWriter::Finish() && {
  while (!open_.empty()) Close();
  return std::move(out_);
}

}  // namespace lotse::reporting
