#pragma once

#include <optional>
#include <vector>

#include "services/survey/qualitative/text/text_edit.h"
#include "services/survey/qualitative/text/text_span.h"

namespace lotse::survey::qualitative {

// Where spans, which are in order and apart in the text before `edit`, are afterwards: as
// TextEdit::Move says, but in order and apart again. What a replacement over the end of one and
// the begin of the next wrote is of the first only. nullopt for one of which nothing is left.
std::vector<std::optional<TextSpan>> MoveApart(const TextEdit& edit,
                                               const std::vector<TextSpan>& spans);

}  // namespace lotse::survey::qualitative
