#include "runtime/history/diff.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"
#include "runtime/resource/resource_test.pb.h"

namespace lotse::history {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Lines(const char* before, const char* after) {
  kerneltest::Task a, b;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(before, &a));
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(after, &b));
  std::vector<std::string> lines;
  for (const auto& difference : Diff(a, b)) {
    lines.push_back(
        absl::StrCat(difference.path(), ": ", difference.before(), " > ", difference.after()));
  }
  return lines;
}

TEST(DiffTest, NamesWhatDiffers) {
  EXPECT_THAT(Lines("title: 'a'", "title: 'a'"), IsEmpty());
  EXPECT_THAT(Lines("title: 'a'", "title: 'ä'"), ElementsAre("title: \"a\" > \"ä\""));
  EXPECT_THAT(Lines("", "state: STATE_OPEN effort_hours: 3"),
              ElementsAre("state:  > STATE_OPEN", "effort_hours:  > 3"));
  EXPECT_THAT(Lines("due_date { year: 2026 month: 1 day: 2 }", "due_date { year: 2026 month: 2 }"),
              ElementsAre("due_date.month: 1 > 2", "due_date.day: 2 > "));
  EXPECT_THAT(Lines("due_date { year: 2026 }", ""), ElementsAre("due_date: year: 2026 > "));
}

TEST(DiffTest, ListsByPosition) {
  EXPECT_THAT(Lines("steps { title: 'a' } steps { title: 'b' }",
                    "steps { title: 'a' } steps { title: 'c' } steps { title: 'd' }"),
              ElementsAre("steps[1].title: \"b\" > \"c\"", "steps[2]:  > title: \"d\""));
}

TEST(DiffTest, LeavesOutTheTimeOfTheUpdate) {
  EXPECT_THAT(Lines("update_time { seconds: 1 }", "update_time { seconds: 2 }"), IsEmpty());
}

TEST(DiffTest, HasALimit) {
  kerneltest::Task a, b;
  for (int i = 0; i < 2 * kMostDifferences; ++i) b.add_steps()->set_title("x");
  EXPECT_EQ(Diff(a, b).size(), kMostDifferences);
}

}  // namespace
}  // namespace lotse::history
