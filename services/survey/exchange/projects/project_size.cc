#include "services/survey/exchange/projects/project_size.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/survey/exchange/projects/project_people.h"

namespace lotse::survey::projects {
namespace {

std::size_t CountCodings(const refi::Project& project) {
  std::size_t codings = 0;
  for (const refi::Text& text : project.texts) {
    codings += text.codings.size();
    for (const refi::TextSelection& selection : text.selections) {
      codings += selection.codings.size();
    }
  }
  return codings;
}

}  // namespace

bool FitsLimits(const refi::Project& project, FindingList* findings) {
  const struct {
    absl::string_view what;
    std::size_t number;
    std::size_t most;
  } counts[] = {
      {"texts", project.texts.size(), kMaxFileTexts},
      {"codings of texts", CountCodings(project), kMaxFileCodings},
      {"notes", project.notes.size(), kMaxFileNotes},
      {"cases", project.cases.size(), kMaxFileCases},
  };
  bool fits = true;
  for (const auto& each : counts) {
    if (each.number <= each.most) continue;
    fits = false;
    FailAt("",
           absl::StrCat("The file has ", each.number, " ", each.what, "; give at most ", each.most,
                        " in one file, and several files one after the other."),
           findings);
  }
  return fits;
}

}  // namespace lotse::survey::projects
