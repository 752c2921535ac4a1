#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "cli/help.h"
#include "cli/release/commands.h"
#include "cli/release/spec.h"
#include "cli/text.h"

namespace lotse::cli {
namespace {

using ::testing::HasSubstr;

TEST(ReleaseCommandsTest, EachHasAnExampleAndIsListed) {
  const std::string overview = HelpOverview();
  for (const Command& command : ReleaseCommands()) {
    EXPECT_THAT(command.description, HasSubstr(absl::StrCat("\n  lotse ", command.name, " ")));
    EXPECT_THAT(overview, HasSubstr(absl::StrCat("\n  ", command.name, " ")));
    for (const absl::string_view line : absl::StrSplit(command.description, '\n')) {
      EXPECT_LE(DisplayWidth(line), 92) << line;
    }
  }
}

TEST(ReleaseCommandsTest, GroupsListTheirCommands) {
  EXPECT_THAT(*HelpFor("release"), HasSubstr("release check"));
  for (const FlagSpec& flag : TableSpecFlags()) {
    EXPECT_THAT(*HelpFor("table"), HasSubstr(absl::StrCat("--", flag.name, "=")));
  }
}

}  // namespace
}  // namespace lotse::cli
