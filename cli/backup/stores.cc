#include "cli/backup/stores.h"

#include <set>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "cli/failure.h"

namespace lotse::cli {

absl::StatusOr<std::vector<StorePlace>> StoresOf(const Args& args, const std::string& data) {
  const std::string text = args.Get("stores", "engagement,survey,reporting");
  const std::set<std::string> wanted = absl::StrSplit(text, ',');
  for (const std::string& service : wanted) {
    if (absl::c_linear_search(kStoresInOrder, service)) continue;
    return UsageError(absl::StrCat("--stores: there is no store '", service,
                                   "'; give some of engagement,survey,reporting"));
  }
  std::vector<StorePlace> stores;
  for (const absl::string_view service : kStoresInOrder) {
    if (wanted.count(std::string(service)) == 0) continue;
    stores.push_back({std::string(service), absl::StrCat(data, "/", service)});
  }
  return stores;
}

}  // namespace lotse::cli
