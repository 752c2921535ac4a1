#include "services/survey/exchange/xforms/languages.h"

#include <gtest/gtest.h>

#include "runtime/types/text.h"

namespace lotse::survey::xforms {
namespace {

TEST(LanguageTag, IsFoundInTheWaysThatAuthorsWriteIt) {
  const struct {
    const char* name;
    const char* tag;
  } cases[] = {
      {"Deutsch (de)", "de"},
      {"English (en-GB)", "en-GB"},
      {"de", "de"},
      {" pt-BR ", "pt-BR"},
      {"prs", "prs"},
      {"French", "fr"},
      {"Fran\u00E7ais", "fr"},
      {"German (plain)", "de"},
      {"T\u00FCrk\u00E7e", "tr"},
      {"default", "und"},
      {"", "und"},
      {"\u4E2D", "und"},
      {"Kiswahili ya Tanzania", "und-x-kiswahil"},
      {"und-x-kiswahil", "und-x-kiswahil"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(LanguageTag(c.name), c.tag) << c.name;
    EXPECT_TRUE(types::IsLanguageTag(LanguageTag(c.name))) << c.name;
  }
}

}  // namespace
}  // namespace lotse::survey::xforms
