// lotse report show, diff, verify and export, against services in this process.
#include <gmock/gmock.h>

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "cli/file.h"
#include "cli/report/fake_reports.h"

namespace lotse::cli {
namespace {

using reporting::v1alpha::ReportVersion;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

using ReportReadTest = ReportCommandTest;

TEST_F(ReportReadTest, ShowsAReportWithItsVersions) {
  Keep(kFirstVersion, ReportVersion::STATE_SUPERSEDED);
  ReportVersion& second = Keep(kSecondVersion, ReportVersion::STATE_RELEASED);
  second.set_changed_cells(3);
  Parse(R"pb(variants { language: "de" text: "Zahl" })pb", second.mutable_correction_reason());
  Keep("programmes/p/engagements/e/reports/r/versions/v0003", ReportVersion::STATE_FAILED);
  versions_.versions.rbegin()->second.clear_content_sha256();
  versions_.versions.rbegin()->second.mutable_failure()->set_reason("WAVE_NOT_CLOSED");
  Parse(R"pb(name: "programmes/p/engagements/e/reports/r"
             kind: KIND_PROGRESS
             language: "de"
             released_version: "programmes/p/engagements/e/reports/r/versions/v0002"
             title { variants { language: "de" text: "Halbzeit" } }
             waves: "programmes/p/engagements/e/surveys/s/waves/w"
             material_releases: "programmes/p/engagements/e/studies/s/materialReleases/rat"
             start_date { year: 2026 month: 1 day: 1 }
             end_date { year: 2026 month: 6 day: 30 }
             texts { section_id: "rat" })pb",
        &reports_.report);
  const CliResult result = Run({"show", kTestReport});
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_EQ(result.out, R"(programmes/p/engagements/e/reports/r
  Titel     Halbzeit
  Art       Fortschrittsbericht
  Sprache   de
  Vorlage   die übliche
  Zeitraum  2026-01-01 – 2026-06-30
  Erhebung  programmes/p/engagements/e/surveys/s/waves/w
  Material  programmes/p/engagements/e/studies/s/materialReleases/rat
  Texte zu  rat
  es gilt   programmes/p/engagements/e/reports/r/versions/v0002
  v0001  abgelöst     2026-11-26  c0ffee000000
  v0002  freigegeben  2026-11-26  c0ffee000000  3 Zellen anders
  v0003  gescheitert  2026-11-26                WAVE_NOT_CLOSED
)");
  EXPECT_THAT(Run({"show", kTestReport, "--json"}).out,
              AllOf(HasSubstr(R"({"report":{"name":)"), HasSubstr(R"("versions":[{"name":)"),
                    HasSubstr("v0003")));
}

TEST_F(ReportReadTest, ShowsAVersionWithItsSources) {
  ReportVersion& version = Keep(kFirstVersion, ReportVersion::STATE_SUPERSEDED);
  version.set_replaced_by(kSecondVersion);
  const CliResult result = Run({"show", kFirstVersion, "--language=en", "--ascii"});
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_THAT(result.out,
              AllOf(HasSubstr("  state        superseded\n"), HasSubstr(kSecondVersion),
                    HasSubstr("    +  engagement  programmes/p/engagements/e: Revision 7\n"),
                    HasSubstr("not reached; last Revision 0123456789ab... of 2026-11-20\n"),
                    HasSubstr("not reached; missing in the report\n")));
  EXPECT_THAT(Run({"show", kFirstVersion, "--json"}).out,
              AllOf(HasSubstr(R"({"version":{)"), HasSubstr(R"("sources":[{)")));
}

// Two lists of one survey differ at the end of their names alone.
TEST_F(ReportReadTest, CutsNoSourceShort) {
  Keep(kFirstVersion, ReportVersion::STATE_DRAFT);
  Parse(
      R"pb(sources {
             service: "survey"
             resource: "programmes/vielfalt/engagements/musterstadt/surveys/beschaeftigte/waves/w1/releases/a"
             state: STATE_REACHED
             revision: "3"
           }
           sources {
             service: "survey"
             resource: "programmes/vielfalt/engagements/musterstadt/surveys/beschaeftigte/waves/w1/releases/b"
             state: STATE_REACHED
             revision: "3"
           })pb",
      &versions_.document);
  const CliResult result = RunAt(80, {"show", kFirstVersion});
  EXPECT_EQ(result.exit, 0) << result.err;
  const size_t sources = result.out.find("  Quellen\n");
  ASSERT_NE(sources, std::string::npos) << result.out;
  EXPECT_EQ(result.out.substr(sources), R"(  Quellen
    ✓  survey  programmes/vielfalt/engagements/musterstadt/surveys/
               beschaeftigte/waves/w1/releases/a: Revision 3
    ✓  survey  programmes/vielfalt/engagements/musterstadt/surveys/
               beschaeftigte/waves/w1/releases/b: Revision 3
)");
}

TEST_F(ReportReadTest, AVersionThatWasNotMadeHasNoSources) {
  Keep(kFirstVersion, ReportVersion::STATE_ASSEMBLING);
  versions_.asked_before_made = 10;
  const CliResult result = Run({"show", kFirstVersion});
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_THAT(result.out, AllOf(HasSubstr("wird erstellt"), Not(HasSubstr("Quellen")),
                                Not(HasSubstr("SHA-256"))));
}

TEST_F(ReportReadTest, ShowsHowFarTheMakingIs) {
  ReportVersion& version = Keep(kFirstVersion, ReportVersion::STATE_ASSEMBLING);
  versions_.asked_before_made = 10;
  Parse(R"pb(step: STEP_GATHERING done: 1 total: 3)pb", version.mutable_progress());
  EXPECT_THAT(Run({"show", kFirstVersion}).out,
              HasSubstr("wird erstellt: Quellen werden gelesen, 1 von 3\n"));
  Parse(R"pb(step: STEP_WRITING done: 2 total: 5)pb", version.mutable_progress());
  EXPECT_THAT(Run({"show", kFirstVersion, "--language=en"}).out,
              HasSubstr("being made: files are written, 2 of 5\n"));
  Parse(R"pb(step: STEP_COMPOSING)pb", version.mutable_progress());
  EXPECT_THAT(Run({"show", kFirstVersion}).out,
              HasSubstr("wird erstellt: wird zusammengestellt\n"));
  version.set_state(ReportVersion::STATE_REQUESTED);
  Parse(R"pb(step: STEP_WAITING)pb", version.mutable_progress());
  EXPECT_THAT(Run({"show", kFirstVersion}).out, HasSubstr("angefordert: wartet auf andere\n"));
}

TEST_F(ReportReadTest, SaysWhatItTakes) {
  const CliResult result = Run({"show", kTestEngagement});
  EXPECT_EQ(result.exit, 2);
  EXPECT_THAT(result.err,
              AllOf(HasSubstr("no name of a version of a report"), HasSubstr("or of a report")));
}

TEST_F(ReportReadTest, DiffShowsEachCell) {
  Parse(R"pb(base: "programmes/p/engagements/e/reports/r/versions/v0001"
             cells {
               table_id: "ziele"
               row: "Ziel 1"
               column: "Stand"
               before: "in Arbeit"
               after: "erreicht"
             }
             cells { table_id: "ziele" row: "Ziel 2" column: "Stand" after: "\033[31mneu" }
             cells { table_id: "zahlen" row: "a" column: "b" before: "1" }
             cell_count: 5
             changed_sections: "ziele"
             changed_sections: "zahlen"
             changed_texts { part: PART_TITLE before: "Bericht" after: "Halbzeit" }
             changed_texts { part: PART_CONTACT after: "Amt\n1" })pb",
        &versions_.difference);
  const CliResult result = Run({"diff", kSecondVersion, "--base=v0001"});
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_EQ(versions_.diff_request.name(), kSecondVersion);
  EXPECT_EQ(versions_.diff_request.base(), kFirstVersion);
  EXPECT_EQ(result.out, R"(v0001 → v0002: 5 Zellen anders
Abschnitte: ziele, zahlen
Titel: Bericht → Halbzeit
Kontakt: nichts → Amt 1
ziele
  Ziel 1 / Stand: in Arbeit → erreicht
  Ziel 2 / Stand: nichts → �[31mneu
zahlen
  a / b: 1 → nichts
und weitere: 2
)");
  EXPECT_THAT(Run({"diff", kSecondVersion, "--json"}).out, HasSubstr(R"("cellCount":5)"));
  EXPECT_EQ(versions_.diff_request.base(), "");
  EXPECT_EQ(Run({"diff", kTestReport}).exit, 2);
  EXPECT_EQ(Run({"diff", kSecondVersion, "--base=programmes/p"}).exit, 2);
  const CliResult other =
      Run({"diff", kSecondVersion, "--base=programmes/p/engagements/e/reports/s/versions/v0001"});
  EXPECT_EQ(other.exit, 2);
  EXPECT_THAT(other.err, HasSubstr("of the same report"));
}

TEST_F(ReportReadTest, VerifyEndsWithOneIfAnythingDiffers) {
  Keep(kFirstVersion, ReportVersion::STATE_RELEASED);
  Parse(R"pb(same: true
             checks { subject: "document" frozen_sha256: "aa" found_sha256: "aa" same: true }
             checks { subject: "csv-excel" frozen_sha256: "bb" found_sha256: "bb" same: true })pb",
        &versions_.verification);
  const CliResult good = Run({"verify", kFirstVersion});
  EXPECT_EQ(good.exit, 0) << good.err;
  EXPECT_EQ(good.out, "✓  document   aa\n✓  csv-excel  bb\n");
  versions_.verification.set_same(false);
  versions_.verification.mutable_checks(0)->set_same(false);
  versions_.verification.mutable_checks(0)->set_found_sha256("cc");
  versions_.verification.mutable_checks(1)->set_same(false);
  versions_.verification.mutable_checks(1)->clear_found_sha256();
  const CliResult bad = Run({"verify", kFirstVersion});
  EXPECT_EQ(bad.exit, 5);
  EXPECT_EQ(bad.out,
            "✗  document   aa\n✗  csv-excel  bb\ndocument ist jetzt cc\ncsv-excel fehlt\n");
  EXPECT_THAT(bad.err, HasSubstr("what is kept is not what was made"));
  const CliResult json = Run({"verify", kFirstVersion, "--json"});
  EXPECT_EQ(json.exit, 5);
  EXPECT_THAT(json.out, HasSubstr(R"("foundSha256":"cc")"));
  EXPECT_EQ(Run({"verify", kSecondVersion}).exit, 1);
  EXPECT_EQ(Run({"verify", kTestReport}).exit, 2);
}

// Whatever becomes of files that are made anew, the verdict is that of the hashes.
TEST_F(ReportReadTest, VerifyTellsWhatBecomesOfFilesThatAreMadeAnew) {
  Keep(kFirstVersion, ReportVersion::STATE_RELEASED);
  Parse(R"pb(same: true
             made_with: "0.1.0"
             verified_with: "0.2.0"
             checks { subject: "document" frozen_sha256: "aa" found_sha256: "aa" same: true }
             checks {
               subject: "html"
               frozen_sha256: "bb"
               found_sha256: "bb"
               same: true
               rendering: RENDERING_SAME
             }
             checks {
               subject: "xlsx"
               frozen_sha256: "cc"
               found_sha256: "cc"
               same: true
               rendering: RENDERING_SAME
             })pb",
        &versions_.verification);
  CliResult result = Run({"verify", kFirstVersion});
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_EQ(result.out,
            "✓  document  aa\n✓  html      bb\n✓  xlsx      cc\nneu erstellt, wie damals: html, "
            "xlsx\n");
  using Check = reporting::v1alpha::VerifyReportVersionResponse::Check;
  versions_.verification.mutable_checks(2)->set_rendering(Check::RENDERING_DIFFERS);
  result = Run({"verify", kFirstVersion, "--language=en"});
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_THAT(
      result.out,
      HasSubstr("made anew, as then: html\nmade anew, otherwise: xlsx\nThe version was made "
                "by Lotse 0.1.0, and this one is 0.2.0. Another one may write files "
                "otherwise, which is no damage.\nWhether the hash of a file or of the document was "
                "changed, the change log tells: lotse store verify.\n"));
  versions_.verification.clear_made_with();
  EXPECT_THAT(Run({"verify", kFirstVersion}).out,
              AllOf(HasSubstr("neu erstellt, anders: xlsx\n"),
                    HasSubstr("ist nicht bekannt; dieses ist 0.2.0."),
                    HasSubstr("oder des Dokuments geändert wurde, sagt das Änderungsprotokoll")));
  versions_.verification.set_made_with("0.2.0");
  result = Run({"verify", kFirstVersion});
  EXPECT_EQ(result.exit, 0) << result.err;
  // A build between two releases has the number of one of them: nobody is suspected.
  EXPECT_THAT(result.out, AllOf(HasSubstr("ein Hinweis und kein Beweis"),
                                HasSubstr("lotse store verify"), Not(HasSubstr("ersetzt"))));
  EXPECT_THAT(Run({"verify", kFirstVersion, "--language=en"}).out,
              AllOf(HasSubstr("a sign and no proof"), Not(HasSubstr("replaced"))));
  versions_.verification.set_same(false);
  versions_.verification.mutable_checks(0)->set_same(false);
  for (int i : {1, 2}) {
    versions_.verification.mutable_checks(i)->set_rendering(Check::RENDERING_IMPOSSIBLE);
  }
  result = Run({"verify", kFirstVersion, "--language=en"});
  EXPECT_EQ(result.exit, 5);
  EXPECT_THAT(result.out,
              AllOf(HasSubstr("cannot be made anew: html, xlsx\n"), Not(HasSubstr("no damage"))));
  EXPECT_THAT(Run({"verify", kFirstVersion, "--json"}).out,
              AllOf(HasSubstr(R"("rendering":"RENDERING_IMPOSSIBLE")"),
                    HasSubstr(R"("madeWith":"0.2.0")")));
}

TEST_F(ReportReadTest, ExportsInEachForm) {
  const struct {
    std::vector<std::string> words;
    reporting::v1alpha::ArtifactFormat format;
  } kForms[] = {
      {{"--out=r.html"}, reporting::v1alpha::ARTIFACT_FORMAT_HTML},
      {{"--out=r", "--format=html"}, reporting::v1alpha::ARTIFACT_FORMAT_HTML},
      {{"--out=r.json"}, reporting::v1alpha::ARTIFACT_FORMAT_JSON},
      {{"--out=r.xlsx"}, reporting::v1alpha::ARTIFACT_FORMAT_XLSX},
      {{"--out=R.XLSX"}, reporting::v1alpha::ARTIFACT_FORMAT_XLSX},
      {{"--out=r.zip"}, reporting::v1alpha::ARTIFACT_FORMAT_CSV},
      {{"--out=r.zip", "--format=csv-excel"}, reporting::v1alpha::ARTIFACT_FORMAT_CSV_EXCEL},
      {{"--out=r", "--format=csv"}, reporting::v1alpha::ARTIFACT_FORMAT_CSV}};
  for (const auto& form : kForms) {
    std::vector<std::string> words = {"export", kFirstVersion};
    for (const std::string& word : form.words) {
      words.push_back(
          word.rfind("--out=", 0) == 0 ? "--out=" + folder_.path() + "/" + word.substr(6) : word);
    }
    const CliResult result = Run(words);
    EXPECT_EQ(result.exit, 0) << result.err;
    EXPECT_EQ(versions_.artifacts.back().format(), form.format) << form.words.back();
    EXPECT_EQ(versions_.artifacts.back().name(), kFirstVersion);
    EXPECT_TRUE(*ReadFile(words[2].substr(6)) == versions_.content);
    EXPECT_THAT(result.out, HasSubstr(", 2500 Bytes, SHA-256 " + versions_.told_sha256));
  }
}

TEST_F(ReportReadTest, AReportMeansItsReleasedVersion) {
  Keep(kFirstVersion, ReportVersion::STATE_RELEASED);
  CliResult result = Run({"export", kTestReport, "--out=" + out_});
  EXPECT_EQ(result.exit, 1);
  EXPECT_THAT(result.err, AllOf(HasSubstr("no version of"), HasSubstr(kFirstVersion)));
  reports_.report.clear_latest_version();
  EXPECT_THAT(Run({"export", kTestReport, "--out=" + out_}).err, HasSubstr("lotse report make"));
  EXPECT_THAT(versions_.artifacts, IsEmpty());
  reports_.report.set_released_version(kFirstVersion);
  result = Run({"export", kTestReport, "--out=" + out_, "--json"});
  EXPECT_EQ(result.exit, 0) << result.err;
  ASSERT_THAT(versions_.artifacts, SizeIs(1));
  EXPECT_EQ(versions_.artifacts[0].name(), kFirstVersion);
  EXPECT_THAT(result.out, AllOf(HasSubstr(R"({"version":")"), HasSubstr(R"("bytes":2500)")));
}

TEST_F(ReportReadTest, WhatIsNotCompleteIsNotWritten) {
  folder_.Write("r.html", "old");
  versions_.told_sha256 = std::string(64, '0');
  EXPECT_EQ(Run({"export", kFirstVersion, "--out=" + out_}).exit, 5);
  versions_.told_sha256.clear();
  EXPECT_EQ(Run({"export", kFirstVersion, "--out=" + out_}).exit, 5);
  versions_.end = {grpc::StatusCode::ABORTED, "cut off"};
  EXPECT_EQ(Run({"export", kFirstVersion, "--out=" + out_}).exit, 1);
  EXPECT_EQ(*ReadFile(out_), "old");
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder_.path())) {
    EXPECT_EQ(entry.path().filename(), "r.html");
    ++files;
  }
  EXPECT_EQ(files, 1) << "nothing is left behind";
}

TEST_F(ReportReadTest, ExportSaysWhatIsWrong) {
  EXPECT_EQ(Run({"export", kFirstVersion}).exit, 2);
  EXPECT_EQ(Run({"export", kTestEngagement, "--out=" + out_}).exit, 2);
  const CliResult form = Run({"export", kFirstVersion, "--out=" + out_, "--format=exel"});
  EXPECT_EQ(form.exit, 2);
  EXPECT_THAT(form.err, HasSubstr("csv-excel"));
  for (const char* name : {"tabellen.csv", "bericht.pdf", "r"}) {
    const CliResult ending =
        Run({"export", kFirstVersion, absl::StrCat("--out=", folder_.path(), "/", name)});
    EXPECT_EQ(ending.exit, 2) << name;
    EXPECT_THAT(ending.err, AllOf(HasSubstr("says no form"), HasSubstr(".html, .json, .xlsx")));
  }
  EXPECT_EQ(Run({"export", kFirstVersion, "--out=" + folder_.path() + "/absent/r.html"}).exit, 4);
  EXPECT_THAT(versions_.artifacts, IsEmpty());
}

}  // namespace
}  // namespace lotse::cli
