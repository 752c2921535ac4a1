#include "services/survey/exchange/language_tags.h"

#include <cstddef>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "runtime/types/text.h"

namespace lotse::survey {
namespace {

struct Language {
  const char* tag;
  const char* own;  // Its name in itself, in small letters but for the first.
  const char* english;
  const char* german;
};

// The official languages of the European Union, those that are spoken most in Germany and
// Switzerland besides, and those of published forms. A tag may have several rows: the first has
// its name. Source of the names: Unicode CLDR 42.
constexpr Language kLanguages[] = {
    {"de", "Deutsch", "German", "Deutsch"},
    {"en", "English", "English", "Englisch"},
    {"am", "አማርኛ", "Amharic", "Amharisch"},
    {"ar", "العربية", "Arabic", "Arabisch"},
    {"bg", "Български", "Bulgarian", "Bulgarisch"},
    {"bs", "Bosanski", "Bosnian", "Bosnisch"},
    {"cs", "Čeština", "Czech", "Tschechisch"},
    {"da", "Dansk", "Danish", "Dänisch"},
    {"el", "Ελληνικά", "Greek", "Griechisch"},
    {"es", "Español", "Spanish", "Spanisch"},
    {"et", "Eesti", "Estonian", "Estnisch"},
    {"fa", "فارسی", "Persian", "Persisch"},
    {"fa", "فارسی", "Farsi", "Farsi"},
    {"fi", "Suomi", "Finnish", "Finnisch"},
    {"fr", "Français", "French", "Französisch"},
    {"ga", "Gaeilge", "Irish", "Irisch"},
    {"ha", "Hausa", "Hausa", "Hausa"},
    {"hi", "हिन्दी", "Hindi", "Hindi"},
    {"hr", "Hrvatski", "Croatian", "Kroatisch"},
    {"hsb", "Hornjoserbšćina", "Upper Sorbian", "Obersorbisch"},
    {"hu", "Magyar", "Hungarian", "Ungarisch"},
    {"hy", "Հայերեն", "Armenian", "Armenisch"},
    {"it", "Italiano", "Italian", "Italienisch"},
    {"ka", "ქართული", "Georgian", "Georgisch"},
    {"ku", "Kurdî", "Kurdish", "Kurdisch"},
    {"lt", "Lietuvių", "Lithuanian", "Litauisch"},
    {"lv", "Latviešu", "Latvian", "Lettisch"},
    {"mk", "Македонски", "Macedonian", "Mazedonisch"},
    {"mt", "Malti", "Maltese", "Maltesisch"},
    {"nl", "Nederlands", "Dutch", "Niederländisch"},
    {"pl", "Polski", "Polish", "Polnisch"},
    {"prs", "دری", "Dari", "Dari"},
    {"ps", "پښتو", "Pashto", "Paschtu"},
    {"pt", "Português", "Portuguese", "Portugiesisch"},
    {"rm", "Rumantsch", "Romansh", "Rätoromanisch"},
    {"ro", "Română", "Romanian", "Rumänisch"},
    {"ru", "Русский", "Russian", "Russisch"},
    {"sk", "Slovenčina", "Slovak", "Slowakisch"},
    {"sl", "Slovenščina", "Slovenian", "Slowenisch"},
    {"so", "Soomaali", "Somali", "Somali"},
    {"sq", "Shqip", "Albanian", "Albanisch"},
    {"sr", "Српски", "Serbian", "Serbisch"},
    {"sv", "Svenska", "Swedish", "Schwedisch"},
    {"sw", "Kiswahili", "Swahili", "Suaheli"},
    {"ta", "தமிழ்", "Tamil", "Tamil"},
    {"ti", "ትግርኛ", "Tigrinya", "Tigrinya"},
    {"tr", "Türkçe", "Turkish", "Türkisch"},
    {"uk", "Українська", "Ukrainian", "Ukrainisch"},
    {"ur", "اردو", "Urdu", "Urdu"},
    {"vi", "Tiếng Việt", "Vietnamese", "Vietnamesisch"},
    {"zh", "中文", "Chinese", "Chinesisch"},
};

// `tag` as RFC 5646, 2.1.1 writes it: `en-GB`, `zh-Hant`.
std::string Canonical(absl::string_view tag) {
  std::vector<std::string> subtags = absl::StrSplit(absl::AsciiStrToLower(tag), '-');
  for (std::size_t i = 1; i < subtags.size() && subtags[i - 1].size() > 1; ++i) {
    if (subtags[i].size() == 2) absl::AsciiStrToUpper(&subtags[i]);
    if (subtags[i].size() == 4) {
      subtags[i][0] = absl::ascii_toupper(static_cast<unsigned char>(subtags[i][0]));
    }
  }
  return absl::StrJoin(subtags, "-");
}

// `name` itself, if its first subtag is one of two or three letters: longer ones are words.
std::optional<std::string> Tag(absl::string_view name) {
  const absl::string_view first = name.substr(0, name.find('-'));
  if (first.size() > 3 || !types::IsLanguageTag(name)) return std::nullopt;
  return Canonical(name);
}

}  // namespace

std::optional<std::string> LanguageTag(absl::string_view name) {
  name = absl::StripAsciiWhitespace(name);
  const std::size_t open = name.rfind('(');
  if (open != absl::string_view::npos && absl::EndsWith(name, ")")) {
    const absl::string_view inner = name.substr(open + 1, name.size() - open - 2);
    if (auto tag = Tag(absl::StripAsciiWhitespace(inner))) return tag;
    name = absl::StripAsciiWhitespace(name.substr(0, open));
  }
  for (const Language& language : kLanguages) {
    for (const char* known : {language.own, language.english, language.german}) {
      if (absl::EqualsIgnoreCase(name, known)) return std::string(language.tag);
    }
  }
  return Tag(name);
}

std::string PrivateTag(absl::string_view name) {
  std::string letters;
  for (const char c : name) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c)) && letters.size() < 8) {
      letters += absl::ascii_tolower(static_cast<unsigned char>(c));
    }
  }
  return letters.empty() ? kUnknownLanguage : absl::StrCat(kUnknownLanguage, "-x-", letters);
}

std::string AnyLanguageTag(absl::string_view name) {
  name = absl::StripAsciiWhitespace(name);
  if (name.empty() || absl::EqualsIgnoreCase(name, "default")) return kUnknownLanguage;
  return LanguageTag(name).value_or(PrivateTag(name));
}

std::string LanguageName(absl::string_view tag) {
  for (const Language& language : kLanguages) {
    if (tag == language.tag) return absl::StrCat(language.own, " (", tag, ")");
  }
  return absl::StrCat(tag, " (", tag, ")");
}

}  // namespace lotse::survey
