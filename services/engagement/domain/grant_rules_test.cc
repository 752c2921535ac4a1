#include "services/engagement/domain/grant_rules.h"

#include <gtest/gtest.h>

#include <functional>

#include "runtime/types/date.h"

namespace lotse::engagement {
namespace {

using type::v1alpha::Grant;

Grant GoodGrant() {
  Grant grant;
  grant.set_subject("ada");
  grant.set_role(type::v1alpha::ROLE_AUDITOR);
  grant.set_reason("Vertrag vom 3. März 2026");
  return grant;
}

TEST(CheckGrant, FindsEachFault) {
  const struct {
    std::function<void(Grant&)> spoil;
    const char* field;  // Empty: nothing is wrong.
  } cases[] = {
      {[](Grant&) {}, ""},
      {[](Grant& g) { g.clear_subject(), g.set_group("team"); }, ""},
      {[](Grant& g) { g.set_subject(std::string(128, 'x')); }, ""},
      {[](Grant& g) { g.clear_subject(); }, "grant.subject"},
      {[](Grant& g) { g.set_group("team"); }, "grant.subject"},
      {[](Grant& g) { g.set_subject(std::string(129, 'x')); }, "grant.subject"},
      {[](Grant& g) { g.set_subject("a\nb"); }, "grant.subject"},
      {[](Grant& g) { g.clear_subject(), g.set_group("a\x01"); }, "grant.group"},
      {[](Grant& g) { g.set_role(static_cast<type::v1alpha::Role>(99)); }, "grant.role"},
      {[](Grant& g) { g.set_reason(std::string(1001, 'x')); }, "grant.reason"},
  };
  for (const auto& c : cases) {
    Grant grant = GoodGrant();
    c.spoil(grant);
    const auto found = CheckGrant(grant);
    ASSERT_EQ(found.size(), *c.field == '\0' ? 0u : 1u) << grant.ShortDebugString();
    EXPECT_EQ(found.empty() ? "" : found[0].field, c.field);
  }
}

TEST(CheckGrantEnd, LiesAhead) {
  const absl::Time now = absl::FromUnixSeconds(1'800'000'000);
  Grant grant = GoodGrant();
  EXPECT_TRUE(CheckGrantEnd(grant, now).empty());
  *grant.mutable_expire_time() = types::ToTimestamp(now + absl::Seconds(1));
  EXPECT_TRUE(CheckGrantEnd(grant, now).empty());
  *grant.mutable_expire_time() = types::ToTimestamp(now);
  EXPECT_EQ(CheckGrantEnd(grant, now).at(0).field, "grant.expire_time");
}

}  // namespace
}  // namespace lotse::engagement
