#include "services/engagement/domain/engagement_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "runtime/types/date.h"
#include "services/engagement/domain/test_data.h"
#include "services/engagement/domain/violation_testing.h"

namespace lotse::engagement {
namespace {

using ::testing::HasSubstr;
using v1alpha::Engagement;
using v1alpha::Programme;

google::type::Date Day(int year, int month, int day) {
  return types::ToDate(absl::CivilDay(year, month, day));
}

TEST(CheckEngagement, TakesAGoodOne) {
  EXPECT_TRUE(CheckEngagement(GoodEngagement()).empty());
  EXPECT_TRUE(CheckEngagementIn(GoodEngagement(), GoodProgramme(), false).empty());
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
      {[](Engagement* e) { e->mutable_start_date()->set_month(13); }, "engagement.start_date"},
      {[](Engagement* e) { e->mutable_end_date()->set_year(2020); }, "engagement.end_date"},
      {[](Engagement* e) { e->add_external_ids()->set_system("akte"); },
       "engagement.external_ids[0].value"},
  };
  for (const Case& c : cases) {
    Engagement engagement = GoodEngagement();
    c.fault(&engagement);
    const auto violations = CheckEngagement(engagement);
    ExpectBothLanguages(violations);
    ASSERT_FALSE(violations.empty()) << c.field;
    EXPECT_EQ(violations[0].field, c.field);
  }
}

TEST(CheckEngagementIn, KeepsToTheDatesOfTheProgramme) {
  // The programme runs from 2021-01-01 to 2023-12-31.
  struct Case {
    google::type::Date start, end;
    std::string field;  // Empty: nothing is wrong.
  };
  const Case cases[] = {
      {Day(2021, 1, 1), Day(2021, 12, 31), ""},
      {Day(2020, 12, 31), Day(2021, 12, 31), "engagement.start_date"},
      {Day(2023, 1, 1), Day(2023, 12, 31), ""},
      {Day(2023, 1, 1), Day(2024, 1, 1), "engagement.end_date"},
  };
  for (const Case& c : cases) {
    Engagement engagement = GoodEngagement();
    *engagement.mutable_start_date() = c.start;
    *engagement.mutable_end_date() = c.end;
    const auto violations = CheckEngagementIn(engagement, GoodProgramme(), false);
    ExpectBothLanguages(violations);
    EXPECT_EQ(violations.size(), c.field.empty() ? 0u : 1u) << c.field;
    EXPECT_EQ(violations.empty() ? "" : violations[0].field, c.field);
  }
}

TEST(CheckEngagementIn, KeepsToTheLimitInMonths) {
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
    EXPECT_EQ(CheckEngagementIn(engagement, programme, false).empty(), c.right)
        << absl::FormatCivilTime(c.start) << " " << absl::FormatCivilTime(c.end);
  }
}

TEST(CheckAgreedDates, ChangeByAnAmendmentOnly) {
  v1alpha::Engagement before = GoodEngagement();
  v1alpha::Engagement after = before;
  after.mutable_start_date()->set_month(2);
  after.mutable_end_date()->set_month(4);
  EXPECT_TRUE(CheckAgreedDates(before, after).empty()) << "nothing is agreed yet";
  *before.mutable_agreed_end_date() = before.end_date();
  const auto violations = CheckAgreedDates(before, after);
  ExpectBothLanguages(violations);
  ASSERT_EQ(violations.size(), 2u);
  EXPECT_EQ(violations[0].field, "engagement.start_date");
  EXPECT_EQ(violations[1].field, "engagement.end_date");
  EXPECT_TRUE(CheckAgreedDates(before, before).empty());
}

TEST(CheckEngagementFits, SaysWhatTheProgrammeHasToAllow) {
  // The engagement runs from 2021-03-01 to 2022-05-31: 15 months.
  struct Case {
    std::function<void(Programme*)> change;
    std::vector<std::string> fields;
    std::string right;  // what the first violation asks for
  };
  const Case cases[] = {
      {[](Programme* p) { p->set_short_name("V"); }, {}, ""},
      {[](Programme* p) { p->set_engagement_months_limit(0); }, {}, ""},
      {[](Programme* p) { *p->mutable_start_date() = Day(2021, 3, 1); }, {}, ""},
      {[](Programme* p) { *p->mutable_start_date() = Day(2021, 3, 2); },
       {"programme.start_date"},
       "give 2021-03-01 or an earlier day"},
      {[](Programme* p) { *p->mutable_end_date() = Day(2022, 5, 31); }, {}, ""},
      {[](Programme* p) { *p->mutable_end_date() = Day(2022, 5, 30); },
       {"programme.end_date"},
       "give 2022-05-31 or a later day"},
      {[](Programme* p) { p->set_engagement_months_limit(14); },
       {"programme.engagement_months_limit"},
       "from 2021-03-01 to 2022-05-31"},
      {[](Programme* p) {
         *p->mutable_start_date() = Day(2022, 1, 1);
         *p->mutable_end_date() = Day(2022, 1, 31);
         p->set_engagement_months_limit(1);
       },
       {"programme.start_date", "programme.end_date", "programme.engagement_months_limit"},
       "give 2021-03-01"},
  };
  Engagement engagement = GoodEngagement();
  engagement.set_name("programmes/viv/engagements/musterstadt");
  for (const Case& c : cases) {
    Programme programme = GoodProgramme();
    c.change(&programme);
    rpc::FieldViolations violations;
    CheckEngagementFits(programme, engagement, false, &violations);
    std::vector<std::string> fields;
    for (const auto& violation : violations) {
      fields.push_back(violation.field);
      EXPECT_THAT(violation.description, HasSubstr(engagement.name()));
    }
    ASSERT_EQ(fields, c.fields) << programme.ShortDebugString();
    if (!violations.empty()) {
      EXPECT_THAT(violations[0].description, HasSubstr(c.right));
    }
    // Both views of the invariant agree.
    EXPECT_EQ(CheckEngagementIn(engagement, programme, false).empty(), violations.empty());
  }
}

TEST(CheckEngagementFits, OnlyAnAmendmentGoesBeyondTheLimit) {
  Programme programme = GoodProgramme();
  programme.set_engagement_months_limit(14);
  Engagement engagement = GoodEngagement();
  *engagement.mutable_agreed_end_date() = engagement.end_date();
  for (const bool amended : {false, true}) {
    rpc::FieldViolations violations;
    CheckEngagementFits(programme, engagement, amended, &violations);
    EXPECT_EQ(violations.empty(), amended);
    EXPECT_EQ(CheckEngagementIn(engagement, programme, amended).empty(), amended);
  }
}

TEST(CheckEngagementFits, AddsToWhatOthersBroke) {
  Programme programme = GoodProgramme();
  programme.set_engagement_months_limit(14);
  rpc::FieldViolations violations;
  for (const char* name : {"programmes/viv/engagements/a", "programmes/viv/engagements/b"}) {
    Engagement engagement = GoodEngagement();
    engagement.set_name(name);
    CheckEngagementFits(programme, engagement, false, &violations);
  }
  ExpectBothLanguages(violations);
  ASSERT_EQ(violations.size(), 2u);
  EXPECT_THAT(violations[1].description, HasSubstr("engagements/b"));
}

}  // namespace
}  // namespace lotse::engagement
