#pragma once

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "lotse/engagement/v1alpha/finding.pb.h"
#include "services/reporting/follow/feed_testing.h"
#include "services/reporting/follow/mirror.h"

// What the tests of the mirror share: one that follows findings of two engagements.
namespace lotse::reporting {

using engagement::v1alpha::Finding;

inline constexpr char kOwner[] = "programmes/p/engagements/e";
inline constexpr char kOther[] = "programmes/p/engagements/f";
inline const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);

inline Finding FindingOf(const std::string& id, const std::string& text = "",
                         const std::string& owner = kOwner) {
  Finding finding;
  finding.set_name(owner + "/findings/" + id);
  finding.mutable_title()->add_variants()->set_text(text);
  return finding;
}

class MirrorTest : public ::testing::Test {
 protected:
  void Open(const Folder& folder) {
    mirror_.reset();
    auto mirror = Mirror::Open(folder / "mirror.db", log_.log());
    ASSERT_TRUE(mirror.ok()) << mirror.status();
    mirror_ = *std::move(mirror);
  }
  void SetUp() override { Open(folder_); }

  // One page; whether there is more.
  absl::StatusOr<bool> ApplyPage(absl::Time asked_at = kNow) {
    return ApplyPageOf(feed_, kEngagementService, asked_at);
  }
  absl::StatusOr<bool> ApplyPageOf(FakeFeed& feed, const char* service,
                                   absl::Time asked_at = kNow) {
    const FeedPosition from = mirror_->PositionOf(service);
    FakeFeed::Request request;
    request.set_cursor(from.cursor);
    const auto page = feed.List(request);
    if (!page.ok()) return page.status();
    if (absl::Status s = mirror_->Apply(service, from, *page, asked_at); !s.ok()) return s;
    return page->more();
  }
  void ApplyAll(absl::Time asked_at = kNow) {
    for (bool more = true; more;) {
      const absl::StatusOr<bool> applied = ApplyPage(asked_at);
      ASSERT_TRUE(applied.ok()) << applied.status();
      more = *applied;
    }
  }

  // The findings of an engagement, each as `id@etag text`, and `deleted` where it is.
  std::vector<std::string> Findings(const std::string& owner = kOwner) {
    std::vector<std::string> found;
    Finding finding;
    const absl::Status read = mirror_->Read([&](MirrorView& view) {
      return view.ForEach(owner + "/findings/", &finding, [&] {
        found.push_back(absl::StrCat(finding.name().substr(owner.size() + sizeof "/findings"), "@",
                                     finding.etag(), " ", finding.title().variants(0).text(),
                                     finding.has_delete_time() ? " deleted" : ""));
        return absl::OkStatus();
      });
    });
    EXPECT_TRUE(read.ok()) << read;
    return found;
  }
  absl::Time LastReached(const char* service = kEngagementService) {
    absl::Time at;
    EXPECT_TRUE(mirror_
                    ->Read([&](MirrorView& view) {
                      at = view.LastReached(service);
                      return absl::OkStatus();
                    })
                    .ok());
    return at;
  }
  int64_t HeadOf(const std::string& owner) {
    int64_t sequence = 0;
    EXPECT_TRUE(mirror_
                    ->Read([&](MirrorView& view) {
                      const auto head = view.HeadOf(kEngagementService, owner);
                      if (head.has_value()) sequence = head->sequence();
                      return absl::OkStatus();
                    })
                    .ok());
    return sequence;
  }
  void Sql(const std::string& sql) {
    SQLite::Database database(folder_ / "mirror.db", SQLite::OPEN_READWRITE);
    database.exec(sql);
  }

  Folder folder_;
  ReadLog log_;
  FakeFeed feed_;
  std::unique_ptr<Mirror> mirror_;
};

}  // namespace lotse::reporting
