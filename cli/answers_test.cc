#include "cli/answers.h"

#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"

namespace lotse::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Kind = ColumnPlan::Kind;
using Answers = google::protobuf::RepeatedPtrField<lotse::survey::v1alpha::Answer>;

ColumnPlan Option(const std::string& option) {
  return {Kind::kOption, "P_" + option, "P", option, {}, {"Ja"}, {"Nein"}};
}

ImportPlan Plan() {
  ImportPlan plan;
  plan.missing = {"", "NA"};
  plan.columns = {Option("a"),
                  {Kind::kChoice, "g", "G", "", {{"w", "2"}, {"oft", ""}}, {}, {}},
                  {Kind::kIgnore, "i", "", "", {}, {}, {}},
                  Option("b"),
                  {Kind::kInteger, "n", "N", "", {}, {}, {}},
                  {Kind::kText, "t", "T", "", {}, {}, {}}};
  return plan;
}

CsvRecord Record(const std::vector<std::string>& cells) {
  CsvRecord record;
  record.line = 7;
  for (const std::string& cell : cells) record.fields.push_back({cell, 7});
  return record;
}

TEST(AnswersTest, MapsRecords) {
  const struct {
    const char* what;
    std::vector<std::string> cells;
    std::vector<std::string> answers;
  } cases[] = {
      {"all given",
       {"Ja", "w", "x", "Ja", "12", " so "},
       {R"(code: "P" choices { codes: "a" codes: "b" })", R"(code: "G" choice: "2")",
        R"(code: "N" integer: 12)", R"(code: "T" text: " so ")"}},
      {"trimmed",
       {" Ja", " w ", "", "Nein ", " -3 ", "t"},
       {R"(code: "P" choices { codes: "a" })", R"(code: "G" choice: "2")",
        R"(code: "N" integer: -3)", R"(code: "T" text: "t")"}},
      {"nothing chosen is an answer",
       {"Nein", "NA", "", "Nein", "NA", ""},
       {R"(code: "P" choices { })"}},
      {"one option missing counts as not chosen",
       {"NA", "", "", "Ja", "", ""},
       {R"(code: "P" choices { codes: "b" })"}},
      {"all missing", {"NA", "NA", "NA", " NA ", "", ""}, {}},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.what);
    Answers answers;
    EXPECT_THAT(MapRecord(Plan(), Record(c.cells), "en", &answers), IsEmpty());
    std::vector<std::string> texts;
    for (const auto& answer : answers) texts.push_back(answer.ShortDebugString());
    EXPECT_EQ(texts, c.answers);
  }
}

TEST(AnswersTest, ReportsAllWrongCells) {
  Answers answers;
  const std::vector<CellProblem> problems =
      MapRecord(Plan(), Record({"vielleicht", "oft", "", "Ja", "1.5", ""}), "en", &answers);
  std::vector<std::string> lines;
  for (const CellProblem& problem : problems) {
    lines.push_back(absl::StrCat(problem.line, " ", problem.column, ": ", problem.what));
  }
  EXPECT_THAT(lines, ElementsAre("7 P_a: 'vielleicht' is neither `selected` nor `not_selected`; "
                                 "right: 'Ja', 'Nein'",
                                 HasSubstr("7 g: 'oft' is the label of several options"),
                                 "7 n: '1.5' is not a whole number; right would be, for example, "
                                 "42"));
}

TEST(AnswersTest, NumbersBeyondTheirTypeAreWrong) {
  Answers answers;
  EXPECT_EQ(
      MapRecord(Plan(), Record({"", "", "", "", "9223372036854775808", ""}), "en", &answers).size(),
      1u);
}

TEST(AnswersTest, LongCellsAreNotPrinted) {
  Answers answers;
  const std::string long_cell(121, 'x');
  const auto problems = MapRecord(Plan(), Record({"", long_cell, "", "", "", ""}), "en", &answers);
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].what, "a text of 121 bytes is no label of 'G'; right: 'w'");
}

TEST(AnswersTest, WhatIsWrongIsSaidInGermanToo) {
  Answers answers;
  const auto problems =
      MapRecord(Plan(), Record({"vielleicht", "m", "", "Ja", "1.5", ""}), "de", &answers);
  std::vector<std::string> lines;
  for (const CellProblem& problem : problems) lines.push_back(problem.what);
  EXPECT_THAT(
      lines,
      ElementsAre("'vielleicht' ist weder `selected` noch `not_selected`; richtig: 'Ja', 'Nein'",
                  "'m' ist keine Antwort auf 'G'; richtig: 'w'",
                  "'1.5' ist keine ganze Zahl; richtig wäre zum Beispiel 42"));
}

TEST(AnswersTest, TheRightLabelsAreNamedAsFarAsTheyFit) {
  ImportPlan plan;
  ColumnPlan column = {Kind::kChoice, "g", "G", "", {}, {}, {}};
  for (int i = 1; i <= 9; ++i) column.labels[absl::StrCat("n", i)] = "1";
  column.labels["several"] = "";
  plan.columns = {column};
  Answers answers;
  const auto problems = MapRecord(plan, Record({"x"}), "en", &answers);
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].what,
            "'x' is no label of 'G'; right: 'n1', 'n2', 'n3', 'n4', 'n5', 'n6', 'n7', 'n8' and "
            "others");
}

TEST(AnswersTest, AColumnOfTokensIsNoAnswer) {
  ImportPlan plan;
  plan.columns = {{Kind::kToken, "k", "", "", {}, {}, {}}, {Kind::kText, "t", "T", "", {}, {}, {}}};
  Answers answers;
  EXPECT_THAT(MapRecord(plan, Record({" abc ", "so"}), "en", &answers), IsEmpty());
  ASSERT_EQ(answers.size(), 1);
  EXPECT_EQ(TokenOf(plan, Record({" abc ", "so"})), "abc");
  EXPECT_EQ(TokenOf(Plan(), Record({"a", "b", "c", "d", "e", "f"})), "");
}

TEST(AnswersTest, ARecordOfAnotherLengthIsWrongAsAWhole) {
  Answers answers;
  const auto problems = MapRecord(Plan(), Record({"Ja", "w"}), "en", &answers);
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].column, "");
  EXPECT_EQ(problems[0].what, "2 fields; the header has 6");
  EXPECT_THAT(answers, IsEmpty());
}

}  // namespace
}  // namespace lotse::cli
