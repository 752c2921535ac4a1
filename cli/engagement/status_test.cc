// lotse engagement status and gantt, against a service in this process.
#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "cli/engagement/fake_engagements.h"

namespace lotse::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

using namespace engagement::v1alpha;  // NOLINT: everything that is shown comes from there.

constexpr char kName[] = "programmes/p/engagements/e";

class StatusTest : public ::testing::Test {
 protected:
  StatusTest() {
    fake_.engagements[kName] = Parse<Engagement>(
        R"pb(name: "programmes/p/engagements/e"
             title { variants { language: "de" text: "Begleitung" } }
             state: STATE_AGREED
             start_date { year: 2026 month: 1 day: 1 }
             end_date { year: 2026 month: 12 day: 31 })pb");
    fake_.tracks["programmes/p/engagements/e/tracks/t"] = Parse<Track>(
        R"pb(name: "programmes/p/engagements/e/tracks/t"
             title { variants { language: "de" text: "Jugendamt" } })pb");
    AddPhase("b", "Zweite", 200);
    AddPhase("c", "Erste", 100);
    fake_.goals.push_back(Parse<Goal>("state: STATE_DRAFT stale: true"));
    fake_.gaps.push_back(Parse<Gap>("kind: KIND_MEASURE_WITHOUT_UNIT resource: \"m\""));
  }

  void AddPhase(const std::string& id, const std::string& title, int position) {
    Phase phase;
    phase.set_name("programmes/p/engagements/e/tracks/t/phases/" + id);
    phase.set_state(Phase::STATE_PLANNED);
    phase.set_position(position);
    auto* variant = phase.mutable_title()->add_variants();
    variant->set_language("de");
    variant->set_text(title);
    fake_.phases[phase.name()] = phase;
  }

  FakeEngagements fake_;
};

TEST_F(StatusTest, ShowsWhatAllPagesSay) {
  const CliResult result = fake_.Run({"engagement", "status", kName, "--days=7"});
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_THAT(
      result.out,
      AllOf(HasSubstr("Zustand       vereinbart\n"), HasSubstr("     Jugendamt\n  ○  Erste "),
            HasSubstr("\n  ○  Zweite "), HasSubstr("Ziele      1: 1 Entwurf; 1 erneut"),
            HasSubstr("Lücken: 1\n  Maßnahme ohne Stelle"),
            HasSubstr("fällig in 7 Tagen: keine\n")));
  EXPECT_EQ(fake_.due_request.days(), 7);
}

TEST_F(StatusTest, SaysHowManyValuesAreDue) {
  EXPECT_THAT(fake_.Run({"engagement", "status", kName}).out,
              HasSubstr("Überfällige Messwerte: keine\n"));
  fake_.due_measurements[kName].resize(2);
  EXPECT_THAT(fake_.Run({"engagement", "status", kName, "--language=en"}).out,
              HasSubstr("Overdue values: 2\n  all with lotse due programmes/p/engagements/e\n"));
  fake_.refused_from[absl::StrCat("ListDueMeasurements ", kName)] = 0;
  EXPECT_THAT(fake_.Run({"engagement", "status", kName}).out,
              HasSubstr("Überfällige Messwerte: nicht lesbar für Sie\n"));
  fake_.refusal = grpc::StatusCode::INTERNAL;
  EXPECT_EQ(fake_.Run({"engagement", "status", kName}).exit, 1);
}

TEST_F(StatusTest, ShowsAnEarlierDayFromTheLog) {
  fake_.states.resize(3);
  Engagement engagement = fake_.engagements[kName];
  engagement.set_state(Engagement::STATE_DRAFT);
  fake_.states[0].PackFrom(engagement);
  fake_.states[1].PackFrom(fake_.tracks.begin()->second);
  fake_.states[2].PackFrom(fake_.phases.begin()->second);
  const CliResult result = fake_.Run({"engagement", "status", kName, "--as-of=2026-06-30"});
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_THAT(result.out, AllOf(HasSubstr("Stand         2026-06-30\nZustand       im Gespräch\n"),
                                HasSubstr("  ○  Zweite "), Not(HasSubstr("Lücken"))));
  // The last second of the day in Berlin.
  EXPECT_EQ(fake_.as_of_seconds, 1'782'856'799);
  EXPECT_THAT(fake_.Run({"engagement", "gantt", kName, "--as-of=2026-06-30"}).out,
              HasSubstr("▼ 2026-06-30\n"));
}

// The service's clock is years ahead of this machine's.
TEST_F(StatusTest, TodayIsThatOfTheService) {
  fake_.today = Parse<google::type::Date>("year: 2031 month: 7 day: 16");
  *fake_.engagements[kName].mutable_end_date() =
      Parse<google::type::Date>("year: 2031 month: 12 day: 31");
  Phase& phase = fake_.phases.begin()->second;
  *phase.mutable_planned_end_date() = Parse<google::type::Date>("year: 2031 month: 7 day: 15");
  EXPECT_THAT(fake_.Run({"engagement", "status", kName}).out,
              AllOf(HasSubstr("Stand         2031-07-16\n"), HasSubstr("überfällig\n")));
  EXPECT_THAT(fake_.Run({"engagement", "status", kName, "--json"}).out,
              HasSubstr(R"({"day":"2031-07-16",)"));
  EXPECT_THAT(fake_.Run({"engagement", "gantt", kName}).out, HasSubstr("2031-07-16 ▼\n"));
  phase.mutable_planned_end_date()->set_day(16);
  EXPECT_THAT(fake_.Run({"engagement", "gantt", kName}).out, Not(HasSubstr("überfällig")));
  fake_.states.resize(1);
  fake_.states[0].PackFrom(fake_.engagements[kName]);
  EXPECT_EQ(fake_.Run({"engagement", "status", kName, "--as-of=2031-07-16"}).exit, 0);
  EXPECT_THAT(fake_.Run({"engagement", "status", kName, "--as-of=2031-07-17"}).err,
              HasSubstr("2031-07-17 is still to come; for the service it is 2031-07-16"));
}

TEST_F(StatusTest, WhereTheServiceDoesNotTellItsDay) {
  EXPECT_THAT(fake_.Run({"engagement", "status", kName}).out, HasSubstr("Stand         heute\n"));
  EXPECT_THAT(fake_.Run({"engagement", "status", kName, "--language=en"}).out,
              HasSubstr("As of           today\n"));
  EXPECT_THAT(fake_.Run({"engagement", "status", kName, "--json"}).out,
              StartsWith("{\"engagement\""));
  EXPECT_THAT(fake_.Run({"engagement", "gantt", kName}).out, Not(HasSubstr("▼")));
}

TEST_F(StatusTest, OfADayBeforeThereIsNothing) {
  const CliResult result = fake_.Run({"engagement", "status", kName, "--as-of=2025-01-01"});
  EXPECT_EQ(result.exit, 1);
  EXPECT_THAT(result.err, HasSubstr("was not there, or not to be read, at the end of 2025-01-01"));
}

TEST_F(StatusTest, ShowsAGantt) {
  const CliResult result = fake_.Run({"engagement", "gantt", kName, "--width=60", "--ascii"});
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_THAT(result.out,
              AllOf(HasSubstr("2026\n"), HasSubstr("\nJugendamt"), HasSubstr("  . Erste")));
}

TEST_F(StatusTest, WithJsonBothPrintOneObject) {
  EXPECT_THAT(fake_.Run({"engagement", "status", kName, "--json"}).out,
              AllOf(HasSubstr(R"("tracks":[{"track":{)"), HasSubstr(R"("gaps":[{)")));
  EXPECT_THAT(fake_.Run({"engagement", "gantt", kName, "--json"}).out,
              AllOf(HasSubstr(R"("tracks":[{"track":{)"), Not(HasSubstr("gaps"))));
}

TEST_F(StatusTest, SaysWhatIsWrong) {
  fake_.today = Parse<google::type::Date>("year: 2026 month: 7 day: 20");
  const std::pair<std::vector<std::string>, const char*> kWrong[] = {
      {{"status", "programmes/p"}, "is no name of an engagement; give one like"},
      {{"gantt", "e"}, "is no name of an engagement"},
      {{"status", kName, "--language=fr"}, "--language: de or en"},
      {{"gantt", kName, "--width=59"}, "--width: give a number of columns from 60 to 500"},
      {{"status", kName, "--days=x"}, "--days: give a number from 0 to 366"},
      {{"status", kName, "--as-of=x"}, "'x' is not a day"},
      {{"gantt", kName, "--as-of=2199-01-01"}, "2199-01-01 is still to come"},
  };
  for (const auto& [words, message] : kWrong) {
    std::vector<std::string> all = {"engagement"};
    all.insert(all.end(), words.begin(), words.end());
    const CliResult result = fake_.Run(all);
    EXPECT_EQ(result.exit, 2) << message;
    EXPECT_THAT(result.err, HasSubstr(message));
  }
  EXPECT_EQ(fake_.Run({"engagement", "status", "programmes/p/engagements/other"}).exit, 1);
}

}  // namespace
}  // namespace lotse::cli
