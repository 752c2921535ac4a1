#include "services/survey/qualitative/transcript/docx_paragraphs.h"

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "runtime/types/utf8.h"
#include "services/survey/exchange/tables/package_xml.h"
#include "services/survey/qualitative/transcript/docx_transcript.h"
#include "services/survey/qualitative/transcript/speaker_label.h"
#include "services/survey/qualitative/transcript/time_marks.h"

namespace lotse::survey::qualitative {
namespace {

using pugi::xml_node;

// An element that is not read, and what is said of it.
struct LeftOut {
  absl::string_view element;
  absl::string_view message;
};

// ECMA-376-1, 17.
constexpr LeftOut kLeftOut[] = {
    {"del", "A tracked deletion was left out; accept or reject all changes to be sure."},
    {"moveFrom", "Moved text was left out where it stood before."},
    {"footnoteReference", "A footnote was left out."},
    {"endnoteReference", "An endnote was left out."},
    {"commentReference", "A comment was left out."},
    {"drawing", "A picture or text box was left out."},
    {"pict", "A picture or text box was left out."},
    {"object", "An embedded object was left out."},
    {"sym", "A character of a font of signs was left out."},
    {"oMath", "A formula was left out."},
    {"altChunk", "An embedded document was left out."},
    {"instrText", ""},  // How a field is made; its text follows.
    {"Fallback", ""},   // The same again for older programs.
};

class ParagraphReader {
 public:
  explicit ParagraphReader(FindingList* findings) : findings_(*findings) {}

  absl::StatusOr<std::vector<SpokenLine>> Read(const xml_node& body) {
    ReadBlocks(body, 0);
    if (!status_.ok()) return status_;
    return std::move(lines_);
  }

 private:
  bool IsTooDeep(int depth) {
    if (depth <= kMaxDocumentDepth) return false;
    Fail(absl::StrCat("elements lie more than ", kMaxDocumentDepth,
                      " deep in one another; save the document anew"));
    return true;
  }

  void Fail(absl::string_view what) {
    if (!status_.ok()) return;
    status_ = absl::InvalidArgumentError(absl::StrCat("paragraph ", paragraph_, ": ", what));
  }

  // True if `node` is left out; says so.
  bool LeavesOut(const xml_node& node) {
    const absl::string_view name = LocalName(node.name());
    for (const LeftOut& one : kLeftOut) {
      if (one.element != name) continue;
      if (!one.message.empty()) findings_.Warn(paragraph_, "", one.message);
      return true;
    }
    return false;
  }

  void ReadBlocks(const xml_node& parent, int depth) {
    if (IsTooDeep(depth)) return;
    for (const xml_node& node : parent.children()) {
      const absl::string_view name = LocalName(node.name());
      if (name == "p") {
        ReadParagraph(node, depth);
      } else if (name == "tr") {
        ReadRow(node, depth);
      } else if (!LeavesOut(node)) {
        ReadBlocks(node, depth + 1);
      }
    }
  }

  void ReadParagraph(const xml_node& node, int depth) {
    ++paragraph_;
    std::string text;
    ReadRuns(node, depth + 1, &text);
    if (text.size() > kMaxLineBytes) {
      Fail(absl::StrCat("it has ", text.size(), " bytes; at most ", kMaxLineBytes,
                        ": put each turn in a paragraph of its own"));
    }
    CheckCharacters(text);
    const absl::string_view style =
        AttributeNamed(ChildNamed(ChildNamed(node, "pPr"), "pStyle"), "val");
    const bool is_heading =
        absl::StartsWith(style, "Heading") || absl::StartsWith(style, "berschrift") ||
        absl::StartsWith(style, "Überschrift") || style == "Title" || style == "Titel";
    for (const absl::string_view line : absl::StrSplit(text, '\n')) {
      lines_.push_back({paragraph_, std::string(line), is_heading});
    }
  }

  void CheckCharacters(absl::string_view text) {
    while (!text.empty()) {
      const types::CodePoint c = types::DecodeFirst(text);
      if (!c.valid) return Fail("a byte that is not UTF-8; save the document anew");
      const bool is_space = types::IsWhiteSpace(c.value) && c.value != '\v' && c.value != '\f';
      if (types::IsControl(c.value) && !is_space) {
        return Fail("a control character; take it out of the paragraph");
      }
      text.remove_prefix(c.size);
    }
  }

  // The text of runs, in whatever they lie.
  void ReadRuns(const xml_node& parent, int depth, std::string* text) {
    if (IsTooDeep(depth)) return;
    for (const xml_node& node : parent.children()) {
      const absl::string_view name = LocalName(node.name());
      if (name == "t") {
        *text += node.child_value();
      } else if (name == "tab" && LocalName(parent.name()) == "r") {
        *text += '\t';
      } else if (name == "br" || name == "cr") {
        *text += '\n';
      } else if (name == "noBreakHyphen") {
        *text += "\u2011";
      } else if (name == "softHyphen") {
        *text += "\u00AD";
      } else if (!LeavesOut(node) && name != "pPr" && name != "rPr") {
        ReadRuns(node, depth + 1, text);
      }
    }
  }

  // A row of a table: `time | speaker | text` and the like.
  void ReadRow(const xml_node& row, int depth) {
    std::vector<std::string> cells;
    std::vector<SpokenLine> outer = std::exchange(lines_, {});
    for (const xml_node& cell : row.children()) {
      if (LocalName(cell.name()) != "tc") continue;
      ReadBlocks(cell, depth + 1);
      std::string text;
      for (const SpokenLine& line : std::exchange(lines_, {})) {
        absl::StrAppend(&text, text.empty() ? "" : "\n", line.text);
      }
      cells.push_back(std::string(types::WithoutOuterSpace(text)));
    }
    lines_ = std::move(outer);
    for (const absl::string_view line : absl::StrSplit(RowText(cells), '\n')) {
      lines_.push_back({paragraph_, std::string(line)});
    }
  }

  static std::string RowText(const std::vector<std::string>& cells) {
    std::string text;
    bool is_named = false;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      std::string cell = cells[i];
      if (cell.empty()) continue;
      if (i + 1 < cells.size() && ParseTime(cell)) {
        cell = absl::StrCat("[", cell, "]");
      } else if (!is_named && i + 1 < cells.size() && FindTimeMarks(cell).empty()) {
        is_named = true;
        if (ReadSpeakerLabel(absl::StrCat(cell, ":"))) cell += ":";
      }
      absl::StrAppend(&text, text.empty() ? "" : " ", cell);
    }
    return text;
  }

  FindingList& findings_;
  absl::Status status_;
  std::vector<SpokenLine> lines_;
  int paragraph_ = 0;
};

}  // namespace

absl::StatusOr<std::vector<SpokenLine>> ReadParagraphs(const xml_node& body,
                                                       FindingList* findings) {
  return ParagraphReader(findings).Read(body);
}

}  // namespace lotse::survey::qualitative
