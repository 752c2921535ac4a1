#include "runtime/types/text.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace lotse::types {
namespace {

type::v1alpha::Text Text(std::vector<std::pair<std::string, std::string>> variants) {
  type::v1alpha::Text text;
  for (const auto& [language, wording] : variants) {
    auto* variant = text.add_variants();
    variant->set_language(language);
    variant->set_text(wording);
  }
  return text;
}

TEST(CheckText, FindsWhatIsWrong) {
  struct Case {
    type::v1alpha::Text text;
    std::string field;  // Empty: nothing is wrong.
  };
  const Case cases[] = {
      {Text({{"de", "Größe"}}), ""},
      {Text({{"de-CH", "a"}, {"en", "b"}, {"sr-Latn", "c"}}), ""},
      {Text({}), "title.variants"},
      {Text(std::vector<std::pair<std::string, std::string>>(17, {"de", "a"})), "title.variants"},
      {Text({{"", "a"}}), "title.variants[0].language"},
      {Text({{"d", "a"}}), "title.variants[0].language"},
      {Text({{"de_CH", "a"}}), "title.variants[0].language"},
      {Text({{"de", " \n"}}), "title.variants[0].text"},
      {Text({{"de", std::string(8193, 'a')}}), "title.variants[0].text"},
      {Text({{"de", "a"}, {"de", "b"}}), "title.variants[1]"},
  };
  for (const Case& c : cases) {
    rpc::FieldViolations violations;
    CheckText("title", c.text, &violations);
    EXPECT_EQ(violations.empty() ? "" : violations[0].field, c.field) << c.text.ShortDebugString();
  }
}

TEST(In, PrefersTheLanguageAndOrdinaryWording) {
  auto text = Text({{"de", "eins"}, {"en", "one"}});
  EXPECT_EQ(In("en", text), "one");
  EXPECT_EQ(In("fr", text), "eins");
  text.mutable_variants(1)->set_plain_language(true);
  EXPECT_EQ(In("en", text), "eins");
  EXPECT_EQ(In("de", {}), "");
  EXPECT_EQ(In("de", MakeText("de", "x")), "x");
}

}  // namespace
}  // namespace lotse::types
