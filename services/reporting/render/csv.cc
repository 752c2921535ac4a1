#include "services/reporting/render/csv.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "runtime/types/csv_text.h"
#include "runtime/types/zip_stream.h"
#include "services/reporting/render/data_table.h"
#include "services/reporting/render/facts.h"
#include "services/reporting/render/markup.h"
#include "services/reporting/render/render_words.h"

namespace lotse::reporting {
namespace {

using v1alpha::Cell;
using v1alpha::Document;
using v1alpha::Row;
using v1alpha::Table;

constexpr char kByteOrderMark[] = "\xEF\xBB\xBF";
constexpr int kMostDigits = 6;

std::string Day(const google::type::Date& date, CsvVariant variant) {
  const std::string day = absl::StrCat(absl::Dec(date.day(), absl::kZeroPad2));
  const std::string month = absl::StrCat(absl::Dec(date.month(), absl::kZeroPad2));
  const std::string year = absl::StrCat(absl::Dec(date.year(), absl::kZeroPad4));
  return variant == CsvVariant::kExcel ? absl::StrCat(day, ".", month, ".", year)
                                       : absl::StrCat(year, "-", month, "-", day);
}

// Writes one file after the other into an archive.
class CsvFiles {
 public:
  CsvFiles(Language language, CsvVariant variant)
      : language_(language), variant_(variant), csv_(variant == CsvVariant::kExcel ? ';' : ',') {}

  void Add(const Table& table) {
    std::string text = variant_ == CsvVariant::kExcel ? kByteOrderMark : "";
    for (const std::string& column : table.columns()) csv_.AddText(VisibleText(column), &text);
    csv_.EndRecord(&text);
    for (const Row& row : table.rows()) {
      for (const Cell& cell : row.cells()) AddCell(cell, &text);
      csv_.EndRecord(&text);
    }
    // Ids are unique in a document; of another one a second file of a name would hide the first.
    std::string name = table.table_id();
    for (int number = 2; !names_.insert(name).second; ++number) {
      name = absl::StrCat(table.table_id(), "_", number);
    }
    zip_.Begin(absl::StrCat(name, ".csv"), &archive_);
    zip_.Write(text, &archive_);
    zip_.End(&archive_);
  }

  std::string Finish() && {
    zip_.Finish(&archive_);
    return std::move(archive_);
  }

 private:
  void AddCell(const Cell& cell, std::string* text) {
    v1alpha::Number number;
    if (DataNumber(cell, &number)) {
      csv_.AddDecimal(number.unscaled(), std::clamp(number.digits(), 0, kMostDigits),
                      variant_ == CsvVariant::kExcel ? ',' : '.', text);
    } else if (cell.has_date() && IsFullDate(cell.date())) {
      csv_.AddText(Day(cell.date(), variant_), text);
    } else {
      csv_.AddText(VisibleText(DataText(cell, language_)), text);
    }
  }

  const Language language_;
  const CsvVariant variant_;
  types::CsvText csv_;
  types::ZipStream zip_;
  std::set<std::string> names_;
  std::string archive_;
};

// What is said about the report and its tables: which table, what it is, and the text.
Table ReportTable(const Document& document, const Edition& edition) {
  const Language language = LanguageOf(document);
  const RenderWording& words = RenderWordingOf(language);
  Table table;
  table.set_table_id("_report");
  for (const char* column : {words.table_column, words.entry_kind_column, words.text_column}) {
    table.add_columns(column);
  }
  const auto add = [&table](const std::string& id, const std::string& kind,
                            const std::string& text) {
    Row& row = *table.add_rows();
    for (const std::string* field : {&id, &kind, &text}) row.add_cells()->set_text(*field);
  };
  for (const Fact& fact : HeadFacts(document, edition)) add("", fact.label, fact.text);
  for (const Table* each : AllTables(document)) {
    add(each->table_id(), words.caption_entry, each->caption());
    for (const std::string& note : DataNotes(*each, language)) {
      add(each->table_id(), words.note_entry, note);
    }
  }
  return table;
}

}  // namespace

std::string RenderCsv(const Document& document, const Edition& edition, CsvVariant variant) {
  const Language language = LanguageOf(document);
  CsvFiles files(language, variant);
  files.Add(ReportTable(document, edition));
  for (const Table* table : AllTables(document)) files.Add(DataTable(*table, language));
  files.Add(SourceTable(document));
  for (const Table& table : EvidenceTables(document)) files.Add(table);
  return std::move(files).Finish();
}

}  // namespace lotse::reporting
