#include "runtime/ops/memory_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <sstream>

namespace lotse::ops {
namespace {

std::string ReadAll(std::istream& in) {
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

time_t TimeOfFile(const std::string& path) {
  struct stat found;
  EXPECT_EQ(stat(path.c_str(), &found), 0);
  return found.st_mtime;
}

TEST(MemoryFileTest, ChangesAtOnceAndInItsTime) {
  MemoryFile file("one");
  const time_t before = TimeOfFile(file.path());
  EXPECT_NE(before, 0);  // by which gRPC means that there is no such file
  std::ifstream open_before(file.path());
  ASSERT_TRUE(file.Replace("the other"));
  EXPECT_EQ(ReadAll(open_before), "one");
  std::ifstream open_after(file.path());
  EXPECT_EQ(ReadAll(open_after), "the other");
  EXPECT_NE(TimeOfFile(file.path()), before);
}

TEST(MemoryFileTest, IsForThisProcessOnlyAndGone) {
  std::string path;
  {
    MemoryFile file("secret");
    path = file.path();
    struct stat found;
    ASSERT_EQ(stat(path.c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777, 0600);
    EXPECT_EQ(found.st_nlink, 0);
  }
  EXPECT_FALSE(std::ifstream(path).good());
}

}  // namespace
}  // namespace lotse::ops
