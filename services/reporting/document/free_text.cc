#include "services/reporting/document/free_text.h"

#include <cmark-gfm.h>

#include <algorithm>
#include <memory>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "runtime/types/utf8.h"
#include "services/reporting/document/inline_text.h"

namespace lotse::reporting {
namespace {

using v1alpha::Block;

// Deepest that blocks may stand in one another for their marks to be read: the time that
// CommonMark takes for a line grows with it.
constexpr size_t kMaxDepth = 50;
// White space of lines, by CommonMark.
constexpr absl::string_view kBlanks = " \t";
constexpr char kReplacement[] = "\uFFFD";

struct FreeNode {
  void operator()(cmark_node* node) const { cmark_node_free(node); }
};

// Text as it can be in a document, with line feeds alone as ends of lines.
std::string Cleaned(absl::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const types::CodePoint c = types::DecodeFirst(text);
    if (!c.valid || c.value == 0) {
      out += kReplacement;
    } else if (c.value == '\r') {
      if (text.size() < 2 || text[1] != '\n') out += '\n';
    } else {
      absl::StrAppend(&out, text.substr(0, c.size));
    }
    text.remove_prefix(c.size);
  }
  return out;
}

// Characters of the bullet, number or `>` at the beginning of `text`, which opens a block with
// others inside; 0 if there is none.
size_t MarkerLength(absl::string_view text) {
  if (text[0] == '>') return 1;
  size_t length = std::min(text.find_first_not_of("0123456789"), text.size());
  const absl::string_view ends = length > 0 ? ".)" : "-+*";
  if (length == text.size() || !absl::StrContains(ends, text[length])) return 0;
  ++length;
  return length == text.size() || kBlanks.find(text[length]) != kBlanks.npos ? length : 0;
}

// How deep the first block of a line may stand: each marker at its beginning is a level, and
// so may two columns of white space be.
size_t DepthOf(absl::string_view line) {
  size_t levels = 0;
  size_t columns = 0;
  while (!line.empty()) {
    size_t length = 1;
    if (kBlanks.find(line[0]) != kBlanks.npos) {
      columns += line[0] == ' ' ? 1 : 4;
    } else if (length = MarkerLength(line); length > 0) {
      ++levels;
    } else {
      break;
    }
    line.remove_prefix(length);
  }
  return levels + columns / 2;
}

// Blocks are found in a text without the characters that have a meaning within paragraphs
// only, and without those that have none. Links cannot be defined in it then, so that every line of
// it belongs to a block that it is told of.
std::string WithoutInlineMarks(std::string text) {
  for (char& c : text) {
    if (absl::StrContains("[]\\&", c) || !absl::ascii_isascii(c)) c = 'x';
  }
  return text;
}

bool IsBlank(absl::string_view line) { return line.find_first_not_of(kBlanks) == line.npos; }

absl::string_view WithoutBlanksBehind(absl::string_view line) {
  return line.substr(0, line.find_last_not_of(kBlanks) + 1);
}

// Without white space at the beginning, of at most `count` characters.
absl::string_view WithoutIndent(absl::string_view line, size_t count) {
  const size_t indent = std::min(line.find_first_not_of(kBlanks), line.size());
  return line.substr(std::min(indent, count));
}

// Blocks of a source. One has the lines from where it begins up to the next.
class Reader {
 public:
  explicit Reader(const std::string& text) : lines_(absl::StrSplit(text, '\n')) {}

  std::vector<Block> Read(const std::string& text) {
    if (text.size() > kMaxMarkedBytes ||
        std::any_of(lines_.begin(), lines_.end(),
                    [](absl::string_view line) { return DepthOf(line) > kMaxDepth; })) {
      return AllPlain();
    }
    const std::string blocks = WithoutInlineMarks(text);
    const std::unique_ptr<cmark_node, FreeNode> document(
        cmark_parse_document(blocks.data(), blocks.size(), CMARK_OPT_DEFAULT));
    std::vector<Block> out;
    for (cmark_node* node = cmark_node_first_child(document.get()); node != nullptr;
         node = cmark_node_next(node)) {
      out.push_back(BlockOf(node, EndOf(node, lines_.size())));
    }
    return out;
  }

 private:
  // Index of the line where a block begins.
  static size_t StartOf(cmark_node* node) { return cmark_node_get_start_line(node) - 1; }

  // Index behind its last line, which stands before its next sibling; `end` for the last one.
  static size_t EndOf(cmark_node* node, size_t end) {
    cmark_node* next = cmark_node_next(node);
    return next == nullptr ? end : StartOf(next);
  }

  // Paragraphs of all lines, without marks.
  std::vector<Block> AllPlain() const {
    std::vector<Block> out;
    for (size_t start = 0, end = 0; start < lines_.size(); start = end + 1) {
      for (end = start; end < lines_.size() && !IsBlank(lines_[end]);) ++end;
      if (end == start) continue;
      Block block;
      AppendPlain(LinesOf(start, end, 0, 0), block.mutable_paragraph()->mutable_spans());
      out.push_back(std::move(block));
    }
    return out;
  }

  // Lines without what comes before `column` in the first and up to `indent` white space in
  // the others, without white space at their ends and without blank lines at the end of all.
  std::string LinesOf(size_t start, size_t end, size_t column, size_t indent) const {
    while (end > start + 1 && IsBlank(lines_[end - 1])) --end;
    std::string out(WithoutBlanksBehind(lines_[start].substr(column)));
    for (size_t i = start + 1; i < end; ++i) {
      absl::StrAppend(&out, "\n", WithoutBlanksBehind(WithoutIndent(lines_[i], indent)));
    }
    return out;
  }

  // The lines of a paragraph, of which white space at the end may be a hard break.
  std::string ParagraphOf(cmark_node* node, size_t end) const {
    const size_t start = StartOf(node);
    std::string out(lines_[start].substr(cmark_node_get_start_column(node) - 1));
    for (size_t i = start + 1; i < end && !IsBlank(lines_[i]); ++i) {
      absl::StrAppend(&out, "\n", WithoutIndent(lines_[i], lines_[i].size()));
    }
    return out;
  }

  Block BlockOf(cmark_node* node, size_t end) const {
    Block block;
    if (cmark_node_get_type(node) == CMARK_NODE_LIST && IsPlainList(node)) {
      auto* list = block.mutable_list();
      list->set_numbered(cmark_node_get_list_type(node) == CMARK_ORDERED_LIST);
      for (cmark_node* item = cmark_node_first_child(node); item != nullptr;
           item = cmark_node_next(item)) {
        AppendItem(item, EndOf(item, end), list->add_items()->mutable_spans());
      }
    } else {
      AppendBlock(node, end, /*column=*/0, block.mutable_paragraph()->mutable_spans());
    }
    return block;
  }

  // Whether a list can be shown as one: no item is empty, and if it has numbers they count
  // from 1, or all are 1, as is usual in CommonMark.
  bool IsPlainList(cmark_node* list) const {
    int expected = 0;
    for (cmark_node* item = cmark_node_first_child(list); item != nullptr;
         item = cmark_node_next(item)) {
      if (cmark_node_first_child(item) == nullptr) return false;
      if (cmark_node_get_list_type(list) != CMARK_ORDERED_LIST) continue;
      const absl::string_view source =
          lines_[StartOf(item)].substr(cmark_node_get_start_column(item) - 1);
      int number = 0;
      if (!absl::SimpleAtoi(source.substr(0, source.find_first_of(".)")), &number)) return false;
      if (number != ++expected && number != 1) return false;
    }
    return true;
  }

  void AppendItem(cmark_node* item, size_t end, Spans* spans) const {
    for (cmark_node* node = cmark_node_first_child(item); node != nullptr;
         node = cmark_node_next(node)) {
      if (!spans->empty()) AppendPlain("\n", spans);
      AppendBlock(node, EndOf(node, end), cmark_node_get_start_column(node) - 1, spans);
    }
  }

  // A paragraph with its marks, all else as it stands from `column` on.
  void AppendBlock(cmark_node* node, size_t end, size_t column, Spans* spans) const {
    if (cmark_node_get_type(node) == CMARK_NODE_PARAGRAPH) {
      AppendMarked(ParagraphOf(node, end), spans);
    } else {
      AppendPlain(LinesOf(StartOf(node), end, column, column), spans);
    }
  }

  std::vector<absl::string_view> lines_;
};

}  // namespace

std::vector<Block> ParseFreeText(absl::string_view text) {
  const std::string cleaned = Cleaned(text);
  return Reader(cleaned).Read(cleaned);
}

}  // namespace lotse::reporting
