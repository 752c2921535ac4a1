// What a client says of what nobody answers: values that are computed, drawn or timed.
#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/survey/engine/answer_rules.h"
#include "services/survey/engine/household_testing.h"
#include "services/survey/engine/instrument_rules.h"
#include "services/survey/logic/logic_testing.h"

namespace lotse::survey {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

v1alpha::Instrument FormOf(const std::string& questions) {
  v1alpha::Instrument instrument;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      absl::StrCat(R"(title { variants { language: "de" text: "Probe" } } sections { )", questions,
                   " }"),
      &instrument));
  EXPECT_THAT(Lines(CheckInstrument(instrument)), IsEmpty());
  return instrument;
}

std::string QuestionOf(const std::string& code, const std::string& rest) {
  return absl::StrCat("questions { code: \"", code,
                      R"(" text { variants { language: "de" text: "?" } } )", rest, " }\n");
}

class ComputedAnswers : public testing::Test {
 protected:
  // The answers as they are stored, or what is wrong.
  std::vector<std::string> Stored(const v1alpha::Instrument& instrument,
                                  const std::string& answers) {
    const CompiledInstrument compiled(instrument);
    const JudgedAnswers judged = JudgeAnswers(compiled, ParseAnswers(answers), 0, environment_);
    return judged.violations.empty() ? InWords(judged.answers) : Lines(judged.violations);
  }

  logic::KnownRandom random_;
  logic::Environment environment_;
};

// A question with a calculation, and what else its logic has.
std::string Computed(const std::string& code, const std::string& kind,
                     const std::string& calculation, const std::string& more = "") {
  return QuestionOf(code, absl::StrCat("kind: KIND_", kind, " logic { calculation: \"", calculation,
                                       "\" ", more, " }"));
}

TEST_F(ComputedAnswers, WhatIsAlwaysReadOnlyIsWhatIsComputed) {
  const std::string read_only = "read_only_if: \"true()\"";
  const auto form = FormOf(QuestionOf("name", "kind: KIND_TEXT") +
                           Computed("greeting", "TEXT", "concat('Hallo ', ${name})", read_only) +
                           Computed("letters", "INTEGER", "string-length(${name})", read_only) +
                           Computed("nick", "TEXT", "${name}"));
  EXPECT_THAT(Stored(form, R"pb(answers { code: "name" text: "Ada" }
                                answers { code: "greeting" text: "hack" }
                                answers { code: "letters" integer: 99 }
                                answers { code: "nick" text: "mein eigener" })pb"),
              ElementsAre("name text: \"Ada\"", "greeting text: \"Hallo Ada\"",
                          "letters integer: 3", "nick text: \"mein eigener\""));
  EXPECT_THAT(Stored(form, R"pb(answers { code: "name" text: "Ada" })pb"),
              Contains("greeting text: \"Hallo Ada\""))
      << "also where the client says nothing";
}

TEST_F(ComputedAnswers, OfSomebodyUnknownNothingUniqueIsHidden) {
  const auto form =
      FormOf(QuestionOf("hidden", "kind: KIND_HIDDEN logic { initial_value: \"uuid()\" }") +
             QuestionOf("began", "kind: KIND_HIDDEN logic { initial_value: \"now()\" }") +
             QuestionOf("visit", "kind: KIND_DATE logic { initial_value: \"today()\" }"));
  const std::string told = R"pb(answers { code: "hidden" content: "0b1f3c5e" }
                                answers { code: "began" content: "2027-01-15T09:00:00" }
                                answers { code: "visit" date: "2027-01-14" })pb";
  EXPECT_THAT(Stored(form, told), testing::SizeIs(3));
  environment_.kept_now = absl::FromUnixSeconds(1'700'000'000);
  EXPECT_THAT(Stored(form, told), ElementsAre("visit date: \"2027-01-14\""));
}

TEST_F(ComputedAnswers, ARankingHasAllThatIsOffered) {
  const std::string options =
      R"(options { code: "a" label { variants { language: "de" text: "A" } } }
      options { code: "b" label { variants { language: "de" text: "B" } } }
      options { code: "c" label { variants { language: "de" text: "C" } } })";
  const auto whole = FormOf(QuestionOf("order", "kind: KIND_RANKING " + options));
  EXPECT_THAT(
      Stored(whole, R"(answers { code: "order" ranking { codes: "c" codes: "a" codes: "b" } })"),
      ElementsAre(HasSubstr("codes: \"c\" codes: \"a\" codes: \"b\"")));
  EXPECT_THAT(
      Stored(whole, R"(answers { code: "order" ranking { codes: "c" } })"),
      ElementsAre("answers[0].ranking.codes: fewer codes than `order` has options; give each "
                  "of its 3 options once, the first in the order first"));
  const auto filtered =
      FormOf(QuestionOf("few", "kind: KIND_INTEGER") +
             QuestionOf("order", "kind: KIND_RANKING " + options +
                                     R"( logic { option_filter: "${few} != 1 or name != 'c'" })"));
  EXPECT_THAT(Stored(filtered, R"(answers { code: "few" integer: 1 }
                                  answers { code: "order" ranking { codes: "b" codes: "a" } })"),
              ElementsAre("few integer: 1", HasSubstr("codes: \"b\" codes: \"a\"")));
  EXPECT_THAT(Stored(filtered, R"(answers { code: "few" integer: 2 }
                                  answers { code: "order" ranking { codes: "b" codes: "a" } })"),
              ElementsAre("answers[1]: not all that `order` offers is put in the order; give each "
                          "option that is offered once"));
}

// In an anonymous wave `kept_now` is set.
TEST_F(ComputedAnswers, OfSomebodyUnknownOnlyACoarseDrawIsKept) {
  environment_.random = &random_;
  environment_.now = absl::FromUnixSeconds(1'800'000'000);
  const auto form = FormOf(Computed("group", "CALCULATION", "once(int(random() * 4))") +
                           Computed("fine", "CALCULATION", "once(random())") +
                           Computed("id", "CALCULATION", "once(uuid())") +
                           Computed("since", "CALCULATION", "once(now())") +
                           Computed("derived", "CALCULATION", "concat('g', ${group})"));
  const std::string told = R"pb(answers { code: "group" content: "3" }
                                answers { code: "fine" content: "0.18151210" }
                                answers { code: "id" content: "Ada Lovelace, geb. 1815" }
                                answers { code: "since" content: "2027-01-15T09:00:00" })pb";
  EXPECT_THAT(Stored(form, told), Contains("id content: \"Ada Lovelace, geb. 1815\""))
      << "of somebody who is known it is kept as it was told";
  environment_.kept_now = absl::FromUnixSeconds(1'700'000'000);
  EXPECT_THAT(Stored(form, told),
              ElementsAre("group content: \"3\"", HasSubstr("since content: \"2023-11-14T"),
                          "derived content: \"g3\""));
  EXPECT_THAT(Stored(form, R"pb(answers { code: "group" content: "1815" })pb"),
              Not(Contains(HasSubstr("1815"))));
}

}  // namespace
}  // namespace lotse::survey
