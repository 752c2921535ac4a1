#include "services/survey/exchange/refi/element_reader.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace lotse::survey::refi {
namespace {

using pugi::xml_node;

constexpr std::pair<VariableType, absl::string_view> kTypeNames[] = {
    {VariableType::kText, "Text"},       {VariableType::kBoolean, "Boolean"},
    {VariableType::kInteger, "Integer"}, {VariableType::kFloat, "Float"},
    {VariableType::kDate, "Date"},       {VariableType::kDateTime, "DateTime"}};

std::vector<Code> CodesAt(const xml_node& node, int depth, ConformingXml* xml) {
  std::vector<Code> codes;
  for (const xml_node& child : Children(node, "Code")) {
    if (depth > kMaxCodeDepth) {
      xml->Fail(child, absl::StrCat("Codes in more than ", kMaxCodeDepth,
                                    " levels; put fewer one below the other."));
      return codes;
    }
    Code& code = codes.emplace_back();
    code.guid = Attribute(child, "guid");
    code.name = Attribute(child, "name");
    const absl::string_view codable = child.attribute("isCodable").value();
    code.is_codable = codable == "true" || codable == "1";
    code.color = Attribute(child, "color");
    code.description = Description(child);
    code.note_refs = References(child, "NoteRef");
    code.codes = CodesAt(child, depth + 1, xml);
  }
  return codes;
}

}  // namespace

std::string Attribute(const xml_node& node, const char* name) {
  return node.attribute(name).value();
}

std::vector<xml_node> Children(const xml_node& node, absl::string_view name) {
  std::vector<xml_node> children;
  for (const xml_node& child : node.children()) {
    if (LocalName(child) == name) children.push_back(child);
  }
  return children;
}

xml_node Child(const xml_node& node, absl::string_view name) {
  return node.find_child([name](const xml_node& child) { return LocalName(child) == name; });
}

std::vector<std::string> References(const xml_node& node, absl::string_view name,
                                    const char* attribute) {
  std::vector<std::string> guids;
  for (const xml_node& child : Children(node, name)) guids.push_back(Attribute(child, attribute));
  return guids;
}

std::string Description(const xml_node& node) { return TextBelow(Child(node, "Description")); }

std::vector<Code> ReadCodes(const xml_node& node, ConformingXml* xml) {
  return CodesAt(node, 1, xml);
}

std::vector<Set> ReadSets(const xml_node& node, const char* member_attribute) {
  std::vector<Set> sets;
  for (const xml_node& child : Children(node, "Set")) {
    Set& set = sets.emplace_back();
    set.guid = Attribute(child, "guid");
    set.name = Attribute(child, "name");
    set.description = Description(child);
    set.codes = References(child, "MemberCode", member_attribute);
    set.sources = References(child, "MemberSource");
    set.notes = References(child, "MemberNote");
  }
  return sets;
}

std::vector<VariableValue> ReadValues(const xml_node& node) {
  std::vector<VariableValue> values;
  for (const xml_node& child : Children(node, "VariableValue")) {
    VariableValue& value = values.emplace_back();
    value.variable = Attribute(Child(child, "VariableRef"), "targetGUID");
    for (const xml_node& one : child.children()) {
      absl::string_view name = LocalName(one);
      if (!absl::ConsumeSuffix(&name, "Value")) continue;
      value.has_value = true;
      value.type = TypeNamed(name);
      value.value = TextBelow(one);
    }
  }
  return values;
}

std::vector<Coding> ReadCodings(const xml_node& node) {
  std::vector<Coding> codings;
  for (const xml_node& child : Children(node, "Coding")) {
    codings.push_back({Attribute(child, "guid"), Attribute(child, "creatingUser"),
                       Attribute(child, "creationDateTime"),
                       Attribute(Child(child, "CodeRef"), "targetGUID"),
                       References(child, "NoteRef")});
  }
  return codings;
}

Authorship ReadAuthorship(const xml_node& node) {
  return {Attribute(node, "creatingUser"), Attribute(node, "creationDateTime"),
          Attribute(node, "modifyingUser"), Attribute(node, "modifiedDateTime")};
}

VariableType TypeNamed(absl::string_view name) {
  for (const auto& [type, one] : kTypeNames) {
    if (one == name) return type;
  }
  return VariableType::kText;
}

absl::string_view NameOf(VariableType type) {
  for (const auto& [one, name] : kTypeNames) {
    if (one == type) return name;
  }
  return "Text";
}

}  // namespace lotse::survey::refi
