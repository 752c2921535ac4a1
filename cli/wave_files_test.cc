#include "cli/wave_files.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "cli/store_fixture.h"
#include "runtime/types/sha256.h"
#include "sql/cli_key_schema.h"
#include "sql/cli_material_schema.h"
#include "sql/cli_names_schema.h"
#include "sql/cli_responses_schema.h"
#include "sql/cli_wave_answers_schema.h"
#include "sql/cli_wave_ledger_schema.h"

namespace lotse::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kWave[] = "programmes/p/engagements/e/surveys/s/waves/w";

// A wave of 25 responses, the last 5 of which are not shown, each with an invitation, of
// which it is shown of the first 10; 5 more were not used.
class WaveFilesTest : public StoreTest {
 protected:
  WaveFilesTest() {
    const std::string stem = absl::StrCat(data_, "/wave-", types::Sha256Hex(kWave).substr(0, 32));
    answers_ = stem + "-answers.db";
    ledger_ = stem + "-ledger.db";
    SQLite::Database answers(answers_, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    answers.exec(cli_wave_answers_schema[0].text);
    answers.exec(absl::StrCat("INSERT INTO wave VALUES ('", kWave, "', 0)"));
    SQLite::Database ledger(ledger_, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    ledger.exec(cli_wave_ledger_schema[0].text);
    ledger.exec(absl::StrCat("INSERT INTO ledger VALUES ('", kWave, "')"));
    for (int i = 0; i < 30; ++i) {
      const std::string number = absl::StrFormat("%02d", i);
      ledger.exec(absl::StrCat("INSERT INTO invitation VALUES (x'", number, "', x'", number,
                               "', '', ", i < 25, ", ", i < 10, ", 0, 0, 0)"));
      if (i >= 25) continue;
      answers.exec(absl::StrCat("INSERT INTO response VALUES ('id-", number, "', CAST('words of ",
                                number, "' AS BLOB), ", i < 20, ")"));
    }
  }
  static int64_t Ask(const std::string& file, const std::string& question) {
    return SQLite::Database(file).execAndGet(question).getInt64();
  }
  static std::string BytesOf(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return std::string((std::istreambuf_iterator<char>(file)), {});
  }
  std::string InCopy(const std::string& path) const {
    return copy_ + "/" + std::filesystem::path(path).filename().string();
  }
  const std::string copy_ = folder_.path() + "/copy";
  std::string answers_, ledger_;
};

TEST_F(WaveFilesTest, ABackupHasWhatMayBeSeen) {
  const CliResult made = Run({"backup", "--out=" + copy_});
  ASSERT_EQ(made.exit, 0) << made.err;
  EXPECT_EQ(Ask(InCopy(answers_), "SELECT count(*) FROM response"), 20);
  EXPECT_EQ(Ask(InCopy(ledger_), "SELECT count(*) FROM invitation"), 30);
  EXPECT_EQ(Ask(InCopy(ledger_), "SELECT sum(used) FROM invitation"), 10);
  EXPECT_THAT(BytesOf(InCopy(answers_)), HasSubstr("words of 19"));
  for (int i = 20; i < 25; ++i) {
    EXPECT_THAT(BytesOf(InCopy(answers_)), Not(HasSubstr(absl::StrCat("words of ", i))));
    EXPECT_THAT(BytesOf(answers_), HasSubstr(absl::StrCat("words of ", i)));
  }
}

TEST_F(WaveFilesTest, ABackupOfAClosedWaveHasAll) {
  SQLite::Database(answers_, SQLite::OPEN_READWRITE)
      .exec("UPDATE response SET shown = 1; UPDATE wave SET closed = 1");
  ASSERT_EQ(Run({"backup", "--out=" + copy_}).exit, 0);
  EXPECT_EQ(Ask(InCopy(answers_), "SELECT count(*) FROM response"), 25);
}

// What was erased is not taken again after a restore either. How many rows of it a wave still
// counts is not told: two backups would tell of one person.
TEST_F(WaveFilesTest, ABackupKnowsWhatWasErased) {
  SQLite::Database answers(answers_, SQLite::OPEN_READWRITE);
  answers.exec(cli_wave_answers_schema[1].text);
  answers.exec("INSERT INTO erasure VALUES (x'5A17', 3)");
  answers.exec("INSERT INTO erased VALUES (x'02'), (x'01')");
  answers.exec("INSERT INTO erased_code VALUES ('Q7')");
  ASSERT_EQ(Run({"backup", "--out=" + copy_}).exit, 0);
  const std::string copy = InCopy(answers_);
  EXPECT_EQ(Ask(copy, "SELECT count(*) FROM erasure WHERE salt = x'5A17' AND rows = 0"), 1);
  EXPECT_EQ(Ask(copy, "SELECT count(*) FROM erased WHERE hash IN (x'01', x'02')"), 2);
  EXPECT_EQ(Ask(copy, "SELECT count(*) FROM erased_code WHERE code = 'Q7'"), 1);
}

TEST_F(WaveFilesTest, ABackupOfWhatIsWrittenWaits) {
  SQLite::Database writer(answers_, SQLite::OPEN_READWRITE);
  writer.exec("BEGIN IMMEDIATE; INSERT INTO response VALUES ('new', x'00', 1)");
  std::thread commits([&] {
    absl::SleepFor(absl::Milliseconds(200));
    writer.exec("COMMIT");
  });
  std::filesystem::create_directory(copy_);
  const absl::Status copied = BackupWave(answers_, InCopy(answers_));
  commits.join();
  ASSERT_TRUE(copied.ok()) << copied;
  EXPECT_EQ(Ask(InCopy(answers_), "SELECT count(*) FROM response"), 21);
}

TEST_F(WaveFilesTest, ABackupCanBeRestored) {
  ASSERT_EQ(Run({"backup", "--out=" + copy_}).exit, 0);
  const std::string again = folder_.path() + "/again";
  const CliResult restored = RunCli({"store", "restore", "--from=" + copy_, "--data=" + again});
  EXPECT_EQ(restored.exit, 0) << restored.err;
  const std::string name = std::filesystem::path(answers_).filename().string();
  EXPECT_EQ(Ask(absl::StrCat(again, "/", name), "SELECT count(*) FROM response"), 20);
}

TEST_F(WaveFilesTest, VerifyFindsWhatDoesNotBelongTogether) {
  EXPECT_EQ(Run({"verify"}).exit, 0) << Run({"verify"}).err;
  SQLite::Database(ledger_, SQLite::OPEN_READWRITE).exec("UPDATE ledger SET name = 'other'");
  EXPECT_THAT(Run({"verify"}).err, HasSubstr("-ledger.db is of another wave"));
  SQLite::Database(ledger_, SQLite::OPEN_READWRITE)
      .exec(absl::StrCat("UPDATE ledger SET name = '", kWave, "'"));
  std::filesystem::rename(ledger_, ledger_ + "x");
  EXPECT_THAT(Run({"verify"}).err, HasSubstr("is without wave-"));
  std::filesystem::rename(ledger_ + "x", ledger_);
  const std::string moved = absl::StrCat(data_, "/wave-0000");
  std::filesystem::rename(answers_, moved + "-answers.db");
  const CliResult alone = Run({"verify"});
  EXPECT_EQ(alone.exit, 5);
  EXPECT_THAT(alone.err, HasSubstr("is without the file of answers"));
  EXPECT_THAT(alone.err, HasSubstr("is without wave-0000-ledger.db"));
  std::filesystem::rename(ledger_, moved + "-ledger.db");
  EXPECT_THAT(Run({"verify"}).err, HasSubstr("which belong into wave-"));
}

// The files of a wave that is not anonymous and of a study, all in one folder.
class PersonalFilesTest : public WaveFilesTest {
 protected:
  PersonalFilesTest() {
    const std::string of_wave = types::Sha256Hex(kWave).substr(0, 32);
    const std::string of_survey = types::Sha256Hex(kSurvey).substr(0, 32);
    Make(absl::StrCat("wave-", of_wave, "-responses.db"), cli_responses_schema[0].text,
         absl::StrCat("INSERT INTO personal_wave VALUES ('", kWave, "', 2, x'00', 0)"));
    Make(absl::StrCat("wave-", of_wave, "-invitations.db"), cli_wave_ledger_schema[0].text,
         absl::StrCat("INSERT INTO ledger VALUES ('", kWave, "')"));
    Make(absl::StrCat("survey-", of_survey, "-key.db"), cli_key_schema[0].text,
         absl::StrCat("INSERT INTO survey_key VALUES ('", kSurvey, "', x'11')"));
    const std::string of_study = types::Sha256Hex(kStudy).substr(0, 32);
    Make(absl::StrCat("study-", of_study, "-material.db"), cli_material_schema[0].text,
         absl::StrCat("INSERT INTO study_material VALUES ('", kStudy, "')"));
    Make(absl::StrCat("study-", of_study, "-names.db"), cli_names_schema[0].text,
         absl::StrCat("INSERT INTO study_names VALUES ('", kStudy,
                      "', 1); INSERT INTO participant_name VALUES ('g', 'P01', 'Anna', '', 1)"));
  }
  void Make(const std::string& file, const char* schema, const std::string& row) {
    files_.push_back(file);
    SQLite::Database database(data_ + "/" + file, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    database.exec("PRAGMA journal_mode = WAL");
    database.exec(schema);
    database.exec(row);
  }

  static constexpr char kSurvey[] = "programmes/p/engagements/e/surveys/s";
  static constexpr char kStudy[] = "programmes/p/engagements/e/studies/s";
  std::vector<std::string> files_;
};

TEST_F(PersonalFilesTest, AreBackedUpAndRestored) {
  const CliResult made = Run({"backup", "--out=" + copy_});
  ASSERT_EQ(made.exit, 0) << made.err;
  const std::string again = folder_.path() + "/again";
  const CliResult restored = RunCli({"store", "restore", "--from=" + copy_, "--data=" + again});
  ASSERT_EQ(restored.exit, 0) << restored.err;
  for (const std::string& file : files_) {
    EXPECT_TRUE(std::filesystem::exists(copy_ + "/" + file)) << file;
    EXPECT_TRUE(std::filesystem::exists(again + "/" + file)) << file;
  }
  EXPECT_EQ(Ask(again + "/" + files_[2], "SELECT hex(secret) = '11' FROM survey_key"), 1);
  EXPECT_EQ(Ask(again + "/" + files_[4], "SELECT person = 'Anna' FROM participant_name"), 1);
}

TEST_F(PersonalFilesTest, TheFolderOfTheKeysIsBackedUpByItself) {
  const std::string keys = folder_.path() + "/keys", again = folder_.path() + "/again";
  std::filesystem::create_directory(keys);
  std::filesystem::permissions(keys, std::filesystem::perms::owner_all);
  EXPECT_EQ(RunCli({"store", "verify", "--data=" + keys}).exit, 4) << "nothing is there";
  for (const std::string& file : {files_[1], files_[2], files_[4]}) {
    std::filesystem::rename(data_ + "/" + file, keys + "/" + file);
  }
  ASSERT_EQ(Run({"verify"}).exit, 0) << Run({"verify"}).err;
  const CliResult made = RunCli({"store", "backup", "--data=" + keys, "--out=" + copy_});
  ASSERT_EQ(made.exit, 0) << made.err;
  const CliResult restored = RunCli({"store", "restore", "--from=" + copy_, "--data=" + again});
  ASSERT_EQ(restored.exit, 0) << restored.err;
  EXPECT_TRUE(std::filesystem::exists(again + "/" + files_[2]));
  EXPECT_NE(RunCli({"store", "show", "programmes/vopi", "--data=" + keys}).exit, 0);
}

// Else a study that is made meanwhile would seem to have lost its names, or its material.
TEST_F(PersonalFilesTest, NamesAreCopiedBeforeMaterial) {
  EXPECT_THAT(InOrderOfCopy({files_[0], files_[3], "survey.db", files_[4], files_[1]}),
              testing::ElementsAre(files_[4], files_[1], files_[0], files_[3], "survey.db"));
}

TEST_F(PersonalFilesTest, VerifyFindsFilesThatWereSwapped) {
  EXPECT_EQ(Run({"verify"}).exit, 0) << Run({"verify"}).err;
  for (const std::string& file : files_) {
    const std::string moved =
        file.substr(0, file.find('-')) + "-0000" + file.substr(file.rfind('-'));
    std::filesystem::rename(data_ + "/" + file, data_ + "/" + moved);
    EXPECT_THAT(Run({"verify"}).err, HasSubstr("which belongs into " + file));
    std::filesystem::rename(data_ + "/" + moved, data_ + "/" + file);
  }
}

TEST_F(WaveFilesTest, RewriteTakesBoth) {
  store_.reset();
  const CliResult done = Run({"rewrite"});
  EXPECT_EQ(done.exit, 0) << done.err;
  EXPECT_THAT(done.out, HasSubstr("-answers.db: "));
  EXPECT_THAT(done.out, HasSubstr("-ledger.db: "));
}

}  // namespace
}  // namespace lotse::cli
