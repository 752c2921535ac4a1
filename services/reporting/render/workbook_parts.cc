#include "services/reporting/render/workbook_parts.h"

#include <minizip/unzip.h>

#include <iterator>
#include <map>
#include <memory>
#include <pugixml.hpp>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace lotse::reporting {
namespace {

struct Closer {
  void operator()(void* archive) const { unzClose(archive); }
};
using Archive = std::unique_ptr<void, Closer>;

// Longest name of a part.
constexpr size_t kLongestName = 256;

absl::Status Damaged(absl::string_view part, absl::string_view what) {
  return absl::DataLossError(absl::StrCat(part, ": ", what));
}

// The part at which an archive stands, if its length and sum are right.
absl::Status ReadPart(void* archive, std::string* name, std::string* content) {
  unz_file_info64 info = {};
  name->assign(kLongestName, '\0');
  if (unzGetCurrentFileInfo64(archive, &info, name->data(), kLongestName - 1, nullptr, 0, nullptr,
                              0) != UNZ_OK ||
      unzOpenCurrentFile(archive) != UNZ_OK) {
    return Damaged("the archive", "a part cannot be opened");
  }
  name->resize(name->find('\0'));
  content->assign(static_cast<size_t>(info.uncompressed_size), '\0');
  const int read =
      unzReadCurrentFile(archive, content->data(), static_cast<unsigned>(content->size()));
  const bool sum_is_right = unzCloseCurrentFile(archive) == UNZ_OK;
  if (sum_is_right && read == static_cast<int>(content->size())) return absl::OkStatus();
  return Damaged(*name, "cannot be unpacked");
}

// Well-formed, and nothing behind the root.
absl::Status ParsePart(const std::string& name, const std::string& content,
                       pugi::xml_document* xml) {
  const pugi::xml_parse_result parsed = xml->load_buffer(content.data(), content.size());
  if (!parsed) return Damaged(name, parsed.description());
  const pugi::xml_node root = xml->document_element();
  const std::string end = root.first_child() ? absl::StrCat("</", root.name(), ">") : ">";
  if (!root.next_sibling() && absl::EndsWith(absl::StripTrailingAsciiWhitespace(content), end)) {
    return absl::OkStatus();
  }
  return Damaged(name, "does not end with its root");
}

int CountOf(const pugi::xml_node& parent, const char* child) {
  const auto children = parent.children(child);
  return static_cast<int>(std::distance(children.begin(), children.end()));
}

// Whether a part that is well-formed has all that was written.
bool IsWhole(const std::string& name, const pugi::xml_node& root,
             const std::map<std::string, int>& cells) {
  if (name == "xl/sharedStrings.xml") {
    return CountOf(root, "si") == root.attribute("uniqueCount").as_int(-1);
  }
  const auto sheet = cells.find(name);
  if (sheet == cells.end()) return true;
  int found = 0;
  for (const pugi::xml_node& row : root.child("sheetData").children("row")) {
    found += CountOf(row, "c");
  }
  return found == sheet->second;
}

}  // namespace

absl::Status CheckWorkbookParts(const std::string& path, const std::vector<int>& cells) {
  std::map<std::string, int> missing;
  for (size_t i = 0; i < cells.size(); ++i) {
    missing[absl::StrCat("xl/worksheets/sheet", i + 1, ".xml")] = cells[i];
  }
  const std::map<std::string, int> expected = missing;
  const Archive archive(unzOpen64(path.c_str()));
  if (archive == nullptr) return Damaged("the archive", "cannot be opened");
  for (int at = unzGoToFirstFile(archive.get()); at != UNZ_END_OF_LIST_OF_FILE;
       at = unzGoToNextFile(archive.get())) {
    if (at != UNZ_OK) return Damaged("the archive", "has no list of its parts");
    std::string name, content;
    if (absl::Status s = ReadPart(archive.get(), &name, &content); !s.ok()) return s;
    pugi::xml_document xml;
    if (absl::Status s = ParsePart(name, content, &xml); !s.ok()) return s;
    if (!IsWhole(name, xml.document_element(), expected)) return Damaged(name, "has a hole");
    missing.erase(name);
  }
  if (missing.empty()) return absl::OkStatus();
  return Damaged(missing.begin()->first, "is not there");
}

}  // namespace lotse::reporting
