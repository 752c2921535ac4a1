#include "services/survey/exchange/source_codes.h"

#include <gtest/gtest.h>

#include "services/survey/engine/code_rules.h"

namespace lotse::survey {
namespace {

TEST(CodeOfName, KeepsWhatACodeMayHave) {
  const struct {
    std::string name;
    std::string code;
  } cases[] = {{"alter", "alter"},
               {"A_1", "A_1"},
               {"_start", "q_start"},
               {"2nd", "q_2nd"},
               {"wie-oft", "wie_oft"},
               {"a-b.c", "a_b_c"},
               {"stra\u00DFe", "stra_e"},
               {"\u00E4", "q_"},
               {"\xFF\xC3", "q__"},
               {"", "q_"},
               {std::string(70, 'a'), std::string(64, 'a')},
               {"_" + std::string(70, 'a'), "q_" + std::string(62, 'a')}};
  for (const auto& c : cases) {
    EXPECT_EQ(CodeOfName(c.name), c.code);
    EXPECT_TRUE(IsQuestionCode(CodeOfName(c.name))) << c.name;
  }
}

}  // namespace
}  // namespace lotse::survey
