#include "services/survey/exchange/xforms/binds.h"

#include <algorithm>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/survey/exchange/xforms/settings.h"

namespace lotse::survey::xforms {
namespace {

using pugi::xml_attribute;
using pugi::xml_node;

constexpr absl::string_view kProperties[] = {
    "id",       "nodeset",       "ref",       "type",          "relevant",
    "required", "constraint",    "calculate", "constraintMsg", "requiredMsg",
    "preload",  "preloadParams", "readonly"};

// Most binds of one node. One is usual.
constexpr std::size_t kMaxBinds = 16;

bool IsKnown(absl::string_view name) {
  return std::count(std::begin(kProperties), std::end(kProperties), name) > 0 ||
         IsSetting(name, kBindSettings);
}

}  // namespace

void ReadBinds(const xml_node& model, FormReading* reading) {
  for (const xml_node& bind : Children(model, "bind")) {
    const std::string path =
        Attribute(bind, "nodeset") ? ValueOf(bind, "nodeset") : ValueOf(bind, "ref");
    const int line = reading->LineOf(bind);
    FormNode* node = reading->tree->Resolve(path, reading->tree->root());
    if (node == nullptr) {
      reading->findings.Warn(line, "",
                             absl::StrCat("A bind for `", Shortened(path),
                                          "`, for which the instance has no node, was left out."));
      continue;
    }
    if (node->binds.size() >= kMaxBinds) {
      reading->findings.Fail(
          line, node->code,
          absl::StrCat(node->Path(), " has more than ", kMaxBinds, " binds; give one."));
      continue;
    }
    reading->WarnOfAttributes(bind, IsKnown, node->code);
    for (const xml_attribute& attribute : bind.attributes()) {
      const absl::string_view name = LocalName(attribute.name());
      if (name == "id" || name == "nodeset" || name == "ref") continue;
      const xml_attribute earlier = node->BindAttribute(name);
      if (!earlier || absl::string_view(earlier.value()) == attribute.value()) continue;
      reading->findings.Fail(line, node->code,
                             absl::StrCat("A second bind gives `", name, "` of ", node->Path(),
                                          " in another way; give it once."));
    }
    node->binds.push_back(bind);
    if (const std::string id = ValueOf(bind, "id"); !id.empty()) {
      reading->binds_by_id.emplace(id, node);
    }
  }
}

}  // namespace lotse::survey::xforms
