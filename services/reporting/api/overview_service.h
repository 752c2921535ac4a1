#pragma once

#include "lotse/reporting/v1alpha/overview_service.grpc.pb.h"
#include "runtime/resource/api.h"
#include "services/reporting/app/overview.h"

namespace lotse::reporting {

// The gRPC methods of the overviews: each is bound to its use case over the mirror.
class OverviewService final : public v1alpha::OverviewService::CallbackService {
 public:
  using Context = resource::Api::Context;
  using Reactor = resource::Api::Reactor;

  // Both outlive the calls.
  OverviewService(const resource::Api* api, Mirror* mirror) : api_(*api), mirror_(*mirror) {}

  Reactor* GetIndicatorSeries(Context* c, const v1alpha::GetIndicatorSeriesRequest* q,
                              v1alpha::IndicatorSeries* r) override {
    return Read(c, q, r, &reporting::GetIndicatorSeries);
  }
  Reactor* ListIndicatorProgress(Context* c, const v1alpha::ListIndicatorProgressRequest* q,
                                 v1alpha::ListIndicatorProgressResponse* r) override {
    return Read(c, q, r, &reporting::ListIndicatorProgress);
  }
  Reactor* ListPortfolio(Context* c, const v1alpha::ListPortfolioRequest* q,
                         v1alpha::ListPortfolioResponse* r) override {
    return Read(c, q, r, &reporting::ListPortfolio);
  }

 private:
  template <class Q, class R>
  Reactor* Read(Context* c, const Q* q, R* r,
                absl::Status (*use_case)(resource::Tx&, Mirror&, const Q&, R*)) const {
    return api_.RunRead(
        c, q, r, [this, q, r, use_case](resource::Tx& tx) { return use_case(tx, mirror_, *q, r); });
  }

  const resource::Api& api_;
  Mirror& mirror_;
};

}  // namespace lotse::reporting
