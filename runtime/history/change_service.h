#pragma once

#include <memory>

#include "lotse/type/v1alpha/change_service.grpc.pb.h"
#include "runtime/resource/api.h"
#include "runtime/watch/watchers.h"

namespace lotse::history {

class WatchStream;

// The gRPC service lotse.type.v1alpha.ChangeService over the store of a daemon. It
// listens to the commits of the store, so there is one for each store.
class ChangeService final : public type::v1alpha::ChangeService::CallbackService {
 public:
  using Context = resource::Api::Context;
  using Reactor = resource::Api::Reactor;

  // How often a stream is asked whether its caller still has the right, and reads.
  static constexpr absl::Duration kRecheck = watch::Watchers::kRecheck;
  // So long a message may wait for its reader.
  static constexpr absl::Duration kMaxStandstill = absl::Seconds(60);

  // `api` outlives the service, and the service the last commit.
  explicit ChangeService(const resource::Api* api, absl::Duration max_standstill = kMaxStandstill);

  Reactor* ListChanges(Context* c, const type::v1alpha::ListChangesRequest* q,
                       type::v1alpha::ListChangesResponse* r) override;
  grpc::ServerWriteReactor<type::v1alpha::WatchChangesResponse>* WatchChanges(
      Context* c, const type::v1alpha::WatchChangesRequest* q) override;
  Reactor* DiffRevisions(Context* c, const type::v1alpha::DiffRevisionsRequest* q,
                         type::v1alpha::DiffRevisionsResponse* r) override;
  Reactor* ListStates(Context* c, const type::v1alpha::ListStatesRequest* q,
                      type::v1alpha::ListStatesResponse* r) override;
  Reactor* DiffStates(Context* c, const type::v1alpha::DiffStatesRequest* q,
                      type::v1alpha::DiffStatesResponse* r) override;
  Reactor* ErasePersonalFields(Context* c, const type::v1alpha::ErasePersonalFieldsRequest* q,
                               type::v1alpha::ErasePersonalFieldsResponse* r) override;

 private:
  void Begin(const std::shared_ptr<rpc::Call>& call, const type::v1alpha::WatchChangesRequest& q,
             const std::shared_ptr<WatchStream>& stream);

  const resource::Api& api_;
  const absl::Duration max_standstill_;
  watch::Watchers watchers_;
};

}  // namespace lotse::history
