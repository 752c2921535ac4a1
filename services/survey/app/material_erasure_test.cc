// What is left of released material once it is withdrawn, or its study is destroyed.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/time/civil_time.h"
#include "runtime/history/change_log.h"
#include "services/survey/app/material_release_testing.h"
#include "services/survey/app/study_periods.h"

namespace lotse::survey {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using v1alpha::MaterialRelease;

constexpr char kWording[] = "Der Zugang ist schwer.";

class MaterialErasureTest : public MaterialReleaseTest {
 protected:
  ErrorReason DeleteRelease() {
    MaterialRelease deleted;
    const ErrorReason reason =
        ByName<v1alpha::DeleteMaterialReleaseRequest>(kMaterial, release_.etag(), &deleted);
    if (reason == kOk) release_ = deleted;
    return reason;
  }
  // With what stands in the way, but for releases.
  void DeleteStudy() {
    ASSERT_EQ(DeleteCase(), kOk) << status_;
    ASSERT_EQ(ByName<v1alpha::DeleteGuideRequest>(kGuide, guide_.etag(), &guide_), kOk) << status_;
    ASSERT_EQ(ByName<v1alpha::DeleteStudyRequest>(kStudy, study_.etag(), &study_), kOk) << status_;
  }
  // Looks on the first day on which what was deleted on the first one is destroyed.
  int LookWhenDue() {
    GoTo(absl::CivilDay(2021, 2, 15));
    StudyPeriods periods(store_.get(), studies_.get(),
                         [](const absl::Status& failed) { ADD_FAILURE() << failed; });
    return periods.Look();
  }
  // The files in which `bytes` stand.
  std::vector<std::string> FilesWith(const std::string& bytes) const {
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
      std::ifstream file(entry.path(), std::ios::binary);
      const std::string content((std::istreambuf_iterator<char>(file)), {});
      if (absl::StrContains(content, bytes)) found.push_back(entry.path().string());
    }
    return found;
  }
  // Why the release was withdrawn, by the log.
  std::vector<std::string> WhyWithdrawn() {
    std::vector<std::string> reasons;
    const absl::Status read = store_->Read([&](Tx& tx) {
      history::ReadEntries(tx.connection(), kEngagement, 0, 1000, [&](const history::Entry& entry) {
        if (entry.verb == "WITHDRAW") reasons.push_back(entry.reason);
        return true;
      });
      return absl::OkStatus();
    });
    EXPECT_TRUE(read.ok()) << read;
    return reasons;
  }
};

TEST_F(MaterialErasureTest, NobodyIsShownWordingsThatWereWithdrawn) {
  MakeReleased();
  const std::string sha256 = release_.content_sha256();
  v1alpha::WithdrawMaterialRequest q;
  q.set_name(kMaterial);
  q.set_etag(release_.etag());
  q.set_reason("Widerruf");
  q.set_validate_only(true);
  MaterialRelease checked;
  ASSERT_EQ(Call(&WithdrawMaterial, q, &checked), kOk) << status_;
  EXPECT_EQ(GetReleased(), kOk) << status_;
  EXPECT_THAT(FilesWith(kWording), Not(IsEmpty())) << "what is only checked erases nothing";
  ASSERT_EQ(Withdraw("Widerruf"), kOk) << status_;
  EXPECT_EQ(release_.quotes(0).wording(), "");
  EXPECT_EQ(release_.quotes(0).approver(), "");
  EXPECT_EQ(release_.content_sha256(), sha256) << "what it was can be shown by who has it";
  MaterialRelease stored;
  ASSERT_EQ(ByName<v1alpha::GetMaterialReleaseRequest>(kMaterial, &stored), kOk) << status_;
  EXPECT_EQ(stored.state(), MaterialRelease::STATE_WITHDRAWN);
  EXPECT_EQ(stored.etag(), release_.etag());
  EXPECT_EQ(stored.quotes(0).wording(), "");
  EXPECT_THAT(FilesWith(kWording), IsEmpty()) << "nor has the log what it was before";
  EXPECT_THAT(WhyWithdrawn(), ElementsAre("Widerruf"));
}

// What was released stands in the way of deleting its study until it is withdrawn, not for good.
TEST_F(MaterialErasureTest, AStudyThatReleasedIsDestroyedAfterItWasDeleted) {
  MakeReleased();
  EXPECT_EQ(DeleteRelease(), kWrongState);
  ASSERT_EQ(Withdraw(), kOk) << status_;
  ASSERT_EQ(DeleteRelease(), kOk) << status_;
  EXPECT_EQ(GetReleased(), kWrongState) << "it was withdrawn still";
  DeleteStudy();
  EXPECT_EQ(LookWhenDue(), 1);
  EXPECT_FALSE(studies_->HasFiles(kStudy));
  ASSERT_EQ(ByName<v1alpha::GetStudyRequest>(kStudy, &study_), kOk) << status_;
  EXPECT_TRUE(study_.has_purge());
  EXPECT_THAT(WhyWithdrawn(), ElementsAre("Einwilligung zurückgenommen"));
}

TEST_F(MaterialErasureTest, WordingsOfDraftsGoWithTheirStudy) {
  MakeStudyText();
  ASSERT_EQ(DeleteRelease(), kOk) << status_;
  DeleteStudy();
  EXPECT_THAT(FilesWith(kWording), Not(IsEmpty())) << "it can be restored until then";
  EXPECT_EQ(LookWhenDue(), 1);
  EXPECT_THAT(FilesWith(kWording), IsEmpty());
  MaterialRelease stored;
  ASSERT_EQ(ByName<v1alpha::GetMaterialReleaseRequest>(kMaterial, &stored), kOk) << status_;
  ASSERT_EQ(stored.quotes_size(), 1);
  EXPECT_EQ(stored.quotes(0).wording(), "");
}

}  // namespace
}  // namespace lotse::survey
