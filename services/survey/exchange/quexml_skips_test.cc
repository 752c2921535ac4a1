#include "services/survey/exchange/quexml_skips.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "services/survey/engine/instrument_rules.h"

namespace lotse::survey {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using v1alpha::Condition;
using v1alpha::ImportFinding;
using v1alpha::Instrument;
using v1alpha::Question;

// Two sections with the questions q0 to q`count` - 1 of two options each.
Instrument Questions(int count) {
  Instrument instrument;
  instrument.add_sections();
  instrument.add_sections();
  for (int i = 0; i < count; ++i) {
    Question* question = instrument.mutable_sections(i < 2 ? 0 : 1)->add_questions();
    question->set_code(absl::StrCat("q", i));
    question->set_kind(Question::KIND_SINGLE_CHOICE);
    question->add_options()->set_code("a");
    question->add_options()->set_code("b");
  }
  return instrument;
}

// The conditions of all questions, one after the other: `q1: q0 none of a`.
std::string ConditionsOf(const Instrument& instrument) {
  std::string all;
  for (const auto& section : instrument.sections()) {
    for (const Question& question : section.questions()) {
      for (const Condition& condition : question.relevant_if()) {
        EXPECT_EQ(condition.test(), Condition::TEST_NONE_CHOSEN);
        absl::StrAppend(&all, question.code(), ": ", condition.code(), " none of");
        for (const std::string& option : condition.options()) absl::StrAppend(&all, " ", option);
        absl::StrAppend(&all, "; ");
      }
    }
  }
  return all;
}

TEST(ApplySkips, MakesConditionsOfWhatLiesBetween) {
  Instrument instrument = Questions(5);
  FindingList findings;
  ApplySkips(
      {{1, "q0", "a", "q3"}, {2, "q0", "b", "q2"}, {3, "q1", "b", "q4"}, {4, "q2", "a", "q3"}},
      &instrument, &findings);
  EXPECT_EQ(ConditionsOf(instrument),
            "q1: q0 none of a b; q2: q0 none of a; q2: q1 none of b; q3: q1 none of b; ");
  EXPECT_THAT(std::move(findings).Take(), IsEmpty());
}

TEST(ApplySkips, SaysWhatItLeavesOut) {
  Instrument instrument = Questions(3);
  FindingList findings;
  ApplySkips({{7, "q1", "a", "q0"}, {8, "q1", "a", "q1"}, {9, "q1", "b", "end"}}, &instrument,
             &findings);
  EXPECT_EQ(ConditionsOf(instrument), "");
  const auto told = std::move(findings).Take();
  ASSERT_THAT(told, SizeIs(3));
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(told[i].severity(), ImportFinding::SEVERITY_WARNING);
    EXPECT_EQ(told[i].line(), 7 + i);
    EXPECT_THAT(told[i].message(), HasSubstr("leads to no later question"));
  }
}

TEST(ApplySkips, KeepsToTheLimit) {
  Instrument instrument = Questions(kMaxConditions + 3);
  std::vector<QuexmlSkip> skips;
  for (int i = 0; i <= kMaxConditions; ++i) {
    skips.push_back({i, absl::StrCat("q", i), "a", absl::StrCat("q", kMaxConditions + 2)});
  }
  FindingList findings;
  ApplySkips(skips, &instrument, &findings);
  EXPECT_EQ(instrument.sections(1).questions(kMaxConditions - 1).relevant_if_size(),
            kMaxConditions);
  const auto told = std::move(findings).Take();
  ASSERT_THAT(told, SizeIs(1));
  EXPECT_THAT(told[0].message(), HasSubstr("8 conditions already"));
}

}  // namespace
}  // namespace lotse::survey
