#include "services/engagement/app/values.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/engagement/app/app_testing.h"
#include "services/engagement/domain/value_test_data.h"

// Indicators and measurements: each method with each documented error. Over a real store.
namespace lotse::engagement {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using v1alpha::Indicator;
using v1alpha::IndicatorDefinition;
using v1alpha::Measurement;

class ValuesTest : public EngagementTesting {
 protected:
  void SetUp() override {
    EngagementTesting::SetUp();
    ASSERT_EQ(MakeIndicator("schulungen", &indicator_), kOk) << status_;
  }

  rpc::ErrorReason MakeIndicator(const char* id, Indicator* indicator,
                                 const char* parent = kEngagement) {
    return Create<v1alpha::CreateIndicatorRequest>(parent, id, indicator);
  }
  rpc::ErrorReason Measure(int month, Measurement* measurement) {
    return Create<v1alpha::CreateMeasurementRequest>(kIndicator, absl::StrCat("m", month),
                                                     measurement);
  }
  // Creates a measurement of a month.
  Measurement Measured(int month, const std::string& value) {
    Measurement measurement = GoodMeasurement(month, value);
    EXPECT_EQ(Measure(month, &measurement), kOk) << status_;
    return measurement;
  }
  rpc::ErrorReason UpdateMeasurement(Measurement* measurement) {
    return Update<v1alpha::UpdateMeasurementRequest>(measurement);
  }
  rpc::ErrorReason UpdateIndicator(Indicator* indicator) {
    return Update<v1alpha::UpdateIndicatorRequest>(indicator);
  }
  rpc::ErrorReason Move(v1alpha::MeasurementStep step, Measurement* measurement) {
    v1alpha::MoveMeasurementRequest q;
    q.set_step(step);
    return Step(&MoveMeasurement, q, measurement);
  }
  rpc::ErrorReason Decide(v1alpha::MeasurementStep step, Measurement* measurement) {
    v1alpha::DecideMeasurementRequest q;
    q.set_step(step);
    return Step(&DecideMeasurement, q, measurement);
  }
  void Lock(Measurement* measurement) {
    ASSERT_EQ(Move(v1alpha::MEASUREMENT_STEP_SUBMIT, measurement), kOk) << status_;
    ASSERT_EQ(Decide(v1alpha::MEASUREMENT_STEP_VALIDATE, measurement), kOk) << status_;
    ASSERT_EQ(Decide(v1alpha::MEASUREMENT_STEP_LOCK, measurement), kOk) << status_;
  }
  rpc::ErrorReason Corrected(const char* reason, Measurement* measurement) {
    v1alpha::CorrectMeasurementRequest q;
    q.set_reason(reason);
    return Step(&CorrectMeasurement, q, measurement);
  }
  rpc::ErrorReason Achieve(v1alpha::GetAchievementRequest q = {}) {
    if (q.name().empty()) q.set_name(kIndicator);
    return Read(&GetAchievement, q, &achievement_);
  }
  std::string Message() const { return std::string(status_.message()); }

  Indicator indicator_ = CountedIndicator();
  v1alpha::GetAchievementResponse achievement_;
};

TEST_F(ValuesTest, AnIndicatorStartsWithVersionOne) {
  EXPECT_EQ(indicator_.definition_version(), 1);
  Indicator wrong = CountedIndicator();
  wrong.mutable_definition()->clear_unit();
  EXPECT_EQ(MakeIndicator("zwei", &wrong), kInvalid);
  EXPECT_THAT(Message(), HasSubstr("indicator.definition.unit"));
  wrong = CountedIndicator();
  wrong.set_accountable_unit("administrations/musterstadt/orgUnits/none");
  EXPECT_EQ(MakeIndicator("zwei", &wrong), kInvalid);
  EXPECT_THAT(Message(), HasSubstr("indicator.accountable_unit: does not exist"));
  EXPECT_EQ(MakeIndicator("zwei", &wrong, "programmes/viv/engagements/none"), kNotFound);
  wrong = CountedIndicator();
  EXPECT_EQ(MakeIndicator("zwei", &wrong, "programmes/viv/engagements/eins/x"), kInvalid);
  EXPECT_THAT(Message(), HasSubstr("parent: not a name of the form"));
}

TEST_F(ValuesTest, AChangedDefinitionLeavesOldMeasurementsAsTheyWere) {
  const Measurement old = Measured(4, "30");
  const IndicatorDefinition first = indicator_.definition();
  indicator_.mutable_definition()->set_value_type(IndicatorDefinition::VALUE_TYPE_PERCENT);
  indicator_.mutable_definition()->set_aggregation(IndicatorDefinition::AGGREGATION_NONE);
  indicator_.mutable_definition()->clear_dimensions();
  ASSERT_EQ(UpdateIndicator(&indicator_), kOk) << status_;
  EXPECT_EQ(indicator_.definition_version(), 2);
  ASSERT_EQ(indicator_.earlier_definitions_size(), 1);
  EXPECT_EQ(indicator_.earlier_definitions(0).DebugString(), first.DebugString());
  Measurement read;
  ASSERT_EQ(ByName<v1alpha::GetMeasurementRequest>(old.name().c_str(), &read), kOk);
  EXPECT_EQ(read.DebugString(), old.DebugString());
  // What is new goes by the present definition, what is old by its own.
  Measurement now = GoodMeasurement(5, "101");
  EXPECT_EQ(Measure(5, &now), kInvalid);
  EXPECT_THAT(Message(), HasSubstr("per cent go from 0 to 100"));
  now = Measured(5, "99");
  EXPECT_EQ(now.definition_version(), 2);
  read.mutable_value()->set_value("101");
  ASSERT_EQ(UpdateMeasurement(&read), kOk) << status_;
  EXPECT_EQ(read.definition_version(), 1);
  // A change of the title is no change of the definition.
  indicator_.mutable_title()->mutable_variants(0)->set_text("Anders");
  ASSERT_EQ(UpdateIndicator(&indicator_), kOk) << status_;
  EXPECT_EQ(indicator_.definition_version(), 2);
}

TEST_F(ValuesTest, NoDefinitionIsDropped) {
  for (int i = 0; i < 20; ++i) {
    auto* method = indicator_.mutable_definition()->mutable_method();
    method->clear_variants();
    auto* variant = method->add_variants();
    variant->set_language("de");
    variant->set_text(absl::StrCat("Weise ", i));
    ASSERT_EQ(UpdateIndicator(&indicator_), kOk) << status_;
  }
  indicator_.mutable_definition()->clear_method();
  EXPECT_EQ(UpdateIndicator(&indicator_), kInvalid);
  EXPECT_THAT(Message(), HasSubstr("has 21 versions, and no more are kept"));
}

TEST_F(ValuesTest, ASharedIndicatorIsInheritedWithItsDefinition) {
  Indicator shared = CountedIndicator();
  ASSERT_EQ(MakeIndicator("schulungen", &shared, kProgramme), kOk) << status_;
  Indicator heir = CountedIndicator();
  heir.set_shared_indicator("programmes/viv/indicators/none");
  EXPECT_EQ(MakeIndicator("erbe", &heir), kInvalid);
  EXPECT_THAT(Message(), HasSubstr("indicator.shared_indicator: does not exist"));
  heir.set_shared_indicator(shared.name());
  heir.mutable_definition()->set_effect_level(3);
  EXPECT_EQ(MakeIndicator("erbe", &heir), kInvalid);
  EXPECT_THAT(Message(), HasSubstr("indicator.definition: differs from that of"));
  heir.mutable_definition()->set_effect_level(2);
  ASSERT_EQ(MakeIndicator("erbe", &heir), kOk) << status_;
  Indicator second = heir;
  EXPECT_EQ(MakeIndicator("zweiter", &second), kInvalid);
  EXPECT_THAT(Message(), HasSubstr("is inherited by programmes/viv/engagements/eins/indicators/"
                                   "erbe already"));
  // A change of the shared one is followed by writing the same, and by nothing else.
  shared.mutable_definition()->set_effect_level(4);
  ASSERT_EQ(UpdateIndicator(&shared), kOk) << status_;
  heir.set_key(true);
  ASSERT_EQ(UpdateIndicator(&heir), kOk) << status_;
  heir.mutable_definition()->set_effect_level(5);
  EXPECT_EQ(UpdateIndicator(&heir), kInvalid);
  heir.mutable_definition()->set_effect_level(4);
  ASSERT_EQ(UpdateIndicator(&heir), kOk) << status_;
  EXPECT_EQ(heir.definition_version(), 2);
  // Its place is free while it is deleted, and may be taken.
  ASSERT_EQ(ByName<v1alpha::DeleteIndicatorRequest>(heir.name().c_str(), &heir), kOk);
  second.mutable_definition()->set_effect_level(4);
  ASSERT_EQ(MakeIndicator("zweiter", &second), kOk) << status_;
  EXPECT_EQ(ByName<v1alpha::UndeleteIndicatorRequest>(heir.name().c_str(), heir.etag(), &heir),
            kInvalid);
}

TEST_F(ValuesTest, AMeasurementStartsAsADraft) {
  Measurement made = Measured(5, "30");
  EXPECT_EQ(made.state(), Measurement::STATE_DRAFT);
  EXPECT_EQ(made.revision_number(), 1);
  EXPECT_EQ(made.definition_version(), 1);
  EXPECT_EQ(made.source(), Measurement::SOURCE_MANUAL);
  const std::string first = made.DebugString();
  EXPECT_EQ(Measured(5, "30").DebugString(), first) << "sent again";
  Measurement other = GoodMeasurement(5, "31");
  EXPECT_EQ(Measure(5, &other), kExists);
  other = GoodMeasurement(6, "1.5");
  EXPECT_EQ(Measure(6, &other), kInvalid);
  EXPECT_THAT(Message(), HasSubstr("measurement.value"));
  EXPECT_EQ(Create<v1alpha::CreateMeasurementRequest>(
                "programmes/viv/engagements/eins/indicators/none", "m", &other),
            kNotFound);
}

TEST_F(ValuesTest, PeriodsDoNotOverlap) {
  Measured(5, "30");
  Measurement other = GoodMeasurement(6, "1");
  other.mutable_start_date()->set_month(5);
  EXPECT_EQ(Measure(6, &other), kInvalid);
  EXPECT_THAT(Message(), HasSubstr("measurement.start_date: the period overlaps that of"));
  EXPECT_THAT(Message(), HasSubstr("measurements/m5"));
  // A period that was given up is free, until it is taken back.
  Measurement first;
  const std::string name = GoodMeasurement(5, "").name();
  ASSERT_EQ(ByName<v1alpha::DeleteMeasurementRequest>(name.c_str(), &first), kOk) << status_;
  ASSERT_EQ(Measure(6, &other), kOk) << status_;
  using Undelete = v1alpha::UndeleteMeasurementRequest;
  EXPECT_EQ(ByName<Undelete>(name.c_str(), first.etag(), &first), kInvalid);
  EXPECT_THAT(Message(), HasSubstr("measurements/m6"));
  ASSERT_EQ(ByName<v1alpha::DeleteMeasurementRequest>(other.name().c_str(), &other), kOk);
  EXPECT_EQ(ByName<Undelete>(name.c_str(), first.etag(), &first), kOk) << status_;
}

TEST_F(ValuesTest, WarningsAreThoseOfTheLastTimeItWasStored) {
  indicator_.mutable_definition()->set_accumulation(IndicatorDefinition::ACCUMULATION_CUMULATIVE);
  ASSERT_EQ(UpdateIndicator(&indicator_), kOk) << status_;
  Measurement may = Measured(5, "30");
  Measurement june = Measured(6, "20");
  EXPECT_THAT(june.warnings(), ElementsAre("DECREASED"));
  may.mutable_value()->set_value("10");
  ASSERT_EQ(UpdateMeasurement(&may), kOk) << status_;
  ASSERT_EQ(Move(v1alpha::MEASUREMENT_STEP_SUBMIT, &june), kOk) << status_;
  EXPECT_THAT(june.warnings(), IsEmpty());
}

TEST_F(ValuesTest, AMeasurementIsHandedInCheckedAndLocked) {
  Measurement measurement = Measured(5, "30");
  EXPECT_EQ(Decide(v1alpha::MEASUREMENT_STEP_VALIDATE, &measurement), kState);
  EXPECT_EQ(Move(v1alpha::MEASUREMENT_STEP_WITHDRAW, &measurement), kState);
  EXPECT_EQ(Move(v1alpha::MEASUREMENT_STEP_VALIDATE, &measurement), kInvalid);
  EXPECT_EQ(Move(v1alpha::MEASUREMENT_STEP_UNSPECIFIED, &measurement), kInvalid);
  EXPECT_EQ(Decide(v1alpha::MEASUREMENT_STEP_SUBMIT, &measurement), kInvalid);
  Measurement stale = measurement;
  stale.set_etag("7");
  EXPECT_EQ(Move(v1alpha::MEASUREMENT_STEP_SUBMIT, &stale), kEtag);
  stale.clear_etag();
  EXPECT_EQ(Move(v1alpha::MEASUREMENT_STEP_SUBMIT, &stale), kInvalid);
  stale.set_name(std::string(kIndicator) + "/measurements/none");
  stale.set_etag("1");
  EXPECT_EQ(Move(v1alpha::MEASUREMENT_STEP_SUBMIT, &stale), kNotFound);
  ASSERT_EQ(Move(v1alpha::MEASUREMENT_STEP_SUBMIT, &measurement), kOk) << status_;
  ASSERT_EQ(Move(v1alpha::MEASUREMENT_STEP_WITHDRAW, &measurement), kOk) << status_;
  Lock(&measurement);
  EXPECT_EQ(measurement.state(), Measurement::STATE_LOCKED);
}

TEST_F(ValuesTest, WhatIsHandedInIsNotEdited) {
  Measurement measurement = Measured(5, "30");
  ASSERT_EQ(Move(v1alpha::MEASUREMENT_STEP_SUBMIT, &measurement), kOk) << status_;
  Measurement changed = measurement;
  changed.mutable_value()->set_value("31");
  EXPECT_EQ(UpdateMeasurement(&changed), kFinal);
  EXPECT_THAT(Message(), HasSubstr("is SUBMITTED"));
  changed = measurement;
  EXPECT_EQ(UpdateMeasurement(&changed), kOk) << "nothing is different";
  Measurement out;
  EXPECT_EQ(ByName<v1alpha::DeleteMeasurementRequest>(measurement.name().c_str(), &out), kFinal);
}

TEST_F(ValuesTest, WhatIsLockedChangesByACorrectionOnly) {
  Measurement measurement = Measured(5, "30");
  EXPECT_EQ(Corrected("Zählfehler", &measurement), kState);
  Lock(&measurement);
  EXPECT_EQ(Corrected("", &measurement), kInvalid);
  EXPECT_THAT(Message(), HasSubstr("reason: missing"));
  ASSERT_EQ(Corrected("Zählfehler", &measurement), kOk) << status_;
  EXPECT_EQ(measurement.state(), Measurement::STATE_DRAFT);
  EXPECT_EQ(measurement.revision_number(), 2);
  Measurement out;
  EXPECT_EQ(ByName<v1alpha::DeleteMeasurementRequest>(measurement.name().c_str(), &out), kFinal)
      << "what was locked does not vanish";
  measurement.mutable_value()->set_value("35");
  ASSERT_EQ(UpdateMeasurement(&measurement), kOk) << status_;
  ASSERT_EQ(Achieve(), kOk);
  EXPECT_EQ(achievement_.actual().value(), "30") << "until the new one is validated";
  Lock(&measurement);
  EXPECT_EQ(measurement.value().value(), "35");
  ASSERT_EQ(measurement.earlier_revisions_size(), 1);
  EXPECT_EQ(measurement.earlier_revisions(0).value().value(), "30");
  EXPECT_EQ(measurement.earlier_revisions(0).reason(), "Zählfehler");
  ASSERT_EQ(Achieve(), kOk);
  EXPECT_EQ(achievement_.actual().value(), "35");
}

TEST_F(ValuesTest, AchievementIsThatOfADay) {
  Measurement may = Measured(5, "30");
  Measurement july = Measured(7, "50");  // Ends after today.
  ASSERT_EQ(Achieve(), kOk) << status_;
  EXPECT_EQ(achievement_.undefined_reason(), "NO_VALUE");
  v1alpha::GetAchievementRequest q;
  q.set_drafts_too(true);
  ASSERT_EQ(Achieve(q), kOk);
  EXPECT_EQ(achievement_.ratio(), "1/2");
  EXPECT_EQ(achievement_.measurement(), may.name());
  *q.mutable_as_of_date() = july.end_date();
  ASSERT_EQ(Achieve(q), kOk);
  EXPECT_EQ(achievement_.ratio(), "1");
  EXPECT_EQ(achievement_.ratio_percent().value(), "100");
  EXPECT_EQ(achievement_.target_id(), "ende");
  q.mutable_as_of_date()->set_month(13);
  EXPECT_EQ(Achieve(q), kInvalid);
  EXPECT_THAT(Message(), HasSubstr("as_of_date"));
  q.Clear();
  q.set_name("programmes/viv/engagements/eins/indicators/none");
  EXPECT_EQ(Achieve(q), kNotFound);
}

}  // namespace
}  // namespace lotse::engagement
