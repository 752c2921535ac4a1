// lotse wave status of a collection that goes on.
#include <gmock/gmock.h>

#include "cli/wave_testing.h"

namespace lotse::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

TEST_F(WaveTest, StatusShowsHowTheCollectionGoes) {
  waves_.wave.set_state(Wave::STATE_OPEN);
  ASSERT_TRUE(TextFormat::ParseFromString(
      R"pb(total {
             invited: 600
             delivered: 580
             started: 210
             completed: 210
             usable: 210
             refused: 8
             not_reached: 20
             unknown_eligibility: 357
             not_eligible: 5
             rates {
               e { value: "0.979424" }
               e_fraction: "238/243"
               e_source: E_SOURCE_PROPORTIONAL_ALLOCATION
               rates {
                 kind: KIND_RR1
                 fraction: "6/17"
                 percent { value: "35.3" }
               }
               rates {
                 kind: KIND_RR2
                 fraction: "6/17"
                 percent { value: "35.3" }
               }
               rates { kind: KIND_RR3 absent: FIGURE_ABSENT_ELIGIBILITY_UNKNOWN }
             }
           }
           strata {
             stratum: "haus"
             figures {
               invited: 591
               delivered: 571
               completed: 200
               refused: 8
               not_reached: 20
               unknown_eligibility: 358
               not_eligible: 5
               rates {
                 rates {
                   kind: KIND_RR1
                   percent { value: "34" }
                 }
                 rates { kind: KIND_RR2 }
                 rates { kind: KIND_RR3 }
               }
             }
           }
           strata { figures { invited: 9 delivered: 9 absent: FIGURE_ABSENT_PROTECTED } }
           quotas { code: "jung" limit: 50 action: ACTION_REFUSE counted: 50 full: true }
           quotas { code: "hof" limit: 20 action: ACTION_NOTE counted: 10 })pb",
      &waves_.report));
  EXPECT_THAT(Run("status").out,
              HasSubstr("Rücklauf\n"
                        "  Schicht       eingeladen  zugestellt  ausgefüllt\n"
                        "  gesamt        600         580         210\n"
                        "  haus          591         571         200\n"
                        "  ohne Schicht  9           9           geschützt\n"
                        "Ohne Antwort\n"
                        "  Schicht  verweigert  nicht erreicht  unbekannt  nicht zugehörig\n"
                        "  gesamt   8           20              357        5\n"
                        "  haus     8           20              358        5\n"
                        "Ausschöpfungsquoten (AAPOR) in Prozent, e = 0.979424 (geschätzt)\n"
                        "  Schicht  RR1   RR2   RR3\n"
                        "  gesamt   35.3  35.3  -\n"
                        "  haus     34    -     -\n"
                        "Quoten\n"
                        "  Quote  gezählt  Ziel  Stand\n"
                        "  jung   50       50    voll: weitere werden abgelehnt\n"
                        "  hof    10       20    offen\n"));
  EXPECT_THAT(Run("status", {"--language=en"}).out,
              AllOf(HasSubstr("collection\n"), HasSubstr("no stratum"), HasSubstr("protected"),
                    HasSubstr("response rates (AAPOR) in per cent, e = 0.979424 (estimated)"),
                    HasSubstr("full: more are refused")));
  waves_.wave.set_state(Wave::STATE_CLOSED);
  waves_.report.mutable_quotas(0)->clear_counted();
  EXPECT_THAT(Run("status").out, HasSubstr("jung   -        50    -\n"));
}

TEST_F(WaveTest, StatusShowsWherePeopleBrokeOff) {
  waves_.wave.set_state(Wave::STATE_CLOSED);
  ASSERT_TRUE(TextFormat::ParseFromString(
      R"pb(total {
             started: 52
             completed: 36
             partial: 7
             usable: 43
             broke_off: 9
             absent: FIGURE_ABSENT_INVITED_UNKNOWN
           }
           sections { section: 1 reached: 52 broke_off: 9 unsubmitted: 0 }
           sections { section: 2 reached: 43 broke_off: 7 unsubmitted: 5 })pb",
      &waves_.report));
  EXPECT_THAT(Run("status").out, HasSubstr("Abbrüche: 7 teilweise, 9 abgebrochen; 43 auswertbar\n"
                                           "  Abschnitt  erreicht  abgebrochen  nicht abgeschickt\n"
                                           "  1          52        9            0\n"
                                           "  2          43        7            5\n"));
  EXPECT_THAT(Run("status", {"--language=en"}).out,
              AllOf(HasSubstr("break-offs: 7 partial, 9 broke off; 43 usable\n"),
                    HasSubstr("  section  reached  broke off  not submitted\n")));
  waves_.report.mutable_sections(1)->clear_broke_off();
  waves_.report.mutable_total()->clear_broke_off();
  EXPECT_THAT(Run("status").out,
              AllOf(HasSubstr("Abbrüche\n"), HasSubstr("  2          43        geschützt    5\n")));
  waves_.report.mutable_sections(1)->set_broke_off(0);
  waves_.report.mutable_sections(1)->clear_unsubmitted();
  waves_.report.mutable_sections(0)->set_broke_off(0);
  EXPECT_THAT(Run("status").out, Not(HasSubstr("Abbrüche"))) << "nobody";
}

}  // namespace
}  // namespace lotse::cli
