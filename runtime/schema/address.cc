#include "runtime/schema/address.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace lotse::schema {
namespace {

// The first `parts` parts of `name`; empty if it has fewer.
absl::string_view FirstParts(absl::string_view name, int parts) {
  size_t end = 0;
  for (int i = 0; i < parts; ++i) {
    if (end >= name.size()) return {};
    end = name.find('/', end + (i > 0 ? 1 : 0));
    if (end == absl::string_view::npos) end = name.size();
  }
  return name.substr(0, end);
}

}  // namespace

absl::string_view OwnerOf(absl::string_view name) {
  if (absl::StartsWith(name, "programmes/")) {
    const absl::string_view programme = FirstParts(name, 2);
    const bool inside = absl::StartsWith(name.substr(programme.size()), "/engagements/");
    return inside ? FirstParts(name, 4) : programme;
  }
  if (absl::StartsWith(name, "administrations/")) return FirstParts(name, 2);
  if (absl::StartsWith(name, "territories/") || absl::StartsWith(name, "codeLists/")) {
    return FirstParts(name, 1);
  }
  return {};
}

absl::string_view ParentOf(absl::string_view name) {
  for (int i = 0; i < 2; ++i) {
    const size_t slash = name.rfind('/');
    if (slash == absl::string_view::npos) return {};
    name = name.substr(0, slash);
  }
  return name;
}

Address AddressOf(absl::string_view name) {
  Address address;
  address.owner = OwnerOf(name);
  address.scope = address.owner == name ? OwnerOf(ParentOf(name)) : address.owner;
  address.local = address.scope.empty() ? name : name.substr(address.scope.size() + 1);
  return address;
}

std::string FullName(absl::string_view scope, absl::string_view local) {
  return scope.empty() ? std::string(local) : absl::StrCat(scope, "/", local);
}

}  // namespace lotse::schema
