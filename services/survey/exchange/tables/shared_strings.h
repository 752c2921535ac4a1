#pragma once

#include <pugixml.hpp>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace lotse::survey {

// `text` with the characters that XML cannot hold in the place of their escapes (`_x000D_`;
// ECMA-376, 22.9.2.19).
std::string WithoutEscapes(absl::string_view text);

// The text of a rich text of a workbook (`si`, `is`): its runs without their formats, and without
// the reading of Japanese words (`rPh`); WithoutEscapes.
std::string RichText(const pugi::xml_node& node);

// The texts of the part `sharedStrings.xml`.
std::vector<std::string> SharedStrings(const pugi::xml_node& root);

}  // namespace lotse::survey
