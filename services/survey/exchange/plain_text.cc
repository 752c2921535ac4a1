#include "services/survey/exchange/plain_text.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "runtime/types/utf8.h"
#include "services/survey/engine/text_rules.h"

namespace lotse::survey {
namespace {

constexpr int kMaxLevels = 3;

// Of HTML, and `bold` of queXML.
constexpr absl::string_view kInlineTags[] = {
    "a",     "abbr", "b",      "bdi",    "bdo", "big", "bold", "cite", "code", "del",
    "dfn",   "em",   "font",   "i",      "ins", "kbd", "mark", "q",    "s",    "samp",
    "small", "span", "strike", "strong", "sub", "sup", "tt",   "u",    "var",  "wbr"};

struct NamedCharacter {
  absl::string_view name;
  absl::string_view text;
};

// From the list of the HTML standard, what editors of questionnaires and captions write.
constexpr NamedCharacter kNamedCharacters[] = {
    {"amp", "&"},         {"lt", "<"},          {"gt", ">"},          {"quot", "\""},
    {"apos", "'"},        {"nbsp", "\u00A0"},   {"auml", "\u00E4"},   {"ouml", "\u00F6"},
    {"uuml", "\u00FC"},   {"Auml", "\u00C4"},   {"Ouml", "\u00D6"},   {"Uuml", "\u00DC"},
    {"szlig", "\u00DF"},  {"agrave", "\u00E0"}, {"aacute", "\u00E1"}, {"acirc", "\u00E2"},
    {"ccedil", "\u00E7"}, {"egrave", "\u00E8"}, {"eacute", "\u00E9"}, {"ecirc", "\u00EA"},
    {"iacute", "\u00ED"}, {"icirc", "\u00EE"},  {"oacute", "\u00F3"}, {"ocirc", "\u00F4"},
    {"uacute", "\u00FA"}, {"ucirc", "\u00FB"},  {"euro", "\u20AC"},   {"sect", "\u00A7"},
    {"deg", "\u00B0"},    {"middot", "\u00B7"}, {"laquo", "\u00AB"},  {"raquo", "\u00BB"},
    {"bdquo", "\u201E"},  {"ldquo", "\u201C"},  {"rdquo", "\u201D"},  {"sbquo", "\u201A"},
    {"lsquo", "\u2018"},  {"rsquo", "\u2019"},  {"ndash", "\u2013"},  {"mdash", "\u2014"},
    {"hellip", "\u2026"}, {"bull", "\u2022"},   {"times", "\u00D7"},  {"rarr", "\u2192"},
    {"copy", "\u00A9"},   {"lrm", "\u200E"},    {"rlm", "\u200F"}};

// The name of the tag that `text` begins with, in lower case; empty if it
// begins with none.
std::string TagName(absl::string_view text) {
  std::size_t begin = 1;
  if (begin < text.size() && (text[begin] == '/' || text[begin] == '!')) ++begin;
  std::size_t end = begin;
  while (end < text.size() && absl::ascii_isalnum(text[end])) ++end;
  if (end == begin || !absl::ascii_isalpha(text[begin])) return "";
  return absl::AsciiStrToLower(text.substr(begin, end - begin));
}

// Removes tags and comments from left to right. Whether an end is still to come
// is remembered: a search for every beginning would be quadratic in a text that
// has many of them and no end.
class TagRemover {
 public:
  explicit TagRemover(absl::string_view text) : rest_(text) {}

  std::string Run() {
    while (!rest_.empty()) {
      if (rest_[0] == '<' && TakeTag()) continue;
      out_.push_back(rest_[0]);
      rest_.remove_prefix(1);
    }
    return std::move(out_);
  }

  // True if a tag or comment was removed.
  bool removed() const { return removed_; }

 private:
  // An end of something, and whether one may still follow.
  struct End {
    absl::string_view text;
    bool may_follow = true;

    // Position of the next end in `rest` from `from` on; npos if there is none.
    std::size_t Find(absl::string_view rest, std::size_t from) {
      const std::size_t at = may_follow ? rest.find(text, from) : absl::string_view::npos;
      may_follow = at != absl::string_view::npos;
      return at;
    }
  };

  // Takes one tag or comment off; false if none begins here.
  bool TakeTag() {
    if (absl::StartsWith(rest_, "<!--")) {
      const std::size_t end = comment_end_.Find(rest_, 4);
      rest_.remove_prefix(end == absl::string_view::npos ? 4 : end + 3);
      return removed_ = true;
    }
    const std::string name = TagName(rest_);
    const std::size_t close = name.empty() ? absl::string_view::npos : tag_end_.Find(rest_, 1);
    if (close == absl::string_view::npos) return false;
    const bool opens = rest_[1] != '/';
    rest_.remove_prefix(close + 1);
    if (opens && (name == "script" || name == "style")) {
      const std::size_t end = content_end_.Find(rest_, 0);
      if (end != absl::string_view::npos) rest_.remove_prefix(end);
    }
    if (std::count(std::begin(kInlineTags), std::end(kInlineTags), name) == 0) out_.push_back(' ');
    return removed_ = true;
  }

  absl::string_view rest_;
  std::string out_;
  bool removed_ = false;
  End tag_end_{">"};
  End comment_end_{"-->"};
  End content_end_{"</"};
};

// The character that `name`, standing between `&` and `;`, means; empty if it
// is unknown.
std::string CharacterOf(absl::string_view name) {
  std::string out;
  if (absl::StartsWith(name, "#")) {
    std::uint32_t number = 0;
    const bool hex = absl::StartsWithIgnoreCase(name, "#x");
    const bool read = hex ? absl::SimpleHexAtoi(name.substr(2), &number)
                          : absl::SimpleAtoi(name.substr(1), &number);
    const bool surrogate = number >= 0xD800 && number <= 0xDFFF;
    if (read && number > 0 && number <= 0x10FFFF && !surrogate) types::AppendUtf8(number, &out);
    return out;
  }
  for (const NamedCharacter& known : kNamedCharacters) {
    if (known.name == name) return std::string(known.text);
  }
  return out;
}

std::string WithCharacters(absl::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::string character = TakeReference(&text);
    if (!character.empty()) {
      out += character;
      continue;
    }
    out.push_back(text[0]);
    text.remove_prefix(1);
  }
  return out;
}

// One line of valid UTF-8.
std::string OnOneLine(absl::string_view text, bool* had_bad_bytes) {
  std::string out;
  bool space = false;
  while (!text.empty()) {
    const absl::string_view before = text;
    const std::optional<char32_t> c = types::TakeCodePoint(&text);
    if (c && (types::IsWhiteSpace(*c) || types::IsControl(*c))) {
      space = !out.empty();
      continue;
    }
    if (space) out.push_back(' ');
    space = false;
    if (c) {
      out.append(before.data(), before.size() - text.size());
    } else {
      *had_bad_bytes = true;
      out += "\uFFFD";
    }
  }
  return out;
}

}  // namespace

std::string TakeReference(absl::string_view* text) {
  constexpr std::size_t kLongestName = 10;
  if (!absl::StartsWith(*text, "&")) return "";
  const std::size_t end = text->substr(0, kLongestName + 2).find(';');
  if (end == absl::string_view::npos) return "";
  std::string character = CharacterOf(text->substr(1, end - 1));
  if (!character.empty()) text->remove_prefix(end + 1);
  return character;
}

std::string WithoutBadBytes(absl::string_view bytes) {
  unsigned char all = 0;  // All bits of all bytes: nearly every text is ASCII.
  for (const char byte : bytes) all |= static_cast<unsigned char>(byte);
  if (all < 0x80) return std::string(bytes);
  std::string out;
  while (!bytes.empty()) {
    const absl::string_view before = bytes;
    if (types::TakeCodePoint(&bytes)) {
      out.append(before.data(), before.size() - bytes.size());
    } else {
      out += "\uFFFD";
    }
  }
  return out;
}

PlainText ToPlainText(absl::string_view html) {
  PlainText plain;
  std::string text(html);
  for (int level = 0; level < kMaxLevels; ++level) {
    TagRemover remover(text);
    text = WithCharacters(remover.Run());
    plain.had_markup = plain.had_markup || remover.removed();
    if (!types::HasMarkup(text)) break;
  }
  plain.text = OnOneLine(text, &plain.had_bad_bytes);
  return plain;
}

}  // namespace lotse::survey
