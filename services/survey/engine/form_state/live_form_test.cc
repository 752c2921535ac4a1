#include "services/survey/engine/form_state/live_form.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "services/survey/engine/form_state/trip_testing.h"
#include "services/survey/engine/household_testing.h"
#include "services/survey/engine/instrument_rules.h"

namespace lotse::survey {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;
using v1alpha::FormState;

const LiveForm& Trip() {
  static const auto* form = new LiveForm(TripForm());
  return *form;
}

logic::Environment Noon() {
  logic::Environment environment;
  environment.now = absl::FromUnixSeconds(1772445600);  // 2026-03-02T10:00:00Z
  return environment;
}

FormState Begin(const std::string& answers = "", const std::string& language = "") {
  const Answers given = ParseAnswers(answers);
  const auto state = Trip().Evaluate({.answers = given, .key = "1", .language = language}, Noon());
  EXPECT_TRUE(state.ok()) << state.status();
  return state.ok() ? *state : FormState();
}

FormState Continue(const std::string& before, const std::string& answers) {
  const Answers former = ParseAnswers(before);
  const Answers given = ParseAnswers(answers);
  const auto state = Trip().Evaluate(
      {.answers = given, .occasion = Filling::Occasion::kContinue, .before = &former, .key = "1"},
      Noon());
  EXPECT_TRUE(state.ok()) << state.status();
  return state.ok() ? *state : FormState();
}

FormState HandIn(const std::string& answers) {
  const Answers given = ParseAnswers(answers);
  const auto state =
      Trip().Evaluate({.answers = given, .occasion = Filling::Occasion::kHandIn}, Noon());
  EXPECT_TRUE(state.ok()) << state.status();
  return state.ok() ? *state : FormState();
}

std::string Of(const FormState& state, const std::string& place) {
  for (const auto& element : state.elements()) {
    if (InWords(element.place()) == place) return InWords(element);
  }
  return "not there";
}

TEST(TripForm, IsAQuestionnaire) { EXPECT_THAT(Lines(CheckInstrument(TripForm())), IsEmpty()); }

TEST(LiveForm, BeginsWithDefaultsAndTimes) {
  EXPECT_THAT(
      AllInWords(Begin().elements()),
      ElementsAre("leader required", "day = date: \"2026-03-02\"", "season", "place -", "children",
                  "child", "sandwiches", "cost", "helper -", HasSubstr("song <"),
                  "began = content: \"2026-03-02T10:00:00.000+00:00\""));
  const Answers none;
  const auto without = Trip().Evaluate({.answers = none, .with_times = false}, Noon());
  ASSERT_TRUE(without.ok());
  EXPECT_EQ(Of(*without, "began"), "began");
}

TEST(LiveForm, AnswersDecideWhatIsAskedOfferedAndRead) {
  const FormState state = Begin(R"(answers { code: "leader" text: "Ada" }
                                   answers { code: "season" choice: "summer" })");
  EXPECT_EQ(Of(state, "place"), "place required <lake> <beach> [Wohin, Ada?] [Where to, Ada?]");
  EXPECT_EQ(Of(Begin(R"(answers { code: "season" choice: "winter" })"), "place"),
            "place <ice> [Wohin, ?] [Where to, ?]");
}

TEST(LiveForm, TellsTextsInTheLanguageThatIsAskedFor) {
  const std::string answers = R"(answers { code: "leader" text: "Ada" }
                                 answers { code: "season" choice: "summer" })";
  EXPECT_THAT(Of(Begin(answers, "en"), "place"), HasSubstr("[Where to, Ada?]"));
  EXPECT_THAT(Of(Begin(answers, "en-GB"), "place"), HasSubstr("[Where to, Ada?]"));
  EXPECT_THAT(Of(Begin(answers, "en"), "place"), Not(HasSubstr("Wohin")));
  EXPECT_THAT(Of(Begin(answers, "fr"), "place"), HasSubstr("[Wohin, Ada?]"));
}

TEST(LiveForm, RepeatsHaveAsManyInstancesAsAreCounted) {
  const FormState state = Begin(R"(answers { code: "children" integer: 2 }
                                   answers { code: "leader" text: "Ada" }
                                   answers { code: "name" text: "Bo" instances: 2 })");
  EXPECT_EQ(Of(state, "child"), "child x2");
  EXPECT_EQ(Of(state, "likes/1"), "likes/1 -");
  EXPECT_EQ(Of(state, "likes/2"),
            "likes/2 = choices { codes: \"swim\" } <swim Schwimmen mit Ada> <read> [Was mag Bo?]");
  EXPECT_EQ(Of(state, "sandwiches"), "sandwiches = integer: 4");
  EXPECT_EQ(Of(state, "cost"), "cost = content: \"20\"");
}

TEST(LiveForm, WhatAPersonWroteStaysUntilWhatItIsComputedFromChanges) {
  const std::string two = R"(answers { code: "children" integer: 2 })";
  const std::string written = two + R"(answers { code: "sandwiches" integer: 9 })";
  EXPECT_EQ(Of(Continue(two, written), "sandwiches"), "sandwiches");
  const std::string three = R"(answers { code: "children" integer: 3 }
                               answers { code: "sandwiches" integer: 9 })";
  EXPECT_EQ(Of(Continue(written, three), "sandwiches"), "sandwiches = integer: 6");
  // What is computed is not handed in, and has not changed by that.
  EXPECT_EQ(Of(Continue(written, written), "sandwiches"), "sandwiches");
  EXPECT_EQ(Of(Continue(written, written), "cost"), "cost = content: \"20\"");
  EXPECT_EQ(Of(HandIn(three), "sandwiches"), "sandwiches");
}

TEST(LiveForm, ADefaultThatWasTakenOutDoesNotComeBack) {
  const std::string before = R"(answers { code: "day" date: "2026-03-02" })";
  EXPECT_EQ(Of(Continue(before, ""), "day"), "day");
}

TEST(LiveForm, NewInstancesBeginWithTheirDefaults) {
  const std::string three = R"(answers { code: "children" integer: 3 })";
  EXPECT_EQ(Of(Continue("", three), "helper"), "helper +");
  const std::string one = three + R"(answers { code: "helper" count: 1 })";
  EXPECT_EQ(Of(Continue(three, one), "phone/1"), "phone/1 = text: \"+49\"");
  const std::string two = three + R"(answers { code: "helper" count: 2 })";
  // The first was taken out by the person.
  const FormState state = Continue(one, two);
  EXPECT_EQ(Of(state, "helper"), "helper x2 +");
  EXPECT_EQ(Of(state, "phone/1"), "phone/1");
  EXPECT_EQ(Of(state, "phone/2"), "phone/2 = text: \"+49\"");
}

TEST(LiveForm, OrdersAreDrawnForEachResponseOnce) {
  const Answers none;
  std::vector<std::string> orders;
  for (int key = 0; key < 40; ++key) {
    const Filling filling = {.answers = none, .key = std::to_string(key)};
    const auto state = Trip().Evaluate(filling, Noon());
    const auto again = Trip().Evaluate(filling, Noon());
    ASSERT_TRUE(state.ok() && again.ok());
    orders.push_back(Of(*state, "song"));
    EXPECT_EQ(orders.back(), Of(*again, "song"));
  }
  std::sort(orders.begin(), orders.end());
  orders.erase(std::unique(orders.begin(), orders.end()), orders.end());
  // Of 24 orders forty draws leave out few.
  EXPECT_GT(orders.size(), 12U);
}

TEST(LiveForm, ASeedGivesTheOrderOfOdk) {
  v1alpha::Instrument instrument = TripForm();
  for (auto& question : *instrument.mutable_sections(1)->mutable_questions()) {
    if (question.code() == "song") question.mutable_randomization()->set_seed("'42'");
  }
  const LiveForm form(instrument);
  const Answers none;
  const auto one = form.Evaluate({.answers = none, .key = "1"}, Noon());
  const auto other = form.Evaluate({.answers = none, .key = "2"}, Noon());
  ASSERT_TRUE(one.ok() && other.ok());
  // With the seed 42 the generator draws 0.000328, 0.524587, 0.735424 and 0.263306.
  EXPECT_EQ(Of(*one, "song"), "song <a> <d> <c> <b>");
  EXPECT_EQ(Of(*other, "song"), Of(*one, "song"));
}

TEST(LiveForm, SaysWhatIsWrongInTheOrderOfTheQuestionnaire) {
  EXPECT_THAT(
      AllInWords(HandIn(R"(answers { code: "children" integer: 6 }
                                   answers { code: "nothing" integer: 6 }
                                   answers { code: "leader" text: "Ada" }
                                   answers { code: "leader" text: "Bo" }
                                   answers { code: "place" choice: "ice" }
                                   answers { code: "season" choice: "summer" }
                                   answers { code: "phone" text: "1" instances: 3 }
                                   answers { code: "day" date: "2026-02-30" })")
                     .violations()),
      ElementsAre("UNKNOWN  #2", "UNKNOWN  #4", "WRONG_VALUE day #8", "NOT_OFFERED place #5",
                  "CONSTRAINT children #1 [Ada nimmt höchstens fünf mit]"));
  EXPECT_THAT(
      AllInWords(HandIn(R"(answers { code: "season" choice: "summer" }
                           answers { code: "phone" text: "1" instances: 1 }
                           answers { code: "name" text: "Bo" instances: 1 })")
                     .violations()),
      UnorderedElementsAre("REQUIRED leader #0", "REQUIRED place #0 [ muss ein Ziel nennen]",
                           "NOT_ASKED phone/1 #2", "NOT_ASKED name/1 #3"));
}

TEST(LiveForm, SaysWhatIsRequiredOnlyWhereNothingWrongIsGiven) {
  EXPECT_THAT(AllInWords(HandIn(R"(answers { code: "leader" text: "" })").violations()),
              ElementsAre("WRONG_VALUE leader #1"));
}

TEST(LiveForm, ANumberIsOneOfItsScale) {
  v1alpha::Instrument instrument = TripForm();
  v1alpha::Scale* const scale =
      instrument.mutable_sections(1)->mutable_questions(0)->mutable_scale();
  scale->set_start("0");
  scale->set_end("4");
  scale->set_step("2");
  const LiveForm form(instrument);
  for (const auto& [answer, violations] :
       {std::pair("answers { code: 'children' integer: 2 }", 0),
        std::pair("answers { code: 'children' integer: 3 }", 1),
        std::pair("answers { code: 'children' integer: 140 }", 1)}) {
    const Answers given = ParseAnswers(answer);
    const auto state = form.Evaluate({.answers = given}, Noon());
    ASSERT_TRUE(state.ok()) << state.status();
    int wrong = 0;
    for (const auto& violation : state->violations()) {
      if (violation.kind() != v1alpha::FormViolation::KIND_WRONG_VALUE) continue;
      ++wrong;
      EXPECT_THAT(violation.description(), HasSubstr("from 0 to 4 in steps of 2"));
    }
    EXPECT_EQ(wrong, violations) << answer;
  }
}

TEST(LiveForm, DescriptionsHoldNothingOfAnAnswer) {
  const FormState state = HandIn(R"(answers { code: "secret_code" integer: 777 }
                                    answers { code: "children" integer: 777 }
                                    answers { code: "place" choice: "secret" })");
  ASSERT_THAT(state.violations(), Not(IsEmpty()));
  for (const auto& violation : state.violations()) {
    EXPECT_THAT(violation.description(), Not(HasSubstr("secret")));
    EXPECT_THAT(violation.description(), Not(HasSubstr("777")));
    EXPECT_THAT(violation.description(), Not(IsEmpty()));
  }
}

TEST(LiveForm, NeedsNoExpressions) {
  v1alpha::Instrument instrument;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(
        sections {
          questions {
            code: "a"
            kind: KIND_SINGLE_CHOICE
            text { variants { language: "de" text: "A?" } }
            options {
              code: "1"
              label { variants { language: "de" text: "Eins" } }
            }
          }
          questions {
            code: "b"
            kind: KIND_MATRIX
            required: true
            text { variants { language: "de" text: "B?" } }
            relevant_if { code: "a" test: TEST_ANY_CHOSEN options: "1" }
            options {
              code: "1"
              label { variants { language: "de" text: "Eins" } }
            }
            items {
              code: "b1"
              text { variants { language: "de" text: "B1 nach ${a}" } }
            }
          }
        })pb",
      &instrument));
  const LiveForm form(instrument);
  ASSERT_EQ(form.compiled().logic(), nullptr);
  const Answers none;
  const auto begun = form.Evaluate({.answers = none}, {});
  ASSERT_TRUE(begun.ok()) << begun.status();
  EXPECT_THAT(AllInWords(begun->elements()), ElementsAre("a", "b -", "b1 -"));
  const Answers given = ParseAnswers(R"(answers { code: "a" choice: "1" })");
  const auto state = form.Evaluate({.answers = given}, {});
  ASSERT_TRUE(state.ok()) << state.status();
  EXPECT_THAT(AllInWords(state->elements()), ElementsAre("a", "b", "b1 required [B1 nach 1]"));
  EXPECT_THAT(AllInWords(state->violations()), ElementsAre("REQUIRED b1 #0"));
}

TEST(LiveForm, HostileAnswersEndInAnError) {
  v1alpha::Instrument instrument = HouseholdForm();
  const LiveForm form(instrument);
  std::string answers = R"(answers { code: "age" integer: 18 })";
  for (int person = 1; person <= 100; ++person) {
    absl::StrAppend(&answers, "answers { code: 'pet' text: 'x' instances: ", person,
                    " instances: 1000 }");
  }
  const Answers many = ParseAnswers(answers);
  EXPECT_EQ(form.Evaluate({.answers = many}, {}).status().code(),
            absl::StatusCode::kResourceExhausted);
  // As many as may be: 9,000 pets and what is around them fit into no reply.
  answers = R"(answers { code: "age" integer: 18 })";
  for (int person = 1; person <= 9; ++person) {
    absl::StrAppend(&answers, "answers { code: 'pet' text: 'x' instances: ", person,
                    " instances: 1000 }");
  }
  const Answers fewer = ParseAnswers(answers);
  const auto state = form.Evaluate({.answers = fewer}, {});
  ASSERT_TRUE(state.ok()) << state.status();
  EXPECT_GT(state->elements_size(), 18'000);
}

TEST(LiveForm, AllEvaluationsTogetherHaveABudget) {
  std::int64_t steps = 100;
  logic::Environment environment = Noon();
  environment.steps_left = &steps;
  const Answers given = ParseAnswers(R"(answers { code: "children" integer: 5 })");
  EXPECT_EQ(Trip().Evaluate({.answers = given}, environment).status().code(),
            absl::StatusCode::kResourceExhausted);
  steps = 100'000;
  EXPECT_TRUE(Trip().Evaluate({.answers = given}, environment).ok());
  EXPECT_LT(steps, 100'000);
}

}  // namespace
}  // namespace lotse::survey
