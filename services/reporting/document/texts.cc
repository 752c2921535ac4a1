#include "services/reporting/document/texts.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/substitute.h"

namespace lotse::reporting {

const Wording& GermanWording();
const Wording& EnglishWording();

const Wording& WordingOf(Language language) {
  return language == Language::kGerman ? GermanWording() : EnglishWording();
}

std::string JoinList(const std::vector<std::string>& items, Language language) {
  if (items.size() < 2) return absl::StrJoin(items, "");
  return absl::StrCat(absl::StrJoin(items.begin(), items.end() - 1, ", "),
                      WordingOf(language).list_and, items.back());
}

const char* FormFor(const Plural& plural, int64_t number) {
  return number == 1 ? plural.one : plural.other;
}

std::string Persons(Language language, int64_t number) {
  return absl::Substitute(FormFor(WordingOf(language).persons, number),
                          FormatInteger(language, number));
}

std::string Answers(Language language, int64_t number) {
  return absl::Substitute(FormFor(WordingOf(language).answers, number),
                          FormatInteger(language, number));
}

}  // namespace lotse::reporting
