#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/sha256.h"
#include "services/survey/domain/invitation_token.h"
#include "services/survey/responses/personal_wave.h"
#include "services/survey/responses/responses_testing.h"

// The files of waves that are not anonymous, for their tests.
namespace lotse::survey {

using v1alpha::Wave;

class PersonalTest : public ResponsesTest {
 protected:
  static constexpr auto kConfidential = Wave::IDENTITY_CONFIDENTIAL;
  static constexpr auto kIdentified = Wave::IDENTITY_IDENTIFIED;

  void SetUp() override {
    ResponsesTest::SetUp();
    keys_ = folder_ + "/keys";
    std::filesystem::create_directory(keys_);
    folders_ = {folder_, keys_};
    Reopen();
  }
  void TearDown() override {
    wave_.reset();
    ResponsesTest::TearDown();
  }
  void Reopen(Wave::Identity identity = kConfidential) {
    wave_.reset();
    auto wave = Open(kWave, identity);
    ASSERT_TRUE(wave.ok()) << wave.status();
    wave_ = *std::move(wave);
  }
  absl::StatusOr<std::unique_ptr<PersonalWave>> Open(const std::string& name,
                                                     Wave::Identity identity) {
    return PersonalWave::Open(folders_, name, identity, /*max_waiting=*/1024, [this] { ++woken_; });
  }
  // The token of a person, and that of who was sent another one.
  static std::string HashFor(const std::string& recipient, int issue = 0) {
    return HashOfToken(absl::StrCat("token of ", recipient, " ", issue));
  }
  // Folders with the files as a process that is killed now leaves them.
  WaveFolders CopyAsKilled() {
    const WaveFolders copy = {folder_ + "/copy", folder_ + "/copy/keys"};
    std::filesystem::create_directories(copy.keys);
    for (const auto& [from, to] : {std::pair(folder_, copy.answers), std::pair(keys_, copy.keys)}) {
      for (const auto& entry : std::filesystem::directory_iterator(from)) {
        if (!entry.is_regular_file() || absl::EndsWith(entry.path().string(), "-shm")) continue;
        std::filesystem::copy_file(entry.path(), to / entry.path().filename());
      }
    }
    return copy;
  }
  void Ask(const std::string& recipient, int issue = 0) {
    ASSERT_TRUE(wave_
                    ->ChangeLedger([&](sql::Connection& connection) {
                      Invite(connection, {HashFor(recipient, issue), recipient, "haus"}, issue > 0);
                    })
                    .ok());
  }
  Response Of(const std::string& token_hash, const std::string& id, const std::string& text) {
    return {kWave,
            id,
            token_hash,
            instrument_,
            Text(text),
            allowed_,
            Wave::IDENTITY_UNSPECIFIED,
            now_,
            /*counted=*/nullptr,
            section_};
  }
  // Each waits for its end and returns the reason of a refusal.
  type::v1alpha::ErrorReason Submit(const std::string& token_hash, const std::string& id,
                                    const std::string& text) {
    return Wait([&](auto told) {
      wave_->Add(Of(token_hash, id, text), {}, [this, told](absl::StatusOr<Stored> stored) {
        stored_ = stored.ok() ? *stored : Stored();
        told(stored.status());
      });
    });
  }
  type::v1alpha::ErrorReason Save(const std::string& token_hash, const std::string& id,
                                  const std::string& text, const std::string& etag = "") {
    return Wait([&](auto told) { wave_->Save(Of(token_hash, id, text), etag, {}, Changed(told)); });
  }
  type::v1alpha::ErrorReason Edit(const std::string& token_hash, const std::string& id,
                                  const std::string& text, const std::string& etag) {
    return Wait([&](auto told) { wave_->Edit(Of(token_hash, id, text), etag, {}, Changed(told)); });
  }
  type::v1alpha::ErrorReason Withdraw(const std::string& code) {
    return Wait([&](auto told) { wave_->Withdraw(HashOfTyped(code), now_, allowed_, {}, told); });
  }
  std::vector<std::string> All() {
    std::vector<std::string> texts;
    EXPECT_TRUE(
        wave_
            ->ForEach(*instrument_, {},
                      [&](const Answers& answers, int) { texts.push_back(answers[0].text()); })
            .ok());
    return texts;
  }
  std::vector<HeldResponse> Rows() {
    std::vector<HeldResponse> rows;
    EXPECT_TRUE(wave_
                    ->ReadRows({},
                               [&](sql::Connection& connection) {
                                 rows = RowsBehind(connection, "", 1000, 1 << 20, true).rows;
                               })
                    .ok());
    return rows;
  }
  int64_t ShownUsed() {
    int64_t used = 0;
    EXPECT_TRUE(wave_
                    ->ReadLedger({},
                                 [&](sql::Connection& connection) {
                                   for (const auto& tally : Tallies(connection)) used += tally.used;
                                 })
                    .ok());
    return used;
  }

  std::string keys_;
  WaveFolders folders_;
  std::unique_ptr<PersonalWave> wave_;
  std::function<absl::Status()> allowed_;
  absl::Time now_ = absl::FromUnixSeconds(1'700'000'000);
  int section_ = 0;  // In which what is handed in broke off, or what is saved ends.
  Stored stored_;
  std::string etag_;  // Of what was saved or edited last.
  std::atomic<int> woken_ = 0;

  using Told = std::function<void(absl::Status)>;

  PersonalWave::Changed Changed(Told told) {
    return [this, told = std::move(told)](absl::StatusOr<int64_t> revision) {
      if (revision.ok()) etag_ = EtagOf(*revision);
      told(revision.status());
    };
  }
  template <class Begin>
  type::v1alpha::ErrorReason Wait(Begin begin) {
    absl::Mutex mutex;
    std::optional<absl::Status> result;
    begin(Told([&](absl::Status status) {
      absl::MutexLock lock(&mutex);
      result = std::move(status);
    }));
    const auto told = [&] { return result.has_value(); };
    absl::MutexLock lock(&mutex);
    mutex.Await(absl::Condition(&told));
    EXPECT_TRUE(result->ok() || rpc::ReasonOf(*result) != type::v1alpha::ERROR_REASON_UNSPECIFIED)
        << *result;
    return rpc::ReasonOf(*result);
  }
};

}  // namespace lotse::survey
