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
  // Owners whose log has grown, and from where.
  std::vector<std::pair<std::string, int64_t>> grown;
  {
    sql::Query heads = tx.connection().Prepare("AllHeads");
    while (heads.Next()) {
      int64_t& seen = seen_[heads.Text(0)];
      if (seen == heads.Number(1)) continue;
      grown.emplace_back(heads.Text(0), seen);
      seen = heads.Number(1);
    }
  }
  const auto take = [&](const Entry& entry) {
    const schema::Kind* kind = tx.schema().KindOfName(entry.resource);
    if (kind != nullptr && std::count(types.begin(), types.end(), kind->type) > 0) {
      changed.push_back(entry.resource);
    }
    return true;
  };
  for (const auto& [owner, seen] : grown) {
    ReadEntries(tx.connection(), owner, seen, std::numeric_limits<int64_t>::max(), take);
  }
  return changed;
}

}  // namespace lotse::history
