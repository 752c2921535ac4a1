#pragma once

#include <string>
#include <vector>

#include "google/type/date.pb.h"
#include "lotse/reporting/v1alpha/document.pb.h"
#include "lotse/survey/v1alpha/analysis_service.pb.h"
#include "services/reporting/document/format.h"
#include "services/reporting/document/process_inputs.h"

namespace lotse::reporting {

// Everything a report is made of. What could not be had is absent and stands in
// `sources` as unreachable.
struct ReportInputs {
  // Language of the report.
  Language language = Language::kGerman;
  // Day whose state it shows.
  google::type::Date as_of_date;
  // `programmes/{programme}/engagements/{engagement}`; its last part stands in
  // the title when the engagement itself is absent.
  std::string engagement_name;
  // What the engagement service answered.
  ProcessInputs process;
  // The tables of the waves, in the order in which they are to appear.
  std::vector<survey::v1alpha::TabulateWaveResponse> waves;
  // Where all this comes from, in the order in which it was asked for.
  std::vector<v1alpha::Source> sources;
};

// The report: key statements, the process, the results of each wave, an annex.
// It depends on the inputs alone: no clock, no locale, no order of a hash table.
v1alpha::Document BuildDocument(const ReportInputs& inputs);

}  // namespace lotse::reporting
