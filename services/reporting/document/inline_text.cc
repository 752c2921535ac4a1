#include "services/reporting/document/inline_text.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "runtime/types/utf8.h"
#include "services/reporting/document/common_mark.h"

namespace lotse::reporting {
namespace {

using v1alpha::Span;

// True for what shows nothing in an address, but changes how it is read or where it leads.
bool IsHidden(char32_t c) {
  return types::IsControl(c) || types::IsWhiteSpace(c) || c == 0x061C ||
         (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF;
}

}  // namespace

bool IsAddress(absl::string_view text) {
  const size_t scheme = absl::StartsWithIgnoreCase(text, "https://")  ? 8
                        : absl::StartsWithIgnoreCase(text, "mailto:") ? 7
                                                                      : 0;
  if (scheme == 0 || text.size() == scheme || text.size() > kMaxAddressBytes) return false;
  while (!text.empty()) {
    const std::optional<char32_t> c = types::TakeCodePoint(&text);
    if (!c.has_value() || IsHidden(*c)) return false;
  }
  return true;
}

std::string Escaped(absl::string_view text) {
  std::string out;
  for (char c : text) {
    if (absl::ascii_ispunct(c)) out += '\\';
    out += c;
  }
  return out;
}

namespace {

// Takes the meaning from all that is not known here, by a backslash before it. What is left to
// CommonMark are stress, importance, hard breaks and links whose address is right.
class Escaper {
 public:
  explicit Escaper(absl::string_view source) : source_(source) {
    for (size_t i = 0; i < source.size(); ++i) {
      if (source[i] != '`') continue;
      const size_t start = i;
      while (i + 1 < source.size() && source[i + 1] == '`') ++i;
      ticks_[i + 1 - start].push_back(start);
    }
  }

  std::string Run() {
    while (at_ < source_.size()) {
      if ((at_ == 0 || source_[at_ - 1] == '\n') && TakeLineStart()) continue;
      switch (source_[at_]) {
        case '\\':
          TakeBackslash();
          break;
        case '`':
          TakeCode();
          break;
        case '<':
          TakeAddress();
          break;
        case '!':
          TakeImage();
          break;
        case '[':
          brackets_.push_back(Bracket::kLink);
          Keep(1);
          break;
        case ']':
          TakeBracket();
          break;
        case '*':
        case '_':
          Keep(1);
          break;
        default:
          Escape(1);
      }
    }
    return std::move(out_);
  }

 private:
  enum class Bracket { kLink, kImage };

  // Where a link leads, and how long that is in the source with its brackets.
  struct Target {
    std::string address;
    size_t length = 0;
    bool pointed = false;  // As `<address>`.
  };

  char Next() const { return at_ + 1 < source_.size() ? source_[at_ + 1] : '\0'; }

  void Keep(size_t count) {
    absl::StrAppend(&out_, source_.substr(at_, count));
    at_ += count;
  }

  void Escape(size_t count) {
    out_ += Escaped(source_.substr(at_, count));
    at_ += count;
  }

  // What would be an item of a list or a rule here. It is none, or it would not stand within a
  // paragraph.
  bool TakeLineStart() {
    const absl::string_view line = source_.substr(at_, source_.find('\n', at_) - at_);
    if (line.empty()) return false;
    if (line.find_first_not_of("*_ \t") == absl::string_view::npos) {
      Escape(line.size());
      return true;
    }
    if (line[0] != '*' || (line[1] != ' ' && line[1] != '\t')) return false;
    Escape(1);
    return true;
  }

  void TakeBackslash() {
    if (absl::ascii_ispunct(Next())) return Keep(2);
    if (Next() == '\n') return Keep(1);
    Escape(1);
  }

  void TakeCode() {
    const size_t length = std::min(source_.find_first_not_of('`', at_), source_.size()) - at_;
    const std::vector<size_t>& closing = ticks_[length];
    const auto close = std::lower_bound(closing.begin(), closing.end(), at_ + length);
    Escape(close == closing.end() ? length : *close + length - at_);
  }

  // `<address>` becomes `[address](address)`, in which no character has a meaning.
  void TakeAddress() {
    const size_t close = source_.substr(at_, kMaxAddressBytes + 2).find('>');
    if (close == absl::string_view::npos) return Escape(1);
    const absl::string_view address = source_.substr(at_ + 1, close - 1);
    if (!IsAddress(address) || absl::StrContains(address, '<')) return Escape(1);
    const std::string escaped = Escaped(address);
    absl::StrAppend(&out_, "[", escaped, "](", escaped, ")");
    at_ += close + 1;
  }

  void TakeImage() {
    if (Next() != '[') return Escape(1);
    brackets_.push_back(Bracket::kImage);
    Escape(2);
  }

  void TakeBracket() {
    const bool closes_link = !brackets_.empty() && brackets_.back() == Bracket::kLink;
    if (!brackets_.empty()) brackets_.pop_back();
    if (!closes_link) return Escape(1);
    Keep(1);
    if (at_ == source_.size() || source_[at_] != '(') return;
    const Target target = TargetHere();
    if (target.length == 0) return Escape(1);
    // As in the source, for where it becomes text because of a link within it.
    absl::StrAppend(&out_, target.pointed ? "(<" : "(", Escaped(target.address),
                    target.pointed ? ">)" : ")");
    at_ += target.length;
  }

  // The `(address)` or `(<address>)` here; empty if there is something else.
  Target TargetHere() const {
    const absl::string_view rest = source_.substr(at_, kMaxAddressBytes + 4);
    int open = 0;
    for (size_t i = 0; i < rest.size(); ++i) {
      if (rest[i] == '\\' && i + 1 < rest.size() && absl::ascii_ispunct(rest[i + 1])) {
        ++i;
      } else if (rest[i] == '(') {
        ++open;
      } else if (rest[i] == ')' && --open == 0) {
        absl::string_view inner = rest.substr(1, i - 1);
        const bool pointed = absl::ConsumePrefix(&inner, "<");
        if (pointed && !absl::ConsumeSuffix(&inner, ">")) return {};
        const std::string address = Unescaped(inner);
        return IsAddress(address) ? Target{address, i + 1, pointed} : Target{};
      }
    }
    return {};
  }

  static std::string Unescaped(absl::string_view text) {
    std::string out;
    for (size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\\' && i + 1 < text.size() && absl::ascii_ispunct(text[i + 1])) ++i;
      out += text[i];
    }
    return out;
  }

  absl::string_view source_;
  size_t at_ = 0;
  std::string out_;
  std::vector<Bracket> brackets_;
  // Where runs of backticks begin, by their lengths.
  std::map<size_t, std::vector<size_t>> ticks_;
};

// Appends what one paragraph of CommonMark says.
class SpanWriter {
 public:
  explicit SpanWriter(Spans* spans) : spans_(spans) {}

  void Write(cmark_node* paragraph) {
    const CommonMarkWalk walk(cmark_iter_new(paragraph));
    for (cmark_event_type event; (event = cmark_iter_next(walk.get())) != CMARK_EVENT_DONE;) {
      cmark_node* node = cmark_iter_get_node(walk.get());
      const cmark_node_type type = cmark_node_get_type(node);
      const int step = event == CMARK_EVENT_ENTER ? 1 : -1;
      if (type == CMARK_NODE_EMPH) emphasis_ += step;
      if (type == CMARK_NODE_STRONG) strong_ += step;
      if (type == CMARK_NODE_LINK) Link(event, node);
      if (type == CMARK_NODE_SOFTBREAK) Append(" ");
      if (type == CMARK_NODE_LINEBREAK) Append("\n");
      if (type == CMARK_NODE_TEXT) Append(cmark_node_get_literal(node));
    }
  }

 private:
  void Link(cmark_event_type event, cmark_node* node) {
    if (event == CMARK_EVENT_ENTER) {
      link_ = cmark_node_get_url(node);
      linked_text_ = false;
      return;
    }
    if (!linked_text_) Append(link_);  // Where it leads is all there is to see of it.
    link_.clear();
  }

  void Append(absl::string_view text) {
    if (!absl::StripAsciiWhitespace(text).empty()) linked_text_ = true;
    const Span::Mark mark = strong_ > 0     ? Span::MARK_STRONG
                            : emphasis_ > 0 ? Span::MARK_EMPHASIS
                                            : Span::MARK_UNSPECIFIED;
    if (spans_->empty() || spans_->rbegin()->mark() != mark || spans_->rbegin()->link() != link_) {
      Span* span = spans_->Add();
      span->set_mark(mark);
      span->set_link(link_);
    }
    absl::StrAppend(spans_->rbegin()->mutable_text(), text);
  }

  Spans* spans_;
  int emphasis_ = 0;
  int strong_ = 0;
  std::string link_;
  bool linked_text_ = false;
};

}  // namespace

void AppendPlain(absl::string_view text, Spans* spans) {
  if (spans->empty() || spans->rbegin()->mark() != Span::MARK_UNSPECIFIED ||
      !spans->rbegin()->link().empty()) {
    spans->Add();
  }
  absl::StrAppend(spans->rbegin()->mutable_text(), text);
}

void AppendMarked(absl::string_view source, Spans* spans) {
  // CommonMark takes this for a byte order mark, which is none of a text.
  constexpr absl::string_view kMark = "\uFEFF";
  while (absl::ConsumePrefix(&source, kMark)) AppendPlain(kMark, spans);
  const CommonMark document = ParseCommonMark(Escaper(source).Run());
  cmark_node* paragraph = cmark_node_first_child(document.get());
  if (paragraph == nullptr || cmark_node_get_type(paragraph) != CMARK_NODE_PARAGRAPH ||
      cmark_node_next(paragraph) != nullptr) {
    return AppendPlain(source, spans);
  }
  SpanWriter(spans).Write(paragraph);
}

}  // namespace lotse::reporting
