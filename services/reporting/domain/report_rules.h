#pragma once

#include <string>
#include <vector>

#include "lotse/reporting/v1alpha/report.pb.h"
#include "lotse/reporting/v1alpha/report_template.pb.h"
#include "lotse/survey/v1alpha/analysis_service.pb.h"
#include "lotse/survey/v1alpha/release.pb.h"
#include "runtime/rpc/field_violation.h"

namespace lotse::reporting {

// What is wrong with what a report shall show, with paths from `report`; its name is set. Source
// of the limits: report.proto.
rpc::FieldViolations CheckReport(const v1alpha::Report& report);

// What the report is for: KIND_UNSPECIFIED means KIND_STOCK_TAKING.
v1alpha::Report::Kind KindOf(const v1alpha::Report& report);

// BCP 47 tag of its language; an empty one means `de`.
const char* LanguageTagOf(const v1alpha::Report& report);

// What is wrong with a template for the report: it is one of another programme or kind.
rpc::FieldViolations CheckTemplateOf(const v1alpha::Report& report,
                                     const v1alpha::ReportTemplate& report_template);

// What is wrong with the texts of the report: one is for a section that the template, its own or
// the usual one of its kind, does not have, and would be nowhere. `section_ids` are those of the
// template.
rpc::FieldViolations CheckTextsOf(const v1alpha::Report& report,
                                  const std::vector<std::string>& section_ids);

// What is wrong with the tables that the survey service gave for it, of waves and in releases:
// those of a pilot tell how a questionnaire works and nothing of the population, so no report is
// made of them.
rpc::FieldViolations CheckNoPilot(const v1alpha::Report& report,
                                  const std::vector<survey::v1alpha::TabulateWaveResponse>& waves,
                                  const std::vector<survey::v1alpha::Release>& releases);

}  // namespace lotse::reporting
