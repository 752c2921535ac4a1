#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "cli/help.h"
#include "cli/report/commands.h"
#include "cli/text.h"

namespace lotse::cli {
namespace {

using ::testing::HasSubstr;

TEST(ReportCommandsTest, EachHasAnExampleAndIsListed) {
  const std::string overview = HelpOverview();
  for (const Command& command : ReportCommands()) {
    EXPECT_THAT(command.description, HasSubstr(absl::StrCat("\n  lotse ", command.name, " ")));
    EXPECT_THAT(overview, HasSubstr(absl::StrCat("\n  ", command.name, " ")));
    for (const absl::string_view line : absl::StrSplit(command.description, '\n')) {
      EXPECT_LE(DisplayWidth(line), 92) << line;
    }
  }
}

TEST(ReportCommandsTest, GroupsListTheirCommands) {
  EXPECT_THAT(*HelpFor("report"), HasSubstr("report verify"));
}

}  // namespace
}  // namespace lotse::cli
