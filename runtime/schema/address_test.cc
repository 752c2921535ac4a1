#include "runtime/schema/address.h"

#include <gtest/gtest.h>

namespace lotse::schema {
namespace {

TEST(AddressTest, FollowsFromTheName) {
  const struct {
    const char* name;
    const char* owner;
    const char* scope;
    const char* local;
  } cases[] = {
      {"programmes/p", "programmes/p", "", "programmes/p"},
      {"programmes/p/goals/g", "programmes/p", "programmes/p", "goals/g"},
      {"programmes/p/engagements/e", "programmes/p/engagements/e", "programmes/p", "engagements/e"},
      {"programmes/p/engagements/e/surveys/s/waves/w", "programmes/p/engagements/e",
       "programmes/p/engagements/e", "surveys/s/waves/w"},
      {"administrations/a", "administrations/a", "", "administrations/a"},
      {"administrations/a/units/u", "administrations/a", "administrations/a", "units/u"},
      {"territories/07", "territories", "territories", "07"},
      {"elsewhere/x", "", "", "elsewhere/x"},
      {"programmes", "", "", "programmes"},
      {"", "", "", ""},
  };
  for (const auto& c : cases) {
    const Address address = AddressOf(c.name);
    EXPECT_EQ(address.owner, c.owner) << c.name;
    EXPECT_EQ(address.scope, c.scope) << c.name;
    EXPECT_EQ(address.local, c.local) << c.name;
    EXPECT_EQ(FullName(address.scope, address.local), c.name);
  }
}

TEST(AddressTest, ParentIsTwoPartsShorter) {
  EXPECT_EQ(ParentOf("programmes/p/engagements/e"), "programmes/p");
  EXPECT_EQ(ParentOf("programmes/p"), "");
  EXPECT_EQ(ParentOf("territories/07"), "");
  EXPECT_EQ(ParentOf(""), "");
}

}  // namespace
}  // namespace lotse::schema
