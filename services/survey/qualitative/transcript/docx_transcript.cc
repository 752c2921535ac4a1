#include "services/survey/qualitative/transcript/docx_transcript.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/survey/exchange/archive/zip_archive.h"
#include "services/survey/exchange/tables/package_xml.h"
#include "services/survey/qualitative/transcript/docx_paragraphs.h"

namespace lotse::survey::qualitative {
namespace {

absl::Status Refused(absl::string_view what) { return absl::InvalidArgumentError(what); }

// A document of the most words has a part of some 10 MB.
constexpr ZipLimits kDocumentLimits = {2'000, 16u << 20, 48u << 20};

absl::Status CheckKind(const ZipArchive& archive) {
  if (archive.Has("mimetype") && archive.Has("content.xml")) {
    return Refused("an OpenDocument file (.odt); open it and save it as `Word document (.docx)`");
  }
  if (!archive.Has("[Content_Types].xml")) {
    return Refused("an archive that is no text document; give a .docx file");
  }
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<XmlSource>> ReadDocument(ZipArchive* archive) {
  const auto relationships = ReadRelationships(archive, "");
  if (!relationships.ok()) return relationships.status();
  for (const Relationship& one : *relationships) {
    if (one.type != "officeDocument") continue;
    auto xml = ReadXmlPart(archive, one.part);
    if (!xml.ok()) return xml;
    if (LocalName((*xml)->root().name()) == "document") return xml;
  }
  return Refused("the file is no text document (perhaps an .xlsx); give a .docx file");
}

void NoteRest(const ZipArchive& archive, FindingList* findings) {
  for (const absl::string_view part : {"word/header", "word/footer"}) {
    if (archive.HasFolder(part)) {
      findings->Note(0, "", "What stands at the top or foot of every page was left out.");
      return;
    }
  }
}

}  // namespace

absl::StatusOr<Transcript> ReadDocxTranscript(absl::string_view bytes,
                                              const SpeakerOptions& options) {
  if (bytes.size() > kMaxTranscriptBytes) {
    return Refused(absl::StrCat("the file has ", bytes.size(), " bytes; at most ",
                                kMaxTranscriptBytes, ": take pictures out of it"));
  }
  const auto archive = ZipArchive::Open(bytes, kDocumentLimits);
  if (!archive.ok()) return archive.status();
  if (absl::Status s = CheckKind(**archive); !s.ok()) return s;
  const auto document = ReadDocument(archive->get());
  if (!document.ok()) return document.status();
  const pugi::xml_node body = ChildNamed((*document)->root(), "body");
  if (!body) return Refused("the document has no body; open it and save it anew");
  FindingList findings;
  NoteRest(**archive, &findings);
  const auto lines = ReadParagraphs(body, &findings);
  if (!lines.ok()) return lines.status();
  return ReadSpokenLines(*lines, options, std::move(findings).Take());
}

}  // namespace lotse::survey::qualitative
