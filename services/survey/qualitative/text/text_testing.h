#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "services/survey/qualitative/text/indexed_text.h"

// What the tests of texts share.

namespace lotse::survey::qualitative {

// Characters of several code points: a family (5), an a with two dots below each other (2), the
// flag of Germany (2).
inline constexpr char kFamily[] = "\U0001F469\u200D\U0001F469\u200D\U0001F467";
inline constexpr char kDecomposed[] = "a\u0308";
inline constexpr char kFlag[] = "\U0001F1E9\U0001F1EA";

template <typename T>
T Value(absl::StatusOr<T> value) {
  EXPECT_TRUE(value.ok()) << value.status();
  return value.ok() ? *std::move(value) : T();
}

inline IndexedText Indexed(std::string utf8) { return Value(IndexedText::Make(std::move(utf8))); }

// The message of a refusal; empty if there is none.
template <typename T>
std::string Refusal(const absl::StatusOr<T>& value) {
  return std::string(value.status().message());
}

// The texts of `spans`.
inline std::vector<std::string> Texts(const IndexedText& text, const std::vector<TextSpan>& spans) {
  std::vector<std::string> texts;
  for (const TextSpan& span : spans) texts.emplace_back(text.At(span));
  return texts;
}

}  // namespace lotse::survey::qualitative
