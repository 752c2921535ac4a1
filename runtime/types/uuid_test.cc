#include "runtime/types/uuid.h"

#include <gtest/gtest.h>

#include <set>

#include "runtime/types/resource_name.h"

namespace lotse::types {
namespace {

TEST(UuidTest, Form) {
  EXPECT_TRUE(IsUuid("0192f1c0-7c4b-7a31-8a55-0123456789ab"));
  EXPECT_TRUE(IsUuid("9b0c6a3e-4a0b-4f8e-9c55-0123456789ab"));
  for (const char* wrong :
       {"", "0192f1c0-7c4b-7a31-8a55-0123456789aB", "0192f1c0",
        "0192f1c007c4b-7a31-8a55-0123456789abc", "0192f1c0-7c4b-7a31-8a55-0123456789ag"}) {
    EXPECT_FALSE(IsUuid(wrong)) << wrong;
  }
}

TEST(UuidTest, RandomOnesAreOfVersion4AndDiffer) {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::string id = NewRandomUuid();
    EXPECT_TRUE(IsRandomUuid(id)) << id;
    EXPECT_TRUE(seen.insert(id).second);
  }
}

TEST(UuidTest, ThoseOfLaterSortBehind) {
  const absl::Time time = absl::FromUnixMillis(1764000000000);
  const std::string first = NewTimeUuid(time);
  EXPECT_TRUE(IsUuid(first));
  EXPECT_EQ(first.substr(0, 15), "019ab697-e800-7");
  EXPECT_EQ(first[14], '7');
  EXPECT_LT(first, NewTimeUuid(time + absl::Milliseconds(1)));
}

}  // namespace
}  // namespace lotse::types
