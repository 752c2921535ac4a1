#include "services/survey/domain/collection_scope.h"

#include <gtest/gtest.h>

namespace lotse::survey {
namespace {

constexpr char kEngagement[] = "programmes/p/engagements/e";
constexpr char kWave[] = "programmes/p/engagements/e/surveys/s/waves/w";

TEST(CollectionScopeTest, ChecksTheParent) {
  for (const char* right :
       {"-", "programmes/-", "programmes/p/-", kEngagement, "programmes/p/engagements/e/-",
        "programmes/p/engagements/e/surveys/s", kWave}) {
    EXPECT_EQ(CheckCollectionParent(right), "") << right;
  }
  for (const char* wrong :
       {"", "/", "programmes", "programmes/p", "programmes/p/engagements", "territories",
        "programmes/-/engagements/-", "programmes/p/engagements/-", "programmes/P/-",
        "administrations/a", "administrations/a/-", "programmes/p/engagements/e/surveys/-",
        "programmes/p/engagements/e/surveys/s/-", "programmes/p/engagements/e/surveys/s/waves/-",
        "programmes/p/engagements/e/instruments/i", "--", "-/-"}) {
    EXPECT_NE(CheckCollectionParent(wrong), "") << wrong;
  }
}

TEST(CollectionScopeTest, SaysWhatHasToBeThere) {
  EXPECT_TRUE(IsSurveyOrWave(kWave));
  EXPECT_TRUE(IsSurveyOrWave("programmes/p/engagements/e/surveys/s"));
  EXPECT_FALSE(IsSurveyOrWave(kEngagement));
  EXPECT_FALSE(IsSurveyOrWave("programmes/p/-"));
}

TEST(CollectionScopeTest, SaysWhichWavesBelongToIt) {
  for (const char* parent :
       {"-", "programmes/-", "programmes/p/-", kEngagement, "programmes/p/engagements/e/-",
        "programmes/p/engagements/e/surveys/s", kWave}) {
    EXPECT_TRUE(IsInCollection(parent, kWave)) << parent;
  }
  for (const char* parent : {"programmes/pp/-", "programmes/q/-", "programmes/p/engagements/ee",
                             "programmes/p/engagements/f/-", "programmes/p/engagements/e/surveys/t",
                             "programmes/p/engagements/e/surveys/s/waves/ww"}) {
    EXPECT_FALSE(IsInCollection(parent, kWave)) << parent;
  }
  EXPECT_FALSE(IsInCollection("programmes/p/engagements/e/surveys/s/waves/w",
                              "programmes/p/engagements/e/surveys/s/waves/w2"));
  EXPECT_TRUE(IsInCollection("programmes/p/-", kEngagement));
}

}  // namespace
}  // namespace lotse::survey
