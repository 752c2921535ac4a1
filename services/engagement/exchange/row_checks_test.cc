#include "services/engagement/exchange/row_checks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <limits>

#include "lotse/engagement/v1alpha/engagement.pb.h"
#include "lotse/engagement/v1alpha/goal.pb.h"
#include "lotse/engagement/v1alpha/phase_template.pb.h"
#include "services/engagement/exchange/exchange_testing.h"

namespace lotse::engagement {
namespace {

using v1alpha::Engagement;
using v1alpha::Goal;

Goal Restored() {
  Goal goal;
  goal.set_name("programmes/p/engagements/e/goals/g");
  goal.set_state(Goal::STATE_ADOPTED);
  goal.set_etag("7");
  goal.set_version(2);
  return goal;
}

rpc::FieldViolations Check(const google::protobuf::Message& resource) {
  return CheckRestored(*ExchangeSchema().KindOf(resource.GetDescriptor()), resource);
}

TEST(CheckRestored, TakesWhatTheServerMade) {
  EXPECT_THAT(Check(Restored()), ::testing::IsEmpty());
}

TEST(CheckRestored, FindsWhatNoMethodMakes) {
  const struct {
    std::function<void(Goal*)> spoil;
    const char* field;
  } cases[] = {
      {[](Goal* g) { g->set_state(static_cast<Goal::State>(77)); }, "goal.state"},
      {[](Goal* g) { g->clear_state(); }, "goal.state"},
      {[](Goal* g) { g->set_version(-3); }, "goal.version"},
      {[](Goal* g) { g->mutable_adopt_date()->set_month(99); }, "goal.adopt_date"},
      {[](Goal* g) {
         auto* variant = g->add_earlier_versions()->mutable_title()->add_variants();
         variant->set_language("de");
         variant->set_text("\x01");
       },
       "goal.earlier_versions[0].title.variants[0].text"},
      {[](Goal* g) { g->clear_etag(); }, "goal.etag"},
      {[](Goal* g) { g->set_etag("0"); }, "goal.etag"},
      {[](Goal* g) { g->set_etag("x"); }, "goal.etag"},
      {[](Goal* g) { g->set_etag("07"); }, "goal.etag"},
      {[](Goal* g) { g->set_etag(std::to_string(std::numeric_limits<int64_t>::max())); },
       "goal.etag"},
      {[](Goal* g) {
         g->mutable_title()->add_variants()->set_text(std::string(kMaxRestoredBytes, 'x'));
       },
       "goal"},
  };
  for (const auto& c : cases) {
    Goal goal = Restored();
    c.spoil(&goal);
    const auto found = Check(goal);
    ASSERT_EQ(found.size(), 1u) << c.field;
    EXPECT_EQ(found[0].field, c.field);
  }
  Engagement engagement;
  engagement.set_etag("1");
  // Times before 1970 are times.
  engagement.mutable_create_time()->set_seconds(-5);
  engagement.set_state(Engagement::STATE_ACTIVE);
  EXPECT_THAT(Check(engagement), ::testing::IsEmpty());
  engagement.add_former_phases()->set_phase_id("a");
  ASSERT_EQ(Check(engagement).size(), 1u);
  EXPECT_EQ(Check(engagement)[0].field, "engagement.former_phases");
}

TEST(CheckRestored, WhatTheServerCountedIsNotBelowZero) {
  Engagement engagement;
  engagement.set_etag("1");
  engagement.set_state(Engagement::STATE_ACTIVE);
  engagement.mutable_eligibility()->set_population(-1);
  ASSERT_EQ(Check(engagement).size(), 1u);
  EXPECT_EQ(Check(engagement)[0].field, "engagement.eligibility.population");
  Goal goal = Restored();
  goal.add_earlier_versions()->set_version(-1);
  ASSERT_EQ(Check(goal).size(), 1u);
  EXPECT_EQ(Check(goal)[0].field, "goal.earlier_versions[0].version");
  // What callers set is up to the rules of its kind: months before the first are below zero.
  v1alpha::PhaseTemplate phase_template;
  phase_template.set_etag("1");
  phase_template.set_state(v1alpha::PhaseTemplate::STATE_PUBLISHED);
  phase_template.add_phases()->set_start_month(-3);
  EXPECT_THAT(Check(phase_template), ::testing::IsEmpty());
}

}  // namespace
}  // namespace lotse::engagement
