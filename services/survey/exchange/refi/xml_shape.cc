#include "services/survey/exchange/refi/xml_shape.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/survey/exchange/finding_list.h"

namespace lotse::survey::refi {
namespace {

using pugi::xml_attribute;
using pugi::xml_node;

// Stops at the first fault.
class ShapeWalker : public pugi::xml_tree_walker {
 public:
  const std::optional<ShapeFault>& fault() const { return fault_; }

  bool begin(xml_node& root) override { return Check(root, 1); }
  bool for_each(xml_node& node) override { return Check(node, depth() + 2); }

 private:
  bool Check(const xml_node& node, int level) {
    if (level > kMaxXmlDepth) {
      Fail(node, absl::StrCat("elements in more than ", kMaxXmlDepth,
                              " levels; put fewer codes one below the other"));
    } else {
      CheckAttributes(node);
    }
    return !fault_;
  }

  // The count comes first: what looks for an attribute goes through all of the element.
  void CheckAttributes(const xml_node& node) {
    names_.clear();
    for (const xml_attribute& attribute : node.attributes()) {
      if (names_.size() == kMaxXmlAttributes) {
        return Fail(node, absl::StrCat("an element with more than ", kMaxXmlAttributes,
                                       " attributes; take out what is not of the standard"));
      }
      names_.emplace_back(attribute.name());
    }
    std::sort(names_.begin(), names_.end());
    const auto twice = std::adjacent_find(names_.begin(), names_.end());
    if (twice == names_.end()) return;
    Fail(node, absl::StrCat("not well-formed XML (the attribute `", Shortened(*twice),
                            "` twice in one element); give a well-formed file"));
  }

  void Fail(const xml_node& node, std::string what) { fault_ = {node, std::move(what)}; }

  std::optional<ShapeFault> fault_;
  std::vector<absl::string_view> names_;
};

}  // namespace

std::optional<ShapeFault> FindShapeFault(xml_node root) {
  ShapeWalker walker;
  root.traverse(walker);
  return walker.fault();
}

}  // namespace lotse::survey::refi
