#include "services/survey/exchange/xforms/form_tree.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/survey/engine/code_rules.h"
#include "services/survey/exchange/plain_text.h"
#include "services/survey/exchange/source_codes.h"

namespace lotse::survey::xforms {

using pugi::xml_attribute;
using pugi::xml_node;

absl::string_view LocalName(absl::string_view name) {
  const std::size_t colon = name.find(':');
  return colon == absl::string_view::npos ? name : name.substr(colon + 1);
}

xml_attribute Attribute(const xml_node& node, absl::string_view name) {
  for (const xml_attribute& attribute : node.attributes()) {
    if (LocalName(attribute.name()) == name && !absl::StartsWith(attribute.name(), "xmlns")) {
      return attribute;
    }
  }
  return {};
}

std::string ValueOf(const xml_node& node, absl::string_view name) {
  return WithoutBadBytes(absl::StripAsciiWhitespace(Attribute(node, name).value()));
}

xml_node Child(const xml_node& node, absl::string_view name) {
  for (const xml_node& child : node.children()) {
    if (child.type() == pugi::node_element && LocalName(child.name()) == name) return child;
  }
  return {};
}

std::vector<xml_node> Children(const xml_node& node, absl::string_view name) {
  std::vector<xml_node> children;
  for (const xml_node& child : node.children()) {
    if (child.type() != pugi::node_element) continue;
    if (name.empty() || LocalName(child.name()) == name) children.push_back(child);
  }
  return children;
}

xml_attribute FormNode::BindAttribute(absl::string_view attribute) const {
  for (const xml_node& bind : binds) {
    if (const xml_attribute found = Attribute(bind, attribute)) return found;
  }
  return {};
}

std::vector<const FormNode*> FormNode::Ordered() const {
  // The place of each: that of the last node with one before it, and then its own number.
  std::vector<std::pair<int, const FormNode*>> places;
  int place = -1;
  for (const std::unique_ptr<FormNode>& child : children) {
    if (child->position >= 0) place = child->position;
    places.emplace_back(place, child.get());
  }
  std::stable_sort(places.begin(), places.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<const FormNode*> ordered;
  for (const auto& [unused, child] : places) ordered.push_back(child);
  return ordered;
}

std::string FormNode::Path() const {
  std::vector<absl::string_view> names;
  for (const FormNode* node = this; node != nullptr; node = node->parent) {
    names.push_back(Shortened(node->name));
  }
  std::string path;
  for (auto name = names.rbegin(); name != names.rend(); ++name) absl::StrAppend(&path, "/", *name);
  return path;
}

absl::StatusOr<std::unique_ptr<FormTree>> FormTree::Read(const xml_node& root,
                                                         const XmlSource& source,
                                                         FindingList* findings) {
  auto tree = std::make_unique<FormTree>();
  tree->root_ = std::make_unique<FormNode>();
  tree->root_->name = std::string(LocalName(root.name()));
  tree->root_->line = source.LineOf(root);
  if (absl::Status status = tree->Add(root, tree->root_.get(), false, source, findings);
      !status.ok()) {
    return status;
  }
  tree->GiveCodes(tree->root_.get(), findings);
  return tree;
}

// A name that comes again is another instance of the same repeat.
absl::Status FormTree::Add(const xml_node& element, FormNode* node, bool in_template,
                           const XmlSource& source, FindingList* findings) {
  if (node->depth > kMaxFormDepth) {
    return absl::InvalidArgumentError(absl::StrCat("line ", source.LineOf(element), ": more than ",
                                                   kMaxFormDepth,
                                                   " elements within one another; give a flatter "
                                                   "instance"));
  }
  const bool is_template = static_cast<bool>(Attribute(element, "template"));
  in_template = in_template || is_template;
  if (in_template) {
    node->has_template = true;
  } else {
    ++node->instances;
  }
  const std::vector<xml_node> children = Children(element);
  for (const xml_node& child : children) {
    const std::string name(LocalName(child.name()));
    FormNode*& known = node->by_name[name];
    if (known == nullptr) {
      if (++nodes_ > kMaxFormNodes) {
        return absl::InvalidArgumentError(absl::StrCat("line ", source.LineOf(child),
                                                       ": more than ", kMaxFormNodes,
                                                       " nodes in the instance; divide the form"));
      }
      auto made = std::make_unique<FormNode>();
      made->name = name;
      made->line = source.LineOf(child);
      made->parent = node;
      made->depth = node->depth + 1;
      known = made.get();
      node->children.push_back(std::move(made));
    }
    if (absl::Status status = Add(child, known, in_template, source, findings); !status.ok())
      return status;
  }
  if (!children.empty()) return absl::OkStatus();
  const std::string value = WithoutBadBytes(absl::StripAsciiWhitespace(TextBelow(element)));
  const bool first = node->instances + node->has_template == 1;
  if (!first && value != node->value) {
    findings->Warn(source.LineOf(element), node->code,
                   absl::StrCat("The instances of ", node->Path(),
                                " begin with different values; those of the template, or else of "
                                "the first instance, were taken over."));
  }
  if (first || in_template) node->value = value;
  return absl::OkStatus();
}

FormNode* FormTree::Resolve(absl::string_view path, FormNode* context) const {
  path = absl::StripAsciiWhitespace(path);
  if (path.empty()) return nullptr;
  FormNode* at = context;
  bool first_of_absolute = path[0] == '/';
  if (first_of_absolute) path.remove_prefix(1);
  for (const absl::string_view step : absl::StrSplit(path, '/')) {
    const absl::string_view name = LocalName(step);
    if (first_of_absolute) {
      if (name != root_->name) return nullptr;
      at = root_.get();
      first_of_absolute = false;
    } else if (step == "..") {
      at = at->parent;
    } else if (step != ".") {
      const auto found = at->by_name.find(name);
      at = found == at->by_name.end() ? nullptr : found->second;
    }
    if (at == nullptr) return nullptr;
  }
  return at;
}

std::string FormTree::NewCode(absl::string_view name, const FormNode* group) {
  std::string code = CodeOfName(name);
  for (const FormNode* above = group; codes_.contains(code) && above != nullptr && above->parent;
       above = above->parent) {
    code = CodeOfName(absl::StrCat(above->name, "_", code));
  }
  const std::string stem = code;
  while (codes_.contains(code)) {
    const std::string number = absl::StrCat("_", ++codes_[stem]);
    code = absl::StrCat(stem.substr(0, kMaxCodeLength - number.size()), number);
  }
  codes_.emplace(code, 1);
  return code;
}

void FormTree::GiveCodes(FormNode* node, FindingList* findings) {
  for (const std::unique_ptr<FormNode>& child : node->children) {
    const bool left_out = node->parent == nullptr && child->name == "meta";
    if (left_out) continue;
    child->code = NewCode(child->name, node);
    if (child->code != child->name) {
      findings->Note(child->line, child->code,
                     absl::StrCat("The name `", Shortened(child->name), "` of ", child->Path(),
                                  IsQuestionCode(child->name) ? " is used more than once"
                                                              : " cannot be a code",
                                  "; it became `", child->code, "` here."));
    }
    GiveCodes(child.get(), findings);
  }
}

}  // namespace lotse::survey::xforms
