#pragma once

#include "lotse/engagement/v1alpha/administration_service.grpc.pb.h"
#include "lotse/engagement/v1alpha/engagement_service.grpc.pb.h"
#include "lotse/engagement/v1alpha/grant_service.grpc.pb.h"
#include "lotse/engagement/v1alpha/programme_service.grpc.pb.h"
#include "runtime/resource/api.h"
#include "services/engagement/app/grants.h"
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

class GrantService final : public v1alpha::GrantService::CallbackService {
 public:
  GrantService(const Api* api, const auth::GrantBook* book) : api_(*api), book_(*book) {}

  Reactor* GetGrant(Context* c, const v1alpha::GetGrantRequest* q,
                    type::v1alpha::Grant* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* ListGrants(Context* c, const v1alpha::ListGrantsRequest* q,
                      v1alpha::ListGrantsResponse* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* CreateGrant(Context* c, const v1alpha::CreateGrantRequest* q,
                       type::v1alpha::Grant* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UpdateGrant(Context* c, const v1alpha::UpdateGrantRequest* q,
                       type::v1alpha::Grant* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* DeleteGrant(Context* c, const v1alpha::DeleteGrantRequest* q,
                       google::protobuf::Empty* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* ListEffectiveGrants(Context* c, const v1alpha::ListEffectiveGrantsRequest* q,
                               v1alpha::ListEffectiveGrantsResponse* r) override {
    return api_.RunRead(c, q, r, [this, q, r](Tx& tx) {
      return engagement::ListEffectiveGrants(tx, book_, *q, r);
    });
  }
  Reactor* GetMyRights(Context* c, const v1alpha::GetMyRightsRequest* q,
                       v1alpha::GetMyRightsResponse* r) override {
    return api_.RunLong(c, q, [this, q, r](const resource::Cause& caller, absl::Time) {
      return engagement::GetMyRights(api_.store()->schema(), caller, absl::Now(), *q, r);
    });
  }

 private:
  const Api& api_;
  const auth::GrantBook& book_;
};

}  // namespace lotse::engagement
