#include "runtime/types/random.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace lotse::types {
namespace {

TEST(RandomTest, GivesAsManyAsAskedForAndOthersEachTime) {
  EXPECT_EQ(RandomBytes(0), "");
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(RandomBytes(16));
  EXPECT_EQ(seen.size(), 1000u);
  EXPECT_EQ(seen.begin()->size(), 16u);
}

}  // namespace
}  // namespace lotse::types
