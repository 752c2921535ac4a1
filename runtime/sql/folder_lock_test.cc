#include "runtime/sql/folder_lock.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

namespace lotse::sql {
namespace {

TEST(FolderLock, HasOneOwner) {
  std::string folder = testing::TempDir() + "/lockXXXXXX";
  ASSERT_NE(mkdtemp(folder.data()), nullptr);
  const std::string store = folder + "/new/store";
  {
    auto first = FolderLock::Take(store);
    ASSERT_TRUE(first.ok()) << first.status();
    EXPECT_EQ(FolderLock::Take(store).status().code(), absl::StatusCode::kAborted);
  }
  EXPECT_TRUE(FolderLock::Take(store).ok());
  struct stat info;
  ASSERT_EQ(stat(store.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0700u);
  std::filesystem::permissions(store, std::filesystem::perms(0750));
  EXPECT_EQ(FolderLock::Take(store).status().code(), absl::StatusCode::kPermissionDenied);
  std::ofstream(folder + "/file") << "x";
  EXPECT_EQ(FolderLock::Take(folder + "/file/store").status().code(),
            absl::StatusCode::kPermissionDenied);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace lotse::sql
