#include "services/survey/engine/wording.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace lotse::survey {
namespace {

using testing::IsEmpty;

TEST(Wording, IsInTheLanguageOrTheClosestToIt) {
  type::v1alpha::Text text;
  const auto add = [&text](const std::string& language, bool plain) {
    auto* const variant = text.add_variants();
    variant->set_language(language);
    variant->set_text(language + (plain ? " plain" : ""));
    variant->set_plain_language(plain);
  };
  EXPECT_THAT(VariantsFor(text, "de"), IsEmpty());
  EXPECT_EQ(WordingIn(text, "de"), "");
  add("de", true);
  add("de", false);
  add("en-GB", false);
  add("fr", false);
  const struct {
    const char* language;
    const char* wording;
    std::vector<int> places;
  } cases[] = {
      {"de", "de", {0, 1}},     {"de-CH", "de", {0, 1}}, {"en", "en-GB", {2}},
      {"EN-gb", "en-GB", {2}},  {"fr", "fr", {3}},       {"uk", "de", {0, 1}},
      {"", "de", {0, 1, 2, 3}},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(WordingIn(text, c.language), c.wording) << c.language;
    EXPECT_EQ(VariantsFor(text, c.language), c.places) << c.language;
  }
  EXPECT_EQ(TextIn(text, "fr").variants_size(), 1);
  EXPECT_EQ(TextIn(text, "").variants_size(), 4);
}

}  // namespace
}  // namespace lotse::survey
