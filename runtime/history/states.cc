#include "runtime/history/states.h"

#include "absl/container/flat_hash_set.h"
#include "runtime/history/change_log.h"

namespace lotse::history {

int64_t SequenceAt(sql::Connection& connection, absl::string_view owner, absl::Time time) {
  sql::Query query = connection.Prepare("LastBefore");
  query.Bind(1, owner).Bind(2, absl::ToUnixMicros(time));
  return query.Next() ? query.Number(0) : 0;
}

// From the end: what is met first is what held last.
std::map<std::string, int64_t> StateAt(sql::Connection& connection, absl::string_view owner,
                                       int64_t sequence) {
  absl::flat_hash_set<std::string> seen;
  std::map<std::string, int64_t> state;
  sql::Query query = connection.Prepare("ResourcesUpTo");
  query.Bind(1, owner).Bind(2, sequence);
  while (query.Next()) {
    if (ChangesNothing(query.Number(3)) || seen.contains(query.View(0))) continue;
    std::string resource = query.Text(0);
    seen.insert(resource);
    if (query.View(2) != "DELETE") state[std::move(resource)] = query.Number(1);
  }
  return state;
}

}  // namespace lotse::history
