#include "services/survey/qualitative/rules/label_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

namespace lotse::survey::qualitative {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using v1alpha::MaterialRelease;

Untold TheUntold() {
  const std::vector<std::string> names = {"Anna Weber"};
  const std::vector<std::string> cases = {"gruppe-3", "wege"};
  const std::vector<std::string> people = {"P07", "coder-2", "zwei"};
  return Untold::Of(names, cases, people);
}

type::v1alpha::Text TextOf(const std::vector<std::string>& variants) {
  type::v1alpha::Text text;
  for (const std::string& each : variants) text.add_variants()->set_text(each);
  return text;
}

TEST(CheckTitle, NamesNobody) {
  const struct {
    std::vector<std::string> variants;
    std::vector<std::string> fields;
  } cases[] = {
      {{"Für den Rat", "For the council"}, {}},
      {{"Wege"}, {}},
      {{"Nach zwei Jahren"}, {}},
      {{"Was WEBER sagt"}, {"material_release.title.variants[0].text"}},
      {{"Für den Rat", "P07 and others"}, {"material_release.title.variants[1].text"}},
      {{"Wie P-7 es sah"}, {"material_release.title.variants[0].text"}},
      {{"Aus gruppe-3"}, {"material_release.title.variants[0].text"}},
  };
  for (const auto& c : cases) {
    std::vector<std::string> fields;
    for (const auto& violation : CheckTitle(TextOf(c.variants), TheUntold())) {
      fields.push_back(violation.field);
      EXPECT_THAT(violation.description, Not(HasSubstr("Weber")));
    }
    EXPECT_EQ(fields, c.fields) << c.variants[0];
  }
}

TEST(AddLabelObstacles, WhatIsCalledAsSomebodyStandsInTheWay) {
  const struct {
    std::string theme;
    std::vector<std::string> role;
    std::vector<std::string> subjects;
  } cases[] = {
      {"Wege", {"Team", "team"}, {}},
      {"Konflikt mit Weber", {"Team"}, {"r#themes[0]"}},
      {"P07 widerspricht", {"Team"}, {"r#themes[0]"}},
      {"Von Coder 2", {"Team p 7"}, {"r#themes[0]", "r#quotes[0].role"}},
      {"Wege", {"Team", "Webers Team"}, {"r#quotes[0].role"}},
      {"Wege", {"Wie P07"}, {"r#quotes[0].role"}},
      {"P07 widerspricht", {"Webers Team"}, {"r#themes[0]", "r#quotes[0].role"}},
  };
  for (const auto& c : cases) {
    MaterialRelease release;
    release.set_name("r");
    release.add_themes()->set_label(c.theme);
    *release.add_quotes()->mutable_role_label() = TextOf(c.role);
    bool tells_name = false;
    std::vector<rpc::Obstacle> obstacles;
    AddLabelObstacles(release, TheUntold(), &tells_name, &obstacles);
    std::vector<std::string> subjects;
    for (const auto& obstacle : obstacles) {
      subjects.push_back(obstacle.subject);
      EXPECT_THAT(obstacle.description.de, Not(HasSubstr("Weber")));
      EXPECT_THAT(obstacle.description.en, Not(HasSubstr("Weber")));
    }
    EXPECT_EQ(subjects, c.subjects) << c.theme;
    EXPECT_EQ(tells_name, absl::StrCat(c.theme, c.role.back()).find("Weber") != std::string::npos);
  }
}

// Whoever renames codes cannot ask for many names at once.
TEST(AddLabelObstacles, TellOfOneNameAtATime) {
  MaterialRelease release;
  release.set_name("r");
  for (const char* label : {"Wege", "Mit Anna", "P07", "Mit Weber"}) {
    release.add_themes()->set_label(label);
  }
  std::vector<rpc::Obstacle> obstacles;
  bool tells_name = false;
  AddLabelObstacles(release, TheUntold(), &tells_name, &obstacles);
  ASSERT_EQ(obstacles.size(), 2U);
  EXPECT_EQ(obstacles[0].subject, "r#themes[1]");
  EXPECT_EQ(obstacles[1].subject, "r#themes[2]");
  EXPECT_TRUE(tells_name);
  obstacles.clear();
  AddLabelObstacles(release, TheUntold(), &tells_name, &obstacles);
  ASSERT_EQ(obstacles.size(), 1U) << "a quote told one already";
  EXPECT_EQ(obstacles[0].subject, "r#themes[2]");
}

TEST(TellOneName, LeavesTheRest) {
  rpc::FieldViolations violations = {
      {"a", "x"}, {"b", std::string(kHasName)}, {"c", std::string(kHasName)}, {"d", "y"}};
  EXPECT_TRUE(TellsName(violations));
  TellOneName(&violations);
  std::vector<std::string> fields;
  for (const auto& each : violations) fields.push_back(each.field);
  EXPECT_THAT(fields, ElementsAre("a", "b", "d"));
  violations = {{"a", "x"}};
  EXPECT_FALSE(TellsName(violations));
  TellOneName(&violations);
  EXPECT_EQ(violations.size(), 1U);
  violations.clear();
  TellOneName(&violations);
  EXPECT_THAT(violations, IsEmpty());
}

}  // namespace
}  // namespace lotse::survey::qualitative
