#pragma once

#include <string>

#include "absl/time/time.h"

namespace lotse::perf {

// How often per second a page of 4 KiB can be appended to a file in `folder` and
// be known to be on disk (fdatasync): what bounds every durable commit.
double SyncsPerSecond(const std::string& folder, absl::Duration duration);

}  // namespace lotse::perf
