#include "services/survey/exchange/quexml_skips.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "services/survey/engine/instrument_rules.h"

namespace lotse::survey {
namespace {

using v1alpha::Condition;
using v1alpha::Instrument;
using v1alpha::Question;

// Adds that `option` of the question `code` was not chosen; false if there is no room.
bool AddNotChosen(const std::string& code, const std::string& option, Question* question) {
  auto& conditions = *question->mutable_relevant_if();
  const auto same = std::find_if(conditions.begin(), conditions.end(), [&](const Condition& one) {
    return one.code() == code && one.test() == Condition::TEST_NONE_CHOSEN;
  });
  if (same != conditions.end()) {
    same->add_options(option);
    return true;
  }
  if (conditions.size() >= kMaxConditions) return false;
  Condition* condition = conditions.Add();
  condition->set_code(code);
  condition->set_test(Condition::TEST_NONE_CHOSEN);
  condition->add_options(option);
  return true;
}

}  // namespace

void ApplySkips(const std::vector<QuexmlSkip>& skips, Instrument* instrument,
                FindingList* findings) {
  std::vector<Question*> questions;
  absl::flat_hash_map<std::string, std::size_t> places;
  for (auto& section : *instrument->mutable_sections()) {
    for (Question& question : *section.mutable_questions()) {
      places.emplace(question.code(), questions.size());
      questions.push_back(&question);
    }
  }
  for (const QuexmlSkip& skip : skips) {
    const auto from = places.find(skip.question);
    const auto to = places.find(skip.target);
    if (from == places.end() || to == places.end() || to->second <= from->second) {
      findings->Warn(skip.line, skip.question,
                     absl::StrCat("The filter of `", Shortened(skip.option),
                                  "` leads to no later question and was left out."));
      continue;
    }
    bool complete = true;
    for (std::size_t i = from->second + 1; i < to->second; ++i) {
      complete &= AddNotChosen(skip.question, skip.option, questions[i]);
    }
    if (complete) continue;
    findings->Warn(skip.line, skip.question,
                   absl::StrCat("The filter of `", Shortened(skip.option),
                                "` was left out of questions that have ", kMaxConditions,
                                " conditions already."));
  }
}

}  // namespace lotse::survey
