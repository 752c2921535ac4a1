#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace lotse::reporting {

// A text as it may be shown: what could not be seen, or could make other text
// look different from what it is, is written out as its code point, for example
// `[U+202E]`. These are control characters (but tab and line feed), characters
// that embed, override or isolate the direction of text, and noncharacters.
// CR LF and CR become LF; bytes that are not UTF-8 become U+FFFD.
std::string VisibleText(absl::string_view text);

// Name of an element or attribute. Only a constant of letters, digits, `-` and
// `:` compiles, so data can never become a name.
class MarkupName {
 public:
  // NOLINTNEXTLINE(google-explicit-constructor): written as a plain literal.
  consteval MarkupName(const char* name) : name_(name) {
    for (const char* c = name; *c != '\0'; ++c) {
      const bool letter = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z');
      if (!letter && !(*c >= '0' && *c <= '9') && *c != '-' && *c != ':') throw "not a name";
    }
  }

  const char* get() const { return name_; }

 private:
  const char* name_;
};

// An attribute and its value.
struct MarkupAttribute {
  MarkupName name;
  absl::string_view value;
};

// Writes markup that is HTML and well-formed XML at once. Every value passes
// through VisibleText and is escaped; there is no way to write raw text, so
// nothing that a report says can become markup.
class MarkupWriter {
 public:
  using Attributes = absl::Span<const MarkupAttribute>;

  // Begins with `<!DOCTYPE html>`.
  void Doctype();
  // Opens an element; its attributes stand in the given order.
  void Open(MarkupName tag, Attributes attributes = {});
  // Closes the element that was opened last and is still open.
  void Close();
  // Text inside the open element.
  void Text(absl::string_view text);
  // An element with nothing but text.
  void Leaf(MarkupName tag, Attributes attributes, absl::string_view text);
  // An element that never has content, such as `meta`.
  void Void(MarkupName tag, Attributes attributes);
  // A style sheet, which HTML reads literally. `<`, `>` and `&` would be read in two ways; they
  // become CSS escapes, which mean the same in a string and nothing elsewhere.
  void Style(absl::string_view css);
  // A line break between elements, for people who read the source.
  void NewLine();

  // The markup; whatever is still open is closed.
  std::string Finish() &&;

 private:
  void OpenTag(MarkupName tag, Attributes attributes);

  std::string out_;
  std::vector<const char*> open_;
};

}  // namespace lotse::reporting
