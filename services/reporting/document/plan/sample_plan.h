#pragma once

#include <string>

#include "services/reporting/document/report_inputs.h"

// A made-up plan for tests, of every kind that a report can meet.
namespace lotse::reporting {

// The engagement that it belongs to, that of sample_inputs.h.
inline constexpr char kPlanEngagement[] = "programmes/vopi/engagements/musterstadt";

// Adds a plan as it stands on 22 November 2026: findings and needs, three levels of goals,
// measures of each status, indicators of controlling and of monitoring with measurements,
// decisions, bodies with meetings, action items and milestones; and a source for each list.
void AddSamplePlan(ReportInputs& inputs);

// A report of this plan alone.
ReportInputs SamplePlan(Language language, v1alpha::Report::Kind kind);

// Adds a measurement of an indicator by its id; `value` is null if it could not be measured.
engagement::v1alpha::Measurement& AddMeasurement(const std::string& indicator,
                                                 const std::string& id,
                                                 const google::type::Date& first,
                                                 const google::type::Date& last, const char* value,
                                                 ReportInputs& inputs);

}  // namespace lotse::reporting
