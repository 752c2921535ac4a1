#pragma once

#include <cstddef>
#include <optional>
#include <pugixml.hpp>
#include <string>

namespace lotse::survey::refi {

// Deepest element: the codes of a project, and what stands around and in them.
inline constexpr int kMaxXmlDepth = 80;
// Most attributes of an element; the standard has eleven at most, and files have those of XML.
inline constexpr std::size_t kMaxXmlAttributes = 64;

// What makes a whole file unfit, and where.
struct ShapeFault {
  pugi::xml_node place;
  std::string what;
};

// The first fault from `root` on, as it was parsed: an element too deep, with too many attributes
// or with one of them twice, which pugixml lets pass. Nothing if there is none.
std::optional<ShapeFault> FindShapeFault(pugi::xml_node root);

}  // namespace lotse::survey::refi
