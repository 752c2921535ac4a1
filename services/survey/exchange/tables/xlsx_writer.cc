#include "services/survey/exchange/tables/xlsx_writer.h"

#include <xlsxwriter.h>

#include <cstdio>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "runtime/types/utf8.h"
#include "services/survey/exchange/finding_list.h"
#include "services/survey/exchange/tables/xlsx_reader.h"

namespace lotse::survey {
namespace {

// Limits of the format in UTF-16 units (ECMA-376, 18.3.1 and its implementers).
constexpr int kLongestText = 32767;
constexpr int kLongestName = 31;
// The earliest time that a zip file knows, 1980-01-01.
constexpr std::int64_t kFirstSecond = 3652 * std::int64_t{86400};
constexpr std::size_t kEscape = 7;

struct Closer {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

absl::Status CannotBeWritten(absl::string_view why) {
  return absl::UnavailableError(
      absl::StrCat("the workbook cannot be written (", why,
                   "); look for free space in the folder for temporary files"));
}

int Units(absl::string_view text) {
  int units = 0;
  for (; !text.empty(); text.remove_prefix(types::DecodeFirst(text).size)) {
    units += types::DecodeFirst(text).value > 0xFFFF ? 2 : 1;
  }
  return units;
}

// `_x0041_` in a text would be read as `A`: its first underscore is escaped itself.
std::string Escaped(absl::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const absl::string_view piece = text.substr(i, kEscape);
    int code = 0;
    const bool looks_escaped = piece.size() == kEscape && piece[0] == '_' && piece[1] == 'x' &&
                               piece[kEscape - 1] == '_' &&
                               absl::SimpleHexAtoi(piece.substr(2, 4), &code);
    absl::StrAppend(&out, looks_escaped ? "_x005F_" : text.substr(i, 1));
  }
  return out;
}

absl::Status CheckName(absl::string_view name) {
  if (!name.empty() && Units(name) <= kLongestName && name.front() != '\'' && name.back() != '\'' &&
      name.find_first_of("[]:*?/\\") == absl::string_view::npos) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(absl::StrCat("sheet `", Shortened(name),
                                                 "`: no name for a sheet; give 1 to 31 characters "
                                                 "without []:*?/\\"));
}

class Writer {
 public:
  Writer() : file_(std::tmpfile()) {
    if (file_ != nullptr) book_ = workbook_new(Path().c_str());
    if (book_ == nullptr) return;
    lxw_doc_properties properties = {};
    properties.created = kFirstSecond;
    workbook_set_properties(book_, &properties);
    head_ = workbook_add_format(book_);
    format_set_bold(head_);
  }
  ~Writer() {
    if (book_ != nullptr) lxw_workbook_free(book_);
  }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  absl::StatusOr<std::string> Write(const TableBook& tables) && {
    if (book_ == nullptr) return CannotBeWritten("no temporary file can be made");
    for (const TableSheet& sheet : tables.sheets) {
      if (absl::Status s = WriteSheet(sheet); !s.ok()) return s;
    }
    const lxw_error error = workbook_close(std::exchange(book_, nullptr));
    if (error != LXW_NO_ERROR) return CannotBeWritten(lxw_strerror(error));
    return Content();
  }

 private:
  // The library writes to a path only; this is that of a file without a name.
  std::string Path() const { return absl::StrCat("/proc/self/fd/", fileno(file_.get())); }

  absl::Status WriteSheet(const TableSheet& sheet) {
    if (absl::Status s = CheckName(sheet.name); !s.ok()) return s;
    lxw_worksheet* const page = workbook_add_worksheet(book_, sheet.name.c_str());
    if (page == nullptr) {
      return absl::InvalidArgumentError(
          absl::StrCat("sheet `", sheet.name, "`: there is another of this name"));
    }
    worksheet_freeze_panes(page, 1, 0);
    for (const TableRow& row : sheet.rows) {
      for (const TableCell& cell : row.cells) {
        const std::string text = Escaped(cell.text);
        const lxw_error error =
            Units(text) > kLongestText
                ? LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED
                : worksheet_write_string(page, static_cast<lxw_row_t>(row.number - 1),
                                         static_cast<lxw_col_t>(cell.column - 1), text.c_str(),
                                         row.number == 1 ? head_ : nullptr);
        if (error == LXW_NO_ERROR) continue;
        return absl::InvalidArgumentError(absl::StrCat("sheet `", sheet.name, "`, cell ",
                                                       ColumnLetters(cell.column), row.number, ": ",
                                                       lxw_strerror(error)));
      }
    }
    return absl::OkStatus();
  }

  absl::StatusOr<std::string> Content() {
    std::string content;
    char buffer[1 << 14];
    std::rewind(file_.get());
    std::size_t bytes = 0;
    while ((bytes = std::fread(buffer, 1, sizeof buffer, file_.get())) > 0) {
      content.append(buffer, bytes);
    }
    if (content.empty() || std::ferror(file_.get()) != 0) {
      return CannotBeWritten("it cannot be read back");
    }
    return content;
  }

  const std::unique_ptr<std::FILE, Closer> file_;
  lxw_workbook* book_ = nullptr;
  lxw_format* head_ = nullptr;
};

}  // namespace

absl::StatusOr<std::string> WriteXlsx(const TableBook& book) {
  absl::StatusOr<std::string> content = Writer().Write(book);
  if (!content.ok()) return content;
  // The library writes its parts to temporary files and checks no write: a full disk may leave a
  // hole in an archive that is whole.
  const absl::StatusOr<TableBook> read = ReadXlsx(*content);
  if (!read.ok()) return CannotBeWritten(read.status().message());
  if (!HasSameCells(book, *read)) return CannotBeWritten("it does not hold what was written");
  return content;
}

}  // namespace lotse::survey
