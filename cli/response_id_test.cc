#include "cli/response_id.h"

#include <gmock/gmock.h>

#include <set>

namespace lotse::cli {
namespace {

// The value is kept: another one would double every import that is repeated
// with a newer version of the program. It was computed apart, with
// printf 'lotse import 1\0wave\0abc\0001\0' | sha256sum.
TEST(ResponseIdTest, NeverChanges) {
  EXPECT_EQ(ImportedResponseId("wave", "abc", 1), "0894048e-b847-46a6-a7e5-2ff5175e1297");
}

TEST(ResponseIdTest, IsAUuidOfVersion4) {
  for (int record = 1; record <= 100; ++record) {
    EXPECT_THAT(ImportedResponseId("wave", "abc", record),
                ::testing::MatchesRegex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-"
                                        "[0-9a-f]{12}"));
  }
}

TEST(ResponseIdTest, DiffersByWaveFileAndRecord) {
  const std::set<std::string> ids = {
      ImportedResponseId("wave", "abc", 1), ImportedResponseId("wave", "abc", 2),
      ImportedResponseId("wave", "abd", 1), ImportedResponseId("wavf", "abc", 1),
      ImportedResponseId("wavea", "bc", 1)};
  EXPECT_EQ(ids.size(), 5u);
}

}  // namespace
}  // namespace lotse::cli
