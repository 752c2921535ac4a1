#include "services/survey/exchange/xforms/body.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"

namespace lotse::survey::xforms {
namespace {

using pugi::xml_node;

constexpr absl::string_view kControls[] = {"input", "select",  "select1", "rank",
                                           "range", "trigger", "upload"};
constexpr absl::string_view kActions[] = {"setvalue", "setgeopoint", "setlocation", "recordaudio"};

template <std::size_t size>
bool IsOneOf(absl::string_view name, const absl::string_view (&names)[size]) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

class Reader {
 public:
  explicit Reader(FormReading* reading) : reading_(reading) {}

  Body Read(const xml_node& body) {
    for (const xml_node& child : Children(body)) Visit(child, reading_->tree->root(), 1);
    return std::move(body_);
  }

 private:
  void Visit(const xml_node& element, FormNode* context, int depth) {
    const absl::string_view name = LocalName(element.name());
    if (depth > kMaxFormDepth) {
      if (depth == kMaxFormDepth + 1) {
        Fail(element, absl::StrCat("More than ", kMaxFormDepth,
                                   " elements within one another; give a flatter body."));
      }
    } else if (name == "group") {
      VisitGroup(element, context, depth);
    } else if (name == "repeat") {
      VisitRepeat(element, context, depth);
    } else if (IsOneOf(name, kControls)) {
      VisitControl(element, context);
    } else if (IsAction(name)) {
      body_.actions.push_back({element, context});
    } else if (name != "label" || depth == 1) {
      Warn(element, absl::StrCat("The unknown <", Shortened(element.name()),
                                 "> was left out. Known are group, repeat, input, select, select1, "
                                 "odk:rank, range, trigger and upload."));
    }
  }

  void VisitChildren(const xml_node& element, FormNode* context, int depth) {
    for (const xml_node& child : Children(element)) Visit(child, context, depth + 1);
  }

  // The node that an element belongs to; null after an ERROR.
  FormNode* NodeOf(const xml_node& element, FormNode* context) {
    std::string path = ValueOf(element, "ref");
    if (path.empty()) path = ValueOf(element, "nodeset");
    FormNode* node = reading_->tree->Resolve(path, context);
    if (path.empty()) {
      path = ValueOf(element, "bind");
      const auto bind = reading_->binds_by_id.find(path);
      if (bind != reading_->binds_by_id.end()) node = bind->second;
    }
    if (node == nullptr || node->code.empty()) {
      Fail(element, absl::StrCat("<", element.name(), "> is for `", Shortened(path),
                                 "`, for which the instance has no node; give the path of one."));
      return nullptr;
    }
    if (context->parent != nullptr && !IsBelow(node, context)) {
      Warn(element, absl::StrCat(node->Path(), " stands below ", context->Path(),
                                 " in the body only; it follows the instance."));
    }
    return node;
  }

  static bool IsBelow(const FormNode* node, const FormNode* above) {
    while (node != nullptr && node != above) node = node->parent;
    return node == above;
  }

  void VisitGroup(const xml_node& group, FormNode* context, int depth) {
    const xml_node repeat = Child(group, "repeat");
    const bool has_reference =
        Attribute(group, "ref") || Attribute(group, "nodeset") || Attribute(group, "bind");
    if (!has_reference) return VisitBareGroup(group, repeat, context, depth);
    FormNode* node = NodeOf(group, context);
    if (node == nullptr) return;
    if (repeat && reading_->tree->Resolve(ValueOf(repeat, "nodeset"), context) == node) {
      node->label_group = group;
      VisitChildren(group, context, depth);
      return;
    }
    if (node->is_leaf()) {
      Fail(group, absl::StrCat("The group is for ", node->Path(),
                               ", which has no nodes below it, so what is in the group would not "
                               "follow it; give the node that holds what is in the group."));
      VisitChildren(group, context, depth);
    } else if (SetElement(group, node)) {
      VisitChildren(group, node, depth);
    }
  }

  // A group that is no node: the label of a repeat, or a page.
  void VisitBareGroup(const xml_node& group, const xml_node& repeat, FormNode* context, int depth) {
    FormNode* node =
        repeat ? reading_->tree->Resolve(ValueOf(repeat, "nodeset"), context) : nullptr;
    const bool only_repeat =
        node != nullptr && Children(group).size() ==
                               Children(group, "repeat").size() + Children(group, "label").size();
    if (only_repeat) {
      node->label_group = group;
      VisitChildren(group, context, depth);
    } else if (depth == 1) {
      body_.pages.push_back(group);
      page_ = static_cast<int>(body_.pages.size());
      VisitChildren(group, context, depth);
      page_ = 0;
    } else {
      if (Child(group, "label") || Attribute(group, "appearance")) {
        Warn(group,
             "A group without `ref` within another was left out, with its label and appearance; "
             "what is in it stays.");
      }
      VisitChildren(group, context, depth);
    }
  }

  void VisitRepeat(const xml_node& repeat, FormNode* context, int depth) {
    FormNode* node = NodeOf(repeat, context);
    if (node == nullptr || !SetElement(repeat, node)) return;
    if (node->is_leaf()) {
      Fail(repeat, absl::StrCat("The repeat is for ", node->Path(),
                                ", which has no nodes below it; give one that has."));
      return;
    }
    node->is_repeat = true;
    VisitChildren(repeat, node, depth);
  }

  void VisitControl(const xml_node& control, FormNode* context) {
    FormNode* node = NodeOf(control, context);
    if (node == nullptr) return;
    if (!node->is_leaf()) {
      Fail(control, absl::StrCat("<", control.name(), "> is for ", node->Path(),
                                 ", which has nodes below it; give one that has none."));
      return;
    }
    if (!SetElement(control, node)) return;
    for (const xml_node& child : Children(control)) {
      if (IsAction(LocalName(child.name()))) body_.actions.push_back({child, node});
    }
  }

  bool SetElement(const xml_node& element, FormNode* node) {
    if (node->element) {
      Warn(element,
           absl::StrCat("A second <", element.name(), "> for ", node->Path(), " was left out."));
      return false;
    }
    node->element = element;
    // A group that the body does not name comes where the first of its nodes does.
    for (FormNode* above = node; above != nullptr && above->position < 0; above = above->parent) {
      above->position = next_position_;
      above->page = page_;
    }
    ++next_position_;
    return true;
  }

  void Fail(const xml_node& where, absl::string_view message) {
    reading_->findings.Fail(reading_->LineOf(where), "", message);
  }
  void Warn(const xml_node& where, absl::string_view message) {
    reading_->findings.Warn(reading_->LineOf(where), "", message);
  }

  FormReading* reading_;
  Body body_;
  int next_position_ = 0;
  int page_ = 0;
};

}  // namespace

bool IsAction(absl::string_view name) { return IsOneOf(name, kActions); }

Body ReadBody(const xml_node& body, FormReading* reading) { return Reader(reading).Read(body); }

}  // namespace lotse::survey::xforms
