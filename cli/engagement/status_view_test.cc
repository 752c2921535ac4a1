#include "cli/engagement/status_view.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <google/protobuf/util/json_util.h>

#include "absl/strings/str_cat.h"
#include "cli/engagement/widest.h"
#include "google/protobuf/struct.pb.h"

namespace lotse::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

using namespace engagement::v1alpha;  // NOLINT: everything that is shown comes from there.

constexpr char kName[] = "programmes/p/engagements/e";

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

Course Sample() {
  Course course;
  course.engagement = Parse<Engagement>(
      R"pb(name: "programmes/p/engagements/e"
           title { variants { language: "de" text: "Begleitung" } }
           administration: "administrations/m"
           state: STATE_ACTIVE
           start_date { year: 2026 month: 3 day: 1 }
           end_date { year: 2027 month: 2 day: 28 }
           agreed_end_date { year: 2027 month: 5 day: 31 })pb");
  course.agreement = Parse<Agreement>(
      R"pb(number: 2
           effective_date { year: 2026 month: 4 day: 1 }
           focus_items { focus_id: "a" })pb");
  TrackCourse track;
  track.track = Parse<Track>(R"pb(name: "programmes/p/engagements/e/tracks/t"
                                  title { variants { language: "de" text: "Jugendamt" } })pb");
  track.phases.push_back(Parse<Phase>(
      R"pb(title { variants { language: "de" text: "Bestand" } }
           state: STATE_COMPLETED
           planned_start_date { year: 2026 month: 3 day: 1 }
           planned_end_date { year: 2026 month: 5 day: 31 }
           verdicts { verdict: VERDICT_PASSED_WITH_CONDITIONS })pb"));
  track.phases.push_back(Parse<Phase>(
      R"pb(title { variants { language: "de" text: "Ziele" } }
           state: STATE_ACTIVE
           stale: true
           planned_start_date { year: 2026 month: 6 day: 1 }
           planned_end_date { year: 2026 month: 6 day: 30 })pb"));
  course.tracks.push_back(track);
  course.goals = {Parse<Goal>("state: STATE_DRAFT"),
                  Parse<Goal>("state: STATE_ADOPTED stale: true"),
                  Parse<Goal>("state: STATE_ADOPTED")};
  course.day = Parse<google::type::Date>("year: 2026 month: 7 day: 16");
  return course;
}

Outlook SampleOutlook() {
  Outlook outlook;
  outlook.days = 30;
  outlook.gaps.push_back(Parse<Gap>(
      R"pb(kind: KIND_NEED_WITHOUT_GOAL
           resource: "programmes/p/engagements/e/needs/n"
           title { variants { language: "de" text: "Mehr Sprachen" } })pb"));
  outlook.due.push_back(Parse<DueItem>(
      R"pb(kind: KIND_ACTION_ITEM
           resource: "programmes/p/engagements/e/actionItems/a"
           title { variants { language: "de" text: "Bericht" } }
           due_date { year: 2026 month: 7 day: 1 }
           overdue: true)pb"));
  outlook.measurements.emplace(3);
  outlook.capacity.push_back(Parse<CapacityRow>(
      R"pb(org_unit: "administrations/m/orgUnits/amt-50"
           year: 2026
           month: 8
           planned_days { value: "12.5" }
           capacity_days { value: "10" }
           overloaded: true)pb"));
  outlook.capacity.push_back(Parse<CapacityRow>("year: 2026 month: 9 org_unit: \"x\""));
  return outlook;
}

TEST(StatusViewTest, ShowsEverything) {
  EXPECT_EQ(ViewStatus(Sample(), SampleOutlook(), ViewOptions()),
            "Begleitung\n"
            "programmes/p/engagements/e\n"
            "\n"
            "Stand         2026-07-16\n"
            "Zustand       in Arbeit\n"
            "Verwaltung    administrations/m\n"
            "Laufzeit      2026-03-01 bis 2027-02-28, vereinbart bis 2027-05-31\n"
            "Vereinbarung  Fassung 2, in Kraft seit 2026-04-01, 1 Schwerpunkt\n"
            "\n"
            "Stränge und Phasen\n"
            "     Jugendamt\n"
            "  ✓  Bestand    abgeschlossen  2026-03-01 – 2026-05-31\n"
            "                               Prüfpunkt mit Auflagen passiert\n"
            "  ●  Ziele      in Arbeit      2026-06-01 – 2026-06-30\n"
            "                               überfällig\n"
            "                               erneut zu prüfen\n"
            "\n"
            "Ziele      3: 1 Entwurf, 2 beschlossen; 1 erneut zu prüfen\n"
            "Maßnahmen  0\n"
            "\n"
            "Lücken: 1\n"
            "  Bedarf ohne Ziel  Mehr Sprachen  needs/n\n"
            "\n"
            "Überfällig und fällig in 30 Tagen: 1\n"
            "  2026-07-01  überfällig  Aufgabe  Bericht  actionItems/a\n"
            "\n"
            "Überfällige Messwerte: 3\n"
            "  alle mit lotse due programmes/p/engagements/e\n"
            "\n"
            "Über der Kapazität: 1\n"
            "  amt-50  2026-08  12.5 von 10 Tagen\n");
}

TEST(StatusViewTest, OfAnEarlierDayThereIsNoOutlook) {
  Course course = Sample();
  course.agreement.reset();
  ViewOptions options;
  options.language = "en";
  options.ascii = true;
  const std::string text = ViewStatus(course, absl::nullopt, options);
  EXPECT_THAT(text, AllOf(HasSubstr("As of           2026-07-16\n"),
                          HasSubstr("Agreement       none in force\n"),
                          HasSubstr("  *  Ziele      in progress  2026-06-01 - 2026-06-30\n"),
                          Not(HasSubstr("Gaps")), Not(HasSubstr("capacity"))));
}

TEST(StatusViewTest, AVersionThatWasEnforcedEarlyIsToldFromItsFirstDay) {
  Course course = Sample();
  course.agreement->mutable_effective_date()->set_month(12);
  ViewOptions english;
  english.language = "en";
  english.width = 100;
  EXPECT_THAT(ViewStatus(course, absl::nullopt, ViewOptions()),
              HasSubstr("Vereinbarung  Fassung 2, ab 2026-12-01, 1 Schwerpunkt\n"));
  course.agreement_before = Parse<Agreement>("number: 1");
  EXPECT_THAT(ViewStatus(course, absl::nullopt, ViewOptions()),
              HasSubstr("Fassung 2, ab 2026-12-01; bis dahin Fassung 1, 1 Schwerpunkt\n"));
  EXPECT_THAT(ViewStatus(course, absl::nullopt, english),
              HasSubstr("version 2, from 2026-12-01; version 1 until then, 1 point of focus\n"));
  *course.day = course.agreement->effective_date();
  EXPECT_THAT(ViewStatus(course, absl::nullopt, english),
              HasSubstr("version 2, in force since 2026-12-01, 1 point of focus\n"));
}

TEST(StatusViewTest, OfAnEngagementThatIsOverNoPhaseIsOverdue) {
  Course course = Sample();
  EXPECT_THAT(ViewStatus(course, absl::nullopt, ViewOptions()), HasSubstr("überfällig"));
  for (const auto state :
       {Engagement::STATE_CANCELLED, Engagement::STATE_CLOSED, Engagement::STATE_ARCHIVED}) {
    course.engagement.set_state(state);
    EXPECT_THAT(ViewStatus(course, absl::nullopt, ViewOptions()), Not(HasSubstr("überfällig")));
  }
}

TEST(StatusViewTest, LongListsAreCutAndFit) {
  Outlook outlook = SampleOutlook();
  outlook.gaps[0].mutable_title()->mutable_variants(0)->set_text(std::string(200, 'x'));
  outlook.gaps.resize(13, outlook.gaps[0]);
  Course course = Sample();
  course.tracks[0].phases[0].mutable_title()->mutable_variants(0)->set_text(std::string(99, 'y'));
  const std::string text = ViewStatus(course, outlook, ViewOptions());
  EXPECT_THAT(text,
              AllOf(HasSubstr("Lücken: 13\n"), HasSubstr("  … 3 weitere; alle mit --json\n")));
  EXPECT_LE(Widest(text), 80);
}

TEST(StatusViewTest, FitsInEveryWidth) {
  const std::string longest(63, 'n');
  Outlook outlook = SampleOutlook();
  Course course = Sample();
  course.engagement.set_name(absl::StrCat("programmes/", longest, "/engagements/", longest));
  course.engagement.set_administration(absl::StrCat("administrations/", longest));
  course.engagement.mutable_title()->mutable_variants(0)->set_text(
      absl::StrCat(longest, " ", longest));
  for (const auto state : {Goal::STATE_ACHIEVED, Goal::STATE_PARTLY_ACHIEVED,
                           Goal::STATE_NOT_ACHIEVED, Goal::STATE_WITHDRAWN}) {
    course.goals.emplace_back().set_state(state);
  }
  course.tracks[0].phases[0].set_state(Phase::STATE_REOPENED);
  outlook.gaps[0].set_resource(absl::StrCat(course.engagement.name(), "/needs/", longest));
  outlook.due[0].set_resource(absl::StrCat(course.engagement.name(), "/actionItems/", longest));
  outlook.capacity[0].set_org_unit(
      absl::StrCat(course.engagement.administration(), "/orgUnits/", longest));
  ViewOptions options;
  for (const char* language : {"de", "en"}) {
    options.language = language;
    for (options.width = 60; options.width <= 110; ++options.width) {
      options.ascii = options.width % 2 == 0;
      const std::string text = ViewStatus(course, outlook, options);
      EXPECT_LE(Widest(text), options.width) << language << "\n" << text;
      EXPECT_THAT(text, HasSubstr("2026-06-01")) << "the period of a phase";
    }
  }
}

TEST(StatusViewTest, JsonHasTheResources) {
  google::protobuf::Struct json;
  ASSERT_TRUE(
      google::protobuf::util::JsonStringToMessage(StatusJson(Sample(), SampleOutlook()), &json)
          .ok());
  const auto& fields = json.fields();
  EXPECT_EQ(fields.at("day").string_value(), "2026-07-16");
  EXPECT_EQ(fields.at("engagement").struct_value().fields().at("name").string_value(), kName);
  EXPECT_EQ(fields.at("agreement").struct_value().fields().at("number").number_value(), 2);
  const auto& track = fields.at("tracks").list_value().values(0).struct_value().fields();
  EXPECT_EQ(track.at("phases").list_value().values_size(), 2);
  EXPECT_EQ(fields.at("goals").struct_value().fields().at("STATE_ADOPTED").number_value(), 2);
  EXPECT_EQ(fields.at("goals").struct_value().fields().at("stale").number_value(), 1);
  EXPECT_EQ(fields.at("dueMeasurements").list_value().values_size(), 3);
  EXPECT_EQ(fields.at("capacity").list_value().values_size(), 2);
  EXPECT_THAT(StatusJson(Sample(), absl::nullopt), Not(HasSubstr("\"gaps\"")));
}

}  // namespace
}  // namespace lotse::cli
