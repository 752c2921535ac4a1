#include "services/survey/exchange/tables/shared_strings.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/survey/exchange/tables/package_xml.h"

namespace lotse::survey {
namespace {

// Length of an escape `_xHHHH_`.
constexpr std::size_t kEscape = 7;

}  // namespace

std::string WithoutEscapes(absl::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t next = text.find("_x");
    out.append(text.data(), std::min(next, text.size()));
    if (next == absl::string_view::npos) break;
    text.remove_prefix(next);
    int code = 0;
    const bool escape = text.size() >= kEscape && text[kEscape - 1] == '_' &&
                        absl::SimpleHexAtoi(text.substr(2, 4), &code) && code < 0x80;
    // Beyond ASCII nothing has to be escaped; what looks like it is text.
    out += escape ? static_cast<char>(code) : text.front();
    text.remove_prefix(escape ? kEscape : 1);
  }
  return out;
}

std::string RichText(const pugi::xml_node& node) {
  std::string text;
  for (const pugi::xml_node& child : node.children()) {
    const absl::string_view name = LocalName(child.name());
    if (name == "t") absl::StrAppend(&text, child.text().get());
    if (name == "r") absl::StrAppend(&text, ChildNamed(child, "t").text().get());
  }
  return WithoutEscapes(text);
}

std::vector<std::string> SharedStrings(const pugi::xml_node& root) {
  std::vector<std::string> strings;
  for (const pugi::xml_node& node : root.children()) {
    if (LocalName(node.name()) == "si") strings.push_back(RichText(node));
  }
  return strings;
}

}  // namespace lotse::survey
