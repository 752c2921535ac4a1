#include "runtime/types/external_id.h"

#include <optional>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/resource_name.h"
#include "runtime/types/utf8.h"

namespace lotse::types {
namespace {

// What is wrong with a value; empty if nothing is.
absl::string_view FaultOfValue(absl::string_view value) {
  if (value.empty()) return "missing; give the id that the other system uses";
  if (value.size() > kMaxExternalIdBytes) return "too long; give 256 bytes of UTF-8 at most";
  for (absl::string_view rest = value; !rest.empty();) {
    const std::optional<char32_t> c = TakeCodePoint(&rest);
    if (!c) return "not valid UTF-8; encode the id as UTF-8";
    if (IsControl(*c)) return "has a control character; leave it out";
  }
  return "";
}

}  // namespace

void CheckExternalIds(absl::string_view field,
                      const google::protobuf::RepeatedPtrField<type::v1alpha::ExternalId>& ids,
                      rpc::FieldViolations* violations) {
  if (ids.size() > kMaxExternalIds) {
    violations->push_back(
        {std::string(field), absl::StrCat("too many; give ", kMaxExternalIds, " at most")});
    return;
  }
  absl::flat_hash_set<absl::string_view> systems;
  for (int i = 0; i < ids.size(); ++i) {
    const std::string path = absl::StrCat(field, "[", i, "]");
    const std::string& system = ids[i].system();
    CheckId(path + ".system", system, violations);
    if (!system.empty() && !systems.insert(system).second) {
      violations->push_back({path + ".system", "used twice; a resource has one id of each system"});
    }
    const absl::string_view fault = FaultOfValue(ids[i].value());
    if (!fault.empty()) violations->push_back({path + ".value", std::string(fault)});
  }
}

}  // namespace lotse::types
