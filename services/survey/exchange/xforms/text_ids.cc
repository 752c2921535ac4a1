#include "services/survey/exchange/xforms/text_ids.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/strip.h"
#include "services/survey/exchange/plain_text.h"
#include "services/survey/exchange/xforms/form_texts.h"
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

std::vector<std::string> FormTexts::Ids() const {
  std::vector<std::string> ids;
  for (const auto& [id, translations] : by_id_) ids.push_back(id);
  std::sort(ids.begin(), ids.end());
  return ids;
}

bool FormTexts::ShowsAnswer(absl::string_view id) const {
  const auto found = by_id_.find(id);
  return found != by_id_.end() &&
         std::any_of(found->second.begin(), found->second.end(),
                     [](const auto& translation) { return HasOutput(translation.second); });
}

}  // namespace lotse::survey::xforms
