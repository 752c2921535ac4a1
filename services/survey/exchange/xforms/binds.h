#pragma once

#include <pugixml.hpp>

#include "services/survey/exchange/xforms/reading.h"

namespace lotse::survey::xforms {

// Gives each node the binds of `model` that are for it. One for no node is a WARNING, and a
// property that two of them give in different ways an ERROR.
void ReadBinds(const pugi::xml_node& model, FormReading* reading);

}  // namespace lotse::survey::xforms
