#include "runtime/types/bits.h"

#include <gtest/gtest.h>

#include <vector>

namespace lotse::types {
namespace {

TEST(Bits, AreCounted) {
  EXPECT_EQ(CountBits({}), 0);
  EXPECT_EQ(CountBits({0, 1, 3, ~std::uint64_t{0}, std::uint64_t{1} << 63}), 68);
}

TEST(Bits, AreCountedWhereBothHaveThem) {
  EXPECT_EQ(CountCommonBits({}, {}), 0);
  EXPECT_EQ(CountCommonBits({7, ~std::uint64_t{0}, 0}, {5, 0xFF, ~std::uint64_t{0}}), 10);
}

// As one bit after the other is counted.
TEST(Bits, OfManyWords) {
  std::vector<std::uint64_t> a;
  std::vector<std::uint64_t> b;
  std::uint64_t state = 1;
  std::int64_t of_a = 0;
  std::int64_t common = 0;
  for (int i = 0; i < 1000; ++i) {
    state = state * 6364136223846793005 + 1442695040888963407;
    a.push_back(state);
    b.push_back(state >> 7);
    for (int bit = 0; bit < 64; ++bit) {
      of_a += static_cast<std::int64_t>(a.back() >> bit & 1);
      common += static_cast<std::int64_t>((a.back() & b.back()) >> bit & 1);
    }
  }
  EXPECT_EQ(CountBits(a), of_a);
  EXPECT_EQ(CountCommonBits(a, b), common);
}

}  // namespace
}  // namespace lotse::types
