#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "google/type/date.pb.h"
#include "lotse/reporting/v1alpha/document.pb.h"
#include "lotse/reporting/v1alpha/report.pb.h"
#include "lotse/reporting/v1alpha/report_template.pb.h"
#include "lotse/survey/v1alpha/analysis_service.pb.h"
#include "lotse/survey/v1alpha/material_release.pb.h"
#include "lotse/survey/v1alpha/release.pb.h"
#include "lotse/survey/v1alpha/table.pb.h"
#include "services/reporting/document/format.h"
#include "services/reporting/document/process_inputs.h"

namespace lotse::reporting {

// A frozen release of a wave and its tables in their order.
struct ReleaseInputs {
  survey::v1alpha::Release release;
  std::vector<survey::v1alpha::ReleasedTable> tables;
};

// A wave of which a report shows releases and not the wave itself.
struct ReleaseWave {
  // As TabulateWave tells it, but without tables, and with the responses that the releases tell.
  survey::v1alpha::TabulateWaveResponse told;
  // What its questions and answers are called, in the order of the questionnaire.
  std::vector<survey::v1alpha::TableVariable> variables;
};

// The version of the report that was released before this one.
struct PreviousVersion {
  // Its number, from 1.
  int number = 0;
  // What it says.
  v1alpha::Document document;
  // Why there is another one, in the language of the report.
  std::string correction_reason;
  // Whether it was withdrawn: then nothing of what it said is repeated.
  bool withdrawn = false;
};

// What the resource of a source ends with that is the change log of lotse-survey about an
// engagement: nothing is shown of it, it tells from when the figures are.
inline constexpr char kSurveyLog[] = "/surveys";

// Everything a report is made of. What could not be had is absent and stands in `sources` as
// unreachable.
struct ReportInputs {
  // Language of the report.
  Language language = Language::kGerman;
  // Day whose state it shows.
  google::type::Date as_of_date;
  // `programmes/{programme}/engagements/{engagement}`; its last part stands in the title when the
  // engagement itself is absent.
  std::string engagement_name;
  // What the report shall show: kind, period, title, and what people wrote for its sections.
  v1alpha::Report report;
  // What stands in it. Without a name it is the one of its kind that comes with Lotse, whatever
  // else it holds.
  v1alpha::ReportTemplate report_template;
  // What the engagement service told.
  ProcessInputs process;
  // The tables of the waves, in the order in which they are to appear.
  std::vector<survey::v1alpha::TabulateWaveResponse> waves;
  // The releases, in the order in which they are to appear.
  std::vector<ReleaseInputs> releases;
  // The waves of `releases` that the report does not name, in the order of their first release.
  std::vector<ReleaseWave> release_waves;
  // Released material of qualitative studies, in the order in which it is to appear.
  std::vector<survey::v1alpha::MaterialRelease> materials;
  // Where all this comes from, in the order in which it was asked for.
  std::vector<v1alpha::Source> sources;
  // Where the change logs stood.
  std::vector<v1alpha::LogHead> log_heads;
  // The version that was released before; absent for the first.
  std::optional<PreviousVersion> previous;
};

// Is told of how many of all sources it is over while they are gathered, whether they answered or
// what they last said is taken: at the beginning, and after each.
using SourcesRead = std::function<void(int done, int total)>;

}  // namespace lotse::reporting
