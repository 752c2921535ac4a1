#include "runtime/types/json_object.h"

#include <gtest/gtest.h>

#include <string>

namespace lotse::types {
namespace {

TEST(JsonObject, IsRead) {
  const auto object = ParseJsonObject(R"({"a": "x", "n": 1, "z": null, "l": ["y"]})");
  ASSERT_TRUE(object.has_value());
  EXPECT_EQ(TextMember(*object, "a"), "x");
  EXPECT_EQ(TextMember(*object, "n"), std::nullopt);
  EXPECT_EQ(TextMember(*object, "b"), std::nullopt);
  EXPECT_EQ(FindMember(*object, "b"), nullptr);
  ASSERT_NE(FindMember(*object, "z"), nullptr);
  EXPECT_TRUE(FindMember(*object, "z")->has_null_value());
}

std::string Nested(const std::string& open, const std::string& close, int times) {
  std::string out = R"({"a": )";
  for (int i = 0; i < times; ++i) out += open;
  out += "1";
  for (int i = 0; i < times; ++i) out += close;
  return out + "}";
}

TEST(JsonObject, WhatIsNoneIsRefused) {
  const std::string cases[] = {
      "",
      "[]",
      "1",
      "\"a\"",
      "{",
      "{}{}",
      "{'a': 1}",
      "{\"a\": }",
      "{\"a\": \"\xFF\"}",
      R"({"a": 1, "a": 1})",
      R"({"a": {"b": 1, "b": 2}})",
      Nested("[", "]", 16),
      Nested("{\"a\": ", "}", 16),
      Nested("[", "]", 100000),
      Nested("{\"a\": ", "}", 100000),
  };
  for (const auto& json : cases) {
    EXPECT_FALSE(ParseJsonObject(json).has_value()) << json.substr(0, 100);
  }
  EXPECT_TRUE(ParseJsonObject(Nested("[", "]", 15)).has_value());
  EXPECT_TRUE(ParseJsonObject(Nested("{\"a\": ", "}", 15)).has_value());
}

}  // namespace
}  // namespace lotse::types
