#pragma once

#include <string>

#include "cli/engagement/course.h"
#include "cli/engagement/view.h"

namespace lotse::cli {

// Tracks and phases over the months: of each phase a bar as planned and one as it went,
// what was decided at its gates, and the day. What has no days has no bar.
std::string ViewGantt(const Course& course, const ViewOptions& options);

// The sign of where a phase stands.
std::string PhaseSign(engagement::v1alpha::Phase::State state, const ViewOptions& options);

}  // namespace lotse::cli
