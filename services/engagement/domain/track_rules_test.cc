#include "services/engagement/domain/track_rules.h"

#include <gtest/gtest.h>

#include <functional>

#include "runtime/types/date.h"
#include "services/engagement/domain/test_data.h"
#include "services/engagement/domain/violation_testing.h"

namespace lotse::engagement {
namespace {

using v1alpha::Phase;
using v1alpha::Track;

Track GoodTrack() {
  return FromText<Track>(R"(
    title { variants { language: "de" text: "Soziales" } }
    org_units: "administrations/a/orgUnits/soziales"
    lead_function_id: "leitung-soziales"
    capacities {
      org_unit: "administrations/a/orgUnits/soziales" days_per_month { value: "4.5" }
      months { year: 2021 month: 8 days { value: "0" } }
    })");
}

TEST(CheckTrack, FindsEachFault) {
  EXPECT_TRUE(CheckTrack(GoodTrack()).empty());
  const std::pair<std::function<void(Track*)>, const char*> cases[] = {
      {[](Track* t) { t->clear_title(); }, "track.title"},
      {[](Track* t) { t->set_lead_function_id("Frau X"); }, "track.lead_function_id"},
      {[](Track* t) {
         for (int i = 0; i < 21; ++i) t->add_org_units("u");
       },
       "track.org_units"},
      {[](Track* t) { t->mutable_capacities(0)->clear_days_per_month(); },
       "track.capacities[0].days_per_month"},
      {[](Track* t) { t->mutable_capacities(0)->mutable_days_per_month()->set_value("1001"); },
       "track.capacities[0].days_per_month"},
      {[](Track* t) { *t->add_capacities() = t->capacities(0); }, "track.capacities[1].org_unit"},
      {[](Track* t) { t->mutable_capacities(0)->mutable_months(0)->set_month(0); },
       "track.capacities[0].months[0].month"},
      {[](Track* t) { *t->mutable_capacities(0)->add_months() = t->capacities(0).months(0); },
       "track.capacities[0].months[1].month"},
  };
  for (const auto& [fault, field] : cases) {
    Track track = GoodTrack();
    fault(&track);
    const auto violations = CheckTrack(track);
    ExpectBothLanguages(violations);
    ASSERT_EQ(violations.size(), 1u) << field;
    EXPECT_EQ(violations[0].field, field);
  }
}

TEST(CopyPhases, TakesWhatTheTemplateSays) {
  google::type::Date start;
  start.set_year(2021);
  start.set_month(3);
  start.set_day(1);
  const std::vector<Phase> phases = CopyPhases(GoodPhaseTemplate(), "e/tracks/t", start);
  ASSERT_EQ(phases.size(), 2u);
  const Phase& first = phases[0];
  EXPECT_EQ(first.name(), "e/tracks/t/phases/bestand");
  EXPECT_EQ(first.phase_id(), "bestand");
  EXPECT_EQ(first.position(), 100);
  EXPECT_EQ(first.state(), Phase::STATE_PLANNED);
  EXPECT_TRUE(first.skippable());
  EXPECT_TRUE(first.waivable());
  EXPECT_EQ(phases[1].serves(), v1alpha::PhaseTemplateItem::SERVES_GOALS);
  ASSERT_EQ(first.criteria_size(), 3);
  EXPECT_EQ(first.criteria(1).check(), v1alpha::PhaseCriterion::CHECK_BASELINES);
  EXPECT_TRUE(first.criteria(1).mandatory());
  EXPECT_FALSE(first.criteria(2).mandatory());
  ASSERT_EQ(first.deliverables_size(), 2);
  EXPECT_EQ(types::ToCivil(first.planned_start_date()), absl::CivilDay(2021, 4, 1));
  EXPECT_EQ(types::ToCivil(first.planned_end_date()), absl::CivilDay(2021, 7, 31));
  EXPECT_EQ(phases[1].position(), 200);
  EXPECT_FALSE(phases[1].skippable());
}

TEST(CopyPhases, MonthsBeginOnTheDayOfTheEngagement) {
  v1alpha::PhaseTemplate phase_template = GoodPhaseTemplate();
  phase_template.mutable_phases(0)->set_start_month(-2);
  phase_template.mutable_phases(0)->set_end_month(0);
  phase_template.mutable_phases(1)->clear_start_month();
  phase_template.mutable_phases(1)->clear_end_month();
  google::type::Date start;
  start.set_year(2021);
  start.set_month(5);
  start.set_day(31);
  const auto phases = CopyPhases(phase_template, "e/tracks/t", start);
  EXPECT_EQ(types::ToCivil(phases[0].planned_start_date()), absl::CivilDay(2021, 2, 28));
  EXPECT_EQ(types::ToCivil(phases[0].planned_end_date()), absl::CivilDay(2021, 5, 30));
  EXPECT_FALSE(phases[1].has_planned_start_date());
}

}  // namespace
}  // namespace lotse::engagement
