#include "cli/new_file.h"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/failure.h"
#include "cli/fake_services.h"
#include "cli/file.h"

namespace lotse::cli {
namespace {

using ::testing::HasSubstr;

TEST(NewFileTest, HasWhatWasAppendedAndIsForItsOwnerAlone) {
  const TestFolder folder;
  const std::string path = folder.path() + "/new";
  absl::StatusOr<NewFile> file = NewFile::Make(path);
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ(*ReadFile(path), "") << "the place is taken from the first moment on";
  ASSERT_TRUE(file->Append("one\n").ok());
  EXPECT_EQ(*ReadFile(path), "one\n");
  ASSERT_TRUE(file->Append("two\n").ok());
  EXPECT_EQ(*ReadFile(path), "one\ntwo\n");
  struct stat status = {};
  ASSERT_EQ(stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
}

TEST(NewFileTest, TakesNoPlaceOfAnother) {
  const TestFolder folder;
  const std::string there = folder.Write("there", "kept");
  const std::string dangling = folder.path() + "/dangling";
  ASSERT_EQ(symlink("none", dangling.c_str()), 0);
  const std::string link = folder.path() + "/link";
  ASSERT_EQ(symlink("there", link.c_str()), 0);
  for (const std::string& path : {there, dangling, link}) {
    const absl::Status made = NewFile::Make(path).status();
    EXPECT_EQ(ExitCodeOf(made), ExitCode::kFile) << path;
    EXPECT_THAT(std::string(made.message()), HasSubstr("is there already")) << path;
  }
  EXPECT_EQ(*ReadFile(there), "kept");
  EXPECT_EQ(ExitCodeOf(NewFile::Make(folder.path()).status()), ExitCode::kFile);
  EXPECT_EQ(ExitCodeOf(NewFile::Make(folder.path() + "/none/x").status()), ExitCode::kFile);
}

TEST(NewFileTest, LeavesNothingWhenItIsDiscarded) {
  const TestFolder folder;
  const std::string path = folder.path() + "/new";
  absl::StatusOr<NewFile> file = NewFile::Make(path);
  ASSERT_TRUE(file.ok()) << file.status();
  file->Discard();
  EXPECT_NE(access(path.c_str(), F_OK), 0);
}

TEST(NewFileTest, WritesToWhatIsNoFileAndNeverRemovesIt) {
  absl::StatusOr<NewFile> file = NewFile::Make("/dev/null");
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_TRUE(file->Append("x").ok());
  file->Discard();
  EXPECT_EQ(access("/dev/null", F_OK), 0);
  absl::StatusOr<NewFile> full = NewFile::Make("/dev/full");
  ASSERT_TRUE(full.ok()) << full.status();
  EXPECT_EQ(ExitCodeOf(full->Append("x")), ExitCode::kFile);
}

}  // namespace
}  // namespace lotse::cli
