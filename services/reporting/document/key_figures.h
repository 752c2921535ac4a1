#pragma once

#include <cstdint>
#include <optional>

#include "services/reporting/document/message.h"
#include "services/reporting/document/report_inputs.h"

namespace lotse::reporting {

// What can be counted of an engagement, as its report shows it; absent where it is not known.
struct KeyFigures {
  // All but ideas.
  std::optional<int64_t> measures;
  std::optional<int64_t> measures_done;
  std::optional<int64_t> goals;
  std::optional<int64_t> goals_achieved;
  // Of all tracks.
  std::optional<int64_t> phases;
  std::optional<int64_t> phases_done;
  // Of controlling and of monitoring.
  std::optional<int64_t> indicators;
  // Of the report, with those of which it shows releases alone; absent also if not all of them
  // could be read.
  std::optional<int64_t> waves;
  // In the period of the report, as its table lists them.
  std::optional<int64_t> decisions;
};

KeyFigures KeyFiguresOf(const ReportInputs& inputs);

// The arguments of a template's texts, as report_template.proto lists them, without those that are
// not known.
MessageArguments ArgumentsOf(const ReportInputs& inputs);

}  // namespace lotse::reporting
