#include "services/survey/exchange/tables/package_paths.h"

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/survey/exchange/finding_list.h"
#include "services/survey/exchange/tables/table_builder.h"

namespace lotse::survey {
namespace {

// With the slash behind it; empty at the top.
absl::string_view FolderOf(absl::string_view part) {
  const std::size_t slash = part.rfind('/');
  return slash == absl::string_view::npos ? "" : part.substr(0, slash + 1);
}

}  // namespace

absl::StatusOr<std::string> ResolveTarget(absl::string_view source, absl::string_view target) {
  const std::string path = absl::StartsWith(target, "/") ? std::string(target.substr(1))
                                                         : absl::StrCat(FolderOf(source), target);
  std::vector<absl::string_view> steps;
  for (absl::string_view step : absl::StrSplit(path, '/')) {
    if (step.empty() || step == ".") continue;
    if (step != "..") {
      steps.push_back(step);
    } else if (steps.empty()) {
      return UnreadableTable(absl::StrCat("part `", Shortened(source), "`: its target `",
                                          Shortened(target), "` leads out of the file"));
    } else {
      steps.pop_back();
    }
  }
  return absl::StrJoin(steps, "/");
}

std::string RelationshipsOf(absl::string_view source) {
  const absl::string_view folder = FolderOf(source);
  return absl::StrCat(folder, "_rels/", source.substr(folder.size()), ".rels");
}

}  // namespace lotse::survey
