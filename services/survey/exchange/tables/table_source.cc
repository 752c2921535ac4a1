#include "services/survey/exchange/tables/table_source.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/survey/exchange/tables/csv_tables.h"
#include "services/survey/exchange/tables/markdown_tables.h"
#include "services/survey/exchange/tables/table_builder.h"
#include "services/survey/exchange/tables/xlsx_reader.h"

namespace lotse::survey {
namespace {

// Magic numbers: Microsoft, [MS-CFB] 2.2; PKWARE, APPNOTE 4.3.7 and, of an empty archive, 4.3.16.
constexpr absl::string_view kCompoundFile = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
constexpr absl::string_view kZip = "PK\x03\x04";
constexpr absl::string_view kEmptyZip = "PK\x05\x06";

}  // namespace

absl::StatusOr<TableBook> ReadTables(absl::string_view bytes) {
  if (bytes.size() > kMaxTableSourceBytes) {
    return UnreadableTable(
        absl::StrCat("the file has ", bytes.size(), " bytes; give at most ", kMaxTableSourceBytes));
  }
  if (absl::StartsWith(bytes, kCompoundFile)) {
    return UnreadableTable(
        "an .xls workbook, or one with a password; open it, take the password off and save it as "
        "`Excel workbook (.xlsx)`");
  }
  if (absl::StartsWith(bytes, kZip) || absl::StartsWith(bytes, kEmptyZip)) return ReadXlsx(bytes);
  absl::string_view text = bytes;
  absl::ConsumePrefix(&text, "\xEF\xBB\xBF");
  text = absl::StripLeadingAsciiWhitespace(text);
  if (text.empty()) return UnreadableTable("the file is empty; give a workbook or tables");
  return text.front() == '|' ? ReadMarkdownTables(bytes) : ReadSectionedCsv(bytes);
}

}  // namespace lotse::survey
