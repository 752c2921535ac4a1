#include "services/engagement/domain/checks.h"

#include <gtest/gtest.h>

#include "services/engagement/domain/violation_testing.h"

namespace lotse::engagement {
namespace {

google::type::Date Day(int year, int month, int day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

std::vector<std::string> FieldsOf(const rpc::FieldViolations& violations) {
  std::vector<std::string> fields;
  for (const auto& violation : violations) fields.push_back(violation.field);
  return fields;
}

using Fields = std::vector<std::string>;

TEST(CheckLimit, CountsToTheLimit) {
  rpc::FieldViolations violations;
  CheckLimit("a", 20, 20, &violations);
  EXPECT_TRUE(violations.empty());
  CheckLimit("a", 21, 20, &violations);
  ExpectBothLanguages(violations);
  ASSERT_EQ(FieldsOf(violations), Fields{"a"});
  EXPECT_EQ(violations[0].description, "21 are too many; give at most 20");
  EXPECT_EQ(violations[0].german, "21 sind zu viele; höchstens 20 angeben");
}

TEST(CheckBytes, CountsToTheLimit) {
  rpc::FieldViolations violations;
  CheckBytes("a", "äb", 3, &violations);
  EXPECT_TRUE(violations.empty());
  CheckBytes("a", "äbc", 3, &violations);
  ExpectBothLanguages(violations);
  EXPECT_EQ(FieldsOf(violations), Fields{"a"});
}

TEST(CheckUniqueIds, FindsWhatIsTwiceMissingOrMalformed) {
  rpc::FieldViolations violations;
  CheckUniqueIds("phases", "phase_id", {"a", "b", "c-1"}, &violations);
  EXPECT_TRUE(violations.empty());
  CheckUniqueIds("phases", "phase_id", {"a", "b", "a", "", "", "X"}, &violations);
  ExpectBothLanguages(violations);
  EXPECT_EQ(FieldsOf(violations), (Fields{"phases[2].phase_id", "phases[3].phase_id",
                                          "phases[4].phase_id", "phases[5].phase_id"}));
}

TEST(CheckOptionalDate, MayBeAbsentButNotWrong) {
  rpc::FieldViolations violations;
  EXPECT_FALSE(CheckOptionalDate("d", false, {}, &violations));
  EXPECT_TRUE(CheckOptionalDate("d", true, Day(2024, 2, 29), &violations));
  EXPECT_TRUE(violations.empty());
  EXPECT_FALSE(CheckOptionalDate("d", true, Day(2023, 2, 29), &violations));
  EXPECT_FALSE(CheckOptionalDate("d", true, {}, &violations));
  ExpectBothLanguages(violations);
  EXPECT_EQ(FieldsOf(violations), (Fields{"d", "d"}));
}

TEST(CheckOptionalPeriod, ComparesOnlyWhatIsThere) {
  struct Case {
    bool has_first;
    google::type::Date first;
    bool has_last;
    google::type::Date last;
    Fields fields;
  };
  const Case cases[] = {
      {false, {}, false, {}, {}},
      {true, Day(2024, 1, 1), false, {}, {}},
      {false, {}, true, Day(2024, 1, 1), {}},
      {true, Day(2024, 1, 1), true, Day(2024, 1, 1), {}},
      {true, Day(2024, 1, 2), true, Day(2024, 1, 1), {"l"}},
      {true, Day(2024, 13, 1), false, {}, {"f"}},
      {false, {}, true, Day(2024, 0, 1), {"l"}},
  };
  for (const Case& c : cases) {
    rpc::FieldViolations violations;
    CheckOptionalPeriod("f", c.has_first, c.first, "l", c.has_last, c.last, &violations);
    ExpectBothLanguages(violations);
    EXPECT_EQ(FieldsOf(violations), c.fields);
  }
}

TEST(CheckFunctionId, HasTheFormOfAnId) {
  rpc::FieldViolations violations;
  CheckFunctionId("f", "leitung-soziales", &violations);
  CheckFunctionId("f", "", &violations);
  EXPECT_TRUE(violations.empty());
  CheckFunctionId("f", "", &violations, FunctionId::kRequired);
  CheckFunctionId("f", "Frau Muster", &violations);
  ExpectBothLanguages(violations);
  EXPECT_EQ(FieldsOf(violations), (Fields{"f", "f"}));
}

}  // namespace
}  // namespace lotse::engagement
