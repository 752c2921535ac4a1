// lotse submit, against services in this process.
#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "cli/asked_testing.h"
#include "cli/failure.h"
#include "cli/fake_services.h"
#include "cli/file.h"
#include "cli/outgoing.h"

namespace lotse::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kMapping[] = R"({
  "missing": ["NA"],
  "columns": {"gender": {"code": "G"}, "age": {"code": "AGE"}, "key": {"token": true}},
  "labels": {"G": {"f": "w"}}})";

constexpr char kTwo[] = "key,gender,age\nK1,männlich,14\nK2,f,NA\n";

class SubmitTest : public ::testing::Test {
 protected:
  SubmitTest() {
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(kInstrument, &services_.instrument));
    mapping_ = folder_.Write("mapping.json", kMapping);
  }

  CliResult Submit(const std::string& content, std::vector<std::string> flags = {},
                   const std::string& name = "answers.csv") {
    std::vector<std::string> words = {"submit", folder_.Write(name, content), "--wave",
                                      FakeServices::kWave, "--mapping=" + mapping_};
    words.insert(words.end(), flags.begin(), flags.end());
    return services_.Run(words);
  }

  TestFolder folder_;
  FakeServices services_;
  std::string mapping_;
};

TEST_F(SubmitTest, SendsRecordsWithTheirTokens) {
  const CliResult result = Submit(kTwo);
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_THAT(result.out, AllOf(HasSubstr("Datensätze   2\n"), HasSubstr("gespeichert  2\n")));
  ASSERT_THAT(services_.submitted, SizeIs(2));
  for (const auto& response : services_.submitted) {
    EXPECT_EQ(response.parent(), FakeServices::kWave);
    const bool first = response.answers_size() == 2;
    EXPECT_EQ(response.invitation_token(), first ? "K1" : "K2");
    EXPECT_EQ(response.answers(0).choice(), first ? "m" : "w");
  }
  EXPECT_LT(services_.submitted[0].response_id(), services_.submitted[1].response_id());
}

TEST_F(SubmitTest, AColumnTellsWhoBrokeOff) {
  folder_.Write("mapping.json", R"({
    "missing": ["NA"],
    "columns": {"gender": {"code": "G"}, "age": {"code": "AGE"}, "page": {"broke_off_section": true}},
    "labels": {"G": {"f": "w"}}})");
  const CliResult wrong =
      Submit("page,gender,age\nzwei,f,14\n-1,f,14\n1.5,f,14\n", {"--language=en"});
  EXPECT_EQ(wrong.exit, 5);
  EXPECT_THAT(wrong.err, AllOf(HasSubstr("column page: 'zwei' is no number of a section; right: 1"),
                               HasSubstr("'-1' is no number"), HasSubstr("'1.5' is no number")));
  EXPECT_THAT(services_.submitted, IsEmpty());

  const CliResult result = Submit("page,gender,age\n 2 ,f,14\n,f,15\nNA,f,16\n0,f,17\n");
  EXPECT_EQ(result.exit, 0) << result.err;
  ASSERT_THAT(services_.submitted, SizeIs(4));
  for (const auto& response : services_.submitted) {
    EXPECT_EQ(response.broke_off_section(), response.answers(1).integer() == 14 ? 2 : 0);
  }
}

TEST_F(SubmitTest, JsonLinesAreTheSame) {
  const CliResult result = Submit(
      "{\"key\": \"K1\", \"gender\": \"männlich\", \"age\": 14}\n"
      "{\"key\": \"K2\", \"gender\": \"f\"}\n",
      {}, "answers.jsonl");
  EXPECT_EQ(result.exit, 0) << result.err;
  ASSERT_THAT(services_.submitted, SizeIs(2));
  for (const auto& response : services_.submitted) {
    const bool first = response.invitation_token() == "K1";
    // In the order of the names: age comes before gender.
    ASSERT_EQ(response.answers_size(), first ? 2 : 1);
    EXPECT_EQ(response.answers(first ? 1 : 0).choice(), first ? "m" : "w");
  }
  const CliResult wrong = Submit("[]", {"--format=jsonl", "--language=en"});
  EXPECT_EQ(wrong.exit, 5);
  EXPECT_THAT(wrong.err, HasSubstr("answers.csv: line 1: is not a JSON object"));
}

TEST_F(SubmitTest, AnotherRunDoublesNothing) {
  Submit(kTwo);
  const CliResult again = Submit(kTwo, {"--language=en"});
  EXPECT_EQ(again.exit, 0) << again.err;
  EXPECT_THAT(again.out, AllOf(HasSubstr("sent       0\n"), HasSubstr("duplicate  2\n")));
  EXPECT_THAT(services_.submitted, SizeIs(2));
}

constexpr char kWrong[] = "key;gender;age\nK1;divers;14\nK2;f;alt\nK3;f;15\nK4;f;150\n";

TEST_F(SubmitTest, WrongRecordsAreNamedAndTheOthersGoIn) {
  const CliResult result = Submit(kWrong);
  EXPECT_EQ(result.exit, 5);
  EXPECT_THAT(result.err,
              AllOf(HasSubstr("Zeile 2, Spalte gender: 'divers' ist keine Antwort auf 'G'; "
                              "richtig: 'f', 'männlich', 'weiblich'\n"),
                    HasSubstr("Zeile 3, Spalte age: 'alt' ist keine ganze Zahl"),
                    HasSubstr("Zeile 5, Spalte gender: abgelehnt: answers[0].integer: at most 99"),
                    HasSubstr("3 von 4 Datensätzen wurden nicht gespeichert")));
  EXPECT_THAT(result.out, AllOf(HasSubstr("nicht lesbar 2\n"), HasSubstr("gespeichert  1\n"),
                                HasSubstr("abgelehnt    1\n")));
  EXPECT_THAT(services_.submitted, SizeIs(1));
}

// The way to correct records: no other one doubles nobody.
TEST_F(SubmitTest, RefusedRecordsAreCorrectedInAFileOfTheirOwn) {
  const std::string rest = folder_.path() + "/rest.csv";
  const CliResult result = Submit(kWrong, {"--refused=" + rest, "--language=en"});
  EXPECT_EQ(result.exit, 5);
  EXPECT_THAT(result.err, HasSubstr("3 of 4 records were not stored and are in " + rest +
                                    ": correct them there and send that file alone"));
  EXPECT_EQ(*ReadFile(rest), "key,gender,age\r\nK1,divers,14\r\nK2,f,alt\r\nK4,f,150\r\n");
  using std::filesystem::perms;
  EXPECT_EQ(std::filesystem::status(rest).permissions(), perms::owner_read | perms::owner_write);
  EXPECT_EQ(Submit(kWrong, {"--refused=" + rest}).exit, 4) << "it may have been corrected";
  EXPECT_EQ(Submit(kTwo, {"--refused=" + rest + "2", "--dry-run"}).exit, 2);
  const CliResult corrected =
      Submit("key,gender,age\r\nK1,f,14\r\nK2,f,41\r\nK4,f,15\r\n", {}, "rest.csv");
  EXPECT_EQ(corrected.exit, 0) << corrected.err;
  EXPECT_THAT(services_.submitted, SizeIs(4)) << "each once";
  EXPECT_EQ(Submit(kTwo, {"--refused=" + rest + "3"}).exit, 0);
  EXPECT_FALSE(std::filesystem::exists(rest + "3")) << "all were stored";
}

TEST_F(SubmitTest, RefusedRecordsKeepFormAndTokens) {
  const std::string rest = folder_.path() + "/rest.jsonl";
  EXPECT_EQ(Submit("{\"key\": \"K1\", \"gender\": \"\\\"x\\\"\", \"age\": 14}\n"
                   "{\"key\": \"K2\", \"gender\": \"f\"}\n",
                   {"--refused=" + rest}, "answers.jsonl")
                .exit,
            5);
  EXPECT_EQ(*ReadFile(rest), "{\"age\":\"14\",\"gender\":\"\\\"x\\\"\",\"key\":\"K1\"}\n");
  folder_.Write("mapping.json", R"({"columns": {"gender": {"code": "G"}},
                                    "labels": {"G": {"f": "w"}}})");
  const std::string tokens = folder_.Write("tokens.csv", "token\nT1\nT2\nT3\n");
  std::filesystem::permissions(tokens, std::filesystem::perms::owner_read);
  const std::string other = folder_.path() + "/other.csv";
  EXPECT_EQ(Submit("gender\nf\ndivers\nf\n", {"--tokens=" + tokens, "--refused=" + other}).exit, 5);
  EXPECT_EQ(*ReadFile(other), "gender\r\ndivers\r\n");
  EXPECT_EQ(*ReadPrivateFile(other + ".tokens.csv"), "token\r\nT2\r\n");
}

// From the file of what is to be corrected they would get new ids: one would be there twice,
// the other come back.
TEST_F(SubmitTest, WhatWasStoredBeforeIsNotAmongWhatIsToBeCorrected) {
  constexpr char kFour[] = "key,gender,age\nK1,männlich,14\nK2,f,15\nK3,f,16\nK4,f,150\n";
  folder_.Write("mapping.json", R"({"columns": {"gender": {"code": "G"}, "age": {"code": "AGE"},
                                                "key": {"token": true}},
                                    "labels": {"G": {"f": "m"}}})");
  EXPECT_EQ(Submit(kFour).exit, 5);
  ASSERT_THAT(services_.submitted, SizeIs(3));
  folder_.Write("mapping.json", kMapping);
  services_.erased_token = "K3";
  const std::string rest = folder_.path() + "/rest.csv";
  const CliResult result = Submit(kFour, {"--refused=" + rest, "--language=en"});
  EXPECT_EQ(result.exit, 5);
  EXPECT_EQ(*ReadFile(rest), "key,gender,age\r\nK4,f,150\r\n");
  EXPECT_THAT(result.out, AllOf(HasSubstr("duplicate  1\n"), HasSubstr("refused    3\n")));
  EXPECT_THAT(result.err,
              AllOf(HasSubstr("line 3: refused: "), HasSubstr("line 4: refused: "),
                    HasSubstr("1 of 4 records were not stored and are in " + rest),
                    HasSubstr("1 of 4 records were stored before with other answers"),
                    HasSubstr("1 of 4 records were stored before and have been erased")));

  const std::string none = folder_.path() + "/none.csv";
  const CliResult german = Submit(kFour, {});
  EXPECT_THAT(german.err,
              AllOf(HasSubstr("1 von 4 Datensätzen wurden nicht gespeichert. Berichtigt in"),
                    HasSubstr("1 von 4 Datensätzen wurden früher mit anderen Antworten"),
                    HasSubstr("1 von 4 Datensätzen wurden früher gespeichert und seither")));
  EXPECT_THAT(Submit(kFour, {"--json"}).out,
              HasSubstr(R"("refused":3,"unmapped":0,"conflicting":1,"erased":1,)"));
  Submit(kTwo, {}, "two.csv");
  services_.erased_token = "K2";
  const CliResult erased = Submit(kTwo, {"--refused=" + none, "--language=en"}, "two.csv");
  EXPECT_EQ(erased.exit, 5);
  EXPECT_THAT(erased.err, AllOf(HasSubstr("1 of 2 records were stored before and have been erased"),
                                Not(HasSubstr("none.csv")), Not(HasSubstr("not stored"))));
  EXPECT_FALSE(std::filesystem::exists(none)) << "there is nothing to correct";
}

// The run before had another mapping and stored what this one cannot read, or what the service
// refuses before it looks for it. Without a token nobody would know it again under a new id.
TEST_F(SubmitTest, WhatARunBeforeMayHaveStoredIsNotGivenOutToBeCorrected) {
  constexpr char kThree[] = "gender,age\nf,14\nmännlich,15\nf,150\n";
  folder_.Write("mapping.json", R"({"columns": {"gender": {"code": "G"}, "age": {"code": "AGE"}},
                                    "labels": {"G": {"f": "w"}}})");
  const std::string first = folder_.path() + "/first.csv";
  EXPECT_EQ(Submit(kThree, {"--refused=" + first}).exit, 5);
  EXPECT_EQ(*ReadFile(first), "gender,age\r\nf,150\r\n") << "no run came before";

  const std::string rest = folder_.path() + "/rest.csv";
  const CliResult result = Submit(kThree, {"--refused=" + rest, "--language=en"});
  EXPECT_EQ(result.exit, 5);
  EXPECT_THAT(result.out, HasSubstr("duplicate  2\n"));
  EXPECT_FALSE(std::filesystem::exists(rest));
  EXPECT_THAT(result.err, AllOf(HasSubstr("1 of 3 records were not stored by this run; " + rest +
                                          " was not written"),
                                HasSubstr("1 of 3 records may have been stored by a run before")));
  const CliResult german = Submit(kThree, {});
  EXPECT_THAT(german.err, AllOf(HasSubstr("1 von 3 Datensätzen hat dieser Lauf nicht gespeichert"),
                                HasSubstr("kann ein früherer Lauf gespeichert haben"),
                                Not(HasSubstr("in einer eigenen Datei"))));
}

// A run that begins anew must not stop at what the one before left.
TEST_F(SubmitTest, RefusedRecordsAreWrittenWithTheirTokensOrNotAtAll) {
  AnswerTable input;
  input.table = *ParseCsv("gender\nf\n");
  input.tokens = {"T1"};
  Outcome outcome;
  outcome.failed = {1};
  const std::string taken = folder_.path() + "/taken";
  std::filesystem::create_directory(taken);
  EXPECT_EQ(ExitCodeOf(WriteRefused(taken, input, outcome)), ExitCode::kFile);
  EXPECT_FALSE(std::filesystem::exists(taken + ".tokens.csv"));
  const std::string rest = folder_.path() + "/rest.csv";
  EXPECT_TRUE(WriteRefused(rest, input, outcome).ok());
  EXPECT_TRUE(std::filesystem::exists(rest) && std::filesystem::exists(rest + ".tokens.csv"));
}

TEST_F(SubmitTest, ADryRunSendsNothing) {
  const CliResult result = Submit(kWrong, {"--dry-run", "--language=en"});
  EXPECT_EQ(result.exit, 5);
  EXPECT_THAT(result.out, HasSubstr("unmapped   2\ndry run: nothing was sent\n"));
  EXPECT_THAT(result.err, HasSubstr("line 2, column gender: 'divers' is no label of 'G'"));
  EXPECT_EQ(Submit(kTwo, {"--dry-run"}).exit, 0);
  EXPECT_EQ(services_.messages, 0);
}

TEST_F(SubmitTest, ManyGoInFewMessages) {
  std::string csv = "key,gender,age\n";
  for (int i = 0; i < 500; ++i) absl::StrAppend(&csv, "K", i, ",f,14\n");
  const CliResult result = Submit(csv);
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_THAT(services_.submitted, SizeIs(500));
  EXPECT_EQ(services_.messages, 8);
}

TEST_F(SubmitTest, WhatTheServiceIsTooBusyForIsSentAgain) {
  services_.overloaded_calls = 3;
  services_.broken_streams = 2;
  const CliResult result = Submit(kTwo);
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_THAT(services_.submitted, SizeIs(2));
  EXPECT_THAT(result.out, HasSubstr("gespeichert  2\n"));
}

// What this run stored without being told so is no run before: what is to be corrected is given
// out.
TEST_F(SubmitTest, WhatItSendsAgainItselfIsNotTakenForARunBefore) {
  services_.broken_streams = 1;
  services_.stores_before_it_breaks = true;
  folder_.Write("mapping.json", R"({"missing": ["NA"], "labels": {"G": {"f": "w"}},
                                    "columns": {"gender": {"code": "G"}, "age": {"code": "AGE"}}})");
  const std::string refused = folder_.path() + "/refused.csv";
  const CliResult result = Submit("gender,age\nf,15\nf,16\ndivers,17\n", {"--refused=" + refused});
  EXPECT_EQ(result.exit, 5);
  EXPECT_THAT(services_.submitted, SizeIs(2));
  EXPECT_THAT(result.out, AllOf(HasSubstr("gespeichert  2\n"), HasSubstr("schon da     0\n")));
  EXPECT_THAT(*ReadFile(refused), HasSubstr("divers"));
}

TEST_F(SubmitTest, AServiceThatStaysBusyIsGivenUp) {
  services_.overloaded_calls = 1000;
  EXPECT_EQ(Submit(kTwo).exit, 1);
  services_.overloaded_calls = 0;
  services_.broken_streams = 1000;
  const CliResult result = Submit(kTwo);
  EXPECT_EQ(result.exit, 1);
  EXPECT_THAT(result.err, HasSubstr("OVERLOADED"));
}

TEST_F(SubmitTest, AClosedWaveEndsItWithTheCountsSoFar) {
  services_.closes_after = 1;
  const CliResult result = Submit("key,gender,age\nK1,f,15\nK2,f,16\nK3,f,17\n");
  EXPECT_EQ(result.exit, 1);
  EXPECT_THAT(result.err, HasSubstr("WAVE_NOT_OPEN"));
  EXPECT_THAT(result.out, AllOf(HasSubstr("gespeichert  1\n"), HasSubstr("abgelehnt    0\n")));
}

TEST_F(SubmitTest, NothingIsSentWithoutInvitationsWhereTheWaveWantsThem) {
  services_.access = survey::v1alpha::Wave::ACCESS_INVITED;
  EXPECT_EQ(Submit(kTwo).exit, 0);
  ASSERT_THAT(services_.submitted, SizeIs(2));
  folder_.Write("mapping.json", R"({"columns": {"key": {"ignore": true}, "gender": {"code": "G"},
                                               "age": {"code": "AGE"}}})");
  const std::string other = "key,gender,age\nK3,m,15\n";
  const CliResult result = Submit(other, {"--language=en"});
  EXPECT_EQ(result.exit, 2);
  EXPECT_THAT(result.err, HasSubstr("the wave takes answers with invitations only; give --tokens"));
  EXPECT_THAT(Submit(other).err, HasSubstr("die Welle nimmt Antworten nur mit Einladung"));
  EXPECT_THAT(services_.submitted, SizeIs(2));
}

TEST_F(SubmitTest, WrongCommandsAndMappingsAreRefused) {
  EXPECT_EQ(Submit(kTwo, {"--language=fr"}).exit, 2);
  EXPECT_EQ(Submit(kTwo, {"--format=xml"}).exit, 2);
  EXPECT_EQ(
      services_.Run({"submit", folder_.path() + "/absent", "--wave=w", "--mapping=" + mapping_})
          .exit,
      4);
  folder_.Write("mapping.json", R"({"columns": {"gender": {"code": "G"}, "age": {"token": true},
                                               "key": {"token": true, "code": "AGE"}}})");
  const CliResult result = Submit(kTwo, {"--language=en"});
  EXPECT_EQ(result.exit, 5);
  EXPECT_THAT(result.err, AllOf(HasSubstr("another column is `token` already"),
                                HasSubstr("has both a code and `token`")));
  EXPECT_THAT(Submit(kTwo).err, AllOf(HasSubstr("eine andere Spalte ist schon `token`"),
                                      HasSubstr("hat zugleich einen Code und `token`")));
  folder_.Write("mapping.json",
                R"({"columns": {"gender": {"code": "G", "broke_off_section": true},
                                "age": {"broke_off_section": true},
                                "key": {"ignore": true, "broke_off_section": true}}})");
  EXPECT_THAT(Submit(kTwo, {"--language=en"}).err,
              AllOf(HasSubstr("another column is `broke_off_section` already"),
                    HasSubstr("has both a code and `broke_off_section`"),
                    HasSubstr("has both a code and `ignore`")));
  EXPECT_THAT(services_.submitted, IsEmpty());
  EXPECT_THAT(result.out + result.err, Not(HasSubstr("K1")));
}

}  // namespace
}  // namespace lotse::cli
