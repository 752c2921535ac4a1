#pragma once

#include "lotse/survey/v1alpha/form_service.grpc.pb.h"
#include "runtime/resource/api.h"
#include "services/survey/app/form_use_cases.h"

namespace lotse::survey {

class FormService final : public v1alpha::FormService::CallbackService {
  using Api = resource::Api;
  using Context = Api::Context;
  using Reactor = Api::Reactor;

 public:
  // All outlive it.
  FormService(const Api* api, ResponseStore* responses, InstrumentCache* instruments)
      : api_(*api), responses_(responses), instruments_(instruments) {}

  Reactor* GetForm(Context* c, const v1alpha::GetFormRequest* q,
                   v1alpha::FormDescription* r) override {
    return Run(c, q, [this, q, r](const OnBehalf& caller) {
      return survey::GetForm(*api_.store(), *instruments_, caller, *q, r);
    });
  }
  Reactor* PreviewForm(Context* c, const v1alpha::PreviewFormRequest* q,
                       v1alpha::PreviewFormResponse* r) override {
    return Run(c, q, [this, q, r](const OnBehalf& caller) {
      return survey::PreviewForm(*api_.store(), caller, *q, r);
    });
  }
  Reactor* StartSession(Context* c, const v1alpha::StartSessionRequest* q,
                        v1alpha::StartSessionResponse* r) override {
    return Run(c, q, [this, q, r](const OnBehalf& caller) {
      return survey::StartSession(*api_.store(), *responses_, *instruments_, caller, *q, r);
    });
  }
  Reactor* EvaluateAnswers(Context* c, const v1alpha::EvaluateAnswersRequest* q,
                           v1alpha::EvaluateAnswersResponse* r) override {
    return Run(c, q, [this, q, r](const OnBehalf& caller) {
      return survey::EvaluateAnswers(*api_.store(), *instruments_, caller, *q, r);
    });
  }
  Reactor* EvaluateBatch(Context* c, const v1alpha::EvaluateBatchRequest* q,
                         v1alpha::EvaluateBatchResponse* r) override {
    return Run(c, q, [this, q, r](const OnBehalf& caller) {
      return survey::EvaluateBatch(*api_.store(), *instruments_, caller, *q, r);
    });
  }

 private:
  template <class Request, class Work>
  Reactor* Run(Context* c, const Request* q, Work work) {
    return api_.RunPatient(c, q,
                           [work](const resource::Cause& cause, const sql::Patience& patience) {
                             return work(OnBehalf{cause, patience});
                           });
  }

  const Api& api_;
  ResponseStore* const responses_;
  InstrumentCache* const instruments_;
};

}  // namespace lotse::survey
