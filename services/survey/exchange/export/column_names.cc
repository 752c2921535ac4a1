#include "services/survey/exchange/export/column_names.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace lotse::survey {
namespace {

constexpr absl::string_view kKept[] = {"all", "and", "by",  "eq", "ge", "gt",  "le",
                                       "lt",  "ne",  "not", "or", "to", "with"};

bool IsKept(absl::string_view lower) {
  return std::find(std::begin(kKept), std::end(kKept), lower) != std::end(kKept);
}

}  // namespace

std::string ColumnNames::Take(absl::string_view wanted) {
  std::string name(wanted.substr(0, kMaxBytes));
  for (char& c : name) {
    if (!absl::ascii_isalnum(static_cast<unsigned char>(c))) c = '_';
  }
  if (name.empty() || !absl::ascii_isalpha(static_cast<unsigned char>(name[0]))) {
    name = absl::StrCat("v", name).substr(0, kMaxBytes);
  }
  std::string found = name;
  for (int number = 2;; ++number) {
    const std::string lower = absl::AsciiStrToLower(found);
    if (!IsKept(lower) && taken_.insert(lower).second) return found;
    const std::string behind = absl::StrCat("_", number);
    found = absl::StrCat(absl::string_view(name).substr(0, kMaxBytes - behind.size()), behind);
  }
}

}  // namespace lotse::survey
