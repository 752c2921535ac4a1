#include "runtime/types/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace lotse::types {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;
using type::v1alpha::Text;

rpc::FieldViolations Check(const Text& text, Presence presence = Presence::kRequired) {
  rpc::FieldViolations violations;
  CheckText("title", text, &violations, presence);
  return violations;
}

Text German(std::string wording) {
  Text text;
  text.add_variants()->set_language("de");
  text.mutable_variants(0)->set_text(std::move(wording));
  return text;
}

TEST(LanguageTag, FollowsTheFormOfBcp47) {
  for (const char* tag : {"de", "en-GB", "sr-Latn-RS", "de-x-simple", "tlh"}) {
    EXPECT_TRUE(IsLanguageTag(tag)) << tag;
  }
  for (const char* tag : {"", "d", "de_DE", "de-", "-de", "123", "deutschland", "de-abcdefghi",
                          "de DE", "de-aaaaaaaa-bbbbbbbb-cccccccc-dddddddd"}) {
    EXPECT_FALSE(IsLanguageTag(tag)) << tag;
  }
}

TEST(Markup, IsWhatABrowserWouldTakeForATag) {
  for (const char* text : {"<b>fett</b>", "Ende</p>", "a <br/> b", "<!-- x", "<a href='x'>y"}) {
    EXPECT_TRUE(HasMarkup(text)) << text;
  }
  for (const char* text :
       {"", "< 5 Jahre", "5 > 3", "a<b", "1 <2> 3", "->", "<", "</", "<3 und >"}) {
    EXPECT_FALSE(HasMarkup(text)) << text;
  }
}

TEST(CheckText, RefusesWrongWordings) {
  const struct {
    const char* what;
    std::string wording;
    const char* fault;
  } cases[] = {
      {"nothing", "", "empty"},
      {"white space only", " \n\u00A0", "empty"},
      {"Latin-1", "M\xFCnster", "UTF-8"},
      {"control character", "a\x01z", "control character"},
      {"markup", "ein <b>Wort</b>", "markup"},
      {"one byte too long", std::string(kMaxVariantBytes + 1, 'a'), "too long"},
  };
  for (const auto& c : cases) {
    const rpc::FieldViolations found = Check(German(c.wording));
    ASSERT_EQ(found.size(), 1u) << c.what;
    EXPECT_EQ(found[0].field, "title.variants[0].text") << c.what;
    EXPECT_THAT(found[0].description, testing::HasSubstr(c.fault)) << c.what;
  }
}

TEST(CheckText, AcceptsUmlautsLinesAndTheLongestWording) {
  EXPECT_THAT(Check(German("Größe\n\tFuß")), IsEmpty());
  EXPECT_THAT(Check(German(std::string(kMaxVariantBytes, 'a'))), IsEmpty());
}

TEST(CheckText, AbsenceCountsOnlyWhereTheTextIsRequired) {
  EXPECT_THAT(Check(Text(), Presence::kOptional), IsEmpty());
  EXPECT_THAT(Check(Text()), ElementsAre(Field(&rpc::FieldViolation::field, "title")));
}

TEST(CheckText, OneWordingPerLanguageAndPlainLanguageFlag) {
  Text text = German("Amt");
  *text.add_variants() = text.variants(0);
  text.mutable_variants(1)->set_plain_language(true);
  EXPECT_THAT(Check(text), IsEmpty());
  *text.add_variants() = text.variants(0);
  text.mutable_variants(2)->set_language("DE");
  EXPECT_THAT(Check(text),
              ElementsAre(Field(&rpc::FieldViolation::field, "title.variants[2].language")));
}

TEST(CheckText, AtMostSixteenVariants) {
  Text text;
  for (int i = 0; i < kMaxVariants; ++i) {
    *text.add_variants() = German("Amt").variants(0);
    text.mutable_variants(i)->set_language("de-x-" + std::to_string(i));
  }
  EXPECT_THAT(Check(text), IsEmpty());
  text.add_variants();
  EXPECT_THAT(Check(text), ElementsAre(Field(&rpc::FieldViolation::field, "title.variants")));
}

TEST(CheckLongText, CountsCharacters) {
  const auto check = [](const Text& text) {
    rpc::FieldViolations found;
    CheckLongText("text", text, 20000, &found);
    return found;
  };
  std::string longest;
  for (int i = 0; i < 20000; ++i) longest += "ü";
  EXPECT_THAT(check(German(longest)), IsEmpty());
  for (const std::string& wrong : {longest + "ü", std::string(80001, 'a')}) {
    const rpc::FieldViolations found = check(German(wrong));
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].field, "text.variants[0].text");
    EXPECT_EQ(found[0].description, "too long; at most 20000 characters");
  }
  EXPECT_EQ(check(Text()).size(), 1u);
  EXPECT_EQ(check(German("ein <b>Wort</b>")).size(), 1u);
}

}  // namespace
}  // namespace lotse::types
