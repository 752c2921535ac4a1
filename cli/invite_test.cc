#include "cli/invite.h"

#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <cstdio>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "cli/fake_services.h"
#include "cli/file.h"
#include "cli/help.h"
#include "cli/text.h"

namespace lotse::cli {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class InviteTest : public ::testing::Test {
 protected:
  CliResult Issue(const std::string& table, std::vector<std::string> more = {}) {
    std::vector<std::string> words = {"invite", "issue", folder_.Write("list.csv", table), wave_,
                                      "--out=" + tokens_};
    words.insert(words.end(), more.begin(), more.end());
    return services_.Run(words);
  }
  CliResult Mark(const std::string& table, const std::string& language = "de") {
    return services_.Run(
        {"invite", "mark", folder_.Write("marks.csv", table), wave_, "--language=" + language});
  }
  FakeServices services_;
  const TestFolder folder_;
  const std::string wave_ = absl::StrCat("--wave=", FakeServices::kWave);
  const std::string tokens_ = folder_.path() + "/tokens.csv";
};

TEST_F(InviteTest, WritesTokensForTheirOwnerAlone) {
  const CliResult result = Issue("recipient,stratum\n 1 ,Amt_50\n2,\n");
  EXPECT_EQ(result.exit, 0) << result.err;
  ASSERT_THAT(services_.invited, SizeIs(1));
  EXPECT_EQ(services_.invited[0].parent(), FakeServices::kWave);
  EXPECT_FALSE(services_.invited[0].reissue());
  EXPECT_EQ(services_.invited[0].recipients(0).recipient(), "1");
  EXPECT_EQ(services_.invited[0].recipients(0).stratum(), "Amt_50");
  EXPECT_EQ(*ReadFile(tokens_), "recipient,token\r\n1,token-of-1\r\n2,token-of-2\r\n");
  struct stat status = {};
  ASSERT_EQ(stat(tokens_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  EXPECT_EQ(result.out, "ausgegeben               2\nschon früher ausgegeben  0\n");
}

TEST_F(InviteTest, AFileOfTokensIsNeverOverwritten) {
  ASSERT_EQ(Issue("recipient\n1\n2\n").exit, 0);
  const std::string tokens = *ReadFile(tokens_);
  services_.invited_before = {"1", "2"};
  for (const std::vector<std::string>& more :
       {std::vector<std::string>{}, {"--reissue"}, {"--json"}, {"--reissue", "--language=en"}}) {
    const CliResult again = Issue("recipient\n1\n2\n", more);
    EXPECT_EQ(again.exit, 4);
    EXPECT_THAT(again.err, AllOf(HasSubstr("is there already"), HasSubstr(tokens_)));
    EXPECT_EQ(*ReadFile(tokens_), tokens);
  }
  EXPECT_THAT(Issue("recipient\n1\n").err, HasSubstr("eine andere Datei angeben"));
  EXPECT_THAT(Issue("recipient\n1\n", {"--language=en"}).err, HasSubstr("give another file"));
  EXPECT_THAT(services_.invited, SizeIs(1)) << "nobody was asked";
}

TEST_F(InviteTest, WhereNothingIsIssuedThereIsNoFile) {
  services_.invited_before = {"1", "2"};
  const CliResult german = Issue("recipient\n1\n2\n");
  EXPECT_EQ(german.exit, 0) << german.err;
  EXPECT_FALSE(ReadFile(tokens_).ok());
  EXPECT_EQ(german.out, "ausgegeben               0\nschon früher ausgegeben  2\n");
  EXPECT_THAT(german.err, AllOf(HasSubstr("steht nicht in der Datei"), HasSubstr("--reissue")));
  const CliResult english = Issue("recipient\n1\n2\n", {"--language=en"});
  EXPECT_EQ(english.out, "issued         0\nissued before  2\n");
  EXPECT_THAT(english.err, HasSubstr("--reissue makes new ones"));
  EXPECT_EQ(Issue("recipient\n1\n2\n", {"--json"}).err, "");
  EXPECT_FALSE(ReadFile(tokens_).ok());
  // Nor where the service refuses.
  services_.invitations_refused_after = 0;
  EXPECT_EQ(Issue("recipient\n3\n").exit, 1);
  EXPECT_FALSE(ReadFile(tokens_).ok());
}

TEST_F(InviteTest, ThePlaceOfTheTokensIsTakenBeforeTheyAreMade) {
  std::string found;
  services_.on_invite = [&] { found = *ReadFile(tokens_); };
  EXPECT_EQ(Issue("recipient\n1\n").exit, 0);
  EXPECT_EQ(found, "recipient,token\r\n");
}

TEST_F(InviteTest, TellsHowToGetTokensThatCouldNotBeWritten) {
  // The header fits, the tokens do not.
  struct rlimit before = {};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  ASSERT_NE(signal(SIGXFSZ, SIG_IGN), SIG_ERR);
  const std::string table = folder_.Write("list.csv", "recipient\n1\n2\n");
  const rlimit little = {20, before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &little), 0);
  const CliResult german = services_.Run({"invite", "issue", table, wave_, "--out=" + tokens_});
  const CliResult english =
      services_.Run({"invite", "issue", table, wave_, "--out=" + tokens_, "--language=en"});
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &before), 0);
  EXPECT_EQ(german.exit, 4);
  EXPECT_THAT(german.err,
              AllOf(HasSubstr("2 Tokens wurden ausgegeben und konnten nicht geschrieben werden"),
                    HasSubstr("--reissue"), Not(HasSubstr("token-of"))));
  EXPECT_EQ(english.exit, 4);
  EXPECT_THAT(english.err, AllOf(HasSubstr("2 tokens were issued and could not be written"),
                                 HasSubstr("--reissue")));
}

TEST_F(InviteTest, ThoseWhoHaveOneAreCountedAndNotInTheFile) {
  services_.invited_before = {"2"};
  const CliResult result = Issue("recipient\n1\n2\n", {"--json"});
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_EQ(result.out, "{\"issued\":1,\"issuedBefore\":1}\n");
  EXPECT_EQ(*ReadFile(tokens_), "recipient,token\r\n1,token-of-1\r\n");
  ASSERT_EQ(std::remove(tokens_.c_str()), 0);
  EXPECT_EQ(Issue("recipient\n1\n2\n", {"--reissue"}).exit, 0);
  EXPECT_TRUE(services_.invited.back().reissue());
}

TEST_F(InviteTest, SendsManyInSeveralCallsAndKeepsWhatCame) {
  std::string table = "recipient\n";
  for (int i = 0; i < 12'000; ++i) absl::StrAppend(&table, i, "\n");
  EXPECT_EQ(Issue(table).exit, 0);
  ASSERT_THAT(services_.invited, SizeIs(3));
  EXPECT_EQ(services_.invited[1].recipients(0).recipient(), "5000");
  // The second call of the next run is refused: the tokens of the first are kept.
  services_.invitations_refused_after = 4;
  ASSERT_EQ(std::remove(tokens_.c_str()), 0);
  const CliResult broken = Issue(table, {"--language=en"});
  EXPECT_EQ(broken.exit, 1);
  EXPECT_THAT(broken.err, HasSubstr("are in the file"));
  const std::vector<std::string> lines = absl::StrSplit(*ReadFile(tokens_), "\r\n");
  EXPECT_THAT(lines, SizeIs(5002));
}

TEST_F(InviteTest, TellsTheLineOfARecordThatTheServiceRefuses) {
  std::string table = "recipient,stratum\n";
  for (int i = 0; i < 8'000; ++i) absl::StrAppend(&table, i, i == 6'999 ? ",mond\n" : ",\n");
  services_.unknown_stratum = "mond";
  EXPECT_THAT(Issue(table).err, AllOf(HasSubstr("recipients[1999].stratum"),
                                      HasSubstr("recipients[0] ist Zeile 5002 der Datei")));
  ASSERT_EQ(std::remove(tokens_.c_str()), 0);
  EXPECT_THAT(Issue(table, {"--language=en"}).err,
              HasSubstr("recipients[0] is line 5002 of the file"));
}

TEST_F(InviteTest, TokensNeedAPlaceBeforeTheyAreMade) {
  const CliResult result =
      services_.Run({"invite", "issue", folder_.Write("list.csv", "recipient\n1\n"), wave_,
                     "--out=" + folder_.path() + "/none/tokens.csv"});
  EXPECT_EQ(result.exit, 4);
  EXPECT_THAT(services_.invited, IsEmpty());
}

TEST_F(InviteTest, TablesSayWhatIsWrong) {
  const std::pair<std::string, std::string> cases[] = {
      {"recipient,name\n1,Eva\n", "column name is not known"},
      {"recipients\n1\n", "did you mean recipient?"},
      {"stratum\na\n", "column recipient is missing"},
      {"recipient,stratum\n1\n", "line 2 has 1 fields, the header has 2"},
  };
  for (const auto& [table, says] : cases) {
    const CliResult result = Issue(table, {"--language=en"});
    EXPECT_EQ(result.exit, 5) << table;
    EXPECT_THAT(result.err, AllOf(HasSubstr(says), HasSubstr("list.csv"), Not(HasSubstr("Eva"))));
  }
  EXPECT_THAT(Issue("recipient,stratum\n1\n").err,
              HasSubstr("Zeile 2 hat 1 Felder, die Kopfzeile hat 2"));
  EXPECT_THAT(Issue("recipient,name\n1,Eva\n").err, HasSubstr("Spalte name ist nicht bekannt"));
  EXPECT_EQ(services_.Run({"invite", "issue", "x.csv", "--out=y"}).exit, 2);
  EXPECT_EQ(services_.Run({"invite", "issue", "x.csv", wave_}).exit, 2);
  EXPECT_EQ(services_.Run({"invite", "remind", FakeServices::kWave}).exit, 2);
  EXPECT_EQ(services_.Run({"invite", "mark", "x.csv"}).exit, 2);
  EXPECT_THAT(services_.invited, IsEmpty());
}

TEST_F(InviteTest, ListsWhomToRemindOverPages) {
  services_.to_remind = {"1", "2", "a,b"};
  const CliResult result =
      services_.Run({"invite", "remind", FakeServices::kWave, "--out=" + tokens_});
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_EQ(*ReadFile(tokens_), "recipient,stratum\r\n1,\r\n2,\r\n\"a,b\",\r\n");
  EXPECT_EQ(result.out, "zu erinnern  3\n");
  EXPECT_EQ(
      services_.Run({"invite", "remind", FakeServices::kWave, "--out=" + tokens_, "--language=en"})
          .out,
      "to remind  3\n");
}

TEST_F(InviteTest, MarksByATable) {
  const CliResult result = Mark("recipient,bounced,opted_out\n1,yes,\n2,nein,JA\n");
  EXPECT_EQ(result.exit, 0) << result.err;
  ASSERT_THAT(services_.marked, SizeIs(2));
  EXPECT_TRUE(services_.marked[0].bounced());
  EXPECT_FALSE(services_.marked[0].has_opted_out()) << "empty: stays as it is";
  EXPECT_FALSE(services_.marked[0].has_revoked());
  EXPECT_TRUE(services_.marked[1].has_bounced());
  EXPECT_TRUE(services_.marked[1].opted_out());
  EXPECT_EQ(result.out, "vermerkt          2\nnicht eingeladen  0\n");
}

TEST_F(InviteTest, NamesThoseWhoWereNotInvited) {
  services_.unknown_recipient = "2";
  EXPECT_THAT(Mark("recipient,revoked\n1,1\n2,1\n").err, HasSubstr("2: wurde nicht eingeladen"));
  services_.marked.clear();
  const CliResult result = Mark("recipient,revoked\n1,1\n2,1\n", "en");
  EXPECT_EQ(result.exit, 5);
  EXPECT_THAT(result.err, HasSubstr("2: was not invited"));
  EXPECT_THAT(result.out, HasSubstr("marked   1"));
  EXPECT_THAT(Mark("recipient,revoked\n1,1\n3,perhaps\n").err,
              HasSubstr("Zeile 3, Spalte revoked: ja oder nein schreiben"));
  const CliResult wrong = Mark("recipient,revoked\n1,1\n3,perhaps\n", "en");
  EXPECT_EQ(wrong.exit, 5);
  EXPECT_THAT(wrong.err, HasSubstr("line 3, column revoked: write yes or no"));
  EXPECT_THAT(services_.marked, SizeIs(2)) << "nothing of it was sent";
}

TEST_F(InviteTest, Counts) {
  const CliResult nobody = services_.Run({"invite", "count", FakeServices::kWave});
  EXPECT_EQ(nobody.err, "niemand ist eingeladen\n");
  EXPECT_EQ(services_.Run({"invite", "count", FakeServices::kWave, "--language=en"}).err,
            "nobody is invited\n");
  auto* count = services_.invitation_counts.add_counts();
  count->set_invited(30);
  count->set_answered(20);
  count = services_.invitation_counts.add_counts();
  count->set_stratum("Amt_50");
  count->set_invited(12);
  count->set_bounced(1);
  EXPECT_EQ(services_.Run({"invite", "count", FakeServices::kWave}).out,
            "SCHICHT  EINGELADEN  GEANTWORTET  UNZUSTELLBAR  OHNE ERINNERUNG  WIDERRUFEN\n"
            "-        30          20           0             0                0\n"
            "Amt_50   12          geschützt    1             0                0\n");
  EXPECT_EQ(services_.Run({"invite", "count", FakeServices::kWave, "--language=en"}).out,
            "STRATUM  INVITED  ANSWERED   BOUNCED  OPTED OUT  REVOKED\n"
            "-        30       20         0        0          0\n"
            "Amt_50   12       protected  1        0          0\n");
  EXPECT_THAT(services_.Run({"invite", "count", FakeServices::kWave, "--json"}).out,
              HasSubstr(R"("answered":"20")"));
}

TEST_F(InviteTest, EachHasAnExampleAndIsListed) {
  const std::string overview = HelpOverview();
  for (const Command& command : InviteCommands()) {
    EXPECT_THAT(command.description, HasSubstr(absl::StrCat("\n  lotse ", command.name, " ")));
    EXPECT_THAT(overview, HasSubstr(absl::StrCat("\n  ", command.name, " ")));
    for (const absl::string_view line : absl::StrSplit(command.description, '\n')) {
      EXPECT_LE(DisplayWidth(line), 92) << line;
    }
  }
}

}  // namespace
}  // namespace lotse::cli
