#include "services/reporting/follow/followed_kinds.h"

#include <gtest/gtest.h>

#include "lotse/engagement/v1alpha/goal.pb.h"
#include "lotse/engagement/v1alpha/territory.pb.h"
#include "lotse/survey/v1alpha/survey.pb.h"

namespace lotse::reporting {
namespace {

TEST(FollowedKindsTest, AFeedTakesNoMoreThan20Types) {
  const auto kinds = FollowedKinds::Make();
  ASSERT_TRUE(kinds.ok()) << kinds.status();
  for (const char* service : {kEngagementService, kSurveyService}) {
    const auto& types = FollowedKinds::TypesOf(service);
    EXPECT_GT(types.size(), 0u);
    EXPECT_LE(types.size(), 20u) << service;
  }
}

TEST(FollowedKindsTest, EveryTypeIsAKindOfItsService) {
  const auto kinds = FollowedKinds::Make();
  ASSERT_TRUE(kinds.ok()) << kinds.status();
  const struct {
    const char* name;
    const char* type;
    const char* service;
  } cases[] = {
      {"programmes/p", "engagement.lotse/Programme", kEngagementService},
      {"programmes/p/engagements/e", "engagement.lotse/Engagement", kEngagementService},
      {"programmes/p/indicators/i", "engagement.lotse/Indicator", kEngagementService},
      {"programmes/p/engagements/e/indicators/i/measurements/m", "engagement.lotse/Measurement",
       kEngagementService},
      {"administrations/a/orgUnits/u", "engagement.lotse/OrgUnit", kEngagementService},
      {"programmes/p/engagements/e/surveys/s/waves/w", "survey.lotse/Wave", kSurveyService},
      {"programmes/p/engagements/e/studies/s/materialReleases/m", "survey.lotse/MaterialRelease",
       kSurveyService},
  };
  for (const auto& c : cases) {
    const schema::Kind* kind = (*kinds)->KindOfName(c.name);
    ASSERT_NE(kind, nullptr) << c.name;
    EXPECT_EQ(kind->type, c.type);
    EXPECT_EQ(FollowedKinds::ServiceOf(*kind), c.service);
  }
}

TEST(FollowedKindsTest, OthersAreNotFollowed) {
  const auto kinds = FollowedKinds::Make();
  ASSERT_TRUE(kinds.ok()) << kinds.status();
  EXPECT_EQ((*kinds)->KindOfName("programmes/p/grants/g"), nullptr);
  EXPECT_EQ((*kinds)->KindOfName("programmes/p/engagements/e/studies/s"), nullptr);
  EXPECT_EQ((*kinds)->KindOfName("territories/t"), nullptr);
  EXPECT_EQ((*kinds)->KindOfName("programmes/p/engagements/e/nothing/n"), nullptr);
  EXPECT_EQ((*kinds)->KindOf(engagement::v1alpha::Territory::descriptor()), nullptr);
  EXPECT_NE((*kinds)->KindOf(engagement::v1alpha::Goal::descriptor()), nullptr);
}

}  // namespace
}  // namespace lotse::reporting
