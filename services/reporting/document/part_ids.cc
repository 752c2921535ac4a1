#include "services/reporting/document/part_ids.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace lotse::reporting {
namespace {

constexpr char kBetween[] = "--";

}  // namespace

std::string ContentPrefix(absl::string_view section_id) { return absl::StrCat(section_id, "-"); }

std::string PartOfId(absl::string_view id) {
  std::string part;
  for (size_t i = 0; i < id.size(); ++i) {
    part += id[i];
    const char next = i + 1 < id.size() ? id[i + 1] : '\0';
    if (id[i] == '-' && (next == '-' || next == 'x')) part += 'x';
  }
  return part;
}

std::string PartOfName(absl::string_view name) {
  // A collection and an id, again and again; the first is the programme.
  const std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
  const bool in_engagement = parts.size() > 2 && parts[2] == "engagements";
  std::vector<std::string> ids;
  if (!in_engagement) ids.emplace_back("programme");
  for (size_t i = in_engagement ? 5 : 3; i < parts.size(); i += 2)
    ids.push_back(PartOfId(parts[i]));
  return absl::StrJoin(ids, kBetween);
}

std::string PartOfCode(absl::string_view code) {
  std::string part;
  for (const char c : code) {
    if (c == '_') {
      part += kBetween;
      continue;
    }
    if (absl::ascii_isupper(static_cast<unsigned char>(c))) part += '-';
    part += absl::ascii_tolower(static_cast<unsigned char>(c));
  }
  return part;
}

}  // namespace lotse::reporting
