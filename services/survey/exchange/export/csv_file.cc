// The zip with the responses and the code book as CSV.
#include <memory>
#include <string>

#include "runtime/types/csv_text.h"
#include "runtime/types/zip_stream.h"
#include "services/survey/exchange/export/code_book.h"
#include "services/survey/exchange/export/response_file.h"

namespace lotse::survey {
namespace {

using Kind = ExportColumn::Kind;

// How a CSV file is written.
struct Dialect {
  char separator;
  absl::string_view mark;  // What it begins with.
};
constexpr Dialect kPlain = {',', ""};
// A German Excel takes a comma for the decimal sign and knows UTF-8 by this mark. There are no
// decimals in what is exported: answers are whole numbers and texts.
constexpr Dialect kExcel = {';', "\xEF\xBB\xBF"};

class CsvFile final : public ResponseFile {
 public:
  CsvFile(const FileContent& content, const Dialect& dialect)
      : content_(content), dialect_(dialect), csv_(dialect.separator) {}

  absl::Status Add(absl::Span<const Cell> row, std::string* out) override {
    if (!begun_) Begin(out);
    record_.clear();
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (content_.columns[i].kind == Kind::kText) {
        csv_.AddText(row[i].text, &record_);
      } else {
        csv_.AddNumber(row[i].number, &record_);
      }
    }
    csv_.EndRecord(&record_);
    zip_.Write(record_, out);
    return absl::OkStatus();
  }

  absl::Status Finish(std::string* out) override {
    if (!begun_) Begin(out);
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
  void Begin(std::string* out) {
    begun_ = true;
    zip_.Begin("responses.csv", out);
    record_ = std::string(dialect_.mark);
    for (const ExportColumn& column : content_.columns) csv_.AddText(column.name, &record_);
    csv_.EndRecord(&record_);
    zip_.Write(record_, out);
  }

  const FileContent& content_;
  const Dialect dialect_;
  types::CsvText csv_;
  types::ZipStream zip_;
  bool begun_ = false;
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
