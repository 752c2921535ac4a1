#include "cli/json.h"

#include <gtest/gtest.h>

namespace lotse::cli {
namespace {

TEST(JsonTest, EscapesStrings) {
  EXPECT_EQ(JsonString("a\"b\\c\n\r\t\x01\x7fä"), R"("a\"b\\c\n\r\t\u0001\u007fä")");
}

TEST(JsonTest, KeepsTheOrderOfMembers) {
  EXPECT_EQ(JsonObject()
                .Add("z", "text")
                .Add("a", 1)
                .Add("m", true)
                .Add("big", int64_t{9223372036854775807})
                .AddRaw("list", JsonStrings({"x", "y"}))
                .str(),
            R"({"z":"text","a":1,"m":true,"big":9223372036854775807,"list":["x","y"]})");
  EXPECT_EQ(JsonObject().str(), "{}");
}

}  // namespace
}  // namespace lotse::cli
