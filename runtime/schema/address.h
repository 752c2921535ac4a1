#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace lotse::schema {

// Where a resource lies. Its owner is the prefix that keys log and grants:
//
//   programmes/{p}/engagements/{e}   what an engagement produces, and itself
//   programmes/{p}                   what its engagements share, and itself
//   administrations/{a}              an administration and what belongs to it
//   territories, codeLists           reference data, the same for all
//
// Its scope is the prefix that keys its row, and with it every list: that of its
// owner, or, for a resource that is an owner itself, that of its parent. So the
// engagements of a programme lie together, although each has a log of its own.
struct Address {
  absl::string_view owner;
  absl::string_view scope;
  // The name without the scope and the slash behind it.
  absl::string_view local;
};

// The owner of `name`, a part of it; empty if it has none.
absl::string_view OwnerOf(absl::string_view name);

// The parent of `name`: without its last two parts; empty if there is none.
absl::string_view ParentOf(absl::string_view name);

// Where `name` lies, as parts of it. `owner` is empty if nobody owns such names.
Address AddressOf(absl::string_view name);

// The full name of what lies at `local` in `scope`.
std::string FullName(absl::string_view scope, absl::string_view local);

}  // namespace lotse::schema
