#include "services/survey/exchange/xforms/text_ids.h"

#include "absl/strings/ascii.h"
#include "absl/strings/strip.h"
#include "services/survey/exchange/plain_text.h"
#include "services/survey/exchange/xforms/form_tree.h"
#include "services/survey/exchange/xforms/xpath_tokens.h"

namespace lotse::survey::xforms {

std::string ItextId(absl::string_view reference) {
  reference = absl::StripAsciiWhitespace(reference);
  if (!absl::ConsumePrefix(&reference, "jr:itext(") || !absl::ConsumeSuffix(&reference, ")")) {
    return "";
  }
  reference = absl::StripAsciiWhitespace(reference);
  const bool quoted = reference.size() > 2 && (reference[0] == '\'' || reference[0] == '"') &&
                      reference.back() == reference[0];
  return quoted ? WithoutBadBytes(Unquoted(reference)) : "";
}

bool HasOutput(const pugi::xml_node& element) {
  const auto is_output = [](const pugi::xml_node& node) {
    return LocalName(node.name()) == "output";
  };
  return static_cast<bool>(element.find_node(is_output));
}

}  // namespace lotse::survey::xforms
