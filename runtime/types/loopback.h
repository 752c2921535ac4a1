#pragma once

#include "absl/strings/string_view.h"

namespace lotse::types {

// Whether what is sent to `host` stays on this machine: `localhost`, an address of
// 127.0.0.0/8 as four numbers, or `[::1]`. Names are not looked up, and other ways to
// write these addresses are not known.
bool IsLoopbackHost(absl::string_view host);

}  // namespace lotse::types
