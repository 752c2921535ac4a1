#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "services/survey/exchange/refi/conforming.h"
#include "services/survey/exchange/refi/element_reader.h"
#include "services/survey/exchange/refi/project_file.h"
#include "services/survey/exchange/refi/xml_text.h"

namespace lotse::survey::refi {
namespace {

using pugi::xml_node;

constexpr std::pair<absl::string_view, MediaKind> kMediaNames[] = {
    {"PictureSource", MediaKind::kPicture},
    {"PDFSource", MediaKind::kPdf},
    {"AudioSource", MediaKind::kAudio},
    {"VideoSource", MediaKind::kVideo}};

class ProjectReader {
 public:
  ProjectReader(ZipArchive* archive, const ExternalFiles& external, ConformingXml* xml)
      : archive_(archive),
        xml_(*xml),
        texts_(Attribute(xml->root(), "origin"), external, archive, xml) {}

  Project Read() {
    const xml_node root = xml_.root();
    project_.name = Attribute(root, "name");
    project_.origin = Attribute(root, "origin");
    project_.base_path = Attribute(root, "basePath");
    project_.authorship = {Attribute(root, "creatingUserGUID"), Attribute(root, "creationDateTime"),
                           Attribute(root, "modifyingUserGUID"),
                           Attribute(root, "modifiedDateTime")};
    project_.description = Description(root);
    project_.note_refs = References(root, "NoteRef");
    project_.codes = ReadCodes(Child(Child(root, "CodeBook"), "Codes"), &xml_);
    project_.sets = ReadSets(Child(root, "Sets"), "targetGUID");
    ReadPeople(root);
    ReadSources(root);
    ReadDrawings(root);
    ReadFiles();
    return std::move(project_);
  }

 private:
  void ReadPeople(const xml_node& root) {
    for (const xml_node& node : Children(Child(root, "Users"), "User")) {
      project_.users.push_back(
          {Attribute(node, "guid"), Attribute(node, "name"), Attribute(node, "id")});
    }
    for (const xml_node& node : Children(Child(root, "Variables"), "Variable")) {
      project_.variables.push_back({Attribute(node, "guid"), Attribute(node, "name"),
                                    TypeNamed(Attribute(node, "typeOfVariable")),
                                    Description(node)});
    }
    for (const xml_node& node : Children(Child(root, "Cases"), "Case")) {
      project_.cases.push_back({Attribute(node, "guid"), Attribute(node, "name"), Description(node),
                                References(node, "CodeRef"), ReadValues(node),
                                References(node, "SourceRef"), References(node, "SelectionRef")});
    }
  }

  void ReadSources(const xml_node& root) {
    const xml_node sources = Child(root, "Sources");
    for (const xml_node& node : Children(sources, "TextSource")) {
      project_.texts.push_back(texts_.Read(node));
    }
    for (const xml_node& node : Children(Child(root, "Notes"), "Note")) {
      project_.notes.push_back(texts_.Read(node));
    }
    for (const xml_node& node : sources.children()) {
      for (const auto& [name, kind] : kMediaNames) {
        if (LocalName(node) != name) continue;
        const std::string path = Attribute(node, "path");
        if (archive_ != nullptr && absl::StartsWith(path, "internal://") &&
            InternalPart(*archive_, path).empty()) {
          xml_.Warn(node, absl::StrCat("The archive has no file `", Shortened(path), "`."));
        }
        project_.media.push_back(
            {kind, Attribute(node, "guid"), Attribute(node, "name"), path, Serialized(node)});
      }
    }
  }

  void ReadDrawings(const xml_node& root) {
    for (const xml_node& node : Children(Child(root, "Links"), "Link")) {
      project_.links.push_back({Attribute(node, "guid"), Attribute(node, "name"),
                                Attribute(node, "direction"), Attribute(node, "color"),
                                Attribute(node, "originGUID"), Attribute(node, "targetGUID"),
                                References(node, "NoteRef")});
    }
    for (const xml_node& node : Children(Child(root, "Graphs"), "Graph")) {
      project_.graphs.push_back(
          {Attribute(node, "guid"), Attribute(node, "name"), Serialized(node)});
    }
  }

  // All that is in the archive and was not read.
  void ReadFiles() {
    if (archive_ == nullptr || !xml_.ok()) return;
    for (const std::string& name : archive_->names()) {
      std::string path = absl::StrReplaceAll(name, {{"\\", "/"}});
      if (absl::EndsWith(path, "/") || absl::EqualsIgnoreCase(path, kProjectPart)) continue;
      if (texts_.parts().contains(ArchiveKey(path))) continue;
      if (absl::StartsWithIgnoreCase(path, "sources/")) path.replace(0, 8, "sources/");
      absl::StatusOr<std::string> bytes = archive_->Read(name);
      if (!bytes.ok()) return xml_.Fail(xml_.root(), bytes.status().message());
      project_.files.push_back({std::move(path), *std::move(bytes)});
    }
  }

  ZipArchive* const archive_;
  ConformingXml& xml_;
  TextReader texts_;
  Project project_;
};

absl::StatusOr<ProjectResult> ReadParts(absl::string_view xml, ZipArchive* archive,
                                        const ExternalFiles& external) {
  FindingList findings;
  auto conforming = ConformingXml::Parse(xml, kProjectPart, "Project", ProjectRule(), &findings);
  if (!conforming.ok()) return conforming.status();
  ProjectResult result;
  result.project = ProjectReader(archive, external, conforming->get()).Read();
  if (!(*conforming)->ok()) result.project = {};
  result.findings = std::move(findings).Take();
  return result;
}

}  // namespace

absl::StatusOr<ProjectResult> ReadProject(absl::string_view bytes, const ExternalFiles& external) {
  absl::string_view text = bytes;
  absl::ConsumePrefix(&text, "\xEF\xBB\xBF");
  if (absl::StartsWith(absl::StripLeadingAsciiWhitespace(text), "<")) {
    if (bytes.size() > kProjectLimits.part_bytes) {
      return absl::InvalidArgumentError(absl::StrCat(
          "the project has ", bytes.size(), " bytes; give at most ", kProjectLimits.part_bytes));
    }
    return ReadParts(bytes, nullptr, external);
  }
  if (!absl::StartsWith(bytes, "PK")) {
    return absl::InvalidArgumentError(
        "the file is neither an archive of REFI-QDA (.qdpx) nor its XML (.qde)");
  }
  const auto archive = ZipArchive::Open(bytes, kProjectLimits);
  if (!archive.ok()) return archive.status();
  if (!(*archive)->Has(kProjectPart)) {
    return absl::InvalidArgumentError(
        "the archive has no `project.qde`; give a project of REFI-QDA (.qdpx)");
  }
  const absl::StatusOr<std::string> xml = (*archive)->Read(kProjectPart);
  if (!xml.ok()) return xml.status();
  return ReadParts(*xml, archive->get(), external);
}

}  // namespace lotse::survey::refi
