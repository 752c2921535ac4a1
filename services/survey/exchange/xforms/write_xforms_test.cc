#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>

#include "services/survey/exchange/xforms/xforms_testing.h"

// Questionnaires that come from elsewhere: what XForms has in another way, and what it cannot say.

namespace lotse::survey::xforms {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using v1alpha::Instrument;

Instrument Make(const std::string& text) {
  Instrument instrument;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      "title { variants { language: 'de' text: 'Titel' } } " + text, &instrument));
  return instrument;
}

constexpr char kText[] = "text { variants { language: 'de' text: 'T' } } ";

std::string Question(const std::string& code, const std::string& more) {
  return absl::StrCat("questions { code: '", code, "' ", kText, more, " } ");
}

std::string Section(const std::string& questions) {
  return absl::StrCat("sections { ", questions, " } ");
}

TEST(WriteXforms, ConditionsAndLimitsBecomeExpressions) {
  const absl::StatusOr<std::string> xml = WriteXforms(Make(Section(
      Question("a",
               "kind: KIND_MULTIPLE_CHOICE options { code: 'x' label { variants { language: "
               "'de' text: 'X' } } } options { code: 'y' label { variants { language: 'de' "
               "text: 'Y' } } }") +
      Question("b",
               "kind: KIND_INTEGER minimum: 1 maximum: 9 relevant_if { code: 'a' test: "
               "TEST_ANY_CHOSEN options: 'x' options: 'y' } relevant_if { code: 'a' test: "
               "TEST_NONE_CHOSEN options: 'x' }") +
      Question("c", "kind: KIND_TEXT relevant_if { code: 'b' test: TEST_ANSWERED }"))));
  ASSERT_TRUE(xml.ok()) << xml.status();
  const ImportResult read = ReadForm(*xml);
  EXPECT_THAT(Errors(read), IsEmpty());
  EXPECT_THAT(
      Outline(read.instrument),
      ElementsAre("MULTIPLE_CHOICE a text{de:T} option{x=de:X} option{y=de:Y}",
                  "INTEGER b text{de:T} relevant{(selected(${a}, 'x') or selected(${a}, 'y')) and "
                  "(not(selected(${a}, 'x')))} constraint{(. >= 1) and (. <= 9)}",
                  "TEXT c text{de:T} relevant{${b} != ''}"));
}

TEST(WriteXforms, AMatrixBecomesAGroupOfChoices) {
  const absl::StatusOr<std::string> xml = WriteXforms(
      Make(Section(Question("m",
                            "kind: KIND_MATRIX required: true items { code: 'i' text { variants { "
                            "language: 'de' text: 'I' } } } options { code: '1' label { variants { "
                            "language: 'de' text: 'Eins' } } }"))));
  ASSERT_TRUE(xml.ok()) << xml.status();
  EXPECT_THAT(Outline(ReadForm(*xml).instrument),
              ElementsAre("GROUP m text{de:T} appearance{table-list} "
                          "[SINGLE_CHOICE i text{de:I} required option{1=de:Eins}]"));
}

TEST(WriteXforms, AMatrixIsATableWhereverItStands) {
  const Instrument instrument = Make(
      "option_lists { code: 'l' options { code: '1' label { variants { language: 'de' text: "
      "'Eins' } } } } sections { code: 's' " +
      Question("m",
               "kind: KIND_MATRIX appearance: 'likert' option_list: 'l' items { code: 'i' text { "
               "variants { language: 'de' text: 'I' } } } items { code: 'j' text { variants { "
               "language: 'de' text: 'J' } } }") +
      "} " +
      Section(Question("n",
                       "kind: KIND_MATRIX option_list: 'l' items { code: 'k' text { "
                       "variants { language: 'de' text: 'K' } } }")));
  const absl::StatusOr<std::string> xml = WriteXforms(instrument);
  ASSERT_TRUE(xml.ok()) << xml.status();
  const ImportResult read = ReadForm(*xml);
  EXPECT_THAT(Errors(read), IsEmpty());
  EXPECT_THAT(Outline(read.instrument),
              ElementsAre("# s",
                          "GROUP m text{de:T} appearance{table-list likert} [SINGLE_CHOICE i "
                          "text{de:I} list{l}; SINGLE_CHOICE j text{de:J} list{l}]",
                          "GROUP n text{de:T} appearance{table-list} [SINGLE_CHOICE k text{de:K} "
                          "list{l}]"));
  const absl::StatusOr<std::string> again = WriteXforms(read.instrument);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(Outline(ReadForm(*again).instrument), Outline(read.instrument));
}

TEST(WriteXforms, ItemsOfAMatrixHaveWhatItSaysOfAnswers) {
  const Instrument instrument = Make(
      "option_lists { code: 'l' options { code: '1' label { variants { language: 'de' text: "
      "'Eins' } } } } " +
      Section(Question("m",
                       "kind: KIND_MATRIX option_list: 'l' items { code: 'i' text { variants { "
                       "language: 'de' text: 'I' } } } logic { required_if: '1 = 1' "
                       "required_message { variants { language: 'de' text: 'Bitte' } } "
                       "read_only_if: '2 = 2' option_filter: \"name != '2'\" constraint: \". != "
                       "'3'\" constraint_message { variants { language: 'de' text: 'Nein' } } }")));
  const absl::StatusOr<std::string> xml = WriteXforms(instrument);
  ASSERT_TRUE(xml.ok()) << xml.status();
  const ImportResult read = ReadForm(*xml);
  EXPECT_THAT(Errors(read), IsEmpty());
  EXPECT_EQ(read.instrument.sections(0).questions(0).questions(0).logic().DebugString(),
            instrument.sections(0).questions(0).logic().DebugString());
}

TEST(WriteXforms, ItemsOfAMatrixHaveTheOptionsOfItsList) {
  const absl::StatusOr<std::string> xml = WriteXforms(
      Make("option_lists { code: 'l' options { code: '1' label { variants { language: 'de' text: "
           "'Eins' } } } } " +
           Section(Question("m",
                            "kind: KIND_MATRIX option_list: 'l' items { code: 'i' text { variants "
                            "{ language: 'de' text: 'I' } } }"))));
  ASSERT_TRUE(xml.ok()) << xml.status();
  EXPECT_EQ(ReadForm(*xml).instrument.sections(0).questions(0).questions(0).option_list(), "l");
}

TEST(WriteXforms, LabelsOfListsInExpressionsAreTexts) {
  const Instrument instrument = Make(
      "option_lists { code: 'l' options { code: 'x' label { variants { language: 'de' text: 'X' } "
      "variants { language: 'en' text: 'Y' } } } } " +
      Section(Question("a", "kind: KIND_SINGLE_CHOICE option_list: 'l'") +
              Question("c",
                       "kind: KIND_CALCULATION logic { calculation: \"concat(instance('l')/"
                       "root/item[name = ${a} and instance('l')/root/item/label != '']/label, "
                       "${a})\" }")));
  const absl::StatusOr<std::string> xml = WriteXforms(instrument);
  ASSERT_TRUE(xml.ok()) << xml.status();
  EXPECT_THAT(*xml, HasSubstr("calculate=\"concat(jr:itext(instance('l')/root/item[name = /data/a "
                              "and jr:itext(instance('l')/root/item/itextId) != '']/itextId), "
                              "/data/a)\""));
  EXPECT_EQ(ReadForm(*xml).instrument.sections(0).questions(1).logic().calculation(),
            instrument.sections(0).questions(1).logic().calculation());
}

TEST(WriteXforms, LabelsOfListsShowAnswers) {
  const Instrument instrument = Make(
      "option_lists { code: 'l' options { code: 'x' label { variants { language: 'de' text: 'Wie "
      "${a}' } } } } " +
      Section(Question("a", "kind: KIND_TEXT") +
              Question("b", "kind: KIND_SINGLE_CHOICE option_list: 'l'")));
  const absl::StatusOr<std::string> xml = WriteXforms(instrument);
  ASSERT_TRUE(xml.ok()) << xml.status();
  const ImportResult read = ReadForm(*xml);
  EXPECT_THAT(Errors(read), IsEmpty());
  EXPECT_EQ(read.instrument.option_lists(0).options(0).label().DebugString(),
            instrument.option_lists(0).options(0).label().DebugString());
}

TEST(WriteXforms, RepeatsWithinRepeatsDoNotMultiply) {
  std::string questions = Question("x", "kind: KIND_TEXT");
  for (int i = 0; i < 11; ++i) {
    questions = Question(absl::StrCat("r", i), "kind: KIND_REPEAT " + questions);
  }
  const absl::StatusOr<std::string> xml = WriteXforms(Make(Section(questions)));
  ASSERT_TRUE(xml.ok()) << xml.status();
  EXPECT_LT(xml->size(), 20'000u);
  EXPECT_THAT(Errors(ReadForm(*xml)), IsEmpty());
}

TEST(WriteXforms, MarkupOfTextsIsEscaped) {
  Instrument instrument = Make(Section(Question("a", "kind: KIND_TEXT")));
  const std::string text = "a < b & \"c\" ]]> ${a} ${nobody} ${";
  instrument.mutable_sections(0)
      ->mutable_questions(0)
      ->mutable_text()
      ->mutable_variants(0)
      ->set_text(text);
  const absl::StatusOr<std::string> xml = WriteXforms(instrument);
  ASSERT_TRUE(xml.ok()) << xml.status();
  EXPECT_THAT(*xml, HasSubstr("<output value=\"/data/a\""));
  EXPECT_EQ(ReadForm(*xml).instrument.sections(0).questions(0).text().variants(0).text(), text);
}

TEST(WriteXforms, WhatCannotBeWrittenIsRefusedWithItsPlace) {
  const struct {
    std::string questions;
    const char* message;
  } cases[] = {
      {Question("a", "kind: KIND_TEXT logic { relevant: '${b} = 1' }"),
       "a: there is no question `b`"},
      {Question("a", "kind: KIND_TEXT logic { relevant: \"'x\" }"), "a: a literal has no end"},
      {Question("a", "kind: KIND_TEXT") + Question("a", "kind: KIND_TEXT"), "`a` is used twice"},
      {Question("<x>", "kind: KIND_TEXT"), "`<x>` is no code"},
      {Question("a", "kind: KIND_SINGLE_CHOICE option_list: 'l'"), "a: there is no option list"},
  };
  for (const auto& c : cases) {
    const absl::Status status = WriteXforms(Make(Section(c.questions))).status();
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << status;
    EXPECT_THAT(std::string(status.message()), HasSubstr(c.message));
  }
  EXPECT_THAT(std::string(WriteXforms(Make("option_lists { code: 'l' options { code: 'x' columns { "
                                           "key: '<a>' value: 'y' } } } " +
                                           Section(Question("a", "kind: KIND_TEXT"))))
                              .status()
                              .message()),
              HasSubstr("the column `<a>` needs another name"));
}

}  // namespace
}  // namespace lotse::survey::xforms
