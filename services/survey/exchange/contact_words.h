#pragma once

#include "absl/strings/string_view.h"

namespace lotse::survey {

// True if a question with this text or code seems to ask for an e-mail address,
// a telephone number or a postal address, in German or English. It goes by
// words: a false alarm costs a look, a missed one stores who answered.
bool AsksForContact(absl::string_view text);

}  // namespace lotse::survey
