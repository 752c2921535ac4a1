#include <cstdio>
#include <cstdlib>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "runtime/rpc/error.h"
#include "runtime/rpc/page_token.h"
#include "tests/fuzz/driver.h"

// Whatever bytes come: a page token is refused with INVALID_PAGE_TOKEN, or it was made
// here, and with any letter changed, or one more, it is refused; and any position
// comes back from its token, in its own list only, which tells nothing of it.

namespace {

using lotse::rpc::MakePageToken;
using lotse::rpc::ReadPageToken;
using lotse::rpc::TokenKey;

constexpr absl::string_view kList = "Wave programmes/p state = OPEN";

const TokenKey& Key() {
  static const TokenKey key({1, 2, 3, 4});
  return key;
}

void Require(bool condition, const char* what) {
  if (condition) return;
  std::fprintf(stderr, "broken promise: %s\n", what);
  std::abort();
}

void RequireRefused(const absl::StatusOr<std::string>& position) {
  Require(lotse::rpc::ReasonOf(position.status()) ==
              lotse::type::v1alpha::ERROR_REASON_INVALID_PAGE_TOKEN,
          "a refusal is INVALID_PAGE_TOKEN");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const absl::string_view input(reinterpret_cast<const char*>(data), size);
  const absl::StatusOr<std::string> read = ReadPageToken(Key(), kList, input);
  if (!read.ok()) {
    RequireRefused(read);
  } else if (!input.empty()) {
    std::string other(input);
    for (char& letter : other) {
      letter ^= 1;
      RequireRefused(ReadPageToken(Key(), kList, other));
      letter ^= 1;
    }
    RequireRefused(ReadPageToken(Key(), kList, absl::StrCat(input, "A")));
    RequireRefused(ReadPageToken(Key(), "", input));
  }
  // The same bytes as a position, and as a list.
  const std::string token = MakePageToken(Key(), kList, input);
  Require(ReadPageToken(Key(), kList, token).value() == input, "a position comes back");
  Require(token != MakePageToken(Key(), kList, input), "no two tokens are the same");
  RequireRefused(ReadPageToken(TokenKey({9}), kList, token));
  if (input != kList) {
    RequireRefused(ReadPageToken(Key(), input, token));
    RequireRefused(ReadPageToken(Key(), kList, MakePageToken(Key(), input, "programmes/p")));
  }
  return 0;
}

std::vector<std::string> FuzzSeeds() {
  return {
      MakePageToken(Key(), kList, ""),
      MakePageToken(Key(), kList, "programmes/p/waves/w"),
      MakePageToken(Key(), kList, std::string("\0\x01\xff", 3)),
      MakePageToken(Key(), "Wave programmes/q", "programmes/q/waves/w"),
      std::string(kList),
  };
}

std::vector<std::string> FuzzTokens() {
  return {"A", "AA", "-", "_", "=", "==", "+", "/", ".", "\n", " ", "%3D"};
}
