#include "runtime/auth/encoding.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace lotse::auth {
namespace {

TEST(Encoding, ReadsBase64UrlOfOneSpelling) {
  const struct {
    std::string text;
    std::optional<std::string> bytes;
  } cases[] = {
      {"", ""},
      {"Zg", "f"},
      {"Zm9v", "foo"},
      {"-_8", "\xFB\xFF"},
      {"Zg==", std::nullopt},               // padding
      {"Zh", std::nullopt},                 // bits behind the last byte
      {"Z", std::nullopt},                  // no whole byte
      {"Zm9v\n", std::nullopt},             // white space
      {" Zm9v", std::nullopt},              // white space
      {"Zm 9v", std::nullopt},              // white space
      {"+/8", std::nullopt},                // the other alphabet
      {"Zm.v", std::nullopt},               // no letter of it
      {std::string("\0", 1), std::nullopt}  // neither
  };
  for (const auto& c : cases) EXPECT_EQ(DecodeBase64Url(c.text), c.bytes) << c.text;
}

TEST(Encoding, ReadsJsonObjects) {
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

TEST(Encoding, RefusesWhatIsNoJsonObject) {
  const std::string cases[] = {
      "",
      "[]",
      "1",
      "\"a\"",
      "{",
      "{}{}",
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
}  // namespace lotse::auth
