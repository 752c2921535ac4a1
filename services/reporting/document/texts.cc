#include "services/reporting/document/texts.h"

#include "absl/strings/substitute.h"

namespace lotse::reporting {

const Wording& GermanWording();
const Wording& EnglishWording();

const Wording& WordingOf(Language language) {
  return language == Language::kGerman ? GermanWording() : EnglishWording();
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
