#include "services/engagement/domain/measurement_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "runtime/rpc/error.h"
#include "services/engagement/domain/state_machine_testing.h"
#include "services/engagement/domain/value_checks.h"
#include "services/engagement/domain/value_test_data.h"
#include "services/engagement/domain/violation_testing.h"

namespace lotse::engagement {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using v1alpha::Indicator;
using v1alpha::IndicatorDefinition;
using v1alpha::Measurement;

Measurement Good() {
  Measurement measurement = GoodMeasurement(5, "30");
  measurement.set_state(Measurement::STATE_DRAFT);
  return measurement;
}

void AddPart(const char* dimension, const char* category, const char* value,
             Measurement* measurement) {
  auto* part = measurement->add_breakdown();
  part->set_dimension_id(dimension);
  part->set_category_id(category);
  part->mutable_value()->set_value(value);
}

TEST(MeasurementMachine, HasTheseStepsOnly) {
  EXPECT_EQ(LegalOf(MeasurementMachine()), (std::set<std::string>{
                                               "DRAFT SUBMIT -> SUBMITTED",
                                               "LOCKED CORRECT -> DRAFT",
                                               "SUBMITTED RETURN -> DRAFT",
                                               "SUBMITTED VALIDATE -> VALIDATED",
                                               "SUBMITTED WITHDRAW -> DRAFT",
                                               "VALIDATED LOCK -> LOCKED",
                                               "VALIDATED RETURN -> DRAFT",
                                           }));
}

TEST(CheckMeasurement, FindsEachFault) {
  struct Case {
    const char* field;  // Null if it is right.
    std::function<void(Measurement*)> change;
  };
  const auto evidence = [](Measurement* m) {
    m->set_source(Measurement::SOURCE_SURVEY);
    m->mutable_evidence()->set_name("programmes/viv/engagements/eins/surveys/s/waves/w");
    m->mutable_evidence()->set_revision(3);
    m->mutable_evidence()->set_sha256(std::string(64, 'a'));
  };
  const Case cases[] = {
      {nullptr, [](auto*) {}},
      {nullptr, evidence},
      {nullptr,
       [](auto* m) {
         m->clear_value();
         *m->mutable_not_measurable_reason() = CountedIndicator().title();
       }},
      {nullptr,
       [&](auto* m) {
         m->set_name("programmes/viv/indicators/i/measurements/m");
         evidence(m);
       }},
      {"measurement.end_date", [](auto* m) { m->mutable_end_date()->set_month(4); }},
      {"measurement.start_date", [](auto* m) { m->clear_start_date(); }},
      {"measurement.as_of_date", [](auto* m) { m->mutable_as_of_date()->set_year(2021); }},
      {"measurement.value", [](auto* m) { m->clear_value(); }},
      {"measurement.value",
       [](auto* m) { *m->mutable_not_measurable_reason() = CountedIndicator().title(); }},
      {"measurement.breakdown",
       [](auto* m) {
         m->clear_value();
         *m->mutable_not_measurable_reason() = CountedIndicator().title();
         AddPart("amt", "jugend", "1", m);
       }},
      {"measurement.breakdown",
       [](auto* m) {
         for (int i = 0; i < 201; ++i) AddPart("amt", "jugend", "1", m);
       }},
      {"measurement.source", [](auto* m) { m->set_source(static_cast<Measurement::Source>(9)); }},
      {"measurement.evidence", [](auto* m) { m->set_source(Measurement::SOURCE_SURVEY); }},
      {"measurement.evidence.name",
       [&](auto* m) {
         evidence(m);
         m->mutable_evidence()->set_name("programmes/viv/engagements/eins2/surveys/s");
       }},
      {"measurement.evidence.revision",
       [&](auto* m) {
         evidence(m);
         m->mutable_evidence()->clear_revision();
       }},
      {"measurement.evidence.sha256",
       [&](auto* m) {
         evidence(m);
         m->mutable_evidence()->set_sha256(std::string(63, 'a'));
       }},
      {"measurement.evidence.sha256",
       [&](auto* m) {
         evidence(m);
         m->mutable_evidence()->set_sha256(std::string(64, 'g'));
       }},
      {"measurement.external_ids[0].system", [](auto* m) { m->add_external_ids(); }},
  };
  for (const Case& c : cases) {
    Measurement measurement = Good();
    c.change(&measurement);
    const auto violations = CheckMeasurement(measurement);
    ExpectBothLanguages(violations);
    EXPECT_EQ(violations.empty(), c.field == nullptr);
    if (c.field != nullptr && !violations.empty()) {
      EXPECT_EQ(violations[0].field, c.field);
    }
  }
}

TEST(CheckMeasuredBy, ValuesAreOfTheType) {
  struct Case {
    IndicatorDefinition::ValueType type;
    int decimals;
    const char* value;
    bool right;
  };
  const Case cases[] = {
      {IndicatorDefinition::VALUE_TYPE_COUNT, 0, "0", true},
      {IndicatorDefinition::VALUE_TYPE_COUNT, 0, "12.000", true},
      {IndicatorDefinition::VALUE_TYPE_COUNT, 0, "-1", false},
      {IndicatorDefinition::VALUE_TYPE_COUNT, 0, "1.5", false},
      {IndicatorDefinition::VALUE_TYPE_COUNT, 0, "N/A", false},
      {IndicatorDefinition::VALUE_TYPE_COUNT, 0, "yes", false},
      {IndicatorDefinition::VALUE_TYPE_COUNT, 0, "1,5", false},
      {IndicatorDefinition::VALUE_TYPE_COUNT, 0, "1e3", false},
      {IndicatorDefinition::VALUE_TYPE_NUMBER, 2, "-12.34", true},
      {IndicatorDefinition::VALUE_TYPE_NUMBER, 2, "12.340", true},
      {IndicatorDefinition::VALUE_TYPE_NUMBER, 2, "12.345", false},
      {IndicatorDefinition::VALUE_TYPE_NUMBER, 6, "0.000001", true},
      {IndicatorDefinition::VALUE_TYPE_PERCENT, 1, "0", true},
      {IndicatorDefinition::VALUE_TYPE_PERCENT, 1, "100", true},
      {IndicatorDefinition::VALUE_TYPE_PERCENT, 1, "100.1", false},
      {IndicatorDefinition::VALUE_TYPE_PERCENT, 1, "-0.1", false},
      {IndicatorDefinition::VALUE_TYPE_RATIO, 3, "1.125", true},
      {IndicatorDefinition::VALUE_TYPE_RATIO, 3, "-1.125", false},
      {IndicatorDefinition::VALUE_TYPE_SCORE, 1, "-3.5", true},
  };
  for (const Case& c : cases) {
    Indicator indicator = CountedIndicator();
    indicator.mutable_definition()->set_value_type(c.type);
    indicator.mutable_definition()->set_decimals(c.decimals);
    Measurement measurement = GoodMeasurement(5, c.value);
    const auto violations = CheckMeasuredBy(indicator.definition(), measurement);
    ExpectBothLanguages(violations);
    EXPECT_EQ(violations.empty(), c.right) << c.value;
    if (!violations.empty()) {
      EXPECT_EQ(violations[0].field, "measurement.value");
    }
  }
}

TEST(CheckMeasuredBy, CategoriesAreThoseOfTheDefinition) {
  struct Case {
    const char* dimension;
    const char* category;
    const char* value;
    const char* field;  // Null if it is right.
  };
  const Case cases[] = {
      {"amt", "jugend", "3", nullptr},
      {"amt", "soziales", "3", "measurement.breakdown[1].category_id"},  // The second time.
      {"amt", "sport", "3", "measurement.breakdown[1].category_id"},
      {"ort", "jugend", "3", "measurement.breakdown[1].category_id"},
      {"amt", "jugend", "x", "measurement.breakdown[1].value"},
      {"amt", "jugend", "-1", "measurement.breakdown[1].value"},
  };
  for (const Case& c : cases) {
    Measurement measurement = Good();
    AddPart("amt", "soziales", "10", &measurement);
    AddPart(c.dimension, c.category, c.value, &measurement);
    const auto violations = CheckMeasuredBy(CountedIndicator().definition(), measurement);
    ExpectBothLanguages(violations);
    EXPECT_EQ(violations.empty(), c.field == nullptr) << c.category;
    if (c.field != nullptr && !violations.empty()) {
      EXPECT_EQ(violations[0].field, c.field);
    }
  }
}

TEST(Overlapped, OneDayIsEnough) {
  const std::vector<Measurement> all = {GoodMeasurement(4, "1"), GoodMeasurement(6, "1")};
  Measurement measurement = GoodMeasurement(5, "1");
  EXPECT_EQ(Overlapped(measurement, all), nullptr);
  *measurement.mutable_start_date() = all[0].end_date();
  EXPECT_EQ(Overlapped(measurement, all), &all[0]);
  measurement = GoodMeasurement(5, "1");
  *measurement.mutable_end_date() = all[1].start_date();
  EXPECT_EQ(Overlapped(measurement, all), &all[1]);
  measurement.set_name(all[1].name());
  EXPECT_EQ(Overlapped(measurement, all), nullptr) << "it is no other";
}

TEST(SetWarnings, WhatIsCumulativeDoesNotDecrease) {
  Indicator indicator = CountedIndicator();
  indicator.mutable_definition()->set_accumulation(IndicatorDefinition::ACCUMULATION_CUMULATIVE);
  Measurement missing = GoodMeasurement(7, "0");
  missing.clear_value();
  const std::vector<Measurement> all = {GoodMeasurement(8, "99"), missing, GoodMeasurement(5, "40"),
                                        GoodMeasurement(4, "90")};
  Measurement measurement = GoodMeasurement(7, "39");
  SetWarnings(indicator, all, &measurement);
  EXPECT_THAT(measurement.warnings(), ElementsAre("DECREASED")) << "from the last before it";
  measurement.mutable_value()->set_value("40");
  SetWarnings(indicator, all, &measurement);
  EXPECT_THAT(measurement.warnings(), IsEmpty()) << "made anew each time";
  measurement.mutable_value()->set_value("39");
  SetWarnings(CountedIndicator(), all, &measurement);
  EXPECT_THAT(measurement.warnings(), IsEmpty()) << "a snapshot may";
  // What was measured by something else is not compared.
  *indicator.add_earlier_definitions() = indicator.definition();
  indicator.set_definition_version(2);
  indicator.mutable_definition()->set_value_type(IndicatorDefinition::VALUE_TYPE_NUMBER);
  measurement.set_definition_version(2);
  SetWarnings(indicator, all, &measurement);
  EXPECT_THAT(measurement.warnings(), IsEmpty());
}

TEST(SetWarnings, CategoriesMakeTheValue) {
  struct Case {
    std::vector<std::pair<const char*, const char*>> parts;
    IndicatorDefinition::ValueType type;
    bool differs;
  };
  const auto count = IndicatorDefinition::VALUE_TYPE_COUNT;
  const Case cases[] = {
      {{}, count, false},
      {{{"soziales", "10"}, {"jugend", "20"}}, count, false},
      {{{"soziales", "10"}, {"jugend", "19"}}, count, true},
      {{{"soziales", "11"}, {"jugend", "20"}}, count, true},
      {{{"soziales", "29"}}, count, false},  // The rest is unknown.
      {{{"soziales", "30"}}, count, false},
      {{{"soziales", "31"}}, count, true},
      {{{"soziales", "31"}}, IndicatorDefinition::VALUE_TYPE_NUMBER, true},
      {{{"soziales", "31"}}, IndicatorDefinition::VALUE_TYPE_PERCENT, false},
      {{{"soziales", "31"}}, IndicatorDefinition::VALUE_TYPE_SCORE, false},
  };
  for (const Case& c : cases) {
    Indicator indicator = CountedIndicator();
    indicator.mutable_definition()->set_value_type(c.type);
    Measurement measurement = Good();
    for (const auto& [category, value] : c.parts) AddPart("amt", category, value, &measurement);
    SetWarnings(indicator, {}, &measurement);
    EXPECT_EQ(measurement.warnings_size() == 1, c.differs) << c.parts.size();
    if (c.differs) {
      EXPECT_EQ(measurement.warnings(0), "BREAKDOWN_SUM");
    }
  }
}

TEST(CheckDeletable, OnlyADraftThatWasNeverLocked) {
  Measurement measurement = Good();
  EXPECT_TRUE(CheckOpen(measurement).ok());
  EXPECT_TRUE(CheckDeletable(measurement).ok());
  measurement.add_earlier_revisions();
  EXPECT_TRUE(CheckOpen(measurement).ok());
  EXPECT_EQ(rpc::ReasonOf(CheckDeletable(measurement)), type::v1alpha::ERROR_REASON_CONTENT_FINAL);
  for (const auto state :
       {Measurement::STATE_SUBMITTED, Measurement::STATE_VALIDATED, Measurement::STATE_LOCKED}) {
    measurement = Good();
    measurement.set_state(state);
    EXPECT_EQ(rpc::ReasonOf(CheckOpen(measurement)), type::v1alpha::ERROR_REASON_CONTENT_FINAL);
    EXPECT_EQ(rpc::ReasonOf(CheckDeletable(measurement)),
              type::v1alpha::ERROR_REASON_CONTENT_FINAL);
  }
}

TEST(Correct, KeepsWhatWasLocked) {
  Measurement measurement = GoodMeasurement(5, "30");
  EXPECT_EQ(rpc::ReasonOf(Correct("Zählfehler", absl::FromUnixSeconds(7), &measurement)),
            type::v1alpha::ERROR_REASON_WRONG_STATE);
  EXPECT_TRUE(measurement.earlier_revisions().empty());
  measurement.set_state(Measurement::STATE_LOCKED);
  AddPart("amt", "jugend", "3", &measurement);
  *measurement.mutable_as_of_date() = measurement.end_date();
  measurement.mutable_evidence()->set_revision(4);
  ASSERT_TRUE(Correct("Zählfehler", absl::FromUnixSeconds(7), &measurement).ok());
  EXPECT_EQ(measurement.state(), Measurement::STATE_DRAFT);
  EXPECT_EQ(measurement.revision_number(), 2);
  ASSERT_EQ(measurement.earlier_revisions_size(), 1);
  const auto& earlier = measurement.earlier_revisions(0);
  EXPECT_EQ(earlier.revision_number(), 1);
  EXPECT_EQ(earlier.value().value(), "30");
  EXPECT_EQ(earlier.reason(), "Zählfehler");
  EXPECT_EQ(earlier.correct_time().seconds(), 7);
  EXPECT_EQ(earlier.breakdown_size(), 1);
  EXPECT_EQ(earlier.as_of_date().month(), 5);
  EXPECT_EQ(earlier.evidence().revision(), 4);
}

TEST(Correct, NoRevisionIsDropped) {
  Measurement measurement = GoodMeasurement(5, "30");
  for (int i = 0; i < kMostCorrections; ++i) {
    measurement.set_state(Measurement::STATE_LOCKED);
    ASSERT_TRUE(Correct("x", absl::FromUnixSeconds(7), &measurement).ok()) << i;
  }
  measurement.set_state(Measurement::STATE_LOCKED);
  const absl::Status refused = Correct("x", absl::FromUnixSeconds(7), &measurement);
  EXPECT_EQ(rpc::ReasonOf(refused), type::v1alpha::ERROR_REASON_CONTENT_FINAL);
  EXPECT_THAT(std::string(refused.message()), HasSubstr("20 times"));
  EXPECT_EQ(measurement.revision_number(), 21);
}

}  // namespace
}  // namespace lotse::engagement
