#include "services/survey/domain/invitation_token.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"

namespace lotse::survey {
namespace {

// Worked by hand from the definition: five bits each, the highest first.
TEST(TokenTest, WritesFiveBitsInEachCharacter) {
  EXPECT_EQ(TokenOf(std::string(16, '\0')), std::string(26, '0'));
  EXPECT_EQ(TokenOf(std::string(16, '\xff')), absl::StrCat(std::string(25, 'z'), "w"));
  std::string bytes(16, '\0');
  bytes[0] = '\x80';
  EXPECT_EQ(TokenOf(bytes), absl::StrCat("g", std::string(25, '0')));
  bytes[0] = 0;
  bytes[15] = 1;
  EXPECT_EQ(TokenOf(bytes), absl::StrCat(std::string(25, '0'), "4"));
  // By an independent program: bits in groups of five.
  EXPECT_EQ(TokenOf("\x01\x23\x45\x67\x89\xab\xcd\xef\x01\x23\x45\x67\x89\xab\xcd\xef"),
            "04hmasw9nf6yy0938nkrkaydxw");
}

TEST(TokenTest, IsReadAsPeopleTypeIt) {
  const std::string token = TokenOf("0123456789abcdef");
  ASSERT_EQ(token.size(), kTokenLength);
  EXPECT_EQ(ReadToken(token), token);
  std::string typed;
  for (size_t i = 0; i < token.size(); ++i) {
    if (i % 5 == 0) typed += i % 2 == 0 ? " " : "-";
    typed += token[i] == '0' ? 'O' : token[i] == '1' ? 'l' : static_cast<char>(toupper(token[i]));
  }
  EXPECT_EQ(ReadToken(typed), token) << typed;
}

TEST(TokenTest, WhatIsNoneIsNotRead) {
  const std::string token(kTokenLength, 'a');
  for (const std::string& wrong :
       {std::string(), token + "a", token.substr(1), "u" + token.substr(1), "ä" + token.substr(2),
        std::string(kTokenLength, '-'), std::string(100'000, 'a')}) {
    EXPECT_FALSE(ReadToken(wrong).has_value()) << wrong.substr(0, 40);
  }
}

TEST(TokenTest, IsKeptAsItsHash) {
  // SHA-256 of "abc": FIPS 180-4, the first example.
  EXPECT_EQ(HashOfToken("abc").substr(0, 4), "\xba\x78\x16\xbf");
  EXPECT_EQ(HashOfToken("abc").size(), 32u);
}

}  // namespace
}  // namespace lotse::survey
