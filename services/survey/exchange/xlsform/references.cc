#include "services/survey/exchange/xlsform/references.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/utf8.h"

namespace lotse::survey {
namespace {

constexpr absl::string_view kOpen = "${";
constexpr absl::string_view kLastSaved = "last-saved#";
constexpr absl::string_view kInstance = "instance(";
constexpr absl::string_view kText = "jr:itext(";

// The straight form of a typographic quotation mark; nothing for other characters.
std::optional<char> StraightQuote(char32_t c) {
  switch (c) {
    case U'\u2018':
    case U'\u2019':
    case U'\u201A':
    case U'\u201B':
      return '\'';
    case U'\u201C':
    case U'\u201D':
    case U'\u201E':
    case U'\u201F':
      return '"';
    default:
      return std::nullopt;
  }
}

bool IsNameCharacter(char32_t c) {
  return c >= 0x80 || absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-' ||
         c == '.';
}

class Rewriter {
 public:
  Rewriter(absl::string_view text, const FormNames& names) : rest_(text), names_(names) {}

  Rewritten Expression() && {
    while (!rest_.empty()) Step();
    out_.has_text_id = text_ids_ > 0;
    return std::move(out_);
  }

  Rewritten Text() && {
    while (!rest_.empty()) {
      if (!Reference()) Copy(std::min(rest_.find(kOpen, 1), rest_.size()));
    }
    return std::move(out_);
  }

 private:
  void Step() {
    if (Reference()) return;
    const types::CodePoint c = types::DecodeFirst(rest_);
    const std::optional<char> straight = StraightQuote(c.value);
    if (straight || c.value == '\'' || c.value == '"') {
      out_.had_smart_quotes = out_.had_smart_quotes || straight;
      rest_.remove_prefix(c.size);
      Literal(straight ? *straight : static_cast<char>(c.value), straight.has_value());
    } else if (IsNameCharacter(c.value)) {
      Name();
    } else {
      Copy(c.size);
    }
  }

  // Behind its first quotation mark. One that begins with a typographic mark ends with any mark
  // of its kind.
  void Literal(char quote, bool smart) {
    std::string text;
    while (!rest_.empty()) {
      const types::CodePoint c = types::DecodeFirst(rest_);
      const bool ends =
          c.value == static_cast<char32_t>(quote) || (smart && StraightQuote(c.value) == quote);
      if (!ends) text.append(rest_.data(), c.size);
      rest_.remove_prefix(c.size);
      if (!ends) continue;
      if (absl::EndsWith(out_.text, kInstance)) Rename(names_.lists, &text);
      absl::StrAppend(&out_.text, std::string(1, quote), text, std::string(1, quote));
      return;
    }
    absl::StrAppend(&out_.text, std::string(1, quote), text);
  }

  // A name that stands behind a slash is a step of a path.
  void Name() {
    std::size_t size = 0;
    while (size < rest_.size()) {
      const types::CodePoint c = types::DecodeFirst(rest_.substr(size));
      if (!IsNameCharacter(c.value) || StraightQuote(c.value)) break;
      size += c.size;
    }
    std::string name(rest_.substr(0, size));
    rest_.remove_prefix(size);
    if (name == "itextId" && LabelOfList()) return;
    if (name == "itext" && absl::EndsWith(out_.text, "jr:")) ++text_ids_;
    const std::vector<std::string>* codes =
        absl::EndsWith(out_.text, "/") ? names_.questions.Find(name) : nullptr;
    if (codes != nullptr && codes->size() == 1) name = codes->front();
    out_.text += name;
  }

  // `jr:itext(instance('list')/…/itextId)` is how a form in several languages names the label of an
  // option; here a list has its labels. The rest begins behind `itextId`.
  bool LabelOfList() {
    const std::size_t begin = out_.text.rfind(absl::StrCat(kText, kInstance));
    const absl::string_view rest = absl::StripLeadingAsciiWhitespace(rest_);
    if (begin == std::string::npos || !absl::EndsWith(out_.text, "/") ||
        !absl::StartsWith(rest, ")")) {
      return false;
    }
    out_.text.erase(begin, kText.size());
    out_.text += "label";
    rest_ = rest.substr(1);
    --text_ids_;
    return true;
  }

  // `${name}` at the beginning of the rest.
  bool Reference() {
    if (!absl::StartsWith(rest_, kOpen)) return false;
    const std::size_t end = rest_.find('}');
    if (end == absl::string_view::npos) return false;
    std::string name(absl::StripAsciiWhitespace(rest_.substr(kOpen.size(), end - kOpen.size())));
    const std::vector<std::string>* codes = names_.questions.Find(name);
    if (absl::StartsWith(name, kLastSaved)) {
      out_.has_last_saved = true;
    } else if (codes == nullptr) {
      out_.unknown.push_back(name);
    } else if (codes->size() > 1) {
      out_.ambiguous.push_back(name);
    } else {
      name = codes->front();
    }
    absl::StrAppend(&out_.text, kOpen, name, "}");
    rest_.remove_prefix(end + 1);
    return true;
  }

  static void Rename(const absl::flat_hash_map<std::string, std::string>& codes,
                     std::string* name) {
    if (const auto found = codes.find(*name); found != codes.end()) *name = found->second;
  }

  void Copy(std::size_t size) {
    out_.text.append(rest_.data(), size);
    rest_.remove_prefix(size);
  }

  absl::string_view rest_;
  const FormNames& names_;
  Rewritten out_;
  int text_ids_ = 0;
};

}  // namespace

Rewritten RewriteExpression(absl::string_view expression, const FormNames& names) {
  return Rewriter(expression, names).Expression();
}

Rewritten RewriteText(absl::string_view text, const FormNames& names) {
  return Rewriter(text, names).Text();
}

std::vector<std::string> ReferencedNames(absl::string_view text) {
  return RewriteText(text, FormNames()).unknown;
}

}  // namespace lotse::survey
