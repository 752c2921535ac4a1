#pragma once

#include "lotse/survey/v1alpha/study_agreement.pb.h"
#include "lotse/survey/v1alpha/study_analysis_service.pb.h"
#include "lotse/survey/v1alpha/study_themes.pb.h"
#include "services/survey/app/use_cases.h"
#include "services/survey/qualitative/material/study_store.h"

// What lotse-survey finds and counts of what was coded in a study, as use_cases.h. They take the
// stores and not a transaction: texts and codings lie in the files of the studies.
namespace lotse::survey {

absl::Status FindSegments(resource::Store& store, qualitative::StudyStore& studies,
                          const OnBehalf& caller, const v1alpha::FindSegmentsRequest& q,
                          v1alpha::FindSegmentsResponse* r);
absl::Status FindKeyword(resource::Store& store, qualitative::StudyStore& studies,
                         const OnBehalf& caller, const v1alpha::FindKeywordRequest& q,
                         v1alpha::FindKeywordResponse* r);
absl::Status CountCodes(resource::Store& store, qualitative::StudyStore& studies,
                        const OnBehalf& caller, const v1alpha::CountCodesRequest& q,
                        v1alpha::CountCodesResponse* r);
absl::Status CountCoOccurrence(resource::Store& store, qualitative::StudyStore& studies,
                               const OnBehalf& caller, const v1alpha::CountCoOccurrenceRequest& q,
                               v1alpha::CountCoOccurrenceResponse* r);
absl::Status MeasureAgreement(resource::Store& store, qualitative::StudyStore& studies,
                              const OnBehalf& caller, const v1alpha::MeasureAgreementRequest& q,
                              v1alpha::MeasureAgreementResponse* r);
absl::Status TabulateThemes(resource::Store& store, qualitative::StudyStore& studies,
                            const OnBehalf& caller, const v1alpha::TabulateThemesRequest& q,
                            v1alpha::TabulateThemesResponse* r);

}  // namespace lotse::survey
