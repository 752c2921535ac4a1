#pragma once

#include <memory>
#include <pugixml.hpp>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/survey/exchange/finding_list.h"
#include "services/survey/exchange/xml_source.h"

namespace lotse::survey::xforms {

// Most nodes of a primary instance: each of the 2,000 questions that a questionnaire may have can
// stand in a repeat with a template.
inline constexpr int kMaxFormNodes = 4000;
// How deep a primary instance or a body may be. Source: instrument.proto (12), and the root, `meta`
// and groups of the body that are no nodes.
inline constexpr int kMaxFormDepth = 32;

// The part of a name behind its prefix. Forms name a namespace by a prefix of their choice, and no
// two names that forms use differ by the prefix alone.
absl::string_view LocalName(absl::string_view name);
// The attribute with this local name; null if there is none.
pugi::xml_attribute Attribute(const pugi::xml_node& node, absl::string_view name);
// Its value without white space at the ends; empty if there is none.
std::string ValueOf(const pugi::xml_node& node, absl::string_view name);
// The first child element with this local name; null if there is none.
pugi::xml_node Child(const pugi::xml_node& node, absl::string_view name);
// All child elements in order; with `name`, those that have it as local name.
std::vector<pugi::xml_node> Children(const pugi::xml_node& node, absl::string_view name = "");

// A node of the primary instance, and what the rest of the form says about it.
struct FormNode {
  // Its name in the form, and its code in the questionnaire; the root and what is left out of
  // `meta` have no code.
  std::string name;
  std::string code;
  int line = 0;
  FormNode* parent = nullptr;
  int depth = 0;
  std::vector<std::unique_ptr<FormNode>> children;
  absl::flat_hash_map<std::string, FormNode*> by_name;
  // Text that it has in the instance.
  std::string value;
  // How many instances the form begins with, and whether there is one in a template.
  int instances = 0;
  bool has_template = false;

  // From the body: the control, group or repeat; the group around a repeat that has its label; the
  // place in the body, -1 without one; the number of the group without `ref` that it is in.
  pugi::xml_node element;
  pugi::xml_node label_group;
  bool is_repeat = false;
  int position = -1;
  int page = 0;
  // From the binds of the model.
  std::vector<pugi::xml_node> binds;
  // From actions: the expression of the initial value, and one that is computed when `triggers`
  // change, both rewritten; empty: none.
  std::string initial_value;
  std::string triggered;
  std::vector<const FormNode*> triggers;

  bool is_leaf() const { return children.empty(); }
  // The attribute of the first bind that has it.
  pugi::xml_attribute BindAttribute(absl::string_view attribute) const;
  // Its children in the order of the body. One without a place there comes behind the same node as
  // in the instance.
  std::vector<const FormNode*> Ordered() const;
  // Its absolute path, for messages.
  std::string Path() const;
};

// The primary instance of a form.
class FormTree {
 public:
  // Reads the tree below `root`, the element in the primary instance, and gives codes.
  // INVALID_ARGUMENT if it has too many nodes or is too deep.
  static absl::StatusOr<std::unique_ptr<FormTree>> Read(const pugi::xml_node& root,
                                                        const XmlSource& source,
                                                        FindingList* findings);

  FormNode* root() { return root_.get(); }
  const FormNode* root() const { return root_.get(); }
  // The node that `path` names, absolute or relative to `context`; null if there is none.
  FormNode* Resolve(absl::string_view path, FormNode* context) const;
  // Gives `name` as a code that is not used yet; `group` helps to tell two apart.
  std::string NewCode(absl::string_view name, const FormNode* group);

 private:
  absl::Status Add(const pugi::xml_node& element, FormNode* node, bool in_template,
                   const XmlSource& source, FindingList* findings);
  void GiveCodes(FormNode* node, FindingList* findings);

  std::unique_ptr<FormNode> root_;
  int nodes_ = 0;
  // How often each code was wanted.
  absl::flat_hash_map<std::string, int> codes_;
};

}  // namespace lotse::survey::xforms
