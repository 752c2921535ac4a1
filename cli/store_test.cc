// lotse store, over a small store that is made here.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/str_split.h"
#include "cli/file.h"
#include "cli/store_fixture.h"
#include "runtime/sql/folder_lock.h"

namespace lotse::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

TEST_F(StoreTest, ShowsAResourceWhileTheDaemonRuns) {
  const CliResult shown = Run({"show", "programmes/vopi"});
  EXPECT_EQ(shown.exit, 0) << shown.err;
  EXPECT_THAT(shown.out, AllOf(HasSubstr(R"("shortName": "VOPI")"), HasSubstr(R"("etag": "2")")));
  EXPECT_THAT(Run({"show", "programmes/gone"}).out, HasSubstr("deleteTime"));
  const CliResult absent = Run({"show", "programmes/none"});
  EXPECT_EQ(absent.exit, 1);
  EXPECT_THAT(absent.err, HasSubstr("NOT_FOUND: programmes/none is not in engagement.db"));
}

TEST_F(StoreTest, ShowsTheHistory) {
  const CliResult shown = Run({"show", "programmes/vopi", "--history", "--json"});
  const std::vector<std::string> lines = absl::StrSplit(shown.out, '\n', absl::SkipEmpty());
  ASSERT_EQ(lines.size(), 3) << shown.out << shown.err;
  EXPECT_EQ(lines[1],
            R"({"sequence":1,"time":"2026-11-22T23:00:00.000000Z","verb":"CREATE","actor":"anna",)"
            R"("role":"consultant","revision":1,"reason":""})");
  EXPECT_THAT(lines[2], HasSubstr(R"("revision":2,"reason":"a better name")"));
}

TEST_F(StoreTest, FindsATextInEitherCase) {
  const std::pair<std::string, std::string> cases[] = {
      {"öffNUNG", "programmes/vopi: title\n"},
      {"ÖFFnung \"verw", "programmes/vopi: title\n"},
      {"vopi", "programmes/vopi: name, shortName\n"},
      {"other", "programmes/other: name, title\n"},
      {"gone", "programmes/gone: name, title\n"},
      {"nothing of the kind", ""},
  };
  for (const auto& [text, out] : cases) {
    const CliResult found = Run({"grep", text});
    EXPECT_EQ(found.exit, 0) << found.err;
    EXPECT_EQ(found.out, out) << text;
  }
  EXPECT_EQ(Run({"grep", "vopi", "--kind=Programme"}).out, cases[2].second);
  EXPECT_EQ(Run({"grep", "vopi", "--kind=Blob"}).out, "");
  const CliResult unknown = Run({"grep", "vopi", "--kind=Programm"});
  EXPECT_EQ(unknown.exit, 2);
  EXPECT_THAT(unknown.err, HasSubstr("did you mean Programme?"));
}

TEST_F(StoreTest, ExportsWhatIsNotDeleted) {
  const CliResult lines = Run({"export"});
  EXPECT_EQ(lines.exit, 0) << lines.err;
  EXPECT_THAT(lines.out, StartsWith(R"({"type":"engagement.lotse/Programme","resource":{"name":)"));
  EXPECT_EQ(std::count(lines.out.begin(), lines.out.end(), '\n'), 2);
  EXPECT_THAT(lines.out, AllOf(Not(HasSubstr("secret answer")), Not(HasSubstr("gone"))));
  const std::string file = folder_.path() + "/out.csv";
  const CliResult csv =
      Run({"export", "--format=csv", "--kind=engagement.lotse/Programme", "--out=" + file});
  EXPECT_EQ(csv.exit, 0) << csv.err;
  EXPECT_THAT(csv.out, IsEmpty());
  const std::vector<std::string> rows = absl::StrSplit(*ReadFile(file), "\r\n");
  ASSERT_EQ(rows.size(), 4);
  EXPECT_THAT(rows[0], StartsWith("name,title,shortName,"));
  EXPECT_THAT(
      rows[2],
      StartsWith(R"(programmes/vopi,"{""variants"":[{""language"":""de"",""text"":""Öffnung )"));
  EXPECT_THAT(rows[2], HasSubstr(",VOPI,"));
  EXPECT_THAT(rows[2], HasSubstr(",15,"));
  EXPECT_THAT(rows[2], HasSubstr(",2026-11-22T23:00:00Z,2,"));
  EXPECT_EQ(Run({"export", "--format=csv"}).exit, 2);
}

TEST_F(StoreTest, VerifiesWhatIsWhole) {
  const CliResult whole = Run({"verify"});
  EXPECT_EQ(whole.exit, 0) << whole.err;
  EXPECT_THAT(whole.out,
              StartsWith("answers.db: every page is whole\nengagement.db: every page is whole\n"
                         "engagement.db: 3 resources, 5 entries of the change logs, heads "));
}

TEST_F(StoreTest, VerifyNamesWhatWasAltered) {
  const std::pair<std::string, std::string> cases[] = {
      {"UPDATE resource SET content = x'0A00' WHERE name = 'programmes/other'",
       "engagement.db: programmes/other: is not what the log says"},
      {"UPDATE resource SET revision = 7 WHERE name = 'programmes/vopi'",
       "engagement.db: programmes/vopi: is not what the log says"},
      {"UPDATE resource SET name = 'programmes/moved' WHERE name = 'programmes/other'",
       "programmes/moved: is stored under a name that is not its own"},
      {"DELETE FROM resource WHERE name = 'programmes/other'",
       "engagement.db: programmes/other: is missing, though the log does not say so"},
      {"UPDATE resource SET content = x'FF' WHERE name = 'programmes/other'",
       "engagement.db: programmes/other cannot be read"},
      {"UPDATE change SET actor = 'berta' WHERE verb = 'UPDATE'", "engagement.db: "},
      {"DELETE FROM change_content WHERE owner = 'programmes/gone'", "engagement.db: "},
      {"UPDATE resource SET deleted = 1 WHERE name = 'programmes/other'",
       "programmes/other: is stored with deleted = 1, but has no delete_time"},
      {"UPDATE resource SET deleted = 2 WHERE name = 'programmes/gone'",
       "programmes/gone: is stored with deleted = 2, but has a delete_time"},
      {"UPDATE resource SET deleted = 0 WHERE name = 'programmes/gone'",
       "programmes/gone: is stored with deleted = 0, but has a delete_time"},
      {"UPDATE resource SET kind = 99 WHERE name = 'programmes/other'",
       "engagement.db: programmes/other is of a kind that the store does not have"},
      {"UPDATE resource SET kind = (SELECT kind FROM kind WHERE type = 'type.lotse/Blob') "
       "WHERE name = 'programmes/other'",
       "programmes/other: is stored as type.lotse/Blob, which its name does not say"},
      {"DELETE FROM field_index WHERE name = 'programmes/gone'",
       "programmes/gone: is not in the index of "},
      {"UPDATE field_index SET only_one = 1 WHERE name = 'programmes/other'",
       "programmes/other: is in the index of start_date as if no other might have its value"},
      {"UPDATE field_index SET value = 'x' WHERE name = 'programmes/other'",
       "programmes/other: is in the index with a value that it does not have"},
      {"INSERT INTO field_index SELECT scope, kind, field, value, 'programmes/none', 0 "
       "FROM field_index WHERE name = 'programmes/other'",
       "programmes/none: is in the index, but not stored"},
      {"INSERT INTO field_index SELECT scope, 99, field, value, name, 0 "
       "FROM field_index WHERE name = 'programmes/other'",
       "programmes/other: is in the index, but not stored"},
      {"INSERT INTO link VALUES ('', 'programmes/vopi', 'programmes/other', 'title', 1)",
       "programmes/other: has a link to programmes/vopi for no reason"},
      {"INSERT INTO link VALUES ('', 'programmes/vopi', 'nonsense', 'title', 1)",
       "nonsense: has a link to programmes/vopi for no reason"},
  };
  for (const auto& [sql, fault] : cases) {
    const std::string kept = folder_.path() + "/kept";
    store_.reset();
    std::filesystem::copy_file(data_ + "/engagement.db", kept);
    Alter("-- name: Alter\n" + sql);
    const CliResult result = Run({"verify"});
    EXPECT_EQ(result.exit, 5) << sql;
    EXPECT_THAT(result.err, HasSubstr("\n  " + fault)) << sql;
    std::filesystem::remove(data_ + "/engagement.db-wal");
    std::filesystem::remove(data_ + "/engagement.db-shm");
    std::filesystem::rename(kept, data_ + "/engagement.db");
  }
  EXPECT_EQ(Run({"verify"}).exit, 0);
}

TEST_F(StoreTest, VerifyNamesDamage) {
  std::fstream file(data_ + "/answers.db", std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(4096 + 5);
  file << std::string(200, 'x');
  file.close();
  const CliResult result = Run({"verify"});
  EXPECT_EQ(result.exit, 5);
  EXPECT_THAT(result.err, HasSubstr("answers.db"));
}

TEST_F(StoreTest, BackupOfARunningDaemonCanBeRestored) {
  const std::string copy = folder_.path() + "/copy";
  const CliResult made = Run({"backup", "--out=" + copy});
  EXPECT_EQ(made.exit, 0) << made.err;
  EXPECT_EQ(std::filesystem::status(copy).permissions(), std::filesystem::perms::owner_all);
  EXPECT_EQ(Run({"backup", "--out=" + copy}).exit, 4);
  const std::string again = folder_.path() + "/again";
  const std::vector<std::string> restore = {"store", "restore", "--from=" + copy,
                                            "--data=" + again};
  const CliResult restored = RunCli(restore);
  EXPECT_EQ(restored.exit, 0) << restored.err;
  EXPECT_EQ(RunCli(restore).exit, 4);  // It is not over what is there.
  EXPECT_THAT(RunCli({"store", "show", "programmes/vopi", "--data=" + again}).out,
              HasSubstr("VOPI"));
  const CliResult verified = RunCli({"store", "verify", "--data=" + again});
  EXPECT_THAT(verified.out, HasSubstr("3 resources, 5 entries"));
}

TEST_F(StoreTest, ADamagedBackupIsNotRestored) {
  const std::string copy = folder_.path() + "/copy";
  ASSERT_EQ(Run({"backup", "--out=" + copy}).exit, 0);
  std::filesystem::resize_file(copy + "/answers.db", 5000);
  const std::string again = folder_.path() + "/again";
  EXPECT_EQ(RunCli({"store", "restore", "--from=" + copy, "--data=" + again}).exit, 5);
  EXPECT_FALSE(std::filesystem::exists(again + "/engagement.db"));
}

TEST_F(StoreTest, RewriteLeavesNoFreePagesAndNeedsTheFolder) {
  const auto size = std::filesystem::file_size(data_ + "/answers.db");
  {
    const auto lock = sql::FolderLock::Take(data_);
    ASSERT_TRUE(lock.ok()) << lock.status();
    const CliResult used = Run({"rewrite"});
    EXPECT_EQ(used.exit, 4);
    EXPECT_THAT(used.err, HasSubstr("a daemon is using it; stop that first"));
  }
  store_.reset();
  const CliResult done = Run({"rewrite"});
  EXPECT_EQ(done.exit, 0) << done.err;
  EXPECT_LT(std::filesystem::file_size(data_ + "/answers.db"), size / 2);
  EXPECT_THAT(Run({"verify"}).out, HasSubstr("3 resources, 5 entries"));
}

TEST_F(StoreTest, NamesAFolderWithoutData) {
  for (const char* command : {"verify", "rewrite", "export"}) {
    const CliResult result = RunCli({"store", command, "--data=" + folder_.path() + "/none"});
    EXPECT_EQ(result.exit, 4) << command;
    EXPECT_THAT(result.err, HasSubstr("no data of a daemon there")) << command;
  }
  folder_.Write("survey.db", "not a database at all");
  EXPECT_EQ(RunCli({"store", "export", "--data=" + folder_.path()}).exit, 5);
}

}  // namespace
}  // namespace lotse::cli
