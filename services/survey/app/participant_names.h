#pragma once

#include "lotse/survey/v1alpha/participant_name_service.pb.h"
#include "services/survey/app/use_cases.h"
#include "services/survey/qualitative/material/study_store.h"

// What lotse-survey does with the names behind the pseudonyms of studies, as use_cases.h.
namespace lotse::survey {

// Take the stores and not a transaction: that something is stored or erased is noted in the log
// first, and then done.
absl::Status SetParticipantName(resource::Store& store, qualitative::StudyStore& studies,
                                const OnBehalf& caller, const v1alpha::SetParticipantNameRequest& q,
                                v1alpha::ParticipantName* r);
absl::Status EraseParticipantName(resource::Store& store, qualitative::StudyStore& studies,
                                  const OnBehalf& caller,
                                  const v1alpha::EraseParticipantNameRequest& q,
                                  v1alpha::EraseParticipantNameResponse* r);

absl::Status ListParticipantNames(Tx& tx, qualitative::StudyStore& studies,
                                  const v1alpha::ListParticipantNamesRequest& q,
                                  v1alpha::ListParticipantNamesResponse* r);

}  // namespace lotse::survey
