#include "services/survey/exchange/limesurvey/name_parts.h"

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace lotse::survey::limesurvey {

NameParts SplitName(absl::string_view name) {
  NameParts parts;
  absl::ConsumePrefix(&name, "INSERTANS:");
  std::vector<std::string> pieces = absl::StrSplit(name, '.');
  std::size_t next = 0;
  if (pieces[0] == "self" || pieces[0] == "this" || pieces[0] == "that")
    parts.pronoun = pieces[next++];
  if (parts.pronoun != "self" && parts.pronoun != "this" && next < pieces.size()) {
    parts.variable = pieces[next++];
  }
  for (; next < pieces.size(); ++next) {
    std::string piece = pieces[next];
    if (piece == "NAOK") {
      parts.naok = true;
    } else if (piece == "valueNAOK") {
      parts.naok = true;
      parts.attribute = "value";
    } else if (piece != "code") {
      absl::StrAppend(&parts.attribute, parts.attribute.empty() ? "" : ".", piece);
    }
  }
  return parts;
}

}  // namespace lotse::survey::limesurvey
