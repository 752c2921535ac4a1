#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"

namespace lotse::auth {

// Who a verified token says its bearer is.
struct Identity {
  std::string subject;
  std::vector<std::string> groups;
  // When the token expires, with the skew that is allowed.
  absl::Time expires;
};

}  // namespace lotse::auth
