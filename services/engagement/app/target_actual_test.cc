#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lotse/engagement/v1alpha/measurement_service.pb.h"
#include "services/engagement/app/app_testing.h"
#include "services/engagement/app/values.h"
#include "services/engagement/domain/value_test_data.h"

// The questions about the values of several indicators. Over a real store.
namespace lotse::engagement {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using v1alpha::Engagement;
using v1alpha::Indicator;
using v1alpha::IndicatorDefinition;
using v1alpha::Measurement;

class SitesTest : public EngagementTesting {
 protected:
  Indicator MakeIndicator(const std::string& parent, const char* id, Indicator indicator) {
    EXPECT_EQ(Create<v1alpha::CreateIndicatorRequest>(parent, id, &indicator), kOk) << status_;
    return indicator;
  }
  // One that inherits `shared`, under the same id.
  Indicator Inherit(const char* engagement, const Indicator& shared) {
    Indicator heir = CountedIndicator();
    *heir.mutable_definition() = shared.definition();
    heir.set_shared_indicator(shared.name());
    const std::string id = shared.name().substr(shared.name().rfind('/') + 1);
    return MakeIndicator(absl::StrCat(kProgramme, "/engagements/", engagement), id.c_str(), heir);
  }
  Measurement Measure(const Indicator& indicator, int month, const std::string& value) {
    Measurement measurement = GoodMeasurement(month, value);
    EXPECT_EQ(Create<v1alpha::CreateMeasurementRequest>(indicator.name(), absl::StrCat("m", month),
                                                        &measurement),
              kOk)
        << status_;
    return measurement;
  }
  Indicator SharedWith(IndicatorDefinition::Aggregation aggregation, const char* weight = "") {
    Indicator shared = CountedIndicator();
    shared.mutable_definition()->set_aggregation(aggregation);
    shared.mutable_definition()->set_weight_indicator(weight);
    return shared;
  }
  rpc::ErrorReason Ask(v1alpha::ListTargetActualRequest q = {}) {
    if (q.parent().empty()) q.set_parent(kProgramme);
    q.set_drafts_too(true);
    return Read(&ListTargetActual, q, &answer_);
  }
  rpc::ErrorReason AskDue(v1alpha::ListDueMeasurementsRequest q = {}) {
    if (q.parent().empty()) q.set_parent(kEngagement);
    return Read(&ListDueMeasurements, q, &due_);
  }
  // Brings the engagement into a state, with the day of its closing, and asks.
  void Close(Engagement::State state, absl::CivilDay day) {
    const absl::Status set = store_->WriteAndWait(cause_, [&](Tx& tx) -> absl::Status {
      Engagement engagement;
      if (absl::Status s = tx.Load(kEngagement, &engagement); !s.ok()) return s;
      engagement.set_state(state);
      *engagement.mutable_close_date() = types::ToDate(day);
      return tx.Save("TEST", "", &engagement);
    });
    ASSERT_TRUE(set.ok()) << set;
    ASSERT_EQ(AskDue(), kOk) << status_;
  }
  std::vector<std::string> DueLines() const {
    std::vector<std::string> lines;
    for (const auto& due : due_.due_measurements()) {
      lines.push_back(absl::StrCat(due.indicator().substr(due.indicator().find('/') + 1), " ",
                                   due.start_date().month(), "-", due.end_date().month(), " ",
                                   due.target_id()));
    }
    return lines;
  }
  std::string Message() const { return std::string(status_.message()); }

  v1alpha::ListTargetActualResponse answer_;
  v1alpha::ListDueMeasurementsResponse due_;
};

TEST_F(SitesTest, RowsComeByEngagementAndMakeASum) {
  ASSERT_EQ(MakeEngagement("drei"), kOk);
  ASSERT_EQ(MakeEngagement("ohne"), kOk);
  ASSERT_EQ(MakeEngagement("zwei"), kOk);
  const Indicator shared = MakeIndicator(kProgramme, "schulungen", CountedIndicator());
  Measure(Inherit("zwei", shared), 5, "5");
  Measure(Inherit("eins", shared), 5, "25");
  Inherit("drei", shared);
  ASSERT_EQ(Ask(), kOk) << status_;
  ASSERT_EQ(answer_.indicators_size(), 1);
  const v1alpha::TargetActual& out = answer_.indicators(0);
  EXPECT_EQ(out.indicator(), shared.name());
  EXPECT_EQ(out.title().DebugString(), shared.title().DebugString());
  ASSERT_EQ(out.rows_size(), 3);
  EXPECT_EQ(out.rows(0).engagement(), "programmes/viv/engagements/drei");
  EXPECT_EQ(out.rows(0).achievement().undefined_reason(), "NO_VALUE");
  EXPECT_FALSE(out.rows(0).counted());
  EXPECT_EQ(out.rows(1).engagement(), kEngagement);
  EXPECT_EQ(out.rows(1).indicator(), kIndicator);
  EXPECT_EQ(out.rows(1).achievement().ratio(), "3/8");
  EXPECT_TRUE(out.rows(1).counted());
  EXPECT_EQ(out.rows(2).achievement().actual().value(), "5");
  EXPECT_EQ(out.sites_with_value(), 2);
  EXPECT_EQ(out.sites_without_value(), 1);
  EXPECT_EQ(out.aggregate().actual().value(), "30");
  EXPECT_EQ(out.aggregate().baseline().value(), "10") << "its own";
  EXPECT_EQ(out.aggregate().ratio(), "1/2");
  EXPECT_EQ(out.aggregation(), IndicatorDefinition::AGGREGATION_SUM);
}

TEST_F(SitesTest, ValuesAreWeighed) {
  ASSERT_EQ(MakeEngagement("drei"), kOk);
  ASSERT_EQ(MakeEngagement("zwei"), kOk);
  const Indicator staff = MakeIndicator(kProgramme, "personal", CountedIndicator());
  const Indicator shared = MakeIndicator(kProgramme, "quote",
                                         SharedWith(IndicatorDefinition::AGGREGATION_WEIGHTED_MEAN,
                                                    "programmes/viv/indicators/personal"));
  Measure(Inherit("eins", staff), 5, "300");
  Measure(Inherit("zwei", staff), 5, "100");
  Measure(Inherit("eins", shared), 5, "40");
  Measure(Inherit("zwei", shared), 5, "80");
  Measure(Inherit("drei", shared), 5, "99");  // Without a weight.
  ASSERT_EQ(Ask(), kOk) << status_;
  ASSERT_EQ(answer_.indicators_size(), 2);
  const v1alpha::TargetActual& out = answer_.indicators(1);
  EXPECT_EQ(out.aggregate().actual().value(), "50");
  EXPECT_EQ(out.sites_with_value(), 2);
  EXPECT_EQ(out.sites_without_value(), 1);
  EXPECT_FALSE(out.rows(0).has_weight());
  EXPECT_FALSE(out.rows(0).counted());
  EXPECT_EQ(out.rows(1).weight().value(), "300");
}

TEST_F(SitesTest, NothingIsPutTogetherWithoutARule) {
  const Indicator shared =
      MakeIndicator(kProgramme, "klima", SharedWith(IndicatorDefinition::AGGREGATION_NONE));
  Measure(Inherit("eins", shared), 5, "40");
  ASSERT_EQ(Ask(), kOk) << status_;
  const v1alpha::TargetActual& out = answer_.indicators(0);
  EXPECT_EQ(out.aggregate().undefined_reason(), "NOT_AGGREGATED");
  EXPECT_FALSE(out.aggregate().has_actual());
  EXPECT_EQ(out.rows(0).achievement().actual().value(), "40");
  EXPECT_EQ(out.sites_with_value(), 0);
}

TEST_F(SitesTest, WhatIsMeasuredOtherwiseIsShownAndNotPutTogether) {
  Indicator shared = MakeIndicator(kProgramme, "schulungen", CountedIndicator());
  Measure(Inherit("eins", shared), 5, "30");
  shared.mutable_definition()->set_effect_level(3);
  ASSERT_EQ(Update<v1alpha::UpdateIndicatorRequest>(&shared), kOk) << status_;
  ASSERT_EQ(Ask(), kOk) << status_;
  EXPECT_EQ(answer_.indicators(0).rows(0).achievement().ratio(), "1/2");
  EXPECT_FALSE(answer_.indicators(0).rows(0).counted());
  EXPECT_EQ(answer_.indicators(0).aggregate().undefined_reason(), "NO_VALUE");
  EXPECT_EQ(answer_.indicators(0).sites_without_value(), 1);
}

TEST_F(SitesTest, TargetActualHasPages) {
  std::vector<std::string> names;
  for (const char* id : {"a", "a-b", "c", "d", "e"}) {
    Indicator shared = CountedIndicator();
    shared.set_key(std::string(id) != "d");
    Inherit("eins", MakeIndicator(kProgramme, id, shared));
    if (shared.key()) names.push_back(absl::StrCat(kProgramme, "/indicators/", id));
  }
  v1alpha::ListTargetActualRequest q;
  q.set_page_size(2);
  q.set_key_only(true);
  std::vector<std::string> seen;
  do {
    ASSERT_EQ(Ask(q), kOk) << status_;
    EXPECT_LE(answer_.indicators_size(), 2);
    for (const auto& indicator : answer_.indicators()) {
      seen.push_back(indicator.indicator());
      EXPECT_EQ(indicator.rows_size(), 1);
    }
    q.set_page_token(answer_.next_page_token());
  } while (!q.page_token().empty());
  EXPECT_EQ(seen, names);
  ASSERT_EQ(Ask(), kOk);
  EXPECT_EQ(answer_.indicators_size(), 5);
}

// Each indicator comes with all its rows: what they make together needs them.
TEST_F(SitesTest, APageOfTargetActualHasSoManyRows) {
  for (const char* id : {"a", "b", "c"}) MakeIndicator(kProgramme, id, CountedIndicator());
  for (int i = 0; i < 84; ++i) {
    const std::string engagement = absl::StrCat("e", i);
    ASSERT_EQ(MakeEngagement(engagement.c_str()), kOk);
    for (const char* id : {"a", "b", "c"}) {
      Indicator shared = CountedIndicator();
      shared.set_name(absl::StrCat(kProgramme, "/indicators/", id));
      Inherit(engagement.c_str(), shared);
    }
  }
  ASSERT_EQ(Ask(), kOk) << status_;
  ASSERT_EQ(answer_.indicators_size(), 2) << "the third would make it 252 rows";
  EXPECT_EQ(answer_.indicators(1).rows_size(), 84);
  v1alpha::ListTargetActualRequest q;
  q.set_page_token(answer_.next_page_token());
  ASSERT_EQ(Ask(q), kOk) << status_;
  ASSERT_EQ(answer_.indicators_size(), 1);
  EXPECT_EQ(answer_.indicators(0).indicator(), absl::StrCat(kProgramme, "/indicators/c"));
  EXPECT_EQ(answer_.next_page_token(), "");
}

TEST_F(SitesTest, WhatWasDeletedHasNoRow) {
  const Indicator shared = MakeIndicator(kProgramme, "schulungen", CountedIndicator());
  Indicator heir = Inherit("eins", shared);
  Indicator deleted;
  ASSERT_EQ((ByName<v1alpha::DeleteIndicatorRequest>(heir.name().c_str(), &deleted)), kOk)
      << status_;
  ASSERT_EQ(Ask(), kOk) << status_;
  EXPECT_EQ(answer_.indicators(0).rows_size(), 0);
}

TEST_F(SitesTest, TargetActualErrors) {
  v1alpha::ListTargetActualRequest q;
  q.set_parent("programmes/none");
  EXPECT_EQ(Ask(q), kNotFound);
  q.set_parent(kEngagement);
  EXPECT_EQ(Ask(q), kInvalid);
  q.set_parent(kProgramme);
  q.set_page_size(-1);
  EXPECT_EQ(Ask(q), kInvalid);
  q.set_page_size(0);
  q.set_page_token("x");
  EXPECT_EQ(Ask(q), kToken);
  q.clear_page_token();
  q.mutable_as_of_date()->set_month(13);
  EXPECT_EQ(Ask(q), kInvalid);
  EXPECT_THAT(Message(), HasSubstr("as_of_date"));
}

// From the start of the engagement, 2021-03-01, by months; today is 2021-07-02.
TEST_F(SitesTest, WhatIsDueIsListedUntilItIsHandedIn) {
  Indicator monthly = CountedIndicator();
  monthly.set_interval_months(1);
  monthly = MakeIndicator(kEngagement, "monatlich", monthly);
  Indicator once = CountedIndicator();
  *once.mutable_targets(0)->mutable_end_date() = types::ToDate(absl::CivilDay(2021, 7, 1));
  MakeIndicator(kEngagement, "einmal", once);
  Measurement april = Measure(monthly, 4, "1");
  Measure(monthly, 5, "1");
  v1alpha::MoveMeasurementRequest submit;
  submit.set_step(v1alpha::MEASUREMENT_STEP_SUBMIT);
  ASSERT_EQ(Step(&MoveMeasurement, submit, &april), kOk) << status_;
  ASSERT_EQ(AskDue(), kOk) << status_;
  EXPECT_THAT(DueLines(), ElementsAre("viv/engagements/eins/indicators/einmal 3-7 ende",
                                      "viv/engagements/eins/indicators/monatlich 3-3 ",
                                      "viv/engagements/eins/indicators/monatlich 5-5 ",
                                      "viv/engagements/eins/indicators/monatlich 6-6 "));
  EXPECT_EQ(due_.due_measurements(1).draft(), "");
  EXPECT_EQ(due_.due_measurements(2).draft(), monthly.name() + "/measurements/m5");
  v1alpha::ListDueMeasurementsRequest q;
  *q.mutable_as_of_date() = types::ToDate(absl::CivilDay(2021, 4, 1));
  ASSERT_EQ(AskDue(q), kOk) << status_;
  EXPECT_THAT(DueLines(), ElementsAre("viv/engagements/eins/indicators/monatlich 3-3 "));
}

// As with ListDueItems.
TEST_F(SitesTest, NoValueIsDueInAnEngagementThatIsOver) {
  Indicator monthly = CountedIndicator();
  monthly.set_interval_months(4);
  MakeIndicator(kEngagement, "x", monthly);
  for (const auto state : {Engagement::STATE_CLOSED, Engagement::STATE_ARCHIVED,
                           Engagement::STATE_CANCELLED, Engagement::STATE_SUSPENDED}) {
    Close(state, absl::CivilDay(2021, 7, 1));
    EXPECT_EQ(due_.due_measurements_size(), state == Engagement::STATE_SUSPENDED ? 1 : 0) << state;
  }
}

// Values are kept open while it is closed for what is looked at some time afterwards.
TEST_F(SitesTest, WhatIsLookedAtAfterTheCloseIsDue) {
  Indicator follow_up = CountedIndicator();
  *follow_up.mutable_targets(0)->mutable_end_date() = types::ToDate(absl::CivilDay(2021, 6, 30));
  MakeIndicator(kEngagement, "nachher", follow_up);
  *follow_up.mutable_targets(0)->mutable_end_date() = types::ToDate(absl::CivilDay(2021, 6, 9));
  MakeIndicator(kEngagement, "vorher", follow_up);
  Close(Engagement::STATE_CLOSED, absl::CivilDay(2021, 6, 10));
  EXPECT_THAT(DueLines(), ElementsAre("viv/engagements/eins/indicators/nachher 3-6 ende"));
  Close(Engagement::STATE_CLOSED, absl::CivilDay(2021, 6, 9));
  EXPECT_EQ(due_.due_measurements_size(), 2) << "a period that ends with it is looked at";
  Close(Engagement::STATE_ARCHIVED, absl::CivilDay(2021, 6, 9));
  EXPECT_THAT(DueLines(), IsEmpty());
}

TEST_F(SitesTest, WhatIsDueHasPagesOverAllEngagements) {
  std::vector<std::string> all;
  for (const char* engagement : {"a", "a-b", "c"}) {
    ASSERT_EQ(MakeEngagement(engagement), kOk);
    for (const char* id : {"x", "x-y"}) {
      Indicator monthly = CountedIndicator();
      monthly.set_interval_months(2);
      MakeIndicator(absl::StrCat(kProgramme, "/engagements/", engagement), id, monthly);
      const std::string name = absl::StrCat("viv/engagements/", engagement, "/indicators/", id);
      all.push_back(name + " 3-4 ");
      all.push_back(name + " 5-6 ");
    }
  }
  v1alpha::ListDueMeasurementsRequest q;
  q.set_parent("programmes/viv/engagements/-");
  for (const int size : {1, 2, 3, 5, 12, 13}) {
    q.set_page_size(size);
    std::vector<std::string> seen;
    do {
      ASSERT_EQ(AskDue(q), kOk) << status_;
      EXPECT_LE(due_.due_measurements_size(), size);
      for (const std::string& line : DueLines()) seen.push_back(line);
      q.set_page_token(due_.next_page_token());
    } while (!q.page_token().empty());
    EXPECT_EQ(seen, all) << size;
  }
}

// However many engagements there are, a page looks at 20 of them.
TEST_F(SitesTest, APageOfWhatIsDueMayBeEmpty) {
  for (int i = 0; i < 41; ++i) {
    ASSERT_EQ(MakeEngagement(absl::StrCat("a", 100 + i).c_str()), kOk);
  }
  Indicator monthly = CountedIndicator();
  monthly.set_interval_months(4);
  MakeIndicator(absl::StrCat(kProgramme, "/engagements/a139"), "x", monthly);
  v1alpha::ListDueMeasurementsRequest q;
  q.set_parent("programmes/viv/engagements/-");
  std::vector<int> sizes;
  do {
    ASSERT_EQ(AskDue(q), kOk) << status_;
    sizes.push_back(due_.due_measurements_size());
    q.set_page_token(due_.next_page_token());
  } while (!q.page_token().empty());
  EXPECT_THAT(sizes, ElementsAre(0, 1, 0));
}

TEST_F(SitesTest, WhatIsSharedIsDueByTheProgramme) {
  Indicator shared = CountedIndicator();
  shared.set_interval_months(6);
  MakeIndicator(kProgramme, "geteilt", shared);
  v1alpha::ListDueMeasurementsRequest q;
  q.set_parent(kProgramme);
  ASSERT_EQ(AskDue(q), kOk) << status_;
  EXPECT_THAT(DueLines(), ElementsAre("viv/indicators/geteilt 1-6 "));
  q.set_parent("programmes/viv/engagements/-");
  ASSERT_EQ(AskDue(q), kOk) << status_;
  EXPECT_THAT(DueLines(), IsEmpty());
}

TEST_F(SitesTest, OfWhatTheCallerMayNotSeeNothingIsDue) {
  for (const char* engagement : {"fremd", "meins"}) {
    ASSERT_EQ(MakeEngagement(engagement), kOk);
    Indicator monthly = CountedIndicator();
    monthly.set_interval_months(2);
    MakeIndicator(absl::StrCat(kProgramme, "/engagements/", engagement), "x", monthly);
  }
  const auto access = std::make_shared<auth::Access>(std::vector<auth::Right>{
      {"programmes/viv/engagements/meins", type::v1alpha::ROLE_MUNICIPAL_COORDINATOR}});
  v1alpha::ListDueMeasurementsRequest q;
  q.set_parent("programmes/viv/engagements/-");
  ASSERT_EQ(ReadWith(q, &due_,
                     [&](Tx& tx) {
                       tx.SetView({access, type::v1alpha::PERMISSION_ENGAGEMENT_READ, now_});
                       return ListDueMeasurements(tx, q, &due_);
                     }),
            kOk)
      << status_;
  EXPECT_THAT(DueLines(), ElementsAre("viv/engagements/meins/indicators/x 3-4 ",
                                      "viv/engagements/meins/indicators/x 5-6 "));
}

TEST_F(SitesTest, DueErrors) {
  v1alpha::ListDueMeasurementsRequest q;
  for (const char* parent : {"programmes/-", "programmes/-/engagements/-", "engagements/eins",
                             "programmes/viv/engagements/eins/indicators/x"}) {
    q.set_parent(parent);
    EXPECT_EQ(AskDue(q), kInvalid) << parent;
  }
  for (const char* parent :
       {"programmes/none", "programmes/viv/engagements/none", "programmes/none/engagements/-"}) {
    q.set_parent(parent);
    EXPECT_EQ(AskDue(q), kNotFound) << parent;
  }
  q.set_parent(kEngagement);
  q.set_page_size(-1);
  EXPECT_EQ(AskDue(q), kInvalid);
  q.set_page_size(0);
  q.set_page_token("x");
  EXPECT_EQ(AskDue(q), kToken);
  q.clear_page_token();
  q.mutable_as_of_date()->set_month(13);
  EXPECT_EQ(AskDue(q), kInvalid);
}

}  // namespace
}  // namespace lotse::engagement
