#pragma once

#include "lotse/survey/v1alpha/coding_service.pb.h"
#include "services/survey/app/use_cases.h"
#include "services/survey/qualitative/material/study_store.h"

// What lotse-survey does with the memos of studies, as codings.h.
namespace lotse::survey {

absl::Status CreateStudyMemo(resource::Store& store, qualitative::StudyStore& studies,
                             const OnBehalf& caller, const v1alpha::CreateStudyMemoRequest& q,
                             v1alpha::StudyMemo* r);
absl::Status ChangeStudyMemo(resource::Store& store, qualitative::StudyStore& studies,
                             const OnBehalf& caller, const v1alpha::ChangeStudyMemoRequest& q,
                             v1alpha::StudyMemo* r);
absl::Status DeleteStudyMemo(resource::Store& store, qualitative::StudyStore& studies,
                             const OnBehalf& caller, const v1alpha::DeleteStudyMemoRequest& q,
                             v1alpha::DeleteStudyMemoResponse* r);
absl::Status ListStudyMemos(resource::Store& store, qualitative::StudyStore& studies,
                            const OnBehalf& caller, const v1alpha::ListStudyMemosRequest& q,
                            v1alpha::ListStudyMemosResponse* r);

}  // namespace lotse::survey
