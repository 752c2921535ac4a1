#include "runtime/types/running_sha256.h"

#include <gtest/gtest.h>

#include "runtime/types/sha256.h"

namespace lotse::types {
namespace {

TEST(RunningSha256, IsThatOfAllParts) {
  for (const std::string& all : {std::string(), std::string("abc"), std::string(100'000, 'x')}) {
    for (const std::size_t part : {1u, 63u, 64u, 65u, 100'000u}) {
      RunningSha256 sum;
      for (std::size_t i = 0; i < all.size(); i += part) sum.Add(all.substr(i, part));
      EXPECT_EQ(sum.FinishHex(), Sha256Hex(all)) << all.size() << " " << part;
    }
  }
}

}  // namespace
}  // namespace lotse::types
