#pragma once

#include <string>
#include <vector>

#include "lotse/type/v1alpha/change_service.pb.h"
#include "services/reporting/document/report_inputs.h"

// Made-up engagements as reports and overviews meet them, for measurements.
namespace lotse::perf {

// What one engagement has. The usual numbers are those of a town of 14 months: a report of about
// twelve printed pages.
struct PlanSize {
  int tracks = 4;
  int phases = 8;  // Of each track.
  int goals = 20;
  int measures = 40;
  int indicators = 6;
  int measurements = 12;  // Of each indicator.
  int decisions = 20;
};

// Name of the engagement of a number, of the programme `p`.
std::string EngagementName(int number);

// What lotse-engagement would tell of it, complete.
reporting::ProcessInputs MakeProcess(const std::string& engagement, const PlanSize& size);

// Everything that a German progress report of it is made of, with one wave.
reporting::ReportInputs MakeProgressInputs(const PlanSize& size);

// The feed that tells of these resources, in pages as they are asked for.
std::vector<type::v1alpha::ListChangesResponse> FeedOf(
    const std::vector<reporting::ProcessInputs>& processes);

}  // namespace lotse::perf
