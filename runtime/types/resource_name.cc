#include "runtime/types/resource_name.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "runtime/types/uuid.h"

namespace lotse::types {
namespace {

constexpr size_t kMaxIdLength = 63;
constexpr absl::string_view kUuidForm = "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx";

bool IsLowerHex(char c) { return absl::ascii_isdigit(c) || (c >= 'a' && c <= 'f'); }

}  // namespace

bool IsResourceId(absl::string_view id) {
  if (id.empty() || id.size() > kMaxIdLength) return false;
  if (!absl::ascii_islower(id.front()) || id.back() == '-') return false;
  return std::all_of(id.begin(), id.end(), [](char c) {
    return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-';
  });
}

bool IsRandomUuid(absl::string_view id) {
  if (id.size() != kUuidForm.size()) return false;
  for (size_t i = 0; i < id.size(); ++i) {
    const char form = kUuidForm[i];
    const bool fits = form == 'x'   ? IsLowerHex(id[i])
                      : form == 'y' ? absl::StrContains("89ab", id.substr(i, 1))
                                    : id[i] == form;
    if (!fits) return false;
  }
  return true;
}

bool FitsName(absl::string_view pattern, absl::string_view name, bool wildcard) {
  while (true) {
    const size_t want_end = pattern.find('/');
    const size_t have_end = name.find('/');
    const absl::string_view want = pattern.substr(0, want_end);
    const absl::string_view have = name.substr(0, have_end);
    const bool fits = absl::StartsWith(want, "{")
                          ? IsResourceId(have) || IsUuid(have) || (wildcard && have == "-")
                          : want == have;
    const bool more = want_end != absl::string_view::npos;
    if (!fits || more != (have_end != absl::string_view::npos)) return false;
    if (!more) return true;
    pattern.remove_prefix(want_end + 1);
    name.remove_prefix(have_end + 1);
  }
}

std::vector<std::string> MatchName(absl::string_view pattern, absl::string_view name,
                                   bool wildcard) {
  if (!FitsName(pattern, name, wildcard)) return {};
  const std::vector<absl::string_view> want = absl::StrSplit(pattern, '/');
  const std::vector<absl::string_view> have = absl::StrSplit(name, '/');
  std::vector<std::string> ids;
  for (size_t i = 0; i < want.size(); ++i) {
    if (absl::StartsWith(want[i], "{")) ids.emplace_back(have[i]);
  }
  return ids;
}

rpc::FieldViolation WrongName(absl::string_view field, absl::string_view patterns,
                              absl::string_view name) {
  return {std::string(field),
          name.empty() ? absl::StrCat("missing; give a name like ", patterns)
                       : absl::StrCat("not a name of the form ", patterns,
                                      " (ids: a-z, 0-9 and -, starting with a letter, up to 63)"),
          name.empty()
              ? absl::StrCat("fehlt; einen Namen angeben wie ", patterns)
              : absl::StrCat("kein Name der Form ", patterns,
                             " (Kennungen: a-z, 0-9 und -, am Anfang ein Buchstabe, bis zu 63)")};
}

std::vector<std::string> CheckName(absl::string_view field, absl::string_view pattern,
                                   absl::string_view name, rpc::FieldViolations* violations,
                                   bool wildcard) {
  std::vector<std::string> ids = MatchName(pattern, name, wildcard);
  if (ids.empty()) violations->push_back(WrongName(field, pattern, name));
  return ids;
}

void CheckId(absl::string_view field, absl::string_view id, rpc::FieldViolations* violations) {
  if (IsResourceId(id)) return;
  violations->push_back(
      {std::string(field),
       absl::StrCat(id.empty() ? "missing" : "not a valid id",
                    "; use lower-case letters, digits and hyphens, starting with a letter and not "
                    "ending with a hyphen, up to 63"),
       absl::StrCat(id.empty() ? "fehlt" : "keine gültige Kennung",
                    "; Kleinbuchstaben a bis z, Ziffern und Bindestriche verwenden, am Anfang ein "
                    "Buchstabe, am Ende kein Bindestrich, bis zu 63")});
}

std::string Prefix(absl::string_view name, int pairs) {
  std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
  parts.resize(std::min(parts.size(), static_cast<size_t>(pairs) * 2));
  return absl::StrJoin(parts, "/");
}

}  // namespace lotse::types
