#include <pugixml.hpp>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "services/survey/exchange/xforms/form_writer.h"
#include "services/survey/exchange/xforms/xforms.h"

namespace lotse::survey::xforms {
namespace {

using pugi::xml_node;

constexpr struct {
  const char* name;
  const char* uri;
} kNamespaces[] = {{"xmlns", "http://www.w3.org/2002/xforms"},
                   {"xmlns:h", "http://www.w3.org/1999/xhtml"},
                   {"xmlns:ev", "http://www.w3.org/2001/xml-events"},
                   {"xmlns:xsd", "http://www.w3.org/2001/XMLSchema"},
                   {"xmlns:jr", "http://openrosa.org/javarosa"},
                   {"xmlns:orx", "http://openrosa.org/xforms"},
                   {"xmlns:odk", "http://www.opendatakit.org/xforms"}};

}  // namespace

std::string FormWriting::Expression(absl::string_view expression, absl::string_view place) {
  if (expression.empty()) return "";
  absl::StatusOr<std::string> written = paths.Expression(expression, place);
  if (written.ok()) return *std::move(written);
  if (status.ok()) status = written.status();
  return "";
}

void FormWriting::WriteExpression(const char* name, absl::string_view expression,
                                  absl::string_view place, xml_node element) {
  WriteAttribute(name, Expression(expression, place), element);
}

void WriteAttribute(const char* name, absl::string_view value, xml_node element) {
  if (!value.empty()) element.append_attribute(name) = std::string(value).c_str();
}

namespace {

absl::StatusOr<std::string> Write(const v1alpha::Instrument& instrument) {
  const absl::StatusOr<FormPaths> paths = FormPaths::Of(instrument);
  if (!paths.ok()) return paths.status();
  pugi::xml_document document;
  xml_node declaration = document.append_child(pugi::node_declaration);
  declaration.append_attribute("version") = "1.0";
  declaration.append_attribute("encoding") = "UTF-8";
  xml_node html = document.append_child("h:html");
  for (const auto& known : kNamespaces) html.append_attribute(known.name) = known.uri;
  xml_node head = html.append_child("h:head");
  const std::string title =
      instrument.title().variants().empty() ? "" : instrument.title().variants(0).text();
  head.append_child("h:title").append_child(pugi::node_pcdata).set_value(title.c_str());
  FormWriting writing{instrument, *paths, ItextWriter(instrument, &*paths),
                      head.append_child("model"), absl::OkStatus()};
  writing.model.append_attribute("odk:xforms-version") = "1.0.0";
  WritePrimaryInstance(&writing);
  WriteOptionLists(&writing);
  WriteBinds(&writing);
  xml_node body = html.append_child("h:body");
  WriteAttribute("class", instrument.style(), body);
  WriteBody(body, &writing);
  writing.texts.WriteItext(writing.model);
  if (!writing.status.ok()) return writing.status;
  std::ostringstream out;
  document.save(out, "", pugi::format_raw, pugi::encoding_utf8);
  return out.str();
}

}  // namespace
}  // namespace lotse::survey::xforms

namespace lotse::survey {

absl::StatusOr<std::string> WriteXforms(const v1alpha::Instrument& instrument) {
  return xforms::Write(instrument);
}

}  // namespace lotse::survey
