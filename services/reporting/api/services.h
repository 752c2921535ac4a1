#pragma once

#include <algorithm>

#include "absl/time/clock.h"
#include "lotse/reporting/v1alpha/report_service.grpc.pb.h"
#include "runtime/resource/api.h"
#include "services/reporting/app/use_cases.h"

// The gRPC methods of lotse-reporting, each bound to its use case.
namespace lotse::reporting {

class ReportService final : public v1alpha::ReportService::CallbackService {
 public:
  using Context = resource::Api<>::Context;
  using Reactor = resource::Api<>::Reactor;

  ReportService(rpc::Shell* shell, resource::Store* store, AskPeers ask)
      : api_(resource::MakeApi(shell, store)), shell_(shell), store_(store), ask_(std::move(ask)) {}

  Reactor* GetReport(Context* c, const v1alpha::GetReportRequest* q, v1alpha::Report* r) override {
    return api_.Read(c, q, r, &reporting::GetReport);
  }
  Reactor* ListReports(Context* c, const v1alpha::ListReportsRequest* q,
                       v1alpha::ListReportsResponse* r) override {
    return api_.Read(c, q, r, &reporting::ListReports);
  }
  Reactor* RenderReport(Context* c, const v1alpha::RenderReportRequest* q,
                        v1alpha::RenderReportResponse* r) override {
    return api_.Read(c, q, r, &reporting::RenderReport);
  }
  Reactor* CreateReport(Context* c, const v1alpha::CreateReportRequest* q,
                        v1alpha::Report* r) override {
    const absl::Time deadline =
        std::min(absl::FromChrono(c->deadline()), absl::Now() + kLongestMaking);
    return shell_->Run(c, *q, [this, deadline, q, r] {
      return reporting::CreateReport(*store_, ask_, deadline, *q, r);
    });
  }

 private:
  // However long a caller would wait, a thread waits no longer for the peers.
  static constexpr absl::Duration kLongestMaking = absl::Seconds(30);

  const resource::Api<> api_;
  rpc::Shell* const shell_;
  resource::Store* const store_;
  const AskPeers ask_;
};

}  // namespace lotse::reporting
