#include "services/survey/exchange/xforms/xpath_path.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace lotse::survey::xforms::xpath {

bool IsWithin(const FormNode* node, const FormNode* above) {
  while (node != nullptr && node != above) node = node->parent;
  return node == above;
}

bool IsOfContext(absl::string_view function) {
  return function == "position" || function == "last" || function == "string" ||
         function == "number" || function == "normalize-space" || function == "string-length";
}

bool ComesBack(const Path& path) {
  for (const FormNode* left = path.origin; left != path.highest; left = left->parent) {
    if (left->is_repeat && IsWithin(path.at, left)) return true;
  }
  return false;
}

bool StaysRelative(const Path& path) {
  if (path.at == path.origin || path.at->code.empty()) return true;
  return (path.at->is_repeat && IsWithin(path.origin, path.at)) || ComesBack(path);
}

std::string RelativeSteps(const Path& path) {
  if (path.at == path.origin && !ComesBack(path)) return ".";
  std::string steps;
  for (const FormNode* up = path.origin; up != path.highest; up = up->parent) {
    absl::StrAppend(&steps, steps.empty() ? "" : "/", "..");
  }
  std::vector<absl::string_view> down;
  for (const FormNode* node = path.at; node != path.highest; node = node->parent) {
    down.push_back(node->code);
  }
  for (auto code = down.rbegin(); code != down.rend(); ++code) {
    absl::StrAppend(&steps, steps.empty() ? "" : "/", *code);
  }
  return steps;
}

}  // namespace lotse::survey::xforms::xpath
