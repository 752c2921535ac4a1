#pragma once

#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "runtime/types/sha256.h"
#include "services/survey/responses/ledger.h"
#include "services/survey/responses/responses_testing.h"

// The pair of files of one wave, for its tests.
namespace lotse::survey {

// Of the token of a number.
inline std::string HashOf(int number) {
  const auto hash = types::Sha256(absl::StrCat("token ", number));
  return std::string(hash.begin(), hash.end());
}

class WavePairTest : public ResponsesTest {
 protected:
  void SetUp() override {
    ResponsesTest::SetUp();
    files_ = WavePair::FilesOf(folder_, kWave);
    Reopen();
  }
  void TearDown() override {
    pair_.reset();
    ResponsesTest::TearDown();
  }
  void Reopen() {
    pair_.reset();
    auto pair = WavePair::Open(folder_, kWave, /*max_waiting=*/1024, /*wake=*/nullptr);
    ASSERT_TRUE(pair.ok()) << pair.status();
    pair_ = *std::move(pair);
  }
  absl::StatusOr<bool> Add(const std::string& id, Answers answers, std::string token_hash = "") {
    return AddAndWait(*pair_,
                      {kWave, id, std::move(token_hash), instrument_, std::move(answers), nullptr});
  }
  // One with an invitation of its own.
  void AddInvited(int number) {
    ASSERT_TRUE(Add(IdOf(number), Text(absl::StrCat(number)), HashOf(number)).ok());
  }
  std::vector<std::string> All() {
    std::vector<std::string> texts;
    EXPECT_TRUE(
        pair_
            ->ForEach(*instrument_, {},
                      [&](const Answers& answers, int) { texts.push_back(answers[0].text()); })
            .ok());
    return texts;
  }
  void InviteMany(int count) {
    ASSERT_TRUE(pair_
                    ->ChangeLedger([&](sql::Connection& connection) {
                      for (int i = 0; i < count; ++i) {
                        Invite(connection, {HashOf(i), absl::StrCat("r", i), "s"}, false);
                      }
                    })
                    .ok());
  }
  std::vector<InvitationTally> TalliesNow() {
    std::vector<InvitationTally> tallies;
    EXPECT_TRUE(
        pair_->ReadLedger({}, [&](sql::Connection& connection) { tallies = Tallies(connection); })
            .ok());
    return tallies;
  }
  std::set<std::string> ToRemind() {
    std::set<std::string> recipients;
    EXPECT_TRUE(pair_
                    ->ReadLedger({},
                                 [&](sql::Connection& connection) {
                                   for (const Reminder& reminder :
                                        Reminders(connection, "", 100'000)) {
                                     recipients.insert(reminder.recipient);
                                   }
                                 })
                    .ok());
    return recipients;
  }
  static int64_t Ask(const std::string& file, const std::string& question) {
    SQLite::Database database(file, SQLite::OPEN_READONLY, 5000);
    return database.execAndGet(question).getInt64();
  }

  WavePair::Files files_;
  std::unique_ptr<WavePair> pair_;
};

}  // namespace lotse::survey
