#include "cli/growing_file.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <filesystem>

#include "cli/failure.h"
#include "cli/fake_services.h"
#include "cli/file.h"

namespace lotse::cli {
namespace {

class GrowingFileTest : public ::testing::Test {
 protected:
  std::size_t Files() const {
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder_.path())) {
      files += entry.exists() ? 1 : 0;
    }
    return files;
  }
  const TestFolder folder_;
  const std::string path_ = folder_.path() + "/out";
};

TEST_F(GrowingFileTest, IsThereAtOnce) {
  folder_.Write("out", "before");
  auto file = GrowingFile::Begin(path_, 0600);
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_TRUE(file->Append("one ").ok());
  EXPECT_EQ(*ReadFile(path_), "before");
  EXPECT_TRUE(file->Append("two").ok());
  EXPECT_TRUE(file->Keep().ok());
  EXPECT_EQ(*ReadFile(path_), "one two");
  EXPECT_EQ(Files(), 1u);
  struct stat info = {};
  ASSERT_EQ(stat(path_.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
}

TEST_F(GrowingFileTest, LeavesNothingUnlessKept) {
  {
    auto file = GrowingFile::Begin(path_, 0600);
    ASSERT_TRUE(file.ok()) << file.status();
    EXPECT_TRUE(file->Append("secret").ok());
  }
  EXPECT_EQ(Files(), 0u);
}

TEST_F(GrowingFileTest, ALinkStays) {
  folder_.Write("real", "before");
  std::filesystem::create_symlink("real", path_);
  auto file = GrowingFile::Begin(path_, 0600);
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_TRUE(file->Append("after").ok());
  EXPECT_TRUE(file->Keep().ok());
  EXPECT_TRUE(std::filesystem::is_symlink(path_));
  EXPECT_EQ(*ReadFile(folder_.path() + "/real"), "after");
}

TEST_F(GrowingFileTest, RefusesWhatIsNoFile) {
  for (const std::string& path :
       {std::string("/dev/null"), folder_.path(), folder_.path() + "/absent/out"}) {
    const auto file = GrowingFile::Begin(path, 0600);
    EXPECT_EQ(ExitCodeOf(file.status()), ExitCode::kFile) << path;
  }
}

}  // namespace
}  // namespace lotse::cli
