#include "services/survey/exchange/refi/texts.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "runtime/types/utf8.h"
#include "services/survey/exchange/refi/element_reader.h"

namespace lotse::survey::refi {
namespace {

using pugi::xml_node;

constexpr absl::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Of each CR LF the position of its LF, counted as if the two were one character, in order.
std::vector<int64_t> LineEnds(absl::string_view text) {
  std::vector<int64_t> ends;
  int64_t position = 0;
  while (!text.empty()) {
    if (absl::ConsumePrefix(&text, "\r\n")) {
      ends.push_back(position++);
    } else {
      types::TakeCodePoint(&text);
      ++position;
    }
  }
  return ends;
}

// A position that counts each CR LF once, as code points.
int64_t WithLineEnds(const std::vector<int64_t>& ends, int64_t position) {
  return position + (std::lower_bound(ends.begin(), ends.end(), position) - ends.begin());
}

}  // namespace

absl::string_view InternalName(absl::string_view path) {
  if (!absl::ConsumePrefix(&path, "internal://")) return "";
  while (absl::ConsumePrefix(&path, "/")) {
  }
  if (LeavesTheArchive(path) || path.back() == '/' || path.back() == '\\') return "";
  return path;
}

std::string InternalPart(const ZipArchive& archive, absl::string_view path) {
  const absl::string_view name = InternalName(path);
  if (name.empty()) return "";
  for (const std::string& part : {absl::StrCat("sources/", name), std::string(name)}) {
    if (archive.Has(part)) return part;
  }
  return "";
}

TextReader::TextReader(absl::string_view origin, const ExternalFiles& external, ZipArchive* archive,
                       ConformingXml* xml)
    : counts_line_ends_once_(absl::StartsWithIgnoreCase(origin, "ATLAS.ti")),
      external_(external),
      archive_(archive),
      xml_(*xml) {}

Text TextReader::Read(const xml_node& node) {
  Text text;
  text.guid = Attribute(node, "guid");
  text.name = Attribute(node, "name");
  text.rich_text_path = Attribute(node, "richTextPath");
  text.plain_text_path = Attribute(node, "plainTextPath");
  text.authorship = ReadAuthorship(node);
  text.description = Description(node);
  text.codings = ReadCodings(node);
  text.note_refs = References(node, "NoteRef");
  text.values = ReadValues(node);
  ReadContent(node, &text);
  if (text.has_text && text.text.empty() && !text.rich_text_path.empty()) {
    xml_.Warn(node,
              "There is a rich text and no plain text beside it that has words, which the standard "
              "asks for; the text was taken to be empty, and the rich one was left out.");
  }
  ReadSelections(node, &text);
  return text;
}

void TextReader::ReadContent(const xml_node& node, Text* text) {
  const xml_node content = Child(node, "PlainTextContent");
  if (text->plain_text_path.empty()) {
    text->text = TextBelow(content);
    return;
  }
  const bool internal = absl::StartsWith(text->plain_text_path, "internal://");
  if (content && !internal) {
    xml_.Warn(content,
              "The text stands in the project and outside of the archive; that of the project was "
              "read.");
    text->plain_text_path.clear();
    text->text = TextBelow(content);
    return;
  }
  if (const auto found = external_.find(text->plain_text_path);
      found != external_.end() && !internal) {
    return TakeExternal(node, found->second, text);
  }
  if (!internal) {
    text->has_text = false;
    xml_.Warn(node, absl::StrCat("The text lies outside of the archive (`",
                                 Shortened(text->plain_text_path), "`) and was not read."));
    return;
  }
  ReadPart(node, text);
  // Only where there is one: else it is told that there is none.
  if (content && text->has_text) {
    xml_.Warn(content, "The text stands in the project and in a file; that of the file was read.");
  }
}

void TextReader::ReadPart(const xml_node& node, Text* text) {
  const std::string part = archive_ ? InternalPart(*archive_, text->plain_text_path) : "";
  if (part.empty()) {
    return Fail(node,
                absl::StrCat("The archive has no text `", Shortened(text->plain_text_path),
                             "`; write the project anew."),
                text);
  }
  parts_.insert(ArchiveKey(part));
  const absl::StatusOr<std::string> bytes = archive_->Read(part);
  if (!bytes.ok()) return Fail(node, bytes.status().message(), text);
  TakeFile(node, *bytes, text);
}

void TextReader::Fail(const xml_node& node, absl::string_view what, Text* text) {
  text->has_text = false;
  xml_.Fail(node, what);
}

void TextReader::TakeExternal(const xml_node& node, absl::string_view bytes, Text* text) {
  if (bytes.size() > kMaxExternalBytes - external_bytes_) {
    return Fail(node,
                absl::StrCat("With `", Shortened(text->plain_text_path),
                             "` the texts outside of the archive have more than ",
                             kMaxExternalBytes, " bytes together; give a part of the project."),
                text);
  }
  external_bytes_ += bytes.size();
  TakeFile(node, bytes, text);
}

void TextReader::TakeFile(const xml_node& node, absl::string_view bytes, Text* text) {
  text->byte_order_mark = absl::ConsumePrefix(&bytes, kByteOrderMark);
  if (!types::IsUtf8(bytes)) {
    return Fail(node,
                absl::StrCat("The text `", Shortened(text->plain_text_path),
                             "` is not UTF-8; save it as UTF-8."),
                text);
  }
  text->text = std::string(bytes);
}

void TextReader::ReadSelections(const xml_node& node, Text* text) {
  std::vector<int64_t> ends;
  if (counts_line_ends_once_ && !text->plain_text_path.empty()) ends = LineEnds(text->text);
  const int64_t size = static_cast<int64_t>(types::CodePointCount(text->text));
  if (!ends.empty() && Child(node, "PlainTextSelection")) {
    xml_.Warn(node,
              "ATLAS.ti counts the end of a line as one character where the file has two; "
              "the positions were counted anew.");
  }
  for (const xml_node& child : Children(node, "PlainTextSelection")) {
    // A position that is missing was told where the form of the element was looked at.
    if (!child.attribute("startPosition") || !child.attribute("endPosition")) continue;
    TextSelection selection;
    selection.guid = Attribute(child, "guid");
    selection.name = Attribute(child, "name");
    selection.authorship = ReadAuthorship(child);
    selection.description = Description(child);
    selection.codings = ReadCodings(child);
    selection.note_refs = References(child, "NoteRef");
    int64_t begin = 0, end = 0;
    if (!absl::SimpleAtoi(child.attribute("startPosition").value(), &begin) ||
        !absl::SimpleAtoi(child.attribute("endPosition").value(), &end) || begin < 0 ||
        begin > end || end > INT32_MAX) {
      xml_.Fail(child,
                "A selection from `startPosition` to `endPosition` counts characters from "
                "0, and does not end before it begins.");
      continue;
    }
    selection.span = {WithLineEnds(ends, begin), WithLineEnds(ends, end)};
    if (text->has_text && selection.span.end > size) {
      xml_.Fail(child, absl::StrCat("The selection ends at ", selection.span.end, "; the text has ",
                                    size, " characters (code points)."));
      continue;
    }
    if (begin == end) {
      xml_.Warn(child,
                "The selection is empty: it has no character, and its codings count for nothing.");
      text->empty_selections.push_back(std::move(selection));
    } else {
      text->selections.push_back(std::move(selection));
    }
  }
}

}  // namespace lotse::survey::refi
