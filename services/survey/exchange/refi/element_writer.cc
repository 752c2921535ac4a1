#include "services/survey/exchange/refi/element_writer.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "runtime/types/utf8.h"
#include "services/survey/exchange/finding_list.h"
#include "services/survey/exchange/refi/conforming.h"
#include "services/survey/exchange/refi/element_reader.h"

namespace lotse::survey::refi {

void ElementWriter::Fail(absl::string_view what) {
  status_.Update(absl::InvalidArgumentError(what));
}

void ElementWriter::Check(absl::string_view name, absl::string_view text) {
  if (types::CanBeXml(text)) return;
  const absl::string_view guid = xml_.guid();
  Fail(absl::StrCat(guid, guid.empty() ? "`" : ": `", name,
                    "` has a character that XML cannot carry; take control characters out"));
}

void ElementWriter::Required(absl::string_view attribute, absl::string_view value) {
  Check(attribute, value);
  xml_.Attribute(attribute, value);
}

void ElementWriter::Optional(absl::string_view attribute, absl::string_view value) {
  if (!value.empty()) Required(attribute, value);
}

void ElementWriter::Leaf(absl::string_view name, absl::string_view text) {
  Check(name, text);
  xml_.Leaf(name, text);
}

void ElementWriter::Description(absl::string_view text) {
  if (!text.empty()) Leaf("Description", text);
}

void ElementWriter::References(absl::string_view name, const std::vector<std::string>& guids,
                               absl::string_view attribute) {
  for (const std::string& guid : guids) {
    xml_.Open(name);
    Required(attribute, guid);
    xml_.Close();
  }
}

void ElementWriter::WriteAuthorship(const Authorship& authorship) {
  Optional("creatingUser", authorship.creating_user);
  Optional("creationDateTime", authorship.creation_time);
  Optional("modifyingUser", authorship.modifying_user);
  Optional("modifiedDateTime", authorship.modified_time);
}

void ElementWriter::WriteCodes(const std::vector<Code>& codes, CodeForm form) {
  WriteCodesAt(codes, form, 1);
}

void ElementWriter::WriteCodesAt(const std::vector<Code>& codes, CodeForm form, int depth) {
  if (depth > kMaxCodeDepth && !codes.empty()) {
    return Fail(absl::StrCat("codes in more than ", kMaxCodeDepth, " levels, for example ",
                             codes.front().guid));
  }
  for (const Code& code : codes) {
    xml_.Open("Code");
    Required("guid", code.guid);
    Required("name", code.name);
    Required("isCodable", code.is_codable ? "true" : "false");
    Optional("color", code.color);
    Description(code.description);
    if (form == kOfProject) References("NoteRef", code.note_refs);
    WriteCodesAt(code.codes, form, depth + 1);
    xml_.Close();
  }
}

void ElementWriter::WriteCodings(const std::vector<Coding>& codings) {
  for (const Coding& coding : codings) {
    xml_.Open("Coding");
    Required("guid", coding.guid);
    Optional("creatingUser", coding.creating_user);
    Optional("creationDateTime", coding.creation_time);
    References("CodeRef", {coding.code});
    References("NoteRef", coding.note_refs);
    xml_.Close();
  }
}

void ElementWriter::WriteValues(const std::vector<VariableValue>& values) {
  for (const VariableValue& value : values) {
    xml_.Open("VariableValue");
    References("VariableRef", {value.variable});
    if (value.has_value) Leaf(absl::StrCat(NameOf(value.type), "Value"), value.value);
    xml_.Close();
  }
}

absl::StatusOr<std::string> ElementWriter::Finish(absl::string_view file, absl::string_view root,
                                                  const ElementRule& rule) && {
  if (!status_.ok()) return status_;
  std::string xml = std::move(xml_).Take();
  FindingList findings;
  const auto read = ConformingXml::Parse(xml, file, root, rule, &findings);
  if (!read.ok()) return read.status();
  if ((*read)->changed()) return absl::InvalidArgumentError((*read)->first_change());
  return xml;
}

}  // namespace lotse::survey::refi
