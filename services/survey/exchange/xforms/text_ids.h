#pragma once

#include <pugixml.hpp>
#include <string>

#include "absl/strings/string_view.h"

namespace lotse::survey::xforms {

// The id in `jr:itext('ID')`; empty if `reference` is something else.
std::string ItextId(absl::string_view reference);

// True if an output stands in `element`, a text with all its forms.
bool HasOutput(const pugi::xml_node& element);

}  // namespace lotse::survey::xforms
