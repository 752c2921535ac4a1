#include "services/survey/exchange/xml_source.h"

#include <algorithm>
#include <cstddef>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/utf8.h"

namespace lotse::survey {
namespace {

absl::Status Unreadable(int line, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("line ", line, ": ", what));
}

// Offset of the first byte that cannot stand in an XML 1.0 file (section 2.2:
// ill-formed UTF-8, control characters but tab and line ends); nullopt if all
// can.
std::optional<std::size_t> BadByte(absl::string_view xml) {
  for (std::size_t at = 0; at < xml.size();) {
    // What nearly all of a file is.
    while (at < xml.size() && xml[at] >= ' ' && xml[at] <= '~') ++at;
    if (at == xml.size()) break;
    absl::string_view rest = xml.substr(at);
    const std::optional<char32_t> c = types::TakeCodePoint(&rest);
    if (!c || (*c < 0x20 && *c != '\t' && *c != '\n' && *c != '\r')) return at;
    at = xml.size() - rest.size();
  }
  return std::nullopt;
}

bool IsText(const pugi::xml_node& node) {
  return node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata;
}

// Visits everything below `root` in the order of the file: enter(node), then
// what is below it, then leave(node). It does not recurse, so a deep file costs
// no stack.
template <typename Enter, typename Leave>
void Walk(const pugi::xml_node& root, const Enter& enter, const Leave& leave) {
  pugi::xml_node node = root.first_child();
  while (node) {
    enter(node);
    if (node.first_child()) {
      node = node.first_child();
      continue;
    }
    leave(node);
    while (!node.next_sibling()) {
      node = node.parent();
      if (node == root) return;
      leave(node);
    }
    node = node.next_sibling();
  }
}

}  // namespace

XmlSource::XmlSource(absl::string_view xml) {
  line_starts_.push_back(0);
  for (std::size_t at = xml.find('\n'); at != absl::string_view::npos;
       at = xml.find('\n', at + 1)) {
    line_starts_.push_back(static_cast<std::ptrdiff_t>(at) + 1);
  }
}

absl::StatusOr<std::unique_ptr<XmlSource>> XmlSource::Parse(absl::string_view xml) {
  std::unique_ptr<XmlSource> source(new XmlSource(xml));
  if (const std::optional<std::size_t> bad = BadByte(xml)) {
    return Unreadable(source->LineAt(static_cast<std::ptrdiff_t>(*bad)),
                      "a byte that XML in UTF-8 cannot have; save the file as UTF-8");
  }
  // White space between the tags of a text separates words.
  constexpr unsigned kOptions = pugi::parse_default | pugi::parse_doctype | pugi::parse_ws_pcdata;
  const pugi::xml_parse_result result =
      source->document_.load_buffer(xml.data(), xml.size(), kOptions, pugi::encoding_utf8);
  if (!result) {
    return Unreadable(
        source->LineAt(result.offset),
        absl::StrCat("not well-formed XML (", result.description(), "); give a well-formed file"));
  }
  int roots = 0;
  for (const pugi::xml_node& node : source->document_.children()) {
    if (node.type() == pugi::node_doctype) source->has_doctype_ = true;
    if (node.type() == pugi::node_element && ++roots > 1) {
      return Unreadable(source->LineOf(node),
                        "not well-formed XML (a second root element); give a well-formed file");
    }
  }
  return source;
}

int XmlSource::LineOf(const pugi::xml_node& node) const { return LineAt(node.offset_debug()); }

int XmlSource::LineAt(std::ptrdiff_t offset) const {
  const auto next = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  return std::max(1, static_cast<int>(next - line_starts_.begin()));
}

std::string TextBelow(const pugi::xml_node& node) {
  std::string text;
  const auto add = [&text](const pugi::xml_node& below) {
    if (IsText(below)) text += below.value();
  };
  Walk(node, add, [](const pugi::xml_node&) {});
  return text;
}

std::string HtmlBelow(const pugi::xml_node& node) {
  std::string html;
  const auto open = [&html](const pugi::xml_node& below) {
    if (IsText(below)) html += below.value();
    if (below.type() == pugi::node_element) absl::StrAppend(&html, "<", below.name(), ">");
  };
  const auto close = [&html](const pugi::xml_node& below) {
    if (below.type() == pugi::node_element) absl::StrAppend(&html, "</", below.name(), ">");
  };
  Walk(node, open, close);
  return html;
}

}  // namespace lotse::survey
