#include "services/engagement/domain/code_checks.h"

#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "runtime/types/resource_name.h"
#include "services/engagement/domain/checks.h"
#include "services/engagement/domain/violation.h"

namespace lotse::engagement {
namespace {

constexpr char kForAll[] = "codeLists/{code_list}";
constexpr char kOfProgramme[] = "programmes/{programme}/codeLists/{code_list}";

}  // namespace

void CheckCode(absl::string_view field, const type::v1alpha::Code& code,
               rpc::FieldViolations* violations) {
  const std::string list_field = absl::StrCat(field, ".list");
  if (!types::FitsName(kOfProgramme, code.list())) {
    types::CheckName(list_field, kForAll, code.list(), violations);
  }
  types::CheckId(absl::StrCat(field, ".code"), code.code(), violations);
}

void CheckCodes(absl::string_view field,
                const google::protobuf::RepeatedPtrField<type::v1alpha::Code>& codes, int limit,
                rpc::FieldViolations* violations) {
  CheckLimit(field, codes.size(), limit, violations);
  std::set<std::pair<std::string, std::string>> seen;
  for (int i = 0; i < codes.size(); ++i) {
    const std::string path = absl::StrCat(field, "[", i, "]");
    CheckCode(path, codes[i], violations);
    if (!seen.emplace(codes[i].list(), codes[i].code()).second) {
      violations->push_back(Violation(path, {"ist schon da; jeden Code nur einmal angeben",
                                             "is there already; give each code once"}));
    }
  }
}

}  // namespace lotse::engagement
