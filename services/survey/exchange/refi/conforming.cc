#include "services/survey/exchange/refi/conforming.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/survey/exchange/refi/character_references.h"
#include "services/survey/exchange/refi/xml_shape.h"

namespace lotse::survey::refi {
namespace {

using pugi::xml_attribute;
using pugi::xml_node;

bool IsElement(const xml_node& node) { return node.type() == pugi::node_element; }

// Attributes that belong to XML itself, not to the standard.
bool IsOfXml(absl::string_view attribute) {
  return attribute == "xmlns" || absl::StartsWith(attribute, "xmlns:") ||
         absl::StartsWith(attribute, "xsi:") || absl::StartsWith(attribute, "xml:");
}

const AttributeRule* FindRule(const ElementRule& rule, absl::string_view attribute) {
  for (const AttributeRule& one : rule.attributes) {
    if (one.name == attribute) return &one;
  }
  return nullptr;
}

// Position among the children that may be there; -1 if there is no such.
int FindChild(const ElementRule& rule, absl::string_view name) {
  for (std::size_t i = 0; i < rule.children.size(); ++i) {
    if (rule.children[i].name == name) return static_cast<int>(i);
  }
  return -1;
}

// A list of nothing, which no list may be.
bool IsEmptyList(const ChildRule& one, const xml_node& list) {
  return !one.rule->children.empty() && one.rule->attributes.empty() && !list.first_child();
}

absl::Status Refused(absl::string_view file, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("`", file, "`, ", what));
}

std::string GuidOf(xml_node node) {
  for (; node; node = node.parent()) {
    if (const xml_attribute guid = node.attribute("guid")) {
      const std::optional<std::string> canonical = Canonical(Form::kGuid, guid.value());
      return canonical ? *canonical : std::string(guid.value());
    }
  }
  return "";
}

}  // namespace

absl::string_view LocalName(const xml_node& node) {
  const absl::string_view name = node.name();
  return name.substr(name.rfind(':') + 1);
}

absl::StatusOr<std::unique_ptr<ConformingXml>> ConformingXml::Parse(absl::string_view xml,
                                                                    absl::string_view file,
                                                                    absl::string_view root,
                                                                    const ElementRule& rule,
                                                                    FindingList* findings) {
  const auto marks =
      std::count_if(xml.begin(), xml.end(), [](char c) { return c == '<' || c == '='; });
  if (marks > kMaxXmlMarks) {
    return Refused(file, absl::StrCat("more than ", kMaxXmlMarks,
                                      " elements and attributes; give a part of the project"));
  }
  if (const std::optional<int> line = LineOfBadReference(xml)) {
    return Refused(file, absl::StrCat("line ", *line,
                                      ": a character reference names no character that XML can "
                                      "have; take it out"));
  }
  absl::StatusOr<std::unique_ptr<XmlSource>> source = XmlSource::Parse(xml);
  if (!source.ok()) return Refused(file, source.status().message());
  if ((*source)->has_doctype()) {
    return Refused(file, "a document type declaration; files of REFI-QDA have none");
  }
  const xml_node top = (*source)->root();
  if (LocalName(top) != root) {
    return Refused(file, absl::StrCat("line ", (*source)->LineOf(top), ": the element `",
                                      Shortened(top.name()), "`; a file of this kind begins with `",
                                      root, "`"));
  }
  if (const std::optional<ShapeFault> fault = FindShapeFault(top)) {
    return Refused(file, absl::StrCat("line ", (*source)->LineOf(fault->place), ": ", fault->what));
  }
  std::unique_ptr<ConformingXml> conforming(new ConformingXml(file, findings));
  conforming->source_ = *std::move(source);
  const absl::string_view name = top.name();
  conforming->prefix_ = std::string(name.substr(0, name.size() - root.size()));
  conforming->Conform(top, rule);
  conforming->CheckGuids();
  return conforming;
}

Place ConformingXml::At(const xml_node& node) const { return {source_->LineOf(node), file_, ""}; }

void ConformingXml::Note(const xml_node& node, absl::string_view message) {
  findings_.Note(At(node), GuidOf(node), message);
}

void ConformingXml::NoteChange(const xml_node& node, absl::string_view message) {
  if (changed()) return;
  const std::string guid = GuidOf(node);
  first_change_ =
      guid.empty() ? std::string(message) : absl::StrCat(Shortened(guid), ": ", message);
}

void ConformingXml::Warn(const xml_node& node, absl::string_view message) {
  NoteChange(node, message);
  findings_.Warn(At(node), GuidOf(node), message);
}

void ConformingXml::Fail(const xml_node& node, absl::string_view message) {
  ok_ = false;
  NoteChange(node, message);
  findings_.Fail(At(node), GuidOf(node), message);
}

absl::string_view ConformingXml::NameOf(const xml_node& node) const {
  const absl::string_view name = node.name();
  return absl::StartsWith(name, prefix_) ? name.substr(prefix_.size()) : name;
}

void ConformingXml::Conform(xml_node node, const ElementRule& rule) {
  ConformAttributes(node, rule);
  if (rule.content) {
    ConformContent(node, *rule.content);
  } else {
    ConformChildren(node, rule);
  }
}

void ConformingXml::ConformAttributes(xml_node node, const ElementRule& rule) {
  std::vector<xml_attribute> unknown;
  for (xml_attribute attribute : node.attributes()) {
    const AttributeRule* const one = FindRule(rule, attribute.name());
    if (one == nullptr) {
      if (!IsOfXml(attribute.name())) {
        Warn(node, absl::StrCat("The attribute `", Shortened(attribute.name()), "` of `",
                                NameOf(node), "` is not in the standard and was left out."));
      }
      unknown.push_back(attribute);
      continue;
    }
    const std::optional<std::string> value = Canonical(one->form, attribute.value());
    if (value) {
      if (*value != attribute.value()) attribute.set_value(value->c_str());
      continue;
    }
    if (!one->required) {
      Warn(node, absl::StrCat("The attribute `", one->name, "` of `", NameOf(node), "` is `",
                              Shortened(attribute.value()), "` and was left out; it should be ",
                              Example(one->form), "."));
    }
    unknown.push_back(attribute);
  }
  for (const xml_attribute& attribute : unknown) node.remove_attribute(attribute);
  for (const AttributeRule& one : rule.attributes) {
    if (!one.required || node.attribute(one.name.c_str())) continue;
    if (one.form == Form::kBoolean) {
      node.append_attribute(one.name.c_str()).set_value("true");
      Warn(node, absl::StrCat("`", NameOf(node), "` has no right attribute `", one.name,
                              "`; it was taken to be `true`."));
    } else {
      Fail(node, absl::StrCat("`", NameOf(node), "` needs the attribute `", one.name, "` with ",
                              Example(one.form), "."));
    }
  }
}

void ConformingXml::ConformContent(xml_node node, Form form) {
  std::vector<xml_node> elements;
  for (const xml_node& child : node.children()) {
    if (IsElement(child)) elements.push_back(child);
  }
  for (const xml_node& child : elements) {
    Warn(child, absl::StrCat("The element `", Shortened(child.name()), "` in `", NameOf(node),
                             "` is not in the standard and was left out; its text was kept."));
  }
  const std::string text = TextBelow(node);
  const std::optional<std::string> value = Canonical(form, text);
  if (form == Form::kString && elements.empty()) return;
  if (!value) {
    // Only values of variables have forms; a text can say whatever it is.
    Warn(node, absl::StrCat("The value `", Shortened(text), "` should be ", Example(form),
                            "; it was kept as a text."));
    node.set_name((prefix_ + "TextValue").c_str());
  }
  node.remove_children();
  node.append_child(pugi::node_pcdata).set_value((value ? *value : text).c_str());
}

void ConformingXml::ConformChildren(xml_node node, const ElementRule& rule) {
  std::vector<xml_node> others;
  std::vector<int> counts(rule.children.size() + 1);
  for (xml_node child : node.children()) {
    const bool is_element = IsElement(child);
    const int index = is_element ? FindChild(rule, NameOf(child)) : -1;
    if (index < 0) {
      others.push_back(child);
      const absl::string_view text = child.value();
      if (is_element) {
        Warn(child, absl::StrCat("The element `", Shortened(child.name()), "` in `", NameOf(node),
                                 "` is not in the standard and was left out."));
      } else if (!absl::StripAsciiWhitespace(text).empty()) {
        Warn(node, absl::StrCat("A text directly in `", NameOf(node),
                                "` is not in the standard and was left out."));
      }
      continue;
    }
    const ChildRule& one = rule.children[static_cast<std::size_t>(index)];
    // A value that is no value, as some programs write it, is none.
    if (one.choice && *one.rule->content != Form::kString &&
        absl::StripAsciiWhitespace(TextBelow(child)).empty()) {
      others.push_back(child);
      continue;
    }
    // All that one of may be there count together.
    int& kept = counts[one.choice ? rule.children.size() : static_cast<std::size_t>(index)];
    if (kept > 0 && !one.many && !IsEmptyList(one, child)) {
      // Before what is in it is looked at: of that nothing is kept.
      Warn(child, absl::StrCat("A second `", NameOf(child), "` in `", NameOf(node),
                               "` was left out; one may be there."));
      others.push_back(child);
      continue;
    }
    Conform(child, *one.rule);
    if (IsEmptyList(one, child)) {
      others.push_back(child);
    } else {
      ++kept;
    }
  }
  for (const xml_node& child : others) node.remove_child(child);
  if (!rule.any_order) Order(node, rule);
  RequireChildren(node, rule);
}

void ConformingXml::Order(xml_node node, const ElementRule& rule) {
  std::vector<std::pair<int, xml_node>> children;
  for (const xml_node& child : node.children()) {
    children.emplace_back(FindChild(rule, NameOf(child)), child);
  }
  const auto before = [](const auto& a, const auto& b) { return a.first < b.first; };
  if (std::is_sorted(children.begin(), children.end(), before)) return;
  std::stable_sort(children.begin(), children.end(), before);
  Note(node,
       absl::StrCat("The elements in `", NameOf(node), "` were put in the order of the standard."));
  for (const auto& [index, child] : children) node.append_move(child);
}

void ConformingXml::RequireChildren(xml_node node, const ElementRule& rule) {
  for (const ChildRule& one : rule.children) {
    if (!one.required ||
        node.find_child([&](const xml_node& child) { return NameOf(child) == one.name; })) {
      continue;
    }
    // An empty list is left out by what holds it; a codebook may have no code yet.
    if (one.many || one.name == "Codes") continue;
    Fail(node, absl::StrCat("`", NameOf(node), "` needs the element `", one.name, "`."));
  }
}

void ConformingXml::CheckGuids() {
  std::vector<xml_node> all;
  for (xml_node node = root(); node;) {
    all.push_back(node);
    if (node.first_child()) {
      node = node.first_child();
      continue;
    }
    while (node != root() && !node.next_sibling()) node = node.parent();
    if (node == root()) break;
    node = node.next_sibling();
  }
  for (const xml_node& node : all) {
    const absl::string_view name = LocalName(node);
    const xml_attribute guid = node.attribute("guid");
    if (!guid || name == "MemberCode") continue;
    std::string& names = guids_[guid.value()];
    if (!names.empty()) {
      // Some programs keep the text of a case as codings with a code of the same guid.
      const bool is_case = (names == "Code " && name == "Case");
      if (is_case) {
        Note(node, "The case has the guid of a code; both were kept.");
      } else {
        Fail(node, "The guid is there twice; each thing needs one of its own.");
      }
    }
    // Once each, however often the guid is there: it is looked through for each reference.
    const std::string named = absl::StrCat(name, " ");
    if (!absl::StrContains(names, named)) names += named;
  }
  for (const xml_node& node : all) CheckReferences(node);
}

void ConformingXml::CheckReferences(const xml_node& node) {
  const absl::string_view name = LocalName(node);
  if (name == "MemberCode" && node.attribute("guid")) {
    CheckReference(node, "guid", node.attribute("guid").value());
    return;
  }
  for (const xml_attribute& attribute : node.attributes()) {
    const absl::string_view one = attribute.name();
    const bool refers = absl::EndsWith(one, "GUID") || one == "creatingUser" ||
                        one == "modifyingUser" || absl::EndsWith(one, "Vertex") ||
                        absl::EndsWith(one, "SyncPoint");
    if (refers) CheckReference(node, one, attribute.value());
  }
}

void ConformingXml::CheckReference(const xml_node& node, absl::string_view attribute,
                                   absl::string_view guid) {
  const auto found = guids_.find(guid);
  const absl::string_view parent = LocalName(node.parent());
  const absl::string_view name = LocalName(node);
  if (name == "CodeRef" && parent == "Coding") {
    if (found == guids_.end() || !absl::StrContains(found->second, "Code ")) {
      Fail(node, absl::StrCat("The coding refers to ", guid, ", which is no code of the file."));
    }
  } else if (name == "VariableRef") {
    if (found == guids_.end() || !absl::StrContains(found->second, "Variable ")) {
      Fail(node, absl::StrCat("The value refers to ", guid, ", which is no variable of the file."));
    }
  } else if (found == guids_.end()) {
    findings_.Warn(At(node), GuidOf(node),
                   absl::StrCat("`", attribute, "` of `", name, "` refers to ", guid,
                                ", which is not in the file."));
  }
}

}  // namespace lotse::survey::refi
