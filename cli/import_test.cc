// lotse import questionnaire and lotse import answers, against services in this
// process.
#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>

#include <algorithm>
#include <filesystem>

#include "cli/asked_testing.h"
#include "cli/fake_services.h"
#include "cli/response_id.h"
#include "runtime/types/sha256.h"

namespace lotse::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kMapping[] = R"({
  "missing": ["NA", ""],
  "columns": {"gender": {"code": "G"}, "age": {"code": "AGE"}, "row": {"ignore": true}},
  "labels": {"G": {"f": "w"}}})";

class ImportAnswersTest : public ::testing::Test {
 protected:
  ImportAnswersTest() {
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(kInstrument, &services_.instrument));
    mapping_ = folder_.Write("mapping.json", kMapping);
  }

  CliResult Import(const std::string& csv, std::vector<std::string> flags = {}) {
    std::vector<std::string> words = {
        "import", "answers",           folder_.Write("answers.csv", csv),
        "--wave", FakeServices::kWave, "--mapping=" + mapping_};
    words.insert(words.end(), flags.begin(), flags.end());
    return services_.Run(words);
  }

  TestFolder folder_;
  FakeServices services_;
  std::string mapping_;
};

TEST_F(ImportAnswersTest, SendsEachRecordUnderItsOwnId) {
  const std::string csv = "row,gender,age\n1,männlich,14\n2,f,NA\n";
  const CliResult result = Import(csv);
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_THAT(result.out, AllOf(HasSubstr("records    2\n"), HasSubstr("sent       2\n")));
  ASSERT_THAT(services_.submitted, SizeIs(2));
  // Sent in the order of the ids, so look for the records by id.
  for (const auto& response : services_.submitted) {
    const bool first =
        response.response_id() == ImportedResponseId(FakeServices::kWave, types::Sha256Hex(csv), 1);
    EXPECT_EQ(response.answers(0).choice(), first ? "m" : "w");
    EXPECT_EQ(response.answers_size(), first ? 2 : 1);
  }
  EXPECT_LT(services_.submitted[0].response_id(), services_.submitted[1].response_id());
}

TEST_F(ImportAnswersTest, RepeatedImportDoublesNothing) {
  const std::string csv = "row,gender,age\n1,männlich,14\n2,f,NA\n";
  Import(csv);
  const CliResult again = Import(csv);
  EXPECT_EQ(again.exit, 0) << again.err;
  EXPECT_THAT(again.out, AllOf(HasSubstr("sent       0\n"), HasSubstr("duplicate  2\n")));
  EXPECT_THAT(services_.submitted, SizeIs(2));
}

TEST_F(ImportAnswersTest, EachRecordUsesUpAnInvitation) {
  const std::string csv = "row,gender,age\n1,männlich,14\n2,f,NA\n";
  const std::string tokens =
      folder_.Write("tokens.csv", "recipient,token\r\n7,first\r\n8,second\r\n9,third\r\n");
  EXPECT_EQ(Import(csv, {"--tokens=" + tokens}).exit, 4) << "others could read the file";
  std::filesystem::permissions(tokens, std::filesystem::perms::owner_read);
  EXPECT_EQ(Import(csv, {"--tokens=" + tokens}).exit, 0);
  ASSERT_THAT(services_.submitted, SizeIs(2));
  for (const auto& response : services_.submitted) {
    const bool first = response.answers_size() == 2;
    EXPECT_EQ(response.invitation_token(), first ? "first" : "second");
  }
  EXPECT_THAT(Import(csv, {"--tokens=" + tokens}).out, HasSubstr("duplicate  2\n"));
  const CliResult few = Import("gender,age,row\nf,1,\nf,2,\nf,3,\nf,4,\n", {"--tokens=" + tokens});
  EXPECT_EQ(few.exit, 5);
  EXPECT_THAT(few.err, HasSubstr("has 3 tokens for 4 records"));
}

constexpr char kThreeWrong[] = "row;gender;age\n1;divers;14\n2;f;old\n3;f;15\n4;f\n5;weiblich;16\n";

TEST_F(ImportAnswersTest, AsLongAsOneRecordCannotBeMappedNothingIsSent) {
  const CliResult result = Import(kThreeWrong);
  EXPECT_EQ(result.exit, 5);
  EXPECT_THAT(result.err,
              AllOf(HasSubstr("line 2, column gender: 'divers' is no label of 'G'"),
                    HasSubstr("line 3, column age: 'old' is not a whole number"),
                    HasSubstr("line 5: 2 fields; the header has 3"),
                    HasSubstr("3 of 5 records cannot be mapped; nothing was sent. Correct")));
  EXPECT_EQ(result.out, "records    5\nunmapped   3\nnothing was sent\n");
  EXPECT_THAT(services_.submitted, IsEmpty());
}

TEST_F(ImportAnswersTest, ACorrectedFileDoublesNobody) {
  Import("row,gender,age\n1,f,14\n2,divers,15\n");
  EXPECT_EQ(Import("row,gender,age\n1,f,14\n2,f,15\n").exit, 0);
  EXPECT_THAT(services_.submitted, SizeIs(2));
}

TEST_F(ImportAnswersTest, TheOthersAreSentOnDemand) {
  const CliResult result = Import(kThreeWrong, {"--skip-unmapped"});
  EXPECT_EQ(result.exit, 5);
  EXPECT_THAT(result.out, AllOf(HasSubstr("unmapped   3\n"), HasSubstr("sent       2\n")));
  EXPECT_THAT(result.err, HasSubstr("3 of 5 records were not stored. Import them from a file of "
                                    "their own"));
  EXPECT_THAT(services_.submitted, SizeIs(2));
}

// With the hash and the store each response could be told its record.
TEST_F(ImportAnswersTest, TheHashOfTheFileIsNotPrinted) {
  const std::string csv = "row,gender,age\n1,f,14\n";
  for (const std::vector<std::string>& flags :
       {std::vector<std::string>{}, std::vector<std::string>{"--json"}}) {
    const CliResult result = Import(csv, flags);
    EXPECT_THAT(result.out + result.err, Not(HasSubstr(types::Sha256Hex(csv))));
    EXPECT_THAT(result.out + result.err, Not(HasSubstr("ha256")));
  }
}

TEST_F(ImportAnswersTest, TheSameWrongLabelIsReportedOnce) {
  std::string csv = "row,gender,age\n";
  for (int record = 1; record <= 10; ++record) csv += "1,divers,14\n";
  const CliResult result = Import(csv, {"--dry-run"});
  EXPECT_THAT(result.err, HasSubstr("lines 2, 3, 4, 5, 6, 7, 8, 9 and 2 more, column gender: "
                                    "'divers' is no label of 'G'; right: 'f', 'männlich', "
                                    "'weiblich'\n"));
  EXPECT_EQ(result.err.find("divers"), result.err.rfind("divers"));
}

TEST_F(ImportAnswersTest, RefusedRecordsAreCountedAndTheRestGoesOn) {
  const CliResult result = Import("row,gender,age\n1,f,150\n2,f,15\n", {"--json"});
  EXPECT_EQ(result.exit, 5);
  EXPECT_THAT(result.out, HasSubstr(R"("sent":1,"duplicate":0,"refused":1,"unmapped":0)"));
  EXPECT_THAT(result.out, AllOf(HasSubstr(R"("line":2)"), HasSubstr("answers[0].integer")));
  EXPECT_THAT(result.err, HasSubstr(R"("exitCode":5)"));
}

TEST_F(ImportAnswersTest, MappingProblemsStopItBeforeAnythingIsSent) {
  const CliResult result = Import("row,gender,ages\n1,f,15\n");
  EXPECT_EQ(result.exit, 5);
  EXPECT_THAT(result.err, AllOf(HasSubstr("columns[\"ages\"]: the column has no mapping"),
                                HasSubstr("columns[\"age\"]: the table has no such column")));
  EXPECT_THAT(services_.submitted, IsEmpty());
}

TEST_F(ImportAnswersTest, DryRunChecksAndSendsNothing) {
  const CliResult result = Import("row,gender,age\n1,f,15\n2,x,16\n", {"--dry-run"});
  EXPECT_EQ(result.exit, 5);
  EXPECT_THAT(result.out, AllOf(HasSubstr("unmapped   1\n"), HasSubstr("nothing was sent")));
  EXPECT_THAT(services_.submitted, IsEmpty());
}

TEST_F(ImportAnswersTest, WaitsWhereTheServiceAsksTo) {
  services_.overloaded_calls = 3;
  const CliResult result = Import("row,gender,age\n1,f,15\n");
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_THAT(services_.submitted, SizeIs(1));
}

TEST_F(ImportAnswersTest, GivesUpOnAServiceThatStaysOverloaded) {
  services_.overloaded_calls = 1000;
  const CliResult result = Import("row,gender,age\n1,f,15\n");
  EXPECT_EQ(result.exit, 1);
  EXPECT_THAT(result.err, HasSubstr("OVERLOADED"));
}

TEST_F(ImportAnswersTest, AClosedWaveStopsItWithTheCountsSoFar) {
  services_.closes_after = 1;
  const CliResult result = Import("row,gender,age\n1,f,15\n2,f,16\n3,f,17\n");
  EXPECT_EQ(result.exit, 1);
  EXPECT_THAT(result.err, HasSubstr("WAVE_NOT_OPEN"));
  EXPECT_THAT(result.out, AllOf(HasSubstr("sent       1\n"), HasSubstr("refused    0\n")));
}

TEST_F(ImportAnswersTest, FilesThatCannotBeReadAreFourAndWrongOnesFive) {
  EXPECT_EQ(services_
                .Run({"import", "answers", folder_.path() + "/absent", "--wave=w",
                      "--mapping=" + mapping_})
                .exit,
            4);
  const CliResult broken = Import("row,gender,age\n1,\"f,15\n");
  EXPECT_EQ(broken.exit, 5);
  EXPECT_THAT(broken.err, HasSubstr(folder_.path() + "/answers.csv: line 2: a quotation mark"));
  folder_.Write("mapping.json", R"({"colums": {}})");
  const CliResult result = Import("row,gender,age\n1,f,15\n");
  EXPECT_EQ(result.exit, 5);
  EXPECT_THAT(result.err, HasSubstr("colums"));
}

class ImportQuestionnaireTest : public ::testing::Test {
 protected:
  CliResult Import(std::vector<std::string> flags) {
    std::vector<std::string> words = {"import", "questionnaire", folder_.Write("q.xml", "<q/>"),
                                      "--parent=programmes/p/engagements/e", "--id=q"};
    words.insert(words.end(), flags.begin(), flags.end());
    return services_.Run(words);
  }

  TestFolder folder_;
  FakeServices services_;
};

TEST_F(ImportQuestionnaireTest, SendsFileLanguageAndAmendments) {
  services_.import_reply.mutable_instrument()->set_name("programmes/p/engagements/e/instruments/q");
  const std::string mapping = folder_.Write("m.json", R"({"questionnaire": {"language": "de-CH",
      "amendments": [{"leave_out": {"code": "Q9"}, "reason": "not published"}]}})");
  const CliResult result = Import({"--mapping=" + mapping});
  EXPECT_EQ(result.exit, 0) << result.err;
  const auto& request = services_.import_request;
  EXPECT_EQ(request.parent(), "programmes/p/engagements/e");
  EXPECT_EQ(request.instrument_id(), "q");
  EXPECT_EQ(request.content(), "<q/>");
  EXPECT_EQ(request.language(), "de-CH");
  ASSERT_EQ(request.amendments_size(), 1);
  EXPECT_EQ(request.amendments(0).leave_out().code(), "Q9");
  EXPECT_THAT(result.out, HasSubstr("stored   programmes/p/engagements/e/instruments/q\n"));
}

TEST_F(ImportQuestionnaireTest, ListsFindingsAndEndsWithFiveOnErrors) {
  auto* finding = services_.import_reply.add_findings();
  finding->set_severity(survey::v1alpha::ImportFinding::SEVERITY_ERROR);
  finding->set_line(12);
  finding->set_code("Q1");
  finding->set_message("no \x1b[2Joption");
  const CliResult result = Import({});
  EXPECT_EQ(result.exit, 5);
  EXPECT_EQ(services_.import_request.language(), "de");
  EXPECT_THAT(result.out, HasSubstr("error   line 12: Q1: no "));
  EXPECT_THAT(result.out, Not(HasSubstr("\x1b"))) << "a finding must not reach the terminal raw";
  EXPECT_THAT(result.err, HasSubstr("nothing was stored"));
}

TEST_F(ImportQuestionnaireTest, NewVersionsAndReplacedOnesAreDrafts) {
  auto* stored = services_.import_reply.mutable_instrument();
  stored->set_state(survey::v1alpha::Instrument::STATE_DRAFT);
  stored->set_etag("4");
  EXPECT_THAT(Import({"--previous=x"}).out, HasSubstr("draft    etag 4\n"));
  EXPECT_TRUE(services_.import_request.draft());
  EXPECT_EQ(services_.import_request.previous(), "x");
  Import({"--replace=3"});
  EXPECT_TRUE(services_.import_request.draft());
  EXPECT_EQ(services_.import_request.etag(), "3");
  Import({});
  EXPECT_FALSE(services_.import_request.draft());
}

TEST_F(ImportQuestionnaireTest, KnowsOneFormat) {
  EXPECT_EQ(Import({"--format=lss"}).exit, 2);
  EXPECT_EQ(services_.import_request.ByteSizeLong(), 0u);
}

}  // namespace
}  // namespace lotse::cli
