#include "services/survey/exchange/tables/xlsx_reader.h"

#include <algorithm>
#include <map>
#include <memory>
#include <pugixml.hpp>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/survey/exchange/archive/zip_archive.h"
#include "services/survey/exchange/tables/cell_number.h"
#include "services/survey/exchange/tables/package_xml.h"
#include "services/survey/exchange/tables/shared_strings.h"
#include "services/survey/exchange/tables/table_builder.h"
#include "services/survey/exchange/tables/worksheet.h"

namespace lotse::survey {
namespace {

using pugi::xml_node;

int NumberOf(const xml_node& node, absl::string_view attribute) {
  int number = 0;
  return absl::SimpleAtoi(AttributeNamed(node, attribute), &number) ? number : 0;
}

// Which styles of cells show a day or a time (ECMA-376, 18.8.10 and 18.8.31).
std::vector<bool> DateStyles(const xml_node& root) {
  std::map<int, std::string> codes;
  for (const xml_node& format : ChildNamed(root, "numFmts").children()) {
    codes[NumberOf(format, "numFmtId")] = std::string(AttributeNamed(format, "formatCode"));
  }
  std::vector<bool> styles;
  for (const xml_node& style : ChildNamed(root, "cellXfs").children()) {
    const int id = NumberOf(style, "numFmtId");
    const auto code = codes.find(id);
    styles.push_back(code == codes.end() ? IsDateFormat(id, "") : IsDateFormat(0, code->second));
  }
  return styles;
}

class XlsxReader {
 public:
  explicit XlsxReader(ZipArchive* archive) : archive_(*archive) {}

  absl::StatusOr<TableBook> Read() {
    if (absl::Status s = CheckKind(); !s.ok()) return s;
    absl::StatusOr<std::string> workbook = FindWorkbook();
    if (!workbook.ok()) return workbook.status();
    auto relationships = ReadRelationships(&archive_, *workbook);
    if (!relationships.ok()) return relationships.status();
    relationships_ = *std::move(relationships);
    if (absl::Status s = ReadShared(); !s.ok()) return s;
    const auto xml = ReadXmlPart(&archive_, *workbook);
    if (!xml.ok()) return xml.status();
    const absl::string_view since_1904 =
        AttributeNamed(ChildNamed((*xml)->root(), "workbookPr"), "date1904");
    context_.since_1904 = since_1904 == "1" || since_1904 == "true";
    NoteRest();
    for (const xml_node& sheet : ChildNamed((*xml)->root(), "sheets").children()) {
      if (LocalName(sheet.name()) != "sheet") continue;
      if (absl::Status s = ReadSheet(sheet); !s.ok()) return s;
    }
    return std::move(builder_).Finish();
  }

 private:
  absl::Status CheckKind() const {
    if (archive_.Has("mimetype") && archive_.Has("content.xml")) {
      return UnreadableTable(
          "an OpenDocument file (.ods); open it and save it as `Excel workbook (.xlsx)`");
    }
    if (!archive_.Has("[Content_Types].xml")) {
      return UnreadableTable("an archive that is no workbook; give an .xlsx file");
    }
    return absl::OkStatus();
  }

  absl::StatusOr<std::string> FindWorkbook() {
    const auto relationships = ReadRelationships(&archive_, "");
    if (!relationships.ok()) return relationships.status();
    for (const Relationship& one : *relationships) {
      if (one.type != "officeDocument") continue;
      const auto xml = ReadXmlPart(&archive_, one.part);
      if (!xml.ok()) return xml.status();
      if (LocalName((*xml)->root().name()) == "workbook") return one.part;
    }
    return UnreadableTable("the file is no workbook (perhaps a .docx); give an .xlsx file");
  }

  absl::Status ReadShared() {
    for (const Relationship& one : relationships_) {
      if (one.type != "sharedStrings" && one.type != "styles") continue;
      const auto xml = ReadXmlPart(&archive_, one.part);
      if (!xml.ok()) return xml.status();
      if (one.type == "styles") {
        context_.date_styles = DateStyles((*xml)->root());
      } else {
        context_.strings = SharedStrings((*xml)->root());
      }
    }
    return absl::OkStatus();
  }

  void NoteRest() {
    if (archive_.HasFolder("xl/comments") || archive_.HasFolder("xl/threadedcomments")) {
      builder_.findings().Note(0, "", "Comments on cells are left out.");
    }
    if (archive_.HasFolder("xl/media/")) {
      builder_.findings().Note(0, "", "Pictures in the workbook are left out.");
    }
  }

  absl::Status ReadSheet(const xml_node& sheet) {
    const absl::string_view name = AttributeNamed(sheet, "name");
    const absl::string_view id = RelationshipId(sheet);
    const auto found = std::find_if(relationships_.begin(), relationships_.end(),
                                    [id](const Relationship& one) { return one.id == id; });
    if (found == relationships_.end()) {
      return UnreadableTable(absl::StrCat("sheet `", Shortened(name),
                                          "`: its part is missing; open and save the workbook "
                                          "anew"));
    }
    if (found->type != "worksheet") {
      builder_.findings().Note(0, "",
                               absl::StrCat("The sheet `", Shortened(name),
                                            "` is no table (a chart or macro) and was left out."));
      return absl::OkStatus();
    }
    if (absl::Status s = builder_.BeginSheet(name); !s.ok()) return s;
    const absl::string_view state = AttributeNamed(sheet, "state");
    if (state == "hidden" || state == "veryHidden") {
      builder_.findings().Note(builder_.At(0, 0), "", "The sheet is hidden; it is read.");
    }
    const auto xml = ReadXmlPart(&archive_, found->part);
    if (!xml.ok()) return xml.status();
    return WorksheetReader(context_, &builder_).Read((*xml)->root());
  }

  // `r:id`; `sheetId` is another attribute.
  static absl::string_view RelationshipId(const xml_node& sheet) {
    for (const pugi::xml_attribute& attribute : sheet.attributes()) {
      const absl::string_view name = attribute.name();
      if (name != "id" && LocalName(name) == "id") return attribute.value();
    }
    return "";
  }

  ZipArchive& archive_;
  std::vector<Relationship> relationships_;
  WorkbookContext context_;
  TableBuilder builder_;
};

}  // namespace

absl::StatusOr<TableBook> ReadXlsx(absl::string_view bytes) {
  const auto archive = ZipArchive::Open(bytes, kWorkbookLimits);
  if (!archive.ok()) return archive.status();
  return XlsxReader(archive->get()).Read();
}

}  // namespace lotse::survey
