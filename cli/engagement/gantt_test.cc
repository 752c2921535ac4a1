#include "cli/engagement/gantt.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>

#include "absl/strings/str_cat.h"
#include "cli/engagement/widest.h"

namespace lotse::cli {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::ResultOf;

using engagement::v1alpha::Phase;

constexpr char kTrack[] = "programmes/p/engagements/e/tracks/t";

template <typename Message>
void Parse(const std::string& text, Message* message) {
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(text, message)) << text;
}

// A year with two phases: the first complete and late, the second worked on since.
Course Sample() {
  Course course;
  Parse(R"pb(name: "programmes/p/engagements/e"
             title { variants { language: "de" text: "Begleitung Größenwald" } }
             start_date { year: 2026 month: 1 day: 1 }
             end_date { year: 2026 month: 12 day: 31 })pb",
        &course.engagement);
  TrackCourse track;
  track.track.set_name(kTrack);
  Parse(R"pb(variants { language: "de" text: "Bürgerbüro" })pb", track.track.mutable_title());
  track.phases.resize(3);
  Parse(R"pb(title { variants { language: "de" text: "Bestandsaufnahme" } }
             state: STATE_COMPLETED
             planned_start_date { year: 2026 month: 1 day: 1 }
             planned_end_date { year: 2026 month: 3 day: 31 }
             start_date { year: 2026 month: 2 day: 1 }
             complete_date { year: 2026 month: 5 day: 31 }
             verdicts {
               verdict: VERDICT_FAILED
               date { year: 2026 month: 4 day: 1 }
             }
             verdicts {
               verdict: VERDICT_PASSED_WITH_CONDITIONS
               date { year: 2026 month: 5 day: 31 }
             })pb",
        &track.phases[0]);
  Parse(R"pb(title { variants { language: "de" text: "Ziele klären" } }
             state: STATE_ACTIVE
             stale: true
             planned_start_date { year: 2026 month: 4 day: 1 }
             planned_end_date { year: 2026 month: 6 day: 30 }
             start_date { year: 2026 month: 6 day: 1 })pb",
        &track.phases[1]);
  Parse(R"pb(title { variants { language: "de" text: "Umsetzung" } }
             state: STATE_PLANNED)pb",
        &track.phases[2]);
  course.tracks.push_back(track);
  Parse("year: 2026 month: 7 day: 16", &course.day.emplace());
  return course;
}

TEST(GanttTest, ShowsBarsGatesAndTheDay) {
  ViewOptions options;
  EXPECT_EQ(ViewGantt(Sample(), options),
            "Begleitung Größenwald\n"
            "\n"
            "                            2026\n"
            "                            01  02  03  04  05  06  07  08  09  10  11  12\n"
            "                                                     ▼ 2026-07-16\n"
            "Bürgerbüro                                           │\n"
            "  ✓ Bestandsaufnahme        ░░░░░░░░░░░░             │\n"
            "    abgeschlossen               ████████✗██████◇     │\n"
            "  ● Ziele klären                        ░░░░░░░░░░░░ │\n"
            "    in Arbeit !, überfällig                     █████►\n"
            "  ○ Umsetzung                                        │\n"
            "    geplant                                          │\n"
            "\n"
            "░ geplant  █ wie es war  ► noch dabei  ! erneut zu prüfen\n"
            "Prüfpunkt: ◆ passiert  ◇ mit Auflagen passiert  ✗ nicht passiert  ◌ erlassen\n");
}

TEST(GanttTest, DoesWithoutUnicode) {
  ViewOptions options;
  options.language = "en";
  options.ascii = true;
  const std::string text = ViewGantt(Sample(), options);
  EXPECT_THAT(text,
              Each(ResultOf([](char c) { return static_cast<unsigned char>(c) < 0x80; }, true)));
  EXPECT_THAT(text, HasSubstr("Begleitung Groessenwald\n"));
  EXPECT_THAT(text, HasSubstr("  x Bestandsaufnahme       ------------"));
  EXPECT_THAT(text, HasSubstr("    completed                  ########F######C     |\n"));
  EXPECT_THAT(text, HasSubstr("    in progress !, overdue"));
  EXPECT_THAT(text, HasSubstr("v 2026-07-16\n"));
}

TEST(GanttTest, FitsEveryWidth) {
  Course course = Sample();
  course.tracks[0].track.mutable_title()->mutable_variants(0)->set_text(
      "Amt für Migration, Integration und gesellschaftliche Teilhabe");
  course.engagement.mutable_title()->mutable_variants(0)->set_text(std::string(120, 'x'));
  for (const int years : {1, 2, 12}) {
    course.engagement.mutable_end_date()->set_year(2025 + years);
    for (const int width : {60, 80, 81, 133, 500}) {
      ViewOptions options;
      options.width = width;
      EXPECT_LE(Widest(ViewGantt(course, options)), width);
    }
  }
}

TEST(GanttTest, MonthsBecomeLettersAndThenYears) {
  Course course = Sample();
  ViewOptions options;
  course.engagement.mutable_end_date()->set_year(2027);
  EXPECT_THAT(ViewGantt(course, options), HasSubstr("2026                    2027\n"));
  EXPECT_THAT(ViewGantt(course, options), HasSubstr("J F M A M J J A S O N D J F"));
  course.engagement.mutable_end_date()->set_year(2035);
  const std::string text = ViewGantt(course, options);
  EXPECT_THAT(text, Not(HasSubstr("J F M")));
  EXPECT_THAT(text, HasSubstr("2026 2027 2028"));
}

TEST(GanttTest, WhatGoesOnWidensTheMonths) {
  Course course = Sample();
  Parse("year: 2027 month: 2 day: 1", &*course.day);
  const std::string text = ViewGantt(course, ViewOptions());
  EXPECT_THAT(text, HasSubstr("12 01 02\n"));
  EXPECT_THAT(text, HasSubstr("2027-02-01 ▼\n")) << "there is no space behind it";
  // Where nothing goes on, today may lie beyond.
  course.tracks[0].phases[1].clear_start_date();
  EXPECT_THAT(ViewGantt(course, ViewOptions()), Not(HasSubstr("▼")));
}

TEST(GanttTest, WithoutTheDayWhatGoesOnIsShownWhereItBegan) {
  Course course = Sample();
  course.day.reset();
  const std::string text = ViewGantt(course, ViewOptions());
  EXPECT_THAT(text, HasSubstr("    in Arbeit !                          ►\n"));
  EXPECT_THAT(text, Not(HasSubstr("▼")));
}

TEST(GanttTest, LeavesOutAYearThatWouldTouchTheOneBefore) {
  Course course = Sample();
  Parse("year: 2025 month: 12 day: 1", course.engagement.mutable_start_date());
  ViewOptions options;
  options.width = 60;
  const std::string text = ViewGantt(course, options);
  EXPECT_THAT(text, HasSubstr(" 2025\n"));
  EXPECT_THAT(text, Not(HasSubstr("2026\n"))) << text;
  options.width = 120;
  EXPECT_THAT(ViewGantt(course, options), HasSubstr(" 2025   2026\n"))
      << ViewGantt(course, options);
}

TEST(GanttTest, SaysThatThereAreNoTracks) {
  Course course = Sample();
  course.tracks.clear();
  EXPECT_EQ(ViewGantt(course, ViewOptions()), "Begleitung Größenwald\nEs gibt keine Stränge.\n");
}

}  // namespace
}  // namespace lotse::cli
