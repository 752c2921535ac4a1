#include "runtime/resource/store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "lotse/engagement/v1alpha/programme.pb.h"
#include "lotse/engagement/v1alpha/programme_service.pb.h"
#include "runtime/rpc/error.h"

namespace lotse::resource {
namespace {

using engagement::v1alpha::ListProgrammesResponse;
using engagement::v1alpha::Programme;

constexpr int64_t kNow = 1795388400;

class StoreTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "/storeXXXXXX";
    folder_ = mkdtemp(pattern.data());
    Reopen();
  }
  void TearDown() override {
    store_.reset();
    std::filesystem::remove_all(folder_);
  }
  void Reopen() {
    store_.reset();
    auto store = Store::Open(folder_ + "/x.db", [] { return absl::FromUnixSeconds(kNow); });
    ASSERT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
  }
  absl::Status Create(Programme* programme) {
    return store_->Write([&](Tx& tx) { return tx.Create(programme); });
  }
  absl::Status Load(absl::string_view name, Programme* programme) {
    return store_->Read([&](Tx& tx) { return tx.Load(name, programme); });
  }
  static Programme Make(absl::string_view id, absl::string_view short_name = "") {
    Programme programme;
    programme.set_name(absl::StrCat("programmes/", id));
    programme.set_short_name(std::string(short_name));
    return programme;
  }
  std::string folder_;
  std::unique_ptr<Store> store_;
};

TEST_F(StoreTest, KeepsResources) {
  Programme programme = Make("vopi", "VOPI");
  ASSERT_TRUE(Create(&programme).ok());
  EXPECT_EQ(programme.etag(), "1");
  EXPECT_EQ(programme.create_time().seconds(), kNow);
  Reopen();
  Programme loaded;
  ASSERT_TRUE(Load("programmes/vopi", &loaded).ok());
  EXPECT_EQ(loaded.DebugString(), programme.DebugString());
}

TEST_F(StoreTest, SaysWhatIsMissing) {
  Programme loaded;
  const absl::Status status = Load("programmes/none", &loaded);
  EXPECT_EQ(rpc::ReasonOf(status), type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND);
}

TEST_F(StoreTest, CreateRepeatedIsAnsweredWithTheStored) {
  Programme first = Make("vopi", "VOPI"), again = Make("vopi", "VOPI"), other = Make("vopi", "X");
  again.set_etag("made up");
  ASSERT_TRUE(Create(&first).ok());
  ASSERT_TRUE(Create(&again).ok());
  EXPECT_EQ(again.DebugString(), first.DebugString());
  EXPECT_EQ(rpc::ReasonOf(Create(&other)), type::v1alpha::ERROR_REASON_RESOURCE_EXISTS);
}

TEST_F(StoreTest, ChangeNeedsTheCurrentEtag) {
  Programme programme = Make("vopi");
  ASSERT_TRUE(Create(&programme).ok());
  const auto change = [&](absl::string_view etag) {
    return store_->Write([&](Tx& tx) {
      if (absl::Status s = tx.LoadForChange("programmes/vopi", etag, &programme); !s.ok()) return s;
      programme.set_short_name(absl::StrCat(programme.short_name(), "x"));
      return tx.Save(&programme);
    });
  };
  EXPECT_TRUE(change("1").ok());
  EXPECT_EQ(programme.etag(), "2");
  EXPECT_EQ(rpc::ReasonOf(change("1")), type::v1alpha::ERROR_REASON_ETAG_MISMATCH);
  EXPECT_EQ(rpc::ReasonOf(change("")), type::v1alpha::ERROR_REASON_INVALID_FIELDS);
  EXPECT_TRUE(change("2").ok());
  EXPECT_EQ(programme.short_name(), "xx");
}

TEST_F(StoreTest, PagesThroughAll) {
  for (int i = 0; i < 7; ++i) {
    Programme programme = Make(absl::StrCat("p", i));
    ASSERT_TRUE(Create(&programme).ok());
  }
  std::string names, token;
  do {
    ListProgrammesResponse response;
    ASSERT_TRUE(store_->Read([&](Tx& tx) { return tx.List({"", 3, token}, &response); }).ok());
    EXPECT_LE(response.programmes_size(), 3);
    for (const Programme& programme : response.programmes()) {
      EXPECT_EQ(programme.etag(), "1");
      absl::StrAppend(&names, programme.name(), " ");
    }
    token = response.next_page_token();
  } while (!token.empty());
  EXPECT_EQ(names,
            "programmes/p0 programmes/p1 programmes/p2 programmes/p3 programmes/p4 programmes/p5 "
            "programmes/p6 ");
}

TEST_F(StoreTest, LargeResourcesMakeShortPages) {
  for (int i = 0; i < 5; ++i) {
    Programme programme = Make(absl::StrCat("p", i), std::string(1 << 20, 'x'));
    ASSERT_TRUE(Create(&programme).ok());
  }
  ListProgrammesResponse response;
  ASSERT_TRUE(store_->Read([&](Tx& tx) { return tx.List({"", 0, ""}, &response); }).ok());
  EXPECT_EQ(response.programmes_size(), 2);
  EXPECT_FALSE(response.next_page_token().empty());
}

TEST_F(StoreTest, ListKeepsToTheParent) {
  for (const char* id : {"a", "a/engagements/x", "a/engagements/y", "ab/engagements/z"}) {
    Programme programme = Make(id);
    ASSERT_TRUE(Create(&programme).ok());
  }
  ListProgrammesResponse response;
  ASSERT_TRUE(
      store_->Read([&](Tx& tx) { return tx.List({"programmes/a", 0, ""}, &response); }).ok());
  EXPECT_EQ(response.programmes_size(), 2);
  EXPECT_EQ(rpc::ReasonOf(store_->Read(
                [&](Tx& tx) { return tx.List({"programmes/a", 0, "zzz"}, &response); })),
            type::v1alpha::ERROR_REASON_INVALID_PAGE_TOKEN);
}

}  // namespace
}  // namespace lotse::resource
