#include "services/engagement/domain/body_rules.h"

#include <gtest/gtest.h>

#include <functional>

#include "services/engagement/domain/body_test_data.h"
#include "services/engagement/domain/violation_testing.h"

namespace lotse::engagement {
namespace {

using v1alpha::Body;

void SetDay(int year, google::type::Date* date) {
  date->set_year(year);
  date->set_month(1);
  date->set_day(1);
}

TEST(CheckBody, FindsEachFault) {
  struct Case {
    const char* field;  // Null if it is right.
    std::function<void(Body*)> change;
  };
  const auto again = [](Body* b) {
    auto* member = b->add_members();
    *member = b->members(0);
    SetDay(2022, b->mutable_members(0)->mutable_to_date());
    return member;
  };
  const Case cases[] = {
      {nullptr, [](auto*) {}},
      {nullptr, [](auto* b) { b->set_quorum(2); }},
      {nullptr, [&](auto* b) { SetDay(2023, again(b)->mutable_from_date()); }},
      {"body.title", [](auto* b) { b->clear_title(); }},
      {"body.kind", [](auto* b) { b->clear_kind(); }},
      {"body.kind", [](auto* b) { b->set_kind(static_cast<Body::Kind>(99)); }},
      {"body.mandate.variants[0].language", [](auto* b) { b->mutable_mandate()->add_variants(); }},
      {"body.members",
       [](auto* b) {
         for (int i = 0; i < 100; ++i) b->add_members()->set_function_id("f" + std::to_string(i));
       }},
      {"body.members[0].function_id",
       [](auto* b) { b->mutable_members(0)->set_function_id("Erika Muster"); }},
      {"body.members[0].function_id", [](auto* b) { b->mutable_members(0)->clear_function_id(); }},
      {"body.members[2].function_id",
       [&](auto* b) { SetDay(2022, again(b)->mutable_from_date()); }},  // The day it left.
      {"body.members[2].function_id", [&](auto* b) { again(b); }},
      {"body.members[2].function_id",  // In the other order.
       [](auto* b) {
         *b->add_members() = b->members(0);
         SetDay(2022, b->mutable_members(0)->mutable_from_date());
         SetDay(2022, b->mutable_members(2)->mutable_to_date());
       }},
      {"body.members[0].to_date",
       [](auto* b) {
         SetDay(2022, b->mutable_members(0)->mutable_from_date());
         SetDay(2021, b->mutable_members(0)->mutable_to_date());
       }},
      {"body.quorum", [](auto* b) { b->set_quorum(3); }},
      {"body.quorum", [](auto* b) { b->set_quorum(-1); }},
      {"body.external_ids[0].system", [](auto* b) { b->add_external_ids(); }},
  };
  for (const Case& c : cases) {
    Body body = GoodBody();
    c.change(&body);
    const auto violations = CheckBody(body);
    ExpectBothLanguages(violations);
    EXPECT_EQ(violations.empty(), c.field == nullptr) << (c.field == nullptr ? "" : c.field);
    if (c.field != nullptr && !violations.empty()) {
      EXPECT_EQ(violations[0].field, c.field);
    }
  }
}

TEST(CheckBody, AFunctionThatCameBackCountsOnceForTheQuorum) {
  Body body = GoodBody();
  auto* again = body.add_members();
  *again = body.members(0);
  SetDay(2022, body.mutable_members(0)->mutable_to_date());
  SetDay(2023, again->mutable_from_date());
  body.set_quorum(3);
  ASSERT_EQ(CheckBody(body).size(), 1u);
  EXPECT_EQ(CheckBody(body)[0].description, "give 0 to 2, the number of functions in it");
}

}  // namespace
}  // namespace lotse::engagement
