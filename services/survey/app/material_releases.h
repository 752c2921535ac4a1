#pragma once

#include "lotse/survey/v1alpha/material_release_service.pb.h"
#include "lotse/survey/v1alpha/material_release_steps.pb.h"
#include "runtime/resource/standard.h"
#include "runtime/resource/store.h"
#include "services/survey/app/use_cases.h"
#include "services/survey/qualitative/material/study_store.h"

// What lotse-survey does with releases of material, as use_cases.h. Those that take the stores and
// not a transaction look into the files of the study.
namespace lotse::survey {

// What holds for releases of material beyond the annotations of their protos. `store`, in which it
// is noted that somebody was told of a name, and `studies` outlive the calls.
void AddMaterialReleaseRules(resource::Store* store, qualitative::StudyStore* studies,
                             resource::Standard* standard);

absl::Status SetQuoteSources(resource::Store& store, qualitative::StudyStore& studies,
                             const OnBehalf& caller, const v1alpha::SetQuoteSourcesRequest& q,
                             v1alpha::MaterialRelease* r);
absl::Status ApproveQuote(resource::Store& store, qualitative::StudyStore& studies,
                          const OnBehalf& caller, const v1alpha::ApproveQuoteRequest& q,
                          v1alpha::MaterialRelease* r);
absl::Status ReleaseMaterial(resource::Store& store, qualitative::StudyStore& studies,
                             const OnBehalf& caller, const v1alpha::ReleaseMaterialRequest& q,
                             v1alpha::MaterialRelease* r);
absl::Status WithdrawMaterial(resource::Store& store, qualitative::StudyStore& studies,
                              const OnBehalf& caller, const v1alpha::WithdrawMaterialRequest& q,
                              v1alpha::MaterialRelease* r);
absl::Status ListQuoteFindings(resource::Store& store, qualitative::StudyStore& studies,
                               const OnBehalf& caller, const v1alpha::ListQuoteFindingsRequest& q,
                               v1alpha::ListQuoteFindingsResponse* r);

absl::Status GetReleasedMaterial(Tx& tx, const v1alpha::GetReleasedMaterialRequest& q,
                                 v1alpha::MaterialRelease* r);
absl::Status ListReleasedMaterial(Tx& tx, const v1alpha::ListReleasedMaterialRequest& q,
                                  v1alpha::ListReleasedMaterialResponse* r);

}  // namespace lotse::survey
