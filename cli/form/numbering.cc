#include "cli/form/numbering.h"

#include "absl/strings/str_cat.h"

namespace lotse::cli {
namespace {

using survey::v1alpha::Question;

// `a` to `z`, then `aa`, `ab` and so on.
std::string Letters(int number) {
  std::string letters(1, static_cast<char>('a' + number % 26));
  return number < 26 ? letters : Letters(number / 26 - 1) + letters;
}

}  // namespace

Numbering::Numbering(const survey::v1alpha::Instrument& instrument) {
  for (int i = 0; i < instrument.sections_size(); ++i) {
    const auto& section = instrument.sections(i);
    const std::string number = absl::StrCat(i + 1);
    if (!section.code().empty()) by_code_[section.code()] = number;
    Add(section.questions(), number);
  }
}

void Numbering::Add(const Questions& questions, const std::string& before) {
  int count = 0;
  for (const Question& question : questions) {
    if (!IsShown(question) || question.kind() == Question::KIND_NOTE) continue;
    const std::string number = absl::StrCat(before, ".", ++count);
    by_code_[question.code()] = number;
    for (int i = 0; i < question.items_size(); ++i) {
      by_code_[question.items(i).code()] = number + Letters(i);
    }
    Add(question.questions(), number);
  }
}

std::string Numbering::Of(const std::string& code) const {
  const auto found = by_code_.find(code);
  return found == by_code_.end() ? "" : found->second;
}

bool IsShown(const Question& question) {
  return question.kind() != Question::KIND_CALCULATION &&
         question.kind() != Question::KIND_HIDDEN && question.kind() != Question::KIND_METADATA;
}

}  // namespace lotse::cli
