#pragma once

#include <pugixml.hpp>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/survey/exchange/refi/conforming.h"
#include "services/survey/exchange/refi/project.h"

// The elements of a conforming file as structs. Nothing can go wrong here but what is said.

namespace lotse::survey::refi {

std::string Attribute(const pugi::xml_node& node, const char* name);
// The elements `name` directly in `node`, in their order.
std::vector<pugi::xml_node> Children(const pugi::xml_node& node, absl::string_view name);
// The first of them; null if there is none.
pugi::xml_node Child(const pugi::xml_node& node, absl::string_view name);
// What the elements `name` in `node` refer to.
std::vector<std::string> References(const pugi::xml_node& node, absl::string_view name,
                                    const char* attribute = "targetGUID");
std::string Description(const pugi::xml_node& node);

// The elements `Code` in `node`. An ERROR if they are deeper than kMaxCodeDepth.
std::vector<Code> ReadCodes(const pugi::xml_node& node, ConformingXml* xml);
std::vector<Set> ReadSets(const pugi::xml_node& node, const char* member_attribute);
std::vector<VariableValue> ReadValues(const pugi::xml_node& node);
std::vector<Coding> ReadCodings(const pugi::xml_node& node);
Authorship ReadAuthorship(const pugi::xml_node& node);
VariableType TypeNamed(absl::string_view name);
// The name of a type, as it stands in `typeOfVariable` and, with `Value` behind it, in elements.
absl::string_view NameOf(VariableType type);

}  // namespace lotse::survey::refi
