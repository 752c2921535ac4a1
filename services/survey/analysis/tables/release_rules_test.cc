#include "services/survey/analysis/tables/release_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/survey/analysis/tables/tables_testing.h"

namespace lotse::survey::tables {
namespace {

using testing::HasSubstr;
using v1alpha::Release;

Release Right() {
  return Parse<Release>(
      "title { variants { language: 'de' text: 'Bericht' } } audience: AUDIENCE_PUBLIC");
}

TEST(ReleaseRules, TakeWhatIsRight) {
  Release release = Right();
  EXPECT_TRUE(CheckRelease(release).empty());
  EXPECT_EQ(MinimumBaseOf(release), 10);
  EXPECT_EQ(MinimumCellOf(release), 5);
  release.set_minimum_base(10'000);
  release.set_minimum_cell(1'000);
  release.set_method(Release::METHOD_SUPPRESSION);
  release.add_break_variables("unit");
  release.add_sensitive_variables("unit");
  EXPECT_TRUE(CheckRelease(release).empty());
  EXPECT_EQ(MinimumBaseOf(release), 10'000);
}

TEST(ReleaseRules, SayWhatIsWrong) {
  struct Case {
    const char* release;
    const char* field;
    const char* description;
  };
  const Case cases[] = {
      {"minimum_base: 9", "release.minimum_base", "give 10 to 10000, or 0 for 10"},
      {"minimum_base: -1", "release.minimum_base", "give 10 to 10000"},
      {"minimum_base: 10001", "release.minimum_base", "give 10 to 10000"},
      {"minimum_cell: 4", "release.minimum_cell", "give 5 to 1000, or 0 for 5"},
      {"minimum_cell: 1001 minimum_base: 2000", "release.minimum_cell", "give 5 to 1000"},
      {"minimum_cell: 11", "release.minimum_cell", "above minimum_base, which is 10"},
      {"minimum_cell: 21 minimum_base: 20", "release.minimum_cell", "which is 20"},
      {"audience: 99", "release.audience", "give AUDIENCE_INSTITUTE"},
      {"audience: AUDIENCE_UNSPECIFIED", "release.audience", "give AUDIENCE_INSTITUTE"},
      {"method: 99", "release.method", "give METHOD_SUPPRESSION"},
      {"break_variables: 'a' break_variables: 'a'", "release.break_variables[1]", "once"},
      {"sensitive_variables: 'a' sensitive_variables: 'a'", "release.sensitive_variables[1]",
       "once"},
  };
  for (const Case& c : cases) {
    Release release = Right();
    const Release change = Parse<Release>(c.release);
    release.MergeFrom(change);
    if (std::string(c.release).find("UNSPECIFIED") != std::string::npos) release.clear_audience();
    const auto found = CheckRelease(release);
    ASSERT_EQ(found.size(), 1u) << c.release;
    EXPECT_EQ(found[0].field, c.field);
    EXPECT_THAT(found[0].description, HasSubstr(c.description));
  }
}

TEST(ReleaseRules, LimitHowManyVariablesThereAre) {
  Release release = Right();
  for (int i = 0; i < 20; ++i) release.add_break_variables(absl::StrCat("v", i));
  for (int i = 0; i < 200; ++i) release.add_sensitive_variables(absl::StrCat("v", i));
  EXPECT_TRUE(CheckRelease(release).empty());
  release.add_break_variables("one");
  release.add_sensitive_variables("one");
  const auto found = CheckRelease(release);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].description, "too many; give at most 20");
  EXPECT_EQ(found[1].description, "too many; give at most 200");
}

TEST(ReleaseRules, NeedATitle) {
  Release release = Right();
  release.clear_title();
  const auto found = CheckRelease(release);
  ASSERT_FALSE(found.empty());
  EXPECT_THAT(found[0].field, HasSubstr("release.title"));
}

TEST(ReleaseRules, KnowTheVariablesOfTheQuestionnaire) {
  const v1alpha::Instrument instrument = EveryKind();
  const TableVariables variables(instrument);
  Release release = Right();
  for (const char* code : {"unit", "ways", "agee", "why"}) release.add_break_variables(code);
  release.add_sensitive_variables("told");
  release.add_sensitive_variables("grid");
  const auto found = CheckReleaseFits(release, variables);
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0].field, "release.break_variables[2]");
  EXPECT_THAT(found[0].description, HasSubstr("did you mean age?"));
  EXPECT_EQ(found[1].field, "release.break_variables[3]") << "a text";
  EXPECT_EQ(found[2].field, "release.sensitive_variables[1]");
}

}  // namespace
}  // namespace lotse::survey::tables
