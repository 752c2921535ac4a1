// lotse store: where copies go, what is printed as JSON, reasons and formulas.
#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <algorithm>
#include <csignal>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "cli/file.h"
#include "cli/store_fixture.h"
#include "lotse/engagement/v1alpha/programme_service.pb.h"
#include "runtime/sql/folder_lock.h"

namespace lotse::cli {
namespace {

using engagement::v1alpha::Programme;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::StartsWith;

class StoreCommandsTest : public StoreTest {
 protected:
  std::vector<std::string> NamesIn(const std::string& folder) const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      names.push_back(entry.path().filename());
    }
    std::sort(names.begin(), names.end());
    return names;
  }
  const std::string copy_ = folder_.path() + "/copy";
};

TEST_F(StoreCommandsTest, PrintsOneJsonObject) {
  const std::string counted =
      R"(,"files":\["answers.db","engagement.db"\],"resources":3,"entries":5,)"
      R"("heads":"[0-9a-f]*","faults":\[\],"moreFaults":0\})"
      "\n";
  const CliResult verified = Run({"verify", "--json"});
  EXPECT_EQ(verified.exit, 0) << verified.err;
  EXPECT_THAT(verified.out, MatchesRegex(R"(\{"folder":".*/data")" + counted));
  EXPECT_THAT(Run({"backup", "--json", "--out=" + copy_}).out,
              MatchesRegex(R"(\{"folder":".*/copy")" + counted));
  EXPECT_THAT(RunCli({"store", "restore", "--json", "--from=" + copy_,
                      "--data=" + folder_.path() + "/again"})
                  .out,
              MatchesRegex(R"(\{"folder":".*/copy")" + counted));
  store_.reset();
  EXPECT_THAT(
      Run({"rewrite", "--json"}).out,
      MatchesRegex(
          R"(\{"folder":".*/data","files":\[\{"file":"answers.db","bytesBefore":[0-9]+,)"
          R"("bytesAfter":[0-9]+\},\{"file":"engagement.db","bytesBefore":[0-9]+,"bytesAfter":)"
          R"([0-9]+\}\]\})"
          "\n"));
}

TEST_F(StoreCommandsTest, ListsFaultsAsJsonAndCountsThem) {
  Alter("-- name: Alter\nUPDATE resource SET revision = 7 WHERE name = 'programmes/vopi'");
  const CliResult json = Run({"verify", "--json"});
  EXPECT_EQ(json.exit, 5);
  EXPECT_THAT(json.out,
              HasSubstr(R"("faults":[{"where":"engagement.db","what":"programmes/vopi:)"));
  EXPECT_EQ(std::count(json.out.begin(), json.out.end(), '\n'), 1);
  EXPECT_THAT(json.err, HasSubstr(R"("code":"DATA_LOSS")"));
  EXPECT_THAT(Run({"verify"}).err, HasSubstr(" has 1 fault\n"));
}

TEST_F(StoreCommandsTest, LocalFaultsHaveFittingCodes) {
  std::filesystem::create_directory(copy_);
  folder_.Write("copy/mine", "");
  const std::pair<std::vector<std::string>, const char*> cases[] = {
      {{"store", "verify", "--data=" + folder_.path() + "/none"}, "NOT_FOUND"},
      {{"store", "show", "programmes/none", "--data=" + data_}, "NOT_FOUND"},
      {{"store", "backup", "--data=" + data_, "--out=" + copy_}, "ALREADY_EXISTS"},
      {{"store", "backup", "--data=" + data_, "--out=" + folder_.path() + "/no/copy"}, "NOT_FOUND"},
      {{"store", "export", "--data=" + data_, "--out=" + folder_.path() + "/no/file"}, "NOT_FOUND"},
      {{"store", "export", "--data=" + data_, "--out=/dev/full"}, "RESOURCE_EXHAUSTED"},
  };
  for (auto [words, code] : cases) {
    words.push_back("--json");
    EXPECT_THAT(RunCli(words).err, HasSubstr(absl::StrCat("\"code\":\"", code, "\"")));
  }
}

TEST_F(StoreCommandsTest, BackupGoesIntoANewFolderInOneThatIsThere) {
  const std::string outside = folder_.path() + "/outside";
  std::filesystem::create_directory_symlink(data_, outside);
  const std::pair<std::string, const char*> cases[] = {
      {folder_.path() + "/disk/copy", "/disk: no such folder; make it first, or mount the disk"},
      {folder_.path() + "/disk/copy/", "/disk: no such folder"},
      {data_, "lies in the data folder"},
      {data_ + "/copy", "lies in the data folder"},
      {outside + "/copy", "lies in the data folder"},
      {folder_.path() + "/other/../data/copy", "lies in the data folder"},
  };
  for (const auto& [out, message] : cases) {
    const CliResult refused = Run({"backup", "--out=" + out});
    EXPECT_EQ(refused.exit, 4) << out;
    EXPECT_THAT(refused.err, HasSubstr(message)) << out;
  }
  EXPECT_FALSE(std::filesystem::exists(folder_.path() + "/disk"));
  EXPECT_FALSE(std::filesystem::exists(data_ + "/copy"));
  // Only the beginning is the same.
  EXPECT_EQ(Run({"backup", "--out=" + data_ + "2/"}).exit, 0);
}

TEST_F(StoreCommandsTest, ABackupThatWasKilledCanBeMadeAgain) {
  std::filesystem::create_directories(copy_ + "/.partial");
  std::filesystem::permissions(copy_ + "/.partial", std::filesystem::perms::owner_all);
  for (const char* left :
       {"lock", "answers.db", "engagement.db.ab12CD", "engagement.db.ab12CD-journal"}) {
    folder_.Write(absl::StrCat("copy/.partial/", left), "half");
  }
  {
    const auto lock = sql::FolderLock::Take(copy_ + "/.partial");
    EXPECT_THAT(Run({"backup", "--out=" + copy_}).err, HasSubstr("another copy is being made"));
  }
  const CliResult made = Run({"backup", "--out=" + copy_});
  EXPECT_EQ(made.exit, 0) << made.err;
  EXPECT_THAT(NamesIn(copy_), ::testing::ElementsAre("answers.db", "engagement.db"));
}

TEST_F(StoreCommandsTest, ABackupWithoutRoomNamesItsTargetAndLeavesNothing) {
  rlimit before = {};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small = {10'000, before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
  const CliResult failed = Run({"backup", "--out=" + copy_});
  setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  EXPECT_EQ(failed.exit, 4);
  EXPECT_THAT(failed.err, AllOf(HasSubstr(copy_), Not(HasSubstr(data_))));
  EXPECT_THAT(NamesIn(copy_), IsEmpty());
  EXPECT_EQ(Run({"backup", "--out=" + copy_}).exit, 0);
}

TEST_F(StoreCommandsTest, RestoreSaysSoWhenItIsDone) {
  ASSERT_EQ(Run({"backup", "--out=" + copy_}).exit, 0);
  const std::string again = folder_.path() + "/again";
  folder_.Write("file", "");
  const CliResult failed =
      RunCli({"store", "restore", "--from=" + copy_, "--data=" + folder_.path() + "/file/again"});
  EXPECT_EQ(failed.exit, 4);
  EXPECT_THAT(failed.out, IsEmpty());
  const CliResult done = RunCli({"store", "restore", "--from=" + copy_, "--data=" + again});
  EXPECT_EQ(done.exit, 0) << done.err;
  EXPECT_THAT(done.out, ::testing::EndsWith("/again: restored\n"));
  EXPECT_THAT(NamesIn(again), ::testing::ElementsAre("answers.db", "engagement.db", "lock"));
}

TEST_F(StoreCommandsTest, FindsReasonsAlsoOfWhatIsGone) {
  EXPECT_EQ(Run({"grep", "BETTER name"}).out, "programmes/vopi: reason\n");
  EXPECT_EQ(Run({"grep", "better", "--kind=Programme"}).out, "programmes/vopi: reason\n");
  EXPECT_EQ(Run({"grep", "better", "--kind=Blob"}).out, "");
  EXPECT_EQ(Run({"grep", "better", "--json"}).out,
            R"({"name":"programmes/vopi","fields":["reason"]})"
            "\n");
  Alter("-- name: Alter\nDELETE FROM resource WHERE name = 'programmes/vopi'");
  EXPECT_EQ(Run({"grep", "better name"}).out, "programmes/vopi: reason\n");
  EXPECT_EQ(Run({"grep", "better name", "--kind=Blob"}).out, "");
}

TEST_F(StoreCommandsTest, ATextIsNoFormulaInCsv) {
  for (const char* name : {"=1+1", "+1", "-1", "@a", "\ta", "a=1"}) {
    EXPECT_TRUE(Write([&](resource::Tx& tx) {
                  Programme programme;
                  if (absl::Status s = tx.Load("programmes/other", &programme); !s.ok()) return s;
                  programme.set_short_name(name);
                  return tx.Save("UPDATE", "", &programme);
                }).ok());
    const std::string cell = name[0] == 'a' ? name : absl::StrCat("'", name);
    EXPECT_THAT(Run({"export", "--format=csv", "--kind=Programme"}).out,
                HasSubstr(absl::StrCat(",", cell, ",")));
    EXPECT_THAT(Run({"export"}).out, Not(HasSubstr("\"'")));
  }
}

TEST_F(StoreCommandsTest, AnExportIsForItsOwnerOnly) {
  const std::string file = folder_.Write("export", "old");
  ASSERT_EQ(chmod(file.c_str(), 0644), 0);
  ASSERT_EQ(Run({"export", "--out=" + file}).exit, 0);
  struct stat info = {};
  ASSERT_EQ(stat(file.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
  EXPECT_THAT(*ReadFile(file), StartsWith("{\"type\":"));
}

}  // namespace
}  // namespace lotse::cli
