// lotse report make, against services in this process.
#include <gmock/gmock.h>

#include <filesystem>

#include "cli/file.h"
#include "cli/report/fake_reports.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace lotse::cli {
namespace {

using reporting::v1alpha::Report;
using reporting::v1alpha::ReportVersion;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class ReportMakeTest : public ReportCommandTest {
 protected:
  CliResult Make(std::vector<std::string> more = {}) {
    std::vector<std::string> words = {"make", kTestEngagement, "--id=r", "--kind=progress"};
    words.insert(words.end(), more.begin(), more.end());
    return Run(words);
  }
  // The refusal of a call for one field.
  static grpc::Status Wrong(const std::string& field, const std::string& why) {
    google::rpc::BadRequest bad;
    bad.add_field_violations()->set_field(field);
    bad.mutable_field_violations(0)->set_description(why);
    google::rpc::Status details;
    details.set_code(grpc::StatusCode::INVALID_ARGUMENT);
    details.add_details()->PackFrom(bad);
    return {grpc::StatusCode::INVALID_ARGUMENT, "wrong", details.SerializeAsString()};
  }
};

TEST_F(ReportMakeTest, TellsThatTheContactForBarriersIsMissing) {
  EXPECT_THAT(Make({}).err, HasSubstr("kein Kontakt für Barrieren"));
  versions_.document.mutable_imprint()->set_barrier_contact("barrierefrei@example.org");
  EXPECT_THAT(Make({}).err, Not(HasSubstr("Barrieren")));
}

TEST_F(ReportMakeTest, CreatesAssemblesAndWrites) {
  const CliResult result = Make({"--title=Halbzeit", "--out=" + out_});
  EXPECT_EQ(result.exit, 0) << result.err;
  ASSERT_THAT(reports_.creations, SizeIs(1));
  EXPECT_EQ(reports_.creations[0].parent(), kTestEngagement);
  EXPECT_EQ(reports_.creations[0].report_id(), "r");
  EXPECT_EQ(reports_.creations[0].report().kind(), Report::KIND_PROGRESS);
  EXPECT_THAT(reports_.creations[0].request_id(), SizeIs(36));
  ASSERT_THAT(versions_.assemblies, SizeIs(1));
  EXPECT_EQ(versions_.assemblies[0].name(), kTestReport);
  EXPECT_THAT(versions_.assemblies[0].request_id(), SizeIs(36));
  EXPECT_FALSE(versions_.assemblies[0].has_correction_reason());
  EXPECT_TRUE(*ReadFile(out_) == versions_.content);
  ASSERT_THAT(versions_.artifacts, SizeIs(1));
  EXPECT_EQ(versions_.artifacts[0].name(), kFirstVersion);
  EXPECT_EQ(versions_.artifacts[0].format(), reporting::v1alpha::ARTIFACT_FORMAT_HTML);
  EXPECT_EQ(result.out, "angelegt  " + std::string(kTestReport) + R"(
Fortschrittsbericht
)" + kFirstVersion + R"(
  Art        Fortschrittsbericht
  Stand      Entwurf
  zeigt den  2026-11-26
  SHA-256 c0ffee00000000000000000000000000000000000000000000000000000000aa
  Quellen
    ✓  engagement  programmes/p/engagements/e: Revision 7
    ✗  engagement  programmes/p/engagements/e/goals: nicht erreicht; zuletzt Revision 0123456789ab… vom 2026-11-20
    ✗  survey      w: nicht erreicht; fehlt im Bericht
  Datei   )" + out_ + ", 2500 Bytes, SHA-256 " +
                            versions_.told_sha256 + "\n");
}

TEST_F(ReportMakeTest, TheSameAgainMakesAFurtherVersionThatSaysTheSame) {
  ASSERT_EQ(Make({"--title=Halbzeit"}).exit, 0);
  versions_.made.set_previous_sha256(versions_.made.content_sha256());
  versions_.asked_before_made = 2;
  const CliResult result = Make({"--title=Halbzeit"});
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_THAT(reports_.creations, SizeIs(1));
  EXPECT_THAT(reports_.updates, IsEmpty());
  EXPECT_THAT(result.out,
              AllOf(HasSubstr("vorhanden " + std::string(kTestReport) + "\n"),
                    HasSubstr(kSecondVersion), HasSubstr("derselbe wie in der Fassung davor")));
}

TEST_F(ReportMakeTest, ChangesWhatIsNotAsWantedAndSaysSo) {
  ASSERT_EQ(Make({"--title=Halbzeit", "--from=2026-01-01"}).exit, 0);
  const CliResult result = Make({"--title=Rückblick", "--from="});
  EXPECT_EQ(result.exit, 0) << result.err;
  ASSERT_THAT(reports_.updates, SizeIs(1));
  EXPECT_THAT(reports_.updates[0].update_mask().paths(), ElementsAre("title", "start_date"));
  EXPECT_EQ(reports_.updates[0].report().etag(), "1");
  EXPECT_THAT(result.out,
              HasSubstr("geändert  " + std::string(kTestReport) + ": Titel, erster Tag\n"));
  EXPECT_EQ(reports_.report.title().variants(0).text(), "Rückblick");
  EXPECT_FALSE(reports_.report.has_start_date());
}

TEST_F(ReportMakeTest, AnotherKindOrADeletedReportIsRefused) {
  Keep(kFirstVersion, ReportVersion::STATE_DRAFT);
  reports_.report.set_kind(Report::KIND_FINAL);
  CliResult result = Make();
  EXPECT_EQ(result.exit, 2);
  EXPECT_THAT(result.err, AllOf(HasSubstr("KIND_FINAL"), HasSubstr("another --id")));
  reports_.report.mutable_delete_time()->set_seconds(1);
  result = Make();
  EXPECT_EQ(result.exit, 2);
  EXPECT_THAT(result.err, HasSubstr("deleted; restore it"));
  EXPECT_THAT(versions_.assemblies, IsEmpty());
}

TEST_F(ReportMakeTest, ACorrectionHasItsReason) {
  Keep(kFirstVersion, ReportVersion::STATE_RELEASED);
  const CliResult result = Make({"--reason=Zahl der Befragten"});
  EXPECT_EQ(result.exit, 0) << result.err;
  ASSERT_THAT(versions_.assemblies, SizeIs(1));
  EXPECT_EQ(versions_.assemblies[0].correction_reason().variants(0).text(), "Zahl der Befragten");
  EXPECT_EQ(versions_.assemblies[0].correction_reason().variants(0).language(), "de");
}

// The order of sections in the report is that in which they were added.
TEST_F(ReportMakeTest, SaysWhichTextIsWrong) {
  const std::string good = folder_.Write("gut.md", "Gut.");
  const std::string bad = folder_.Write("schlecht.md", "<b>Schlecht</b>");
  reports_.refusal = Wrong("report.texts[0].text.variants[0].text", "has markup");
  CliResult result = Make({"--text=dank=" + good, "--text=rat=" + bad});
  EXPECT_EQ(result.exit, 1);
  EXPECT_THAT(result.err, HasSubstr("report.texts[0] is the text of section dank, from " + good));
  EXPECT_THAT(result.err, Not(HasSubstr("section rat")));
  reports_.refusal = grpc::Status::OK;
  ASSERT_EQ(Make({"--text=dank=" + good}).exit, 0);
  reports_.refusal = Wrong("report.texts[1].text.variants[0].text", "has markup");
  result = Make({"--text=rat=" + bad});
  EXPECT_THAT(result.err,
              AllOf(HasSubstr("has markup"),
                    HasSubstr("report.texts[1] is the text of section rat, from " + bad)));
  reports_.refusal = Wrong("report.texts[0].section_id", "no section of the template");
  EXPECT_THAT(Make({"--text=rat=" + bad}).err,
              HasSubstr("report.texts[0] is the text of section dank, as the report has it"));
}

TEST_F(ReportMakeTest, SaysWhichFlagIsTheReason) {
  Keep(kFirstVersion, ReportVersion::STATE_RELEASED);
  versions_.refusal = Wrong("correction_reason", "missing");
  const CliResult result = Make();
  EXPECT_EQ(result.exit, 1);
  EXPECT_THAT(result.err, HasSubstr("--reason=TEXT says why"));
  EXPECT_THAT(Make({"--reason=x"}).err, HasSubstr("see --reason, which is for what corrects"));
  versions_.refusal = grpc::Status(grpc::StatusCode::INVALID_ARGUMENT, "something else");
  EXPECT_THAT(Make().err, Not(HasSubstr("--reason")));
}

TEST_F(ReportMakeTest, AReportWithoutAKindIsAStockTakingOne) {
  Keep(kFirstVersion, ReportVersion::STATE_DRAFT);
  reports_.report.set_kind(Report::KIND_UNSPECIFIED);
  EXPECT_EQ(Make().exit, 2);
  const CliResult result = Run({"make", kTestEngagement, "--id=r", "--kind=stock-taking"});
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_THAT(reports_.updates, IsEmpty());
}

TEST_F(ReportMakeTest, WaitsForTheOneThatIsBeingMade) {
  Keep(kFirstVersion, ReportVersion::STATE_ASSEMBLING);
  const CliResult result = Make();
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_THAT(versions_.assemblies, IsEmpty()) << "it is the same";
  EXPECT_THAT(result.out, HasSubstr(kFirstVersion));
}

TEST_F(ReportMakeTest, LetsOneWithOtherSettingsEndFirst) {
  Keep(kFirstVersion, ReportVersion::STATE_ASSEMBLING);
  const CliResult result = Make({"--title=Neu"});
  EXPECT_EQ(result.exit, 0) << result.err;
  ASSERT_THAT(versions_.assemblies, SizeIs(1));
  EXPECT_EQ(versions_.versions.at(kFirstVersion).state(), ReportVersion::STATE_DRAFT);
}

TEST_F(ReportMakeTest, AFailureSaysWhyAndWhatToDo) {
  versions_.made.Clear();
  Parse(R"pb(state: STATE_FAILED
             failure { reason: "WAVE_NOT_CLOSED" message: "wave w is open" })pb",
        &versions_.made);
  const CliResult result = Make({"--out=" + out_});
  EXPECT_EQ(result.exit, 1);
  EXPECT_THAT(result.err,
              AllOf(HasSubstr(std::string(kFirstVersion) + " could not be made: wave w is open"),
                    HasSubstr("lotse wave close"), HasSubstr("the same command"),
                    HasSubstr("reason: WAVE_NOT_CLOSED (reporting.lotse)")));
  EXPECT_FALSE(std::filesystem::exists(out_));
  versions_.made.mutable_failure()->set_reason("SOMETHING_NEW");
  versions_.asked_before_made = 2;
  EXPECT_THAT(Make({"--json"}).err, HasSubstr(R"("reason":"SOMETHING_NEW")"));
}

TEST_F(ReportMakeTest, WhereTheFileDoesNotComeItSaysHowToGetIt) {
  folder_.Write("r.html", "old");
  versions_.told_sha256 = std::string(64, '0');
  const CliResult result = Make({"--out=" + out_});
  EXPECT_EQ(result.exit, 5);
  EXPECT_THAT(result.err, AllOf(HasSubstr("nothing was written"),
                                HasSubstr("lotse report export " + std::string(kFirstVersion) +
                                          " --out=FILE")));
  EXPECT_EQ(*ReadFile(out_), "old");
}

TEST_F(ReportMakeTest, NothingIsMadeForWhatCannotBeWrittenOrIsWrong) {
  const std::pair<std::vector<std::string>, int> kWrong[] = {
      {{"--out=" + folder_.path() + "/absent/r.html"}, 4},
      {{"--format=xlsx"}, 2},
      {{"--out=" + out_, "--format=pdf"}, 2},
      {{"--out="}, 2},
      {{"--language=fr"}, 2},
      {{"--wave=w"}, 2}};
  for (const auto& [words, exit] : kWrong) {
    EXPECT_EQ(Make(words).exit, exit) << ::testing::PrintToString(words);
  }
  EXPECT_THAT(reports_.creations, IsEmpty());
  EXPECT_THAT(versions_.assemblies, IsEmpty());
}

TEST_F(ReportMakeTest, JsonIsOneObject) {
  const CliResult result = Make({"--json", "--out=" + folder_.path() + "/r.xlsx"});
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_THAT(
      result.out,
      AllOf(HasSubstr(R"({"report":{"name":")"), HasSubstr(R"("created":true,"changed":[])"),
            HasSubstr(R"("version":{"name":")"), HasSubstr(R"("sources":[{"service":)"),
            HasSubstr(R"("lastReachedDate":{"year":2026)"), HasSubstr(R"("file":{"path":")"),
            Not(HasSubstr("angelegt"))));
  EXPECT_EQ(versions_.artifacts[0].format(), reporting::v1alpha::ARTIFACT_FORMAT_XLSX)
      << "by the ending of the file";
}

}  // namespace
}  // namespace lotse::cli
