#pragma once

#include <pugixml.hpp>
#include <vector>

#include "absl/status/statusor.h"
#include "services/survey/exchange/finding_list.h"
#include "services/survey/qualitative/transcript/spoken_lines.h"

namespace lotse::survey::qualitative {

// The lines below `body`, the body of a document, numbered by their paragraphs. What is left out
// gets a finding. INVALID_ARGUMENT with the paragraph if the elements are nested too deep, or
// a paragraph is longer than kMaxLineBytes or has a control character.
absl::StatusOr<std::vector<SpokenLine>> ReadParagraphs(const pugi::xml_node& body,
                                                       FindingList* findings);

}  // namespace lotse::survey::qualitative
