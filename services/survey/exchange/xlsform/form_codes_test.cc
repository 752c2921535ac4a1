#include "services/survey/exchange/xlsform/form_codes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace lotse::survey {
namespace {

using testing::ElementsAre;

TEST(FormCodes, NamesOfXlsform) {
  for (const char* name : {"a", "_a", "a-b.c_1", "stra\u00DFe"}) EXPECT_TRUE(IsFormName(name));
  for (const char* name : {"", "1a", "-a", "a b", "a:b", "a/b", "a\u00A0b", "\xFF", "${a}"}) {
    EXPECT_FALSE(IsFormName(name)) << name;
  }
}

TEST(FormCodes, CountInTheWholeQuestionnaire) {
  FormCodes codes;
  EXPECT_EQ(codes.Give("alter", ""), "alter");
  EXPECT_EQ(codes.Give("alter", "kind"), "kind_alter");
  EXPECT_EQ(codes.Give("alter", "kind"), "") << "twice in one group";
  EXPECT_EQ(codes.Give("kind-alter", ""), "kind_alter_2");
  EXPECT_EQ(codes.Give("a-b", ""), "a_b");
  EXPECT_EQ(codes.Give("a.b", ""), "a_b_2");
  EXPECT_THAT(*codes.Find("alter"), ElementsAre("alter", "kind_alter"));
  EXPECT_EQ(codes.Find("kind_alter"), nullptr);
  EXPECT_TRUE(codes.IsTaken("a_b_2"));
  const std::string longest(64, 'x');
  EXPECT_EQ(codes.Give(longest, ""), longest);
  EXPECT_EQ(codes.Give(longest, "g"), "g_" + longest.substr(2));
  EXPECT_EQ(codes.Give(longest + "y", ""), longest.substr(2) + "_2");
}

}  // namespace
}  // namespace lotse::survey
