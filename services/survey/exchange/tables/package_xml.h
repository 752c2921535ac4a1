#pragma once

#include <memory>
#include <pugixml.hpp>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/survey/exchange/archive/zip_archive.h"
#include "services/survey/exchange/xml_source.h"

namespace lotse::survey {

// Limits of a workbook. The largest one within the limits of a TableBook has parts of some 16 MB.
inline constexpr ZipLimits kWorkbookLimits = {2'000, 16u << 20, 48u << 20};

// Most elements and attributes that a part may have: each takes some 60 bytes of memory.
inline constexpr int kMaxPartMarks = 2'000'000;

// Unpacks and parses a part. INVALID_ARGUMENT with its name, and the line, if it cannot be
// unpacked, is not well-formed XML in UTF-8, has a document type declaration (ECMA-376-2, 10.1.2.3
// forbids it) or too many elements.
absl::StatusOr<std::unique_ptr<XmlSource>> ReadXmlPart(ZipArchive* archive, absl::string_view name);

// What another part is for this one.
struct Relationship {
  std::string id;
  std::string type;  // The last step of its URI, such as `worksheet`.
  std::string part;
};

// The relationships of `source` to parts of the package. As ReadXmlPart; ones that lead out of
// the package are an error, ones to the outside (TargetMode `External`) are not listed.
absl::StatusOr<std::vector<Relationship>> ReadRelationships(ZipArchive* archive,
                                                            absl::string_view source);

// Name of an element or attribute without the prefix of its namespace, which programs choose
// freely.
absl::string_view LocalName(absl::string_view name);
// The first element `name` below `node`; null if there is none.
pugi::xml_node ChildNamed(const pugi::xml_node& node, absl::string_view name);
// Attribute `name`; empty if there is none.
absl::string_view AttributeNamed(const pugi::xml_node& node, absl::string_view name);

}  // namespace lotse::survey
