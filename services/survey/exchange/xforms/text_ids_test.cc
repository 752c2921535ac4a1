#include "services/survey/exchange/xforms/text_ids.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "services/survey/exchange/xforms/xforms_testing.h"

// Texts of which the id is computed.

namespace lotse::survey::xforms {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr char kItext[] =
    "<itext><translation lang='Deutsch (de)' default='true()'>"
    "<text id='hi-m'><value>Guten Tag</value></text>"
    "<text id='hi-n'><value>Hallo</value></text>"
    "<text id='l'><value>Und <output value='/data/a'/>?</value></text></translation>"
    "<translation lang='English'><text id='hi-m'><value>Good day</value></text></translation>"
    "</itext>";

TEST(ItextId, IsThatInQuotationMarks) {
  EXPECT_EQ(ItextId(" jr:itext( 'a' ) "), "a");
  EXPECT_EQ(ItextId("jr:itext(\"a/b:label\")"), "a/b:label");
  EXPECT_EQ(ItextId("jr:itext(itextId)"), "");
  EXPECT_EQ(ItextId("jr:itext(concat('a', 'b'))"), "");
  EXPECT_EQ(ItextId("/data/a"), "");
}

TEST(ComputedTextIds, TextsAreFoundInAList) {
  const std::string model = absl::StrCat(
      "<bind nodeset='/data/b' calculate=\"jr:itext(concat('hi-', /data/a))\"/>", kItext);
  const ImportResult result = ReadForm(
      FormOf("<a/><b/>", model, "<input ref='/data/a'><label ref=\"jr:itext('l')\"/></input>"));
  EXPECT_THAT(Errors(result), IsEmpty());
  EXPECT_THAT(Warnings(result),
              ElementsAre(HasSubstr("texts that show answers, of which there are 1")));
  EXPECT_THAT(Outline(result.instrument),
              Contains(HasSubstr("calculation{instance('itext')/root/item[id = "
                                 "string(concat('hi-', ${a}))]/label}")));
  ASSERT_EQ(result.instrument.option_lists_size(), 1);
  const v1alpha::OptionList& list = result.instrument.option_lists(0);
  ASSERT_EQ(list.options_size(), 2);
  EXPECT_EQ(InWords(list.options(0)), "t1=de:Guten Tag|en:Good day(id:hi-m)");
  EXPECT_EQ(InWords(list.options(1)), "t2=de:Hallo(id:hi-n)");

  const absl::StatusOr<std::string> written = WriteXforms(result.instrument);
  ASSERT_TRUE(written.ok()) << written.status();
  const ImportResult again = ReadForm(*written);
  EXPECT_THAT(Errors(again), IsEmpty());
  EXPECT_EQ(again.instrument.DebugString(), result.instrument.DebugString());
}

TEST(ComputedTextIds, ALabelIsComputedBeforeItsQuestion) {
  const ImportResult result =
      ReadForm(FormOf("<a/><b/>", kItext,
                      "<input ref='/data/a'><label>A</label></input><input ref='/data/b'><label "
                      "ref=\"jr:itext(/data/a)\"/></input>"));
  EXPECT_THAT(Errors(result), IsEmpty());
  EXPECT_THAT(Outline(result.instrument),
              ElementsAre("TEXT a text{de:A}",
                          HasSubstr("calculation{instance('itext')/root/item[id = "
                                    "string(${a})]/label}"),
                          "TEXT b text{de:${b_text}}"));
}

TEST(ComputedTextIds, AColumnOfAnotherNameHasIds) {
  const std::string list =
      "<instance id='l'><root><item><name>x</name><says>hi-m</says></item></root></instance>";
  const ImportResult result = ReadForm(
      FormOf("<a/><b/>",
             absl::StrCat(list,
                          "<bind nodeset='/data/b' calculate=\"jr:itext(instance('l')/root/"
                          "item[name = /data/a]/says)\"/>",
                          kItext),
             "<select1 ref='/data/a'><label>A</label><itemset nodeset=\"instance('l')/root/item\">"
             "<value ref='name'/><label ref='jr:itext(says)'/></itemset></select1>"));
  EXPECT_THAT(Errors(result), IsEmpty());
  EXPECT_EQ(InWords(result.instrument.option_lists(0).options(0)),
            "x=de:Guten Tag|en:Good day(says:hi-m)");
  EXPECT_THAT(Outline(result.instrument),
              Contains(HasSubstr("string(instance('l')/root/item[name = ${a}]/says)")));
}

TEST(ComputedTextIds, WithoutTextsTheyAreRefused) {
  EXPECT_THAT(
      Errors(ReadForm(FormOf("<a/><b/>", "<bind nodeset='/data/b' calculate='jr:itext(/data/a)'/>",
                             "<input ref='/data/a'><label>A</label></input>"))),
      ElementsAre(HasSubstr("<itext> has none that it could find")));
}

}  // namespace
}  // namespace lotse::survey::xforms
