#include "services/survey/exchange/refi/codebook.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/survey/exchange/refi/conforming.h"
#include "services/survey/exchange/refi/element_reader.h"
#include "services/survey/exchange/refi/element_writer.h"

namespace lotse::survey::refi {
namespace {

constexpr absl::string_view kFile = "codebook.qdc";

}  // namespace

absl::StatusOr<CodebookResult> ReadCodebook(absl::string_view xml) {
  if (xml.size() > kMaxCodebookBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat("the codebook has ", xml.size(), " bytes; give at most ", kMaxCodebookBytes));
  }
  FindingList findings;
  auto conforming = ConformingXml::Parse(xml, kFile, "CodeBook", CodebookRule(), &findings);
  if (!conforming.ok()) return conforming.status();
  const pugi::xml_node root = (*conforming)->root();
  CodebookResult result;
  result.codebook.origin = Attribute(root, "origin");
  result.codebook.codes = ReadCodes(Child(root, "Codes"), conforming->get());
  result.codebook.sets = ReadSets(Child(root, "Sets"), "guid");
  if (result.codebook.codes.empty()) (*conforming)->Warn(root, "The codebook has no code.");
  if (!(*conforming)->ok()) result.codebook = {};
  result.findings = std::move(findings).Take();
  return result;
}

absl::StatusOr<std::string> WriteCodebook(const Codebook& codebook) {
  if (codebook.codes.empty()) {
    return absl::InvalidArgumentError("the codebook has no code; the format needs one");
  }
  ElementWriter writer;
  writer.xml().Open("CodeBook");
  writer.xml().Attribute("xmlns", "urn:QDA-XML:codebook:1.0");
  writer.Optional("origin", codebook.origin);
  writer.xml().Open("Codes");
  writer.WriteCodes(codebook.codes, ElementWriter::kOfCodebook);
  writer.xml().Close();
  if (!codebook.sets.empty()) {
    writer.xml().Open("Sets");
    for (const Set& set : codebook.sets) {
      writer.xml().Open("Set");
      writer.Required("guid", set.guid);
      writer.Required("name", set.name);
      writer.Description(set.description);
      writer.References("MemberCode", set.codes, "guid");
      writer.xml().Close();
    }
    writer.xml().Close();
  }
  writer.xml().Close();
  return std::move(writer).Finish(kFile, "CodeBook", CodebookRule());
}

}  // namespace lotse::survey::refi
