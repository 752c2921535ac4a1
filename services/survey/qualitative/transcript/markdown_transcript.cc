#include "services/survey/qualitative/transcript/markdown_transcript.h"

#include <cmark-gfm.h>

#include <algorithm>
#include <memory>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "services/survey/exchange/finding_list.h"
#include "services/survey/qualitative/transcript/source_text.h"

namespace lotse::survey::qualitative {
namespace {

// A control character, which DecodeSource lets no text have.
constexpr absl::string_view kGuard = "\x01";

// `text` with a guard before each `[` that begins a line, behind blanks and the marks of quotations
// and lists: CommonMark would take `[B]: Ja.` for the address of a link, and leave it out.
std::string WithGuards(absl::string_view text) {
  std::string guarded;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    const std::size_t begin = std::min(line.find_first_not_of(" \t>-+*.)0123456789"), line.size());
    const bool is_guarded = begin < line.size() && line[begin] == '[';
    absl::StrAppend(&guarded, line.substr(0, begin), is_guarded ? kGuard : "", line.substr(begin),
                    "\n");
  }
  return guarded;
}

struct FreeCommonMark {
  void operator()(cmark_node* node) const { cmark_node_free(node); }
  void operator()(cmark_iter* iterator) const { cmark_iter_free(iterator); }
};

// Walks over a document and makes lines of its leaves.
class MarkdownLines {
 public:
  void Read(cmark_node* document) {
    const std::unique_ptr<cmark_iter, FreeCommonMark> walk(cmark_iter_new(document));
    if (walk == nullptr) throw std::bad_alloc();
    for (auto event = cmark_iter_next(walk.get()); event != CMARK_EVENT_DONE;
         event = cmark_iter_next(walk.get())) {
      cmark_node* node = cmark_iter_get_node(walk.get());
      if (event == CMARK_EVENT_ENTER) {
        Enter(node);
      } else {
        Leave(node);
      }
    }
  }

  std::vector<SpokenLine> lines;
  FindingList findings;

 private:
  static std::string Literal(cmark_node* node) {
    const char* literal = cmark_node_get_literal(node);
    return literal == nullptr ? "" : absl::StrReplaceAll(literal, {{kGuard, ""}});
  }

  void Enter(cmark_node* node) {
    const cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING) {
      line_ = cmark_node_get_start_line(node);
      text_ = std::exchange(number_, "");
    } else if (type == CMARK_NODE_ITEM) {
      BeginItem(node);
    } else if (type == CMARK_NODE_CODE_BLOCK || type == CMARK_NODE_HTML_BLOCK) {
      line_ = cmark_node_get_start_line(node);
      if (type == CMARK_NODE_HTML_BLOCK) WarnOfHtml();
      Add(absl::StrCat(std::exchange(number_, ""), Literal(node)), false);
    } else if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK) {
      text_ += '\n';
    } else if (type == CMARK_NODE_HTML_INLINE) {
      WarnOfHtml();
      absl::StrAppend(&text_, Literal(node));
    } else if (type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE) {
      findings.Warn(line_, "", "The address of a link or picture was left out; its text stays.");
    } else if (type == CMARK_NODE_THEMATIC_BREAK) {
      findings.Note(cmark_node_get_start_line(node), "",
                    "A line of dashes, stars or underscores was left out.");
    } else if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE) {
      absl::StrAppend(&text_, Literal(node));
    }
  }

  void Leave(cmark_node* node) {
    const cmark_node_type type = cmark_node_get_type(node);
    if (type != CMARK_NODE_PARAGRAPH && type != CMARK_NODE_HEADING) return;
    Add(std::exchange(text_, ""), type == CMARK_NODE_HEADING);
  }

  // A line that begins with `3. Oktober` is an item with a number.
  void BeginItem(cmark_node* item) {
    number_.clear();
    cmark_node* list = cmark_node_parent(item);
    if (cmark_node_get_list_type(list) != CMARK_ORDERED_LIST) return;
    if (cmark_node_previous(item) == nullptr) {
      next_number_[list] = cmark_node_get_list_start(list);
    }
    const int number = next_number_[list]++;
    const bool has_bracket = cmark_node_get_list_delim(list) == CMARK_PAREN_DELIM;
    number_ = absl::StrCat(number, has_bracket ? ") " : ". ");
  }

  void WarnOfHtml() { findings.Warn(line_, "", "HTML was taken as it is written."); }

  void Add(absl::string_view text, bool is_heading) {
    if (!lines.empty()) lines.push_back({line_, ""});
    int number = line_;
    for (const absl::string_view line : absl::StrSplit(text, '\n')) {
      lines.push_back({number++, std::string(line), is_heading});
    }
  }

  int line_ = 0;
  std::string text_;
  std::string number_;
  absl::flat_hash_map<cmark_node*, int> next_number_;  // By list.
};

}  // namespace

absl::StatusOr<Transcript> ReadMarkdownTranscript(absl::string_view bytes,
                                                  const SpeakerOptions& options) {
  const absl::StatusOr<std::string> text = DecodeSource(bytes);
  if (!text.ok()) return text.status();
  if (const auto lines = SourceLines(*text); !lines.ok()) return lines.status();
  const std::string guarded = WithGuards(*text);
  const std::unique_ptr<cmark_node, FreeCommonMark> document(
      cmark_parse_document(guarded.data(), guarded.size(), CMARK_OPT_DEFAULT));
  if (document == nullptr) throw std::bad_alloc();
  MarkdownLines read;
  read.Read(document.get());
  return ReadSpokenLines(read.lines, options, std::move(read.findings).Take());
}

}  // namespace lotse::survey::qualitative
