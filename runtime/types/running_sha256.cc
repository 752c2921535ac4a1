#include "runtime/types/running_sha256.h"

#include <openssl/evp.h>

#include <cstdlib>

#include "absl/strings/escaping.h"

namespace lotse::types {
namespace {

EVP_MD_CTX* StateOf(void* state) { return static_cast<EVP_MD_CTX*>(state); }

}  // namespace

void RunningSha256::Free::operator()(void* state) const { EVP_MD_CTX_free(StateOf(state)); }

RunningSha256::RunningSha256() : state_(EVP_MD_CTX_new()) {
  if (EVP_DigestInit_ex(StateOf(state_.get()), EVP_sha256(), nullptr) != 1) std::abort();
}

void RunningSha256::Add(absl::string_view bytes) {
  if (EVP_DigestUpdate(StateOf(state_.get()), bytes.data(), bytes.size()) != 1) std::abort();
}

std::string RunningSha256::FinishHex() {
  std::string sum(32, '\0');
  auto* const digest = reinterpret_cast<unsigned char*>(sum.data());
  if (EVP_DigestFinal_ex(StateOf(state_.get()), digest, nullptr) != 1) std::abort();
  return absl::BytesToHexString(sum);
}

}  // namespace lotse::types
