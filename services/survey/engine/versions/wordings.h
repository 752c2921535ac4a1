#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "lotse/type/v1alpha/text.pb.h"

namespace lotse::survey {

// From this likeness on two wordings say nearly the same. Chosen so that corrections of spelling
// and single exchanged words are near, and another question in the same words is not.
inline constexpr double kNearlySame = 0.6;

// A wording in the form in which it is compared: without the case of ASCII letters, with single
// spaces, as its set of runs of three bytes.
class Wording {
 public:
  explicit Wording(absl::string_view text);

  bool empty() const { return text_.empty(); }
  const std::string& text() const { return text_; }

  // 0 (nothing in common) to 1 (the same): the coefficient of Dice (L. R. Dice, Measures of the
  // Amount of Ecologic Association Between Species, Ecology 26, 1945), twice the number of common
  // runs by the number of all.
  double LikenessTo(const Wording& other) const;

 private:
  std::string text_;
  std::vector<std::uint32_t> runs_;  // Ascending, each once.
};

// How one text relates to another.
enum class TextChange {
  // Every wording is the same.
  kNone,
  // A language that both have is nearly the same in both, or nothing can be compared since one
  // of them is empty.
  kNear,
  // No language that both have is; without a common one the first wordings are compared.
  kOther,
};

TextChange CompareTexts(const type::v1alpha::Text& was, const type::v1alpha::Text& is);

// The first wording of a text; empty if there is none.
absl::string_view FirstWording(const type::v1alpha::Text& text);

}  // namespace lotse::survey
