#include "services/engagement/domain/org_unit_rules.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "services/engagement/domain/fault_testing.h"
#include "services/engagement/domain/test_data.h"

namespace lotse::engagement {
namespace {

using v1alpha::OrgUnit;
using U = OrgUnit*;

constexpr char kUnits[] = "administrations/musterstadt/orgUnits/";

// A unit that exists from the first day of one year to the last of another; 0 for an open end.
OrgUnit Unit(const std::string& id, const std::string& parent, int from = 0, int to = 0) {
  OrgUnit unit;
  unit.set_name(absl::StrCat(kUnits, id));
  if (!parent.empty()) unit.set_parent_unit(absl::StrCat(kUnits, parent));
  const auto set = [](int year, int month, int day, google::type::Date* date) {
    date->set_year(year);
    date->set_month(month);
    date->set_day(day);
  };
  if (from != 0) set(from, 1, 1, unit.mutable_valid_from_date());
  if (to != 0) set(to, 12, 31, unit.mutable_valid_to_date());
  return unit;
}

std::string FieldOf(const rpc::FieldViolations& violations) {
  ExpectBothLanguages(violations);
  return violations.empty() ? "" : violations[0].field;
}

TEST(CheckOrgUnit, FindsEachFault) {
  ExpectFaults<OrgUnit>(
      GoodOrgUnit(), &CheckOrgUnit,
      {{"org_unit.title", [](U u) { u->clear_title(); }},
       {"org_unit.parent_unit",
        [](U u) { u->set_parent_unit("administrations/andere/orgUnits/dezernat"); }},
       {"org_unit.parent_unit", [](U u) { u->set_parent_unit("dezernat"); }},
       {"org_unit.valid_from_date", [](U u) { u->mutable_valid_from_date()->set_day(32); }},
       {"org_unit.valid_to_date", [](U u) { u->mutable_valid_to_date()->set_year(2019); }},
       {"org_unit.task_areas[0].list",
        [](U u) { u->mutable_task_areas(0)->set_list("programmes/viv"); }},
       {"org_unit.contact_intensity",
        [](U u) { u->set_contact_intensity(static_cast<OrgUnit::ContactIntensity>(7)); }},
       {"org_unit.headcount", [](U u) { u->set_headcount(-1); }},
       {"org_unit.external_ids[0].value", [](U u) { u->add_external_ids()->set_system("akte"); }}});
}

TEST(CheckUnitBelow, ExistsWithinItsParent) {
  struct Case {
    OrgUnit unit;
    OrgUnit parent;
    std::string field;
  };
  const Case cases[] = {
      {Unit("a", "b"), Unit("b", ""), ""},
      {Unit("a", "b", 2020, 2021), Unit("b", ""), ""},
      {Unit("a", "b", 2020, 2021), Unit("b", "", 2020, 2021), ""},
      {Unit("a", "b", 2019, 2021), Unit("b", "", 2020, 2021), "org_unit.valid_from_date"},
      {Unit("a", "b", 0, 2021), Unit("b", "", 2020, 2021), "org_unit.valid_from_date"},
      {Unit("a", "b", 2020, 2022), Unit("b", "", 2020, 2021), "org_unit.valid_to_date"},
      {Unit("a", "b", 2020), Unit("b", "", 2020, 2021), "org_unit.valid_to_date"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(FieldOf(CheckUnitBelow(c.unit, {c.parent})), c.field) << c.unit.DebugString();
  }
  EXPECT_TRUE(CheckUnitBelow(Unit("a", ""), {}).empty());
}

TEST(CheckUnitBelow, IsNotAboveItself) {
  const OrgUnit unit = Unit("a", "b");
  EXPECT_EQ(FieldOf(CheckUnitBelow(unit, {Unit("b", "c"), Unit("c", "a"), Unit("a", "")})),
            "org_unit.parent_unit");
  EXPECT_EQ(FieldOf(CheckUnitBelow(Unit("a", "a"), {Unit("a", "")})), "org_unit.parent_unit");
}

TEST(CheckUnitBelow, LiesNotTooDeep) {
  std::vector<OrgUnit> above;
  for (int i = 1; i < kMaxUnitDepth; ++i) above.push_back(Unit(absl::StrCat("u", i), "x"));
  EXPECT_TRUE(CheckUnitBelow(Unit("a", "u1"), above).empty());
  above.push_back(Unit("top", ""));
  EXPECT_EQ(FieldOf(CheckUnitBelow(Unit("a", "u1"), above)), "org_unit.parent_unit");
}

TEST(CheckUnitOver, ThoseBelowEndFirst) {
  const std::vector<OrgUnit> all = {Unit("a", ""), Unit("b", "a", 2020, 2025),
                                    Unit("c", "b", 2020, 2025), Unit("other", "", 1990)};
  EXPECT_TRUE(CheckUnitOver(Unit("a", ""), 0, all).empty());
  EXPECT_TRUE(CheckUnitOver(Unit("a", "", 2020, 2025), 0, all).empty());
  EXPECT_EQ(FieldOf(CheckUnitOver(Unit("a", "", 2021, 2025), 0, all)), "org_unit.valid_from_date");
  const auto late = CheckUnitOver(Unit("a", "", 2020, 2024), 0, all);
  ASSERT_EQ(late.size(), 1u) << "of c its own parent speaks";
  EXPECT_EQ(late[0].field, "org_unit.valid_to_date");
  EXPECT_NE(late[0].description.find(all[1].name()), std::string::npos);
}

TEST(CheckUnitOver, ThoseBelowGetNotTooDeep) {
  std::vector<OrgUnit> all = {Unit("a", "")};
  for (int i = 0; i < 4; ++i) {
    all.push_back(Unit(absl::StrCat("b", i), i == 0 ? "a" : absl::StrCat("b", i - 1)));
  }
  // Five levels are there already, so five more can be above.
  EXPECT_TRUE(CheckUnitOver(Unit("a", "x"), 5, all).empty());
  EXPECT_EQ(FieldOf(CheckUnitOver(Unit("a", "x"), 6, all)), "org_unit.parent_unit");
}

}  // namespace
}  // namespace lotse::engagement
