#pragma once

#include "lotse/engagement/v1alpha/administration_service.grpc.pb.h"
#include "lotse/engagement/v1alpha/engagement_service.grpc.pb.h"
#include "lotse/engagement/v1alpha/programme_service.grpc.pb.h"
#include "runtime/resource/api.h"
#include "services/engagement/app/use_cases.h"

// The gRPC methods of lotse-engagement: each is bound to its standard method or use case.
namespace lotse::engagement {

using resource::Api;
using Context = Api::Context;
using Reactor = Api::Reactor;

class ProgrammeService final : public v1alpha::ProgrammeService::CallbackService {
 public:
  explicit ProgrammeService(const Api* api) : api_(*api) {}

  Reactor* GetProgramme(Context* c, const v1alpha::GetProgrammeRequest* q,
                        v1alpha::Programme* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* ListProgrammes(Context* c, const v1alpha::ListProgrammesRequest* q,
                          v1alpha::ListProgrammesResponse* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* CreateProgramme(Context* c, const v1alpha::CreateProgrammeRequest* q,
                           v1alpha::Programme* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UpdateProgramme(Context* c, const v1alpha::UpdateProgrammeRequest* q,
                           v1alpha::Programme* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* DeleteProgramme(Context* c, const v1alpha::DeleteProgrammeRequest* q,
                           v1alpha::Programme* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UndeleteProgramme(Context* c, const v1alpha::UndeleteProgrammeRequest* q,
                             v1alpha::Programme* r) override {
    return api_.Run(c, q, r);
  }

 private:
  const Api& api_;
};

class AdministrationService final : public v1alpha::AdministrationService::CallbackService {
 public:
  explicit AdministrationService(const Api* api) : api_(*api) {}

  Reactor* GetAdministration(Context* c, const v1alpha::GetAdministrationRequest* q,
                             v1alpha::Administration* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* ListAdministrations(Context* c, const v1alpha::ListAdministrationsRequest* q,
                               v1alpha::ListAdministrationsResponse* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* CreateAdministration(Context* c, const v1alpha::CreateAdministrationRequest* q,
                                v1alpha::Administration* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UpdateAdministration(Context* c, const v1alpha::UpdateAdministrationRequest* q,
                                v1alpha::Administration* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* DeleteAdministration(Context* c, const v1alpha::DeleteAdministrationRequest* q,
                                v1alpha::Administration* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UndeleteAdministration(Context* c, const v1alpha::UndeleteAdministrationRequest* q,
                                  v1alpha::Administration* r) override {
    return api_.Run(c, q, r);
  }

 private:
  const Api& api_;
};

class EngagementService final : public v1alpha::EngagementService::CallbackService {
 public:
  explicit EngagementService(const Api* api) : api_(*api) {}

  // [methods]
  Reactor* GetEngagement(Context* c, const v1alpha::GetEngagementRequest* q,
                         v1alpha::Engagement* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* ListEngagements(Context* c, const v1alpha::ListEngagementsRequest* q,
                           v1alpha::ListEngagementsResponse* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* CreateEngagement(Context* c, const v1alpha::CreateEngagementRequest* q,
                            v1alpha::Engagement* r) override {
    return api_.Run(c, q, r);
  }
  // [/methods]
  Reactor* UpdateEngagement(Context* c, const v1alpha::UpdateEngagementRequest* q,
                            v1alpha::Engagement* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* DeleteEngagement(Context* c, const v1alpha::DeleteEngagementRequest* q,
                            v1alpha::Engagement* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UndeleteEngagement(Context* c, const v1alpha::UndeleteEngagementRequest* q,
                              v1alpha::Engagement* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* StartPhase(Context* c, const v1alpha::StartPhaseRequest* q,
                      v1alpha::Engagement* r) override {
    return api_.Write(c, q, r, &engagement::StartPhase);
  }
  Reactor* CompletePhase(Context* c, const v1alpha::CompletePhaseRequest* q,
                         v1alpha::Engagement* r) override {
    return api_.Write(c, q, r, &engagement::CompletePhase);
  }

 private:
  const Api& api_;
};

}  // namespace lotse::engagement
