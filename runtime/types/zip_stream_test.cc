#include "runtime/types/zip_stream.h"

#include <gtest/gtest.h>

#include <random>

#include "absl/strings/str_cat.h"
#include "tests/support/unzip.h"

namespace lotse::types {
namespace {

std::string AtRandom(std::size_t bytes) {
  std::mt19937 random(1);
  std::string text;
  while (text.size() < bytes) text.push_back(static_cast<char>(random()));
  return text;
}

TEST(ZipStream, IsReadByOthers) {
  const std::string contents[] = {"", "hello", std::string(1'000'000, 'x'), AtRandom(300'000)};
  // 1: everything is written as if it were large.
  for (const std::uint64_t large : {ZipStream::kLarge, std::uint64_t{1}}) {
    ZipStream zip(large);
    std::string out;
    int number = 0;
    for (const std::string& content : contents) {
      zip.Begin(absl::StrCat(number++, ".txt"), &out);
      for (std::size_t i = 0; i < content.size(); i += 70'000) {
        zip.Write(absl::string_view(content).substr(i, 70'000), &out);
      }
      zip.End(&out);
    }
    zip.Finish(&out);
    // ZIP64 is not read in this process.
    if (large == ZipStream::kLarge) {
      EXPECT_EQ(testing_support::UnzippedFiles(out).at("3.txt"), contents[3]);
    }
    for (std::size_t i = 0; i < std::size(contents); ++i) {
      EXPECT_EQ(testing_support::Unzipped(out, absl::StrCat(i, ".txt")), contents[i])
          << large << " " << i;
    }
  }
}

TEST(ZipStream, WritesOnTheWay) {
  ZipStream zip;
  std::string out;
  zip.Begin("a", &out);
  const std::string content = AtRandom(1 << 20);
  zip.Write(content, &out);
  // All but what zlib keeps to look back at.
  EXPECT_GT(out.size(), content.size() / 2);
}

}  // namespace
}  // namespace lotse::types
