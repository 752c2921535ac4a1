#pragma once

#include <cstddef>
#include <memory>
#include <pugixml.hpp>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace lotse::survey {

// A parsed XML file that knows its lines. Character references and the five
// predefined entities are decoded. Entities that a file declares itself are
// never expanded and no other file is ever opened, so a small file stays small.
class XmlSource {
 public:
  // Parses `xml`. INVALID_ARGUMENT with line and what would be right if it is
  // not UTF-8, has a control character, is not well-formed or has no single
  // root element.
  static absl::StatusOr<std::unique_ptr<XmlSource>> Parse(absl::string_view xml);

  // The root element.
  pugi::xml_node root() const { return document_.document_element(); }
  // True if the file has a document type declaration; it was skipped.
  bool has_doctype() const { return has_doctype_; }
  // Line in which `node` begins, from 1.
  int LineOf(const pugi::xml_node& node) const;

 private:
  explicit XmlSource(absl::string_view xml);

  int LineAt(std::ptrdiff_t offset) const;

  pugi::xml_document document_;
  std::vector<std::ptrdiff_t> line_starts_;
  bool has_doctype_ = false;
};

// The character data of `node` and everything below it.
std::string TextBelow(const pugi::xml_node& node);

// The same with the tags of the elements below, without their attributes: HTML
// that a file has as elements then looks like HTML that it has as text.
std::string HtmlBelow(const pugi::xml_node& node);

}  // namespace lotse::survey
