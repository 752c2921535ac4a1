#include "services/survey/engine/compiled_instrument.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace lotse::survey {
namespace {

using v1alpha::Instrument;
using v1alpha::Question;

Instrument Sample() {
  Instrument instrument;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(
        sections {
          questions {
            code: "A"
            kind: KIND_SINGLE_CHOICE
            options { code: "y" }
            options { code: "n" }
          }
          questions {
            code: "M"
            kind: KIND_MATRIX
            required: true
            options { code: "1" }
            options { code: "2" }
            items { code: "M_1" }
            items { code: "M_2" }
          }
        }
        sections {
          questions { code: "N" kind: KIND_INTEGER minimum: 0 }
          questions { code: "T" kind: KIND_TEXT }
          questions { code: "U" kind: KIND_TEXT maximum_bytes: 12 }
        })pb",
      &instrument));
  return instrument;
}

TEST(CompiledInstrument, HasOneVariablePerQuestionAndPerItem) {
  const CompiledInstrument compiled(Sample());
  std::vector<std::string> codes;
  for (const Variable& variable : compiled.variables()) codes.push_back(variable.code);
  EXPECT_THAT(codes, testing::ElementsAre("A", "M_1", "M_2", "N", "T", "U"));
}

TEST(CompiledInstrument, FindsVariablesByCode) {
  const CompiledInstrument compiled(Sample());
  for (std::size_t i = 0; i < compiled.variables().size(); ++i) {
    EXPECT_EQ(compiled.Position(compiled.variables()[i].code), i);
  }
  EXPECT_EQ(compiled.Position("M"), std::nullopt) << "a matrix is answered by its items";
  EXPECT_EQ(compiled.Position("m_1"), std::nullopt) << "codes are told apart by case";
  EXPECT_TRUE(compiled.IsMatrix("M"));
  EXPECT_FALSE(compiled.IsMatrix("A"));
}

TEST(CompiledInstrument, FindsRepeatsByCode) {
  Instrument instrument;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(
        sections {
          questions {
            code: "R2"
            kind: KIND_REPEAT
            questions { code: "A" kind: KIND_TEXT }
            questions {
              code: "R1"
              kind: KIND_REPEAT
              questions { code: "B" kind: KIND_TEXT }
              questions { code: "C" kind: KIND_TEXT }
            }
          }
          questions {
            code: "R3"
            kind: KIND_REPEAT
            questions { code: "D" kind: KIND_TEXT }
          }
        })pb",
      &instrument));
  const CompiledInstrument compiled(instrument);
  ASSERT_EQ(compiled.repeats().size(), 3u);
  for (std::size_t i = 0; i < compiled.repeats().size(); ++i) {
    EXPECT_EQ(compiled.RepeatPosition(compiled.repeats()[i].code), i);
  }
  EXPECT_EQ(compiled.repeats()[0].within, std::vector<std::size_t>{1});
  EXPECT_EQ(compiled.repeats()[1].variables.size(), 2u);
  EXPECT_EQ(compiled.RepeatPosition("A"), std::nullopt);
}

TEST(CompiledInstrument, ItemsShareOptionsAndTakeOverWhetherTheyAreRequired) {
  const CompiledInstrument compiled(Sample());
  const Variable& first = compiled.variables()[1];
  const Variable& second = compiled.variables()[2];
  EXPECT_EQ(first.options, second.options);
  EXPECT_EQ(first.options->size(), 2u);
  EXPECT_EQ(first.options->Position("1"), 0u);
  EXPECT_EQ(first.options->Position("2"), 1u);
  EXPECT_EQ(first.options->Position("3"), std::nullopt);
  EXPECT_TRUE(first.required && second.required);
}

TEST(CompiledInstrument, LimitsKeepTheDifferenceBetweenZeroAndNone) {
  const CompiledInstrument compiled(Sample());
  EXPECT_EQ(compiled.variables()[3].limits->minimum, 0);
  EXPECT_EQ(compiled.variables()[3].limits->maximum, std::nullopt);
  EXPECT_EQ(compiled.variables()[4].limits->maximum_bytes, 10'000u);
  EXPECT_EQ(compiled.variables()[5].limits->maximum_bytes, 12u);
}

TEST(CompiledInstrument, OutlivesAndSurvivesMovesOfItsSource) {
  auto source = std::make_unique<Instrument>(Sample());
  CompiledInstrument compiled(*source);
  source.reset();
  const CompiledInstrument moved(std::move(compiled));
  EXPECT_EQ(moved.variables()[*moved.Position("M_2")].options->Position("2"), 1u);
}

}  // namespace
}  // namespace lotse::survey
