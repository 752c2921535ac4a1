#pragma once

#include "lotse/engagement/v1alpha/administration_service.grpc.pb.h"
#include "lotse/engagement/v1alpha/engagement_service.grpc.pb.h"
#include "lotse/engagement/v1alpha/programme_service.grpc.pb.h"
#include "runtime/resource/api.h"
#include "services/engagement/app/use_cases.h"

// The gRPC methods of lotse-engagement, each bound to its use case.
namespace lotse::engagement {

class ProgrammeService final : public v1alpha::ProgrammeService::CallbackService {
 public:
  using Context = resource::Api<>::Context;
  using Reactor = resource::Api<>::Reactor;
  explicit ProgrammeService(resource::Api<> api) : api_(std::move(api)) {}

  Reactor* GetProgramme(Context* c, const v1alpha::GetProgrammeRequest* q,
                        v1alpha::Programme* r) override {
    return api_.Read(c, q, r, &engagement::GetProgramme);
  }
  Reactor* ListProgrammes(Context* c, const v1alpha::ListProgrammesRequest* q,
                          v1alpha::ListProgrammesResponse* r) override {
    return api_.Read(c, q, r, &engagement::ListProgrammes);
  }
  Reactor* CreateProgramme(Context* c, const v1alpha::CreateProgrammeRequest* q,
                           v1alpha::Programme* r) override {
    return api_.Write(c, q, r, &engagement::CreateProgramme);
  }

 private:
  const resource::Api<> api_;
};

class AdministrationService final : public v1alpha::AdministrationService::CallbackService {
 public:
  using Context = resource::Api<>::Context;
  using Reactor = resource::Api<>::Reactor;
  explicit AdministrationService(resource::Api<> api) : api_(std::move(api)) {}

  Reactor* GetAdministration(Context* c, const v1alpha::GetAdministrationRequest* q,
                             v1alpha::Administration* r) override {
    return api_.Read(c, q, r, &engagement::GetAdministration);
  }
  Reactor* ListAdministrations(Context* c, const v1alpha::ListAdministrationsRequest* q,
                               v1alpha::ListAdministrationsResponse* r) override {
    return api_.Read(c, q, r, &engagement::ListAdministrations);
  }
  Reactor* CreateAdministration(Context* c, const v1alpha::CreateAdministrationRequest* q,
                                v1alpha::Administration* r) override {
    return api_.Write(c, q, r, &engagement::CreateAdministration);
  }

 private:
  const resource::Api<> api_;
};

class EngagementService final : public v1alpha::EngagementService::CallbackService {
 public:
  using Context = resource::Api<>::Context;
  using Reactor = resource::Api<>::Reactor;
  explicit EngagementService(resource::Api<> api) : api_(std::move(api)) {}

  Reactor* GetEngagement(Context* c, const v1alpha::GetEngagementRequest* q,
                         v1alpha::Engagement* r) override {
    return api_.Read(c, q, r, &engagement::GetEngagement);
  }
  Reactor* ListEngagements(Context* c, const v1alpha::ListEngagementsRequest* q,
                           v1alpha::ListEngagementsResponse* r) override {
    return api_.Read(c, q, r, &engagement::ListEngagements);
  }
  Reactor* CreateEngagement(Context* c, const v1alpha::CreateEngagementRequest* q,
                            v1alpha::Engagement* r) override {
    return api_.Write(c, q, r, &engagement::CreateEngagement);
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
  const resource::Api<> api_;
};

}  // namespace lotse::engagement
