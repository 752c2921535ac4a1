#pragma once

#include "lotse/engagement/v1alpha/grant_service.grpc.pb.h"
#include "services/engagement/api/binding.h"
#include "services/engagement/app/grants.h"

// Who may do what.
namespace lotse::engagement {

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
    return api_.RunRead(c, q, r, [this, q, r](resource::Tx& tx) {
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
