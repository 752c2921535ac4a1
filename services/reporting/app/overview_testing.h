#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"
#include "lotse/engagement/v1alpha/engagement.pb.h"
#include "lotse/engagement/v1alpha/goal.pb.h"
#include "lotse/engagement/v1alpha/measure.pb.h"
#include "lotse/engagement/v1alpha/phase.pb.h"
#include "lotse/engagement/v1alpha/programme.pb.h"
#include "services/app_testing.h"
#include "services/reporting/app/overview.h"
#include "services/reporting/follow/feed_testing.h"

// What the tests of the overviews share.
namespace lotse::reporting {
using engagement::v1alpha::Engagement;
using engagement::v1alpha::Goal;
using engagement::v1alpha::Indicator;
using engagement::v1alpha::Measure;
using engagement::v1alpha::Measurement;
using engagement::v1alpha::Phase;
using engagement::v1alpha::Programme;

inline constexpr auto kUnknown = type::v1alpha::ERROR_REASON_SOURCE_UNAVAILABLE;
inline constexpr char kKey[] = "programmes/p/engagements/e/indicators/schluessel";

template <class M>
M FromText(const std::string& text) {
  M message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

inline std::string DateText(const char* field, int year, int month, int day) {
  return absl::StrCat(field, " { year: ", year, " month: ", month, " day: ", day, " } ");
}

// A real store and a real mirror, into which a feed is read. Today is 22 November 2026.
class OverviewTest : public AppTesting {
 protected:
  OverviewTest()
      : AppTesting({v1alpha::ListPortfolioRequest::descriptor()->file()->service(0)->full_name()}) {
    now_ = absl::FromUnixSeconds(1795345200);
  }
  void SetUp() override {
    AppTesting::SetUp();
    mirror_ = *Mirror::Open(mirror_folder_ / "mirror.db", log_.log());
  }

  template <class M>
  void Put(const std::string& text) {
    feed_.Put(FromText<M>(text));
  }
  // Reads the feed to its end.
  void Follow() {
    bool more = true;
    while (more) {
      FakeFeed::Request q;
      const FeedPosition from = mirror_->PositionOf(kEngagementService);
      q.set_cursor(from.cursor);
      const auto page = feed_.List(q);
      ASSERT_TRUE(page.ok()) << page.status();
      ASSERT_TRUE(mirror_->Apply(kEngagementService, from, *page, kHeard).ok());
      more = page->more();
    }
  }
  // An indicator from 0 to 200 in 2026, of which 50 were reached by June.
  void PutIndicator() {
    Put<Engagement>("name: 'programmes/p/engagements/e'");
    Put<Indicator>(absl::StrCat(
        "name: '", kKey, "' key: true definition_version: 2 title { variants { text: 'Kurse' } }",
        "definition { accumulation: ACCUMULATION_INCREMENT unit { variants { text: 'Kurse' } } }",
        "earlier_definitions { accumulation: ACCUMULATION_INCREMENT",
        " unit { variants { text: 'Kurse' } } }", "baseline { value { value: '0' } ",
        DateText("date", 2026, 1, 1), "} targets { target_id: 'a' value { value: '200' } ",
        DateText("start_date", 2026, 1, 1), DateText("end_date", 2026, 12, 31), "}"));
    PutMeasurement("a", 3, "value { value: '20' } state: STATE_LOCKED definition_version: 1");
    PutMeasurement("b", 4,
                   "not_measurable_reason { variants { text: 'krank' } } "
                   "state: STATE_VALIDATED definition_version: 1");
    PutMeasurement("c", 6,
                   "value { value: '99' } state: STATE_DRAFT definition_version: 2 "
                   "earlier_revisions { value { value: '30.5' } }");
    PutMeasurement("d", 9, "value { value: '7' } state: STATE_SUBMITTED definition_version: 2");
    PutMeasurement("e", 12, "value { value: '1' } state: STATE_LOCKED definition_version: 2");
  }
  void PutMeasurement(const char* id, int month, const std::string& rest) {
    Put<Measurement>(absl::StrCat("name: '", kKey, "/measurements/", id, "' ",
                                  DateText("start_date", 2026, month, 1),
                                  DateText("end_date", 2026, month, 28), rest));
  }

  template <class Q, class R>
  rpc::ErrorReason Ask(absl::Status (*use_case)(Tx&, Mirror&, const Q&, R*), const Q& q, R* r) {
    return ReadWith(q, r, [&](Tx& tx) {
      tx.SetView(view_);
      return use_case(tx, *mirror_, q, r);
    });
  }
  rpc::ErrorReason GetSeries(const std::string& name) {
    v1alpha::GetIndicatorSeriesRequest q;
    q.set_name(name);
    return Ask(&GetIndicatorSeries, q, &series_);
  }
  rpc::ErrorReason ListProgress(const std::string& parent, int size = 0,
                                const std::string& token = "") {
    v1alpha::ListIndicatorProgressRequest q;
    q.set_parent(parent);
    q.set_page_size(size);
    q.set_page_token(token);
    return Ask(&ListIndicatorProgress, q, &progress_);
  }
  rpc::ErrorReason List(const std::string& parent, int size = 0, const std::string& token = "") {
    v1alpha::ListPortfolioRequest q;
    q.set_parent(parent);
    q.set_page_size(size);
    q.set_page_token(token);
    return Ask(&ListPortfolio, q, &portfolio_);
  }
  // The caller has this role at `prefix` alone.
  void Grant(const std::string& prefix, type::v1alpha::Role role) {
    view_ = auth::View(std::make_shared<auth::Access>(std::vector<auth::Right>{{prefix, role}}),
                       type::v1alpha::PERMISSION_ENGAGEMENT_READ, now_);
  }
  std::vector<std::string> Engagements() const {
    std::vector<std::string> names;
    for (const auto& row : portfolio_.rows()) names.push_back(row.engagement());
    return names;
  }

  static constexpr absl::Time kHeard = absl::FromUnixSeconds(1795340000);
  FakeFeed feed_;
  ReadLog log_;
  Folder mirror_folder_;
  std::unique_ptr<Mirror> mirror_;
  auth::View view_;
  v1alpha::IndicatorSeries series_;
  v1alpha::ListIndicatorProgressResponse progress_;
  v1alpha::ListPortfolioResponse portfolio_;
};

}  // namespace lotse::reporting
