// lotse call, methods, help and the errors around a call, against a service in
// this process.
#include <gmock/gmock.h>

#include <sstream>

#include "cli/commands.h"
#include "cli/fake_services.h"

namespace lotse::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

std::string WaveRequest() { return std::string(R"({"name":")") + FakeServices::kWave + "\"}"; }

TEST(CallTest, PrintsTheReplyAsIndentedJson) {
  FakeServices services;
  const CliResult result = services.Run({"call", "GetWave", WaveRequest()});
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_THAT(result.out, AllOf(StartsWith("{\n"), HasSubstr("\"state\": \"STATE_OPEN\"")));
  EXPECT_THAT(result.err, IsEmpty());
}

TEST(CallTest, WithJsonPrintsOneLine) {
  FakeServices services;
  const CliResult result = services.Run({"call", "GetWave", WaveRequest(), "--json"});
  EXPECT_EQ(result.out.find('\n'), result.out.size() - 1);
  EXPECT_THAT(result.out, HasSubstr("\"state\":\"STATE_OPEN\""));
}

TEST(CallTest, TakesTheRequestFromStdinOrAFile) {
  FakeServices services;
  const TestFolder folder;
  EXPECT_EQ(services.Run({"call", "GetWave", "-"}, WaveRequest()).exit, 0);
  const std::string file = folder.Write("request.json", WaveRequest());
  EXPECT_EQ(services.Run({"call", "GetWave", "@" + file}).exit, 0);
  const CliResult absent = services.Run({"call", "GetWave", "@" + folder.path() + "/absent"});
  EXPECT_EQ(absent.exit, 4);
  EXPECT_THAT(absent.err, HasSubstr("No such file"));
}

TEST(CallTest, NamesAnUnknownField) {
  FakeServices services;
  const CliResult result = services.Run({"call", "GetWave", R"({"nmae":"x"})"});
  EXPECT_EQ(result.exit, 2);
  EXPECT_THAT(result.err, AllOf(HasSubstr("nmae"), HasSubstr("GetWaveRequest")));
}

TEST(CallTest, PrintsOneLinePerViolation) {
  FakeServices services;
  const CliResult result = services.Run({"call", "CreateWave"});
  EXPECT_EQ(result.exit, 1);
  EXPECT_EQ(result.err,
            "lotse: INVALID_ARGUMENT: 2 fields are wrong\n"
            "  reason: INVALID_FIELDS (survey.lotse)\n"
            "  wave.title: missing\n"
            "  wave.end_date: before start_date\n"
            "  [de] Die Angaben sind nicht vollständig.\n");
  EXPECT_THAT(result.out, IsEmpty());
}

TEST(CallTest, WithJsonErrorsAreAnObject) {
  FakeServices services;
  const CliResult result = services.Run({"call", "GetWave", R"({"name":"x"})", "--json"});
  EXPECT_EQ(result.exit, 1);
  EXPECT_THAT(result.err, StartsWith(R"({"error":{"exitCode":1,"code":"NOT_FOUND",)"));
  EXPECT_THAT(result.err, HasSubstr(R"("resourceName":"x")"));
}

TEST(CallTest, UnreachableIsThree) {
  // Port 1 on loopback is closed.
  const CliResult result = RunCli({"call", "ListProgrammes", "--engagement=127.0.0.1:1"});
  EXPECT_EQ(result.exit, 3);
  EXPECT_THAT(result.err, HasSubstr("the engagement service at 127.0.0.1:1 cannot be reached"));
}

TEST(CallTest, TimeoutIsThree) {
  FakeServices services;
  const CliResult result = services.Run({"call", "GetWave", R"({"name":"slow"})", "--timeout=0.1"});
  EXPECT_EQ(result.exit, 3);
  EXPECT_THAT(result.err, HasSubstr("did not answer within 100ms"));
}

TEST(CallTest, MethodThatTheServiceDoesNotHaveIsRefused) {
  FakeServices services;
  const CliResult result = services.Run({"call", "ListSurveys"});
  EXPECT_EQ(result.exit, 1);
  EXPECT_THAT(result.err, HasSubstr("UNIMPLEMENTED"));
}

TEST(CommandLineTest, ACommandThatIsNotThereBelowAnotherIsNamed) {
  const CliResult result = RunCli({"gate", "pas"});
  EXPECT_EQ(result.exit, 2);
  EXPECT_THAT(result.err, HasSubstr("there is no command 'gate pas' (did you mean gate pass?)"));
  EXPECT_THAT(result.err, HasSubstr("\n  gate check "));
  EXPECT_THAT(RunCli({"gate"}).err, HasSubstr("'gate' is not a command by itself."));
}

TEST(CommandLineTest, UsageErrorsAreTwo) {
  const std::vector<std::vector<std::string>> lines = {
      {},
      {"cal"},
      {"import"},
      {"call"},
      {"call", "GetWave", "{}", "more"},
      {"call", "NoSuchMethod"},
      {"call", "GetWave", "--language=de"},
      {"call", "GetWave", "--survey=nowhere"},
      {"call", "GetWave", "--timeout=0"},
      {"help", "nothing"},
      {"table", "w", "--language=fr"},
      {"report", "make", "p"},
      {"dev", "--port-base=80"},
      {"call", "ListChanges"},
      {"call", "ListChanges", "--service=other"},
      {"call", "GetWave", "--service=engagement"},
      {"call", "UploadBlob", "--service=survey"},
      {"blob", "put", "f", "--service=survey"},
      {"blob", "get", "f", "--service=survey"},
      {"blob", "get", "f", "--out=/nonexistent"},
      {"store"},
      {"store", "show", "programmes/vopi"},
      {"store", "verify"},
      {"store", "backup", "--data=d"},
      {"store", "restore", "--data=d"},
      {"store", "rewrite"},
      {"store", "export", "--data=d", "--format=xml"},
  };
  for (const std::vector<std::string>& words : lines) {
    const CliResult result = RunCli(words);
    EXPECT_EQ(result.exit, 2) << ::testing::PrintToString(words);
    EXPECT_THAT(result.err, StartsWith("lotse: ")) << ::testing::PrintToString(words);
    EXPECT_THAT(result.out, IsEmpty()) << ::testing::PrintToString(words);
  }
}

TEST(CommandLineTest, SuggestsWhatWasMeant) {
  EXPECT_THAT(RunCli({"tabel"}).err, HasSubstr("did you mean table?"));
  EXPECT_THAT(RunCli({"call", "GetWaev"}).err, HasSubstr("did you mean GetWave"));
  EXPECT_THAT(RunCli({"methods", "--jsn"}).err, HasSubstr("did you mean --json"));
  EXPECT_THAT(RunCli({"import"}).err, HasSubstr("import answers"));
  // Not a flag of another command: `--ascii`, `--mapping`.
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"call", "--asci"},
                                             {"--timeout", "5", "call", "--asci"},
                                             {"--asci"},
                                             {"cal", "--asci"}}) {
    EXPECT_EQ(RunCli(words).err, "lotse: unknown flag --asci\n");
  }
  EXPECT_THAT(RunCli({"--timeout", "5", "table", "--asci"}).err, HasSubstr("did you mean --ascii"));
  EXPECT_EQ(RunCli({"call", "--nope"}).err, "lotse: unknown flag --nope\n");
}

TEST(CommandLineTest, EveryCommandExplainsItself) {
  const CliResult overview = RunCli({"help"});
  EXPECT_EQ(overview.exit, 0);
  for (const char* name : {"dev", "call", "methods", "describe", "import questionnaire",
                           "import answers", "import territories", "table", "report make",
                           "blob put", "blob get", "store show", "store grep", "store export",
                           "store verify", "store backup", "store restore", "store rewrite"}) {
    EXPECT_THAT(overview.out, HasSubstr(std::string("  ") + name + " "));
    std::vector<std::string> words;
    std::istringstream stream(name);
    for (std::string word; stream >> word;) words.push_back(word);
    words.push_back("--help");
    const CliResult help = RunCli(words);
    EXPECT_EQ(help.exit, 0) << help.err;
    EXPECT_THAT(help.out, StartsWith(std::string("Usage: lotse ") + name));
  }
  EXPECT_THAT(RunCli({"help", "exit-codes"}).out, HasSubstr("5  the content of a file is wrong"));
  EXPECT_THAT(RunCli({"help", "import", "answers"}).out, HasSubstr("--dry-run"));
}

TEST(CommandLineTest, MethodsAreFilteredInEitherCase) {
  const CliResult result = RunCli({"methods", "phase"});
  EXPECT_THAT(result.out, AllOf(HasSubstr("PhaseTemplateService/PublishPhaseTemplate"),
                                HasSubstr("PhaseService/MovePhase"), HasSubstr("DecideGateRequest"),
                                Not(HasSubstr("GetWave"))));
  EXPECT_THAT(RunCli({"methods", "GetWave", "--json"}).out,
              StartsWith(R"({"method":"lotse.survey.v1alpha.SurveyService/GetWave",)"));
}

TEST(CommandLineTest, MethodsSayThatNoneFits) {
  const CliResult result = RunCli({"methods", "zzz"});
  EXPECT_EQ(result.exit, 0);
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_EQ(result.err, "no method has 'zzz' in its name\n");
}

TEST(CommandLineTest, UsageShowsTheFlagsThatAreRequired) {
  const std::pair<std::vector<std::string>, const char*> cases[] = {
      {{"report", "make"}, "Usage: lotse report make PARENT --id=ID --kind=KIND [FLAG...]\n"},
      {{"import", "answers"}, "Usage: lotse import answers FILE.csv --wave=NAME [FLAG...]\n"},
      {{"import", "questionnaire"},
       "Usage: lotse import questionnaire FILE --parent=NAME --id=ID [FLAG...]\n"},
      {{"methods"}, "Usage: lotse methods [FILTER]\n"},
      {{"dev"}, "Usage: lotse dev [FLAG...]\n"},
  };
  for (auto [words, usage] : cases) {
    words.insert(words.begin(), "help");
    EXPECT_THAT(RunCli(words).out, StartsWith(usage));
  }
  EXPECT_THAT(RunCli({"report", "export"}).err,
              HasSubstr("usage: lotse report export REPORT|VERSION --out=FILE [FLAG...];"));
}

TEST(CommandLineTest, BrokenJsonIsNotRepeated) {
  const CliResult result = RunCli({"call", "GetWave", "# Title\nsecret"});
  EXPECT_EQ(result.exit, 2);
  EXPECT_THAT(result.err,
              AllOf(HasSubstr("the request is not a GetWaveRequest"), Not(HasSubstr("Title"))));
}

TEST(CommandLineTest, AResultThatCannotBeWrittenIsFour) {
  std::istringstream in;
  std::ostringstream out;
  std::ostringstream err;
  out.setstate(std::ios::badbit);
  Environment environment = {in, out, err};
  EXPECT_EQ(RunLotse({"methods"}, environment), 4);
}

}  // namespace
}  // namespace lotse::cli
