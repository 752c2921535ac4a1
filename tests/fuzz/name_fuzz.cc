// Names of resources.
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "runtime/resource/resource_test.pb.h"
#include "runtime/schema/address.h"
#include "runtime/schema/range.h"
#include "runtime/types/resource_name.h"
#include "tests/fuzz/driver.h"

using lotse::schema::Address;
using lotse::schema::Kind;
using lotse::schema::Schema;

namespace {

// Ends the run where a promise is broken.
void Require(bool holds, const char* promise) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", promise);
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (lotse::kerneltest::Task::descriptor() == nullptr) return 0;  // Links the service.
  static const auto schema = *Schema::Compile({"lotse.kerneltest.KernelTestService"});
  const std::string name(reinterpret_cast<const char*>(data), size);
  const Address address = lotse::schema::AddressOf(name);
  Require(lotse::schema::FullName(address.scope, address.local) == name,
          "scope and local make the name");
  Require(absl::StartsWith(name, address.owner), "the owner begins the name");

  const Kind* const found = schema->KindOfName(name);
  int kinds = 0;
  for (const auto& kind : schema->kinds()) {
    for (const std::string& pattern : kind->patterns) {
      const auto ids = lotse::types::MatchName(pattern, name);
      if (!ids.empty()) {
        ++kinds;
        Require(kind.get() == found, "the kind is that of the pattern");
        Require(lotse::types::MatchName(pattern, name, true) == ids, "- is only one more id");
      }
    }
  }
  Require(kinds == (found == nullptr ? 0 : 1), "a name fits one pattern");
  if (found == nullptr) return 0;
  Require(!address.owner.empty() && !address.local.empty(), "a resource lies somewhere");
  const std::string parent(lotse::schema::ParentOf(name));
  Require(lotse::schema::IsBelow(parent, name), "it is below its parent");
  const lotse::schema::Range range = lotse::schema::RangeBelow(*found, parent);
  Require(range.scope == address.scope, "it lies where its parent's list looks");
  Require(range.low < address.local && address.local < range.high, "and in its range");
  return 0;
}

std::vector<std::string> FuzzSeeds() { return {std::string("programmes/\0", 12)}; }

std::vector<std::string> FuzzTokens() {
  return {"/",
          "//",
          "programmes",
          "programmes/",
          "/engagements/",
          "/tasks/",
          "/notes/",
          "administrations/",
          "territories/",
          "-",
          "a",
          "a-1",
          "0b8ad2a5-6a3c-4f5e-9d3f-5a1c2b3d4e5f",
          "\xff",
          "{project}"};
}
