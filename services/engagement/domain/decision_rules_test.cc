#include "services/engagement/domain/decision_rules.h"

#include <gtest/gtest.h>

#include <functional>

#include "runtime/rpc/error.h"
#include "services/engagement/domain/body_test_data.h"
#include "services/engagement/domain/state_machine_testing.h"
#include "services/engagement/domain/violation_testing.h"

namespace lotse::engagement {
namespace {

using v1alpha::Decision;
using v1alpha::MoveDecisionRequest;

constexpr char kGoal[] = "programmes/viv/engagements/eins/goals/g";

TEST(DecisionMachine, HasTheseStepsOnly) {
  EXPECT_EQ(LegalOf(DecisionMachine()), (std::set<std::string>{
                                            "ADOPTED IMPLEMENT -> IMPLEMENTED",
                                            "ADOPTED REVOKE -> REVOKED",
                                            "ADOPTED_MODIFIED IMPLEMENT -> IMPLEMENTED",
                                            "ADOPTED_MODIFIED REVOKE -> REVOKED",
                                            "DEFERRED ADOPT -> ADOPTED",
                                            "DEFERRED ADOPT_MODIFIED -> ADOPTED_MODIFIED",
                                            "DEFERRED REJECT -> REJECTED",
                                            "IMPLEMENTED REVOKE -> REVOKED",
                                            "PROPOSED ADOPT -> ADOPTED",
                                            "PROPOSED ADOPT_MODIFIED -> ADOPTED_MODIFIED",
                                            "PROPOSED DEFER -> DEFERRED",
                                            "PROPOSED REJECT -> REJECTED",
                                        }));
}

TEST(CheckDecision, FindsEachFault) {
  struct Case {
    const char* field;  // Null if it is right.
    std::function<void(Decision*)> change;
  };
  const Case cases[] = {
      {nullptr, [](auto*) {}},
      {nullptr,
       [](auto* d) {
         d->add_subjects(kGoal);
         d->add_subjects("programmes/viv/engagements/eins/measures/m");
         d->add_subjects("programmes/viv/engagements/eins/agreements/a");
         d->add_subjects("programmes/viv/engagements/eins/tracks/t/phases/p");
         d->set_replaces("programmes/viv/engagements/eins/decisions/alt");
       }},
      {"decision.title", [](auto* d) { d->clear_title(); }},
      {"decision.text", [](auto* d) { d->clear_text(); }},
      {"decision.body",
       [](auto* d) { d->set_body("programmes/viv/engagements/zwei/bodies/steuerung"); }},
      {"decision.replaces", [](auto* d) { d->set_replaces(d->name()); }},
      {"decision.replaces",
       [](auto* d) { d->set_replaces("programmes/viv/engagements/zwei/decisions/alt"); }},
      {"decision.subjects[0]", [](auto* d) { d->add_subjects("Leitbild"); }},
      {"decision.subjects[0]", [](auto* d) { d->add_subjects(d->body()); }},
      {"decision.subjects[0]",
       [](auto* d) { d->add_subjects("programmes/viv/engagements/eins2/goals/g"); }},
      {"decision.subjects[1]",
       [](auto* d) {
         d->add_subjects(kGoal);
         d->add_subjects(kGoal);
       }},
      {"decision.subjects",
       [](auto* d) {
         for (int i = 0; i < 51; ++i) d->add_subjects(kGoal + std::to_string(i));
       }},
      {"decision.external_ids[0].system", [](auto* d) { d->add_external_ids(); }},
  };
  for (const Case& c : cases) {
    Decision decision = GoodDecision();
    c.change(&decision);
    const auto violations = CheckDecision(decision);
    ExpectBothLanguages(violations);
    EXPECT_EQ(violations.empty(), c.field == nullptr) << (c.field == nullptr ? "" : c.field);
    if (c.field != nullptr && !violations.empty()) {
      EXPECT_EQ(violations[0].field, c.field);
    }
  }
}

TEST(CheckDecisionStep, SomeStepsNeedWords) {
  struct Case {
    v1alpha::DecisionStep step;
    bool reason;
    bool modification;
    const char* field;  // Null if it is right.
  };
  const Case cases[] = {
      {v1alpha::DECISION_STEP_ADOPT, false, false, nullptr},
      {v1alpha::DECISION_STEP_ADOPT, false, true, "modification"},
      {v1alpha::DECISION_STEP_ADOPT_MODIFIED, false, true, nullptr},
      {v1alpha::DECISION_STEP_ADOPT_MODIFIED, false, false, "modification"},
      {v1alpha::DECISION_STEP_REVOKE, true, false, nullptr},
      {v1alpha::DECISION_STEP_REVOKE, false, false, "reason"},
      {v1alpha::DECISION_STEP_REVOKE, true, true, "modification"},
      {v1alpha::DECISION_STEP_DEFER, false, false, nullptr},
      {v1alpha::DECISION_STEP_UNSPECIFIED, true, false, "step"},
      {static_cast<v1alpha::DecisionStep>(99), true, false, "step"},
  };
  for (const Case& c : cases) {
    MoveDecisionRequest q;
    q.set_step(c.step);
    if (c.reason) q.set_reason("Haushalt");
    if (c.modification) *q.mutable_modification() = GoodDecision().text();
    const auto violations = CheckDecisionStep(q);
    ExpectBothLanguages(violations);
    ASSERT_EQ(violations.size(), c.field == nullptr ? 0u : 1u) << c.step;
    if (c.field != nullptr) {
      EXPECT_EQ(violations[0].field, c.field);
    }
  }
}

TEST(TakeDecisionStep, SetsWhatFollows) {
  google::type::Date today;
  today.set_year(2021);
  struct Case {
    v1alpha::DecisionStep step;
    bool dated;
  };
  const Case cases[] = {{v1alpha::DECISION_STEP_ADOPT, true},
                        {v1alpha::DECISION_STEP_ADOPT_MODIFIED, true},
                        {v1alpha::DECISION_STEP_REJECT, true},
                        {v1alpha::DECISION_STEP_DEFER, false}};
  for (const Case& c : cases) {
    Decision decision = GoodDecision();
    decision.set_state(Decision::STATE_PROPOSED);
    MoveDecisionRequest q;
    q.set_step(c.step);
    const bool modified = c.step == v1alpha::DECISION_STEP_ADOPT_MODIFIED;
    if (modified) *q.mutable_modification() = decision.title();
    ASSERT_TRUE(TakeDecisionStep(q, today, &decision).ok()) << c.step;
    EXPECT_EQ(decision.has_decide_date(), c.dated) << c.step;
    EXPECT_EQ(decision.has_modification(), modified) << c.step;
  }
  // The day stays what it was when more is done.
  Decision decision = GoodDecision();
  decision.set_state(Decision::STATE_ADOPTED);
  decision.mutable_decide_date()->set_year(2020);
  MoveDecisionRequest q;
  q.set_step(v1alpha::DECISION_STEP_IMPLEMENT);
  ASSERT_TRUE(TakeDecisionStep(q, today, &decision).ok());
  EXPECT_EQ(decision.decide_date().year(), 2020);
}

TEST(CheckUndecided, WhatIsDecidedStays) {
  for (int state = 1; state < Decision::State_ARRAYSIZE; ++state) {
    Decision decision = GoodDecision();
    decision.set_state(static_cast<Decision::State>(state));
    const bool open = state == Decision::STATE_PROPOSED || state == Decision::STATE_DEFERRED;
    EXPECT_EQ(
        rpc::ReasonOf(CheckUndecided(decision)),
        open ? type::v1alpha::ERROR_REASON_UNSPECIFIED : type::v1alpha::ERROR_REASON_CONTENT_FINAL);
  }
}

}  // namespace
}  // namespace lotse::engagement
