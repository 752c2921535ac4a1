#pragma once

#include <string>
#include <vector>

namespace lotse::engagement {

// The full names of the gRPC services of lotse-engagement.
std::vector<std::string> ServiceNames();

}  // namespace lotse::engagement
