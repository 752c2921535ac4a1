#include "runtime/types/version.h"

#include <gtest/gtest.h>

namespace lotse::types {
namespace {

TEST(VersionTest, LaterByNumbers) {
  const struct {
    const char* a;
    const char* b;
    bool later;
  } cases[] = {
      {"0.1.0", "0.1.0", false}, {"0.1.1", "0.1.0", true},   {"0.1.0", "0.1.1", false},
      {"0.10.0", "0.9.9", true}, {"0.9.9", "0.10.0", false}, {"1.0.0", "0.99.99", true},
      {"1.0", "1.0.0", false},   {"1.0.0", "1.0", true},     {"1.0.0-rc1", "1.0.0", true},
      {"x", "x", false},         {"", "0.1.0", true},        {"-1.0.0", "0.1.0", true},
  };
  for (const auto& c : cases) EXPECT_EQ(IsLaterVersion(c.a, c.b), c.later) << c.a << " " << c.b;
}

}  // namespace
}  // namespace lotse::types
