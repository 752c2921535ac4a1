#include "services/survey/exchange/tables/package_xml.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/survey/exchange/tables/package_paths.h"
#include "services/survey/exchange/tables/table_builder.h"

namespace lotse::survey {

using pugi::xml_node;

absl::StatusOr<std::unique_ptr<XmlSource>> ReadXmlPart(ZipArchive* archive,
                                                       absl::string_view name) {
  const auto wrong = [name](absl::string_view what) {
    return UnreadableTable(absl::StrCat("part `", name, "`: ", what));
  };
  const absl::StatusOr<std::string> content = archive->Read(name);
  if (!content.ok()) return content.status();
  const auto marks =
      std::count_if(content->begin(), content->end(), [](char c) { return c == '<' || c == '='; });
  if (marks > kMaxPartMarks) {
    return wrong(
        absl::StrCat("more than ", kMaxPartMarks, " elements; delete empty rows and columns"));
  }
  absl::StatusOr<std::unique_ptr<XmlSource>> source = XmlSource::Parse(*content);
  if (!source.ok()) return wrong(source.status().message());
  if ((*source)->has_doctype()) {
    return wrong("a document type declaration; office files have none");
  }
  return source;
}

absl::StatusOr<std::vector<Relationship>> ReadRelationships(ZipArchive* archive,
                                                            absl::string_view source) {
  const auto xml = ReadXmlPart(archive, RelationshipsOf(source));
  if (!xml.ok()) return xml.status();
  std::vector<Relationship> relationships;
  for (const xml_node& node : (*xml)->root().children()) {
    if (AttributeNamed(node, "TargetMode") == "External") continue;
    absl::StatusOr<std::string> part = ResolveTarget(source, AttributeNamed(node, "Target"));
    if (!part.ok()) return part.status();
    const absl::string_view type = AttributeNamed(node, "Type");
    relationships.push_back({std::string(AttributeNamed(node, "Id")),
                             std::string(type.substr(type.rfind('/') + 1)), *std::move(part)});
  }
  return relationships;
}

absl::string_view LocalName(absl::string_view name) { return name.substr(name.rfind(':') + 1); }

xml_node ChildNamed(const xml_node& node, absl::string_view name) {
  return node.find_child([name](const xml_node& child) { return LocalName(child.name()) == name; });
}

absl::string_view AttributeNamed(const xml_node& node, absl::string_view name) {
  const pugi::xml_attribute found = node.find_attribute(
      [name](const pugi::xml_attribute& one) { return LocalName(one.name()) == name; });
  return found.value();
}

}  // namespace lotse::survey
