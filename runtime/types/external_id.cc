#include "runtime/types/external_id.h"

#include <optional>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/resource_name.h"
#include "runtime/types/utf8.h"

namespace lotse::types {
namespace {

// What is wrong with a value, in both languages; both are empty if nothing is.
struct Fault {
  absl::string_view en;
  absl::string_view de;
};

Fault FaultOfValue(absl::string_view value) {
  if (value.empty()) {
    return {"missing; give the id that the other system uses",
            "fehlt; die Kennung angeben, die das andere System verwendet"};
  }
  if (value.size() > kMaxExternalIdBytes) {
    return {"too long; give 256 bytes of UTF-8 at most",
            "zu lang; höchstens 256 Bytes in UTF-8 angeben"};
  }
  for (absl::string_view rest = value; !rest.empty();) {
    const std::optional<char32_t> c = TakeCodePoint(&rest);
    if (!c) {
      return {"not valid UTF-8; encode the id as UTF-8",
              "kein gültiges UTF-8; die Kennung in UTF-8 kodieren"};
    }
    if (IsControl(*c)) {
      return {"has a control character; leave it out", "enthält ein Steuerzeichen; es weglassen"};
    }
  }
  return {};
}

}  // namespace

void CheckExternalIds(absl::string_view field,
                      const google::protobuf::RepeatedPtrField<type::v1alpha::ExternalId>& ids,
                      rpc::FieldViolations* violations) {
  if (ids.size() > kMaxExternalIds) {
    violations->push_back({std::string(field),
                           absl::StrCat("too many; give ", kMaxExternalIds, " at most"),
                           absl::StrCat("zu viele; höchstens ", kMaxExternalIds, " angeben")});
    return;
  }
  absl::flat_hash_set<absl::string_view> systems;
  for (int i = 0; i < ids.size(); ++i) {
    const std::string path = absl::StrCat(field, "[", i, "]");
    const std::string& system = ids[i].system();
    CheckId(path + ".system", system, violations);
    if (!system.empty() && !systems.insert(system).second) {
      violations->push_back({path + ".system", "used twice; a resource has one id of each system",
                             "ist doppelt; von jedem System nur eine Kennung angeben"});
    }
    const Fault fault = FaultOfValue(ids[i].value());
    if (fault.en.empty()) continue;
    violations->push_back({path + ".value", std::string(fault.en), std::string(fault.de)});
  }
}

}  // namespace lotse::types
