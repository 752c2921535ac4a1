#pragma once

#include <memory>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "lotse/reporting/v1alpha/report.pb.h"
#include "services/reporting/document/report_inputs.h"
#include "services/reporting/follow/feed_follower.h"
#include "services/reporting/follow/mirror.h"
#include "services/reporting/sources/survey.h"

namespace lotse::reporting {

// Gathers what a report is made of from the other two services. Thread-safe.
class Gatherer {
 public:
  struct Options {
    // These outlive it.
    Mirror* mirror;
    FeedFollower* engagement_feed;
    FeedFollower* survey_feed;
    const Survey* survey;
    // How long a service is waited for that tells nothing.
    absl::Duration timeout;
  };
  explicit Gatherer(Options options) : options_(options) {}

  // Fills `process`, `waves`, `releases`, `sources` and `log_heads` of `inputs`, for the
  // engagement, the waves and the releases that `report` names. lotse-engagement is caught up
  // with first; if that cannot be, what it last said is taken, and named as unreachable (see
  // ReadProcess). lotse-survey is asked for the figures; see Survey::Ask. Where its log stands is
  // told if that could be read to its end afterwards, else that it could not. `told` counts the
  // process of the engagement, each of what the report names and, where it names anything, that
  // log; what is asked for beside a release counts with the log. Errors:
  // RESOURCE_NOT_FOUND (there is no such engagement), those of Survey::Ask, and CALLER_GONE if
  // `deadline` passes before: nothing is made of what would only have been slow.
  absl::Status Gather(const v1alpha::Report& report, absl::Time deadline, const SourcesRead& told,
                      ReportInputs* inputs) const;

 private:
  const Options options_;
};

}  // namespace lotse::reporting
