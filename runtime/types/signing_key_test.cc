#include "runtime/types/signing_key.h"

#include <gtest/gtest.h>

#include "absl/strings/escaping.h"

namespace lotse::types {
namespace {

TEST(SigningKeyTest, OpensWhatItSealed) {
  const SigningKey key({1, 2, 3});
  for (const std::string& text : {std::string(), std::string("text"), std::string("\0\xff", 2)}) {
    const std::string sealed = key.Seal("list", text);
    EXPECT_EQ(sealed.find('='), std::string::npos);
    EXPECT_EQ(key.Open("list", sealed), text);
    EXPECT_EQ(SigningKey(key.bytes()).Open("list", sealed), text);
  }
}

// Another context, also where context and text together are the same bytes.
TEST(SigningKeyTest, OpensNothingElse) {
  const SigningKey key({1, 2, 3});
  const std::string sealed = key.Seal("list", "text");
  for (const char* context : {"lis", "listt", "listtext", "LIST", ""}) {
    EXPECT_EQ(key.Open(context, sealed), std::nullopt) << context;
  }
  std::string bytes;
  ASSERT_TRUE(absl::WebSafeBase64Unescape(sealed, &bytes));
  EXPECT_EQ(key.Open("listt", absl::WebSafeBase64Escape(bytes.substr(1))), std::nullopt);
  EXPECT_EQ(key.Open("lis", absl::WebSafeBase64Escape("t" + bytes)), std::nullopt);
  for (const char* bad : {"", "A", "=", "%%%", "AAAAAAAAAAAAAAAAAAAAAA"}) {
    EXPECT_EQ(key.Open("list", bad), std::nullopt) << bad;
  }
}

TEST(SigningKeyTest, RandomKeysDiffer) {
  const SigningKey a = SigningKey::Random();
  const SigningKey b = SigningKey::Random();
  EXPECT_NE(a.bytes(), b.bytes());
  EXPECT_EQ(b.Open("list", a.Seal("list", "text")), std::nullopt);
}

TEST(SigningKey, DecryptsWhatItEncrypted) {
  const SigningKey key = SigningKey::Random();
  for (const std::string& text :
       {std::string(), std::string("text"), std::string(63, '\0'), std::string(64, '\x80'),
        std::string("\x80\0", 2), std::string(100'000, 'x')}) {
    const std::string hidden = key.Encrypt("list", text);
    EXPECT_EQ(key.Decrypt("list", hidden), text);
    EXPECT_EQ(SigningKey(key.bytes()).Decrypt("list", hidden), text);
    EXPECT_EQ(key.Decrypt("other", hidden), std::nullopt);
    EXPECT_EQ(SigningKey::Random().Decrypt("list", hidden), std::nullopt);
    // The two ways of sealing do not meet.
    EXPECT_EQ(key.Open("list", hidden), std::nullopt);
    EXPECT_EQ(key.Decrypt("list", key.Seal("list", text)), std::nullopt);
  }
}

}  // namespace
}  // namespace lotse::types
