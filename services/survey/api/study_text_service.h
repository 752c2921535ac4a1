#pragma once

#include "lotse/survey/v1alpha/study_text_service.grpc.pb.h"
#include "runtime/resource/api.h"
#include "services/survey/app/study_texts.h"

// The gRPC methods of what was said in studies, as services.h.
namespace lotse::survey {

class StudyTextService final : public v1alpha::StudyTextService::CallbackService {
  using Api = resource::Api;
  using Context = Api::Context;
  using Reactor = Api::Reactor;

 public:
  // Both outlive it.
  StudyTextService(const Api* api, qualitative::StudyStore* studies)
      : api_(*api), studies_(studies) {}

  Reactor* ImportStudyText(Context* c, const v1alpha::ImportStudyTextRequest* q,
                           v1alpha::StudyTextResult* r) override {
    return Change(c, q, r, &survey::ImportStudyText);
  }
  Reactor* CreateStudyText(Context* c, const v1alpha::CreateStudyTextRequest* q,
                           v1alpha::StudyText* r) override {
    return Change(c, q, r, &survey::CreateStudyText);
  }
  Reactor* CorrectStudyText(Context* c, const v1alpha::CorrectStudyTextRequest* q,
                            v1alpha::StudyTextResult* r) override {
    return Change(c, q, r, &survey::CorrectStudyText);
  }
  Reactor* RedactStudyText(Context* c, const v1alpha::RedactStudyTextRequest* q,
                           v1alpha::StudyTextResult* r) override {
    return Change(c, q, r, &survey::RedactStudyText);
  }
  Reactor* DeleteStudyText(Context* c, const v1alpha::DeleteStudyTextRequest* q,
                           v1alpha::DeleteStudyTextResponse* r) override {
    return Change(c, q, r, &survey::DeleteStudyText);
  }
  Reactor* GetStudyText(Context* c, const v1alpha::GetStudyTextRequest* q,
                        v1alpha::StudyText* r) override {
    return api_.RunRead(c, q, r, [this, q, r](resource::Tx& tx) {
      return survey::GetStudyText(tx, *studies_, *q, r);
    });
  }
  Reactor* ListStudyTexts(Context* c, const v1alpha::ListStudyTextsRequest* q,
                          v1alpha::ListStudyTextsResponse* r) override {
    return api_.RunRead(c, q, r, [this, q, r](resource::Tx& tx) {
      return survey::ListStudyTexts(tx, *studies_, *q, r);
    });
  }

 private:
  template <class Request, class Reply>
  using UseCase = absl::Status (*)(resource::Store&, qualitative::StudyStore&, const OnBehalf&,
                                   const Request&, Reply*);

  template <class Request, class Reply>
  Reactor* Change(Context* c, const Request* q, Reply* r, UseCase<Request, Reply> use_case) {
    return api_.RunPatient(
        c, q, [this, q, r, use_case](const resource::Cause& cause, const sql::Patience& patience) {
          return use_case(*api_.store(), *studies_, {cause, patience}, *q, r);
        });
  }

  const Api& api_;
  qualitative::StudyStore* const studies_;
};

}  // namespace lotse::survey
