// What was made ready of material is kept for one state of it, and not a change longer.
#include "services/survey/qualitative/material/kept_material.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "services/survey/qualitative/material/material_testing.h"

namespace lotse::survey::qualitative {
namespace {

// The content of a text.
struct SaidWords final : MadeReady {
  explicit SaidWords(std::string of, size_t takes = 10) : said(std::move(of)), size(takes) {}
  size_t bytes() const override { return size; }

  std::string said;
  size_t size;
};

std::shared_ptr<const SaidWords> Said(const char* said, size_t takes = 10) {
  return std::make_shared<SaidWords>(said, takes);
}

TEST(KeptMaterial, IsFoundForItsStudyPartAndStateAlone) {
  KeptMaterial kept;
  const auto words = Said("Hallo");
  kept.Keep(kStudy, "t1", 3, words);
  EXPECT_EQ(kept.Find(kStudy, "t1", 3), words);
  EXPECT_EQ(kept.Find(kStudy, "t1", 2), nullptr);
  EXPECT_EQ(kept.Find(kStudy, "t1", 4), nullptr);
  EXPECT_EQ(kept.Find(kStudy, "t2", 3), nullptr);
  EXPECT_EQ(kept.Find(kOtherStudy, "t1", 3), nullptr);
  const auto later = Said("Guten Tag", 20);
  kept.Keep(kStudy, "t1", 4, later);
  EXPECT_EQ(kept.Find(kStudy, "t1", 3), nullptr);
  EXPECT_EQ(kept.Find(kStudy, "t1", 4), later);
  EXPECT_EQ(kept.bytes(), 20u) << "in the place of the former";
}

TEST(KeptMaterial, IsDroppedWithItsStudy) {
  KeptMaterial kept;
  kept.Keep(kStudy, "t1", 1, Said("eins"));
  kept.Keep(kStudy, "", 1, Said("zwei"));
  kept.Keep(kOtherStudy, "t1", 1, Said("drei"));
  std::weak_ptr<const MadeReady> dropped = kept.Find(kStudy, "t1", 1);
  kept.Drop(kStudy);
  EXPECT_TRUE(dropped.expired()) << "nobody has it any more";
  EXPECT_EQ(kept.Find(kStudy, "", 1), nullptr);
  EXPECT_NE(kept.Find(kOtherStudy, "t1", 1), nullptr);
  EXPECT_EQ(kept.bytes(), 10u);
}

TEST(KeptMaterial, WhatWasNotAskedForLongestMakesRoom) {
  KeptMaterial kept(/*budget=*/30);
  kept.Keep(kStudy, "a", 1, Said("a"));
  kept.Keep(kStudy, "b", 1, Said("b"));
  kept.Keep(kStudy, "c", 1, Said("c"));
  EXPECT_NE(kept.Find(kStudy, "a", 1), nullptr);
  kept.Keep(kOtherStudy, "d", 1, Said("d"));
  EXPECT_EQ(kept.Find(kStudy, "b", 1), nullptr);
  EXPECT_NE(kept.Find(kStudy, "a", 1), nullptr);
  kept.Keep(kStudy, "large", 1, Said("e", 31));
  EXPECT_EQ(kept.Find(kStudy, "large", 1), nullptr) << "it would never fit";
  EXPECT_EQ(kept.bytes(), 30u);
  kept.Keep(kStudy, "large", 1, Said("e", 30));
  EXPECT_NE(kept.Find(kStudy, "large", 1), nullptr);
  EXPECT_EQ(kept.bytes(), 30u);
}

TEST(KeptMaterial, AStudyMakesRoomInItsShare) {
  KeptMaterial kept(/*budget=*/60, /*share=*/30);
  kept.Keep(kOtherStudy, "a", 1, Said("a"));
  for (const char* part : {"a", "b", "c"}) kept.Keep(kStudy, part, 1, Said(part));
  EXPECT_NE(kept.Find(kStudy, "a", 1), nullptr);
  kept.Keep(kStudy, "d", 1, Said("d"));
  EXPECT_EQ(kept.Find(kStudy, "b", 1), nullptr) << "was not asked for longest of its study";
  EXPECT_NE(kept.Find(kStudy, "a", 1), nullptr);
  EXPECT_NE(kept.Find(kOtherStudy, "a", 1), nullptr) << "nothing of others has to go";
  kept.Keep(kStudy, "large", 1, Said("e", 31));
  EXPECT_EQ(kept.Find(kStudy, "large", 1), nullptr) << "it would never fit";
  EXPECT_EQ(kept.bytes(), 40u);
  kept.Keep(kOtherStudy, "b", 1, Said("b", 20));
  kept.Keep(kOtherStudy, "c", 1, Said("c", 30));
  EXPECT_EQ(kept.bytes(), 60u);
  kept.Drop(kStudy);
  kept.Drop(kOtherStudy);
  EXPECT_EQ(kept.bytes(), 0u);
  kept.Keep(kStudy, "a", 1, Said("a"));
  EXPECT_NE(kept.Find(kStudy, "a", 1), nullptr);
}

// How many of the next commits of material fail.
std::atomic<int> commits_to_fail = 0;

// Called for each connection that is opened.
int HookCommits(sqlite3* connection, char**, const sqlite3_api_routines*) {
  if (absl::EndsWith(sqlite3_db_filename(connection, "main"), "-material.db")) {
    sqlite3_commit_hook(connection, [](void*) { return commits_to_fail-- > 0 ? 1 : 0; }, nullptr);
  }
  return SQLITE_OK;
}

class ReadyMaterialTest : public MaterialTest {
 protected:
  void SetUp() override {
    commits_to_fail = 0;
    sqlite3_auto_extension(reinterpret_cast<void (*)()>(&HookCommits));
    MaterialTest::SetUp();
    OpenKeeping();
    Store(TextOf("t1", "Hallo allerseits"));
  }
  void OpenKeeping() {
    files_.reset();
    auto files = StudyFiles::Open(folders_, kStudy, /*max_waiting=*/64, kept_);
    ASSERT_TRUE(files.ok()) << files.status();
    files_ = *std::move(files);
  }
  void TearDown() override {
    MaterialTest::TearDown();
    sqlite3_cancel_auto_extension(reinterpret_cast<void (*)()>(&HookCommits));
  }
  int64_t State() {
    int64_t state = 0;
    Read([&](sql::Connection& connection) {
      state = StudyFiles::StateOf(connection);
      return absl::OkStatus();
    });
    return state;
  }
  std::shared_ptr<const SaidWords> Make(sql::Connection& connection) {
    ++made_;
    const auto text = FindText(connection, "t1");
    return text.has_value() ? std::make_shared<SaidWords>(text->content) : nullptr;
  }
  // What is made ready of the text; empty if there is none.
  std::string Ready() {
    std::string said;
    Read([&](sql::Connection& connection) {
      const auto words = files_->Ready<SaidWords>(
          connection, "t1",
          [&]() -> absl::StatusOr<std::shared_ptr<const SaidWords>> { return Make(connection); });
      if (words.ok() && *words != nullptr) said = (*words)->said;
      return words.status();
    });
    return said;
  }

  const std::shared_ptr<KeptMaterial> kept_ = std::make_shared<KeptMaterial>();
  int made_ = 0;
};

TEST_F(ReadyMaterialTest, IsMadeOnceOfEachState) {
  EXPECT_EQ(Ready(), "Hallo allerseits");
  EXPECT_EQ(Ready(), "Hallo allerseits");
  EXPECT_EQ(made_, 1);
  Code("a", {0, 5}, "gruss");
  EXPECT_EQ(kept_->bytes(), 0u) << "each change drops it, whatever it changes";
  EXPECT_EQ(Ready(), "Hallo allerseits");
  EXPECT_EQ(made_, 2);
}

TEST_F(ReadyMaterialTest, IsGoneWhenAChangeReturns) {
  EXPECT_EQ(Ready(), "Hallo allerseits");
  const auto keep = [](TextSpan span) { return std::optional<TextSpan>(span); };
  ASSERT_TRUE(Change(1, "█████ allerseits", keep).ok());
  EXPECT_EQ(kept_->bytes(), 0u);
  EXPECT_EQ(Ready(), "█████ allerseits");
  const absl::Status removed = files_->Overwrite([](sql::Connection& connection) {
    RemoveText(connection, "t1");
    return absl::OkStatus();
  });
  ASSERT_TRUE(removed.ok()) << removed;
  EXPECT_EQ(kept_->bytes(), 0u);
  EXPECT_EQ(Ready(), "");
  EXPECT_EQ(kept_->bytes(), 0u) << "nothing is kept of nothing";
}

TEST_F(ReadyMaterialTest, StaysIfAChangeIsRefused) {
  EXPECT_EQ(Ready(), "Hallo allerseits");
  EXPECT_FALSE(
      Change(7, "anders", [](TextSpan span) { return std::optional<TextSpan>(span); }).ok());
  EXPECT_EQ(Ready(), "Hallo allerseits");
  EXPECT_EQ(made_, 1);
}

TEST_F(ReadyMaterialTest, StaysIfNothingChanges) {
  Code("a", {0, 5}, "gruss");
  EXPECT_EQ(Ready(), "Hallo allerseits");
  const int64_t state = State();
  Code("b", {0, 5}, "gruss");
  Add([](sql::Connection& connection) {
    EXPECT_FALSE(RemoveCoding(connection, "b")) << "it was there already";
    return absl::OkStatus();
  });
  EXPECT_EQ(Codings().size(), 1u);
  EXPECT_EQ(State(), state);
  EXPECT_EQ(Ready(), "Hallo allerseits");
  EXPECT_EQ(made_, 1);
}

TEST_F(ReadyMaterialTest, IsKeptAgainAfterACommitThatFailed) {
  EXPECT_EQ(Ready(), "Hallo allerseits");
  const int64_t state = State();
  commits_to_fail = 1;
  EXPECT_FALSE(
      files_
          ->Add([](sql::Connection& connection) {
            return AddCoding(connection, {"a", "t1", {0, 5}, "gruss", "c-eins", 18}).status();
          })
          .ok());
  commits_to_fail = 0;
  EXPECT_EQ(kept_->bytes(), 0u) << "nobody knows what is on disk";
  EXPECT_EQ(State(), state);
  Ready();
  Ready();
  EXPECT_EQ(made_, 2) << "the former state goes on";
  Code("a", {0, 5}, "gruss");
  EXPECT_EQ(State(), state + 1);
  EXPECT_EQ(kept_->bytes(), 0u);
}

// Who reads has one state, also of what was made ready; and leaves nothing of it behind.
TEST_F(ReadyMaterialTest, WhoReadsWhileItIsChangedKeepsNothing) {
  Read([&](sql::Connection& connection) {
    const auto words = files_->Ready<SaidWords>(
        connection, "t1", [&]() -> absl::StatusOr<std::shared_ptr<const SaidWords>> {
          auto made = Make(connection);
          Code("a", {0, 5}, "gruss");
          return made;
        });
    EXPECT_EQ((*words)->said, "Hallo allerseits");
    return absl::OkStatus();
  });
  EXPECT_EQ(kept_->bytes(), 0u);
  Ready();
  Ready();
  EXPECT_EQ(made_, 2);
}

TEST_F(ReadyMaterialTest, GoesWithItsFiles) {
  Ready();
  EXPECT_GT(kept_->bytes(), 0u);
  files_.reset();
  EXPECT_EQ(kept_->bytes(), 0u);
  OpenKeeping();
  Ready();
  EXPECT_EQ(made_, 2) << "also if the same state is opened again";
}

}  // namespace
}  // namespace lotse::survey::qualitative
