#include "services/survey/exchange/xlsform/or_other.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/survey/engine/code_rules.h"

namespace lotse::survey {
namespace {

using type::v1alpha::Text;
using v1alpha::Instrument;
using v1alpha::OptionList;
using v1alpha::Question;

constexpr absl::string_view kOther = "other";

struct Words {
  absl::string_view language;
  absl::string_view label;
  absl::string_view question;
};

// English comes first: it stands for all other languages.
constexpr Words kWords[] = {
    {"en", "Other", "Please specify:"},
    {"de", "Sonstiges", "Sonstiges, und zwar:"},
    {"fr", "Autre", "Veuillez préciser :"},
};

const Words& WordsOf(absl::string_view tag) {
  const absl::string_view language = tag.substr(0, tag.find('-'));
  for (const Words& words : kWords) {
    if (absl::EqualsIgnoreCase(language, words.language)) return words;
  }
  return kWords[0];
}

Text InLanguagesOf(const Text& model, const std::string& language,
                   absl::string_view Words::* wording) {
  std::vector<std::string> tags;
  for (const Text::Variant& variant : model.variants()) tags.push_back(variant.language());
  if (tags.empty()) tags.push_back(language);
  Text text;
  for (const std::string& tag : tags) {
    Text::Variant* variant = text.add_variants();
    variant->set_language(tag);
    variant->set_text(std::string(WordsOf(tag).*wording));
  }
  return text;
}

void AddOther(const std::string& language, OptionList* list) {
  for (const v1alpha::Option& option : list->options()) {
    if (option.code() == kOther) return;
  }
  const Text model = list->options().empty() ? Text() : list->options(0).label();
  v1alpha::Option* option = list->add_options();
  option->set_code(std::string(kOther));
  *option->mutable_label() = InLanguagesOf(model, language, &Words::label);
}

template <typename Questions>
void CountUses(const Questions& questions, std::map<std::string, int>* uses) {
  for (const Question& question : questions) {
    if (!question.option_list().empty()) ++(*uses)[question.option_list()];
    CountUses(question.questions(), uses);
  }
}

OptionList* FindList(const std::string& code, Instrument* instrument) {
  for (OptionList& list : *instrument->mutable_option_lists()) {
    if (list.code() == code) return &list;
  }
  return nullptr;
}

// The list that these choices have alone.
OptionList* OwnList(const std::string& code, bool is_shared, Instrument* instrument) {
  OptionList* list = FindList(code, instrument);
  if (list == nullptr || !is_shared) return list;
  constexpr absl::string_view kEnding = "_or_other";
  std::string own = absl::StrCat(code.substr(0, kMaxCodeLength - kEnding.size()), kEnding);
  for (int number = 2; FindList(own, instrument) != nullptr; ++number) {
    own = absl::StrCat(code.substr(0, kMaxCodeLength - kEnding.size() - 4), kEnding, number);
  }
  OptionList copy = *list;
  copy.set_code(own);
  OptionList* added = instrument->add_option_lists();
  *added = std::move(copy);
  return added;
}

}  // namespace

Question OtherText(const Question& choice, const std::string& code, const std::string& language) {
  Question text;
  text.set_code(code);
  text.set_kind(Question::KIND_TEXT);
  *text.mutable_text() = InLanguagesOf(choice.text(), language, &Words::question);
  text.mutable_logic()->set_relevant(
      absl::StrCat("selected(${", choice.code(), "}, '", kOther, "')"));
  return text;
}

void AddOtherOptions(const std::vector<Question*>& choices, const std::string& language,
                     Instrument* instrument) {
  std::map<std::string, int> uses;
  for (const auto& section : instrument->sections()) CountUses(section.questions(), &uses);
  std::map<std::string, std::vector<Question*>> by_list;
  for (Question* choice : choices) {
    if (!choice->option_list().empty()) by_list[choice->option_list()].push_back(choice);
  }
  for (const auto& [code, users] : by_list) {
    const bool is_shared = uses[code] > static_cast<int>(users.size());
    OptionList* list = OwnList(code, is_shared, instrument);
    if (list == nullptr) continue;
    AddOther(language, list);
    for (Question* user : users) user->set_option_list(list->code());
  }
}

}  // namespace lotse::survey
