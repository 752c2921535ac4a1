#include "services/survey/exchange/xforms/languages.h"

#include <cstddef>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/text.h"

namespace lotse::survey::xforms {
namespace {

struct NamedLanguage {
  absl::string_view english;
  absl::string_view own;
  absl::string_view tag;
};

// Languages of the people who live in German and Swiss municipalities, and of published forms; by
// their names in English and in themselves, in lower case of ASCII. Source: ISO 639-1.
constexpr NamedLanguage kLanguages[] = {
    {"albanian", "shqip", "sq"},
    {"amharic", "\u12A0\u121B\u122D\u129B", "am"},
    {"arabic", "\u0627\u0644\u0639\u0631\u0628\u064A\u0629", "ar"},
    {"bosnian", "bosanski", "bs"},
    {"bulgarian", "\u0431\u044A\u043B\u0433\u0430\u0440\u0441\u043A\u0438", "bg"},
    {"chinese", "\u4E2D\u6587", "zh"},
    {"croatian", "hrvatski", "hr"},
    {"czech", "\u010De\u0161tina", "cs"},
    {"danish", "dansk", "da"},
    {"dari", "\u062F\u0631\u06CC", "prs"},
    {"dutch", "nederlands", "nl"},
    {"english", "english", "en"},
    {"farsi", "\u0641\u0627\u0631\u0633\u06CC", "fa"},
    {"french", "fran\u00E7ais", "fr"},
    {"german", "deutsch", "de"},
    {"greek", "\u03B5\u03BB\u03BB\u03B7\u03BD\u03B9\u03BA\u03AC", "el"},
    {"hausa", "hausa", "ha"},
    {"hindi", "\u0939\u093F\u0928\u094D\u0926\u0940", "hi"},
    {"hungarian", "magyar", "hu"},
    {"italian", "italiano", "it"},
    {"kurdish", "kurd\u00EE", "ku"},
    {"pashto", "\u067E\u069A\u062A\u0648", "ps"},
    {"persian", "\u0641\u0627\u0631\u0633\u06CC", "fa"},
    {"polish", "polski", "pl"},
    {"portuguese", "portugu\u00EAs", "pt"},
    {"romanian", "rom\u00E2n\u0103", "ro"},
    {"romansh", "rumantsch", "rm"},
    {"russian", "\u0440\u0443\u0441\u0441\u043A\u0438\u0439", "ru"},
    {"serbian", "srpski", "sr"},
    {"slovak", "sloven\u010Dina", "sk"},
    {"somali", "soomaali", "so"},
    {"spanish", "espa\u00F1ol", "es"},
    {"swahili", "kiswahili", "sw"},
    {"tamil", "\u0BA4\u0BAE\u0BBF\u0BB4\u0BCD", "ta"},
    {"tigrinya", "\u1275\u130D\u122D\u129B", "ti"},
    {"turkish", "t\u00FCrk\u00E7e", "tr"},
    {"ukrainian", "\u0443\u043A\u0440\u0430\u0457\u043D\u0441\u044C\u043A\u0430", "uk"},
    {"urdu", "\u0627\u0631\u062F\u0648", "ur"},
    {"vietnamese", "ti\u1EBFng vi\u1EC7t", "vi"},
};

// True if `text` looks like a tag and not like the name of a language, which has the form of one
// as well.
bool IsTag(absl::string_view text) {
  return types::IsLanguageTag(text) && text.substr(0, text.find('-')).size() <= 3;
}

}  // namespace

std::string LanguageTag(absl::string_view name) {
  name = absl::StripAsciiWhitespace(name);
  const std::size_t open = name.rfind('(');
  if (open != absl::string_view::npos && name.back() == ')') {
    const absl::string_view inside =
        absl::StripAsciiWhitespace(name.substr(open + 1, name.size() - open - 2));
    if (IsTag(inside)) return std::string(inside);
    name = absl::StripAsciiWhitespace(name.substr(0, open));
  }
  if (IsTag(name)) return std::string(name);
  const std::string lower = absl::AsciiStrToLower(name);
  if (lower.empty() || lower == "default") return kUnknownLanguage;
  for (const NamedLanguage& known : kLanguages) {
    if (lower == known.english || lower == known.own) return std::string(known.tag);
  }
  std::string letters;
  for (const char c : lower) {
    if (absl::ascii_isalnum(c) && letters.size() < 8) letters.push_back(c);
  }
  return letters.empty() ? kUnknownLanguage : absl::StrCat(kUnknownLanguage, "-x-", letters);
}

}  // namespace lotse::survey::xforms
