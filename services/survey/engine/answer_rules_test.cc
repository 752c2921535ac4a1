#include "services/survey/engine/answer_rules.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/survey/engine/answer_order.h"

namespace lotse::survey {
namespace {

using google::protobuf::TextFormat;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using v1alpha::Instrument;
using v1alpha::SubmitResponseRequest;

const CompiledInstrument& Compiled() {
  static const auto* const compiled = [] {
    Instrument instrument;
    EXPECT_TRUE(TextFormat::ParseFromString(
        R"pb(
          sections {
            questions {
              code: "one"
              kind: KIND_SINGLE_CHOICE
              required: true
              options { code: "a" }
              options { code: "b" }
            }
            questions {
              code: "many"
              kind: KIND_MULTIPLE_CHOICE
              options { code: "z" }
              options { code: "y" }
              options { code: "x" }
            }
            questions {
              code: "grid"
              kind: KIND_MATRIX
              options { code: "1" }
              options { code: "2" }
              items { code: "grid_a" }
              items { code: "grid_b" }
            }
            questions { code: "age" kind: KIND_INTEGER minimum: 14 maximum: 99 }
            questions { code: "from" kind: KIND_INTEGER minimum: -3 }
            questions { code: "upto" kind: KIND_INTEGER maximum: 7 }
            questions {
              code: "slider"
              kind: KIND_INTEGER
              scale { start: "0" end: "100" step: "5" }
            }
            questions {
              code: "grade"
              kind: KIND_DECIMAL
              scale { start: "5" end: "1" step: "0.1" }
            }
            questions { code: "say" kind: KIND_TEXT maximum_bytes: 6 }
            questions {
              code: "why"
              kind: KIND_INTEGER
              required: true
              relevant_if { code: "one" test: TEST_ANY_CHOSEN options: "b" }
            }
          })pb",
        &instrument));
    return new CompiledInstrument(instrument);
  }();
  return *compiled;
}

SubmitResponseRequest Answers(const std::string& text) {
  SubmitResponseRequest request;
  EXPECT_TRUE(TextFormat::ParseFromString(text, &request)) << text;
  return request;
}

constexpr char kOne[] = R"(answers { code: "one" choice: "a" } )";

TEST(CheckAnswers, AcceptsAnswersOfEveryKind) {
  for (const char* more : {
           "",
           R"(answers { code: "many" choices {} })",
           R"(answers { code: "many" choices { codes: "x" codes: "z" codes: "y" } })",
           R"(answers { code: "grid_a" choice: "1" } answers { code: "grid_b" choice: "1" })",
           R"(answers { code: "age" integer: 14 } answers { code: "upto" integer: 7 })",
           R"(answers { code: "age" integer: 99 } answers { code: "from" integer: -3 })",
           R"(answers { code: "slider" integer: 0 } answers { code: "grade" decimal: 1.3 })",
           R"(answers { code: "slider" integer: 100 } answers { code: "grade" decimal: 5 })",
           R"(answers { code: "say" text: "äöü" })",
       }) {
    EXPECT_THAT(CheckAnswers(Compiled(), Answers(absl::StrCat(kOne, more)).answers()), IsEmpty())
        << more;
  }
}

// Three sections; the last question of each is required.
const CompiledInstrument& Sections() {
  static const auto* const compiled = [] {
    Instrument instrument;
    for (const char* name : {"a", "b", "c"}) {
      auto* section = instrument.add_sections();
      for (const char* number : {"1", "2"}) {
        auto* question = section->add_questions();
        question->set_code(absl::StrCat(name, number));
        question->set_kind(v1alpha::Question::KIND_INTEGER);
        question->set_required(*number == '2');
      }
    }
    return new CompiledInstrument(instrument);
  }();
  return *compiled;
}

TEST(CheckAnswers, OfAResponseThatBrokeOffWantsNothingFromThereOn) {
  const struct {
    std::vector<const char*> answered;
    int broke_off_section;
    std::vector<const char*> faults;  // Field, then a part of the description, and so on.
  } cases[] = {
      {{"a2", "b2", "c2"}, 0, {}},
      {{"a2", "b2"}, 0, {"answers", "`c2` has to be"}},
      {{"a2", "b2"}, 3, {}},
      {{"a2", "b2", "c1"}, 3, {}},
      {{"a2", "b2", "c2"}, 3, {}},
      {{"a2"}, 2, {}},
      {{"a2", "b1"}, 2, {}},
      {{"b1"}, 2, {"answers", "`a2` has to be"}},
      {{}, 1, {}},
      {{}, 2, {"answers", "`a2` has to be"}},
      {{}, 3, {"answers", "`a2` has to be", "answers", "`b2` has to be"}},
      {{"a2", "c1"}, 2, {"answers[1]", "`c1` is in section 3, behind"}},
      {{"b2"}, 1, {"answers[0]", "`b2` is in section 2, behind"}},
      {{"a2", "b2", "c2"}, 4, {"broke_off_section", "give 1 to 3, or 0"}},
      {{"a2", "b2", "c2"}, -1, {"broke_off_section", "give 1 to 3, or 0"}},
  };
  for (const auto& c : cases) {
    SubmitResponseRequest request;
    for (const char* code : c.answered) {
      auto* answer = request.add_answers();
      answer->set_code(code);
      answer->set_integer(1);
    }
    SCOPED_TRACE(absl::StrCat(request.ShortDebugString(), " ", c.broke_off_section));
    const auto found = CheckAnswers(Sections(), request.answers(), c.broke_off_section);
    ASSERT_EQ(found.size() * 2, c.faults.size());
    for (size_t i = 0; i < found.size(); ++i) {
      EXPECT_EQ(found[i].field, c.faults[2 * i]);
      EXPECT_THAT(found[i].description, HasSubstr(c.faults[2 * i + 1]));
    }
  }
}

TEST(LastAnsweredSection, IsThatOfTheLastQuestionWithAnAnswer) {
  EXPECT_EQ(LastAnsweredSection(Sections(), {}), 1);
  EXPECT_EQ(LastAnsweredSection(
                Sections(),
                Answers(R"(answers { code: "b1" integer: 1 } answers { code: "a2" integer: 1 })")
                    .answers()),
            2);
  EXPECT_EQ(
      LastAnsweredSection(Sections(), Answers(R"(answers { code: "c1" integer: 1 })").answers()),
      3);
}

TEST(CheckAnswers, NamesEachFaultByItsPath) {
  const struct {
    const char* answer;  // stands behind one good answer, so its index is 1
    const char* field;
    const char* description;
  } cases[] = {
      {R"(answers { choice: "a" })", "answers[1].code", "missing"},
      {R"(answers { code: "two" choice: "a" })", "answers[1].code", "not in the questionnaire"},
      {R"(answers { code: "grid" choice: "1" })", "answers[1].code", "its items"},
      {R"(answers { code: "one" choice: "b" })", "answers[1].code", "answered twice"},
      {R"(answers { code: "many" })", "answers[1]", "give `choices`"},
      {R"(answers { code: "many" choice: "x" })", "answers[1].choice", "give `choices`"},
      {R"(answers { code: "grid_a" choices { codes: "1" } })", "answers[1].choices",
       "give `choice`"},
      {R"(answers { code: "grid_a" integer: 1 })", "answers[1].integer", "give `choice`"},
      {R"(answers { code: "age" text: "15" })", "answers[1].text", "give `integer`"},
      {R"(answers { code: "say" integer: 15 })", "answers[1].integer", "give `text`"},
      {R"(answers { code: "grid_b" choice: "3" })", "answers[1].choice", "2 options"},
      {R"(answers { code: "grid_b" choice: "" })", "answers[1].choice", "2 options"},
      {R"(answers { code: "many" choices { codes: "x" codes: "w" } })",
       "answers[1].choices.codes[1]", "not an option of `many`"},
      {R"(answers { code: "many" choices { codes: "x" codes: "y" codes: "x" } })",
       "answers[1].choices.codes[2]", "given before"},
      {R"(answers { code: "many" choices { codes: "x" codes: "y" codes: "z" codes: "x" } })",
       "answers[1].choices.codes", "more codes"},
      {R"(answers { code: "age" integer: 13 })", "answers[1].integer", "give 14 to 99"},
      {R"(answers { code: "age" integer: 100 })", "answers[1].integer", "give 14 to 99"},
      {R"(answers { code: "from" integer: -4 })", "answers[1].integer", "give -3 or more"},
      {R"(answers { code: "upto" integer: 8 })", "answers[1].integer", "give 7 or less"},
      {R"(answers { code: "slider" integer: 140 })", "answers[1].integer",
       "not on the scale of `slider`; give a number from 0 to 100 in steps of 5"},
      {R"(answers { code: "slider" integer: -5 })", "answers[1].integer", "from 0 to 100"},
      {R"(answers { code: "slider" integer: 7 })", "answers[1].integer", "steps of 5"},
      {R"(answers { code: "grade" decimal: 5.1 })", "answers[1].decimal",
       "from 1 to 5 in steps of 0.1"},
      {R"(answers { code: "grade" decimal: 1.35 })", "answers[1].decimal", "steps of 0.1"},
      {R"(answers { code: "grade" decimal: inf })", "answers[1].decimal", "not finite"},
      {R"(answers { code: "say" text: "" })", "answers[1].text", "empty"},
      {R"(answers { code: "say" text: "äöü." })", "answers[1].text", "at most 6 bytes"},
      {R"(answers { code: "say" text: "\374ber" })", "answers[1].text", "UTF-8"},
  };
  for (const auto& c : cases) {
    const rpc::FieldViolations found =
        CheckAnswers(Compiled(), Answers(absl::StrCat(kOne, c.answer)).answers());
    ASSERT_EQ(found.size(), 1u) << c.answer;
    EXPECT_EQ(found[0].field, c.field) << c.answer;
    EXPECT_THAT(found[0].description, HasSubstr(c.description)) << c.answer;
  }
}

TEST(CheckAnswers, ARequiredQuestionHasToBeAnswered) {
  const rpc::FieldViolations found = CheckAnswers(Compiled(), Answers("").answers());
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].field, "answers");
  EXPECT_THAT(found[0].description, HasSubstr("`one`"));
}

TEST(CheckAnswers, OnlyWhatIsAskedIsAnsweredAndRequired) {
  const struct {
    const char* answers;
    const char* field;  // Empty: nothing is wrong.
    const char* description;
  } cases[] = {
      {R"(answers { code: "one" choice: "a" })", "", ""},
      {R"(answers { code: "one" choice: "b" } answers { code: "why" integer: 1 })", "", ""},
      {R"(answers { code: "why" integer: 1 } answers { code: "one" choice: "b" })", "", ""},
      {R"(answers { code: "one" choice: "b" })", "answers", "`why` has to be answered"},
      {R"(answers { code: "one" choice: "a" } answers { code: "why" integer: 1 })", "answers[1]",
       "`why` is not asked after the other answers; leave the answer out"},
  };
  for (const auto& c : cases) {
    const rpc::FieldViolations found = CheckAnswers(Compiled(), Answers(c.answers).answers());
    if (*c.field == '\0') {
      EXPECT_THAT(found, IsEmpty()) << c.answers;
      continue;
    }
    ASSERT_EQ(found.size(), 1u) << c.answers;
    EXPECT_EQ(found[0].field, c.field) << c.answers;
    EXPECT_THAT(found[0].description, HasSubstr(c.description)) << c.answers;
  }
}

TEST(JudgeAnswers, TakesOutWhatIsNotAskedIfItIsToldSo) {
  const auto given = Answers(R"(answers { code: "why" integer: 1 }
                                answers { code: "one" choice: "a" })");
  const JudgedAnswers judged =
      JudgeAnswers(Compiled(), given.answers(), 0, {}, IfNotAsked::kRemove);
  EXPECT_THAT(judged.violations, IsEmpty());
  EXPECT_EQ(judged.removed, std::vector<int>{0});
  ASSERT_EQ(judged.answers.size(), 1);
  EXPECT_EQ(judged.answers[0].code(), "one");
  EXPECT_EQ(JudgeDraft(Compiled(), given.answers(), {}).violations.size(), 1u);
  EXPECT_THAT(JudgeDraft(Compiled(), given.answers(), {}, IfNotAsked::kRemove).violations,
              IsEmpty());
}

TEST(CheckDraft, RequiresNothingAndChecksTheRest) {
  EXPECT_THAT(CheckDraft(Compiled(), Answers("").answers()), IsEmpty());
  EXPECT_THAT(CheckDraft(Compiled(), Answers(R"(answers { code: "one" choice: "b" })").answers()),
              IsEmpty());
  for (const char* wrong :
       {R"(answers { code: "one" choice: "c" })", R"(answers { code: "why" integer: 1 })",
        R"(answers { code: "nix" })"}) {
    EXPECT_EQ(CheckDraft(Compiled(), Answers(wrong).answers()).size(), 1u) << wrong;
  }
}

TEST(CheckAnswers, ReportsAllFaultsAtOnce) {
  const rpc::FieldViolations found = CheckAnswers(Compiled(), Answers(R"(
    answers { code: "age" integer: 3 } answers { code: "nix" } answers { code: "many" text: "x" }
  )")
                                                                  .answers());
  std::vector<std::string> fields;
  for (const auto& v : found) fields.push_back(v.field);
  EXPECT_THAT(fields, testing::ElementsAre("answers[0].integer", "answers[1].code",
                                           "answers[2].text", "answers"));
}

TEST(CheckAnswers, NothingThatWasAnsweredStandsInADescription) {
  const rpc::FieldViolations found = CheckAnswers(Compiled(), Answers(R"(
    answers { code: "one" choice: "sekret" } answers { code: "many" choices { codes: "sekret" } }
    answers { code: "age" integer: 4711 } answers { code: "say" text: "sekret sekret" }
    answers { code: "sekret" text: "x" } answers { code: "grid_a" text: "sekret" }
    answers { code: "upto" integer: 4711 } answers { code: "slider" integer: 4711 }
  )")
                                                                  .answers());
  EXPECT_EQ(found.size(), 8u);
  for (const auto& v : found) {
    EXPECT_THAT(v.field + v.description,
                Not(testing::AnyOf(HasSubstr("sekret"), HasSubstr("4711"))))
        << v.field;
  }
}

TEST(CheckAnswers, MoreAnswersThanVariablesAreNotLookedAtOneByOne) {
  SubmitResponseRequest flood;
  for (int i = 0; i < 1'000'000; ++i) flood.add_answers();
  const rpc::FieldViolations found = CheckAnswers(Compiled(), flood.answers());
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].field, "answers");
}

TEST(InInstrumentOrder, HidesTheOrderOfSubmission) {
  const SubmitResponseRequest ordered = Answers(R"(
    answers { code: "one" choice: "a" } answers { code: "many" choices { codes: "z" codes: "x" } }
    answers { code: "grid_b" choice: "1" } answers { code: "age" integer: 15 }
    answers { code: "say" text: "ja" })");
  SubmitResponseRequest shuffled = ordered;
  std::mt19937 random(7);
  for (int round = 0; round < 20; ++round) {
    std::shuffle(shuffled.mutable_answers()->pointer_begin(),
                 shuffled.mutable_answers()->pointer_end(), random);
    for (auto& answer : *shuffled.mutable_answers()) {
      if (answer.has_choices()) answer.mutable_choices()->mutable_codes()->SwapElements(0, 1);
    }
    SubmitResponseRequest sorted;
    *sorted.mutable_answers() = InInstrumentOrder(Compiled(), shuffled.answers());
    EXPECT_EQ(sorted.DebugString(), ordered.DebugString());
  }
}

TEST(InInstrumentOrder, DropsFieldsThatNobodyHasChecked) {
  SubmitResponseRequest request = Answers(kOne);
  auto* answer = request.mutable_answers(0);
  answer->GetReflection()->MutableUnknownFields(answer)->AddLengthDelimited(99, "browser and time");
  const auto sorted = InInstrumentOrder(Compiled(), request.answers());
  EXPECT_EQ(sorted.Get(0).SerializeAsString().find("browser"), std::string::npos);
  EXPECT_EQ(sorted.Get(0).choice(), "a");
}

}  // namespace
}  // namespace lotse::survey
