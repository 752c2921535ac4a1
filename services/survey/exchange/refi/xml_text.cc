#include "services/survey/exchange/refi/xml_text.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace lotse::survey::refi {
namespace {

void Escape(absl::string_view text, bool attribute, std::string* out) {
  for (const char c : text) {
    switch (c) {
      case '&':
        *out += "&amp;";
        break;
      case '<':
        *out += "&lt;";
        break;
      case '>':
        *out += "&gt;";
        break;
      case '"':
        *out += "&quot;";
        break;
      case '\r':
        *out += "&#13;";  // XML makes a line feed of it (section 2.11).
        break;
      case '\n':
      case '\t':
        // In attributes XML makes a space of them (section 3.3.3).
        if (attribute) {
          absl::StrAppend(out, "&#", static_cast<int>(c), ";");
        } else {
          *out += c;
        }
        break;
      default:
        *out += c;
    }
  }
}

void Serialize(const pugi::xml_node& node, std::string* out) {
  if (node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata) {
    Escape(node.value(), false, out);
  }
  if (node.type() != pugi::node_element) return;
  // Without the prefix of a namespace: what is written has none.
  const absl::string_view whole = node.name(), name = whole.substr(whole.rfind(':') + 1);
  absl::StrAppend(out, "<", name);
  for (const pugi::xml_attribute& attribute : node.attributes()) {
    absl::StrAppend(out, " ", attribute.name(), "=\"");
    Escape(attribute.value(), true, out);
    *out += '"';
  }
  if (!node.first_child()) {
    *out += "/>";
    return;
  }
  *out += '>';
  for (const pugi::xml_node& child : node.children()) Serialize(child, out);
  absl::StrAppend(out, "</", name, ">");
}

}  // namespace

void XmlText::EndTag() {
  if (in_tag_) out_ += ">\n";
  in_tag_ = false;
}

void XmlText::Line() {
  EndTag();
  out_.append(open_.size(), ' ');
}

void XmlText::Open(absl::string_view name) {
  Line();
  absl::StrAppend(&out_, "<", name);
  open_.push_back({std::string(name), ""});
  in_tag_ = true;
}

void XmlText::Attribute(absl::string_view name, absl::string_view value) {
  absl::StrAppend(&out_, " ", name, "=\"");
  Escape(value, true, &out_);
  out_ += '"';
  if (name == "guid" && !open_.empty()) open_.back().guid = std::string(value);
}

void XmlText::Optional(absl::string_view name, absl::string_view value) {
  if (!value.empty()) Attribute(name, value);
}

void XmlText::Close() {
  const std::string name = std::move(open_.back().name);
  open_.pop_back();
  if (in_tag_) {
    out_ += "/>\n";
    in_tag_ = false;
    return;
  }
  Line();
  absl::StrAppend(&out_, "</", name, ">\n");
}

void XmlText::Leaf(absl::string_view name, absl::string_view text) {
  Line();
  absl::StrAppend(&out_, "<", name, ">");
  Escape(text, false, &out_);
  absl::StrAppend(&out_, "</", name, ">\n");
}

void XmlText::Raw(absl::string_view xml) {
  Line();
  absl::StrAppend(&out_, xml, "\n");
}

absl::string_view XmlText::guid() const {
  for (auto element = open_.rbegin(); element != open_.rend(); ++element) {
    if (!element->guid.empty()) return element->guid;
  }
  return "";
}

std::string XmlText::Take() && { return std::move(out_); }

std::string Serialized(const pugi::xml_node& node) {
  std::string out;
  Serialize(node, &out);
  return out;
}

}  // namespace lotse::survey::refi
