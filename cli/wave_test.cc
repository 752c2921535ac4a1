// lotse wave status, release, revoke, open, prolong, close, erase and purge, against a
// service in this process.
#include "cli/wave.h"

#include <gmock/gmock.h>

#include "cli/help.h"
#include "cli/wave_testing.h"

namespace lotse::cli {
namespace {

using survey::v1alpha::StaffCouncilInvolvement;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

TEST_F(WaveTest, StatusNamesWhatTheReleaseLacks) {
  const CliResult result = Run("status");
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_EQ(result.out,
            "Erste Welle: geplant\n"
            "  Feldzeit            2026-05-01 – 2026-05-31\n"
            "  Identität           anonym\n"
            "  Grundgesamtheit     fehlt\n"
            "  Datenschutzhinweis  fehlt\n"
            "  Eingeladene         unbekannt\n");
  EXPECT_THAT(Run("status", {"--language=en", "--ascii"}).out,
              AllOf(HasSubstr("Erste Welle: planned\n"), HasSubstr("2026-05-01 - 2026-05-31"),
                    HasSubstr("population    missing")));
}

TEST_F(WaveTest, StatusShowsWhatItWasReleasedUpon) {
  waves_.wave.set_state(Wave::STATE_OPEN);
  waves_.wave.set_population("programmes/p/engagements/e/surveys/s/populations/a");
  waves_.wave.set_data_protection_notice("programmes/p/engagements/e/surveys/s/consentTexts/n");
  waves_.wave.set_consent_text("programmes/p/engagements/e/surveys/s/consentTexts/c");
  waves_.wave.set_pilot(true);
  waves_.wave.set_invited_count(400);
  waves_.wave.set_response_count(30);
  EXPECT_TRUE(TextFormat::ParseFromString(
      R"pb(staff_council {
             involvement: INVOLVEMENT_SERVICE_AGREEMENT
             date { year: 2026 month: 3 day: 12 }
             reference: "PR-2026/17"
           }
           special_category_basis: SPECIAL_CATEGORY_BASIS_ANONYMOUS_DESIGN)pb",
      waves_.wave.mutable_release()));
  EXPECT_TRUE(TextFormat::ParseFromString(
      R"pb(former_end_date { year: 2026 month: 5 day: 20 }
           end_date { year: 2026 month: 5 day: 31 }
           reason: "Bauhof")pb",
      waves_.wave.add_prolongations()));
  waves_.report.mutable_total()->set_invited(400);
  waves_.report.mutable_total()->set_delivered(400);
  waves_.report.mutable_total()->set_absent(api::FIGURE_ABSENT_TOO_FEW_ANSWERS);
  EXPECT_EQ(Run("status", {"--width=120"}).out,
            "Erste Welle: offen\n"
            "  Feldzeit              2026-05-01 – 2026-05-31\n"
            "  verlängert            2026-05-20 → 2026-05-31: Bauhof\n"
            "  Pilot                 ja; seine Zahlen sagen nichts über die Grundgesamtheit\n"
            "  Identität             anonym\n"
            "  Grundgesamtheit       Beschäftigte (1200)\n"
            "  Datenschutzhinweis    n\n"
            "  Einwilligung          c\n"
            "  Personalrat           Dienstvereinbarung, 2026-03-12, PR-2026/17\n"
            "  besondere Kategorien  anonyme Anlage\n"
            "  Eingeladene           400\n"
            "  Antworten             mindestens 30\n"
            "Rücklauf\n"
            "  Schicht  eingeladen  zugestellt  ausgefüllt\n"
            "  gesamt   400         400         weniger als 10\n");
  waves_.wave.set_identity(Wave::IDENTITY_CONFIDENTIAL);
  EXPECT_THAT(Run("status").out, HasSubstr("Identität             vertraulich\n"));
  waves_.wave.set_identity(Wave::IDENTITY_IDENTIFIED);
  EXPECT_THAT(Run("status", {"--language=en"}).out, HasSubstr("with names\n"));
  populations_.population.clear_size();
  EXPECT_THAT(Run("status").out, HasSubstr("Beschäftigte (Größe unbekannt)"));
  waves_.wave.set_state(Wave::STATE_CLOSED);
  waves_.wave.clear_response_count();
  EXPECT_THAT(Run("status", {"--language=en"}).out, HasSubstr("fewer than 10"));
}

TEST_F(WaveTest, InvitationsThatWereIssuedAreNotCalledUnknown) {
  waves_.wave.set_state(Wave::STATE_OPEN);
  EXPECT_THAT(Run("status").out, HasSubstr("Eingeladene"));
  waves_.wave.set_access(Wave::ACCESS_INVITED);
  EXPECT_THAT(Run("status").out, Not(HasSubstr("Eingeladene")));
  waves_.wave.set_invited_count(600);
  EXPECT_THAT(Run("status").out, HasSubstr("Eingeladene"));
}

TEST_F(WaveTest, ACertificateIsShownWhole) {
  const std::string hash(64, 'a');
  waves_.wave.mutable_purge()->set_certificate_sha256(hash);
  for (const char* width : {"--width=60", "--width=132"}) {
    EXPECT_THAT(Run("status", {width}).out, HasSubstr("  Löschnachweis SHA-256 " + hash + "\n"));
  }
  EXPECT_THAT(Run("status", {"--language=en"}).out, HasSubstr("  certificate SHA-256 " + hash));
}

TEST_F(WaveTest, StatusAsJsonIsTheWave) {
  EXPECT_THAT(Run("status", {"--json"}).out,
              AllOf(HasSubstr(R"("state":"STATE_PLANNED")"), HasSubstr(R"("etag":"7")")));
}

TEST_F(WaveTest, ReleaseSendsWhatWasSaid) {
  const CliResult result = Run("release", {"--staff-council=agreed", "--date=2026-03-12",
                                           "--reference=PR-2026/17", "--reason=bereit"});
  EXPECT_EQ(result.exit, 0) << result.err;
  ASSERT_THAT(waves_.releases, SizeIs(1));
  const api::ReleaseWaveRequest& request = waves_.releases[0];
  EXPECT_EQ(request.name(), kWave);
  EXPECT_EQ(request.etag(), "7");
  EXPECT_EQ(request.reason(), "bereit");
  EXPECT_FALSE(request.validate_only());
  EXPECT_THAT(request.request_id(), SizeIs(36));
  EXPECT_EQ(request.staff_council().involvement(), StaffCouncilInvolvement::INVOLVEMENT_AGREED);
  EXPECT_EQ(request.staff_council().date().day(), 12);
  EXPECT_EQ(request.staff_council().reference(), "PR-2026/17");
  EXPECT_THAT(result.out, AllOf(HasSubstr("Erste Welle: freigegeben\n"),
                                HasSubstr("zugestimmt, 2026-03-12, PR-2026/17")));
  Run("release", {"--staff-council=not-concerned", "--reason=Einwohner", "--dry-run"});
  ASSERT_THAT(waves_.releases, SizeIs(2));
  EXPECT_TRUE(waves_.releases[1].validate_only());
  EXPECT_FALSE(waves_.releases[1].staff_council().has_date());
}

TEST_F(WaveTest, ReleaseAsksForTheStaffCouncil) {
  EXPECT_EQ(Run("release").exit, 2);
  const CliResult wrong = Run("release", {"--staff-council=agred"});
  EXPECT_EQ(wrong.exit, 2);
  EXPECT_THAT(wrong.err, HasSubstr("did you mean agreed?"));
  EXPECT_EQ(Run("release", {"--staff-council=agreed", "--date=gestern"}).exit, 2);
  EXPECT_THAT(waves_.releases, IsEmpty());
}

TEST_F(WaveTest, OtherStepsSendWhatWasSaid) {
  EXPECT_THAT(Run("open").out, HasSubstr("Erste Welle: offen\n"));
  ASSERT_THAT(waves_.openings, SizeIs(1));
  EXPECT_EQ(waves_.openings[0].etag(), "7");
  Run("prolong", {"--end=2026-06-14", "--reason=Bauhof"});
  ASSERT_THAT(waves_.prolongations, SizeIs(1));
  EXPECT_EQ(waves_.prolongations[0].end_date().month(), 6);
  EXPECT_EQ(waves_.prolongations[0].reason(), "Bauhof");
  Run("close", {"--reason=genug"});
  ASSERT_THAT(waves_.closings, SizeIs(1));
  EXPECT_EQ(waves_.closings[0].reason(), "genug");
  Run("revoke", {"--reason=Fehler"});
  ASSERT_THAT(waves_.revocations, SizeIs(1));
  EXPECT_EQ(waves_.revocations[0].reason(), "Fehler");
}

TEST_F(WaveTest, PurgeShowsTheCertificate) {
  EXPECT_EQ(Run("purge").exit, 2) << "without a reason";
  const CliResult result = Run("purge", {"--reason=Projekt beendet"});
  EXPECT_EQ(result.exit, 0) << result.err;
  ASSERT_THAT(waves_.purges, SizeIs(1));
  EXPECT_EQ(waves_.purges[0].etag(), "7");
  EXPECT_EQ(waves_.purges[0].reason(), "Projekt beendet");
  EXPECT_THAT(result.out, AllOf(HasSubstr("Erste Welle: vernichtet\n"),
                                HasSubstr("auf Verlangen: Projekt beendet\n"), HasSubstr("213\n"),
                                HasSubstr("weniger als 10 oder unlesbar\n"), HasSubstr("00ff\n")));
}

TEST_F(WaveTest, EraseIsOfOneOrOfAll) {
  EXPECT_EQ(Run("erase", {"--reason=Wunsch"}).exit, 2) << "of whom, and what?";
  EXPECT_EQ(Run("erase", {"--codes=Q1"}).exit, 2) << "without a reason";
  const CliResult all = Run("erase", {"--codes=Q1, Q2,", "--reason=heikel"});
  EXPECT_EQ(all.exit, 0) << all.err;
  ASSERT_THAT(waves_.erasures, SizeIs(1));
  EXPECT_THAT(waves_.erasures[0].codes(), ElementsAre("Q1", "Q2"));
  EXPECT_THAT(all.out, HasSubstr("getilgt"));
  EXPECT_THAT(responses_.erasures, IsEmpty());
  const CliResult one = Run("erase", {"--response=0b1f3c5e-9d2a-4c7b-8e61-2f4a6c8e0d13",
                                      "--reason=Wunsch", "--language=en"});
  EXPECT_EQ(one.exit, 0) << one.err;
  EXPECT_EQ(one.out, "If there was such a thing, it is erased.\n");
  ASSERT_THAT(responses_.erasures, SizeIs(1));
  EXPECT_EQ(responses_.erasures[0].parent(), kWave);
  EXPECT_EQ(responses_.erasures[0].response_id(), "0b1f3c5e-9d2a-4c7b-8e61-2f4a6c8e0d13");
  EXPECT_THAT(responses_.erasures[0].codes(), IsEmpty());
  EXPECT_EQ(responses_.erasures[0].reason(), "Wunsch");
  EXPECT_THAT(waves_.erasures, SizeIs(1));
}

TEST_F(WaveTest, EraseKnowsWhoseResponseItIs) {
  const CliResult one = Run("erase", {"--pseudonym=00c2f1a0", "--reason=Wunsch"});
  EXPECT_EQ(one.exit, 0) << one.err;
  ASSERT_THAT(responses_.erasures, SizeIs(1));
  EXPECT_EQ(responses_.erasures[0].pseudonym(), "00c2f1a0");
  EXPECT_EQ(responses_.erasures[0].response_id(), "");
  EXPECT_EQ(responses_.erasures[0].reason(), "Wunsch");
  EXPECT_EQ(Run("erase", {"--pseudonym=00c2f1a0", "--codes=Q1", "--reason=Wunsch"}).exit, 0);
  EXPECT_THAT(responses_.erasures[1].codes(), ElementsAre("Q1"));
  const CliResult both =
      Run("erase", {"--pseudonym=00c2f1a0", "--response=0b1f3c5e-9d2a-4c7b-8e61-2f4a6c8e0d13",
                    "--reason=Wunsch"});
  EXPECT_EQ(both.exit, 2);
  EXPECT_THAT(both.err, HasSubstr("not both"));
  EXPECT_EQ(Run("erase", {"--pseudonym=00c2f1a0"}).exit, 2) << "without a reason";
  EXPECT_THAT(responses_.erasures, SizeIs(2));
  EXPECT_THAT(waves_.erasures, IsEmpty());
}

TEST_F(WaveTest, WhatIsNeededIsAskedForFirst) {
  EXPECT_EQ(Run("prolong", {"--reason=Bauhof"}).exit, 2);
  EXPECT_EQ(Run("prolong", {"--end=2026-06-14"}).exit, 2);
  EXPECT_EQ(Run("revoke").exit, 2);
  EXPECT_THAT(waves_.prolongations, IsEmpty());
  EXPECT_THAT(waves_.revocations, IsEmpty());
  const CliResult wrong = RunCli({"wave", "status", "programmes/p/engagements/e"});
  EXPECT_EQ(wrong.exit, 2);
  EXPECT_THAT(wrong.err, HasSubstr("is no name of a wave"));
}

TEST(WaveCommandsTest, AreListed) {
  const std::string overview = HelpOverview();
  for (const Command& command : WaveCommands()) {
    EXPECT_THAT(overview, HasSubstr(absl::StrCat("\n  ", command.name, " ")));
  }
  EXPECT_THAT(*HelpFor("wave"), AllOf(HasSubstr("wave release"), Not(HasSubstr("gate pass"))));
}

}  // namespace
}  // namespace lotse::cli
