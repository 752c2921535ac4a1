// lotse due, against a service in this process.
#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "cli/engagement/days.h"
#include "cli/engagement/fake_engagements.h"
#include "cli/engagement/widest.h"
#include "google/rpc/error_details.pb.h"
#include "runtime/types/date.h"

namespace lotse::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

using namespace engagement::v1alpha;  // NOLINT: everything that is due comes from there.

// Today for the service; for this machine it is another day.
constexpr absl::CivilDay kToday(2031, 7, 16);

google::type::Date InDays(int days) { return types::ToDate(kToday + days); }

class DueTest : public ::testing::Test {
 protected:
  DueTest() {
    fake_.today = types::ToDate(kToday);
    DueItem item = Parse<DueItem>(
        R"pb(kind: KIND_MEASURE
             resource: "programmes/p/engagements/e/measures/m"
             title { variants { language: "de" text: "Dolmetschen" } }
             org_unit: "administrations/s/orgUnits/amt-50")pb");
    *item.mutable_due_date() = InDays(3);
    item.set_days(3);
    fake_.due.push_back(item);
    item.set_resource("programmes/p/engagements/e/measures/alt");
    *item.mutable_due_date() = InDays(-2);
    item.set_days(-2);
    item.set_overdue(true);
    fake_.due.push_back(item);
    fake_.due_measurements["programmes/p/engagements/e"] = {Value("programmes/p/engagements/e")};
    fake_.due_measurements["programmes/p/engagements/-"] =
        fake_.due_measurements["programmes/p/engagements/e"];
    fake_.due_measurements["programmes/p"] = {Value("programmes/p")};
    fake_.indicators.push_back(
        Parse<Indicator>(R"pb(name: "programmes/p/engagements/e/indicators/i"
                              title { variants { language: "de" text: "Beratungen" } })pb"));
    auto duty = Parse<ReportingDutyStatus>(
        R"pb(programme: "programmes/p"
             funder_id: "bmi"
             duty_id: "bericht"
             title { variants { language: "de" text: "Sachbericht" } })pb");
    *duty.mutable_due_date() = InDays(5);
    fake_.duties.push_back(duty);
  }

  static DueMeasurement Value(const std::string& owner) {
    auto value = Parse<DueMeasurement>(
        "start_date { year: 2031 month: 1 day: 1 }"
        "end_date { year: 2031 month: 3 day: 31 }");
    value.set_indicator(owner + "/indicators/i");
    return value;
  }

  FakeEngagements fake_;
};

TEST_F(DueTest, ListsWhatIsDueOfAnEngagement) {
  const CliResult result = fake_.Run({"due", "programmes/p/engagements/e", "--days=20"});
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_THAT(
      result.out,
      AllOf(HasSubstr("Überfällig: 2\n  TAG         TAGE"),
            HasSubstr("  Messung   Beratungen ab 2031-01-01  indicators/i\n"),
            HasSubstr(absl::StrCat("  ", DayText(InDays(-2)), "  -2 ")), HasSubstr("Fällig: 1\n"),
            HasSubstr(absl::StrCat("  ", DayText(InDays(3)),
                                   "  +3    Maßnahme  Dolmetschen  measures/m  amt-50\n")),
            Not(HasSubstr("Sachbericht"))));
  EXPECT_EQ(fake_.due_request.days(), 20);
}

TEST_F(DueTest, OfAProgrammeAlsoWhatIsItsOwn) {
  const CliResult result = fake_.Run({"due", "programmes/p", "--language=en"});
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_EQ(fake_.due_request.parent(), "programmes/p/engagements/-");
  EXPECT_EQ(fake_.due_request.days(), 14);
  EXPECT_THAT(result.out,
              AllOf(HasSubstr("Overdue: 3\n"), HasSubstr("  engagements/e/indicators/i\n"),
                    HasSubstr("  indicators/i\n"), HasSubstr("reporting duty  Sachbericht"),
                    HasSubstr("  programmes/p#bmi/bericht\n")));
}

TEST_F(DueTest, CountsFromTheDayOfTheService) {
  fake_.due.clear();  // It tells its day also where nothing is due.
  // Of duties and values only the day is told.
  EXPECT_THAT(fake_.Run({"due", "programmes/p", "--days=5"}).out,
              AllOf(HasSubstr("  2031-03-31  -107  Messung"),
                    HasSubstr("  2031-07-21  +5    Berichtspflicht")));
  EXPECT_EQ(DayText(fake_.duties_request.due_before_date()), "2031-07-22");
}

TEST_F(DueTest, WhereTheServiceDoesNotTellItsDay) {
  fake_.today.Clear();
  const CliResult result = fake_.Run({"due", "programmes/p"});
  EXPECT_EQ(result.exit, 0);
  EXPECT_THAT(result.out, AllOf(HasSubstr("  2031-03-31        Messung"),
                                HasSubstr("  2031-07-21        Berichtspflicht")));
  EXPECT_FALSE(fake_.duties_request.has_due_before_date());
  EXPECT_THAT(result.err, HasSubstr("all open reporting duties are listed"));
}

TEST_F(DueTest, FitsInTheWidthAskedFor) {
  const std::string longest(63, 'n');
  fake_.due[0].set_resource(absl::StrCat("programmes/p/engagements/", longest, "/measures/m"));
  fake_.due[0].set_org_unit(absl::StrCat("administrations/s/orgUnits/", longest));
  for (const int width : {60, 72, 80, 99, 100}) {
    for (const char* language : {"--language=de", "--language=en"}) {
      const CliResult result =
          fake_.Run({"due", "programmes/p", absl::StrCat("--width=", width), language});
      EXPECT_EQ(result.exit, 0) << result.err;
      EXPECT_LE(Widest(result.out), width) << result.out;
      EXPECT_THAT(absl::StrReplaceAll(result.out, {{"\n", ""}, {" ", ""}}), HasSubstr(longest))
          << "names are broken and never cut";
    }
  }
}

TEST_F(DueTest, WhoMayNotReadTheProgrammeGetsTheRest) {
  fake_.refused_from["ListDueMeasurements programmes/p"] = 0;
  fake_.refused_from["ListReportingDuties"] = 0;
  const CliResult result = fake_.Run({"due", "programmes/p"});
  EXPECT_EQ(result.exit, 0);
  EXPECT_THAT(result.out, AllOf(HasSubstr("Überfällig: 2\n"), Not(HasSubstr("Sachbericht"))));
  EXPECT_EQ(result.err,
            "note: you may not read the values of shared indicators of the programme; they are "
            "left out\n"
            "note: you may not read the reporting duties of the programme; they are left out\n");
  fake_.refusal = grpc::StatusCode::INTERNAL;
  EXPECT_EQ(fake_.Run({"due", "programmes/p"}).exit, 1);
}

TEST_F(DueTest, WhoMayReadNoEngagementIsToldOfTheProgramme) {
  fake_.refused_from["ListDueItems programmes/p/engagements/-"] = 0;
  const CliResult denied = fake_.Run({"due", "programmes/p"});
  EXPECT_EQ(denied.exit, 1);
  EXPECT_THAT(denied.err,
              HasSubstr("PERMISSION_DENIED: you may read no engagement of programmes/p: this needs "
                        "the permission ENGAGEMENT_READ in one of them"));
  fake_.refusal = grpc::StatusCode::NOT_FOUND;
  google::rpc::ErrorInfo info;
  info.set_reason("RESOURCE_NOT_FOUND");
  (*info.mutable_metadata())["resource"] = "programmes/p/engagements/-";
  google::rpc::ResourceInfo resource;
  resource.set_resource_name("programmes/p/engagements/-");
  fake_.refusal_details.add_details()->PackFrom(info);
  fake_.refusal_details.add_details()->PackFrom(resource);
  for (const bool json : {false, true}) {
    const CliResult unknown = fake_.Run({"due", "programmes/p", json ? "--json" : "--days=7"});
    EXPECT_EQ(unknown.exit, 1);
    EXPECT_THAT(unknown.err, AllOf(HasSubstr("programmes/p does not exist, or you may read no "
                                             "engagement of it: this needs the permission "
                                             "ENGAGEMENT_READ"),
                                   HasSubstr("RESOURCE_NOT_FOUND"), Not(HasSubstr("/-"))));
  }
}

TEST_F(DueTest, SaysThatNothingIs) {
  fake_.due.clear();
  fake_.due_measurements.clear();
  const CliResult result = fake_.Run({"due", "programmes/p/engagements/e"});
  EXPECT_EQ(result.out, "Überfällig: nichts\nFällig: nichts\n");
  EXPECT_THAT(fake_.Run({"due", "programmes/p/engagements/e", "--json"}).out, IsEmpty());
}

TEST_F(DueTest, WithJsonOneObjectEach) {
  const CliResult result = fake_.Run({"due", "programmes/p/engagements/e", "--json"});
  EXPECT_THAT(
      result.out,
      HasSubstr(R"({"kind":"MEASUREMENT","resource":"programmes/p/engagements/e/indicators/i")"
                R"(,"title":"Beratungen","dueDate":"2031-03-31","overdue":true,)"
                R"("period":"2031-01-01..2031-03-31"})"
                "\n"));
  EXPECT_THAT(result.out, HasSubstr(R"("orgUnit":"administrations/s/orgUnits/amt-50"})"));
}

TEST_F(DueTest, JsonIsInTheLanguageAskedFor) {
  auto* english = fake_.indicators[0].mutable_title()->add_variants();
  english->set_language("en");
  english->set_text("Consultations");
  const std::vector<std::string> words = {"due", "programmes/p/engagements/e", "--json"};
  EXPECT_THAT(fake_.Run(words).out, HasSubstr(R"("title":"Beratungen")"));
  std::vector<std::string> in_english = words;
  in_english.push_back("--language=en");
  EXPECT_THAT(fake_.Run(in_english).out, HasSubstr(R"("title":"Consultations")"));
}

TEST_F(DueTest, SaysWhatIsWrong) {
  EXPECT_THAT(fake_.Run({"due", "administrations/s"}).err,
              HasSubstr("'administrations/s' is no name of a programme or engagement"));
  EXPECT_EQ(fake_.Run({"due", "programmes/p", "--days=367"}).exit, 2);
  EXPECT_EQ(fake_.Run({"due"}).exit, 2);
}

}  // namespace
}  // namespace lotse::cli
