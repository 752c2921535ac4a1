#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/type/date.pb.h"

struct lxw_format;
struct lxw_workbook;
struct lxw_worksheet;

namespace lotse::reporting {

// How a cell of a workbook looks.
enum class CellStyle { kPlain, kTitle, kHeading, kNote, kLabel };

// A workbook (Office Open XML, ECMA-376) that is written from top to bottom, sheet by sheet. This
// is the one file that knows libxlsxwriter: it keeps texts from being read as formulas, numbers
// from depending on the locale, and the file from depending on the clock.
class Workbook {
 public:
  // `title` and `created` are its properties; without a day that exists it is 1980-01-01, the
  // earliest that a zip file knows.
  Workbook(absl::string_view title, const google::type::Date& created);
  ~Workbook();
  Workbook(const Workbook&) = delete;
  Workbook& operator=(const Workbook&) = delete;

  // Begins a sheet. Its name is made of its number and `name`, so that it is unique; what no name
  // may have is replaced, and it has at most 31 UTF-16 units.
  void BeginSheet(absl::string_view name);
  // Widths of its columns, in characters.
  void SetWidths(const std::vector<int>& widths);
  // Keeps the rows above `row` in sight, and prints the one above it on every page.
  void KeepHead(int row);

  // Writes literal text as VisibleText shows it, never as a formula. What a cell cannot hold is
  // cut off, and `shortened` says so.
  void WriteText(int row, int column, absl::string_view text, CellStyle style,
                 absl::string_view shortened);
  // Writes `unscaled` / 10^`digits` with so many digits behind the point, 0 to 6; `percent` shows
  // a hundredth of it as a share. False, and nothing is written, if a workbook could not hold all
  // of its digits (more than 15).
  bool WriteNumber(int row, int column, int64_t unscaled, int digits, bool percent);
  // Writes a day. False, and nothing is written, if workbooks do not know it (before 1900-03-01).
  bool WriteDay(int row, int column, const google::type::Date& date, bool german);

  // The bytes of the file, after all of its parts were read back. Unavailable, with what to look
  // for, if temporary files cannot be written; Internal with the library's message if something
  // was written that no workbook can hold.
  absl::StatusOr<std::string> Finish() &&;

 private:
  struct Formats;

  lxw_format* NumberFormat(const std::string& pattern);
  // Notes what became of a cell of the present sheet.
  void Count(int error);

  struct FileCloser {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::unique_ptr<std::FILE, FileCloser> file_;
  lxw_workbook* book_ = nullptr;
  lxw_worksheet* sheet_ = nullptr;
  std::vector<int> cells_;  // Of each sheet.
  int error_ = 0;
  std::unique_ptr<Formats> formats_;
};

}  // namespace lotse::reporting
