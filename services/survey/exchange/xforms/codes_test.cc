#include "services/survey/exchange/xforms/codes.h"

#include <gtest/gtest.h>

#include "services/survey/engine/code_rules.h"

namespace lotse::survey::xforms {
namespace {

TEST(AsCode, KeepsWhatACodeMayHave) {
  const struct {
    const char* name;
    const char* code;
  } cases[] = {{"alter", "alter"},
               {"A_1", "A_1"},
               {"_id", "q_id"},
               {"2nd", "q2nd"},
               {"wie-oft", "wie_oft"},
               {"a.b", "a_b"},
               {"gr\u00F6\u00DFe", "gr____e"},
               {"", "q"}};
  for (const auto& c : cases) {
    EXPECT_EQ(AsCode(c.name), c.code);
    EXPECT_TRUE(IsQuestionCode(AsCode(c.name))) << c.name;
  }
  EXPECT_EQ(AsCode(std::string(70, 'x')), std::string(64, 'x'));
}

}  // namespace
}  // namespace lotse::survey::xforms
