#pragma once

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "services/survey/exchange/refi/project.h"
#include "services/survey/qualitative/coding/codebook.h"

// Codes as REFI-QDA has them: as a tree.
namespace lotse::survey {

// The codes of a codebook without violations as a tree, in their order. `make` makes the code
// itself, without those below it.
std::vector<refi::Code> RefiCodesOf(const qualitative::Codebook& codebook,
                                    absl::FunctionRef<refi::Code(const qualitative::Code&)> make);

// A code without its guid and those below it.
refi::Code ToRefiCode(const qualitative::Code& code);

// Adds a code with all below it to `codes`, with their guids as ids. As deep as the reader of
// REFI-QDA lets it be.
void AddRefiCode(const refi::Code& code, const std::string& parent,
                 std::vector<qualitative::Code>* codes);

// `#RRGGBB`, `#RGB` or nothing, in lower case with six digits.
std::string ColourOf(absl::string_view colour);

}  // namespace lotse::survey
