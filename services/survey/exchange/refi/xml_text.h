#pragma once

#include <pugixml.hpp>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace lotse::survey::refi {

// Writes XML so that every parser reads each text back as it was: line ends and tabs that XML would
// change are references. Elements that hold elements have a line each.
class XmlText {
 public:
  void Open(absl::string_view name);
  // Of the element that was opened last.
  void Attribute(absl::string_view name, absl::string_view value);
  // The same, left out if the value is empty.
  void Optional(absl::string_view name, absl::string_view value);
  void Close();
  // An element with a text and nothing else.
  void Leaf(absl::string_view name, absl::string_view text);
  // An element that was serialized before.
  void Raw(absl::string_view xml);

  // The guid of the innermost open element that has one; empty if there is none. Until something is
  // opened or closed.
  absl::string_view guid() const;

  // What was written so far, with an XML declaration.
  std::string Take() &&;

 private:
  struct Element {
    std::string name;
    std::string guid;
  };

  void Line();
  void EndTag();

  std::string out_ = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  std::vector<Element> open_;
  bool in_tag_ = false;
};

// An element with all that is below it, in one line.
std::string Serialized(const pugi::xml_node& node);

}  // namespace lotse::survey::refi
