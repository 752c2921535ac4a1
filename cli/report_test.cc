// lotse report and lotse report get, against a service in this process.
#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>

#include "cli/fake_services.h"
#include "cli/file.h"
#include "runtime/types/sha256.h"

namespace lotse::cli {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class ReportTest : public ::testing::Test {
 protected:
  ReportTest() {
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
        R"pb(name: "programmes/p/engagements/e/reports/r"
             content_sha256: "c0ffee"
             document {
               sources { service: "engagement" resource: "e" state: STATE_REACHED revision: "7" }
               sources { service: "survey" resource: "w" state: STATE_UNREACHABLE }
             })pb",
        &services_.report));
    services_.rendering.set_content("<html>");
    services_.rendering.set_sha256(types::Sha256Hex("<html>"));
    out_ = folder_.path() + "/r.html";
  }

  TestFolder folder_;
  FakeServices services_;
  std::string out_;
};

TEST_F(ReportTest, MakesAReportAndWritesTheFile) {
  const CliResult result =
      services_.Run({"report", "programmes/p/engagements/e", "--id=r", "--wave=w1", "--wave=w2",
                     "--language=en", "--out=" + out_});
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_EQ(*ReadFile(out_), "<html>");
  const auto& report = services_.report_request.report();
  EXPECT_THAT(report.waves(), ElementsAre("w1", "w2"));
  EXPECT_EQ(report.language(), "en");
  EXPECT_THAT(result.out, AllOf(HasSubstr(out_ + ", 6 bytes"), HasSubstr("content  sha256 c0ffee"),
                                HasSubstr("source   reached      engagement  e  revision 7\n"),
                                HasSubstr("source   unreachable  survey  w\n")));
  EXPECT_EQ(result.err,
            "note: frozen without the survey service; for a whole report use another --id\n");
}

TEST_F(ReportTest, FetchesAnExistingReport) {
  const CliResult result = services_.Run(
      {"report", "get", "programmes/p/engagements/e/reports/r", "--out=" + out_, "--json"});
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_EQ(*ReadFile(out_), "<html>");
  EXPECT_THAT(result.out, HasSubstr(R"("bytes":6)"));
  EXPECT_EQ(services_.report_request.ByteSizeLong(), 0u) << "nothing may be created";
}

TEST_F(ReportTest, AWrongHashLeavesTheOldFile) {
  folder_.Write("r.html", "old");
  services_.rendering.set_sha256(types::Sha256Hex("other"));
  const CliResult result =
      services_.Run({"report", "get", "programmes/p/engagements/e/reports/r", "--out=" + out_});
  EXPECT_EQ(result.exit, 1);
  EXPECT_EQ(*ReadFile(out_), "old");
}

TEST_F(ReportTest, AFileThatCannotBeWrittenIsFour) {
  const CliResult result = services_.Run({"report", "get", "programmes/p/engagements/e/reports/r",
                                          "--out=" + folder_.path() + "/absent/r.html"});
  EXPECT_EQ(result.exit, 4);
}

TEST_F(ReportTest, NothingIsFrozenForAFileThatCannotBeWritten) {
  const CliResult result = services_.Run({"report", "programmes/p/engagements/e", "--id=r",
                                          "--out=" + folder_.path() + "/absent/r.html"});
  EXPECT_EQ(result.exit, 4);
  EXPECT_EQ(services_.report_request.ByteSizeLong(), 0u) << "a report was made";
}

TEST_F(ReportTest, WhereAStoredReportCannotBeWrittenItSaysHowToGetIt) {
  services_.rendering.set_sha256(types::Sha256Hex("other"));
  const CliResult result =
      services_.Run({"report", "programmes/p/engagements/e", "--id=r", "--out=" + out_});
  EXPECT_EQ(result.exit, 1);
  EXPECT_THAT(result.err, AllOf(HasSubstr("does not have the hash"),
                                HasSubstr("\nthe report is stored; get it with lotse report get "
                                          "programmes/p/engagements/e/reports/r --out=FILE\n")));
}

}  // namespace
}  // namespace lotse::cli
