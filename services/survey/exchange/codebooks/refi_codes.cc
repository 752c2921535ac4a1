#include "services/survey/exchange/codebooks/refi_codes.h"

#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"

namespace lotse::survey {

using qualitative::Code;

std::vector<refi::Code> RefiCodesOf(const qualitative::Codebook& codebook,
                                    absl::FunctionRef<refi::Code(const Code&)> make) {
  absl::flat_hash_map<absl::string_view, std::vector<const Code*>> below;
  for (const Code& code : codebook.codes) below[code.parent].push_back(&code);
  // Each from the leaves on, since those below stand inside of it.
  const std::vector<const Code*> ordered = InOrder(codebook);
  absl::flat_hash_map<absl::string_view, refi::Code> written;
  for (auto each = ordered.rbegin(); each != ordered.rend(); ++each) {
    const Code& code = **each;
    refi::Code content = make(code);
    for (const Code* const child : below[code.id]) {
      content.codes.push_back(std::move(written.at(child->id)));
    }
    written[code.id] = std::move(content);
  }
  std::vector<refi::Code> tops;
  for (const Code* const top : below[""]) tops.push_back(std::move(written.at(top->id)));
  return tops;
}

refi::Code ToRefiCode(const Code& code) {
  refi::Code made;
  made.name = code.name;
  made.is_codable = code.codable;
  made.color = code.colour;
  made.description = code.definition;
  return made;
}

void AddRefiCode(const refi::Code& code, const std::string& parent, std::vector<Code>* codes) {
  Code made;
  made.id = code.guid;
  made.parent = parent;
  made.name = code.name;
  made.definition = code.description;
  made.codable = code.is_codable;
  made.colour = ColourOf(code.color);
  codes->push_back(std::move(made));
  for (const refi::Code& below : code.codes) AddRefiCode(below, code.guid, codes);
}

std::string ColourOf(absl::string_view colour) {
  if (colour.size() != 4) return absl::AsciiStrToLower(colour);
  std::string whole = "#";
  for (const char digit : colour.substr(1)) whole.append(2, digit);
  return absl::AsciiStrToLower(whole);
}

}  // namespace lotse::survey
