#pragma once

#include <string>

#include "lotse/survey/v1alpha/codebook_service.pb.h"
#include "lotse/survey/v1alpha/codebook_steps.pb.h"
#include "services/survey/app/use_cases.h"
#include "services/survey/qualitative/material/study_store.h"

// What lotse-survey does with the codebooks of studies, as use_cases.h. They take the stores and
// not a transaction: codebooks lie in the files of the studies.
namespace lotse::survey {

// Source: codebook_service.proto.
inline constexpr size_t kMaxCodebooks = 20;
inline constexpr size_t kMaxCodebookTitleBytes = 300;
inline constexpr int kMaxAssignments = 20'000;

// Whether there is such a codebook already, inside a transaction over the material: then it is read
// into `codebook`. RESOURCE_EXISTS if it is another one, INVALID_FIELDS if the study has no room
// for it.
absl::StatusOr<bool> IsCodebookThere(sql::Connection& connection, const std::string& name,
                                     v1alpha::Codebook* codebook);

absl::Status CreateCodebook(resource::Store& store, qualitative::StudyStore& studies,
                            const OnBehalf& caller, const v1alpha::CreateCodebookRequest& q,
                            v1alpha::Codebook* r);
absl::Status GetCodebook(resource::Store& store, qualitative::StudyStore& studies,
                         const OnBehalf& caller, const v1alpha::GetCodebookRequest& q,
                         v1alpha::Codebook* r);
absl::Status ListCodebooks(resource::Store& store, qualitative::StudyStore& studies,
                           const OnBehalf& caller, const v1alpha::ListCodebooksRequest& q,
                           v1alpha::ListCodebooksResponse* r);
absl::Status ImportCodebook(resource::Store& store, qualitative::StudyStore& studies,
                            const OnBehalf& caller, const v1alpha::ImportCodebookRequest& q,
                            v1alpha::ImportCodebookResponse* r);
absl::Status ExportCodebook(resource::Store& store, qualitative::StudyStore& studies,
                            const OnBehalf& caller, const v1alpha::ExportCodebookRequest& q,
                            v1alpha::ExportCodebookResponse* r);
absl::Status ListCodebookChanges(resource::Store& store, qualitative::StudyStore& studies,
                                 const OnBehalf& caller,
                                 const v1alpha::ListCodebookChangesRequest& q,
                                 v1alpha::ListCodebookChangesResponse* r);

absl::Status AddCode(resource::Store& store, qualitative::StudyStore& studies,
                     const OnBehalf& caller, const v1alpha::AddCodeRequest& q,
                     v1alpha::CodebookStepResult* r);
absl::Status ReviseCode(resource::Store& store, qualitative::StudyStore& studies,
                        const OnBehalf& caller, const v1alpha::ReviseCodeRequest& q,
                        v1alpha::CodebookStepResult* r);
absl::Status MergeCodes(resource::Store& store, qualitative::StudyStore& studies,
                        const OnBehalf& caller, const v1alpha::MergeCodesRequest& q,
                        v1alpha::CodebookStepResult* r);
absl::Status SplitCode(resource::Store& store, qualitative::StudyStore& studies,
                       const OnBehalf& caller, const v1alpha::SplitCodeRequest& q,
                       v1alpha::CodebookStepResult* r);
absl::Status MoveCode(resource::Store& store, qualitative::StudyStore& studies,
                      const OnBehalf& caller, const v1alpha::MoveCodeRequest& q,
                      v1alpha::CodebookStepResult* r);
absl::Status RetireCode(resource::Store& store, qualitative::StudyStore& studies,
                        const OnBehalf& caller, const v1alpha::RetireCodeRequest& q,
                        v1alpha::CodebookStepResult* r);

}  // namespace lotse::survey
