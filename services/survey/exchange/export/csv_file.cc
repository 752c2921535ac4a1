// The zip with the responses and the code book as CSV.
#include <cmath>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "runtime/types/csv_text.h"
#include "runtime/types/zip_stream.h"
#include "services/survey/exchange/export/code_book.h"
#include "services/survey/exchange/export/response_file.h"
#include "services/survey/logic/values/number_text.h"

namespace lotse::survey {
namespace {

using Kind = ExportColumn::Kind;

// How a CSV file is written.
struct Dialect {
  char separator;
  char point;              // The decimal sign.
  absl::string_view mark;  // What it begins with.
};
constexpr Dialect kPlain = {',', '.', ""};
// A German Excel takes a comma for the decimal sign and knows UTF-8 by this mark.
constexpr Dialect kExcel = {';', ',', "\xEF\xBB\xBF"};

// A number below 0 is no formula.
bool IsComputedNumber(const ExportColumn& column, absl::string_view text) {
  if (column.asked != v1alpha::Question::KIND_CALCULATION) return false;
  const double number = logic::ReadNumber(text);
  return std::isfinite(number) && logic::NumberText(number) == text;
}

class CsvFile final : public ResponseFile {
 public:
  CsvFile(const FileContent& content, const Dialect& dialect)
      : content_(content), dialect_(dialect), csv_(dialect.separator) {}

  absl::Status Add(absl::Span<const Cell> row, std::string* out) override {
    if (!begun_) Begin("responses", content_.columns, out);
    record_.clear();
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (columns_[i].kind == Kind::kText && IsComputedNumber(columns_[i], row[i].text)) {
        csv_.AddNumeral(row[i].text, dialect_.point, &record_);
      } else if (columns_[i].kind == Kind::kText) {
        csv_.AddText(row[i].text, &record_);
      } else if (row[i].decimal) {
        csv_.AddNumeral(logic::NumberText(*row[i].decimal), dialect_.point, &record_);
      } else {
        csv_.AddNumber(row[i].number, &record_);
      }
    }
    csv_.EndRecord(&record_);
    zip_.Write(record_, out);
    return absl::OkStatus();
  }

  absl::Status BeginRepeat(std::size_t repeat, std::string* out) override {
    if (!begun_) Begin("responses", content_.columns, out);
    zip_.End(out);
    Begin(content_.repeats[repeat].name, content_.repeats[repeat].columns, out);
    return absl::OkStatus();
  }

  absl::Status Finish(std::string* out) override {
    if (!begun_) Begin("responses", content_.columns, out);
    zip_.End(out);
    zip_.Begin("codebook.csv", out);
    zip_.Write(dialect_.mark, out);
    WriteCodeBook(content_, dialect_.separator,
                  [&](absl::string_view text) { zip_.Write(text, out); });
    zip_.End(out);
    zip_.Finish(out);
    return absl::OkStatus();
  }

 private:
  void Begin(absl::string_view name, absl::Span<const ExportColumn> columns, std::string* out) {
    begun_ = true;
    columns_ = columns;
    zip_.Begin(absl::StrCat(name, ".csv"), out);
    record_ = std::string(dialect_.mark);
    for (const ExportColumn& column : columns) csv_.AddText(column.name, &record_);
    csv_.EndRecord(&record_);
    zip_.Write(record_, out);
  }

  const FileContent& content_;
  const Dialect dialect_;
  types::CsvText csv_;
  types::ZipStream zip_;
  bool begun_ = false;
  // Of the table that is being written.
  absl::Span<const ExportColumn> columns_;
  std::string record_;
};

}  // namespace

std::unique_ptr<ResponseFile> NewCsvFile(const FileContent& content) {
  return std::make_unique<CsvFile>(content, kPlain);
}

std::unique_ptr<ResponseFile> NewExcelFile(const FileContent& content) {
  return std::make_unique<CsvFile>(content, kExcel);
}

}  // namespace lotse::survey
