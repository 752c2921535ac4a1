#include "services/survey/app/study_foreign.h"

#include <utility>

#include "services/survey/qualitative/foreign/foreign_rules.h"
#include "services/survey/qualitative/material/foreign_rows.h"

namespace lotse::survey {

using qualitative::ForeignThing;
using qualitative::ForeignTie;

bool SeesForeign(const StudyReach& reach, absl::string_view coder) {
  return coder.empty() ? reach.SeesAll() : reach.Sees(coder);
}

std::vector<ForeignThing> ForeignSeen(std::vector<ForeignThing> things, const StudyReach& reach) {
  std::erase_if(things,
                [&](const ForeignThing& thing) { return !SeesForeign(reach, thing.coder); });
  return things;
}

void ReadForeign(sql::Connection& connection, const StudyReach& reach, GuidOfPlace guid_of,
                 FindingList* findings, projects::StudyMaterial* material) {
  std::vector<ForeignThing> things = ForeignSeen(qualitative::AllForeign(connection), reach);
  const bool lacks = qualitative::LeaveOut(
      [&](const ForeignTie& tie) { return guid_of(tie.place).has_value(); }, &things);
  if (lacks) {
    findings->Warn(0, "",
                   "Sets, links, variables and cases of other programs lack what is about texts, "
                   "cases, codings and memos that are left out, or are left out with them.");
  }
  for (ForeignThing& thing : things) {
    for (ForeignTie& tie : thing.ties) tie.place.id = guid_of(tie.place).value_or("");
  }
  material->foreign = std::move(things);
}

}  // namespace lotse::survey
