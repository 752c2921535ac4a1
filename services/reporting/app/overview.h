#pragma once

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "google/protobuf/timestamp.pb.h"
#include "lotse/reporting/v1alpha/overview_service.pb.h"
#include "runtime/resource/tx.h"
#include "services/reporting/follow/mirror.h"

// Figures of engagements for front ends, from what lotse-engagement last said. Errors are
// documented at the methods in proto/lotse/reporting/v1alpha/overview_service.proto. The
// transaction tells who asks, which day it is, and how tokens are made; the figures are in the
// mirror.
namespace lotse::reporting {

using resource::Tx;

absl::Status GetIndicatorSeries(Tx& tx, Mirror& mirror, const v1alpha::GetIndicatorSeriesRequest& q,
                                v1alpha::IndicatorSeries* r);
absl::Status ListIndicatorProgress(Tx& tx, Mirror& mirror,
                                   const v1alpha::ListIndicatorProgressRequest& q,
                                   v1alpha::ListIndicatorProgressResponse* r);
absl::Status ListPortfolio(Tx& tx, Mirror& mirror, const v1alpha::ListPortfolioRequest& q,
                           v1alpha::ListPortfolioResponse* r);

// Runs `work` on what lotse-engagement last said, and sets when that was. SOURCE_UNAVAILABLE if
// it never said all; or as Mirror::Read.
absl::Status ReadEngagements(Mirror& mirror, google::protobuf::Timestamp* as_of,
                             absl::FunctionRef<absl::Status(MirrorView&)> work);

}  // namespace lotse::reporting
