#include "runtime/types/loopback.h"

#include <gtest/gtest.h>

#include <string>

namespace lotse::types {
namespace {

TEST(Loopback, ToldApart) {
  const struct {
    const char* host;
    bool is_loopback;
  } cases[] = {
      {"localhost", true},
      {"127.0.0.1", true},
      {"127.255.1.2", true},
      {"[::1]", true},
      {"", false},
      {"::1", false},
      {"[::1", false},
      {"::1]", false},
      {"[]", false},
      {"[127.0.0.1]", false},
      {"[::]", false},
      {"[::2]", false},
      {"[::1%lo]", false},
      {"[2001:db8::1]", false},
      {"0.0.0.0", false},
      {"128.0.0.1", false},
      {"127.1", false},
      {"127.0.0.256", false},
      {"127.0.0.01", false},
      {"127.0.0.", false},
      {"127.0.0.+1", false},
      {"127.0.0.1.", false},
      {" 127.0.0.1", false},
      {"127.0.0.1.example", false},
      {"127.example", false},
      {"localhost.example", false},
  };
  for (const auto& c : cases) EXPECT_EQ(IsLoopbackHost(c.host), c.is_loopback) << c.host;
  EXPECT_FALSE(IsLoopbackHost(absl::string_view("127.0.0.1\0", 10))) << "ends within";
  EXPECT_FALSE(IsLoopbackHost(absl::string_view("[::1\0]", 6))) << "ends within";
}

}  // namespace
}  // namespace lotse::types
