#include "runtime/types/text.h"

#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "runtime/types/utf8.h"

namespace lotse::types {
namespace {

using type::v1alpha::Text;

constexpr int kMaxTagLength = 35;  // RFC 5646, section 4.4.1: what software must at least hold

// What is wrong with something, in both languages; both are empty if nothing is.
struct Fault {
  std::string en;
  std::string de;
};

// How long a wording may be.
struct Length {
  size_t bytes;
  int characters;
  Fault too_long;
};

const Length& Ordinary() {
  static const auto* length = new Length{
      kMaxVariantBytes,
      kMaxVariantBytes,
      {"too long; at most 8,192 bytes of UTF-8", "zu lang; höchstens 8.192 Bytes in UTF-8"}};
  return *length;
}

// What is wrong with a wording.
Fault FaultOfWording(absl::string_view text, const Length& longest) {
  if (text.size() > longest.bytes) return longest.too_long;
  bool blank = true;
  int characters = 0;
  for (absl::string_view rest = text; !rest.empty();) {
    const std::optional<char32_t> c = TakeCodePoint(&rest);
    if (!c) {
      return {"not valid UTF-8; encode the text as UTF-8",
              "kein gültiges UTF-8; den Text in UTF-8 kodieren"};
    }
    if (IsControl(*c) && *c != '\n' && *c != '\t') {
      return {"has a control character; only line feed and tab are allowed",
              "enthält ein Steuerzeichen; nur Zeilenumbruch und Tabulator sind erlaubt"};
    }
    blank = blank && IsWhiteSpace(*c);
    ++characters;
  }
  if (characters > longest.characters) return longest.too_long;
  if (blank) {
    return {"empty; give the wording or leave the variant out",
            "ist leer; den Wortlaut angeben oder weglassen"};
  }
  if (HasMarkup(text)) {
    return {"has markup; give plain text without tags",
            "enthält Auszeichnungen; reinen Text ohne Tags angeben"};
  }
  return {};
}

}  // namespace

bool IsLanguageTag(absl::string_view tag) {
  if (tag.size() > kMaxTagLength) return false;
  bool first = true;
  for (absl::string_view subtag : absl::StrSplit(tag, '-')) {
    if (subtag.size() < (first ? 2 : 1) || subtag.size() > 8) return false;
    for (char c : subtag) {
      if (!(first ? absl::ascii_isalpha(c) : absl::ascii_isalnum(c))) return false;
    }
    first = false;
  }
  return true;
}

bool HasMarkup(absl::string_view text) {
  // It matters only whether any `>` follows. The last one is looked up once: a
  // search for each `<` would be quadratic in a text of many `<`.
  const std::size_t last_close = text.rfind('>');
  const bool has_close = last_close != absl::string_view::npos;
  for (std::size_t open = text.find('<'); open != absl::string_view::npos;
       open = text.find('<', open + 1)) {
    if (absl::StartsWith(text.substr(open), "<!--")) return true;
    std::size_t name = open + 1;
    if (name < text.size() && (text[name] == '/' || text[name] == '!')) ++name;
    if (name < text.size() && absl::ascii_isalpha(text[name]) && has_close && last_close > name) {
      return true;
    }
  }
  return false;
}

namespace {

void CheckWordings(absl::string_view field, const Text& text, Presence presence,
                   const Length& longest, rpc::FieldViolations* violations) {
  const std::string path(field);
  if (text.variants().empty()) {
    if (presence == Presence::kRequired) {
      violations->push_back(
          {path, "missing; give at least one variant", "fehlt; mindestens einen Wortlaut angeben"});
    }
    return;
  }
  if (text.variants_size() > kMaxVariants) {
    violations->push_back({path + ".variants", "too many; at most 16 variants",
                           "zu viele; höchstens 16 Wortlaute angeben"});
    return;
  }
  absl::flat_hash_set<std::pair<std::string, bool>> seen;
  for (int i = 0; i < text.variants_size(); ++i) {
    const Text::Variant& variant = text.variants(i);
    const std::string at = absl::StrCat(path, ".variants[", i, "]");
    if (!IsLanguageTag(variant.language())) {
      violations->push_back(
          {at + ".language", "not a language tag; give one of BCP 47 such as `de` or `en-GB`",
           "kein Sprachkürzel; eines nach BCP 47 angeben, zum Beispiel `de` oder `en-GB`"});
    } else if (!seen.emplace(absl::AsciiStrToLower(variant.language()), variant.plain_language())
                    .second) {
      violations->push_back(
          {at + ".language", "given twice; give one wording per language and plain-language flag",
           "ist doppelt; je Sprache einen Wortlaut angeben, und einen in Leichter Sprache"});
    }
    Fault fault = FaultOfWording(variant.text(), longest);
    if (fault.en.empty()) continue;
    violations->push_back({at + ".text", std::move(fault.en), std::move(fault.de)});
  }
}

}  // namespace

void CheckText(absl::string_view field, const Text& text, rpc::FieldViolations* violations,
               Presence presence) {
  CheckWordings(field, text, presence, Ordinary(), violations);
}

void CheckLongText(absl::string_view field, const Text& text, int max_characters,
                   rpc::FieldViolations* violations) {
  constexpr size_t kMostBytes = 4;  // Of a character in UTF-8.
  const Length longest = {kMostBytes * max_characters,
                          max_characters,
                          {absl::StrCat("too long; at most ", max_characters, " characters"),
                           absl::StrCat("zu lang; höchstens ", max_characters, " Zeichen")}};
  CheckWordings(field, text, Presence::kRequired, longest, violations);
}

}  // namespace lotse::types
