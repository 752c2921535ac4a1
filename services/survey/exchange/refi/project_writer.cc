#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "runtime/types/utf8.h"
#include "runtime/types/zip_stream.h"
#include "services/survey/exchange/refi/element_reader.h"
#include "services/survey/exchange/refi/element_writer.h"
#include "services/survey/exchange/refi/project_file.h"

namespace lotse::survey::refi {
namespace {

class ProjectWriter {
 public:
  explicit ProjectWriter(const Project& project) : project_(project) {}

  absl::StatusOr<std::string> Write() {
    xml().Open("Project");
    xml().Attribute("xmlns", "urn:QDA-XML:project:1.0");
    writer_.Required("name", project_.name);
    writer_.Optional("origin", project_.origin);
    writer_.Optional("creatingUserGUID", project_.authorship.creating_user);
    writer_.Optional("creationDateTime", project_.authorship.creation_time);
    writer_.Optional("modifyingUserGUID", project_.authorship.modifying_user);
    writer_.Optional("modifiedDateTime", project_.authorship.modified_time);
    writer_.Optional("basePath", project_.base_path);
    WritePeople();
    WriteSources();
    WriteRest();
    writer_.Description(project_.description);
    writer_.References("NoteRef", project_.note_refs);
    xml().Close();
    const auto qde = std::move(writer_).Finish(kProjectPart, "Project", ProjectRule());
    if (!qde.ok()) return qde.status();
    return Pack(*qde);
  }

 private:
  XmlText& xml() { return writer_.xml(); }

  // A list, left out if it is empty.
  template <typename T, typename WriteOne>
  void List(absl::string_view name, const std::vector<T>& list, const WriteOne& write) {
    if (list.empty()) return;
    xml().Open(name);
    for (const T& one : list) write(one);
    xml().Close();
  }

  void WritePeople() {
    List("Users", project_.users, [this](const User& user) {
      xml().Open("User");
      writer_.Required("guid", user.guid);
      writer_.Optional("name", user.name);
      writer_.Optional("id", user.id);
      xml().Close();
    });
    if (!project_.codes.empty()) {
      xml().Open("CodeBook");
      xml().Open("Codes");
      writer_.WriteCodes(project_.codes, ElementWriter::kOfProject);
      xml().Close();
      xml().Close();
    }
    List("Variables", project_.variables, [this](const Variable& variable) {
      xml().Open("Variable");
      writer_.Required("guid", variable.guid);
      writer_.Required("name", variable.name);
      writer_.Required("typeOfVariable", NameOf(variable.type));
      writer_.Description(variable.description);
      xml().Close();
    });
    List("Cases", project_.cases, [this](const Case& one) {
      xml().Open("Case");
      writer_.Required("guid", one.guid);
      writer_.Optional("name", one.name);
      writer_.Description(one.description);
      writer_.References("CodeRef", one.code_refs);
      writer_.WriteValues(one.values);
      writer_.References("SourceRef", one.source_refs);
      writer_.References("SelectionRef", one.selection_refs);
      xml().Close();
    });
  }

  void WriteSources() {
    if (!project_.texts.empty() || !project_.media.empty()) {
      xml().Open("Sources");
      for (const Text& text : project_.texts) WriteText("TextSource", text);
      for (const MediaSource& media : project_.media) xml().Raw(media.xml);
      xml().Close();
    }
    List("Notes", project_.notes, [this](const Text& note) { WriteText("Note", note); });
  }

  void WriteText(absl::string_view element, const Text& text) {
    xml().Open(element);
    writer_.Required("guid", text.guid);
    writer_.Optional("name", text.name);
    writer_.Optional("richTextPath", text.rich_text_path);
    writer_.Optional("plainTextPath", text.plain_text_path);
    writer_.WriteAuthorship(text.authorship);
    writer_.Description(text.description);
    if (text.plain_text_path.empty()) {
      writer_.Leaf("PlainTextContent", text.text);
    } else if (absl::StartsWith(text.plain_text_path, "internal://")) {
      AddText(text);
    }
    const int64_t size = static_cast<int64_t>(types::CodePointCount(text.text));
    for (const TextSelection& selection : text.selections) {
      if (selection.span.begin < 0 || selection.span.begin >= selection.span.end ||
          (text.has_text && selection.span.end > size)) {
        writer_.Fail(absl::StrCat(selection.guid, ": the selection from ", selection.span.begin,
                                  " to ", selection.span.end, " is empty or not in the text of ",
                                  size, " characters"));
      }
      WriteSelection(selection);
    }
    for (const TextSelection& selection : text.empty_selections) WriteSelection(selection);
    writer_.WriteCodings(text.codings);
    writer_.References("NoteRef", text.note_refs);
    writer_.WriteValues(text.values);
    xml().Close();
  }

  void WriteSelection(const TextSelection& selection) {
    xml().Open("PlainTextSelection");
    writer_.Required("guid", selection.guid);
    writer_.Optional("name", selection.name);
    writer_.Required("startPosition", absl::StrCat(selection.span.begin));
    writer_.Required("endPosition", absl::StrCat(selection.span.end));
    writer_.WriteAuthorship(selection.authorship);
    writer_.Description(selection.description);
    writer_.WriteCodings(selection.codings);
    writer_.References("NoteRef", selection.note_refs);
    xml().Close();
  }

  void AddText(const Text& text) {
    const absl::string_view name = InternalName(text.plain_text_path);
    if (name.empty()) {
      return writer_.Fail(absl::StrCat(text.guid, ": `", Shortened(text.plain_text_path),
                                       "` is no path of a text in the archive"));
    }
    if (!types::IsUtf8(text.text)) {
      writer_.Fail(absl::StrCat(text.guid, ": the text is not UTF-8"));
    }
    AddFile(absl::StrCat("sources/", name),
            absl::StrCat(text.byte_order_mark ? "\xEF\xBB\xBF" : "", text.text));
  }

  // Two texts may share a file. Steps are parted by `/`, as archives have them (APPNOTE 4.4.17).
  void AddFile(absl::string_view name, std::string bytes) {
    const std::string path = absl::StrReplaceAll(name, {{"\\", "/"}});
    if (LeavesTheArchive(path) || !types::IsUtf8(path) || path.size() > 512 ||
        absl::EndsWith(path, "/") || absl::StrContains(path, '\0') ||
        absl::EqualsIgnoreCase(path, kProjectPart)) {
      writer_.Fail(absl::StrCat("`", Shortened(path), "` is no path of a file in the archive"));
    }
    const auto [place, added] = paths_.emplace(ArchiveKey(path), files_.size());
    if (added) {
      files_.push_back({path, std::move(bytes)});
    } else if (files_[place->second].bytes != bytes) {
      writer_.Fail(absl::StrCat("two files have the path `", Shortened(path), "`"));
    }
  }

  void WriteRest() {
    List("Links", project_.links, [this](const Link& link) {
      xml().Open("Link");
      writer_.Required("guid", link.guid);
      writer_.Optional("name", link.name);
      writer_.Optional("direction", link.direction);
      writer_.Optional("color", link.color);
      writer_.Optional("originGUID", link.origin);
      writer_.Optional("targetGUID", link.target);
      writer_.References("NoteRef", link.note_refs);
      xml().Close();
    });
    List("Sets", project_.sets, [this](const Set& set) {
      xml().Open("Set");
      writer_.Required("guid", set.guid);
      writer_.Required("name", set.name);
      writer_.Description(set.description);
      writer_.References("MemberCode", set.codes);
      writer_.References("MemberSource", set.sources);
      writer_.References("MemberNote", set.notes);
      xml().Close();
    });
    List("Graphs", project_.graphs, [this](const Graph& graph) { xml().Raw(graph.xml); });
    for (const File& file : project_.files) AddFile(file.path, file.bytes);
  }

  std::string Pack(absl::string_view qde) const {
    types::ZipStream zip;
    std::string archive;
    const auto add = [&](absl::string_view path, absl::string_view bytes) {
      zip.Begin(path, &archive);
      zip.Write(bytes, &archive);
      zip.End(&archive);
    };
    add(kProjectPart, qde);
    for (const File& file : files_) add(file.path, file.bytes);
    zip.Finish(&archive);
    return archive;
  }

  const Project& project_;
  ElementWriter writer_;
  std::vector<File> files_;
  std::map<std::string, std::size_t> paths_;  // Which of files_ lies there, by ArchiveKey.
};

}  // namespace

absl::StatusOr<std::string> WriteProject(const Project& project) {
  return ProjectWriter(project).Write();
}

}  // namespace lotse::survey::refi
