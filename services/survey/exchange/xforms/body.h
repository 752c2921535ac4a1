#pragma once

#include <pugixml.hpp>
#include <vector>

#include "services/survey/exchange/xforms/reading.h"

namespace lotse::survey::xforms {

// An action of a form and what it stands in.
struct Action {
  pugi::xml_node element;
  // The control, group or repeat; null for one in the model.
  FormNode* context = nullptr;
};

// What the body of a form says besides what its nodes then know.
struct Body {
  // Top-level groups without `ref`; a node's `page` is the place in it, from 1.
  std::vector<pugi::xml_node> pages;
  std::vector<Action> actions;
};

// Gives each node of the tree its control, group or repeat, and its place. What names no node, or
// one that does not fit, is a finding.
Body ReadBody(const pugi::xml_node& body, FormReading* reading);

// True if this is the name of an action.
bool IsAction(absl::string_view name);

}  // namespace lotse::survey::xforms
