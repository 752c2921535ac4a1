#pragma once

#include <vector>

#include "absl/time/civil_time.h"
#include "lotse/engagement/v1alpha/decision.pb.h"
#include "services/reporting/document/report_inputs.h"

namespace lotse::reporting {

// A decision and the day it belongs to.
struct DatedDecision {
  absl::CivilDay day;
  const engagement::v1alpha::Decision* decision = nullptr;
};

// The decisions of the report's period, by day: that on which they were made; else that of the last
// meeting they were put before, for example of one that was put off. What was put before none is
// not among them. They point into `inputs`.
std::vector<DatedDecision> DecisionsOf(const ReportInputs& inputs);

}  // namespace lotse::reporting
