#pragma once

#include <exception>

#include "absl/status/status.h"

namespace lotse::ops {

// The status of `work`; INTERNAL if it throws. Libraries throw and their adapters
// catch: what arrives here is a fault of ours.
template <class Work>
absl::Status Guard(const Work& work) {
  try {
    return work();
  } catch (const std::exception& fault) {
    return absl::InternalError(fault.what());
  }
}

}  // namespace lotse::ops
