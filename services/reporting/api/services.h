#pragma once

#include <algorithm>

#include "absl/time/clock.h"
#include "lotse/reporting/v1alpha/report_service.grpc.pb.h"
#include "runtime/resource/api.h"
#include "services/reporting/app/use_cases.h"

// The gRPC methods of lotse-reporting: each is bound to its standard method or use case.
namespace lotse::reporting {

using resource::Api;
using Context = Api::Context;
using Reactor = Api::Reactor;

class ReportService final : public v1alpha::ReportService::CallbackService {
 public:
  ReportService(const Api* api, AskPeers ask) : api_(*api), ask_(std::move(ask)) {}

  Reactor* GetReport(Context* c, const v1alpha::GetReportRequest* q, v1alpha::Report* r) override {
    return api_.Run(c, q, r);
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
    return api_.RunLong(c, q, [this, q, r](const resource::Cause& cause, absl::Time deadline) {
      deadline = std::min(deadline, absl::Now() + kLongestMaking);
      return reporting::CreateReport(*api_.store(), ask_, cause, deadline, *q, r);
    });
  }

 private:
  // However long a caller would wait, a thread waits no longer for the peers.
  static constexpr absl::Duration kLongestMaking = absl::Seconds(30);

  const Api& api_;
  const AskPeers ask_;
};

}  // namespace lotse::reporting
