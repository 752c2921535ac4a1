#include "services/survey/exchange/choice_codes.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace lotse::survey {
namespace {

TEST(SplitChoiceNames, FindsTheStem) {
  const struct {
    std::vector<std::string> names;
    const char* question;
    std::vector<std::string> options;
    bool has_stem;
  } cases[] = {
      {{"B2_AO00", "B2_AO01", "B2_AO10"}, "B2", {"AO00", "AO01", "AO10"}, true},
      {{"B1_AO00", "B1_AO07", "B1B"}, "B1", {"AO00", "AO07", "B"}, true},
      {{"B1_AO00", "B1other"}, "B1", {"AO00", "other"}, true},
      {{"my_q_A1", "my_q_A2"}, "my_q", {"A1", "A2"}, true},
      {{"A1a", "A1b", "A1c"}, "A1", {"a", "b", "c"}, true},
      {{"F10", "F11"}, "F1", {"0", "1"}, true},
      {{"Q_1", "Q_12"}, "Q", {"1", "12"}, true},
      {{"Q", "Q_1"}, "Q", {"Q", "1"}, true},
      {{"Q_B", "QB", "Q_C"}, "Q", {"Q_B", "QB", "C"}, true},
      {{"Q_SQ001"}, "Q_SQ001", {"Q_SQ001"}, true},
      {{"laut", "Hell"}, "laut", {"laut", "Hell"}, false},
      {{"_a", "_b"}, "_a", {"_a", "_b"}, false},
      {{"1a", "1b"}, "1a", {"1a", "1b"}, false},
      {{"", ""}, "", {"", ""}, false},
  };
  for (const auto& c : cases) {
    const ChoiceCodes codes = SplitChoiceNames(c.names);
    EXPECT_EQ(codes.question, c.question);
    EXPECT_EQ(codes.options, c.options) << c.names[0];
    EXPECT_EQ(codes.has_stem, c.has_stem) << c.names[0];
  }
}

}  // namespace
}  // namespace lotse::survey
