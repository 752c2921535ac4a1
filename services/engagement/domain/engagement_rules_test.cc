#include "services/engagement/domain/engagement_rules.h"

#include <gtest/gtest.h>

#include <functional>

#include "runtime/types/date.h"
#include "services/engagement/domain/test_data.h"

namespace lotse::engagement {
namespace {

using v1alpha::Engagement;

TEST(CheckEngagement, TakesAGoodOne) {
  EXPECT_TRUE(CheckEngagement(GoodEngagement(), GoodProgramme()).empty());
}

TEST(CheckEngagement, FindsEachFault) {
  struct Case {
    std::function<void(Engagement*)> fault;
    std::string field;
  };
  const Case cases[] = {
      {[](Engagement* e) { e->clear_title(); }, "engagement.title"},
      {[](Engagement* e) { e->clear_administration(); }, "engagement.administration"},
      {[](Engagement* e) { e->set_administration("administrations/M"); },
       "engagement.administration"},
      {[](Engagement* e) { e->clear_end_date(); }, "engagement.end_date"},
      {[](Engagement* e) { e->mutable_start_date()->set_year(2020); }, "engagement.start_date"},
      {[](Engagement* e) { e->mutable_end_date()->set_year(2020); }, "engagement.end_date"},
  };
  for (const Case& c : cases) {
    Engagement engagement = GoodEngagement();
    c.fault(&engagement);
    const auto violations = CheckEngagement(engagement, GoodProgramme());
    ASSERT_FALSE(violations.empty()) << c.field;
    EXPECT_EQ(violations[0].field, c.field);
  }
}

TEST(CheckEngagement, KeepsToTheLimitInMonths) {
  struct Case {
    absl::CivilDay start, end;
    int limit;
    bool right;
  };
  const Case cases[] = {
      {absl::CivilDay(2021, 3, 1), absl::CivilDay(2022, 5, 31), 15, true},
      {absl::CivilDay(2021, 3, 1), absl::CivilDay(2022, 6, 1), 15, false},
      {absl::CivilDay(2021, 3, 15), absl::CivilDay(2022, 6, 14), 15, true},
      {absl::CivilDay(2021, 3, 15), absl::CivilDay(2022, 6, 15), 15, false},
      {absl::CivilDay(2021, 1, 31), absl::CivilDay(2021, 2, 28), 1, true},
      {absl::CivilDay(2021, 1, 31), absl::CivilDay(2021, 3, 1), 1, false},
      {absl::CivilDay(2021, 1, 1), absl::CivilDay(2023, 12, 31), 0, true},
  };
  for (const Case& c : cases) {
    Engagement engagement = GoodEngagement();
    *engagement.mutable_start_date() = types::ToDate(c.start);
    *engagement.mutable_end_date() = types::ToDate(c.end);
    auto programme = GoodProgramme();
    programme.set_engagement_months_limit(c.limit);
    EXPECT_EQ(CheckEngagement(engagement, programme).empty(), c.right)
        << absl::FormatCivilTime(c.start) << " " << absl::FormatCivilTime(c.end);
  }
}

TEST(CopyPhases, TakesThePhasesInOrder) {
  Engagement engagement = GoodEngagement();
  engagement.add_phases()->set_phase_id("made-up");
  CopyPhases(GoodProgramme(), &engagement);
  ASSERT_EQ(engagement.phases_size(), 3);
  EXPECT_EQ(engagement.phases(0).phase_id(), "auftrag");
  EXPECT_EQ(engagement.phases(2).phase_id(), "ziele");
  EXPECT_EQ(engagement.phases(1).state(), v1alpha::Phase::STATE_PLANNED);
}

}  // namespace
}  // namespace lotse::engagement
