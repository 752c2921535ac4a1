#pragma once

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "cli/commands.h"

namespace lotse::cli {

// Waits until `ended`: asks again and again with `ask`, which is to say how it stands now, and
// longer each time, up to a second. On a terminal `progress` is shown after each answer, in a
// line that the next one takes the place of. Ends with the first error of `ask`.
absl::Status WaitUntil(const Invocation& invocation, absl::FunctionRef<bool()> ended,
                       absl::FunctionRef<absl::Status()> ask,
                       absl::FunctionRef<std::string()> progress);

}  // namespace lotse::cli
