#pragma once

#include "lotse/survey/v1alpha/form_service.pb.h"
#include "services/survey/app/use_cases.h"

// Filling questionnaires in step by step, as use_cases.h. They take the stores and not a
// transaction: no other call waits while answers are judged. Nothing is stored.
namespace lotse::survey {

// Most responses of a batch. Source: form_service.proto.
inline constexpr int kMaxBatchItems = 100;

absl::Status GetForm(resource::Store& store, InstrumentCache& instruments, const OnBehalf& caller,
                     const v1alpha::GetFormRequest& q, v1alpha::FormDescription* r);
absl::Status PreviewForm(resource::Store& store, const OnBehalf& caller,
                         const v1alpha::PreviewFormRequest& q, v1alpha::PreviewFormResponse* r);
absl::Status StartSession(resource::Store& store, ResponseStore& responses,
                          InstrumentCache& instruments, const OnBehalf& caller,
                          const v1alpha::StartSessionRequest& q, v1alpha::StartSessionResponse* r);
absl::Status EvaluateAnswers(resource::Store& store, InstrumentCache& instruments,
                             const OnBehalf& caller, const v1alpha::EvaluateAnswersRequest& q,
                             v1alpha::EvaluateAnswersResponse* r);
absl::Status EvaluateBatch(resource::Store& store, InstrumentCache& instruments,
                           const OnBehalf& caller, const v1alpha::EvaluateBatchRequest& q,
                           v1alpha::EvaluateBatchResponse* r);

// Sets how a form stands after `answers`, once it stood after `former`. INVALID_FIELDS of
// `answers` if they cannot be judged.
struct FormStep {
  const google::protobuf::RepeatedPtrField<v1alpha::Answer>& answers;
  const google::protobuf::RepeatedPtrField<v1alpha::Answer>& former;
  const std::string& response_id;
};
absl::Status TellForm(const LiveForm& form, const FormStep& step,
                      const v1alpha::FormTelling& telling, const logic::Environment& environment,
                      v1alpha::FormTold* told);

}  // namespace lotse::survey
