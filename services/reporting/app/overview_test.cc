#include "services/reporting/app/overview.h"

#include <cstdio>
#include <ctime>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/reporting/app/overview_testing.h"

namespace lotse::reporting {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST_F(OverviewTest, WhatWasNeverHeardIsUnavailable) {
  EXPECT_EQ(GetSeries(kKey), kUnknown);
  EXPECT_EQ(ListProgress("programmes/p/engagements/e"), kUnknown);
  EXPECT_EQ(List("programmes/p/engagements/-"), kUnknown);
}

TEST_F(OverviewTest, RefusesWhatItCannotUnderstand) {
  Put<Engagement>("name: 'programmes/p/engagements/e'");
  Put<Programme>("name: 'programmes/p'");
  Follow();
  for (const char* name : {"", "programmes/p", "programmes/p/engagements/-/indicators/i",
                           "programmes/p/engagements/e/indicators/-"}) {
    EXPECT_EQ(GetSeries(name), kInvalid) << name;
  }
  for (const char* parent : {"", "programmes/p", "programmes/p/engagements/-"}) {
    EXPECT_EQ(ListProgress(parent), kInvalid) << parent;
  }
  for (const char* parent : {"", "programmes/p", "programmes/-/engagements/-",
                             "programmes/p/engagements/e", "programmes/p/engagements/-/goals"}) {
    EXPECT_EQ(List(parent), kInvalid) << parent;
    EXPECT_NE(status_.ToString().find("programmes/{programme}/engagements/-"), std::string::npos)
        << status_;
  }
  EXPECT_EQ(ListProgress("programmes/p/engagements/e", -1), kInvalid);
  EXPECT_EQ(List("programmes/p/engagements/-", -1), kInvalid);
  EXPECT_EQ(ListProgress("programmes/p/engagements/e", 0, "x"), kToken);
  EXPECT_EQ(List("programmes/p/engagements/-", 0, "x"), kToken);
}

TEST_F(OverviewTest, NamesWhatIsNotThere) {
  Put<Engagement>("name: 'programmes/p/engagements/e'");
  Follow();
  EXPECT_EQ(GetSeries(kKey), kNotFound);
  EXPECT_EQ(GetSeries("programmes/p/indicators/i"), kNotFound);
  EXPECT_EQ(ListProgress("programmes/p/engagements/f"), kNotFound);
  EXPECT_EQ(List("programmes/p/engagements/-"), kNotFound);
}

TEST_F(OverviewTest, GivesASeries) {
  PutIndicator();
  Follow();
  ASSERT_EQ(GetSeries(kKey), kOk) << status_;
  EXPECT_EQ(series_.name(), kKey);
  EXPECT_EQ(series_.indicator().targets(0).value().value(), "200");
  EXPECT_EQ(series_.as_of_time().seconds(), 1795340000);
  std::vector<std::string> points;
  for (const auto& point : series_.points()) {
    points.push_back(
        absl::StrCat(point.measurement().substr(point.measurement().rfind('/') + 1), "@",
                     point.revision(), " ", point.end_date().month(), " ", point.value().value(),
                     point.not_measurable_reason().variants_size() > 0 ? "not measurable" : "", " ",
                     Measurement::State_Name(point.state()), " v", point.definition_version(),
                     point.breaks() ? " breaks" : ""));
  }
  EXPECT_THAT(points,
              ElementsAre("a@1 3 20 STATE_LOCKED v1", "b@1 4 not measurable STATE_VALIDATED v1",
                          "c@1 6 30.5 STATE_LOCKED v2 breaks", "d@1 9 7 STATE_SUBMITTED v2",
                          "e@1 12 1 STATE_LOCKED v2"));
  EXPECT_EQ(series_.omitted_points(), 0);
  // Neither what is not checked nor what has not ended.
  EXPECT_EQ(series_.accumulated().value(), "50.5");
}

// Clients take 4 MiB.
TEST_F(OverviewTest, ALongSeriesHasItsLatestPoints) {
  PutIndicator();
  const std::string reason(1 << 20, 'x');
  for (const auto& [id, month] : {std::pair("x", 1), std::pair("y", 2), std::pair("z", 5)}) {
    PutMeasurement(id, month,
                   absl::StrCat("not_measurable_reason { variants { text: '", reason,
                                "' } } state: STATE_LOCKED definition_version: 2"));
  }
  Follow();
  ASSERT_EQ(GetSeries(kKey), kOk) << status_;
  EXPECT_LT(series_.ByteSizeLong(), size_t{2} << 20);
  EXPECT_GT(series_.omitted_points(), 0);
  EXPECT_EQ(series_.omitted_points() + series_.points_size(), 8);
  ASSERT_GT(series_.points_size(), 0);
  EXPECT_EQ(series_.points().rbegin()->end_date().month(), 12);
  // Those that are left out are counted.
  EXPECT_EQ(series_.accumulated().value(), "50.5");
}

TEST_F(OverviewTest, GivesASeriesOfTheProgramme) {
  Put<Indicator>("name: 'programmes/p/indicators/i' definition_version: 1");
  Follow();
  ASSERT_EQ(GetSeries("programmes/p/indicators/i"), kOk) << status_;
  EXPECT_THAT(series_.points(), IsEmpty());
  EXPECT_FALSE(series_.has_accumulated());
}

TEST_F(OverviewTest, GivesProgress) {
  PutIndicator();
  Put<Indicator>("name: 'programmes/p/engagements/e/indicators/a' definition_version: 1");
  Put<Indicator>("name: 'programmes/p/engagements/e/indicators/b' delete_time { seconds: 1 }");
  Put<Indicator>("name: 'programmes/p/engagements/e2/indicators/other'");
  Follow();
  ASSERT_EQ(ListProgress("programmes/p/engagements/e"), kOk) << status_;
  ASSERT_EQ(progress_.indicators_size(), 2);
  const v1alpha::IndicatorProgress& key = progress_.indicators(0);
  EXPECT_EQ(key.name(), kKey);
  EXPECT_EQ(key.title().variants(0).text(), "Kurse");
  EXPECT_EQ(key.unit().variants(0).text(), "Kurse");
  EXPECT_EQ(key.baseline().value(), "0");
  EXPECT_EQ(key.target().value(), "200");
  EXPECT_EQ(key.target_date().month(), 12);
  EXPECT_EQ(key.actual().value(), "50.5");
  EXPECT_EQ(key.actual_date().month(), 6);
  EXPECT_EQ(key.achievement_per_mille(), 253);  // 252.5
  const v1alpha::IndicatorProgress& bare = progress_.indicators(1);
  EXPECT_FALSE(bare.has_baseline() || bare.has_target() || bare.has_actual() ||
               bare.has_achievement_per_mille());
  EXPECT_EQ(progress_.as_of_time().seconds(), 1795340000);
  EXPECT_EQ(progress_.next_page_token(), "");
}

// A period that could not be measured is in no sum.
TEST_F(OverviewTest, ASumIsOfTheDayOfItsLastValue) {
  PutIndicator();
  PutMeasurement("f", 7,
                 "not_measurable_reason { variants { text: 'Umbau' } } state: STATE_LOCKED "
                 "definition_version: 2");
  Follow();
  ASSERT_EQ(ListProgress("programmes/p/engagements/e"), kOk) << status_;
  EXPECT_EQ(progress_.indicators(0).actual().value(), "50.5");
  EXPECT_EQ(progress_.indicators(0).actual_date().month(), 6);
}

TEST_F(OverviewTest, PagesProgress) {
  PutIndicator();
  for (const char* id : {"a", "b", "z"}) {
    Put<Indicator>(absl::StrCat("name: 'programmes/p/engagements/e/indicators/", id, "'"));
  }
  Follow();
  std::vector<std::string> names;
  std::string token;
  int pages = 0;
  do {
    ASSERT_EQ(ListProgress("programmes/p/engagements/e", 3, token), kOk) << status_;
    for (const auto& row : progress_.indicators()) {
      names.push_back(row.name().substr(row.name().rfind('/') + 1));
    }
    token = progress_.next_page_token();
    ++pages;
  } while (!token.empty());
  EXPECT_THAT(names, ElementsAre("schluessel", "a", "b", "z"));
  EXPECT_EQ(pages, 2);
}

TEST_F(OverviewTest, APortfolioTellsWhereEachEngagementStands) {
  Put<Programme>("name: 'programmes/p'");
  Put<Engagement>(
      "name: 'programmes/p/engagements/e' state: STATE_ACTIVE "
      "administration: 'administrations/a' title { variants { text: 'E' } }");
  const auto phase = [&](const char* track, const char* id, int position, const char* rest) {
    Put<Phase>(absl::StrCat("name: 'programmes/p/engagements/e/tracks/", track, "/phases/", id,
                            "' position: ", position, " ", rest));
  };
  phase("s", "ziele", 300, "phase_id: 'ziele' state: STATE_ACTIVE");
  phase("s", "auftakt", 100, "phase_id: 'auftakt' state: STATE_COMPLETED");
  phase("t", "ziele", 300, "phase_id: 'ziele' state: STATE_IN_GATE");
  phase("t", "eigene", 200, "state: STATE_REOPENED");
  phase("t", "weg", 100, "phase_id: 'weg' state: STATE_ACTIVE delete_time { seconds: 1 }");
  const auto goal = [&](const char* id, const char* rest) {
    Put<Goal>(absl::StrCat("name: 'programmes/p/engagements/e/goals/", id, "' ", rest));
  };
  goal("a", "level: LEVEL_ACTION state: STATE_ADOPTED");
  goal("b", "level: LEVEL_ACTION state: STATE_ACHIEVED");
  goal("c", "level: LEVEL_GUIDING state: STATE_ADOPTED");
  const auto measure = [&](const char* id, const std::string& rest) {
    Put<Measure>(absl::StrCat("name: 'programmes/p/engagements/e/measures/", id, "' ", rest));
  };
  measure("a", "state: STATE_IDEA");
  measure("b", absl::StrCat("state: STATE_IN_PROGRESS ", DateText("due_date", 2026, 11, 21)));
  measure("c", absl::StrCat("state: STATE_IN_PROGRESS ", DateText("due_date", 2026, 11, 22)));
  measure("d", absl::StrCat("state: STATE_DONE ", DateText("due_date", 2026, 11, 21)));
  measure("e", "state: STATE_BLOCKED delete_time { seconds: 1 }");
  Follow();
  ASSERT_EQ(List("programmes/p/engagements/-"), kOk) << status_;
  ASSERT_EQ(portfolio_.rows_size(), 1);
  const auto expected = FromText<v1alpha::PortfolioRow>(R"(
      engagement: 'programmes/p/engagements/e' title { variants { text: 'E' } }
      administration: 'administrations/a' state: STATE_ACTIVE
      active_phases: 'eigene' active_phases: 'ziele'
      phases { signal: SIGNAL_ON_TRACK count: 2 }
      phases { signal: SIGNAL_AT_RISK count: 1 }
      phases { signal: SIGNAL_DONE count: 1 }
      goals { signal: SIGNAL_ON_TRACK count: 1 }
      goals { signal: SIGNAL_DONE count: 1 }
      measures { signal: SIGNAL_ON_TRACK count: 1 }
      measures { signal: SIGNAL_CRITICAL count: 1 }
      measures { signal: SIGNAL_DONE count: 1 }
      overdue_measures: 1 revision: 1)");
  EXPECT_EQ(portfolio_.rows(0).DebugString(), expected.DebugString());
  EXPECT_EQ(portfolio_.as_of_time().seconds(), 1795340000);
}

TEST_F(OverviewTest, NothingIsOverdueInAnEngagementThatIsOver) {
  Put<Programme>("name: 'programmes/p'");
  Put<Engagement>("name: 'programmes/p/engagements/e' state: STATE_CLOSED");
  Put<Measure>(
      absl::StrCat("name: 'programmes/p/engagements/e/measures/m' state: "
                   "STATE_IN_PROGRESS ",
                   DateText("due_date", 2026, 1, 1)));
  Follow();
  ASSERT_EQ(List("programmes/p/engagements/-"), kOk) << status_;
  EXPECT_EQ(portfolio_.rows(0).overdue_measures(), 0);
  EXPECT_EQ(portfolio_.rows(0).measures(0).signal(), v1alpha::Status::SIGNAL_ON_TRACK);
}

TEST_F(OverviewTest, PagesAPortfolioByName) {
  Put<Programme>("name: 'programmes/p'");
  for (const char* id : {"c", "a", "b"}) {
    Put<Engagement>(absl::StrCat("name: 'programmes/p/engagements/", id, "'"));
  }
  Put<Engagement>("name: 'programmes/p/engagements/d' delete_time { seconds: 1 }");
  Put<Engagement>("name: 'programmes/p2/engagements/a'");
  Follow();
  ASSERT_EQ(List("programmes/p/engagements/-", 2), kOk) << status_;
  EXPECT_THAT(Engagements(),
              ElementsAre("programmes/p/engagements/a", "programmes/p/engagements/b"));
  const std::string token = portfolio_.next_page_token();
  ASSERT_EQ(List("programmes/p/engagements/-", 2, token), kOk) << status_;
  EXPECT_THAT(Engagements(), ElementsAre("programmes/p/engagements/c"));
  EXPECT_EQ(portfolio_.next_page_token(), "");
  // A token belongs to one list.
  EXPECT_EQ(List("programmes/p2/engagements/-", 2, token), kToken);
}

TEST_F(OverviewTest, APortfolioHoldsOnlyWhatTheCallerMaySee) {
  Put<Programme>("name: 'programmes/p'");
  for (const char* id : {"a", "b", "bb"}) {
    Put<Engagement>(absl::StrCat("name: 'programmes/p/engagements/", id, "'"));
  }
  Follow();
  Grant("programmes/p/engagements/b", type::v1alpha::ROLE_MUNICIPAL_COORDINATOR);
  // The page is as long as it may be although others lie before and behind.
  ASSERT_EQ(List("programmes/p/engagements/-", 1), kOk) << status_;
  EXPECT_THAT(Engagements(), ElementsAre("programmes/p/engagements/b"));
  EXPECT_EQ(portfolio_.next_page_token(), "");
  // A foreign tenant.
  Grant("programmes/q", type::v1alpha::ROLE_INSTITUTE_CONSULTANT);
  ASSERT_EQ(List("programmes/p/engagements/-"), kOk) << status_;
  EXPECT_THAT(Engagements(), IsEmpty());
  // A role that does not allow reading.
  Grant("programmes/p", type::v1alpha::ROLE_RESPONDENT);
  ASSERT_EQ(List("programmes/p/engagements/-"), kOk) << status_;
  EXPECT_THAT(Engagements(), IsEmpty());
}

// A page ends before it grows beyond what clients take.
TEST_F(OverviewTest, PagesEndWhereTheyAreLarge) {
  Put<Programme>("name: 'programmes/p'");
  const std::string long_text(1 << 20, 'x');
  for (const char* id : {"a", "b", "c"}) {
    Put<Engagement>(absl::StrCat("name: 'programmes/p/engagements/", id,
                                 "' title { variants { text: '", long_text, "' } }"));
    Put<Indicator>(absl::StrCat("name: 'programmes/p/engagements/a/indicators/", id,
                                "' title { variants { text: '", long_text, "' } }"));
  }
  Follow();
  ASSERT_EQ(List("programmes/p/engagements/-"), kOk) << status_;
  EXPECT_EQ(portfolio_.rows_size(), 1);
  EXPECT_NE(portfolio_.next_page_token(), "");
  ASSERT_EQ(ListProgress("programmes/p/engagements/a"), kOk) << status_;
  EXPECT_EQ(progress_.indicators_size(), 1);
  EXPECT_NE(progress_.next_page_token(), "");
}

// The budget is 50 ms; what it is here is printed and not tested, as other tests run at the same
// time. An engagement is as large as the volumes that are expected.
TEST_F(OverviewTest, ShowsAPortfolioOf250) {
  Put<Programme>("name: 'programmes/p'");
  for (int e = 0; e < 250; ++e) {
    const std::string engagement = absl::StrCat("programmes/p/engagements/e", e);
    Put<Engagement>(absl::StrCat("name: '", engagement, "' state: STATE_ACTIVE"));
    for (int i = 0; i < 10; ++i) {
      Put<Phase>(
          absl::StrCat("name: '", engagement, "/tracks/t/phases/p", i, "' state: STATE_ACTIVE"));
      Put<Goal>(absl::StrCat("name: '", engagement, "/goals/g", i,
                             "' level: LEVEL_ACTION state: STATE_ADOPTED"));
    }
    for (int i = 0; i < 35; ++i) {
      Put<Measure>(absl::StrCat(
          "name: '", engagement, "/measures/m", i, "' state: STATE_IN_PROGRESS ",
          DateText("due_date", 2026, 1 + i % 12, 1), "title { variants { language: 'de' text: '",
          std::string(60, 'x'), "' } } description { variants { language: 'de' text: '",
          std::string(400, 'x'), "' } } goals { goal: '", engagement, "/goals/g1' }"));
    }
  }
  Follow();
  for (int round = 0; round < 2; ++round) {
    const std::clock_t begin = std::clock();
    ASSERT_EQ(List("programmes/p/engagements/-", 1000), kOk) << status_;
    std::printf("a portfolio of 250 in %.1f ms of work\n",
                1000.0 * static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC);
  }
  ASSERT_EQ(portfolio_.rows_size(), 250);
  EXPECT_EQ(portfolio_.rows(249).measures_size(), 2);
}

}  // namespace
}  // namespace lotse::reporting
