#pragma once

#include "lotse/survey/v1alpha/study_text_service.pb.h"
#include "services/survey/app/use_cases.h"
#include "services/survey/qualitative/material/study_store.h"

// What lotse-survey does with what was said in studies, as use_cases.h.
namespace lotse::survey {

// Take the stores and not a transaction: that something is stored, changed or erased is noted in
// the log first, and then done.
absl::Status ImportStudyText(resource::Store& store, qualitative::StudyStore& studies,
                             const OnBehalf& caller, const v1alpha::ImportStudyTextRequest& q,
                             v1alpha::StudyTextResult* r);
absl::Status CreateStudyText(resource::Store& store, qualitative::StudyStore& studies,
                             const OnBehalf& caller, const v1alpha::CreateStudyTextRequest& q,
                             v1alpha::StudyText* r);
absl::Status CorrectStudyText(resource::Store& store, qualitative::StudyStore& studies,
                              const OnBehalf& caller, const v1alpha::CorrectStudyTextRequest& q,
                              v1alpha::StudyTextResult* r);
absl::Status RedactStudyText(resource::Store& store, qualitative::StudyStore& studies,
                             const OnBehalf& caller, const v1alpha::RedactStudyTextRequest& q,
                             v1alpha::StudyTextResult* r);
absl::Status DeleteStudyText(resource::Store& store, qualitative::StudyStore& studies,
                             const OnBehalf& caller, const v1alpha::DeleteStudyTextRequest& q,
                             v1alpha::DeleteStudyTextResponse* r);

absl::Status GetStudyText(Tx& tx, qualitative::StudyStore& studies,
                          const v1alpha::GetStudyTextRequest& q, v1alpha::StudyText* r);
absl::Status ListStudyTexts(Tx& tx, qualitative::StudyStore& studies,
                            const v1alpha::ListStudyTextsRequest& q,
                            v1alpha::ListStudyTextsResponse* r);

}  // namespace lotse::survey
