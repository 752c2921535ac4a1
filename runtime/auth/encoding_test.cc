#include "runtime/auth/encoding.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace lotse::auth
