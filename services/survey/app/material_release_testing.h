#pragma once

#include <string>
#include <vector>

#include "services/survey/app/coding_testing.h"
#include "services/survey/app/material_releases.h"

// What the tests of releases of material share.
namespace lotse::survey {

inline constexpr char kMaterial[] = "programmes/p/engagements/e/studies/s/materialReleases/rat";

class MaterialReleaseTest : public CodingTest {
 protected:
  static constexpr auto kBlocked = type::v1alpha::ERROR_REASON_RELEASE_BLOCKED;

  static v1alpha::CreateMaterialReleaseRequest Request() {
    v1alpha::CreateMaterialReleaseRequest q;
    google::protobuf::TextFormat::ParseFromString(
        R"(parent: "programmes/p/engagements/e/studies/s" material_release_id: "rat"
           material_release {
             title { variants { language: "de" text: "Für den Rat" } }
             scope: SCOPE_STEERING_GROUP
             themes { code: "programmes/p/engagements/e/studies/s/codebooks/buch/codes/wege" }
             quotes { wording: "Der Zugang ist schwer." scope: SCOPE_STEERING_GROUP } })",
        &q);
    return q;
  }
  // A draft of a study in which P01, who agreed to be quoted, says all.
  void MakeDraft() {
    MakeBook();
    ASSERT_EQ(Run(Request(), &release_), kOk) << status_;
  }
  void MakeStudyText() {
    MakeText();
    v1alpha::StudyCase group = case_;
    group.mutable_participants(1)->set_consent(v1alpha::Participant::CONSENT_QUOTES);
    ASSERT_EQ(UpdateCase(group), kOk) << status_;
    MakeDraft();
  }
  ErrorReason SetSource(int64_t end = 9, int quote = 0, const char* text = kText) {
    v1alpha::SetQuoteSourcesRequest q;
    q.set_name(kMaterial);
    q.set_etag(release_.etag());
    auto* const source = q.add_sources();
    source->set_quote(quote);
    source->mutable_source()->set_text(text);
    source->mutable_source()->mutable_range()->set_end(end);
    source->mutable_source()->set_text_revision(1);
    return Keep(&SetQuoteSources, q);
  }
  ErrorReason Approve(int quote = 0) {
    v1alpha::ApproveQuoteRequest q;
    q.set_name(kMaterial);
    q.set_etag(release_.etag());
    q.set_quote(quote);
    return Keep(&ApproveQuote, q);
  }
  ErrorReason ReleaseIt(bool validate_only = false) {
    v1alpha::ReleaseMaterialRequest q;
    q.set_name(kMaterial);
    q.set_etag(release_.etag());
    q.set_validate_only(validate_only);
    return Keep(&ReleaseMaterial, q);
  }
  ErrorReason Withdraw(const char* reason = "Einwilligung zurückgenommen") {
    v1alpha::WithdrawMaterialRequest q;
    q.set_name(kMaterial);
    q.set_etag(release_.etag());
    q.set_reason(reason);
    return Keep(&WithdrawMaterial, q);
  }
  void MakeReleased() {
    MakeStudyText();
    ASSERT_EQ(SetSource(), kOk) << status_;
    cause_.actor = "sub-2";
    ASSERT_EQ(Approve(), kOk) << status_;
    ASSERT_EQ(ReleaseIt(), kOk) << status_;
  }
  ErrorReason GetReleased() {
    v1alpha::GetReleasedMaterialRequest q;
    q.set_name(kMaterial);
    return Read(&GetReleasedMaterial, q, &told_);
  }
  std::vector<v1alpha::QuoteFinding::Kind> Findings() {
    v1alpha::ListQuoteFindingsRequest q;
    q.set_parent(kStudy);
    v1alpha::ListQuoteFindingsResponse r;
    EXPECT_EQ(Call(&ListQuoteFindings, q, &r), kOk) << status_;
    std::vector<v1alpha::QuoteFinding::Kind> kinds;
    for (const auto& finding : r.findings()) kinds.push_back(finding.kind());
    return kinds;
  }

  v1alpha::MaterialRelease release_;
  v1alpha::MaterialRelease told_;

 private:
  // Runs a step; what it answers is the release from then on.
  template <class Q>
  ErrorReason Keep(absl::Status (*step)(resource::Store&, qualitative::StudyStore&, const OnBehalf&,
                                        const Q&, v1alpha::MaterialRelease*),
                   const Q& q) {
    v1alpha::MaterialRelease answered;
    const ErrorReason reason = Call(step, q, &answered);
    if (reason == kOk) release_ = answered;
    return reason;
  }
};

}  // namespace lotse::survey
