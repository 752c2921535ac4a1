// What conditions of a questionnaire may look at.
#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/survey/engine/instrument_rules.h"

namespace lotse::survey {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using v1alpha::Condition;
using v1alpha::Instrument;
using v1alpha::Question;

Instrument Valid() {
  Instrument instrument;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(
        sections {
          questions {
            code: "A1"
            kind: KIND_SINGLE_CHOICE
            options { code: "1" }
            options { code: "-oth-" }
          }
          questions {
            code: "A2"
            kind: KIND_MULTIPLE_CHOICE
            options { code: "1" }
          }
          questions {
            code: "B1"
            kind: KIND_MATRIX
            options { code: "-0.5" }
            items { code: "B1_1" }
            items { code: "B1_2" }
          }
          questions { code: "B2" kind: KIND_INTEGER }
          questions { code: "B3" kind: KIND_TEXT }
        })pb",
      &instrument));
  type::v1alpha::Text text;
  auto* variant = text.add_variants();
  variant->set_language("de");
  variant->set_text("x");
  *instrument.mutable_title() = text;
  for (Question& question : *instrument.mutable_sections(0)->mutable_questions()) {
    *question.mutable_text() = text;
    for (auto& option : *question.mutable_options()) *option.mutable_label() = text;
    for (auto& item : *question.mutable_items()) *item.mutable_text() = text;
  }
  return instrument;
}

Question* Last(Instrument* instrument) {
  return instrument->mutable_sections(0)->mutable_questions(4);
}

Condition If(const char* code, Condition::Test test, const std::vector<std::string>& options = {}) {
  Condition condition;
  condition.set_code(code);
  condition.set_test(test);
  for (const std::string& option : options) condition.add_options(option);
  return condition;
}
constexpr auto kAny = Condition::TEST_ANY_CHOSEN;
constexpr auto kNone = Condition::TEST_NONE_CHOSEN;
constexpr auto kAnswered = Condition::TEST_ANSWERED;

TEST(CheckInstrument, ConditionsLookBackAtWhatExists) {
  for (const auto& good :
       {If("A1", kAny, {"1", "-oth-"}), If("A2", kNone, {"1"}), If("B1_2", kAny, {"-0.5"}),
        If("B1_1", kAnswered), If("B2", kAnswered)}) {
    Instrument instrument = Valid();
    *Last(&instrument)->add_relevant_if() = good;
    EXPECT_THAT(CheckInstrument(instrument), IsEmpty()) << good.ShortDebugString();
  }
  const struct {
    Condition condition;
    const char* field;
    const char* description;
  } cases[] = {
      {If("A1", Condition::TEST_UNSPECIFIED, {"1"}), "test", "missing"},
      {If("A1", static_cast<Condition::Test>(9), {"1"}), "test", "unknown"},
      {If("", kAnswered), "code", "not an earlier"},
      {If("A9", kAnswered), "code", "not an earlier"},
      {If("B1", kAny, {"-0.5"}), "code", "not an earlier question or item"},
      {If("B3", kAnswered), "code", "not an earlier"},
      {If("A1", kAnswered, {"1"}), "options", "leave them out"},
      {If("A1", kAny), "options", "missing"},
      {If("B2", kAny, {"1"}), "options", "has no options"},
      {If("A1", kNone, {"1", "3"}), "options[1]", "not an option of `A1`"},
      {If("A1", kAny, {"1", "1"}), "options[1]", "given before"},
  };
  for (const auto& c : cases) {
    Instrument instrument = Valid();
    *Last(&instrument)->add_relevant_if() = c.condition;
    const auto found = CheckInstrument(instrument);
    ASSERT_EQ(found.size(), 1u) << c.condition.ShortDebugString();
    EXPECT_EQ(found[0].field, std::string("sections[0].questions[4].relevant_if[0].") + c.field);
    EXPECT_THAT(found[0].description, HasSubstr(c.description));
  }
  Instrument instrument = Valid();
  for (int i = 0; i <= kMaxConditions; ++i) {
    *Last(&instrument)->add_relevant_if() = If("B2", kAnswered);
  }
  const auto found = CheckInstrument(instrument);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].field, "sections[0].questions[4].relevant_if");
}

}  // namespace
}  // namespace lotse::survey
