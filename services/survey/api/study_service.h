#pragma once

#include "lotse/survey/v1alpha/participant_name_service.grpc.pb.h"
#include "lotse/survey/v1alpha/study_service.grpc.pb.h"
#include "runtime/resource/api.h"
#include "services/survey/app/participant_names.h"

// The gRPC methods of qualitative studies, as services.h.
namespace lotse::survey {

class StudyService final : public v1alpha::StudyService::CallbackService {
  using Api = resource::Api;
  using Context = Api::Context;
  using Reactor = Api::Reactor;

 public:
  explicit StudyService(const Api* api) : api_(*api) {}

  Reactor* GetStudy(Context* c, const v1alpha::GetStudyRequest* q, v1alpha::Study* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* ListStudies(Context* c, const v1alpha::ListStudiesRequest* q,
                       v1alpha::ListStudiesResponse* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* CreateStudy(Context* c, const v1alpha::CreateStudyRequest* q,
                       v1alpha::Study* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UpdateStudy(Context* c, const v1alpha::UpdateStudyRequest* q,
                       v1alpha::Study* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* DeleteStudy(Context* c, const v1alpha::DeleteStudyRequest* q,
                       v1alpha::Study* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UndeleteStudy(Context* c, const v1alpha::UndeleteStudyRequest* q,
                         v1alpha::Study* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* GetGuide(Context* c, const v1alpha::GetGuideRequest* q, v1alpha::Guide* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* ListGuides(Context* c, const v1alpha::ListGuidesRequest* q,
                      v1alpha::ListGuidesResponse* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* CreateGuide(Context* c, const v1alpha::CreateGuideRequest* q,
                       v1alpha::Guide* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* DeleteGuide(Context* c, const v1alpha::DeleteGuideRequest* q,
                       v1alpha::Guide* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UndeleteGuide(Context* c, const v1alpha::UndeleteGuideRequest* q,
                         v1alpha::Guide* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* GetStudyCase(Context* c, const v1alpha::GetStudyCaseRequest* q,
                        v1alpha::StudyCase* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* ListStudyCases(Context* c, const v1alpha::ListStudyCasesRequest* q,
                          v1alpha::ListStudyCasesResponse* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* CreateStudyCase(Context* c, const v1alpha::CreateStudyCaseRequest* q,
                           v1alpha::StudyCase* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UpdateStudyCase(Context* c, const v1alpha::UpdateStudyCaseRequest* q,
                           v1alpha::StudyCase* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* DeleteStudyCase(Context* c, const v1alpha::DeleteStudyCaseRequest* q,
                           v1alpha::StudyCase* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UndeleteStudyCase(Context* c, const v1alpha::UndeleteStudyCaseRequest* q,
                             v1alpha::StudyCase* r) override {
    return api_.Run(c, q, r);
  }

 private:
  const Api& api_;
};

class ParticipantNameService final : public v1alpha::ParticipantNameService::CallbackService {
  using Api = resource::Api;
  using Context = Api::Context;
  using Reactor = Api::Reactor;

 public:
  // Both outlive it.
  ParticipantNameService(const Api* api, qualitative::StudyStore* studies)
      : api_(*api), studies_(studies) {}

  Reactor* SetParticipantName(Context* c, const v1alpha::SetParticipantNameRequest* q,
                              v1alpha::ParticipantName* r) override {
    return api_.RunPatient(
        c, q, [this, q, r](const resource::Cause& cause, const sql::Patience& patience) {
          return survey::SetParticipantName(*api_.store(), *studies_, {cause, patience}, *q, r);
        });
  }
  Reactor* ListParticipantNames(Context* c, const v1alpha::ListParticipantNamesRequest* q,
                                v1alpha::ListParticipantNamesResponse* r) override {
    return api_.RunRead(c, q, r, [this, q, r](resource::Tx& tx) {
      return survey::ListParticipantNames(tx, *studies_, *q, r);
    });
  }
  Reactor* EraseParticipantName(Context* c, const v1alpha::EraseParticipantNameRequest* q,
                                v1alpha::EraseParticipantNameResponse* r) override {
    return api_.RunPatient(
        c, q, [this, q, r](const resource::Cause& cause, const sql::Patience& patience) {
          return survey::EraseParticipantName(*api_.store(), *studies_, {cause, patience}, *q, r);
        });
  }

 private:
  const Api& api_;
  qualitative::StudyStore* const studies_;
};

}  // namespace lotse::survey
