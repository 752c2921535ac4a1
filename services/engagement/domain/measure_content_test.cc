#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "absl/strings/str_cat.h"
#include "services/engagement/domain/chain_test_data.h"
#include "services/engagement/domain/measure_rules.h"
#include "services/engagement/domain/violation_testing.h"

namespace lotse::engagement {
namespace {

using ::testing::StartsWith;
using v1alpha::Measure;

constexpr char kOther[] = "programmes/viv/engagements/zwei/goals/g";

TEST(CheckMeasure, FindsEachFault) {
  const auto good = CheckMeasure(GoodMeasure());
  ASSERT_TRUE(good.empty()) << good[0].field;
  struct Case {
    std::function<void(Measure*)> fault;
    std::string field;
  };
  const Case cases[] = {
      {[](Measure* m) { m->clear_title(); }, "measure.title"},
      {[](Measure* m) { m->mutable_description()->add_variants(); }, "measure.description"},
      {[](Measure* m) { m->add_goals(); }, "measure.goals[1].goal"},
      {[](Measure* m) { m->add_goals()->set_goal(kOther); }, "measure.goals[1].goal"},
      {[](Measure* m) { *m->add_goals() = m->goals(0); }, "measure.goals[1].goal"},
      {[](Measure* m) { m->mutable_goals(0)->mutable_weight()->set_value("100.1"); },
       "measure.goals[0].weight"},
      {[](Measure* m) { m->mutable_goals(0)->mutable_weight()->set_value("-1"); },
       "measure.goals[0].weight"},
      {[](Measure* m) { m->mutable_goals(0)->mutable_rationale()->add_variants(); },
       "measure.goals[0].rationale"},
      {[](Measure* m) { m->set_track("programmes/viv/engagements/zwei/tracks/t"); },
       "measure.track"},
      {[](Measure* m) { m->set_accountable_unit("kita"); }, "measure.accountable_unit"},
      {[](Measure* m) { m->add_contributing_units(m->accountable_unit()); },
       "measure.contributing_units[1]"},
      {[](Measure* m) { m->add_contributing_units(m->contributing_units(0)); },
       "measure.contributing_units[1]"},
      {[](Measure* m) { m->mutable_responsibilities(0)->set_function_id("Frau Müller"); },
       "measure.responsibilities[0].function_id"},
      {[](Measure* m) { m->mutable_responsibilities(0)->clear_function_id(); },
       "measure.responsibilities[0].function_id"},
      {[](Measure* m) { m->mutable_responsibilities(0)->set_org_unit("kita"); },
       "measure.responsibilities[0].org_unit"},
      {[](Measure* m) { m->mutable_responsibilities(0)->clear_role(); },
       "measure.responsibilities[0].role"},
      {[](Measure* m) { *m->add_responsibilities() = m->responsibilities(0); },
       "measure.responsibilities[1]"},
      {[](Measure* m) { m->mutable_start_date()->set_month(12); }, "measure.due_date"},
      {[](Measure* m) { m->mutable_due_date()->set_month(13); }, "measure.due_date"},
      {[](Measure* m) { m->mutable_efforts(0)->set_org_unit("kita"); },
       "measure.efforts[0].org_unit"},
      {[](Measure* m) { m->mutable_efforts(0)->set_year(1899); }, "measure.efforts[0].year"},
      {[](Measure* m) { m->mutable_efforts(0)->set_year(2201); }, "measure.efforts[0].year"},
      {[](Measure* m) { m->mutable_efforts(0)->set_month(0); }, "measure.efforts[0].month"},
      {[](Measure* m) { m->mutable_efforts(0)->set_month(13); }, "measure.efforts[0].month"},
      {[](Measure* m) { m->mutable_efforts(0)->mutable_days()->set_value("-0.5"); },
       "measure.efforts[0].days"},
      {[](Measure* m) { m->mutable_efforts(0)->mutable_days()->set_value("1000.5"); },
       "measure.efforts[0].days"},
      {[](Measure* m) { m->mutable_efforts(0)->mutable_days()->set_value("3,5"); },
       "measure.efforts[0].days"},
      {[](Measure* m) { *m->add_efforts() = m->efforts(0); }, "measure.efforts[1]"},
      {[](Measure* m) { m->mutable_blockers(0)->set_blocker_id("X"); },
       "measure.blockers[0].blocker_id"},
      {[](Measure* m) { *m->add_blockers() = m->blockers(0); }, "measure.blockers[1].blocker_id"},
      {[](Measure* m) { m->mutable_blockers(0)->clear_title(); }, "measure.blockers[0].title"},
      {[](Measure* m) {
         m->mutable_blockers(0)->clear_from_date();
         m->mutable_blockers(0)->clear_to_date();
       },
       "measure.blockers[0].from_date"},
      {[](Measure* m) { m->mutable_blockers(0)->mutable_to_date()->set_month(9); },
       "measure.blockers[0].to_date"},
      {[](Measure* m) { m->set_progress_percent(101); }, "measure.progress_percent"},
      {[](Measure* m) { m->set_progress_percent(-1); }, "measure.progress_percent"},
      {[](Measure* m) { m->add_services("administrations/musterstadt/orgUnits/kita"); },
       "measure.services[0]"},
      {[](Measure* m) { m->set_offer(static_cast<Measure::Offer>(3)); }, "measure.offer"},
      {[](Measure* m) { m->mutable_suggestion(); }, "measure.suggestion.list"},
      {[](Measure* m) { m->mutable_content_level(); }, "measure.content_level"},
      {[](Measure* m) { m->mutable_content_field(); }, "measure.content_field"},
      {[](Measure* m) { m->add_indicators("programmes/viv/indicators/x"); },
       "measure.indicators[0]"},
      {[](Measure* m) { m->add_external_ids()->set_system("akte"); }, "measure.external_ids[0]"},
  };
  for (const Case& c : cases) {
    Measure measure = GoodMeasure();
    c.fault(&measure);
    const auto violations = CheckMeasure(measure);
    ExpectBothLanguages(violations);
    ASSERT_FALSE(violations.empty()) << c.field;
    EXPECT_THAT(violations[0].field, StartsWith(c.field));
  }
}

TEST(CheckMeasure, KeepsToItsLimits) {
  struct Case {
    std::function<void(Measure*, int)> add;
    int limit;
    std::string field;
  };
  const Case cases[] = {
      {[](Measure* m, int i) { m->add_goals()->set_goal(absl::StrCat(kPlace, "/goals/g", i)); }, 20,
       "measure.goals"},
      {[](Measure* m, int i) {
         m->add_contributing_units(absl::StrCat("administrations/a/orgUnits/u", i));
       },
       20, "measure.contributing_units"},
      {[](Measure* m, int i) {
         *m->add_responsibilities() = GoodMeasure().responsibilities(0);
         m->mutable_responsibilities(i)->set_function_id(absl::StrCat("f", i));
       },
       30, "measure.responsibilities"},
      {[](Measure* m, int i) {
         *m->add_efforts() = GoodMeasure().efforts(0);
         m->mutable_efforts(i)->set_year(1900 + i / 12);
         m->mutable_efforts(i)->set_month(1 + i % 12);
       },
       500, "measure.efforts"},
      {[](Measure* m, int i) {
         *m->add_blockers() = GoodMeasure().blockers(0);
         m->mutable_blockers(i)->set_blocker_id(absl::StrCat("b", i));
       },
       50, "measure.blockers"},
      {[](Measure* m, int i) {
         m->add_services(absl::StrCat("administrations/a/municipalServices/s", i));
       },
       20, "measure.services"},
      {[](Measure* m, int i) { m->add_indicators(absl::StrCat(kPlace, "/indicators/i", i)); }, 20,
       "measure.indicators"},
  };
  for (const Case& c : cases) {
    Measure measure;
    measure.set_name(GoodMeasure().name());
    *measure.mutable_title() = GoodMeasure().title();
    for (int i = 0; i < c.limit; ++i) c.add(&measure, i);
    EXPECT_TRUE(CheckMeasure(measure).empty()) << c.field;
    c.add(&measure, c.limit);
    ASSERT_EQ(CheckMeasure(measure).size(), 1u) << c.field;
    EXPECT_EQ(CheckMeasure(measure)[0].field, c.field);
  }
}

}  // namespace
}  // namespace lotse::engagement
