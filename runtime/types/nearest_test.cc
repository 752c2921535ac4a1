#include "runtime/types/nearest.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace lotse::types {
namespace {

TEST(RightName, NamesTheNearestOrAll) {
  const std::vector<std::string> names{"age", "gender", "service_length"};
  EXPECT_EQ(RightName("gendr", names), "did you mean gender?");
  EXPECT_EQ(RightName("agee", names), "did you mean age?");
  EXPECT_EQ(RightName("servicelength", names), "did you mean service_length?");
  EXPECT_EQ(RightName("xyz", names), "give one of age, gender, service_length");
  EXPECT_EQ(RightName("", names), "give one of age, gender, service_length");
  EXPECT_EQ(RightName("xyz", {"age"}), "give age");
  EXPECT_EQ(RightName("xyz", {}), "there is none to give");
}

TEST(RightName, ListsNoMoreThanTwentyAndRepeatsNothing) {
  std::vector<std::string> names;
  for (int i = 0; i < 23; ++i) names.push_back(absl::StrCat("question_", i));
  const std::string said = RightName(std::string(100'000, 'x'), names);
  EXPECT_EQ(said.find("xx"), std::string::npos);
  EXPECT_NE(said.find("question_19 and 3 more"), std::string::npos) << said;
  EXPECT_EQ(said.find("question_20"), std::string::npos);
}

}  // namespace
}  // namespace lotse::types
