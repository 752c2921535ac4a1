// Making a study blind, or taking a coder out, while somebody codes.
#include <gtest/gtest.h>

#include <string>
#include <thread>

#include "services/survey/app/coding_testing.h"
#include "services/survey/app/study_reach.h"

namespace lotse::survey {
namespace {

class CodingRaceTest : public CodingTest {
 protected:
  // What a call of `zwei` comes to that begins with the study as it was.
  absl::Status CodeAsZwei(int number) {
    resource::Cause cause = cause_;
    cause.actor = "sub-2";
    v1alpha::Coding coding;
    return CreateCoding(*store_, *studies_, {cause, {}}, CodingRequest(number, "wege", "zwei"),
                        &coding);
  }
  absl::Status TakeZweiOut(v1alpha::Study* updated) {
    v1alpha::UpdateStudyRequest q;
    *q.mutable_study() = study_;
    q.mutable_study()->mutable_coders()->RemoveLast();
    q.mutable_update_mask()->add_paths("coders");
    return store_->WriteAndWait(cause_, [&](Tx& tx) {
      return standard_->Run(tx, store_->schema().MethodOf(q.GetDescriptor()), q, updated);
    });
  }
  bool AnyOfZwei() {
    const auto files = studies_->Find(kStudy);
    EXPECT_TRUE(files.ok());
    bool any = false;
    EXPECT_TRUE((*files)
                    ->Read({},
                           [&](sql::Connection& connection) {
                             for (const auto& each : qualitative::CodingsOfText(connection, "t")) {
                               any |= each.coder == "zwei";
                             }
                             return absl::OkStatus();
                           })
                    .ok());
    return any;
  }
};

// Whoever comes first, no coding is of somebody who is no coder.
TEST_F(CodingRaceTest, NoCodingIsOfACoderWhoIsTakenOut) {
  MakeAll();
  const v1alpha::Study with_both = study_;
  for (int i = 1; i <= 50; ++i) {
    absl::Status coded, taken_out;
    v1alpha::Study updated;
    std::thread coder([&] { coded = CodeAsZwei(i); });
    std::thread owner([&] { taken_out = TakeZweiOut(&updated); });
    coder.join();
    owner.join();
    EXPECT_NE(coded.ok(), taken_out.ok()) << coded << taken_out;
    EXPECT_EQ(AnyOfZwei(), coded.ok());
    if (coded.ok()) {
      v1alpha::DeleteCodingRequest remove;
      remove.set_parent(kStudy);
      remove.set_coding_id(Uuid(i));
      v1alpha::DeleteCodingResponse removed;
      resource::Cause cause = cause_;
      cause.actor = "sub-2";
      ASSERT_TRUE(DeleteCoding(*store_, *studies_, {cause, {}}, remove, &removed).ok());
    } else {
      study_ = with_both;
      study_.set_etag(updated.etag());
      ASSERT_EQ(UpdateStudy(study_), kOk) << status_;
    }
  }
}

// What is stored is checked against the study as it is then, not as it was when the call came.
TEST_F(CodingRaceTest, WorkSeesTheStudyAsItIs) {
  MakeAll();
  const auto files = studies_->Find(kStudy);
  ASSERT_TRUE(files.ok());
  const auto coders = [&] {
    int seen = 0;
    EXPECT_TRUE(AddCodings(*store_, {cause_, {}}, kStudy, **files,
                           [&](sql::Connection&, const StudyReach& reach) {
                             seen = reach.study().coders_size();
                             return absl::OkStatus();
                           })
                    .ok());
    return seen;
  };
  EXPECT_EQ(coders(), 2) << "before the first coding";
  ASSERT_EQ(Create(CodingRequest(1)), kOk) << status_;
  EXPECT_EQ(coders(), 2) << "and behind it";
  v1alpha::Study study = study_;
  study.add_coders()->set_coder_id("drei");
  study.mutable_coders(2)->set_subject("sub-3");
  ASSERT_EQ(UpdateStudy(study), kOk) << status_;
  EXPECT_EQ(coders(), 3);
}

TEST_F(CodingRaceTest, AStudyThatWasDeletedTakesNoCoding) {
  MakeAll();
  const auto files = studies_->Find(kStudy);
  ASSERT_TRUE(files.ok());
  ASSERT_EQ(DeleteCase(), kOk) << status_;
  ASSERT_EQ(ByName<v1alpha::DeleteGuideRequest>(kGuide, guide_.etag(), &guide_), kOk) << status_;
  ASSERT_EQ(ByName<v1alpha::DeleteStudyRequest>(kStudy, study_.etag(), &study_), kOk) << status_;
  const absl::Status added =
      AddCodings(*store_, {cause_, {}}, kStudy, **files,
                 [](sql::Connection&, const StudyReach&) { return absl::OkStatus(); });
  EXPECT_EQ(rpc::ReasonOf(added), kDeleted) << added;
}

}  // namespace
}  // namespace lotse::survey
