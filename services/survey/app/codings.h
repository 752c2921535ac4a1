#pragma once

#include <string>

#include "lotse/survey/v1alpha/coding_service.pb.h"
#include "services/survey/app/use_cases.h"
#include "services/survey/qualitative/material/coding_rows.h"
#include "services/survey/qualitative/material/study_store.h"

// What lotse-survey does with codings, as use_cases.h. They take the stores and not a transaction:
// codings lie in the files of the studies.
namespace lotse::survey {

// A stored coding as it is told; `text` is where it lies.
void TellCoding(const std::string& study, const qualitative::StoredCoding& stored,
                const qualitative::TextPlace& text, v1alpha::Coding* coding);

absl::Status CreateCoding(resource::Store& store, qualitative::StudyStore& studies,
                          const OnBehalf& caller, const v1alpha::CreateCodingRequest& q,
                          v1alpha::Coding* r);
absl::Status DeleteCoding(resource::Store& store, qualitative::StudyStore& studies,
                          const OnBehalf& caller, const v1alpha::DeleteCodingRequest& q,
                          v1alpha::DeleteCodingResponse* r);
absl::Status ListCodings(resource::Store& store, qualitative::StudyStore& studies,
                         const OnBehalf& caller, const v1alpha::ListCodingsRequest& q,
                         v1alpha::ListCodingsResponse* r);

}  // namespace lotse::survey
