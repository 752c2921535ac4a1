#include <gmock/gmock.h>

#include <functional>
#include <string>

#include "services/survey/app/analysis_testing.h"

namespace lotse::survey {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;
using v1alpha::MeasureAgreementRequest;

class AgreementTest : public AnalysisTest {
 protected:
  static MeasureAgreementRequest Request(MeasureAgreementRequest::Categories categories =
                                             MeasureAgreementRequest::CATEGORIES_EACH_CODE) {
    MeasureAgreementRequest q;
    q.set_parent(kStudy);
    q.add_coders("eins");
    q.add_coders("zwei");
    q.add_codes(CodeNamed("wege"));
    q.add_codes(CodeNamed("haltung"));
    q.set_categories(categories);
    q.set_unit(v1alpha::STUDY_UNIT_TURN);
    return q;
  }
  ErrorReason Measure(const MeasureAgreementRequest& q) {
    return Call(&MeasureAgreement, q, &measured_);
  }

  v1alpha::MeasureAgreementResponse measured_;
};

TEST_F(AgreementTest, IsMeasuredInEachCode) {
  MakeCoded();
  ASSERT_EQ(Measure(Request()), kOk) << status_;
  ASSERT_THAT(measured_.agreements(), SizeIs(2));
  const auto& ways = measured_.agreements(0);
  EXPECT_EQ(ways.code(), CodeNamed("wege"));
  EXPECT_EQ(ways.unit(), v1alpha::STUDY_UNIT_TURN);
  EXPECT_THAT(ways.coders(), SizeIs(2));
  EXPECT_EQ(ways.units(), 3);
  EXPECT_DOUBLE_EQ(ways.agreement(), 1);
  EXPECT_DOUBLE_EQ(ways.cohen_kappa().value(), 1);
  EXPECT_THAT(ways.pairs(), IsEmpty()) << "two are no pairs of several";
  const auto& attitude = measured_.agreements(1);
  EXPECT_DOUBLE_EQ(attitude.agreement(), 1.0 / 3);
  EXPECT_NEAR(attitude.cohen_kappa().value(), -0.5, 1e-12);
  EXPECT_NEAR(attitude.brennan_prediger(), -1.0 / 3, 1e-12);
  EXPECT_FALSE(attitude.has_linear_kappa()) << "there or not has no order";
  EXPECT_FALSE(attitude.has_krippendorff_alpha_ordinal());
}

TEST_F(AgreementTest, IsMeasuredInCategories) {
  MakeCoded();
  ASSERT_EQ(Measure(Request(MeasureAgreementRequest::CATEGORIES_EXCLUSIVE)), kOk) << status_;
  ASSERT_THAT(measured_.agreements(), SizeIs(1));
  EXPECT_EQ(measured_.agreements(0).code(), "");
  EXPECT_EQ(measured_.agreements(0).ambiguous(), 1) << "eins gave both in the turn of P01";
  EXPECT_EQ(measured_.agreements(0).units(), 2);
  auto q = Request(MeasureAgreementRequest::CATEGORIES_ORDERED);
  q.set_unit(v1alpha::STUDY_UNIT_SENTENCE);
  q.add_values(0);
  q.add_values(2);
  ASSERT_EQ(Measure(q), kOk) << status_;
  EXPECT_EQ(measured_.agreements(0).units(), 1) << "both put one sentence into a category";
  EXPECT_DOUBLE_EQ(measured_.agreements(0).agreement(), 1);
  EXPECT_FALSE(measured_.agreements(0).has_krippendorff_alpha()) << "all is the same";
}

TEST_F(AgreementTest, NeedsTextsThatWereWorkedThrough) {
  MakeCoded();
  StoreTurns("w", "g", "Neu.", {{{0, 4}, "P01"}});
  StoreCoding(7, "w", {0, 4}, "haltung", "eins");
  ASSERT_EQ(Measure(Request()), kOk) << status_;
  EXPECT_EQ(measured_.agreements(0).units(), 3) << "zwei was never there";
  auto q = Request();
  q.add_worked_through()->set_coder("zwei");
  q.mutable_worked_through(0)->add_places(kCase);
  ASSERT_EQ(Measure(q), kOk) << status_;
  EXPECT_EQ(measured_.agreements(0).units(), 4);
  q.mutable_worked_through(0)->set_places(0, absl::StrCat(kStudy, "/cases/g/texts/w"));
  ASSERT_EQ(Measure(q), kOk) << status_;
  EXPECT_EQ(measured_.agreements(0).units(), 4);
}

TEST_F(AgreementTest, OfSeveralHasEachPair) {
  MakeCoded();
  v1alpha::Study study = study_;
  auto* const third = study.add_coders();
  third->set_coder_id("drei");
  third->set_subject("sub-3");
  ASSERT_EQ(UpdateStudy(study), kOk) << status_;
  StoreCoding(8, "t", {52, 56}, "haltung", "drei");
  auto q = Request();
  q.add_coders("drei");
  ASSERT_EQ(Measure(q), kOk) << status_;
  const auto& attitude = measured_.agreements(1);
  EXPECT_FALSE(attitude.has_cohen_kappa());
  EXPECT_TRUE(attitude.has_fleiss_kappa());
  ASSERT_THAT(attitude.pairs(), SizeIs(3));
  EXPECT_EQ(attitude.pairs(2).first_coder(), "zwei");
  EXPECT_EQ(attitude.pairs(2).second_coder(), "drei");
  EXPECT_DOUBLE_EQ(attitude.pairs(2).agreement(), 1);
  EXPECT_DOUBLE_EQ(attitude.pairs(2).cohen_kappa().value(), 1);
}

TEST_F(AgreementTest, IsRefusedForWhoCodesBlind) {
  MakeCodedBlind();
  HaveRole(type::v1alpha::ROLE_ANALYST);
  EXPECT_EQ(Measure(Request()), kWrongState) << "with a role that releases, but they code";
  cause_.actor = "sub-9";
  EXPECT_EQ(Measure(Request()), kOk) << status_;
  HaveRole(type::v1alpha::ROLE_AUDITOR);
  EXPECT_EQ(Measure(Request()), kWrongState);
  v1alpha::Study study = study_;
  study.set_blind(false);
  ASSERT_EQ(UpdateStudy(study), kOk) << status_;
  cause_.actor = "sub-1";
  HaveRole(type::v1alpha::ROLE_ANALYST);
  EXPECT_EQ(Measure(Request()), kOk) << status_;
}

TEST_F(AgreementTest, OfWhatIsNoneIsRefused) {
  MakeCoded();
  const std::function<void(MeasureAgreementRequest*)> changes[] = {
      [](auto* q) { q->set_codes(0, CodeNamed("fehlt")); },
      [](auto* q) { q->set_unit(v1alpha::STUDY_UNIT_SEGMENT); },
      [](auto* q) { q->set_unit(v1alpha::STUDY_UNIT_CASE); },
      [](auto* q) { q->set_coders(0, "fehlt"); },
      [](auto* q) {
        q->set_categories(MeasureAgreementRequest::CATEGORIES_EXCLUSIVE);
        q->set_codes(1, CodeNamed("zugang"));
      },
  };
  for (const auto& change : changes) {
    auto q = Request();
    change(&q);
    EXPECT_EQ(Measure(q), kInvalid) << q.ShortDebugString();
  }
  MakeRestricted();
  HaveRole(type::v1alpha::ROLE_INSTITUTE_CONSULTANT);
  ASSERT_EQ(Measure(Request()), kOk) << status_;
  EXPECT_EQ(measured_.left_out_cases(), 1);
}

}  // namespace
}  // namespace lotse::survey
