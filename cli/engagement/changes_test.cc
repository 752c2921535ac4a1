// lotse engagement changes, against a service in this process.
#include <gmock/gmock.h>

#include "cli/engagement/fake_engagements.h"
#include "cli/engagement/widest.h"

namespace lotse::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

using type::v1alpha::DiffStatesResponse;
using ResourceDifference = DiffStatesResponse::ResourceDifference;

constexpr char kName[] = "programmes/p/engagements/e";

class ChangesTest : public ::testing::Test {
 protected:
  ChangesTest() {
    fake_.engagements[kName] = Parse<engagement::v1alpha::Engagement>(
        R"pb(name: "programmes/p/engagements/e"
             create_time { seconds: 1774900000 })pb");  // 2026-03-30
    const auto goal = Parse<engagement::v1alpha::Goal>(
        R"pb(title { variants { language: "de" text: "Öffnen" } })pb");
    fake_.today = Parse<google::type::Date>("year: 2026 month: 7 day: 16");
    fake_.differences = {
        Parse<ResourceDifference>(
            R"pb(resource: "programmes/p/engagements/e"
                 kind: KIND_CHANGED
                 differences { path: "state" before: "STATE_DRAFT" after: "STATE_QUALIFIED" }
                 differences { path: "close_date" after: "year: 2026 month: 6 day: 30" })pb"),
        Parse<ResourceDifference>(R"pb(resource: "programmes/p/engagements/e/goals/g"
                                       kind: KIND_ADDED)pb"),
        Parse<ResourceDifference>(R"pb(resource: "programmes/p/engagements/e/goals/weg"
                                       kind: KIND_REMOVED)pb")};
    fake_.differences[0].mutable_content()->PackFrom(Parse<engagement::v1alpha::Engagement>(
        "state: STATE_QUALIFIED close_date { year: 2026 month: 6 day: 30 }"));
    fake_.differences[1].mutable_content()->PackFrom(goal);
    fake_.differences[2].mutable_content()->set_type_url("type.googleapis.com/of.a.later.Version");
  }

  FakeEngagements fake_;
};

TEST_F(ChangesTest, ShowsWhatAllPagesSay) {
  const CliResult result =
      fake_.Run({"engagement", "changes", kName, "--from=2026-03-31", "--to=2026-06-30"});
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_EQ(result.out,
            "* (Begleitung)\n"
            "    Zustand: im Gespräch → geprüft\n"
            "    abgeschlossen am: – → 2026-06-30\n"
            "+ goals/g  Öffnen\n"
            "- goals/weg\n");
  EXPECT_EQ(fake_.difference_request.from_time().seconds(), 1'774'994'399);
  EXPECT_EQ(fake_.difference_request.to_time().seconds(), 1'782'856'799);
  EXPECT_THAT(fake_.Run({"engagement", "changes", kName, "--from=2026-03-31", "--ascii"}).out,
              HasSubstr("    abgeschlossen am: - -> 2026-06-30\n+ goals/g  Oeffnen\n"));
  EXPECT_THAT(fake_.Run({"engagement", "changes", kName, "--from=2026-03-31", "--language=en"}).out,
              HasSubstr("* (engagement)\n"
                        "    state: draft → qualified\n"
                        "    close date: – → 2026-06-30\n"));
  EXPECT_FALSE(fake_.difference_request.has_to_time());
}

TEST_F(ChangesTest, FitsInTheWidthAskedFor) {
  const std::string longest(63, 'n');
  fake_.differences[1].set_resource(std::string(kName) + "/goals/" + longest);
  engagement::v1alpha::Engagement engagement;
  engagement.set_administration("administrations/" + longest);
  fake_.differences[0].mutable_content()->PackFrom(engagement);
  fake_.differences[0].mutable_differences(1)->set_path("administration");
  for (const char* width : {"60", "70"}) {
    const CliResult result = fake_.Run(
        {"engagement", "changes", kName, "--from=2026-03-31", std::string("--width=") + width});
    EXPECT_EQ(result.exit, 0) << result.err;
    EXPECT_LE(Widest(result.out), std::stoi(width)) << result.out;
    EXPECT_THAT(result.out, HasSubstr("\n    Öffnen\n- goals/weg\n"));
  }
}

TEST_F(ChangesTest, SaysThatNothingChanged) {
  fake_.differences.clear();
  const CliResult result =
      fake_.Run({"engagement", "changes", kName, "--from=2026-03-31", "--language=en"});
  EXPECT_EQ(result.exit, 0);
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_EQ(result.err, "nothing was changed\n");
}

TEST_F(ChangesTest, OfWhatAnImportBroughtBackSaysWhereTheLogBegins) {
  constexpr char kGerman[] =
      "die Geschichte davor kam nicht mit; das Protokoll beginnt am 2026-05-02\n";
  constexpr char kEnglish[] =
      "the history before was not brought along; the log begins on 2026-05-02\n";
  fake_.log = {Parse<type::v1alpha::Change>(R"pb(verb: "IMPORT"
                                                 create_time { seconds: 1777700000 })pb"),
               Parse<type::v1alpha::Change>(R"pb(verb: "UPDATE"
                                                 create_time { seconds: 1777800000 })pb")};
  const auto says = [&](const char* from, const char* language) {
    const CliResult result = fake_.Run({"engagement", "changes", kName, from, language});
    EXPECT_EQ(result.exit, 0) << result.err;
    return result.err;
  };
  EXPECT_EQ(says("--from=2026-03-31", "--language=de"), kGerman);
  EXPECT_EQ(says("--from=2026-05-01", "--language=en"), kEnglish);
  EXPECT_EQ(says("--from=2026-05-02", "--language=de"), "") << "all of it is in the log";
  fake_.log[0].set_verb("CREATE");
  EXPECT_EQ(says("--from=2026-03-31", "--language=de"), "");
}

TEST_F(ChangesTest, WithJsonOneObjectEach) {
  fake_.differences.resize(1);
  fake_.differences[0].clear_content();
  EXPECT_EQ(fake_.Run({"engagement", "changes", kName, "--from=2026-03-31", "--json"}).out,
            R"({"resource":"programmes/p/engagements/e","kind":"KIND_CHANGED","differences":[)"
            R"({"path":"state","before":"STATE_DRAFT","after":"STATE_QUALIFIED"},)"
            R"({"path":"close_date","after":"year: 2026 month: 6 day: 30"}]})"
            "\n");
}

TEST_F(ChangesTest, SaysWhatIsWrong) {
  const std::pair<std::vector<std::string>, const char*> kWrong[] = {
      {{kName}, "--from is missing; write --from="},
      {{"programmes/p", "--from=2026-03-31"}, "is no name of an engagement"},
      {{kName, "--from=2026-03-31", "--to=2026-03-30"}, "--to: 2026-03-30 is before --from"},
      {{kName, "--from=2026-03-31", "--to=morgen"}, "--to: 'morgen' is not a day"},
      {{kName, "--from=2199-01-01"}, "--from: 2199-01-01 is still to come"},
      {{kName, "--from=2026-03-31", "--to=2199-01-01"}, "--to: 2199-01-01 is still to come"},
      {{kName, "--from=2026-03-28", "--to=2026-03-29"},
       "was not there yet at the end of 2026-03-29; it was made on 2026-03-30"},
  };
  for (const auto& [words, message] : kWrong) {
    std::vector<std::string> all = {"engagement", "changes"};
    all.insert(all.end(), words.begin(), words.end());
    const CliResult result = fake_.Run(all);
    EXPECT_EQ(result.exit, 2) << message;
    EXPECT_THAT(result.err, HasSubstr(message));
  }
}

// The service's clock decides, and not this machine's.
TEST_F(ChangesTest, WhatIsToComeTheServiceSays) {
  fake_.today = Parse<google::type::Date>("year: 2031 month: 7 day: 16");
  EXPECT_EQ(fake_.Run({"engagement", "changes", kName, "--from=2031-07-16"}).exit, 0);
  EXPECT_THAT(fake_.Run({"engagement", "changes", kName, "--from=2031-07-17"}).err,
              HasSubstr("--from: 2031-07-17 is still to come; for the service it is 2031-07-16"));
}

TEST_F(ChangesTest, FromADayBeforeItWasMadeAllIsAdded) {
  const CliResult result = fake_.Run({"engagement", "changes", kName, "--from=2026-03-28"});
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("+ goals/g"));
}

TEST_F(ChangesTest, OfAnEngagementThatIsNotThere) {
  fake_.differences.clear();
  const CliResult result =
      fake_.Run({"engagement", "changes", "programmes/p/engagements/x", "--from=2026-03-31"});
  EXPECT_EQ(result.exit, 1);
  EXPECT_THAT(result.err, HasSubstr("programmes/p/engagements/x is not there"));
}

}  // namespace
}  // namespace lotse::cli
