#pragma once

#include "services/survey/app/use_cases.h"

// What lotse-survey does with the responses of waves that are not anonymous, as use_cases.h.
namespace lotse::survey {

void SaveAnswers(resource::Store& store, ResponseStore& responses, InstrumentCache& instruments,
                 const v1alpha::SaveAnswersRequest& q, Submission submission,
                 v1alpha::SaveAnswersResponse* r);
void EditResponse(resource::Store& store, ResponseStore& responses, InstrumentCache& instruments,
                  const v1alpha::EditResponseRequest& q, Submission submission,
                  v1alpha::EditResponseResponse* r);
void WithdrawResponse(resource::Store& store, ResponseStore& responses,
                      const v1alpha::WithdrawResponseRequest& q, Submission submission);

absl::Status ResumeResponse(Tx& tx, ResponseStore& responses, InstrumentCache& instruments,
                            const v1alpha::ResumeResponseRequest& q,
                            v1alpha::ResumeResponseResponse* r);
absl::Status ListResponses(Tx& tx, ResponseStore& responses, InstrumentCache& instruments,
                           const v1alpha::ListResponsesRequest& q,
                           v1alpha::ListResponsesResponse* r);
absl::Status GetAnswerFile(Tx& tx, ResponseStore& responses, InstrumentCache& instruments,
                           const v1alpha::GetAnswerFileRequest& q,
                           v1alpha::GetAnswerFileResponse* r);
absl::Status ListIdentities(Tx& tx, ResponseStore& responses,
                            const v1alpha::ListIdentitiesRequest& q,
                            v1alpha::ListIdentitiesResponse* r);

}  // namespace lotse::survey
