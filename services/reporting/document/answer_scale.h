#pragma once

#include <optional>
#include <string>
#include <vector>

// The options of a question as a scale: which of them are its steps, and whether it has two poles.
namespace lotse::reporting {

// Most options whose answers stand side by side in a table or a bar: the longest scale in use, 0 to
// 10; more do not fit on a page.
inline constexpr int kMostOptions = 11;

// The answers of a scale among the options of a question, by their places.
struct Scale {
  // The first place and the one behind the last; further options, such as "don't know", follow.
  int first = 0;
  int end = 0;
  // Whether it leads from one pole to another, such as from refusal to agreement; else from less
  // to more of one thing, or nothing says what it is.
  bool two_poles = false;

  // The place of the answer in the middle; none of an even number.
  std::optional<int> Middle() const {
    if ((end - first) % 2 == 0) return std::nullopt;
    return (first + end) / 2;
  }
};

// An option: its code, and what the respondent read.
struct AnswerOption {
  std::string code;
  std::string label;
};

// The scale that options with these codes begin with: two to eleven whole numbers, each one more
// than the one before; between -1 and 1 the 0 may be left out. What has other codes is no scale, as
// nothing says in which order it is. What shall not be part of a scale, such as "don't know", needs
// a code that does not go on counting. Codes do not say `two_poles`.
std::optional<Scale> ScaleOf(const std::vector<std::string>& codes);

// Whether a scale with these ends is said to have two poles. Codes say so that are as far below 0
// as above: -2 to 2, or 1.5 to -1.5. Words say so, in German and English, of which one agrees,
// applies, is satisfied or good, and the other denies that: "do not agree at all" to "fully agree",
// "no" to "yes". Everything else, such as "never" to "daily", has one pole.
bool HasTwoPoles(const AnswerOption& one, const AnswerOption& other);

// What is drawn of options side by side: their scale, or all of them where their codes are none.
// Nothing if that are fewer than two or more than kMostOptions. Two poles have three to seven
// answers.
std::optional<Scale> DrawnScaleOf(const std::vector<AnswerOption>& options);

}  // namespace lotse::reporting
