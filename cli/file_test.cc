#include "cli/file.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

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

TEST_F(FileTest, FollowsLinksAndKeepsThem) {
  std::filesystem::create_directory(folder_ + "/d");
  ASSERT_TRUE(WriteFileAtomically(folder_ + "/d/file", "old").ok());
  std::filesystem::create_symlink("d/file", folder_ + "/link");
  std::filesystem::create_symlink(folder_ + "/link", folder_ + "/second");
  std::filesystem::create_symlink("d/new", folder_ + "/ahead");
  std::filesystem::create_symlink("round", folder_ + "/round");
  const std::pair<const char*, const char*> cases[] = {
      {"link", "d/file"}, {"second", "d/file"}, {"ahead", "d/new"}};
  for (const auto& [link, file] : cases) {
    EXPECT_TRUE(CheckWritable(folder_ + "/" + link).ok()) << link;
    EXPECT_TRUE(WriteFileAtomically(folder_ + "/" + link, link).ok()) << link;
    EXPECT_TRUE(std::filesystem::is_symlink(folder_ + "/" + link)) << link;
    EXPECT_EQ(*ReadFile(folder_ + "/" + file), link);
  }
  EXPECT_EQ(ExitCodeOf(WriteFileAtomically(folder_ + "/round", "x")), ExitCode::kFile);
  EXPECT_EQ(ExitCodeOf(CheckWritable(folder_ + "/round")), ExitCode::kFile);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_ + "/d"), {}), 2);
}

TEST_F(FileTest, WritesThroughWhatIsNoFile) {
  const std::string pipe = folder_ + "/pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  const int reader = open(pipe.c_str(), O_RDONLY | O_NONBLOCK);
  ASSERT_GE(reader, 0);
  EXPECT_TRUE(CheckWritable(pipe).ok());
  EXPECT_TRUE(WriteFileAtomically(pipe, "through").ok());
  char buffer[20];
  EXPECT_EQ(read(reader, buffer, sizeof buffer), 7);
  close(reader);
  EXPECT_TRUE(std::filesystem::is_fifo(pipe));
  EXPECT_TRUE(WriteFileAtomically("/dev/null", "x").ok());
  EXPECT_TRUE(std::filesystem::is_character_file("/dev/null"));
  std::filesystem::create_symlink("/dev/full", folder_ + "/full");
  const absl::Status full = WriteFileAtomically(folder_ + "/full", "x");
  EXPECT_EQ(ExitCodeOf(full), ExitCode::kFile);
  EXPECT_EQ(full.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_TRUE(std::filesystem::is_symlink(folder_ + "/full"));
  EXPECT_TRUE(std::filesystem::is_character_file("/dev/full"));
}

// As a shell does with `> FILE`: what comes later belongs behind it.
TEST_F(FileTest, WritesToItsOwnStdout) {
  const std::string file = folder_ + "/out";
  fflush(stdout);
  const int before = dup(STDOUT_FILENO);
  const int own = open(file.c_str(), O_WRONLY | O_CREAT, 0600);
  dup2(own, STDOUT_FILENO);
  close(own);
  const bool is_own = IsOwnStdout(file) && IsOwnStdout(ResultPath("-"));
  const absl::Status first = WriteFileAtomically("/dev/stdout", "first");
  const ssize_t later = write(STDOUT_FILENO, " later", 6);
  dup2(before, STDOUT_FILENO);
  close(before);
  EXPECT_TRUE(first.ok()) << first;
  EXPECT_EQ(later, 6);
  EXPECT_TRUE(is_own);
  EXPECT_FALSE(IsOwnStdout(file));
  EXPECT_FALSE(IsOwnStdout(folder_ + "/absent"));
  EXPECT_EQ(ResultPath("-x"), "-x");
  EXPECT_EQ(*ReadFile(file), "first later");
}

TEST_F(FileTest, ANewFileGetsTheMode) {
  struct stat info = {};
  ASSERT_TRUE(WriteFileAtomically(folder_ + "/f", "x").ok());
  ASSERT_TRUE(WriteFileAtomically(folder_ + "/f", "x", 0600).ok());
  ASSERT_EQ(stat((folder_ + "/f").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
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
