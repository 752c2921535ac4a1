#include "services/engagement/app/successors.h"

#include <set>
#include <vector>

namespace lotse::engagement {

using v1alpha::Territory;

absl::StatusOr<bool> LeadsTo(resource::Tx& tx, const std::string& from, const std::string& to,
                             absl::FunctionRef<const Territory*(const std::string& name)> seen) {
  std::set<std::string> been;
  std::vector<std::string> next = {from};
  while (!next.empty()) {
    const std::string name = std::move(next.back());
    next.pop_back();
    if (name == to) return true;
    if (!been.insert(name).second) continue;
    Territory stored;
    const Territory* territory = seen(name);
    if (territory == nullptr) {
      const absl::Status loaded = tx.Load(name, &stored);
      if (absl::IsNotFound(loaded)) continue;
      if (!loaded.ok()) return loaded;
      territory = &stored;
    }
    next.insert(next.end(), territory->successors().begin(), territory->successors().end());
  }
  return false;
}

}  // namespace lotse::engagement
