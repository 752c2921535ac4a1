#include "runtime/types/random.h"

#include <openssl/rand.h>

#include <cstdlib>

namespace lotse::types {

std::string RandomBytes(std::size_t count) {
  std::string bytes(count, '\0');
  auto* raw = reinterpret_cast<unsigned char*>(bytes.data());
  if (RAND_bytes(raw, static_cast<int>(count)) != 1) std::abort();
  return bytes;
}

}  // namespace lotse::types
