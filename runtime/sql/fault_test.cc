// What SQLite does on a disk without room, and on one that cannot be trusted.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "runtime/sql/database.h"
#include "tests/support/fault_vfs.h"
#include "tests/support/sql_store.h"

namespace lotse::sql {
namespace {

using testing_support::FailSyncs;
using testing_support::FaultVfs;
using testing_support::SetRoom;
using type::v1alpha::ERROR_REASON_STORE_UNAVAILABLE;

class Fault : public testing_support::StoreTest,
              public testing::WithParamInterface<Database::Journal> {
 protected:
  void TearDown() override {
    SetRoom(-1);
    FailSyncs(false);
    StoreTest::TearDown();
  }
  std::unique_ptr<Database> OpenFaulty() const {
    Database::Options options = {path_, GetParam(), testing_support::kNoteSchema,
                                 &testing_support::NoteStatements()};
    options.vfs = FaultVfs();
    auto database = Database::Open(options);
    EXPECT_TRUE(database.ok()) << database.status();
    return std::move(*database);
  }
  // After reopening, everything of `kept` is there and nothing else.
  void ExpectOnDisk(const std::vector<std::string>& kept) const {
    auto database = Open(GetParam());
    for (const std::string& id : kept) EXPECT_TRUE(Has(*database, id)) << id;
    EXPECT_EQ(Count(*database), static_cast<int64_t>(kept.size()));
  }
};
INSTANTIATE_TEST_SUITE_P(Journals, Fault,
                         testing::Values(Database::Journal::kWal, Database::Journal::kTruncate));

TEST_P(Fault, FullDiskLosesNothingThatWasAcknowledged) {
  int refused_runs = 0;
  for (int64_t room = 0; room < 300'000; room += 7'919) {
    SCOPED_TRACE(absl::StrCat("room for ", room, " bytes"));
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directory(folder_);
    std::vector<std::string> kept;
    {
      auto database = OpenFaulty();
      SetRoom(room);
      bool refused = false;
      for (int round = 0; round < 8; ++round) {
        Group group(database.get());
        for (int job = 0; job < 4; ++job) {
          // Of different sizes, some of many pages.
          group.Write(Adding(absl::StrCat(round, ".", job), std::string(job * job * 1'500, 't')));
        }
        const auto& statuses = group.Run();
        for (int job = 0; job < 4; ++job) {
          if (statuses[job].ok()) {
            kept.push_back(absl::StrCat(round, ".", job));
            continue;
          }
          refused = true;
          EXPECT_EQ(rpc::ReasonOf(statuses[job]), ERROR_REASON_STORE_UNAVAILABLE) << statuses[job];
        }
      }
      if (refused) {
        ++refused_runs;
        EXPECT_FALSE(database->writable());
        // The other journal has to be played back before, for which there is no room.
        if (GetParam() == Journal::kWal) {
          EXPECT_EQ(Count(*database), static_cast<int64_t>(kept.size()));
        }
      }
      SetRoom(-1);
      EXPECT_TRUE(Add(*database, "room again").ok());
      kept.push_back("room again");
      EXPECT_TRUE(database->writable());
    }
    ExpectOnDisk(kept);
  }
  EXPECT_GT(refused_runs, 10);
}

TEST_P(Fault, RefusedGroupIsRefusedAsAWhole) {
  auto database = OpenFaulty();
  ASSERT_TRUE(Add(*database, "a").ok());
  Group group(database.get());
  group.Write(Adding("b"));
  group.Write(
      [](Connection&) -> absl::StatusOr<Fate> { return absl::AbortedError("rests on others"); });
  group.Write(Adding("c", std::string(100'000, 't')));
  SetRoom(10'000);
  for (const absl::Status& status : group.Run()) {
    EXPECT_EQ(rpc::ReasonOf(status), ERROR_REASON_STORE_UNAVAILABLE) << status;
  }
  SetRoom(-1);
  EXPECT_TRUE(Add(*database, "d").ok());
  database.reset();
  ExpectOnDisk({"a", "d"});
}

TEST_P(Fault, NothingIsAcknowledgedThatIsNotSynced) {
  auto database = OpenFaulty();
  ASSERT_TRUE(Add(*database, "a").ok());
  const int64_t before = testing_support::Refusals();
  FailSyncs(true);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(rpc::ReasonOf(Add(*database, absl::StrCat("b", i))), ERROR_REASON_STORE_UNAVAILABLE);
  }
  EXPECT_GT(testing_support::Refusals(), before);
  EXPECT_FALSE(database->writable());
  FailSyncs(false);
  EXPECT_TRUE(Add(*database, "c").ok());
  EXPECT_TRUE(database->writable());
  database.reset();
  ExpectOnDisk({"a", "c"});
}

TEST_P(Fault, RewriteWithoutRoomChangesNothing) {
  auto database = OpenFaulty();
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(Add(*database, absl::StrCat(i), std::string(3'000, 't')).ok());
  }
  SetRoom(20'000);
  EXPECT_EQ(rpc::ReasonOf(database->Rewrite()), ERROR_REASON_STORE_UNAVAILABLE);
  SetRoom(-1);
  EXPECT_TRUE(database->Rewrite().ok());
  EXPECT_EQ(Count(*database), 20);
}

}  // namespace
}  // namespace lotse::sql
