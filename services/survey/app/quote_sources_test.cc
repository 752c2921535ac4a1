// Where quotes are from, while others change the texts.
#include <gtest/gtest.h>

#include <optional>

#include "absl/status/statusor.h"
#include "services/survey/app/material_release_testing.h"
#include "services/survey/qualitative/material/text_rows.h"

namespace lotse::survey {
namespace {

class QuoteSourcesTest : public MaterialReleaseTest {
 protected:
  // Corrects the text `t` by nothing: it has another revision then.
  void ReviseText() {
    const auto files = studies_->Find(kStudy);
    ASSERT_TRUE(files.ok()) << files.status();
    const absl::Status changed = (*files)->Overwrite([](sql::Connection& connection) {
      const auto text = qualitative::FindText(connection, "t");
      const qualitative::TextChange change{
          "t", text->revision, text->content, text->code_points, text->turns, /*time=*/0};
      return qualitative::ChangeText(connection, change,
                                     [](qualitative::TextSpan span) {
                                       return std::optional<qualitative::TextSpan>(span);
                                     })
          .status();
    });
    ASSERT_TRUE(changed.ok()) << changed;
  }
};

// The text is revised when the source was read and waits for its turn to be stored.
TEST_F(QuoteSourcesTest, ASourceThatIsRefusedLeavesTheApproval) {
  MakeStudyText();
  ASSERT_EQ(SetSource(), kOk) << status_;
  cause_.actor = "sub-2";
  ASSERT_EQ(Approve(), kOk) << status_;
  const resource::Cause as_before = cause_;
  cause_.renew = [&]() -> absl::StatusOr<resource::Cause> {
    ReviseText();
    return as_before;
  };
  EXPECT_EQ(SetSource(5), kEtag);
  cause_ = as_before;
  ASSERT_EQ((ByName<v1alpha::GetMaterialReleaseRequest>(kMaterial, &told_)), kOk) << status_;
  EXPECT_EQ(told_.quotes(0).approver(), "sub-2");
  EXPECT_EQ(told_.etag(), release_.etag());
  EXPECT_EQ(ReleaseIt(), kOk) << status_ << ": the quote is from where it was";
}

TEST_F(QuoteSourcesTest, AnotherSourceTakesTheApproval) {
  MakeStudyText();
  ASSERT_EQ(SetSource(), kOk) << status_;
  cause_.actor = "sub-2";
  ASSERT_EQ(Approve(), kOk) << status_;
  ASSERT_EQ(SetSource(5), kOk) << status_;
  EXPECT_EQ(release_.quotes(0).approver(), "");
  EXPECT_EQ(ReleaseIt(), kBlocked);
}

}  // namespace
}  // namespace lotse::survey
