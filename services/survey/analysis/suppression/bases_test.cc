#include "services/survey/analysis/suppression/bases.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace lotse::survey::suppression {
namespace {

using testing::ElementsAre;

constexpr int kPeople = 100;
constexpr int64_t kThreshold = 5;

// Those from `first` to `last` - 1.
RespondentSet Range(int first, int last) {
  RespondentSet set(kPeople);
  for (int person = first; person < last; ++person) set.Add(person);
  return set;
}

std::vector<BaseVerdict> Check(const std::vector<RespondentSet>& published,
                               const std::vector<RespondentSet>& next) {
  return CheckBases(kPeople, published, next, kThreshold);
}

TEST(Bases, FiltersThatAreFarApartAreAllowed) {
  EXPECT_THAT(Check({}, {Range(0, 50), Range(20, 70), Range(60, 95)}),
              ElementsAre(BaseVerdict::kAllowed, BaseVerdict::kAllowed, BaseVerdict::kAllowed));
}

TEST(Bases, NearlyAllPeopleAreRefused) {
  EXPECT_THAT(Check({}, {Range(0, 99), Range(0, 96), Range(0, 95), Range(0, 100)}),
              ElementsAre(BaseVerdict::kSinglesOut, BaseVerdict::kSinglesOut, BaseVerdict::kAllowed,
                          BaseVerdict::kAllowed));
}

// The women of a unit, and those of them who are of age.
TEST(Bases, ADifferenceToAnEarlierBaseIsRefused) {
  EXPECT_THAT(
      Check({Range(0, 40)}, {Range(0, 39), Range(0, 44), Range(0, 45)}),
      ElementsAre(BaseVerdict::kSinglesOut, BaseVerdict::kSinglesOut, BaseVerdict::kAllowed));
  EXPECT_THAT(Check({}, {Range(0, 40), Range(0, 39)}),
              ElementsAre(BaseVerdict::kAllowed, BaseVerdict::kSinglesOut));
}

TEST(Bases, TheSameBaseAgainIsAllowedEvenIfItWasPublishedBesideANearOne) {
  EXPECT_THAT(Check({Range(0, 40), Range(0, 39)}, {Range(0, 39), Range(0, 38)}),
              ElementsAre(BaseVerdict::kAllowed, BaseVerdict::kSinglesOut));
}

// Two people left and two came: the difference of the figures is about four.
TEST(Bases, TwoThatOverlapNearlyAreRefused) {
  EXPECT_THAT(Check({Range(0, 40)}, {Range(2, 42)}), ElementsAre(BaseVerdict::kSinglesOut));
  EXPECT_THAT(Check({Range(0, 40)}, {Range(3, 43)}), ElementsAre(BaseVerdict::kAllowed));
}

// No two of them differ by few, but 0-29 and 30-62 together are all of 0-59 and three more.
TEST(Bases, ACombinationOfSeveralIsRefused) {
  EXPECT_THAT(Check({Range(0, 60)}, {Range(0, 30), Range(30, 63)}),
              ElementsAre(BaseVerdict::kAllowed, BaseVerdict::kSinglesOut));
  EXPECT_THAT(Check({Range(0, 60)}, {Range(0, 30), Range(30, 65)}),
              ElementsAre(BaseVerdict::kAllowed, BaseVerdict::kAllowed));
}

TEST(Bases, TooManyCombinationsAreNotLookedThrough) {
  constexpr int kMany = 4096;
  std::vector<RespondentSet> filters;
  for (int bit = 0; bit < 12; ++bit) {
    RespondentSet set(kMany);
    for (int person = 0; person < kMany; ++person) {
      if ((person >> bit & 1) != 0) set.Add(person);
    }
    filters.push_back(set);
  }
  EXPECT_EQ(CheckBases(kMany, {}, filters, kThreshold).back(), BaseVerdict::kTooMany);
  filters.erase(filters.begin() + 8, filters.end());  // 256 combinations of 16 people each
  EXPECT_EQ(CheckBases(kMany, {}, filters, kThreshold).back(), BaseVerdict::kAllowed);
}

// What was published is known even if it should not have been: nothing that follows from it with
// another filter is given away.
TEST(Bases, WhatWasPublishedIsKnownWhateverItTells) {
  EXPECT_THAT(Check({Range(0, 60), Range(0, 30), Range(30, 63)}, {Range(0, 50)}),
              ElementsAre(BaseVerdict::kSinglesOut));
}

TEST(Bases, BeyondTheLimitOfWorkNothingIsAllowed) {
  const std::vector<RespondentSet> next{Range(0, 50), Range(20, 70), Range(60, 95)};
  for (int64_t steps = 1; steps < 3000; steps += 50) {
    Work work(steps);
    const std::vector<BaseVerdict> verdicts =
        CheckBases(kPeople, {Range(0, 40)}, next, kThreshold, &work);
    if (work.IsUsedUp()) {
      EXPECT_EQ(verdicts.back(), BaseVerdict::kTooMany) << steps;
    }
    EXPECT_LE(work.Spent(), steps);
  }
  Work enough(3000);
  EXPECT_THAT(CheckBases(kPeople, {Range(0, 40)}, next, kThreshold, &enough),
              ElementsAre(BaseVerdict::kAllowed, BaseVerdict::kAllowed, BaseVerdict::kAllowed));
  EXPECT_FALSE(enough.IsUsedUp());
}

}  // namespace
}  // namespace lotse::survey::suppression
