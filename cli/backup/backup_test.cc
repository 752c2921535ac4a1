// lotse backup, backup verify, restore and store references, over a small store that is made here.
#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "cli/backup/folder.h"
#include "cli/file.h"
#include "cli/store_fixture.h"
#include "runtime/sql/folder_lock.h"
#include "runtime/types/sha256.h"

namespace lotse::cli {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

class BackupTest : public StoreTest {
 protected:
  BackupTest() {
    fs::create_directory(stores_);
    fs::create_directory_symlink(data_, stores_ + "/engagement");
  }
  CliResult Make(std::vector<std::string> more = {}) {
    std::vector<std::string> words = {"backup", "--data=" + stores_, "--out=" + out_,
                                      "--stores=engagement"};
    words.insert(words.end(), more.begin(), more.end());
    return RunCli(words);
  }
  // Makes one, and returns its folder.
  std::string Made() {
    const CliResult made = Make();
    EXPECT_EQ(made.exit, 0) << made.err;
    return *FindBackup(out_);
  }
  // A backup of that time in which only the manifest is right.
  std::string Old(absl::Duration age, absl::Duration kept = absl::Hours(24 * 365)) {
    const absl::Time begin = absl::Now() - age;
    const std::string folder = absl::StrCat(out_, "/", BackupName(begin));
    EXPECT_TRUE(MakeFolder(folder).ok());
    BackupManifest manifest;
    manifest.set_format(kManifestFormat);
    manifest.add_stores()->set_service("engagement");
    manifest.mutable_keep_until()->set_seconds(absl::ToUnixSeconds(begin + kept));
    EXPECT_TRUE(WriteManifest(folder, manifest).ok());
    return folder;
  }
  CliResult Verify(const std::string& from) {
    return RunCli({"backup", "verify", "--from=" + from});
  }
  static std::vector<std::string> NamesIn(const std::string& folder) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder)) {
      names.push_back(entry.path().filename());
    }
    std::sort(names.begin(), names.end());
    return names;
  }
  static int ModeOf(const std::string& path) {
    struct stat info = {};
    EXPECT_EQ(stat(path.c_str(), &info), 0) << path;
    return info.st_mode & 0777;
  }
  // Turns a bit of the byte in the middle of a file.
  static void Flip(const std::string& path) {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    const auto middle = static_cast<std::streamoff>(fs::file_size(path) / 2);
    file.seekg(middle);
    const char byte = static_cast<char>(file.get() ^ 1);
    file.seekp(middle);
    file.put(byte);
  }
  const std::string stores_ = folder_.path() + "/stores";
  const std::string out_ = folder_.path() + "/backups";
};

TEST_F(BackupTest, IsWholeAndSaysWhatItHolds) {
  const CliResult made = Make();
  ASSERT_EQ(made.exit, 0) << made.err;
  const std::string folder = *FindBackup(out_);
  EXPECT_THAT(made.out, AllOf(StartsWith("engagement: as of 20"), HasSubstr(", 2 files, "),
                              HasSubstr("3 resources, 5 entries of the change logs, heads "),
                              HasSubstr(folder + ": whole, kept until ")));
  EXPECT_THAT(NamesIn(out_), ElementsAre(fs::path(folder).filename().string(), "lock"));
  EXPECT_THAT(NamesIn(folder), ElementsAre("engagement", "manifest.json", "manifest.json.sha256"));
  const auto manifest = ReadManifest(folder);
  ASSERT_TRUE(manifest.ok()) << manifest.status();
  EXPECT_EQ(manifest->version(), LOTSE_VERSION);
  ASSERT_EQ(manifest->stores_size(), 1);
  const StoreCopy& store = manifest->stores(0);
  EXPECT_LE(manifest->begin_time().seconds(), store.copy_time().seconds());
  EXPECT_THAT(Run({"verify"}).out, HasSubstr(store.heads()));
  ASSERT_EQ(store.files_size(), 2);
  for (const BackupFile& file : store.files()) {
    const std::string path = absl::StrCat(folder, "/engagement/", file.name());
    EXPECT_EQ(file.sha256(), types::Sha256Hex(*ReadFile(path)));
    EXPECT_EQ(file.bytes(), static_cast<int64_t>(fs::file_size(path)));
    EXPECT_EQ(ModeOf(path), 0600);
    struct stat info = {};
    ASSERT_EQ(stat(path.c_str(), &info), 0);
    EXPECT_EQ(info.st_mtim.tv_sec, manifest->begin_time().seconds());
    EXPECT_EQ(info.st_mtim.tv_nsec, 0);
  }
  for (const char* name : {"", "/engagement"}) EXPECT_EQ(ModeOf(folder + name), 0700);
  EXPECT_EQ(ModeOf(folder + "/manifest.json"), 0600);
}

TEST_F(BackupTest, IsVerifiedAsOftenAsOneLikes) {
  const std::string folder = Made();
  for (const std::string& from : {folder, out_, folder + "/", out_}) {
    const CliResult verified = Verify(from);
    EXPECT_EQ(verified.exit, 0) << verified.err;
    EXPECT_THAT(verified.out, HasSubstr(": whole\n"));
  }
}

TEST_F(BackupTest, OneByteThatIsAnotherIsFound) {
  const std::string folder = Made();
  const std::pair<const char*, const char*> cases[] = {
      {"/engagement/engagement.db", "engagement/engagement.db: is not what was written"},
      {"/engagement/answers.db", "engagement/answers.db: is not what was written"},
      {"/manifest.json", "manifest.json is not what was written"},
  };
  for (const auto& [file, what] : cases) {
    Flip(folder + file);
    const CliResult verified = Verify(folder);
    EXPECT_EQ(verified.exit, 5) << file;
    EXPECT_THAT(verified.err, HasSubstr(what));
    const std::string to = folder_.path() + "/again";
    const CliResult restored = RunCli({"restore", "--from=" + folder, "--data=" + to});
    EXPECT_EQ(restored.exit, 5) << file;
    EXPECT_THAT(restored.err, HasSubstr(what));
    EXPECT_FALSE(fs::exists(to));
    Flip(folder + file);
  }
  EXPECT_EQ(Verify(folder).exit, 0);
}

TEST_F(BackupTest, FilesThatAreMissingOrTooManyAreFound) {
  const std::string folder = Made();
  std::ofstream(folder + "/engagement/engagement.db-wal") << "x";
  EXPECT_THAT(Verify(folder).err, HasSubstr("engagement.db-wal: is not in the manifest"));
  fs::remove(folder + "/engagement/engagement.db-wal");
  fs::rename(folder + "/engagement/answers.db", folder_.path() + "/aside");
  const CliResult missing = Verify(folder);
  EXPECT_EQ(missing.exit, 5);
  EXPECT_THAT(missing.err, HasSubstr("engagement/answers.db: is missing"));
}

TEST_F(BackupTest, IsRestored) {
  Made();
  store_.reset();
  const std::string to = folder_.path() + "/again";
  const CliResult restored = RunCli({"restore", "--from=" + out_, "--data=" + to});
  EXPECT_EQ(restored.exit, 0) << restored.err;
  EXPECT_THAT(restored.out, HasSubstr(to + "/engagement: restored\n"));
  EXPECT_EQ(ModeOf(to + "/engagement"), 0700);
  EXPECT_EQ(RunCli({"store", "export", "--data=" + to + "/engagement"}).out, Run({"export"}).out);
  const CliResult again = RunCli({"restore", "--from=" + out_, "--data=" + to});
  EXPECT_EQ(again.exit, 4);
  EXPECT_THAT(again.err, HasSubstr("engagement: exists and is not empty"));
}

TEST_F(BackupTest, WhatWasCutOffIsNoBackup) {
  const std::string unfinished = out_ + "/.partial";
  fs::create_directories(unfinished + "/engagement");
  fs::permissions(out_, fs::perms::owner_all);
  std::ofstream(unfinished + "/engagement/engagement.db") << "half";
  fs::create_directories(out_ + "/.removed-2026-11-27T013004Z");
  const CliResult nothing = Verify(out_);
  EXPECT_EQ(nothing.exit, 4);
  EXPECT_THAT(nothing.err, HasSubstr("there is no whole backup"));
  EXPECT_THAT(Verify(unfinished).err, HasSubstr("is no whole backup: it has no manifest.json"));
  // Nor is one that lost its manifest while it was removed by hand.
  fs::create_directories(out_ + "/2026-11-27T013004Z/engagement");
  EXPECT_EQ(Verify(out_).exit, 4);
  fs::remove_all(out_ + "/2026-11-27T013004Z");
  const std::string folder = Made();
  EXPECT_THAT(NamesIn(out_), ElementsAre(fs::path(folder).filename().string(), "lock"));
}

TEST_F(BackupTest, KeepsAsManyAsItShall) {
  const std::string older = Old(absl::Hours(48));
  const std::string old = Old(absl::Hours(24));
  const std::string due = Old(absl::Hours(30), absl::Hours(29));
  const std::string ancient = Old(absl::Hours(24 * 31));
  const CliResult made = Make({"--newest=2"});
  EXPECT_EQ(made.exit, 0) << made.err;
  for (const std::string& gone : {older, due, ancient}) {
    EXPECT_FALSE(fs::exists(gone));
    EXPECT_THAT(made.out, HasSubstr(fs::path(gone).filename().string() + ": removed\n"));
  }
  EXPECT_TRUE(fs::exists(old));
  EXPECT_EQ(BackupsIn(out_)->size(), 2);
}

TEST_F(BackupTest, RefusesBeforeItBegins) {
  const std::string open = folder_.path() + "/open";
  fs::create_directory(open);
  fs::permissions(open, fs::perms::owner_all | fs::perms::group_read);
  fs::create_directory(folder_.path() + "/wrong");
  fs::create_directory_symlink(data_, folder_.path() + "/wrong/survey");
  const std::string data = "--data=" + stores_;
  const std::string out = "--out=" + out_;
  const struct {
    std::vector<std::string> words;
    int exit;
    const char* says;
  } cases[] = {
      {{data}, 2, "give --out=DIR"},
      {{out}, 2, "give --out=DIR, and --data=DIR with the stores"},
      {{data, out, "--keys=x"}, 2, "or --keys=DIR"},
      {{data, out, "--stores=surveys"}, 2, "there is no store 'surveys'"},
      {{data, out, "--newest=0"}, 2, "--newest: give a number from 1 to 1000"},
      {{data, out, "--days=x"}, 2, "--days: give a number from 1 to 3650"},
      {{data, out}, 4, "without it there is no backup; --stores names those to copy"},
      {{"--data=" + folder_.path() + "/wrong", out, "--stores=survey"},
       4,
       "is not the store survey"},
      {{"--keys=" + data_, out}, 4, "is not the store keys"},
      {{data, "--out=" + out_ + "/a/b", "--stores=engagement"}, 4, "no such folder; make it first"},
      {{data, "--out=" + data_ + "/b", "--stores=engagement"}, 4, "lies in the data folder"},
      {{data, "--out=" + open, "--stores=engagement"}, 4, "is open to others"},
  };
  for (const auto& c : cases) {
    std::vector<std::string> words = {"backup"};
    words.insert(words.end(), c.words.begin(), c.words.end());
    const CliResult refused = RunCli(words);
    EXPECT_EQ(refused.exit, c.exit) << refused.err;
    EXPECT_THAT(refused.err, HasSubstr(c.says));
  }
  EXPECT_FALSE(fs::exists(out_));
}

TEST_F(BackupTest, OneIsMadeAtATime) {
  const auto lock = sql::FolderLock::Take(out_);
  ASSERT_TRUE(lock.ok());
  EXPECT_THAT(Make().err, HasSubstr("another backup is being made there"));
}

// The disk is found full only while it is written to.
TEST_F(BackupTest, ThatFailsLeavesNothing) {
  const std::string before = Old(absl::Hours(24));
  rlimit unlimited = {};
  getrlimit(RLIMIT_FSIZE, &unlimited);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small = {4096, unlimited.rlim_max};
  setrlimit(RLIMIT_FSIZE, &small);
  const CliResult made = Make();
  setrlimit(RLIMIT_FSIZE, &unlimited);
  std::signal(SIGXFSZ, handler);
  EXPECT_EQ(made.exit, 4);
  EXPECT_THAT(NamesIn(out_), ElementsAre(fs::path(before).filename().string(), "lock"));
}

TEST_F(BackupTest, AStoreThatIsDamagedGetsNoBackup) {
  Alter("-- name: Alter\nUPDATE resource SET revision = 7 WHERE name = 'programmes/vopi'");
  const CliResult made = Make();
  EXPECT_EQ(made.exit, 5);
  EXPECT_THAT(made.err, HasSubstr("programmes/vopi: is not what the log says"));
  EXPECT_THAT(NamesIn(out_), ElementsAre("lock"));
}

TEST_F(BackupTest, ANewerFormIsRefused) {
  const std::string folder = Made();
  BackupManifest manifest = *ReadManifest(folder);
  manifest.set_format(kManifestFormat + 1);
  manifest.set_version("9.0.0");
  ASSERT_TRUE(WriteManifest(folder, manifest).ok());
  const CliResult verified = Verify(folder);
  EXPECT_EQ(verified.exit, 5);
  EXPECT_THAT(verified.err, AllOf(HasSubstr("has form 2, this lotse reads up to 1"),
                                  HasSubstr("made by version 9.0.0")));
}

TEST_F(BackupTest, NamesInAManifestLeadNowhereElse) {
  const std::string folder = Made();
  const BackupManifest made = *ReadManifest(folder);
  const std::vector<std::vector<std::string>> cases = {
      {}, {"../elsewhere"}, {""}, {"engagement", "engagement"}, {"engagement", "/etc"}};
  for (const std::vector<std::string>& services : cases) {
    BackupManifest manifest = made;
    manifest.clear_stores();
    for (const std::string& service : services) {
      *manifest.add_stores() = made.stores(0);
      manifest.mutable_stores(manifest.stores_size() - 1)->set_service(service);
    }
    ASSERT_TRUE(WriteManifest(folder, manifest).ok());
    const std::string to = folder_.path() + "/again";
    const CliResult restored = RunCli({"restore", "--from=" + folder, "--data=" + to});
    EXPECT_EQ(restored.exit, 5) << restored.err;
    EXPECT_THAT(restored.err, HasSubstr("names no stores, one twice, or something else"));
    EXPECT_FALSE(fs::exists(to));
  }
}

TEST_F(BackupTest, KeysGoToAnotherPlace) {
  Made();
  const std::string keys = folder_.path() + "/keys";
  fs::create_directory(keys);
  const std::string name = "programmes/p/engagements/e/surveys/s";
  fs::copy(data_ + "/answers.db",
           absl::StrCat(keys, "/survey-", types::Sha256Hex(name).substr(0, 32), "-key.db"));
  const CliResult refused = RunCli({"backup", "--keys=" + keys, "--out=" + out_});
  EXPECT_EQ(refused.exit, 4);
  EXPECT_THAT(refused.err, HasSubstr("keys that are kept apart from the answers go to another"));
}

TEST_F(BackupTest, NamesThatLeadNowhereAreListed) {
  const CliResult alone =
      RunCli({"store", "references", "--data=" + stores_, "--stores=engagement"});
  EXPECT_EQ(alone.exit, 0) << alone.err;
  EXPECT_EQ(alone.out, "0 references lead to nothing\n");
  EXPECT_EQ(RunCli({"store", "references"}).exit, 2);
  EXPECT_EQ(RunCli({"store", "references", "--data=" + stores_}).exit, 4);
}

}  // namespace
}  // namespace lotse::cli
