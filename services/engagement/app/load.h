#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "lotse/engagement/v1alpha/engagement.pb.h"
#include "runtime/resource/tx.h"
#include "runtime/rpc/error.h"

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

// WRONG_STATE if `name` lies below an engagement that is over: nothing of it is changed any
// more. Grants, exports and imports are always possible; indicators and their values while it is
// only closed, for what is looked at some time afterwards.
absl::Status CheckNotOver(resource::Tx& tx, const google::protobuf::Message& resource,
                          absl::string_view name);

// Whether the versions of an engagement's agreement let it be longer than its programme's
// limit; see agreement_rules.h.
absl::Status FindAmended(resource::Tx& tx, const v1alpha::Engagement& engagement, bool* amended);

// As Tx::LoadForChange and CheckNotOver.
template <class R>
absl::Status LoadToChange(resource::Tx& tx, absl::string_view name, absl::string_view etag,
                          R* resource) {
  if (absl::Status s = tx.LoadForChange(name, etag, resource); !s.ok()) return s;
  return CheckNotOver(tx, *resource, resource->name());
}

// The reason for what follows from a step of another resource: it says where the reason is.
// It is not copied, so that it is gone everywhere when it is erased there.
std::string ReasonSeen(absl::string_view resource);

// INVALID_FIELDS unless `step` is one of an enum of steps, other than UNSPECIFIED.
absl::Status CheckStepGiven(const google::protobuf::EnumDescriptor* steps, int step);

}  // namespace lotse::engagement
