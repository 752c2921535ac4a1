#pragma once

#include <utility>

#include "runtime/resource/standard.h"

namespace lotse::engagement {

// INVALID_FIELDS with each organisational unit and municipal service that something below an
// engagement names and that is not of the engagement's administration.
absl::Status CheckUnits(resource::Tx& tx, const google::protobuf::Message& resource);

// The rules of a kind, and that of CheckUnits whenever something is made or changed.
template <class R>
resource::RulesOf<R> WithOwnUnits(resource::RulesOf<R> rules) {
  rules.create = [create = std::move(rules.create)](resource::Tx& tx, R* created) {
    if (absl::Status s = CheckUnits(tx, *created); !s.ok()) return s;
    return create ? create(tx, created) : absl::OkStatus();
  };
  rules.update = [update = std::move(rules.update)](resource::Tx& tx, const R& before, R* after) {
    if (absl::Status s = CheckUnits(tx, *after); !s.ok()) return s;
    return update ? update(tx, before, after) : absl::OkStatus();
  };
  return rules;
}

}  // namespace lotse::engagement
