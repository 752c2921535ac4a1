#include "cli/file.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <filesystem>

#include "cli/failure.h"

namespace lotse::cli {
namespace {

class FileTest : public ::testing::Test {
 protected:
  FileTest() : folder_("/tmp/lotse-file-test-XXXXXX") {
    EXPECT_NE(mkdtemp(folder_.data()), nullptr);
  }
  ~FileTest() override { std::filesystem::remove_all(folder_); }
  std::string folder_;
};

TEST_F(FileTest, WritesAndReplacesWithoutLeftovers) {
  const std::string path = folder_ + "/f";
  const std::string content = std::string(200000, 'x') + std::string("\0y", 2);
  ASSERT_TRUE(WriteFileAtomically(path, "old").ok());
  ASSERT_TRUE(WriteFileAtomically(path, content).ok());
  EXPECT_EQ(*ReadFile(path), content);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 1);
}

TEST_F(FileTest, FailuresAreFileErrorsAndLeaveNothing) {
  EXPECT_EQ(ExitCodeOf(ReadFile(folder_ + "/absent").status()), ExitCode::kFile);
  EXPECT_EQ(ExitCodeOf(ReadFile(folder_).status()), ExitCode::kFile);
  EXPECT_EQ(ExitCodeOf(WriteFileAtomically(folder_ + "/absent/f", "x")), ExitCode::kFile);
  // The name is taken by a folder: written beside, but not renamed.
  std::filesystem::create_directory(folder_ + "/d");
  EXPECT_EQ(ExitCodeOf(WriteFileAtomically(folder_ + "/d", "x")), ExitCode::kFile);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 1);
}

TEST_F(FileTest, ChecksBeforehandWhatCannotBeWritten) {
  std::filesystem::create_directory(folder_ + "/d");
  ASSERT_TRUE(WriteFileAtomically(folder_ + "/old", "x").ok());
  EXPECT_TRUE(CheckWritable(folder_ + "/new").ok());
  EXPECT_TRUE(CheckWritable(folder_ + "/old").ok());
  EXPECT_EQ(*ReadFile(folder_ + "/old"), "x");
  EXPECT_EQ(ExitCodeOf(CheckWritable(folder_ + "/absent/f")), ExitCode::kFile);
  EXPECT_EQ(ExitCodeOf(CheckWritable(folder_ + "/d")), ExitCode::kFile);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 2) << "left behind";
}

TEST_F(FileTest, MakesFoldersForTheOwnerOnly) {
  const std::string path = folder_ + "/a/b/c";
  ASSERT_TRUE(MakeFolder(path).ok());
  ASSERT_TRUE(MakeFolder(path).ok()) << "a second time";
  struct stat info = {};
  ASSERT_EQ(stat(path.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0700u);
  ASSERT_TRUE(WriteFileAtomically(folder_ + "/f", "").ok());
  EXPECT_EQ(ExitCodeOf(MakeFolder(folder_ + "/f")), ExitCode::kFile);
}

}  // namespace
}  // namespace lotse::cli
