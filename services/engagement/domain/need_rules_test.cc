#include "services/engagement/domain/need_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "services/engagement/domain/chain_test_data.h"
#include "services/engagement/domain/violation_testing.h"

namespace lotse::engagement {
namespace {

using ::testing::StartsWith;
using v1alpha::Need;

TEST(CheckNeed, FindsEachFault) {
  EXPECT_TRUE(CheckNeed(GoodNeed()).empty());
  struct Case {
    std::function<void(Need*)> fault;
    std::string field;
  };
  const Case cases[] = {
      {[](Need* n) { n->clear_title(); }, "need.title"},
      {[](Need* n) { n->mutable_statement()->add_variants(); }, "need.statement"},
      {[](Need* n) { n->add_findings("programmes/viv/engagements/zwei/findings/x"); },
       "need.findings[1]"},
      {[](Need* n) { n->add_findings(n->findings(0)); }, "need.findings[1]"},
      {[](Need* n) { n->set_priority(6); }, "need.priority"},
      {[](Need* n) { n->set_priority(-1); }, "need.priority"},
      {[](Need* n) { n->mutable_content_level(); }, "need.content_level"},
      {[](Need* n) { n->mutable_content_field(); }, "need.content_field"},
      {[](Need* n) { n->add_org_units("kita"); }, "need.org_units[0]"},
      {[](Need* n) { n->set_track("programmes/viv/tracks/t"); }, "need.track"},
      {[](Need* n) { n->mutable_no_goal_reason()->add_variants(); }, "need.no_goal_reason"},
      {[](Need* n) { n->add_external_ids()->set_system("akte"); }, "need.external_ids[0]"},
  };
  for (const Case& c : cases) {
    Need need = GoodNeed();
    c.fault(&need);
    const auto violations = CheckNeed(need);
    ExpectBothLanguages(violations);
    ASSERT_FALSE(violations.empty()) << c.field;
    EXPECT_THAT(violations[0].field, StartsWith(c.field));
  }
}

}  // namespace
}  // namespace lotse::engagement
