#include "services/survey/analysis/tables/variables.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "services/survey/analysis/tables/tables_testing.h"

namespace lotse::survey::tables {
namespace {

using testing::ElementsAre;
using v1alpha::TableCategory;
using v1alpha::TableVariable;

std::vector<std::string> CategoriesOf(const TableVariable& variable) {
  std::vector<std::string> shown;
  for (const TableCategory& category : variable.categories()) {
    shown.push_back(category.kind() == TableCategory::KIND_UNSPECIFIED
                        ? category.code()
                        : TableCategory::Kind_Name(category.kind()));
  }
  return shown;
}

TEST(Variables, AreWhatCanSpanATable) {
  const v1alpha::Instrument instrument = EveryKind();
  const TableVariables variables(instrument);
  std::vector<std::string> codes;
  for (const SpanVariable& variable : variables.all()) codes.push_back(variable.code());
  EXPECT_THAT(codes, ElementsAre("unit", "ways", "age", "led", "grid_a", "grid_b", "told",
                                 "car_age", "last", "both"));
  EXPECT_EQ(variables.Find("why"), nullptr) << "a text";
  EXPECT_EQ(variables.Find("grid"), nullptr) << "its items are answered";
  EXPECT_EQ(variables.At(variables.Find("age")->position), variables.Find("age"));
  EXPECT_EQ(variables.At(*variables.compiled().Position("why")), nullptr);
}

TEST(Variables, AreDescribedWithThoseWhoGaveNoAnswer) {
  const v1alpha::Instrument instrument = EveryKind();
  const TableVariables variables(instrument);
  const auto describe = [&](const char* code) {
    return Describe(*variables.Find(code), variables);
  };
  const TableVariable unit = describe("unit");
  EXPECT_EQ(unit.kind(), TableVariable::KIND_SINGLE);
  EXPECT_EQ(unit.question().variants(0).text(), "Amt");
  EXPECT_EQ(unit.categories(0).label().variants(0).text(), "Bau");
  EXPECT_THAT(CategoriesOf(unit), ElementsAre("a", "b", "c", "KIND_NO_ANSWER"));
  EXPECT_FALSE(unit.conditional());
  EXPECT_FALSE(unit.special_category());

  const TableVariable told = describe("told");
  EXPECT_EQ(told.kind(), TableVariable::KIND_MULTIPLE);
  EXPECT_THAT(CategoriesOf(told), ElementsAre("x", "y", "KIND_NONE_TICKED", "KIND_NO_ANSWER",
                                              "KIND_NOT_ASKED", "KIND_NOT_REACHED"));
  EXPECT_TRUE(told.conditional());
  EXPECT_TRUE(told.special_category());

  // Nobody younger than 16 is accepted, so nobody is under 10.
  const TableVariable age = describe("age");
  EXPECT_EQ(age.kind(), TableVariable::KIND_CLASSES);
  EXPECT_THAT(CategoriesOf(age), ElementsAre("10", "30", "50", "KIND_NO_ANSWER"));
  EXPECT_EQ(age.categories(0).label().variants(0).text(), "10 bis 29");

  const TableVariable item = describe("grid_a");
  EXPECT_EQ(item.item().variants(0).text(), "Zeile");
  EXPECT_FALSE(unit.has_item());
}

// The number of a cell is read in what was stored before.
TEST(Variables, HaveNumbersThatFollowFromTheQuestionnaire) {
  const v1alpha::Instrument instrument = EveryKind();
  const TableVariables variables(instrument);
  CellVariables cells(variables, TableScope{.left_out = 1, .left_until = {1, 1, 2}});
  const std::size_t ways = *variables.compiled().Position("ways");
  EXPECT_EQ(cells.OptionNumber(ways, 0), 11) << "behind the questions and items";
  EXPECT_EQ(cells.AnyNumber(ways), 14);
  EXPECT_EQ(cells.OptionNumber(*variables.compiled().Position("told"), 0), 15);

  const Categories& unit = cells.Of(*variables.compiled().Position("unit"));
  EXPECT_EQ(unit.answers, 3);
  EXPECT_EQ(unit.no_answer, 3);
  EXPECT_EQ(unit.not_asked, -1) << "everybody is asked";
  EXPECT_EQ(unit.not_reached, -1);
  EXPECT_EQ(unit.size, 4);
  const Categories& grid = cells.Of(*variables.compiled().Position("grid_a"));
  EXPECT_EQ(grid.not_asked, 4);
  EXPECT_EQ(grid.not_reached, -1) << "those who did not get there are in no table";
  EXPECT_EQ(cells.Of(*variables.compiled().Position("last")).not_reached, 4);

  const int first = cells.FilterNumber(0, {0, 1});
  EXPECT_EQ(cells.FilterNumber(ways, {0, 1}), first + 1);
  EXPECT_EQ(cells.FilterNumber(0, {0, 1}), first) << "the same meaning, the same number";
}

TEST(Variables, SensitiveOnesAreThoseNamedAndAllSpecialCategories) {
  const v1alpha::Instrument instrument = EveryKind();
  const TableVariables variables(instrument);
  const CellVariables cells(variables, TableScope{});
  v1alpha::Release release;
  using One = suppression::SensitiveVariable;
  EXPECT_THAT(cells.SensitiveOf(release), ElementsAre(One{15, 2}, One{16, 2}, One{17, 2}))
      << "told";
  release.add_sensitive_variables("unit");
  EXPECT_THAT(cells.SensitiveOf(release),
              ElementsAre(One{0, 3}, One{15, 2}, One{16, 2}, One{17, 2}));
}

TEST(Variables, WhatExpressionsDecideIsInNoTable) {
  v1alpha::Instrument instrument;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(
        option_lists {
          code: "yes_no"
          options { code: "yes" }
          options { code: "no" }
        }
        sections {
          questions { code: "works" kind: KIND_SINGLE_CHOICE option_list: "yes_no" }
          questions { code: "hours" kind: KIND_INTEGER }
          questions {
            code: "more"
            kind: KIND_GROUP
            logic { relevant: "selected(${works}, 'yes')" }
            questions { code: "likes" kind: KIND_SINGLE_CHOICE option_list: "yes_no" }
            questions {
              code: "long"
              kind: KIND_SINGLE_CHOICE
              option_list: "yes_no"
              logic { relevant: "${hours} > 40" }
            }
            questions {
              code: "why"
              kind: KIND_SINGLE_CHOICE
              option_list: "yes_no"
              relevant_if { code: "long" test: TEST_ANY_CHOSEN options: "yes" }
            }
          }
          questions {
            code: "people"
            kind: KIND_REPEAT
            questions { code: "who" kind: KIND_SINGLE_CHOICE option_list: "yes_no" }
          }
        }
      )pb",
      &instrument));
  const TableVariables variables(instrument);
  ASSERT_NE(variables.Find("works"), nullptr);
  EXPECT_EQ(variables.Find("works")->answers.size(), 2u);
  ASSERT_NE(variables.Find("likes"), nullptr);
  EXPECT_TRUE(Describe(*variables.Find("likes"), variables).conditional());
  EXPECT_EQ(variables.Find("long"), nullptr) << "nobody can tell from tables whom it asks";
  EXPECT_EQ(variables.Find("why"), nullptr) << "nor what was asked because of it";
  EXPECT_EQ(variables.Find("who"), nullptr) << "there are several of one person";
}

}  // namespace
}  // namespace lotse::survey::tables
