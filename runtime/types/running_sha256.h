#pragma once

#include <memory>
#include <string>

#include "absl/strings/string_view.h"

namespace lotse::types {

// SHA-256 (FIPS 180-4) of bytes that come in parts. Ends the process if OpenSSL is set up without
// it, as sha256.h.
class RunningSha256 {
 public:
  RunningSha256();

  void Add(absl::string_view bytes);
  // Of all that was added, as 64 lower-case hexadecimal digits. Called once, as the last.
  std::string FinishHex();

 private:
  struct Free {
    void operator()(void* state) const;
  };
  std::unique_ptr<void, Free> state_;
};

}  // namespace lotse::types
