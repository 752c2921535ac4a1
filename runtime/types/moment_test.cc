#include "runtime/types/moment.h"

#include <gtest/gtest.h>

namespace lotse::types {
namespace {

TEST(MomentTest, ReadsWhatATimestampCanShow) {
  EXPECT_EQ(*ReadMoment("2026-03-02T09:00:00+01:00"), absl::FromUnixSeconds(1'772'438'400));
  for (const char* text : {"0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z"}) {
    EXPECT_TRUE(ReadMoment(text).has_value()) << text;
  }
}

TEST(MomentTest, RefusesEverythingElse) {
  for (const char* text :
       {"", "noon", "2026-03-02", "infinite-future", "infinite-past", " 2026-03-02T09:00:00Z",
        "-2026-03-02T09:00:00Z", "+2026-03-02T09:00:00Z", "0000-12-31T23:59:59Z",
        "0001-01-01T00:00:00+01:00", "10000-01-01T00:00:00Z", "9999-12-31T23:59:59-01:00",
        "2026-03-02T09:00:00Z x"}) {
    EXPECT_FALSE(ReadMoment(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace lotse::types
