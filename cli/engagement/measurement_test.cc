// lotse measurement record, against a service in this process.
#include <gmock/gmock.h>

#include <algorithm>

#include "cli/engagement/fake_engagements.h"
#include "cli/engagement/widest.h"

namespace lotse::cli {
namespace {

using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using namespace engagement::v1alpha;  // NOLINT: everything that is recorded comes from there.

constexpr const char* kIndicator = FakeEngagements::kIndicator;
constexpr char kSecondQuarter[] =
    "programmes/p/engagements/e/indicators/i/measurements/m-2026-04-01-to-2026-06-30";

class MeasurementTest : public ::testing::Test {
 protected:
  MeasurementTest() {
    fake_.achievement = Parse<GetAchievementResponse>(
        R"pb(baseline { value: "10" }
             target { value: "30" }
             actual { value: "20" }
             ratio_percent { value: "50" })pb");
  }

  CliResult Record(const std::vector<std::string>& more, const std::string& name = kIndicator) {
    std::vector<std::string> words = {"measurement", "record", name, "--width=200"};
    words.insert(words.end(), more.begin(), more.end());
    return fake_.Run(words);
  }

  FakeEngagements fake_;
  TestFolder folder_;
};

TEST_F(MeasurementTest, RecordsADraftAndShowsHowFarItIs) {
  const CliResult result = Record({"--period=2026-Q2", "--value=12,50"});
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_EQ(result.out, "angelegt     " + std::string(kSecondQuarter) +
                            "  12.5  Entwurf\n"
                            "programmes/p/engagements/e/indicators/i, Stand 2026-06-30\n"
                            "  Ausgangswert 10, Zielwert 30, Istwert 20: Zielerreichung 50 %\n");
  EXPECT_EQ(fake_.measurements.at(kSecondQuarter).source(), Measurement::SOURCE_MANUAL);
  EXPECT_EQ(fake_.achievement_request.as_of_date().day(), 30);
  EXPECT_TRUE(fake_.achievement_request.drafts_too());
}

TEST_F(MeasurementTest, SaysInWordsWhyThereIsNoAchievement) {
  const struct {
    const char* reason;
    const char* german;
    const char* english;
  } kCases[] = {
      {"NO_BASELINE", "(kein Ausgangswert)", "(no baseline)"},
      {"NO_TARGET", "(kein Zielwert)", "(no target)"},
      {"NO_VALUE", "(kein Messwert)", "(no value)"},
      {"NOT_MEASURABLE", "(nicht messbar)", "(not measurable)"},
      {"TOO_LARGE", "(die Summe ist zu groß)", "(the sum is too large)"},
      {"TARGET_IS_BASELINE", "(der Zielwert ist der Ausgangswert)", "(the target is the baseline)"},
      {"OF_A_LATER_VERSION", "(OF_A_LATER_VERSION)", "(OF_A_LATER_VERSION)"},
  };
  for (const auto& c : kCases) {
    fake_.achievement.Clear();
    fake_.achievement.set_undefined_reason(c.reason);
    EXPECT_THAT(Record({"--period=2026-Q2", "--value=1"}).out, HasSubstr(c.german));
    EXPECT_THAT(Record({"--period=2026-Q2", "--value=1", "--language=en"}).out,
                HasSubstr(c.english));
  }
}

TEST_F(MeasurementTest, FitsInTheWidthAskedFor) {
  fake_.achievement.clear_ratio_percent();
  fake_.achievement.set_undefined_reason("TARGET_IS_BASELINE");
  for (const char* width : {"60", "75", "99"}) {
    for (const char* language : {"--language=de", "--language=en"}) {
      const CliResult result = fake_.Run({"measurement", "record", kIndicator, "--period=2026-Q2",
                                          "--value=1", language, std::string("--width=") + width});
      EXPECT_EQ(result.exit, 0) << result.err;
      EXPECT_LE(Widest(result.out), std::stoi(width)) << result.out;
      EXPECT_THAT(result.out, AnyOf(HasSubstr(" 1, Entwurf\n"), HasSubstr(" 1, draft\n")));
    }
  }
}

TEST_F(MeasurementTest, GoesOnToTheState) {
  EXPECT_EQ(Record({"--period=2026-Q2", "--value=1", "--state=submit"}).exit, 0);
  EXPECT_EQ(fake_.measurements.at(kSecondQuarter).state(), Measurement::STATE_SUBMITTED);
  fake_.changes.clear();
  const CliResult result =
      Record({"--period=2026-Q2", "--value=1", "--state=validate", "--language=en"});
  EXPECT_THAT(result.out,
              HasSubstr("unchanged    " + std::string(kSecondQuarter) + "  1  validated\n"));
  EXPECT_THAT(fake_.changes, ElementsAre("MEASUREMENT_STEP_VALIDATE"));
}

TEST_F(MeasurementTest, ChangesADraftAndNothingElse) {
  ASSERT_EQ(Record({"--period=2026-Q2", "--value=1"}).exit, 0);
  EXPECT_THAT(Record({"--period=2026-04-01..2026-06-30", "--value=2"}).out,
              HasSubstr("geändert     "));
  EXPECT_EQ(fake_.measurements.at(kSecondQuarter).value().value(), "2");
  fake_.measurements.at(kSecondQuarter).set_state(Measurement::STATE_SUBMITTED);
  const CliResult result = Record({"--period=2026-Q2", "--value=3"});
  EXPECT_EQ(result.exit, 1);
  EXPECT_THAT(result.err, HasSubstr("is SUBMITTED with the value 2; take it back"));
  fake_.measurements.at(kSecondQuarter).set_state(Measurement::STATE_LOCKED);
  EXPECT_THAT(Record({"--period=2026-Q2", "--value=3"}).err, HasSubstr("correct it"));
  EXPECT_EQ(fake_.measurements.at(kSecondQuarter).value().value(), "2");
}

TEST_F(MeasurementTest, RecordsThatItCannotBeMeasured) {
  fake_.achievement = Parse<GetAchievementResponse>("undefined_reason: \"NOT_MEASURABLE\"");
  const CliResult result = Record({"--period=2026-Q2", "--not-measurable=Umstellung"});
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_THAT(result.out,
              AllOf(HasSubstr("  nicht messbar  Entwurf\n"),
                    HasSubstr("Istwert -: Zielerreichung nicht bestimmbar (nicht messbar)\n")));
  const Measurement& made = fake_.measurements.at(kSecondQuarter);
  EXPECT_FALSE(made.has_value());
  EXPECT_EQ(made.not_measurable_reason().variants(0).text(), "Umstellung");
  EXPECT_THAT(Record({"--period=2026-Q2", "--not-measurable=Umstellung"}).out,
              HasSubstr("unverändert"));
}

TEST_F(MeasurementTest, RecordsATable) {
  const std::string file = folder_.Write(
      "values.csv", "indicator,period,value,note\ni,2026-Q1,1,a\ni,2026-Q2,2,b\nk,2026,3,c\n");
  const CliResult result =
      Record({"--file=" + file, "--state=submit", "--json"}, "programmes/p/engagements/e");
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_EQ(std::count(result.out.begin(), result.out.end(), '\n'), 5);
  EXPECT_THAT(result.out,
              AllOf(HasSubstr(R"({"line":3,"name":")" + std::string(kSecondQuarter) +
                              R"(","outcome":"created","state":"STATE_SUBMITTED","warnings":[]})"),
                    HasSubstr(R"({"indicator":"programmes/p/engagements/e/indicators/k",)"
                              R"("asOfDate":"2026-12-31","achievement":{)")));
  EXPECT_EQ(fake_.measurements.at(kSecondQuarter).source(), Measurement::SOURCE_IMPORT);
  fake_.changes.clear();
  const CliResult again =
      Record({"--file=" + file, "--state=submit"}, "programmes/p/engagements/e");
  EXPECT_EQ(again.exit, 0);
  EXPECT_EQ(again.err, "note: column note is not read\n");
  EXPECT_THAT(fake_.changes, IsEmpty());
}

TEST_F(MeasurementTest, OfATableTheOthersAreRecorded) {
  const std::string file = folder_.Write(
      "values.csv", "kennzahl;zeitraum;wert\ni;2026-Q1;1\ni;2026-Q2;2\ni;2026-Q3;3\n");
  fake_.refused_from["CreateMeasurement"] = 2;
  const CliResult result = Record({"--file=" + file}, "programmes/p/engagements/e");
  EXPECT_EQ(result.exit, 5);
  EXPECT_THAT(result.err, AllOf(HasSubstr("1 of 3 values were not recorded"),
                                HasSubstr("line 4: CreateMeasurement is refused")));
  EXPECT_EQ(fake_.measurements.size(), 2u);
}

TEST_F(MeasurementTest, AWrongTableIsNotSent) {
  const std::string file =
      folder_.Write("values.csv", "indicator,period,value\ni,2026-Q1,1\ni,2026-Q7,2\n");
  const CliResult result = Record({"--file=" + file}, "programmes/p/engagements/e");
  EXPECT_EQ(result.exit, 5);
  EXPECT_THAT(result.err, HasSubstr("line 3, column period: '2026-Q7' is not a period"));
  EXPECT_THAT(fake_.measurements, IsEmpty());
  EXPECT_EQ(Record({"--file=" + folder_.path() + "/absent.csv"}, "programmes/p").exit, 4);
}

TEST_F(MeasurementTest, SaysWhatIsWrong) {
  const std::pair<std::vector<std::string>, const char*> kWrong[] = {
      {{"--value=1"}, "--period is missing; write --period=2026-Q2"},
      {{"--period=2026-Q9", "--value=1"}, "'2026-Q9' is not a period"},
      {{"--period=2026"}, "give either --value=NUMBER, or --not-measurable=TEXT"},
      {{"--period=2026", "--value=1", "--not-measurable=x"}, "give either"},
      {{"--period=2026", "--value=1.000,5"}, "without separators of thousands"},
      {{"--period=2026", "--value=1", "--state=lock"}, "'lock' is none; give draft, submit or"},
      {{"--file=x.csv", "--value=1"}, "--value stands in the file"},
      {{"--file=x.csv"}, "with --file give the engagement or programme"},
  };
  for (const auto& [words, message] : kWrong) {
    const CliResult result = Record(words);
    EXPECT_EQ(result.exit, 2) << message;
    EXPECT_THAT(result.err, HasSubstr(message));
  }
  EXPECT_THAT(Record({"--period=2026", "--value=1"}, "i").err,
              HasSubstr("'i' is no name of an indicator"));
  EXPECT_THAT(fake_.Run({"measurement", "record"}).err, HasSubstr("which indicator?"));
  EXPECT_THAT(fake_.changes, IsEmpty());
}

}  // namespace
}  // namespace lotse::cli
