#include "cli/invite.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

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
  CliResult Mark(const std::string& table) {
    return services_.Run({"invite", "mark", folder_.Write("marks.csv", table), wave_});
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
  EXPECT_EQ(result.out, "issued         2\nissued before  0\n");
}

TEST_F(InviteTest, ThoseWhoHaveOneAreCountedAndNotInTheFile) {
  services_.invited_before = {"2"};
  const CliResult result = Issue("recipient\n1\n2\n", {"--json"});
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_EQ(result.out, "{\"issued\":1,\"issuedBefore\":1}\n");
  EXPECT_EQ(*ReadFile(tokens_), "recipient,token\r\n1,token-of-1\r\n");
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
  const CliResult broken = Issue(table);
  EXPECT_EQ(broken.exit, 1);
  EXPECT_THAT(broken.err, HasSubstr("are in the file"));
  const std::vector<std::string> lines = absl::StrSplit(*ReadFile(tokens_), "\r\n");
  EXPECT_THAT(lines, SizeIs(5002));
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
    const CliResult result = Issue(table);
    EXPECT_EQ(result.exit, 5) << table;
    EXPECT_THAT(result.err, AllOf(HasSubstr(says), HasSubstr("list.csv"), Not(HasSubstr("Eva"))));
  }
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
  EXPECT_EQ(result.out, "to remind  3\n");
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
  EXPECT_EQ(result.out, "marked   2\nunknown  0\n");
}

TEST_F(InviteTest, NamesThoseWhoWereNotInvited) {
  services_.unknown_recipient = "2";
  const CliResult result = Mark("recipient,revoked\n1,1\n2,1\n");
  EXPECT_EQ(result.exit, 5);
  EXPECT_THAT(result.err, HasSubstr("2: was not invited"));
  EXPECT_THAT(result.out, HasSubstr("marked   1"));
  const CliResult wrong = Mark("recipient,revoked\n1,1\n3,perhaps\n");
  EXPECT_EQ(wrong.exit, 5);
  EXPECT_THAT(wrong.err, HasSubstr("line 3, column revoked: write yes or no"));
  EXPECT_THAT(services_.marked, SizeIs(2)) << "nothing of it was sent";
}

TEST_F(InviteTest, Counts) {
  const CliResult nobody = services_.Run({"invite", "count", FakeServices::kWave});
  EXPECT_THAT(nobody.err, HasSubstr("nobody is invited"));
  auto* count = services_.invitation_counts.add_counts();
  count->set_invited(30);
  count->set_answered(20);
  count = services_.invitation_counts.add_counts();
  count->set_stratum("Amt_50");
  count->set_invited(12);
  count->set_bounced(1);
  EXPECT_EQ(services_.Run({"invite", "count", FakeServices::kWave}).out,
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
