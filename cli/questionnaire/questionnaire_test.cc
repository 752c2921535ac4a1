// lotse questionnaire export, validate, compare, publish and retire, against services in this
// process.
#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>

#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "cli/fake_services.h"
#include "cli/file.h"
#include "cli/help.h"
#include "cli/questionnaire/commands.h"
#include "cli/text.h"

namespace lotse::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr char kName[] = "programmes/p/engagements/e/instruments/i";

class QuestionnaireTest : public ::testing::Test {
 protected:
  QuestionnaireTest() {
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
        R"pb(from: "programmes/p/engagements/e/instruments/h"
             to: "programmes/p/engagements/e/instruments/i"
             verdict: VERDICT_BREAKING
             change_count: 4
             open_count: 3
             changes {
               kind: KIND_TEXT
               verdict: VERDICT_SAFE
               code: "a"
               was: "Wie?"
               is: "Wie oft?"
               reason: "The text is nearly the same."
               settled: true
             }
             changes {
               kind: KIND_REMOVED
               verdict: VERDICT_NEEDS_MAPPING
               code: "Dein_Alter"
               was: "Dein Alter:"
               reason: "The code is gone."
               suggested { from: "Dein_Alter" to: "alter" }
             }
             changes {
               kind: KIND_OPTION_REMOVED
               verdict: VERDICT_NEEDS_MAPPING
               code: "wege"
               option: "zeitung"
               reason: "The option is gone."
               suggested {
                 from: "wege"
                 to: "wege"
                 options { from: "zeitung" to: "presse" }
               }
             }
             changes {
               kind: KIND_ANSWER_KIND
               verdict: VERDICT_BREAKING
               code: "stunden"
               was: "TEXT"
               is: "INTEGER"
               reason: "Another kind of answer."
             })pb",
        &services_.comparison));
    services_.instrument.set_name(kName);
    services_.instrument.set_etag("7");
  }

  TestFolder folder_;
  FakeServices services_;
};

TEST_F(QuestionnaireTest, ExportWritesTheFileAndTellsWhatIsNotInIt) {
  services_.export_reply.set_content("PK\x03\x04");
  services_.export_reply.set_media_type("application/x");
  auto* finding = services_.export_reply.add_findings();
  finding->set_severity(survey::v1alpha::ImportFinding::SEVERITY_WARNING);
  finding->set_sheet("survey");
  finding->set_line(2);
  finding->set_code("alter");
  finding->set_message("A form cannot say: classes; left out.");
  const std::string file = folder_.Write("form.xlsx", "before");
  const CliResult result =
      services_.Run({"questionnaire", "export", kName, "--format=xlsx", "--out=" + file});
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_EQ(services_.export_request.name(), kName);
  EXPECT_EQ(services_.export_request.format(),
            survey::v1alpha::ExportInstrumentRequest::FORMAT_XLSFORM_XLSX);
  EXPECT_EQ(*ReadFile(file), "PK\x03\x04");
  EXPECT_EQ(result.out,
            "warning survey, row 2: alter: A form cannot say: classes; left out.\nbytes    4\n");
  const CliResult json =
      services_.Run({"questionnaire", "export", kName, "--format=csv", "--out=" + file, "--json"});
  EXPECT_EQ(json.exit, 0) << json.err;
  EXPECT_THAT(json.out, AllOf(HasSubstr(R"({"bytes":4,"reply":{)"), HasSubstr("application/x"),
                              Not(HasSubstr("content"))));
}

TEST_F(QuestionnaireTest, ExportToStdoutTellsTheRestOnStderr) {
  services_.export_reply.set_content("survey,,\n");
  services_.export_reply.add_findings()->set_message("A form cannot say: classes; left out.");
  for (const char* out : {"--out=-", "--out=/dev/stdout"}) {
    for (const bool json : {false, true}) {
      std::vector<std::string> words = {"questionnaire", "export", kName, "--format=csv", out};
      if (json) words.push_back("--json");
      testing::internal::CaptureStdout();
      const CliResult result = services_.Run(words);
      EXPECT_EQ(testing::internal::GetCapturedStdout(), "survey,,\n");
      EXPECT_EQ(result.exit, 0) << result.err;
      EXPECT_EQ(result.out, "");
      EXPECT_THAT(result.err, AllOf(HasSubstr("classes; left out"),
                                    HasSubstr(json ? R"({"bytes":9,)" : "bytes    9\n")));
    }
  }
  EXPECT_FALSE(std::filesystem::exists("-"));
}

TEST_F(QuestionnaireTest, ExportThatFailsLeavesTheFileAlone) {
  auto* finding = services_.export_reply.add_findings();
  finding->set_severity(survey::v1alpha::ImportFinding::SEVERITY_ERROR);
  finding->set_message("It cannot be written.");
  const std::string file = folder_.Write("form.xml", "before");
  const CliResult result =
      services_.Run({"questionnaire", "export", kName, "--format=xforms", "--out=" + file});
  EXPECT_EQ(result.exit, 5);
  EXPECT_THAT(result.out, HasSubstr("error   It cannot be written.\n"));
  EXPECT_EQ(*ReadFile(file), "before");
  for (const char* wrong : {"--format=lss", "--out=x"}) {
    EXPECT_EQ(services_.Run({"questionnaire", "export", kName, wrong}).exit, 2) << wrong;
  }
}

TEST_F(QuestionnaireTest, CompareShowsWhatIsNotSafe) {
  const CliResult result = services_.Run({"questionnaire", "compare", kName, "--from=x"});
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_EQ(services_.compare_request.name(), kName);
  EXPECT_EQ(services_.compare_request.from(), "x");
  EXPECT_THAT(result.out,
              AllOf(HasSubstr("needs mapping  Dein_Alter: The code is gone.\n"
                              "               was  Dein Alter:\n"
                              "               like alter\n"),
                    HasSubstr("needs mapping  wege/zeitung: The option is gone.\n"
                              "               like presse\n"),
                    HasSubstr("breaking       stunden: Another kind of answer.\n"
                              "               was  TEXT\n               is   INTEGER\n"),
                    HasSubstr("verdict  breaking\nchanges  4, open 3\n"), Not(HasSubstr("Wie?"))));
  const CliResult all = services_.Run({"questionnaire", "compare", kName, "--all"});
  EXPECT_THAT(all.out, HasSubstr("safe           a: The text is nearly the same."));
}

TEST_F(QuestionnaireTest, WhatIsSuggestedCanBeSent) {
  const CliResult result = services_.Run({"questionnaire", "compare", kName, "--suggested"});
  ASSERT_EQ(result.exit, 0) << result.err;
  const std::string file = folder_.Write("mapping.json", result.out);
  const CliResult published =
      services_.Run({"questionnaire", "publish", kName, "--mapping=" + file, "--accept=stunden,x",
                     "--accept=y", "--reason=zweite Welle"});
  EXPECT_EQ(published.exit, 0) << published.err;
  const auto& request = services_.publish_request;
  EXPECT_EQ(request.name(), kName);
  EXPECT_EQ(request.etag(), "7");
  EXPECT_EQ(request.reason(), "zweite Welle");
  EXPECT_FALSE(request.validate_only());
  ASSERT_EQ(request.mappings_size(), 2);
  EXPECT_EQ(request.mappings(0).to(), "alter");
  EXPECT_EQ(request.mappings(1).options(0).to(), "presse");
  EXPECT_EQ(request.accept_breaking_size(), 3);
  EXPECT_THAT(published.out, AllOf(HasSubstr("PUBLISHED programmes/p/"), HasSubstr("sha256")));
}

TEST_F(QuestionnaireTest, DryRunChangesNothing) {
  const CliResult result = services_.Run({"questionnaire", "publish", kName, "--dry-run"});
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_TRUE(services_.publish_request.validate_only());
  EXPECT_THAT(result.out, HasSubstr("nothing was changed"));
}

TEST_F(QuestionnaireTest, MappingsThatCannotBeRead) {
  const std::string file = folder_.Write("mapping.json", R"({"mapings": []})");
  EXPECT_EQ(services_.Run({"questionnaire", "publish", kName, "--mapping=" + file}).exit, 5);
  EXPECT_EQ(services_.Run({"questionnaire", "compare", kName, "--mapping=none.json"}).exit, 4);
}

TEST_F(QuestionnaireTest, ValidateTellsFaults) {
  EXPECT_EQ(services_.Run({"questionnaire", "validate", kName}).exit, 0);
  auto* fault = services_.validation.add_faults();
  fault->set_field("instrument.sections[0].questions[0].options");
  fault->set_description("missing; give 1 to 500 options");
  const CliResult result = services_.Run({"questionnaire", "validate", kName});
  EXPECT_EQ(result.exit, 5);
  EXPECT_THAT(result.out, HasSubstr("instrument.sections[0].questions[0].options: missing"));
}

TEST_F(QuestionnaireTest, WarningsComeFirst) {
  auto* warning = services_.validation.add_warnings();
  warning->set_field("instrument.sections[0].relevant");
  warning->set_description("a question alone is true also without an answer");
  const std::string line =
      "warning instrument.sections[0].relevant: a question alone is true also without an answer\n";
  const CliResult validated = services_.Run({"questionnaire", "validate", kName});
  EXPECT_EQ(validated.exit, 0) << validated.err;
  EXPECT_THAT(validated.out, AllOf(StartsWith(line), HasSubstr("no rule of questionnaires")));
  for (const bool dry : {false, true}) {
    std::vector<std::string> words = {"questionnaire", "publish", kName};
    if (dry) words.push_back("--dry-run");
    const CliResult published = services_.Run(words);
    EXPECT_EQ(published.exit, 0) << published.err;
    EXPECT_THAT(published.out, StartsWith(line));
  }
}

TEST_F(QuestionnaireTest, RetireTakesTheEtagOfNow) {
  const CliResult result = services_.Run({"questionnaire", "retire", kName});
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_EQ(services_.retire_request.etag(), "7");
  EXPECT_THAT(result.out, HasSubstr("RETIRED   programmes/p/"));
}

TEST_F(QuestionnaireTest, EachCommandHasAnExampleAndIsListed) {
  const std::string overview = HelpOverview();
  for (const Command& command : QuestionnaireCommands()) {
    EXPECT_THAT(command.description, HasSubstr(absl::StrCat("\n  lotse ", command.name, " ")));
    EXPECT_THAT(overview, HasSubstr(absl::StrCat("\n  ", command.name, " ")));
    for (const absl::string_view line : absl::StrSplit(command.description, '\n')) {
      EXPECT_LE(DisplayWidth(line), 92) << line;
    }
  }
}

}  // namespace
}  // namespace lotse::cli
