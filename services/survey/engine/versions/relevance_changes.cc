#include <algorithm>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/survey/engine/versions/versions.h"

namespace lotse::survey {
namespace {

using v1alpha::Condition;
using v1alpha::InstrumentChange;

// Of what a person has to fulfil to be asked, one text each.
using Conditions = std::vector<std::string>;

// `pairs` is null for the version whose codes are those of now.
std::string TextOf(const Condition& condition, const CodePairs* pairs) {
  std::vector<std::string> options;
  for (const std::string& option : condition.options()) {
    options.emplace_back(pairs == nullptr ? option : pairs->OptionIn(condition.code(), option));
  }
  std::sort(options.begin(), options.end());
  return absl::StrCat(pairs == nullptr ? condition.code() : pairs->CodeIn(condition.code()), " ",
                      Condition::Test_Name(condition.test()), " ", absl::StrJoin(options, " "));
}

void AddExpression(absl::string_view expression, const CodePairs* pairs, Conditions* conditions) {
  std::string text(expression);
  absl::RemoveExtraAsciiWhitespace(&text);
  if (text.empty()) return;
  conditions->push_back(pairs == nullptr ? text : pairs->Translated(text));
}

void AddOf(const VersionNode& node, const CodePairs* pairs, Conditions* conditions) {
  // It is asked as its matrix is.
  if (node.item != nullptr) return;
  if (node.section != nullptr) AddExpression(node.section->relevant(), pairs, conditions);
  if (node.question == nullptr) return;
  AddExpression(node.question->logic().relevant(), pairs, conditions);
  for (const Condition& condition : node.question->relevant_if()) {
    conditions->push_back(TextOf(condition, pairs));
  }
}

}  // namespace

void CompareRelevance(Versions* versions, int before, int now) {
  const CodePairs& pairs = versions->pairs;
  const std::vector<int> around_before = versions->from.Around(before);
  const std::vector<int> around_now = versions->to.Around(now);
  Conditions was, is;
  AddOf(versions->from.at(before), &pairs, &was);
  for (const int at : around_before) {
    if (absl::c_linear_search(around_now, pairs.ToOf(at))) break;
    AddOf(versions->from.at(at), &pairs, &was);
  }
  AddOf(versions->to.at(now), nullptr, &is);
  for (const int at : around_now) {
    if (absl::c_linear_search(around_before, pairs.FromOf(at))) break;
    AddOf(versions->to.at(at), nullptr, &is);
  }
  std::sort(was.begin(), was.end());
  std::sort(is.begin(), is.end());
  if (was == is) return;
  const bool wider = std::includes(was.begin(), was.end(), is.begin(), is.end());
  const std::string then = absl::StrJoin(was, " and ");
  const std::string today = absl::StrJoin(is, " and ");
  versions->changes.Add(
      InstrumentChange::KIND_RELEVANCE,
      wider ? InstrumentChange::VERDICT_SAFE : InstrumentChange::VERDICT_BREAKING,
      {.code = versions->from.at(before).code, .was = then, .is = today},
      wider ? "Fewer conditions: whoever was asked is asked now too."
            : "Who is asked changed: people may have answered who would not be asked now.");
}

}  // namespace lotse::survey
