#include "services/survey/engine/versions/compare_instruments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/survey/engine/versions/versions_testing.h"

namespace lotse::survey {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using v1alpha::Instrument;
using v1alpha::InstrumentChange;

using Codes = google::protobuf::RepeatedPtrField<std::string>;

std::vector<std::string> Changes(const std::string& was, const std::string& is,
                                 const std::string& mappings = "") {
  const Instrument from = OfQuestions(was), to = OfQuestions(is);
  const Mappings said = ParseMappings(mappings);
  EXPECT_THAT(CheckMappings(from, to, said), IsEmpty());
  return InShort(CompareInstruments(from, to, said));
}

std::string Group(const std::string& code, const std::string& questions,
                  const std::string& relevant = "", const std::string& kind = "GROUP") {
  return absl::StrCat("questions { code: '", code, "' kind: KIND_", kind, " logic { relevant: \"",
                      relevant, "\" } ", questions, " } ");
}

TEST(CompareInstrumentsTest, WhatBecomesOfOneQuestion) {
  const struct {
    const char* name;
    std::string was;
    std::string is;
    std::vector<std::string> changes;
  } cases[] = {
      {"same", QuestionText("a", "TEXT", "Wie?"), QuestionText("a", "TEXT", "Wie?"), {}},
      {"wording",
       QuestionText("a", "TEXT", "Wie alt bist du?"),
       QuestionText("a", "TEXT", "Wie alt bist Du heute?"),
       {"TEXT a SAFE"}},
      {"another question",
       QuestionText("a", "TEXT", "Wie alt bist du?"),
       QuestionText("a", "TEXT", "Welche Schule?"),
       {"REPLACED a NEEDS_MAPPING"}},
      {"another note",
       QuestionText("a", "NOTE", "Wie alt bist du?"),
       QuestionText("a", "NOTE", "Welche Schule?"),
       {"TEXT a SAFE"}},
      {"kind",
       QuestionText("a", "TEXT", "Wie?"),
       QuestionText("a", "INTEGER", "Wie?"),
       {"ANSWER_KIND a BREAKING"}},
      {"note to question",
       QuestionText("a", "NOTE", "Wie?"),
       QuestionText("a", "INTEGER", "Wie?"),
       {"ANSWER_KIND a SAFE"}},
      {"required",
       QuestionText("a", "TEXT", "Wie?", "required: true"),
       QuestionText("a", "TEXT", "Wie?", "logic { required_if: '1 = 1' }"),
       {"REQUIRED a SAFE"}},
      {"wider",
       QuestionText("a", "INTEGER", "Wie?", "maximum: 5"),
       QuestionText("a", "INTEGER", "Wie?"),
       {"RANGE a SAFE"}},
      {"narrower",
       QuestionText("a", "INTEGER", "Wie?", "maximum: 5"),
       QuestionText("a", "INTEGER", "Wie?", "maximum: 4"),
       {"RANGE a BREAKING"}},
      {"scale",
       QuestionText("a", "INTEGER", "Wie?", "scale { start: '1' end: '5' step: '1' }"),
       QuestionText("a", "INTEGER", "Wie?", "scale { start: '5' end: '1' step: '1' }"),
       {"SCALE_REVERSED a BREAKING"}},
      {"constraint gone",
       QuestionText("a", "INTEGER", "Wie?", "logic { constraint: '. > 3' }"),
       QuestionText("a", "INTEGER", "Wie?"),
       {"CONSTRAINT a SAFE"}},
      {"constraint new",
       QuestionText("a", "INTEGER", "Wie?"),
       QuestionText("a", "INTEGER", "Wie?", "logic { constraint: '. > 3' }"),
       {"CONSTRAINT a BREAKING"}},
      {"constraint",
       QuestionText("a", "INTEGER", "Wie?", "logic { constraint: '. > 3' }"),
       QuestionText("a", "INTEGER", "Wie?", "logic { constraint: '. > 4' }"),
       {"CONSTRAINT a BREAKING"}},
      {"constraint wider",
       QuestionText("a", "INTEGER", "Wie?", "logic { constraint: '. > 3' }"),
       QuestionText("a", "INTEGER", "Wie?", "logic { constraint: '. > 2' }"),
       {"CONSTRAINT a SAFE"}},
      {"constraint of a text",
       QuestionText("a", "TEXT", "Wie?", "logic { constraint: '. > 3' }"),
       QuestionText("a", "TEXT", "Wie?", "logic { constraint: '. > 2' }"),
       {"CONSTRAINT a BREAKING"}},
      {"limits in the place of a constraint",
       QuestionText("a", "INTEGER", "Wie?", "minimum: 14"),
       QuestionText("a", "INTEGER", "Wie?", "logic { constraint: '. >= 14' }"),
       {"RANGE a SAFE", "CONSTRAINT a SAFE"}},
      {"white space",
       QuestionText("a", "INTEGER", "Wie?", "logic { constraint: '.  > 3' }"),
       QuestionText("a", "INTEGER", "Wie?", "logic { constraint: ' . > 3' }"),
       {}},
      {"filter",
       QuestionText("a", "SINGLE_CHOICE", "Wie?"),
       QuestionText("a", "SINGLE_CHOICE", "Wie?", "logic { option_filter: 'x = 1' }"),
       {"CONSTRAINT a BREAKING"}},
      {"computed",
       QuestionText("a", "CALCULATION", "", "logic { calculation: '1 + 1' }"),
       QuestionText("a", "CALCULATION", "", "logic { calculation: '1 + 2' }"),
       {"CALCULATION a BREAKING"}},
      {"trigger",
       QuestionText("a", "CALCULATION", "", "logic { calculation: '1' trigger: 'b' }"),
       QuestionText("a", "CALCULATION", "", "logic { calculation: '1' }"),
       {"CALCULATION a BREAKING"}},
      {"classes",
       QuestionText("a", "INTEGER", "Wie?", "class_bounds: 10"),
       QuestionText("a", "INTEGER", "Wie?", "class_bounds: 20"),
       {"CLASSES a SAFE"}},
      {"special",
       QuestionText("a", "TEXT", "Wie?"),
       QuestionText("a", "TEXT", "Wie?", "special_category: true"),
       {"SPECIAL_CATEGORY a SAFE"}},
      {"shown",
       QuestionText("a", "TEXT", "Wie?"),
       QuestionText("a", "TEXT", "Wie?", "appearance: 'multiline' " + German("hint", "Kurz")),
       {"PRESENTATION a SAFE"}},
      {"behaves",
       QuestionText("a", "TEXT", "Wie?"),
       QuestionText("a", "TEXT", "Wie?", "logic { initial_value: '1' }"),
       {"BEHAVIOUR a SAFE"}},
  };
  for (const auto& c : cases) EXPECT_EQ(Changes(c.was, c.is), c.changes) << c.name;
}

TEST(CompareInstrumentsTest, CodesThatAreGoneNeedAMapping) {
  const std::string was = QuestionText("Dein_Alter", "INTEGER", "Dein Alter:") +
                          QuestionText("ort", "TEXT", "Dein Ort:");
  const std::string is = QuestionText("alter", "INTEGER", "Dein Alter:");
  EXPECT_THAT(Changes(was, is), ElementsAre("REMOVED Dein_Alter NEEDS_MAPPING",
                                            "REMOVED ort NEEDS_MAPPING", "ADDED alter SAFE"));
  EXPECT_THAT(
      Changes(was, is, "mappings { from: 'Dein_Alter' to: 'alter' } mappings { from: 'ort' }"),
      ElementsAre("RENAMED Dein_Alter NEEDS_MAPPING settled", "REMOVED ort NEEDS_MAPPING settled"));
  const auto comparison = CompareInstruments(OfQuestions(was), OfQuestions(is), {});
  EXPECT_EQ(comparison.verdict(), InstrumentChange::VERDICT_NEEDS_MAPPING);
  EXPECT_EQ(comparison.change_count(), 3);
  EXPECT_EQ(comparison.open_count(), 2);
  EXPECT_EQ(comparison.changes(0).suggested().to(), "alter");
  EXPECT_FALSE(comparison.changes(1).has_suggested()) << "of another kind";
}

TEST(CompareInstrumentsTest, QuestionsThatAreNumberedThrough) {
  const std::string was =
      QuestionText("Q1", "TEXT", "Wie alt bist du?") + QuestionText("Q2", "TEXT", "Welche Schule?");
  const std::string is = QuestionText("Q1", "TEXT", "Wo wohnst du?") +
                         QuestionText("Q2", "TEXT", "Wie alt bist du?") +
                         QuestionText("Q3", "TEXT", "Welche Schule?");
  EXPECT_THAT(Changes(was, is), ElementsAre("REPLACED Q1 NEEDS_MAPPING",
                                            "REPLACED Q2 NEEDS_MAPPING", "ADDED Q3 SAFE"));
  EXPECT_THAT(Changes(was, is, "mappings { from: 'Q1' to: 'Q2' } mappings { from: 'Q2' to: 'Q3' }"),
              ElementsAre("RENAMED Q1 NEEDS_MAPPING settled", "RENAMED Q2 NEEDS_MAPPING settled",
                          "ADDED Q1 SAFE"));
  EXPECT_THAT(Changes(was, is, "mappings { from: 'Q1' to: 'Q2' }"),
              ElementsAre("RENAMED Q1 NEEDS_MAPPING settled", "REMOVED Q2 NEEDS_MAPPING",
                          "ADDED Q1 SAFE", "ADDED Q3 SAFE"))
      << "Q2 stands for what Q1 was";
}

TEST(CompareInstrumentsTest, MappedToNothingNothingIsCompared) {
  EXPECT_THAT(Changes(QuestionText("a", "TEXT", "Wie?"), QuestionText("a", "INTEGER", "Wie viel?"),
                      "mappings { from: 'a' }"),
              ElementsAre("REMOVED a NEEDS_MAPPING settled", "ADDED a SAFE"));
}

TEST(CompareInstrumentsTest, ExpressionsFollowMappedCodes) {
  const auto version = [](const char* code, const std::string& rest) {
    return QuestionText(code, "SINGLE_CHOICE", "Wie?", OptionText("1", "oft")) +
           QuestionText("b", "TEXT", "Was?", rest);
  };
  const char mapping[] = "mappings { from: 'a' to: 'x' }";
  EXPECT_THAT(Changes(version("a", "logic { relevant: \"selected(${a}, '1')\" }"),
                      version("x", "logic { relevant: \"selected(${x}, '1')\" }"), mapping),
              ElementsAre("RENAMED a NEEDS_MAPPING settled"));
  EXPECT_THAT(Changes(version("a", "relevant_if { code: 'a' test: TEST_ANY_CHOSEN options: '1' }"),
                      version("x", "relevant_if { code: 'x' test: TEST_ANY_CHOSEN options: '1' }"),
                      mapping),
              ElementsAre("RENAMED a NEEDS_MAPPING settled"));
}

TEST(CompareInstrumentsTest, WhoIsAsked) {
  const std::string a = QuestionText("a", "INTEGER", "Wie viel?");
  const std::string b = QuestionText("b", "TEXT", "Was?");
  const std::string if_a = QuestionText("b", "TEXT", "Was?", "logic { relevant: '${a} > 1' }");
  const std::string if_more = QuestionText("b", "TEXT", "Was?", "logic { relevant: '${a} > 2' }");
  EXPECT_THAT(Changes(a + if_a, a + b), ElementsAre("RELEVANCE b SAFE"));
  EXPECT_THAT(Changes(a + b, a + if_a), ElementsAre("RELEVANCE b BREAKING"));
  EXPECT_THAT(Changes(a + if_a, a + if_more), ElementsAre("RELEVANCE b BREAKING"));
  // Of what is in a group the group says it, once.
  const std::string c = QuestionText("c", "TEXT", "Wo?");
  EXPECT_THAT(Changes(a + Group("g", b + c, "${a} > 1"), a + Group("g", b + c, "${a} > 2")),
              ElementsAre("RELEVANCE g BREAKING"));
  // A group of another name with the same condition, and one condition more.
  EXPECT_THAT(Changes(a + Group("g", b, "${a} > 1"), a + Group("h", b, "${a} > 1")), IsEmpty());
  EXPECT_THAT(Changes(a + Group("g", b, "${a} > 1"), a + if_a), IsEmpty());
  EXPECT_THAT(Changes(a + Group("g", if_more, "${a} > 1"), a + if_more),
              ElementsAre("RELEVANCE b SAFE"));
}

TEST(CompareInstrumentsTest, RepeatsAreOtherThings) {
  const std::string b = QuestionText("b", "TEXT", "Was?");
  EXPECT_THAT(Changes(b, Group("r", b, "", "REPEAT")),
              ElementsAre("REPEAT b BREAKING", "ADDED r SAFE"));
  EXPECT_THAT(Changes(Group("r", b, "", "REPEAT"), Group("s", b, "", "REPEAT")),
              ElementsAre("REMOVED r NEEDS_MAPPING", "ADDED s SAFE"));
  EXPECT_THAT(Changes(Group("r", b, "", "REPEAT"), Group("s", b, "", "REPEAT"),
                      "mappings { from: 'r' to: 's' }"),
              ElementsAre("RENAMED r NEEDS_MAPPING settled"));
}

TEST(CompareInstrumentsTest, OrderAndNews) {
  const std::string a = QuestionText("a", "TEXT", "Wie?"), b = QuestionText("b", "TEXT", "Was?"),
                    c = QuestionText("c", "TEXT", "Wo?"), n = QuestionText("n", "NOTE", "Ende");
  EXPECT_THAT(Changes(a + b + c, b + c + a), ElementsAre("ORDER  SAFE"));
  EXPECT_THAT(Changes(a + n, b + a), ElementsAre("REMOVED n SAFE", "ADDED b SAFE"));
}

TEST(CompareInstrumentsTest, HeadAndLists) {
  Instrument from = OfQuestions(QuestionText("a", "TEXT", "Wie?")), to = from;
  to.mutable_title()->mutable_variants(0)->set_text("Anderer Titel");
  to.mutable_sections(0)->mutable_title()->add_variants()->set_text("Teil");
  to.set_version("2");
  auto* list = from.add_option_lists();
  list->set_code("towns");
  list->add_options()->set_code("x");
  EXPECT_THAT(InShort(CompareInstruments(from, to, {})),
              ElementsAre("TEXT  SAFE", "PRESENTATION  SAFE", "PRESENTATION  SAFE",
                          "CALCULATION towns BREAKING"));
}

TEST(CompareInstrumentsTest, MappingsNameWhatIsThere) {
  const Instrument from =
      OfQuestions(QuestionText("a", "SINGLE_CHOICE", "Wie?", OptionText("1", "oft")) +
                  QuestionText("b", "TEXT", "Was?"));
  const Instrument to =
      OfQuestions(QuestionText("x", "SINGLE_CHOICE", "Wie?", OptionText("2", "oft")) +
                  QuestionText("y", "TEXT", "Was?"));
  const struct {
    const char* mappings;
    std::vector<std::string> fields;
  } cases[] = {
      {"", {}},
      {"mappings { from: 'a' to: 'x' options { from: '1' to: '2' } }", {}},
      {"mappings { from: 'c' to: 'x' }", {"mappings[0].from"}},
      {"mappings { from: 'a' to: 'a' }", {"mappings[0].to"}},
      {"mappings { from: 'a' } mappings { from: 'a' to: 'y' }", {"mappings[1].from"}},
      {"mappings { from: 'a' to: 'x' } mappings { from: 'b' to: 'x' }", {"mappings[1].to"}},
      {"mappings { from: 'a' options { from: '1' } }", {"mappings[0].options"}},
      {"mappings { from: 'a' to: 'x' options { from: '2' to: '1' } }",
       {"mappings[0].options[0].from", "mappings[0].options[0].to"}},
      {"mappings { from: 'a' to: 'x' options { from: '1' } options { from: '1' to: '2' } }",
       {"mappings[0].options[1].from"}},
  };
  for (const auto& c : cases) {
    std::vector<std::string> fields;
    for (const auto& violation : CheckMappings(from, to, ParseMappings(c.mappings))) {
      fields.push_back(violation.field);
    }
    EXPECT_EQ(fields, c.fields) << c.mappings;
  }
  Mappings many;
  for (int i = 0; i <= kMaxMappings; ++i) many.Add()->set_from("a");
  EXPECT_THAT(CheckMappings(from, to, many), SizeIs(1));
}

TEST(CompareInstrumentsTest, WhatIsOpenIsNamed) {
  const Instrument from = OfQuestions(
      QuestionText("a", "SINGLE_CHOICE", "Wie?", OptionText("1", "oft") + OptionText("2", "nie")) +
      QuestionText("b", "TEXT", "Was?") + QuestionText("c", "TEXT", "Wo?"));
  const Instrument to =
      OfQuestions(QuestionText("a", "SINGLE_CHOICE", "Wie?", OptionText("1", "oft")) +
                  QuestionText("b", "INTEGER", "Was?") + QuestionText("d", "TEXT", "Wo?"));
  auto comparison = CompareInstruments(from, to, {});
  Codes accepted;
  auto violations = CheckSettled(comparison, accepted);
  ASSERT_THAT(violations, SizeIs(3));
  EXPECT_EQ(violations[0].field, "mappings");
  EXPECT_THAT(violations[0].description, HasSubstr("`a`, option `2`: The option is gone"));
  EXPECT_THAT(violations[0].german, HasSubstr("`a`, Antwort `2`"));
  EXPECT_EQ(violations[1].field, "accept_breaking");
  EXPECT_THAT(violations[1].description, HasSubstr("`b`: Another kind of answer"));
  EXPECT_THAT(violations[2].description, HasSubstr("perhaps it is `d` now"));
  for (const char* code : {"b", "b", "a"}) *accepted.Add() = code;
  violations = CheckSettled(comparison, accepted);
  ASSERT_THAT(violations, SizeIs(4));
  EXPECT_EQ(violations[0].field, "accept_breaking[1]") << "twice";
  EXPECT_EQ(violations[1].field, "accept_breaking[2]") << "nothing breaks";
  accepted.DeleteSubrange(1, 2);
  comparison =
      CompareInstruments(from, to,
                         ParseMappings("mappings { from: 'a' to: 'a' options { from: '2' } }"
                                       "mappings { from: 'c' to: 'd' }"));
  EXPECT_EQ(comparison.open_count(), 1);
  EXPECT_THAT(CheckSettled(comparison, accepted), IsEmpty());
  SettleAllThatBreaks(&comparison);
  EXPECT_EQ(comparison.open_count(), 0);
  EXPECT_EQ(comparison.verdict(), InstrumentChange::VERDICT_BREAKING) << "it stays what it is";
}

TEST(CompareInstrumentsTest, OfManyChangesTheWorstAreShown) {
  std::string was, is;
  for (int i = 0; i < 900; ++i) {
    const std::string code = absl::StrCat("q", i);
    was += QuestionText(code, "TEXT", "Wie?");
    // Three changes each, of which one breaks.
    is += QuestionText(code, "TEXT", "Wie?",
                       "maximum_bytes: 10 appearance: 'x' special_category: true");
  }
  auto comparison = CompareInstruments(OfQuestions(was), OfQuestions(is), {});
  EXPECT_EQ(comparison.changes_size(), 2700);
  KeepWorst(&comparison);
  EXPECT_EQ(comparison.changes_size(), kMaxShownChanges);
  EXPECT_EQ(comparison.change_count(), 2700);
  int breaking = 0;
  for (const auto& change : comparison.changes()) {
    breaking += change.verdict() == InstrumentChange::VERDICT_BREAKING;
  }
  EXPECT_EQ(breaking, 900);
  EXPECT_EQ(comparison.changes(0).code(), "q0");
}

TEST(CompareInstrumentsTest, DraftsMayBreakRules) {
  // One code twice, a list that is not there, an expression that is none.
  const std::string odd = QuestionText("a", "SINGLE_CHOICE", "Wie?", "option_list: 'none'") +
                          QuestionText("a", "TEXT", "Was?") +
                          QuestionText("b", "TEXT", "Wo?", "logic { relevant: '((${a' }");
  EXPECT_THAT(Changes(odd, odd), IsEmpty());
  EXPECT_THAT(Changes("", odd), SizeIs(2));
  EXPECT_THAT(Changes(odd, ""), SizeIs(2));
}

}  // namespace
}  // namespace lotse::survey
