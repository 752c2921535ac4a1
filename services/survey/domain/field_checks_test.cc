#include "services/survey/domain/field_checks.h"

#include <gtest/gtest.h>

#include <string>

namespace lotse::survey {
namespace {

constexpr char kSurvey[] = "programmes/p/engagements/e/surveys/s";

TEST(CheckLine, TakesOneLineOfPlainText) {
  const struct {
    std::string text;
    bool right;
  } cases[] = {
      {"", true},
      {"PR-2026/17", true},
      {"Straße 5 < 6", true},
      {std::string(300, 'x'), true},
      {std::string(301, 'x'), false},
      {"zwei\nZeilen", false},
      {std::string("null\0", 5), false},
      {"\x7F", false},
      {"\xFF", false},
      {"<b>fett</b>", false},
  };
  for (const auto& c : cases) {
    rpc::FieldViolations violations;
    CheckLine("x.source", c.text, kMaxSourceBytes, &violations);
    ASSERT_EQ(violations.empty(), c.right) << c.text;
    if (!c.right) {
      EXPECT_EQ(violations[0].field, "x.source");
    }
  }
}

TEST(CheckInSurvey, WantsOneOfTheSameSurvey) {
  const struct {
    const char* name;
    bool right;
  } cases[] = {
      {"programmes/p/engagements/e/surveys/s/populations/a", true},
      {"programmes/p/engagements/e/surveys/t/populations/a", false},
      {"programmes/p/engagements/f/surveys/s/populations/a", false},
      {"programmes/p/engagements/e/surveys/s/consentTexts/a", false},
      {"programmes/p/engagements/e/surveys/s/populations/-", false},
      {"", false},
  };
  for (const auto& c : cases) {
    rpc::FieldViolations violations;
    CheckInSurvey("wave.population", "populations/{population}", c.name, kSurvey, &violations);
    EXPECT_EQ(violations.empty(), c.right) << c.name;
  }
}

TEST(CheckReasonGiven, TakesNoBlanks) {
  rpc::FieldViolations violations;
  CheckReasonGiven("zu wenige", "why?", &violations);
  EXPECT_TRUE(violations.empty());
  CheckReasonGiven(" \t", "why?", &violations);
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_EQ(violations[0].field, "reason");
}

TEST(CheckResponseId, TakesRandomUuidsOnlyAndRepeatsNothing) {
  EXPECT_TRUE(CheckResponseId("0b1f3c5e-9d2a-4c7b-8e61-2f4a6c8e0d13").ok());
  for (const char* id : {"", "anna.muster@example.org", "0B1F3C5E-9D2A-4C7B-8E61-2F4A6C8E0D13",
                         "0b1f3c5e-9d2a-7c7b-8e61-2f4a6c8e0d13"}) {
    const absl::Status refused = CheckResponseId(id);
    EXPECT_FALSE(refused.ok()) << id;
    EXPECT_EQ(refused.ToString().find("muster"), std::string::npos);
  }
}

}  // namespace
}  // namespace lotse::survey
