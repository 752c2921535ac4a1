#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/survey/exchange/export/cells.h"
#include "services/survey/exchange/export/columns.h"

namespace lotse::survey {

// What is to be written.
struct FileContent {
  // Title of the wave, for what shows it.
  std::string title;
  std::string language;
  std::vector<ExportColumn> columns;
  std::vector<MultipleResponseSet> sets;
  // Of formats that have more than one table.
  std::vector<RepeatTable> repeats;
  // How many rows there will be, at least one.
  std::int64_t rows = 0;
};

// A file of single responses in the making. What is written is appended to `out`, which its
// caller takes away in between, so it never has to be in memory as a whole. There is no time in
// it.
class ResponseFile {
 public:
  virtual ~ResponseFile() = default;

  // Adds a row with a cell for each column of the table. INTERNAL.
  virtual absl::Status Add(absl::Span<const Cell> row, std::string* out) = 0;
  // Ends the table before, of the responses as many rows as were announced, and begins that of one
  // of FileContent::repeats, which come in their order. INTERNAL if the format has one table only.
  virtual absl::Status BeginRepeat(std::size_t repeat, std::string* out) = 0;
  // Ends the file, after all tables. INTERNAL.
  virtual absl::Status Finish(std::string* out) = 0;
};

// Begins a file; `content` outlives it.
std::unique_ptr<ResponseFile> NewCsvFile(const FileContent& content);
std::unique_ptr<ResponseFile> NewExcelFile(const FileContent& content);
std::unique_ptr<ResponseFile> NewSavFile(const FileContent& content);

}  // namespace lotse::survey
