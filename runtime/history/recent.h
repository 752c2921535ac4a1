#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "runtime/resource/tx.h"

namespace lotse::history {

// What was changed in all logs of a store since it was looked at last, for those who have to
// know of a change and not what it was. In memory only; not thread-safe.
class Recent {
 public:
  // From the state of this transaction on.
  explicit Recent(resource::Tx& tx);

  // The names of the resources of these types with an entry since then or since the last
  // Take; names may come twice. If it throws, as sql::Connection does, nothing counts as seen:
  // the next Take names it all. Whoever can still fail with the names takes them from a copy
  // and keeps the copy in the end.
  std::vector<std::string> Take(resource::Tx& tx, const std::vector<std::string>& types);

 private:
  // Number of the last entry that was seen, by owner.
  absl::flat_hash_map<std::string, int64_t> seen_;
};

}  // namespace lotse::history
