#include "services/engagement/app/import_checks.h"

#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/engagement/app/transfer_testing.h"
#include "services/engagement/exchange/engagement_file.h"

// What is brought back among what is there. Over real stores.
namespace lotse::engagement {
namespace {

using v1alpha::Engagement;
using v1alpha::TRANSFER_STATE_SUCCEEDED;

class ImportChecksTest : public ::testing::Test {
 protected:
  void SetUp() override {
    FillEngagement(&place_);
    place_.Start();
  }
  static std::string Export(TransferPlace* place) {
    const ExportJob job = place->Export(kPlace);
    EXPECT_EQ(job.state(), TRANSFER_STATE_SUCCEEDED) << job.DebugString();
    return place->Content(job.blob());
  }
  // The file with a resource more, at its end.
  static std::string WithMore(const std::string& file, const Message& resource) {
    const size_t end = file.find('\n');
    auto head = ParseEngagementLine(file.substr(0, end));
    EXPECT_TRUE(head.ok()) << head.status();
    head->head.set_own_count(head->head.own_count() + 1);
    return absl::StrCat(HeadLine(head->head), file.substr(end + 1), ResourceLine(resource, false));
  }
  // Brings it back with a resource more into the store it came from; why that was refused.
  rpc::ErrorReason Add(const Message& resource) {
    const ImportJob job = place_.Import(kOwner, WithMore(Export(&place_), resource));
    EXPECT_EQ(job.state(), TRANSFER_STATE_SUCCEEDED) << job.DebugString();
    fault_ = job.faults().empty() ? v1alpha::TransferFault() : job.faults(0);
    EXPECT_EQ(job.created_count() + job.refused_count(), 1) << job.DebugString();
    EXPECT_EQ(job.refused_count(), job.faults_size()) << job.DebugString();
    return fault_.reason();
  }
  void SetState(Engagement::State state) {
    place_.Change<Engagement>(kPlace, [&](Engagement* one) { one->set_state(state); });
  }

  TransferPlace place_;
  v1alpha::TransferFault fault_;
};

template <class R>
R Restored(R resource, const std::string& id) {
  resource = Named(std::move(resource), id);
  resource.set_etag("3");
  return resource;
}

TEST_F(ImportChecksTest, WhatIsOverTakesNoMore) {
  EXPECT_EQ(Add(Restored(GoodNeed(), "a")), type::v1alpha::ERROR_REASON_UNSPECIFIED);
  EXPECT_TRUE(place_.Has(absl::StrCat(kPlace, "/needs/a")));
  for (const auto state :
       {Engagement::STATE_CLOSED, Engagement::STATE_ARCHIVED, Engagement::STATE_CANCELLED}) {
    SetState(state);
    EXPECT_EQ(Add(Restored(GoodNeed(), "b")), type::v1alpha::ERROR_REASON_WRONG_STATE) << state;
    EXPECT_FALSE(place_.Has(absl::StrCat(kPlace, "/needs/b"))) << state;
  }
  // As when they are created: what is looked at afterwards, while it is only closed.
  EXPECT_EQ(Add(Restored(GoodIndicator(), "b")), type::v1alpha::ERROR_REASON_WRONG_STATE);
  SetState(Engagement::STATE_CLOSED);
  EXPECT_EQ(Add(Restored(GoodIndicator(), "b")), type::v1alpha::ERROR_REASON_UNSPECIFIED);
}

TEST_F(ImportChecksTest, WhatIsOverIsBroughtBackWithAllThatIsItsOwn) {
  SetState(Engagement::STATE_ARCHIVED);
  const std::string file = Export(&place_);
  TransferPlace to;
  to.Put(kOwner, GoodProgramme());
  to.Start();
  // Without the need, and what stands on it, as if it had been interrupted.
  std::vector<std::string> lines = absl::StrSplit(file, '\n');
  for (std::string& line : lines) {
    if (absl::StrContains(line, "v1alpha.Need\"")) line = "{}";
  }
  ImportJob job = to.Import(kOwner, absl::StrJoin(lines, "\n"));
  ASSERT_EQ(job.state(), TRANSFER_STATE_SUCCEEDED) << job.DebugString();
  ASSERT_TRUE(to.Has(kPlace));
  EXPECT_EQ(job.refused_count(), 4) << job.DebugString();
  job = to.Import(kOwner, file);
  EXPECT_EQ(job.refused_count(), 0) << job.DebugString();
  EXPECT_EQ(job.created_count(), 4);
  EXPECT_EQ(to.All(), place_.All());
}

}  // namespace
}  // namespace lotse::engagement
