#include "runtime/types/resource_name.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lotse::types {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(IsResourceId, TakesWhatAipAllows) {
  for (const char* id : {"a", "vopi", "uster-2021", "a1-b2"}) EXPECT_TRUE(IsResourceId(id)) << id;
  for (const char* id : {"", "1a", "-a", "a-", "Vopi", "a_b", "ä", "a/b", "a b", "-"}) {
    EXPECT_FALSE(IsResourceId(id)) << id;
  }
  EXPECT_TRUE(IsResourceId(std::string(63, 'a')));
  EXPECT_FALSE(IsResourceId(std::string(64, 'a')));
}

TEST(IsRandomUuid, TakesVersionFourOnly) {
  EXPECT_TRUE(IsRandomUuid("0b1f3c5e-9d2a-4c7b-8e61-2f4a6c8e0d13"));
  for (const char* id :
       {"", "0b1f3c5e-9d2a-1c7b-8e61-2f4a6c8e0d13",  // version 1
        "0b1f3c5e-9d2a-4c7b-7e61-2f4a6c8e0d13",      // variant
        "0B1F3C5E-9D2A-4C7B-8E61-2F4A6C8E0D13",      // upper case
        "0b1f3c5e9d2a4c7b8e612f4a6c8e0d13", "0b1f3c5e-9d2a-4c7b-8e61-2f4a6c8e0d1g"}) {
    EXPECT_FALSE(IsRandomUuid(id)) << id;
  }
}

TEST(MatchName, TakesTheIdsOut) {
  constexpr char kPattern[] = "programmes/{programme}/engagements/{engagement}";
  EXPECT_THAT(MatchName(kPattern, "programmes/vopi/engagements/uster"),
              ElementsAre("vopi", "uster"));
  for (const char* name :
       {"", "programmes/vopi", "programmes/vopi/engagements/", "programmes//engagements/a",
        "programs/vopi/engagements/a", "programmes/vopi/engagements/a/",
        "programmes/-/engagements/a", "programmes/V/engagements/a"}) {
    EXPECT_THAT(MatchName(kPattern, name), IsEmpty()) << name;
  }
  EXPECT_THAT(MatchName(kPattern, "programmes/vopi/engagements/-", /*wildcard=*/true),
              ElementsAre("vopi", "-"));
}

TEST(CheckName, SaysWhatWouldBeRight) {
  rpc::FieldViolations violations;
  CheckName("name", "programmes/{programme}", "", &violations);
  CheckName("name", "programmes/{programme}", "programmes/Vopi", &violations);
  ASSERT_EQ(violations.size(), 2u);
  EXPECT_EQ(violations[0].description, "missing; give a name like programmes/{programme}");
  EXPECT_THAT(violations[1].description, testing::HasSubstr("not a name of the form programmes/"));
}

TEST(CheckId, AddsAViolation) {
  rpc::FieldViolations violations;
  CheckId("programme_id", "vopi", &violations);
  EXPECT_TRUE(violations.empty());
  CheckId("programme_id", "Vopi", &violations);
  EXPECT_EQ(violations.size(), 1u);
}

TEST(Prefix, KeepsPairs) {
  EXPECT_EQ(Prefix("programmes/p/engagements/e/surveys/s", 2), "programmes/p/engagements/e");
  EXPECT_EQ(Prefix("programmes/p", 5), "programmes/p");
}

}  // namespace
}  // namespace lotse::types
