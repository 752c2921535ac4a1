#include "services/engagement/domain/agreement_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/text_format.h"
#include "runtime/rpc/error.h"
#include "runtime/types/date.h"
#include "services/engagement/domain/state_machine_testing.h"
#include "services/engagement/domain/test_data.h"
#include "services/engagement/domain/violation_testing.h"

namespace lotse::engagement {
namespace {

using ::testing::HasSubstr;
using v1alpha::Agreement;
using v1alpha::Engagement;

constexpr auto kOverlap = type::v1alpha::ERROR_REASON_AGREEMENT_OVERLAP;
constexpr auto kDuration = type::v1alpha::ERROR_REASON_DURATION_LIMIT;
constexpr auto kInvalid = type::v1alpha::ERROR_REASON_INVALID_FIELDS;
constexpr auto kWrongState = type::v1alpha::ERROR_REASON_WRONG_STATE;

TEST(AgreementMachine, HasTheseStepsAndNoOthers) {
  EXPECT_EQ(LegalOf(AgreementMachine()),
            (std::set<std::string>{"DRAFT PROPOSE -> PROPOSED", "PROPOSED WITHDRAW -> DRAFT",
                                   "PROPOSED ENFORCE -> IN_FORCE", "PROPOSED REJECT -> REJECTED",
                                   "IN_FORCE SUPERSEDE -> SUPERSEDED"}));
}

TEST(CheckAgreement, FindsEachFault) {
  EXPECT_TRUE(CheckAgreement(GoodAgreement()).empty());
  EXPECT_TRUE(CheckAgreement({}).empty()) << "a draft may lack everything";
  const std::pair<std::function<void(Agreement*)>, const char*> cases[] = {
      {[](Agreement* a) { a->mutable_effective_date()->set_month(13); },
       "agreement.effective_date"},
      {[](Agreement* a) { a->mutable_engagement_end_date()->set_year(1); },
       "agreement.engagement_end_date"},
      {[](Agreement* a) { a->mutable_focus_items(0)->set_focus_id("Kita!"); },
       "agreement.focus_items[0].focus_id"},
      {[](Agreement* a) { *a->add_focus_items() = a->focus_items(0); },
       "agreement.focus_items[1].focus_id"},
      {[](Agreement* a) { a->mutable_focus_items(0)->set_priority(6); },
       "agreement.focus_items[0].priority"},
      {[](Agreement* a) { a->mutable_focus_items(0)->mutable_weight()->set_value("101"); },
       "agreement.focus_items[0].weight"},
      {[](Agreement* a) { a->mutable_focus_items(0)->mutable_content_level()->set_code("X"); },
       "agreement.focus_items[0].content_level.code"},
      {[](Agreement* a) { a->mutable_consents(0)->clear_party(); }, "agreement.consents[0].party"},
      {[](Agreement* a) { a->mutable_consents(0)->clear_date(); }, "agreement.consents[0].date"},
      {[](Agreement* a) { a->mutable_consents(0)->set_function_id("Herr Y"); },
       "agreement.consents[0].function_id"},
      {[](Agreement* a) { a->mutable_frame()->add_bodies(); }, "agreement.frame.bodies[1]"},
  };
  for (const auto& [fault, field] : cases) {
    Agreement agreement = GoodAgreement();
    fault(&agreement);
    const auto violations = CheckAgreement(agreement);
    ExpectBothLanguages(violations);
    ASSERT_EQ(violations.size(), 1u) << field;
    EXPECT_THAT(violations[0].field, HasSubstr(field));
  }
}

TEST(MissingToPropose, AsksForAllOfIt) {
  EXPECT_EQ(MissingToPropose({}, std::nullopt).size(), 2u);
  EXPECT_TRUE(MissingToPropose(GoodAgreement(), std::nullopt).empty());
  Agreement early = GoodAgreement();
  early.set_amends("e/agreements/null");
  ASSERT_EQ(MissingToPropose(early, std::nullopt).size(), 1u);
  EXPECT_EQ(MissingToPropose(early, std::nullopt)[0].field, "agreement.amends");
  Agreement first = GoodAgreement();
  first.set_name("e/agreements/eins");
  Agreement second = GoodAgreement();
  ExpectBothLanguages(MissingToPropose({}, std::nullopt));
  ExpectBothLanguages(MissingToPropose(early, std::nullopt));
  const auto missing = MissingToPropose(second, first);
  ASSERT_EQ(missing.size(), 2u);
  ExpectBothLanguages(missing);
  EXPECT_EQ(missing[0].field, "agreement.amends");
  EXPECT_THAT(missing[0].description, HasSubstr("e/agreements/eins"));
  EXPECT_EQ(missing[1].field, "agreement.amendment_reason");
  second.set_amends("e/agreements/eins");
  second.mutable_amendment_reason()->add_variants()->set_text("Fünfter Fachbereich");
  EXPECT_TRUE(MissingToPropose(second, first).empty());
}

class Enforcing : public ::testing::Test {
 protected:
  Enforcing() {
    engagement_.set_name("e");
    engagement_.set_state(Engagement::STATE_QUALIFIED);
    first_ = GoodAgreement();
    first_.set_name("e/agreements/eins");
    first_.set_state(Agreement::STATE_PROPOSED);
    second_ = first_;
    second_.set_name("e/agreements/zwei");
    second_.set_amends(first_.name());
    second_.mutable_amendment_reason()->add_variants()->set_text("Fünfter Fachbereich");
    second_.mutable_effective_date()->set_month(11);
  }
  rpc::ErrorReason Put(Agreement* agreement, Agreement* in_force = nullptr) {
    status_ = Enforce(programme_, agreement, in_force, &engagement_);
    return rpc::ReasonOf(status_);
  }

  v1alpha::Programme programme_ = GoodProgramme();
  Engagement engagement_ = GoodEngagement();
  Agreement first_, second_;
  absl::Status status_;
};

TEST_F(Enforcing, TheFirstAgreesTheEngagement) {
  ASSERT_EQ(Put(&first_), 0) << status_;
  EXPECT_EQ(first_.state(), Agreement::STATE_IN_FORCE);
  EXPECT_FALSE(first_.has_end_date());
  EXPECT_EQ(engagement_.state(), Engagement::STATE_AGREED);
  EXPECT_EQ(engagement_.agreed_end_date().day(), 31);
}

TEST_F(Enforcing, TheSecondEndsTheFirstOnTheDayBefore) {
  ASSERT_EQ(Put(&first_), 0);
  engagement_.set_state(Engagement::STATE_ACTIVE);
  ASSERT_EQ(Put(&second_, &first_), 0) << status_;
  EXPECT_EQ(first_.state(), Agreement::STATE_SUPERSEDED);
  EXPECT_EQ(first_.end_date().month(), 10);
  EXPECT_EQ(first_.end_date().day(), 31);
  EXPECT_EQ(engagement_.state(), Engagement::STATE_ACTIVE);
}

TEST_F(Enforcing, NoTwoAreInForceOnOneDay) {
  ASSERT_EQ(Put(&first_), 0);
  Agreement early = second_;
  *early.mutable_effective_date() = first_.effective_date();
  EXPECT_EQ(Put(&early, &first_), kOverlap);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("2021-03-01"));
  Agreement other = second_;
  other.set_amends("e/agreements/null");
  EXPECT_EQ(Put(&other, &first_), kOverlap);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("does not amend e/agreements/eins"));
}

TEST_F(Enforcing, LongerThanTheLimitTakesAnAmendment) {
  // 15 months from 1 March 2021.
  first_.mutable_engagement_end_date()->set_year(2022);
  first_.mutable_engagement_end_date()->set_month(6);
  first_.mutable_engagement_end_date()->set_day(30);
  Agreement first = first_;
  EXPECT_EQ(Put(&first), kDuration);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("2022-05-31"));
  first_.clear_engagement_end_date();
  ASSERT_EQ(Put(&first_), 0);
  *second_.mutable_engagement_end_date() = first.engagement_end_date();
  ASSERT_EQ(Put(&second_, &first_), 0) << status_;
  EXPECT_EQ(engagement_.end_date().month(), 6);
  EXPECT_EQ(engagement_.agreed_end_date().month(), 6);
}

TEST_F(Enforcing, WhatAmendsNothingIsNoAmendment) {
  second_.mutable_engagement_end_date()->set_year(2022);
  second_.mutable_engagement_end_date()->set_month(6);
  second_.mutable_engagement_end_date()->set_day(30);
  EXPECT_EQ(Put(&second_), kDuration) << "nothing was in force";
}

TEST_F(Enforcing, NeverBeyondTheProgrammeNorBeforeTheStart) {
  *second_.mutable_engagement_end_date() = programme_.end_date();
  second_.mutable_engagement_end_date()->set_year(2024);
  Agreement late = second_;
  EXPECT_EQ(Put(&late), kDuration);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("2023-12-31"));
  second_.mutable_engagement_end_date()->set_year(2020);
  EXPECT_EQ(Put(&second_), kDuration);
}

TEST_F(Enforcing, SomebodyMustHaveAgreedAndTheEngagementBeUnderWay) {
  Agreement nobody = first_;
  nobody.clear_consents();
  EXPECT_EQ(Put(&nobody), kInvalid);
  Agreement draft = first_;
  draft.set_state(Agreement::STATE_DRAFT);
  EXPECT_EQ(Put(&draft), kWrongState);
  for (const auto state : {Engagement::STATE_DRAFT, Engagement::STATE_SUSPENDED,
                           Engagement::STATE_CLOSED, Engagement::STATE_CANCELLED}) {
    engagement_.set_state(state);
    Agreement agreement = first_;
    EXPECT_EQ(Put(&agreement), kWrongState) << state;
  }
}

// Versions as EnforceAgreement leaves them: one of 2021 that the second took the place of.
std::vector<Agreement> Versions() {
  auto first = FromText<Agreement>(R"(
      name: "programmes/viv/engagements/eins/agreements/v1" number: 1 state: STATE_SUPERSEDED
      effective_date { year: 2021 month: 3 day: 1 } end_date { year: 2021 month: 8 day: 31 })");
  auto second = FromText<Agreement>(R"(
      name: "programmes/viv/engagements/eins/agreements/v2" number: 2 state: STATE_IN_FORCE
      effective_date { year: 2021 month: 9 day: 1 })");
  auto draft = FromText<Agreement>(R"(
      name: "programmes/viv/engagements/eins/agreements/v3" state: STATE_DRAFT)");
  return {first, second, draft};
}

TEST(MissingInVersion, WhatWasProposedHasNumberAndDays) {
  for (const Agreement& one : Versions()) EXPECT_TRUE(MissingInVersion(one).empty()) << one.name();
  struct Case {
    size_t version;
    std::function<void(Agreement*)> spoil;
    const char* field;
  };
  const Case cases[] = {
      {0, [](Agreement* one) { one->clear_number(); }, "agreement.number"},
      {0, [](Agreement* one) { one->clear_effective_date(); }, "agreement.effective_date"},
      {0, [](Agreement* one) { one->clear_end_date(); }, "agreement.end_date"},
      {0, [](Agreement* one) { one->mutable_end_date()->set_year(2020); }, "agreement.end_date"},
      {1, [](Agreement* one) { one->clear_number(); }, "agreement.number"},
      {1, [](Agreement* one) { one->clear_effective_date(); }, "agreement.effective_date"},
  };
  for (const Case& c : cases) {
    Agreement agreement = Versions()[c.version];
    c.spoil(&agreement);
    const auto violations = MissingInVersion(agreement);
    ExpectBothLanguages(violations);
    ASSERT_EQ(violations.size(), 1u) << &c - cases;
    EXPECT_EQ(violations[0].field, c.field);
  }
  for (const auto state : {Agreement::STATE_PROPOSED, Agreement::STATE_REJECTED}) {
    Agreement agreement = Versions()[2];
    agreement.set_state(state);
    EXPECT_EQ(MissingInVersion(agreement).size(), 2u) << state;
  }
  Agreement one_day = Versions()[0];
  *one_day.mutable_end_date() = one_day.effective_date();
  EXPECT_TRUE(MissingInVersion(one_day).empty()) << "it was in force for a day";
}

TEST(CheckAmongVersions, OneCountsOnAnyDayAndNumbersAreTheirOwn) {
  for (const Agreement& one : Versions()) {
    EXPECT_TRUE(CheckAmongVersions(one, Versions()).ok()) << one.name();
  }
  struct Case {
    std::function<void(std::vector<Agreement>*)> spoil;
    rpc::ErrorReason reason;
  };
  const auto draft_in_force = [](std::vector<Agreement>* all) {
    all->at(2).set_state(Agreement::STATE_IN_FORCE);
    *all->at(2).mutable_effective_date() = types::ToDate(absl::CivilDay(2022, 1, 1));
  };
  const Case cases[] = {
      {draft_in_force, kOverlap},
      {[](auto* all) { all->at(2).set_state(Agreement::STATE_SUPERSEDED); }, kOverlap},
      {[](auto* all) { all->at(0).clear_end_date(); }, kOverlap},
      {[](auto* all) { *all->at(0).mutable_end_date() = all->at(1).effective_date(); }, kOverlap},
      {[](auto* all) { all->at(0).set_state(Agreement::STATE_IN_FORCE); }, kOverlap},
      {[](auto* all) { all->at(2).set_number(1); }, kInvalid},
  };
  for (const Case& c : cases) {
    std::vector<Agreement> all = Versions();
    c.spoil(&all);
    int refused = 0;
    for (const Agreement& one : all) {
      const absl::Status status = CheckAmongVersions(one, all);
      if (status.ok()) continue;
      EXPECT_EQ(rpc::ReasonOf(status), c.reason) << &c - cases;
      ++refused;
    }
    EXPECT_GE(refused, 2) << "each of both, whichever comes last: " << &c - cases;
  }
}

TEST(EndIsAmended, TakesAnAmendmentInForceThatSaysWhy) {
  struct Case {
    const char* versions;  // separated by |
    bool amended;
  };
  constexpr char kReason[] =
      "amendment_reason { variants { language: \"de\" text: \"Elternzeit\" } }";
  const Case cases[] = {
      {"", true},
      {"state: STATE_IN_FORCE", false},
      {"state: STATE_IN_FORCE amends: \"a\"", false},
      {"state: STATE_IN_FORCE amends: \"a\" $", true},
      {"state: STATE_SUPERSEDED | state: STATE_IN_FORCE amends: \"a\" $", true},
      {"state: STATE_IN_FORCE | state: STATE_PROPOSED amends: \"a\" $", false},
  };
  for (const Case& c : cases) {
    std::vector<v1alpha::Agreement> versions;
    for (const auto& text : absl::StrSplit(c.versions, '|', absl::SkipWhitespace())) {
      const std::string filled = absl::StrReplaceAll(text, {{"$", kReason}});
      ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(filled, &versions.emplace_back()));
    }
    EXPECT_EQ(EndIsAmended(versions), c.amended) << c.versions;
  }
}

}  // namespace
}  // namespace lotse::engagement
