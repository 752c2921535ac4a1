#include "runtime/rpc/page_token.h"

#include <gtest/gtest.h>

#include "absl/strings/escaping.h"
#include "runtime/rpc/error.h"

namespace lotse::rpc {
namespace {

const TokenKey kKey({7, 7, 7});
constexpr char kList[] = "Wave programmes/p";

bool Refused(const TokenKey& key, absl::string_view list, absl::string_view token) {
  return ReasonOf(ReadPageToken(key, list, token).status()) ==
         type::v1alpha::ERROR_REASON_INVALID_PAGE_TOKEN;
}

TEST(PageToken, ComesBack) {
  std::string all_bytes;
  for (int i = 0; i < 256; ++i) all_bytes += static_cast<char>(i);
  for (const std::string& position :
       {std::string("programmes/p/x"), std::string("\0\n", 2), std::string(), all_bytes}) {
    const std::string token = MakePageToken(kKey, kList, position);
    EXPECT_EQ(ReadPageToken(kKey, kList, token).value(), position);
    EXPECT_EQ(token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                      "0123456789-_"),
              std::string::npos);
  }
  EXPECT_EQ(ReadPageToken(kKey, kList, "").value(), "");
}

TEST(PageToken, TellsNothingOfThePosition) {
  const std::string position = "programmes/hidden/engagements/hidden";
  const std::string token = MakePageToken(kKey, kList, position);
  std::string bytes;
  ASSERT_TRUE(absl::WebSafeBase64Unescape(token, &bytes));
  EXPECT_EQ(bytes.find("hidden"), std::string::npos);
  // Neither whether two are the same, nor how long it is.
  EXPECT_NE(MakePageToken(kKey, kList, position), token);
  EXPECT_EQ(MakePageToken(kKey, kList, "x").size(), token.size());
}

// Each character changed to each other one; the three lengths leave 0, 2 and 4
// bits of the last character without a meaning.
TEST(PageToken, IsRefusedWithAnyCharacterChanged) {
  for (const char* position : {"name12", "name1", "name"}) {
    const std::string token = MakePageToken(kKey, kList, position);
    for (size_t i = 0; i < token.size(); ++i) {
      for (int c = 0; c < 256; ++c) {
        std::string bad = token;
        bad[i] = static_cast<char>(c);
        if (bad == token) continue;
        EXPECT_TRUE(Refused(kKey, kList, bad)) << i << " " << c;
      }
    }
  }
}

TEST(PageToken, IsRefusedCutOrExtended) {
  const std::string token = MakePageToken(kKey, kList, "programmes/p/x");
  for (size_t i = 1; i < token.size(); ++i) {
    EXPECT_TRUE(Refused(kKey, kList, token.substr(i))) << i;
    EXPECT_TRUE(Refused(kKey, kList, token.substr(0, i))) << i;
  }
  for (const char* more : {"A", "AAAA", "=", "==", " ", "\n", "."}) {
    EXPECT_TRUE(Refused(kKey, kList, token + more)) << more;
    EXPECT_TRUE(Refused(kKey, kList, more + token)) << more;
  }
}

TEST(PageToken, IsRefusedElsewhere) {
  const std::string token = MakePageToken(kKey, kList, "programmes/p/x");
  EXPECT_TRUE(Refused(TokenKey({8}), kList, token));
  // Lists that share bytes with it, and one that takes some of the position.
  for (const char* list : {"", "Wave programmes/q", "Wave programmes/", "Wave programmes/pp",
                           "Wave programmes/pprogrammes/p/x"}) {
    EXPECT_TRUE(Refused(kKey, list, token)) << list;
  }
  for (const char* bad : {"%%%", "abc", "AAAAAAAAAAAAAAAAAAAAAA"}) {
    EXPECT_TRUE(Refused(kKey, kList, bad)) << bad;
  }
}

TEST(CheckPageSize, HasDefaultAndMaximum) {
  EXPECT_EQ(CheckPageSize(0).value(), 50);
  EXPECT_EQ(CheckPageSize(7).value(), 7);
  EXPECT_EQ(CheckPageSize(1000000).value(), 1000);
  EXPECT_EQ(ReasonOf(CheckPageSize(-1).status()), type::v1alpha::ERROR_REASON_INVALID_FIELDS);
}

}  // namespace
}  // namespace lotse::rpc
