#pragma once

#include "lotse/survey/v1alpha/codebook_service.grpc.pb.h"
#include "lotse/survey/v1alpha/coding_service.grpc.pb.h"
#include "runtime/resource/api.h"
#include "services/survey/app/codebooks.h"
#include "services/survey/app/codings.h"
#include "services/survey/app/study_memos.h"

// The gRPC methods of codebooks, codings and memos, as services.h.
namespace lotse::survey {

// Runs what is done with the material of studies.
class MaterialApi {
 public:
  using Api = resource::Api;
  template <class Request, class Reply>
  using UseCase = absl::Status (*)(resource::Store&, qualitative::StudyStore&, const OnBehalf&,
                                   const Request&, Reply*);

  // Both outlive it.
  MaterialApi(const Api* api, qualitative::StudyStore* studies) : api_(*api), studies_(studies) {}

  template <class Request, class Reply>
  Api::Reactor* Run(Api::Context* context, const Request* request, Reply* reply,
                    UseCase<Request, Reply> use_case) const {
    return api_.RunPatient(context, request,
                           [this, request, reply, use_case](const resource::Cause& cause,
                                                            const sql::Patience& patience) {
                             return use_case(*api_.store(), *studies_, {cause, patience}, *request,
                                             reply);
                           });
  }

 private:
  const Api& api_;
  qualitative::StudyStore* const studies_;
};

class CodebookService final : public v1alpha::CodebookService::CallbackService {
  using Context = resource::Api::Context;
  using Reactor = resource::Api::Reactor;

 public:
  CodebookService(const resource::Api* api, qualitative::StudyStore* studies)
      : api_(api, studies) {}

  Reactor* CreateCodebook(Context* c, const v1alpha::CreateCodebookRequest* q,
                          v1alpha::Codebook* r) override {
    return api_.Run(c, q, r, &survey::CreateCodebook);
  }
  Reactor* GetCodebook(Context* c, const v1alpha::GetCodebookRequest* q,
                       v1alpha::Codebook* r) override {
    return api_.Run(c, q, r, &survey::GetCodebook);
  }
  Reactor* ListCodebooks(Context* c, const v1alpha::ListCodebooksRequest* q,
                         v1alpha::ListCodebooksResponse* r) override {
    return api_.Run(c, q, r, &survey::ListCodebooks);
  }
  Reactor* ImportCodebook(Context* c, const v1alpha::ImportCodebookRequest* q,
                          v1alpha::ImportCodebookResponse* r) override {
    return api_.Run(c, q, r, &survey::ImportCodebook);
  }
  Reactor* ExportCodebook(Context* c, const v1alpha::ExportCodebookRequest* q,
                          v1alpha::ExportCodebookResponse* r) override {
    return api_.Run(c, q, r, &survey::ExportCodebook);
  }
  Reactor* AddCode(Context* c, const v1alpha::AddCodeRequest* q,
                   v1alpha::CodebookStepResult* r) override {
    return api_.Run(c, q, r, &survey::AddCode);
  }
  Reactor* ReviseCode(Context* c, const v1alpha::ReviseCodeRequest* q,
                      v1alpha::CodebookStepResult* r) override {
    return api_.Run(c, q, r, &survey::ReviseCode);
  }
  Reactor* MergeCodes(Context* c, const v1alpha::MergeCodesRequest* q,
                      v1alpha::CodebookStepResult* r) override {
    return api_.Run(c, q, r, &survey::MergeCodes);
  }
  Reactor* SplitCode(Context* c, const v1alpha::SplitCodeRequest* q,
                     v1alpha::CodebookStepResult* r) override {
    return api_.Run(c, q, r, &survey::SplitCode);
  }
  Reactor* MoveCode(Context* c, const v1alpha::MoveCodeRequest* q,
                    v1alpha::CodebookStepResult* r) override {
    return api_.Run(c, q, r, &survey::MoveCode);
  }
  Reactor* RetireCode(Context* c, const v1alpha::RetireCodeRequest* q,
                      v1alpha::CodebookStepResult* r) override {
    return api_.Run(c, q, r, &survey::RetireCode);
  }
  Reactor* ListCodebookChanges(Context* c, const v1alpha::ListCodebookChangesRequest* q,
                               v1alpha::ListCodebookChangesResponse* r) override {
    return api_.Run(c, q, r, &survey::ListCodebookChanges);
  }

 private:
  const MaterialApi api_;
};

class CodingService final : public v1alpha::CodingService::CallbackService {
  using Context = resource::Api::Context;
  using Reactor = resource::Api::Reactor;

 public:
  CodingService(const resource::Api* api, qualitative::StudyStore* studies) : api_(api, studies) {}

  Reactor* CreateCoding(Context* c, const v1alpha::CreateCodingRequest* q,
                        v1alpha::Coding* r) override {
    return api_.Run(c, q, r, &survey::CreateCoding);
  }
  Reactor* DeleteCoding(Context* c, const v1alpha::DeleteCodingRequest* q,
                        v1alpha::DeleteCodingResponse* r) override {
    return api_.Run(c, q, r, &survey::DeleteCoding);
  }
  Reactor* ListCodings(Context* c, const v1alpha::ListCodingsRequest* q,
                       v1alpha::ListCodingsResponse* r) override {
    return api_.Run(c, q, r, &survey::ListCodings);
  }
  Reactor* CreateStudyMemo(Context* c, const v1alpha::CreateStudyMemoRequest* q,
                           v1alpha::StudyMemo* r) override {
    return api_.Run(c, q, r, &survey::CreateStudyMemo);
  }
  Reactor* ChangeStudyMemo(Context* c, const v1alpha::ChangeStudyMemoRequest* q,
                           v1alpha::StudyMemo* r) override {
    return api_.Run(c, q, r, &survey::ChangeStudyMemo);
  }
  Reactor* DeleteStudyMemo(Context* c, const v1alpha::DeleteStudyMemoRequest* q,
                           v1alpha::DeleteStudyMemoResponse* r) override {
    return api_.Run(c, q, r, &survey::DeleteStudyMemo);
  }
  Reactor* ListStudyMemos(Context* c, const v1alpha::ListStudyMemosRequest* q,
                          v1alpha::ListStudyMemosResponse* r) override {
    return api_.Run(c, q, r, &survey::ListStudyMemos);
  }

 private:
  const MaterialApi api_;
};

}  // namespace lotse::survey
