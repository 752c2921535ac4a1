// Who is told that a name is among those that a study keeps, and that it is noted.
#include "services/survey/app/known_name_note.h"

#include <gtest/gtest.h>

#include <string>

#include "runtime/history/change_log.h"
#include "runtime/rpc/error.h"
#include "services/survey/app/codebooks.h"
#include "services/survey/app/material_release_testing.h"
#include "services/survey/app/participant_names.h"

namespace lotse::survey {
namespace {

class KnownNameTest : public MaterialReleaseTest {
 protected:
  // P01 is Anna Weber from now on.
  void MakeName() {
    v1alpha::SetParticipantNameRequest q;
    q.set_parent(kCase);
    q.mutable_participant_name()->set_pseudonym("P01");
    q.mutable_participant_name()->set_person("Anna Weber");
    v1alpha::ParticipantName name;
    ASSERT_EQ(Call(&SetParticipantName, q, &name), kOk) << status_;
  }
  ErrorReason MakeOther(const std::string& wording, bool validate_only = false) {
    auto q = Request();
    q.set_material_release_id("zwei");
    q.set_validate_only(validate_only);
    q.mutable_material_release()->mutable_quotes(0)->set_wording(wording);
    v1alpha::MaterialRelease other;
    return Run(q, &other);
  }
  void RenameCode(const char* label) {
    v1alpha::ReviseCodeRequest q;
    q.set_parent(kStudy);
    q.set_codebook_id("buch");
    q.set_revision(book_.revision());
    q.set_code_id("wege");
    q.mutable_code()->set_label(label);
    q.mutable_code()->set_codable(true);
    v1alpha::CodebookStepResult result;
    ASSERT_EQ(Call(&ReviseCode, q, &result), kOk) << status_;
    book_ = result.codebook();
  }
  // How often it was noted, by whoever calls now.
  int Notes() {
    // Behind what was queued.
    EXPECT_TRUE(store_->WriteAndWait(cause_, [](Tx&) { return absl::OkStatus(); }).ok());
    int notes = 0;
    const absl::Status read = store_->Read([&](Tx& tx) {
      history::ReadEntries(tx.connection(), kEngagement, 0, 1000, [&](const history::Entry& entry) {
        if (entry.verb != "REFUSE_KNOWN_NAME") return true;
        EXPECT_EQ(entry.resource, kStudy);
        EXPECT_EQ(entry.actor, cause_.actor);
        EXPECT_EQ(entry.content, "");
        EXPECT_EQ(entry.reason, "");
        ++notes;
        return true;
      });
      return absl::OkStatus();
    });
    EXPECT_TRUE(read.ok()) << read;
    return notes;
  }
};

TEST_F(KnownNameTest, EachRefusalIsNotedAndWhichNameIsNot) {
  MakeStudyText();
  MakeName();
  EXPECT_EQ(MakeOther("P01 sagt ja."), kInvalid) << "a pseudonym is no secret of who asks";
  EXPECT_EQ(Notes(), 0);
  EXPECT_EQ(MakeOther("Frau Weber sagt ja."), kInvalid);
  EXPECT_EQ(Notes(), 1);
  EXPECT_EQ(MakeOther("Frau Weber sagt ja.", /*validate_only=*/true), kInvalid);
  EXPECT_EQ(Notes(), 2) << "it is told though nothing would be stored";
  v1alpha::UpdateMaterialReleaseRequest q;
  *q.mutable_material_release() = release_;
  q.mutable_material_release()->mutable_title()->mutable_variants(0)->set_text("Was Anna sagt");
  v1alpha::MaterialRelease changed;
  EXPECT_EQ(Run(q, &changed), kInvalid);
  EXPECT_EQ(Notes(), 3);
  EXPECT_EQ(MakeOther("Jemand sagt ja."), kOk) << status_;
  EXPECT_EQ(Notes(), 3);
}

// A code is called so after the draft was made.
TEST_F(KnownNameTest, ALabelWithANameIsNotReleased) {
  MakeStudyText();
  ASSERT_EQ(SetSource(), kOk) << status_;
  MakeName();
  RenameCode("Konflikt mit Weber");
  cause_.actor = "sub-2";
  ASSERT_EQ(Approve(), kOk) << status_;
  EXPECT_EQ(ReleaseIt(), kBlocked);
  EXPECT_EQ(Notes(), 1);
  EXPECT_EQ(ReleaseIt(/*validate_only=*/true), kBlocked);
  EXPECT_EQ(Notes(), 2);
  cause_.actor = "sub-1";
  RenameCode("P01 widerspricht");
  cause_.actor = "sub-2";
  EXPECT_EQ(ReleaseIt(), kBlocked);
  EXPECT_EQ(Notes(), 2);
  cause_.actor = "sub-1";
  RenameCode("Konflikte");
  cause_.actor = "sub-2";
  ASSERT_EQ(ReleaseIt(), kOk) << status_;
  EXPECT_EQ(release_.themes(0).label(), "Konflikte");
}

// What cannot be noted is not told.
TEST_F(KnownNameTest, WhatIsNotTakenIsRefused) {
  MakeStudyText();
  int taken = 0;
  const absl::Status done = store_->WriteAndWait(cause_, [&](Tx& tx) {
    while (QueueKnownNameNote(*store_, tx, kStudy).ok()) ++taken;
    return QueueKnownNameNote(*store_, tx, kStudy);
  });
  EXPECT_EQ(rpc::ReasonOf(done), type::v1alpha::ERROR_REASON_OVERLOADED) << done;
  EXPECT_GT(taken, 0);
}

}  // namespace
}  // namespace lotse::survey
