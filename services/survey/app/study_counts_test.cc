#include <gmock/gmock.h>

#include <functional>
#include <string>

#include "services/survey/app/analysis_testing.h"

namespace lotse::survey {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;
using v1alpha::StudyUnit;

class CountsTest : public AnalysisTest {
 protected:
  v1alpha::CountCodesRequest CodesRequest(StudyUnit unit = v1alpha::STUDY_UNIT_TURN) {
    v1alpha::CountCodesRequest q;
    q.set_parent(kStudy);
    q.add_codes(CodeNamed("haltung"));
    q.add_codes(CodeNamed("zugang"));
    q.set_with_below(true);
    q.set_unit(unit);
    return q;
  }
  v1alpha::CountCoOccurrenceRequest PairsRequest(StudyUnit unit) {
    v1alpha::CountCoOccurrenceRequest q;
    q.set_parent(kStudy);
    q.add_codes(CodeNamed("wege"));
    q.add_codes(CodeNamed("haltung"));
    q.set_unit(unit);
    return q;
  }
  ErrorReason Count(const v1alpha::CountCodesRequest& q) { return Call(&CountCodes, q, &counts_); }
  ErrorReason Pair(const v1alpha::CountCoOccurrenceRequest& q) {
    return Call(&CountCoOccurrence, q, &pairs_);
  }

  v1alpha::CountCodesResponse counts_;
  v1alpha::CountCoOccurrenceResponse pairs_;
};

TEST_F(CountsTest, CodesAreCountedInAllWays) {
  MakeCoded();
  ASSERT_EQ(Count(CodesRequest()), kOk) << status_;
  EXPECT_EQ(counts_.units(), 3);
  ASSERT_THAT(counts_.frequencies(), SizeIs(2));
  const auto& attitude = counts_.frequencies(0);
  EXPECT_EQ(attitude.code(), CodeNamed("haltung"));
  EXPECT_EQ(attitude.units(), 2);
  EXPECT_EQ(attitude.codings(), 2);
  EXPECT_EQ(attitude.segments(), 2);
  EXPECT_EQ(attitude.texts(), 1);
  EXPECT_EQ(attitude.cases(), 1);
  EXPECT_EQ(attitude.speakers(), 2);
  EXPECT_EQ(attitude.code_points(), 19);
  ASSERT_THAT(attitude.groups(), SizeIs(1));
  EXPECT_EQ(attitude.groups(0).group(), "team");
  EXPECT_EQ(attitude.groups(0).segments(), 2);
  EXPECT_EQ(attitude.groups(0).speakers(), 2);
  const auto& access = counts_.frequencies(1);
  EXPECT_EQ(access.units(), 1);
  EXPECT_EQ(access.codings(), 2);
  EXPECT_EQ(access.segments(), 1) << "two coders marked it alike";
  EXPECT_EQ(access.code_points(), 21);
  auto q = CodesRequest();
  q.set_attribute("alter");
  q.add_coders("zwei");
  ASSERT_EQ(Count(q), kOk) << status_;
  ASSERT_THAT(counts_.frequencies(0).groups(), SizeIs(1));
  EXPECT_EQ(counts_.frequencies(0).groups(0).group(), "") << "the age of P02 is not known";
}

TEST_F(CountsTest, EachUnitGivesItsOwnCount) {
  MakeCoded();
  const struct {
    StudyUnit unit;
    int32_t window;
    int64_t units, attitude, access;
  } cases[] = {
      {v1alpha::STUDY_UNIT_TURN, 0, 3, 2, 1},    {v1alpha::STUDY_UNIT_SENTENCE, 0, 4, 2, 1},
      {v1alpha::STUDY_UNIT_WINDOW, 10, 6, 3, 3}, {v1alpha::STUDY_UNIT_TEXT, 0, 1, 1, 1},
      {v1alpha::STUDY_UNIT_SEGMENT, 0, 3, 2, 1}, {v1alpha::STUDY_UNIT_CASE, 0, 1, 1, 1},
  };
  for (const auto& c : cases) {
    auto q = CodesRequest(c.unit);
    q.set_window_code_points(c.window);
    ASSERT_EQ(Count(q), kOk) << status_ << c.unit;
    EXPECT_EQ(counts_.units(), c.units) << c.unit;
    EXPECT_EQ(counts_.frequencies(0).units(), c.attitude) << c.unit;
    EXPECT_EQ(counts_.frequencies(1).units(), c.access) << c.unit;
  }
}

TEST_F(CountsTest, PairsAreCountedInUnits) {
  MakeCoded();
  ASSERT_EQ(Pair(PairsRequest(v1alpha::STUDY_UNIT_TURN)), kOk) << status_;
  ASSERT_THAT(pairs_.pairs(), SizeIs(1));
  const auto& pair = pairs_.pairs(0);
  EXPECT_EQ(pair.first_code(), CodeNamed("wege"));
  EXPECT_EQ(pair.second_code(), CodeNamed("haltung"));
  EXPECT_EQ(pair.units(), 3);
  EXPECT_EQ(pair.first(), 1);
  EXPECT_EQ(pair.second(), 2);
  EXPECT_EQ(pair.both(), 1);
  EXPECT_DOUBLE_EQ(pair.jaccard(), 0.5);
  EXPECT_DOUBLE_EQ(pair.lift(), 1.5);
  EXPECT_DOUBLE_EQ(pair.phi(), 0.5);
  ASSERT_EQ(Pair(PairsRequest(v1alpha::STUDY_UNIT_SEGMENT)), kOk) << status_;
  EXPECT_EQ(pairs_.pairs(0).both(), 0);
  EXPECT_EQ(pairs_.pairs(0).units(), 3);
  ASSERT_EQ(Pair(PairsRequest(v1alpha::STUDY_UNIT_CASE)), kOk) << status_;
  EXPECT_EQ(pairs_.pairs(0).both(), 1);
  EXPECT_FALSE(pairs_.pairs(0).has_phi()) << "both are everywhere";
}

TEST_F(CountsTest, CasesWithoutATextAreNoUnits) {
  MakeCoded();
  for (const char* const id : {"geplant", "geplant-2"}) {
    v1alpha::StudyCase planned;
    ASSERT_EQ(Run(CaseRequest(id), &planned), kOk) << status_;
  }
  ASSERT_EQ(Pair(PairsRequest(v1alpha::STUDY_UNIT_CASE)), kOk) << status_;
  ASSERT_THAT(pairs_.pairs(), SizeIs(1));
  EXPECT_EQ(pairs_.pairs(0).units(), 1);
  EXPECT_DOUBLE_EQ(pairs_.pairs(0).lift(), 1);
  EXPECT_FALSE(pairs_.pairs(0).has_phi()) << "both are everywhere";
  ASSERT_EQ(Count(CodesRequest(v1alpha::STUDY_UNIT_CASE)), kOk) << status_;
  EXPECT_EQ(counts_.units(), 1);
}

TEST_F(CountsTest, WhatCannotBeCountedIsRefused) {
  MakeCoded();
  const std::function<void(v1alpha::CountCodesRequest*)> changes[] = {
      [](auto* q) { q->set_codes(0, CodeNamed("fehlt")); },
      [](auto* q) { q->clear_unit(); },
      [](auto* q) { q->set_unit(v1alpha::STUDY_UNIT_WINDOW); },
      [](auto* q) { q->set_window_code_points(10); },
      [](auto* q) { q->set_attribute("fehlt"); },
      [](auto* q) { q->add_places(absl::StrCat(kStudy, "/cases/fehlt")); },
  };
  for (const auto& change : changes) {
    auto q = CodesRequest();
    change(&q);
    EXPECT_EQ(Count(q), kInvalid) << q.ShortDebugString();
  }
  auto elsewhere = CodesRequest();
  elsewhere.set_parent("programmes/p/engagements/e/studies/x");
  EXPECT_EQ(Count(elsewhere), kNotFound);
  auto absent = PairsRequest(v1alpha::STUDY_UNIT_TURN);
  absent.set_codes(1, CodeNamed("fehlt"));
  EXPECT_EQ(Pair(absent), kInvalid);
}

TEST_F(CountsTest, WhatIsNotSeenOrWithdrawnDoesNotCount) {
  MakeCodedBlind();
  HaveRole(type::v1alpha::ROLE_ANALYST);
  ASSERT_EQ(Count(CodesRequest()), kOk) << status_;
  EXPECT_EQ(counts_.frequencies(0).codings(), 1) << "eins codes blind";
  EXPECT_EQ(counts_.frequencies(1).codings(), 1);
  cause_.actor = "sub-9";
  Withdraw();
  ASSERT_EQ(Count(CodesRequest()), kOk) << status_;
  EXPECT_EQ(counts_.units(), 2) << "the turn of P01 is none";
  EXPECT_EQ(counts_.frequencies(0).codings(), 1);
  EXPECT_EQ(counts_.frequencies(1).codings(), 0);
  EXPECT_THAT(counts_.frequencies(1).groups(), IsEmpty());
}

TEST_F(CountsTest, RestrictedCasesAreLeftOut) {
  MakeCoded();
  MakeRestricted();
  HaveRole(type::v1alpha::ROLE_INSTITUTE_CONSULTANT);
  ASSERT_EQ(Count(CodesRequest()), kOk) << status_;
  EXPECT_EQ(counts_.left_out_cases(), 1);
  ASSERT_EQ(Pair(PairsRequest(v1alpha::STUDY_UNIT_TURN)), kOk) << status_;
  EXPECT_EQ(pairs_.left_out_cases(), 1);
  auto q = CodesRequest();
  q.add_places(absl::StrCat(kStudy, "/cases/tief"));
  EXPECT_EQ(Count(q), kPermission);
}

}  // namespace
}  // namespace lotse::survey
