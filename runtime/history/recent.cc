#include "runtime/history/recent.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "runtime/history/change_log.h"

namespace lotse::history {

Recent::Recent(resource::Tx& tx) {
  sql::Query heads = tx.connection().Prepare("AllHeads");
  while (heads.Next()) seen_[heads.Text(0)] = heads.Number(1);
}

std::vector<std::string> Recent::Take(resource::Tx& tx, const std::vector<std::string>& types) {
  std::vector<std::string> changed;
  // Owners whose log has grown, and its last entry.
  std::vector<std::pair<std::string, int64_t>> grown;
  const auto seen_of = [&](const std::string& owner) {
    const auto it = seen_.find(owner);
    return it == seen_.end() ? 0 : it->second;
  };
  {
    sql::Query heads = tx.connection().Prepare("AllHeads");
    while (heads.Next()) {
      std::string owner = heads.Text(0);
      if (seen_of(owner) == heads.Number(1)) continue;
      grown.emplace_back(std::move(owner), heads.Number(1));
    }
  }
  const auto take = [&](const Entry& entry) {
    const schema::Kind* kind = tx.schema().KindOfName(entry.resource);
    if (kind != nullptr && std::count(types.begin(), types.end(), kind->type) > 0) {
      changed.push_back(entry.resource);
    }
    return true;
  };
  for (const auto& [owner, last] : grown) {
    ReadEntries(tx.connection(), owner, seen_of(owner), std::numeric_limits<int64_t>::max(), take);
  }
  // Only now: what could not be read is still to be seen.
  for (const auto& [owner, last] : grown) seen_[owner] = last;
  return changed;
}

}  // namespace lotse::history
