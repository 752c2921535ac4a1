#include "services/survey/exchange/limesurvey/fixed_options.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace lotse::survey::limesurvey {
namespace {

enum Word {
  kYes,
  kNo,
  kUncertain,
  kFemale,
  kMale,
  kIncrease,
  kSame,
  kDecrease,
  kOther,
  kComment,
  kWords
};

struct Words {
  absl::string_view language;
  absl::string_view words[kWords];
};

// English comes first: it stands in for what is not here.
constexpr Words kLanguages[] = {
    {"en",
     {"Yes", "No", "Uncertain", "Female", "Male", "Increase", "Same", "Decrease", "Other",
      "Comment"}},
    {"de",
     {"Ja", "Nein", "Unsicher", "Weiblich", "M\u00E4nnlich", "Zunahme", "Gleich", "Abnahme",
      "Sonstiges", "Kommentar"}},
    {"es",
     {"S\u00ED", "No", "No estoy seguro", "Femenino", "Masculino", "Aumenta", "Igual", "Disminuye",
      "Otro", "Comentario"}},
    {"fr",
     {"Oui", "Non", "Incertain", "F\u00E9minin", "Masculin", "Augmentation", "Identique",
      "Diminution", "Autre", "Commentaire"}},
    {"it",
     {"S\u00EC", "No", "Incerto", "Femmina", "Maschio", "Aumento", "Uguale", "Diminuzione", "Altro",
      "Commento"}},
    {"nl",
     {"Ja", "Nee", "Onzeker", "Vrouw", "Man", "Toename", "Gelijk", "Afname", "Anders",
      "Opmerking"}}};

struct FixedOption {
  absl::string_view code;
  Word word;
};

const Words* WordsOf(absl::string_view tag) {
  const absl::string_view language = tag.substr(0, tag.find('-'));
  const auto* found = std::find_if(std::begin(kLanguages), std::end(kLanguages),
                                   [&](const Words& words) { return words.language == language; });
  return found == std::end(kLanguages) ? nullptr : found;
}

type::v1alpha::Text Label(Word word, const std::vector<Language>& languages) {
  type::v1alpha::Text text;
  for (const Language& language : languages) {
    const Words* words = WordsOf(language.tag);
    type::v1alpha::Text::Variant* variant = text.add_variants();
    variant->set_language(language.tag);
    variant->set_plain_language(language.plain);
    variant->set_text(std::string((words == nullptr ? kLanguages : words)->words[word]));
  }
  return text;
}

std::vector<FixedOption> WordsOfType(char type) {
  switch (type) {
    case 'Y':
      return {{"Y", kYes}, {"N", kNo}};
    case 'G':
      return {{"F", kFemale}, {"M", kMale}};
    case 'C':
      return {{"Y", kYes}, {"U", kUncertain}, {"N", kNo}};
    case 'E':
      return {{"I", kIncrease}, {"S", kSame}, {"D", kDecrease}};
    default:
      return {};
  }
}

}  // namespace

std::vector<v1alpha::Option> FixedOptions(char type, const std::vector<Language>& languages) {
  std::vector<v1alpha::Option> options;
  for (const FixedOption& fixed : WordsOfType(type)) {
    v1alpha::Option& option = options.emplace_back();
    option.set_code(std::string(fixed.code));
    *option.mutable_label() = Label(fixed.word, languages);
  }
  const int most = type == '5' || type == 'A' ? 5 : type == 'B' ? 10 : 0;
  for (int number = 1; number <= most; ++number) {
    v1alpha::Option& option = options.emplace_back();
    option.set_code(absl::StrCat(number));
    for (const Language& language : languages) {
      type::v1alpha::Text::Variant* variant = option.mutable_label()->add_variants();
      variant->set_language(language.tag);
      variant->set_plain_language(language.plain);
      variant->set_text(absl::StrCat(number));
    }
  }
  return options;
}

type::v1alpha::Text OtherLabel(const std::vector<Language>& languages) {
  return Label(kOther, languages);
}

type::v1alpha::Text CommentLabel(const std::vector<Language>& languages) {
  return Label(kComment, languages);
}

bool HasFixedOptions(absl::string_view tag) { return WordsOf(tag) != nullptr; }

}  // namespace lotse::survey::limesurvey
