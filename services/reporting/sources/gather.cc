#include "services/reporting/sources/gather.h"

#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "runtime/rpc/error.h"
#include "runtime/types/resource_name.h"
#include "services/reporting/follow/read_process.h"

namespace lotse::reporting {
namespace {

absl::Status DeadlinePassed() {
  return rpc::Error(type::v1alpha::ERROR_REASON_CALLER_GONE,
                    "the deadline passed while other services were asked; nothing was made");
}

}  // namespace

absl::Status Gatherer::Gather(const v1alpha::Report& report, absl::Time deadline,
                              ReportInputs* inputs) const {
  const std::string engagement = types::Prefix(report.name(), 2);
  const bool reached = options_.engagement_feed->CatchUp(options_.timeout, deadline);
  if (!reached && absl::Now() >= deadline) return DeadlinePassed();
  const absl::Status read = options_.mirror->Read([&](MirrorView& view) {
    return ReadProcess(view, engagement, reached, &inputs->process, &inputs->sources,
                       &inputs->log_heads);
  });
  if (!read.ok()) return read;
  if (report.waves().empty() && report.releases().empty()) return absl::OkStatus();
  if (absl::Status s = options_.survey->Ask({report.waves().begin(), report.waves().end()},
                                            {report.releases().begin(), report.releases().end()},
                                            deadline, inputs);
      !s.ok()) {
    return s;
  }
  // Afterwards: what is first asked for may be noted there.
  options_.survey_feed->CatchUp(options_.timeout, deadline);
  if (absl::Now() >= deadline) return DeadlinePassed();
  return options_.mirror->Read([&](MirrorView& view) {
    auto head = view.HeadOf(kSurveyService, engagement);
    if (head.has_value()) inputs->log_heads.push_back(*std::move(head));
    return absl::OkStatus();
  });
}

}  // namespace lotse::reporting
