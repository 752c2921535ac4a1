#include "runtime/rpc/page_token.h"

#include <gtest/gtest.h>

#include "runtime/rpc/error.h"

namespace lotse::rpc {
namespace {

TEST(PageToken, ComesBack) {
  const std::string token = MakePageToken("Wave programmes/p", "programmes/p/x");
  EXPECT_EQ(ReadPageToken("Wave programmes/p", token).value(), "programmes/p/x");
  EXPECT_EQ(ReadPageToken("Wave programmes/p", "").value(), "");
}

TEST(PageToken, IsRefusedElsewhere) {
  const std::string token = MakePageToken("Wave programmes/p", "programmes/p/x");
  for (const std::string& bad : {std::string("%%%"), std::string("abc"), token.substr(3),
                                 MakePageToken("Wave programmes/q", "programmes/q/x")}) {
    EXPECT_EQ(ReasonOf(ReadPageToken("Wave programmes/p", bad).status()),
              type::v1alpha::ERROR_REASON_INVALID_PAGE_TOKEN)
        << bad;
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
