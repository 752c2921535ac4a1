#include "services/reporting/document/answer_scale.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace lotse::reporting {
namespace {

constexpr size_t kShortestScale = 2;
// Of two answers each bar has its line already; for more than seven there are no colours.
constexpr int kFewestOfTwoPoles = 3;
constexpr int kMostOfTwoPoles = 7;
// A beginning of a word as short as this is the whole word: "no" is not "normal".
constexpr size_t kWholeWord = 3;

// An attitude that the answer at one end has and that at the other denies, by the beginnings of
// words in German and English, in small letters.
struct Attitude {
  std::vector<absl::string_view> affirm;
  std::vector<absl::string_view> deny;
};

const std::vector<Attitude>& Attitudes() {
  static const auto& attitudes = *new std::vector<Attitude>{
      {{"stimm", "zustimm", "befürwort"}, {"lehn", "ablehn"}},
      {{"trifft", "zutreff"}, {"unzutreff"}},
      {{"einverstanden"}, {}},
      {{"zufrieden"}, {"unzufrieden"}},
      {{"gut"}, {"schlecht"}},
      {{"ja"}, {"nein"}},
      {{"agree"}, {"disagree"}},
      {{"appl", "true"}, {"untrue", "false"}},
      {{"satisfied"}, {"dissatisfied", "unsatisfied"}},
      {{"good"}, {"bad", "poor"}},
      {{"yes"}, {"no"}},
  };
  return attitudes;
}

// Words that deny what stands beside them.
constexpr absl::string_view kNegations[] = {"nicht", "kein",  "keine", "keinerlei",
                                            "not",   "never", "no"};

std::vector<std::string> WordsOf(absl::string_view label) {
  return absl::StrSplit(absl::AsciiStrToLower(label), absl::ByAnyChar(" \t\n,;:.!?()/-\"'"),
                        absl::SkipEmpty());
}

bool AnyBegins(const std::vector<std::string>& words, const std::vector<absl::string_view>& with) {
  return std::any_of(words.begin(), words.end(), [&with](const std::string& word) {
    return std::any_of(with.begin(), with.end(), [&word](absl::string_view beginning) {
      return beginning.size() <= kWholeWord ? word == beginning : absl::StartsWith(word, beginning);
    });
  });
}

bool Denies(const std::vector<std::string>& words) {
  return std::any_of(words.begin(), words.end(), [](const std::string& word) {
    return std::find(std::begin(kNegations), std::end(kNegations), word) != std::end(kNegations);
  });
}

// 1 for a label that has an attitude, -1 for one that denies it, 0 for one that is not about it.
int StandOf(const std::vector<std::string>& words, const Attitude& attitude) {
  if (AnyBegins(words, attitude.deny)) return -1;
  if (!AnyBegins(words, attitude.affirm)) return 0;
  return Denies(words) ? -1 : 1;
}

// Whether a code may follow another one on a scale.
bool Follows(int64_t before, int64_t number) {
  return number == before + 1 || (before == -1 && number == 1);
}

}  // namespace

std::optional<Scale> ScaleOf(const std::vector<std::string>& codes) {
  size_t end = 0;
  int64_t before = 0;  // The largest code has one more than fits into an int.
  for (const std::string& code : codes) {
    int number = 0;
    if (!absl::SimpleAtoi(code, &number) || (end > 0 && !Follows(before, number))) break;
    before = number;
    ++end;
  }
  if (end < kShortestScale || end > kMostOptions) return std::nullopt;
  return Scale{0, static_cast<int>(end)};
}

bool HasTwoPoles(const AnswerOption& one, const AnswerOption& other) {
  double first = 0;
  double last = 0;
  if (absl::SimpleAtod(one.code, &first) && absl::SimpleAtod(other.code, &last) &&
      std::isfinite(first) && first != 0 && first == -last) {
    return true;
  }
  const std::vector<std::string> words = WordsOf(one.label);
  const std::vector<std::string> other_words = WordsOf(other.label);
  return std::any_of(Attitudes().begin(), Attitudes().end(), [&](const Attitude& attitude) {
    return StandOf(words, attitude) * StandOf(other_words, attitude) == -1;
  });
}

std::optional<Scale> DrawnScaleOf(const std::vector<AnswerOption>& options) {
  std::vector<std::string> codes;
  for (const AnswerOption& option : options) codes.push_back(option.code);
  std::optional<Scale> scale = ScaleOf(codes);
  if (!scale.has_value()) {
    if (options.size() < kShortestScale || options.size() > kMostOptions) return std::nullopt;
    scale = Scale{0, static_cast<int>(options.size())};
  }
  const int steps = scale->end - scale->first;
  scale->two_poles = steps >= kFewestOfTwoPoles && steps <= kMostOfTwoPoles &&
                     HasTwoPoles(options[scale->first], options[scale->end - 1]);
  return scale;
}

}  // namespace lotse::reporting
