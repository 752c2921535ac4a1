#include "services/survey/engine/program_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/survey/engine/answer_rules.h"
#include "services/survey/engine/form_answers.h"
#include "services/survey/engine/household_testing.h"
#include "services/survey/engine/instrument_rules.h"
#include "services/survey/engine/response_row.h"
#include "services/survey/engine/row_answers.h"

namespace lotse::survey {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::shared_ptr<const CompiledInstrument> Household() {
  static const auto* compiled = new std::shared_ptr<const CompiledInstrument>(
      std::make_shared<const CompiledInstrument>(HouseholdForm()));
  return *compiled;
}

// Two people, the second one a child with two pets.
constexpr char kFamily[] = R"(
  answers { code: "pet" text: "Hund" instances: 2 instances: 2 }
  answers { code: "years" integer: 9 instances: 2 }
  answers { code: "school" text: "Nord" instances: 2 }
  answers { code: "years" integer: 40 instances: 1 }
  answers { code: "pet" text: "Katze" instances: 2 instances: 1 }
  answers { code: "age" integer: 41 }
)";

TEST(HouseholdForm, IsAQuestionnaire) {
  EXPECT_THAT(Lines(CheckInstrument(HouseholdForm())), IsEmpty());
}

TEST(ProgramRules, ComputesAndPutsInOrder) {
  const JudgedAnswers judged = JudgeAnswers(*Household(), ParseAnswers(kFamily), 0, {});
  EXPECT_THAT(Lines(judged.violations), IsEmpty());
  EXPECT_THAT(InWords(judged.answers),
              ElementsAre("age integer: 41", "sum content: \"90\"", "people count: 2",
                          "years/1 integer: 40", "is_child/1 content: \"no\"", "years/2 integer: 9",
                          "school/2 text: \"Nord\"", "is_child/2 content: \"yes\"",
                          "pets/2 count: 2", "pet/2/1 text: \"Katze\"", "pet/2/2 text: \"Hund\""));
}

TEST(ProgramRules, WhatTheClientSaysIsComputedIsComputedAnew) {
  const JudgedAnswers judged =
      JudgeAnswers(*Household(), ParseAnswers(R"(answers { code: "age" integer: 20 }
                      answers { code: "sum" content: "999" })"),
                   0, {});
  EXPECT_THAT(Lines(judged.violations), IsEmpty());
  EXPECT_THAT(InWords(judged.answers), ElementsAre("age integer: 20", "sum content: \"20\""));
}

TEST(ProgramRules, SaysWhatDoesNotFit) {
  const struct {
    std::string answers;
    std::string violation;
  } cases[] = {
      {"", "answers: `age` has to be answered; give an answer to it"},
      {R"(answers { code: "age" integer: 13 })",
       "answers[0]: does not fulfil the constraint of `age`: 14 bis 110"},
      {R"(answers { code: "age" integer: 16 } answers { code: "people" count: 1 })",
       "answers[1]: `people` is not asked after the other answers; leave the answer out"},
      {R"(answers { code: "age" integer: 16 } answers { code: "town" choice: "bern" })",
       "answers[1]: `town` is not asked after the other answers; leave the answer out"},
      {R"(answers { code: "age" integer: 16 } answers { code: "canton" choice: "zh" }
          answers { code: "town" choice: "bern" })",
       "answers[2]: an option of `town` that is not offered after the other answers; give one "
       "that is"},
      {R"(answers { code: "age" integer: 18 } answers { code: "people" count: 1 })",
       "answers: `years` in instance 1 has to be answered; give an answer to it"},
      {R"(answers { code: "age" integer: 18 }
          answers { code: "years" integer: 16 instances: 1 }
          answers { code: "school" text: "x" instances: 1 })",
       "answers[2]: `school` is not asked after the other answers; leave the answer out"},
      {R"(answers { code: "age" integer: 18 instances: 1 })",
       "answers[0].instances: `age` is in no repeat; leave them out"},
      {R"(answers { code: "age" integer: 18 } answers { code: "pet" text: "x" instances: 1 })",
       "answers[1].instances: `pet` is in 2 repeats; give the number of the instance of each"},
      {R"(answers { code: "age" integer: 18 } answers { code: "years" integer: 1 instances: 0 })",
       "answers[1].instances: no number of an instance; give 1 to 1000"},
      {R"(answers { code: "age" integer: 18 } answers { code: "people" count: 1001 })",
       "answers[1].count: give how many instances of `people` there are, 0 to 1000"},
      {R"(answers { code: "age" integer: 18 } answers { code: "people" text: "2" })",
       "answers[1].count: give how many instances of `people` there are, 0 to 1000"},
      {R"(answers { code: "age" integer: 18 }
          answers { code: "years" integer: 20 instances: 1 }
          answers { code: "years" integer: 30 instances: 1 })",
       "answers[2].code: `years` is answered twice; give one answer"},
  };
  for (const auto& c : cases) {
    const JudgedAnswers judged = JudgeAnswers(*Household(), ParseAnswers(c.answers), 0, {});
    EXPECT_THAT(Lines(judged.violations), ElementsAre(c.violation)) << c.answers;
  }
}

TEST(ProgramRules, TakesOutWhatIsNotAsked) {
  const struct {
    std::string answers;
    std::vector<int> removed;
    std::vector<std::string> left;
  } cases[] = {
      {R"(answers { code: "age" integer: 20 })", {}, {"age integer: 20", "sum content: \"20\""}},
      // What is in a section that is not asked, with the number of its instances.
      {R"(answers { code: "people" count: 2 } answers { code: "years" integer: 9 instances: 1 }
          answers { code: "age" integer: 16 } answers { code: "sum" content: "7" })",
       {0, 1},
       {"age integer: 16"}},
      // In one instance and not in the other.
      {R"(answers { code: "age" integer: 18 }
          answers { code: "years" integer: 40 instances: 1 }
          answers { code: "school" text: "Nord" instances: 1 }
          answers { code: "years" integer: 9 instances: 2 }
          answers { code: "school" text: "Nord" instances: 2 })",
       {2},
       {"age integer: 18", "sum content: \"67\"", "people count: 2", "years/1 integer: 40",
        "is_child/1 content: \"no\"", "years/2 integer: 9", "school/2 text: \"Nord\"",
        "is_child/2 content: \"yes\""}},
  };
  for (const auto& c : cases) {
    const JudgedAnswers judged =
        JudgeAnswers(*Household(), ParseAnswers(c.answers), 0, {}, IfNotAsked::kRemove);
    EXPECT_THAT(Lines(judged.violations), IsEmpty()) << c.answers;
    EXPECT_EQ(judged.removed, c.removed) << c.answers;
    EXPECT_THAT(InWords(judged.answers), testing::ElementsAreArray(c.left)) << c.answers;
  }
  // Others are still what they are, at the places at which they were given.
  const JudgedAnswers judged =
      JudgeAnswers(*Household(), ParseAnswers(R"(answers { code: "town" choice: "bern" }
                                                 answers { code: "age" integer: 13 })"),
                   0, {}, IfNotAsked::kRemove);
  EXPECT_THAT(Lines(judged.violations),
              ElementsAre("answers[1]: does not fulfil the constraint of `age`: 14 bis 110"));
}

TEST(ProgramRules, ADraftNeedsNothing) {
  EXPECT_THAT(Lines(JudgeDraft(*Household(), {}, {}).violations), IsEmpty());
  EXPECT_THAT(Lines(JudgeAnswers(*Household(), {}, /*broke_off_section=*/1, {}).violations),
              IsEmpty());
}

// So that answers which do not fit together are put right before a response is handed in.
TEST(ProgramRules, ANoteThatIsRequiredLetsNobodyPass) {
  v1alpha::Instrument instrument;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(
        title { variants { language: "de" text: "Halt" } }
        sections {
          questions {
            code: "age"
            kind: KIND_INTEGER
            text { variants { language: "de" text: "Alter?" } }
          }
          questions {
            code: "stop"
            kind: KIND_NOTE
            text { variants { language: "de" text: "Das kann nicht sein." } }
            required: true
            logic { relevant: "${age} > 120" }
          }
        }
        sections {
          questions {
            code: "stop_if"
            kind: KIND_NOTE
            text { variants { language: "de" text: "Bitte ergänzen." } }
            logic { required_if: "${age} = 7" }
          }
        }
      )pb",
      &instrument));
  EXPECT_THAT(CheckInstrument(instrument), IsEmpty());
  const CompiledInstrument compiled(instrument);
  const auto judge = [&](int age, int broke_off_section = 0) {
    const Answers answers = ParseAnswers(absl::StrCat("answers { code: 'age' integer: ", age, "}"));
    return Lines(JudgeAnswers(compiled, answers, broke_off_section, {}).violations);
  };
  const std::string what =
      "is a note that lets nobody pass who is shown it; change the answers that it is about";
  EXPECT_THAT(judge(120), IsEmpty());
  EXPECT_THAT(judge(121), ElementsAre("answers: `stop` " + what));
  EXPECT_THAT(judge(7), ElementsAre("answers: `stop_if` " + what));
  EXPECT_THAT(judge(121, 1), IsEmpty()) << "it broke off before";
  EXPECT_THAT(judge(121, 2), ElementsAre("answers: `stop` " + what));
  EXPECT_THAT(judge(7, 2), IsEmpty());
  // A note alone is something that only the program knows.
  instrument.mutable_sections(0)->mutable_questions(1)->clear_logic();
  instrument.mutable_sections()->RemoveLast();
  EXPECT_NE(CompiledInstrument(instrument).logic(), nullptr);
}

TEST(ProgramRules, FewAnswersMakeNoManyInstances) {
  std::string answers = R"(answers { code: "age" integer: 18 })";
  for (int person = 1; person <= 100; ++person) {
    absl::StrAppend(&answers, "answers { code: 'pet' text: 'x' instances: ", person,
                    " instances: 1000 }");
  }
  const JudgedAnswers judged = JudgeAnswers(*Household(), ParseAnswers(answers), 0, {});
  EXPECT_THAT(Lines(judged.violations),
              ElementsAre(HasSubstr("answers: too many instances of repeats; at most 10000")));
}

TEST(RepeatRows, AreReadAsTheyWereWritten) {
  const Answers judged = JudgeAnswers(*Household(), ParseAnswers(kFamily), 0, {}).answers;
  const std::string row = EncodeResponseRow(*Household(), judged);
  const auto decoded = DecodeResponseRow(*Household(), row);
  ASSERT_TRUE(decoded.has_value());
  EXPECT_EQ(InWords(*decoded), InWords(judged));
  for (std::size_t size = 0; size < row.size(); ++size) {
    EXPECT_FALSE(DecodeResponseRow(*Household(), row.substr(0, size)).has_value()) << size;
  }
  EXPECT_FALSE(DecodeResponseRow(*Household(), row + '\0').has_value());
}

TEST(RowAnswers, KnowWhoIsAskedByExpressions) {
  RowAnswers answers(Household());
  const auto asked = [&](const std::string& given) {
    const Answers judged = JudgeAnswers(*Household(), ParseAnswers(given), 0, {}).answers;
    EXPECT_TRUE(answers.Read(EncodeResponseRow(*Household(), judged)));
    std::string codes;
    for (std::size_t i = 0; i < Household()->variables().size(); ++i) {
      if (answers.asked(i)) absl::StrAppend(&codes, Household()->variables()[i].code, " ");
    }
    return codes;
  };
  EXPECT_EQ(asked(R"(answers { code: "age" integer: 16 })"), "age canton ");
  EXPECT_EQ(asked(R"(answers { code: "age" integer: 16 } answers { code: "canton" choice: "be" })"),
            "age canton town ");
  EXPECT_EQ(asked(R"(answers { code: "age" integer: 18 })"), "age canton sum ");
}

}  // namespace
}  // namespace lotse::survey
