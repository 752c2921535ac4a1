#pragma once

#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "runtime/resource/tx.h"

namespace lotse::engagement {

// Reads all resources of a kind right below `parent` that are not deleted, in the order of
// their names. For what is bounded by one engagement.
template <class R>
absl::Status LoadAll(resource::Tx& tx, absl::string_view parent, std::vector<R>* out) {
  R resource;
  return tx.ForEach(parent, &resource, [&] {
    out->push_back(resource);
    return absl::OkStatus();
  });
}

// Those of `names` that are there and not deleted, in the same order.
template <class R, class Names>
absl::Status LoadNamed(resource::Tx& tx, const Names& names, std::vector<R>* out) {
  for (const auto& name : names) {
    R resource;
    const absl::Status loaded = tx.Load(name, &resource);
    if (absl::IsNotFound(loaded)) continue;
    if (!loaded.ok()) return loaded;
    if (!resource.has_delete_time()) out->push_back(std::move(resource));
  }
  return absl::OkStatus();
}

// INVALID_FIELDS if there is no reason; `why` says what it is needed for.
absl::Status NeedReason(absl::string_view reason, absl::string_view why);

}  // namespace lotse::engagement
