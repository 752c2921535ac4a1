#include "services/survey/domain/erasure_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "services/survey/domain/wave_testing.h"
#include "services/survey/engine/household_testing.h"

namespace lotse::survey {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using v1alpha::Wave;

using Codes = google::protobuf::RepeatedPtrField<std::string>;

// F depends on Q, and G on F.
CompiledInstrument Chained() {
  v1alpha::Instrument instrument;
  google::protobuf::TextFormat::ParseFromString(
      R"(sections {
           questions { code: "Q" kind: KIND_SINGLE_CHOICE options { code: "1" } options { code: "2" } }
           questions { code: "F" kind: KIND_SINGLE_CHOICE options { code: "1" } options { code: "2" }
                       relevant_if { code: "Q" test: TEST_ANY_CHOSEN options: "1" } }
           questions { code: "G" kind: KIND_TEXT
                       relevant_if { code: "F" test: TEST_ANY_CHOSEN options: "1" } }
           questions { code: "H" kind: KIND_TEXT } })",
      &instrument);
  return CompiledInstrument(instrument);
}

CompiledInstrument Asked() {
  v1alpha::Instrument instrument;
  google::protobuf::TextFormat::ParseFromString(
      R"(sections {
           questions { code: "Q1" kind: KIND_TEXT }
           questions { code: "M" kind: KIND_MATRIX items { code: "M_1" } items { code: "M_2" }
                       options { code: "1" } } })",
      &instrument);
  return CompiledInstrument(instrument);
}

Codes CodesOf(const std::vector<std::string>& codes) { return Codes(codes.begin(), codes.end()); }

TEST(CodesToErase, AreThoseAndWhatWasAskedBecauseOfThem) {
  const CompiledInstrument asked = Chained();
  EXPECT_THAT(CodesToErase(asked, CodesOf({"Q"})), ElementsAre("Q", "F", "G"));
  EXPECT_THAT(CodesToErase(asked, CodesOf({"H", "F"})), ElementsAre("F", "G", "H"));
  EXPECT_THAT(CodesToErase(asked, CodesOf({"G"})), ElementsAre("G"));
  EXPECT_THAT(CodesToErase(asked, CodesOf({})), ElementsAre()) << "the whole response";
}

TEST(SameErasedCodes, TellsWhetherMoreWasErased) {
  Wave before, after;
  EXPECT_TRUE(SameErasedCodes(before, after));
  AddErasedCodes(Chained(), CodesOf({"Q"}), &after);
  EXPECT_FALSE(SameErasedCodes(before, after));
  EXPECT_FALSE(SameErasedCodes(after, before));
  AddErasedCodes(Chained(), CodesOf({"Q"}), &before);
  EXPECT_TRUE(SameErasedCodes(before, after));
}

TEST(CheckErasure, FindsEachFault) {
  const CompiledInstrument asked = Asked();
  const struct {
    Codes codes;
    bool needed;
    std::string reason;
    std::vector<std::string> fields;
  } cases[] = {
      {CodesOf({"Q1", "M_2"}), true, "why", {}},
      {CodesOf({}), false, "why", {}},
      {CodesOf({}), true, "why", {"codes"}},
      {CodesOf({"Q2"}), false, "why", {"codes[0]"}},
      {CodesOf({"Q1", "M"}), false, "why", {"codes[1]"}},
      {CodesOf({"Q1"}), true, " ", {"reason"}},
      {CodesOf(std::vector<std::string>(501, "Q1")), true, "why", {"codes"}},
      {CodesOf(std::vector<std::string>(500, "Q1")), true, "why", {}},
  };
  for (const auto& c : cases) {
    std::vector<std::string> fields;
    for (const auto& violation : CheckErasure(asked, c.codes, c.needed, c.reason)) {
      fields.push_back(violation.field);
    }
    EXPECT_EQ(fields, c.fields);
  }
}

Wave WaveOf(Wave::State state, Wave::Identity identity) {
  Wave wave = WaveIn(state);
  wave.set_identity(identity);
  return wave;
}

// In an anonymous wave: once it is closed, tables may be out.
TEST(CheckCanErase, OneResponseUntilItIsClosedAndQuestionsOfAllAfterwardsToo) {
  constexpr auto kAnonymous = Wave::IDENTITY_ANONYMOUS, kNamed = Wave::IDENTITY_IDENTIFIED;
  const struct {
    Wave::State state;
    Wave::Identity identity;
    bool response, answers;
  } cases[] = {
      {Wave::STATE_PLANNED, kAnonymous, false, false},
      {Wave::STATE_RELEASED, kAnonymous, true, true},
      {Wave::STATE_OPEN, kAnonymous, true, true},
      {Wave::STATE_CLOSED, kAnonymous, false, true},
      {Wave::STATE_CLOSED, Wave::IDENTITY_CONFIDENTIAL, true, true},
      {Wave::STATE_CLOSED, kNamed, true, true},
      {Wave::STATE_PURGED, kAnonymous, false, false},
      {Wave::STATE_PURGED, kNamed, false, false},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(absl::StrCat(Wave::State_Name(c.state), " ", Wave::Identity_Name(c.identity)));
    const absl::Status response = CheckCanEraseResponse(WaveOf(c.state, c.identity));
    EXPECT_EQ(response.ok(), c.response);
    if (!c.response) {
      EXPECT_EQ(rpc::ReasonOf(response), type::v1alpha::ERROR_REASON_WRONG_STATE);
    }
    const absl::Status answers = CheckCanEraseAnswers(WaveIn(c.state));
    EXPECT_EQ(answers.ok(), c.answers);
    if (!c.answers) {
      EXPECT_EQ(rpc::ReasonOf(answers), type::v1alpha::ERROR_REASON_WRONG_STATE);
    }
  }
  EXPECT_THAT(std::string(CheckCanEraseResponse(WaveOf(Wave::STATE_CLOSED, kAnonymous)).message()),
              HasSubstr("by subtraction"));
  Wave deleted = WaveIn(Wave::STATE_OPEN);
  deleted.mutable_delete_time()->set_seconds(1);
  EXPECT_EQ(rpc::ReasonOf(CheckCanEraseResponse(deleted)),
            type::v1alpha::ERROR_REASON_RESOURCE_DELETED);
}

TEST(AddErasedCodes, KeepsEachOnceInOrder) {
  const CompiledInstrument asked = Asked();
  Wave wave;
  AddErasedCodes(asked, CodesOf({"Q1", "M_2", "Q1"}), &wave);
  AddErasedCodes(asked, CodesOf({"Q1", "M_1"}), &wave);
  EXPECT_THAT(wave.erased_codes(), ElementsAre("M_1", "M_2", "Q1"));
  AddErasedCodes(asked, CodesOf({}), &wave);
  EXPECT_THAT(wave.erased_codes(), ElementsAre("M_1", "M_2", "Q1"));
}

TEST(AddErasedCodes, AddsWhatWasAskedBecauseOfThem) {
  Wave wave;
  AddErasedCodes(Chained(), CodesOf({"F"}), &wave);
  EXPECT_THAT(wave.erased_codes(), ElementsAre("F", "G"));
  AddErasedCodes(Chained(), CodesOf({"Q"}), &wave);
  EXPECT_THAT(wave.erased_codes(), ElementsAre("F", "G", "Q"));
}

TEST(ErasureRules, WhatExpressionsTellOfItGoesToo) {
  const CompiledInstrument household(HouseholdForm());
  const auto erased_with = [&](const std::string& code) {
    google::protobuf::RepeatedPtrField<std::string> codes;
    *codes.Add() = code;
    return CodesToErase(household, codes);
  };
  // Where the town is offered depends on the canton.
  EXPECT_THAT(erased_with("canton"), ElementsAre("canton", "town"));
  // The sum is computed from the ages; whether there is a school, and which child it is, too.
  EXPECT_THAT(erased_with("years"), ElementsAre("sum", "years", "school", "is_child"));
  // Who is under age is not asked whom she lives with.
  EXPECT_THAT(erased_with("age"),
              ElementsAre("age", "sum", "years", "school", "pet", "is_child", "people", "pets"));
  EXPECT_THAT(erased_with("pet"), ElementsAre("pet"));
  google::protobuf::RepeatedPtrField<std::string> codes;
  *codes.Add() = "pet";
  EXPECT_TRUE(CheckErasure(household, codes, true, "Grund").empty());
}

}  // namespace
}  // namespace lotse::survey
