#include "cli/form/finding_lines.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "cli/engagement/words.h"
#include "cli/form/format.h"
#include "cli/text.h"

namespace lotse::cli {

void PrintFindings(
    const google::protobuf::RepeatedPtrField<survey::v1alpha::ImportFinding>& findings,
    std::ostream& out) {
  for (const survey::v1alpha::ImportFinding& finding : findings) {
    std::string line = PadRight(Word(finding.severity(), "en"), 8);
    const std::string place = PlaceOf(finding, "en");
    if (!place.empty()) absl::StrAppend(&line, place, ": ");
    if (!finding.code().empty()) absl::StrAppend(&line, finding.code(), ": ");
    out << Printable(absl::StrCat(line, finding.message())) << "\n";
  }
}

}  // namespace lotse::cli
