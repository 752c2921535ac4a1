#include "services/survey/analysis/classes.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace lotse::survey {
namespace {

using type::v1alpha::Text;
using v1alpha::Question;

void AddVariant(absl::string_view language, std::string wording, Text* text) {
  Text::Variant* variant = text->add_variants();
  variant->set_language(std::string(language));
  variant->set_text(std::move(wording));
}

}  // namespace

int ClassOf(const Question& question, int64_t value) {
  const auto& bounds = question.class_bounds();
  return static_cast<int>(std::upper_bound(bounds.begin(), bounds.end(), value) - bounds.begin());
}

bool IsPossibleClass(const Question& question, int index) {
  const auto& bounds = question.class_bounds();
  const bool is_above_all =
      index > 0 && question.has_maximum() && question.maximum() < bounds[index - 1];
  const bool is_below_all =
      index < bounds.size() && question.has_minimum() && question.minimum() >= bounds[index];
  return !is_above_all && !is_below_all;
}

std::string ClassCode(const Question& question, int index) {
  return index == 0 ? "min" : absl::StrCat(question.class_bounds(index - 1));
}

Text ClassLabel(const Question& question, int index) {
  const auto& bounds = question.class_bounds();
  Text text;
  if (index == 0) {
    AddVariant("de", absl::StrCat("unter ", bounds[0]), &text);
    AddVariant("en", absl::StrCat("under ", bounds[0]), &text);
  } else if (index == bounds.size()) {
    AddVariant("de", absl::StrCat(bounds[index - 1], " und mehr"), &text);
    AddVariant("en", absl::StrCat(bounds[index - 1], " and more"), &text);
  } else {
    const int64_t lowest = bounds[index - 1];
    const int64_t highest = bounds[index] - 1;
    const bool is_one = lowest == highest;
    AddVariant("de", is_one ? absl::StrCat(lowest) : absl::StrCat(lowest, " bis ", highest), &text);
    AddVariant("en", is_one ? absl::StrCat(lowest) : absl::StrCat(lowest, " to ", highest), &text);
  }
  return text;
}

}  // namespace lotse::survey
