#include "services/reporting/render/workbook.h"

#include <xlsxwriter.h>

#include <algorithm>
#include <clocale>
#include <cstdio>
#include <map>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/utf8.h"
#include "services/reporting/document/format.h"
#include "services/reporting/render/calendar_scale.h"
#include "services/reporting/render/markup.h"
#include "services/reporting/render/number_scale.h"
#include "services/reporting/render/workbook_parts.h"

namespace lotse::reporting {
namespace {

// Limits of the format (ECMA-376, 18.3.1 and its implementers): UTF-16 units of a cell and of the
// name of a sheet, digits of a number that is a binary fraction.
constexpr size_t kLongestText = 32767;
constexpr size_t kLongestName = 31;
constexpr int64_t kMostUnscaled = 999'999'999'999'999;
// Days of the calendar of workbooks before 1970-01-01, which takes 1900 for a leap year.
constexpr int64_t kDaysBefore1970 = 25569;
constexpr int64_t kFirstSoundDay = 61;

// The number of a calendar day at which the clock of all files stands still.
constexpr int64_t kFirstDayOfZip = 3652;
constexpr int64_t kSecondsOfADay = 86400;

// While it lives, this thread writes numbers with a point, whatever the locale of the process.
class PlainNumbers {
 public:
  PlainNumbers() : plain_(newlocale(LC_ALL_MASK, "C", nullptr)), before_(uselocale(plain_)) {}
  ~PlainNumbers() {
    uselocale(before_);
    freelocale(plain_);
  }
  PlainNumbers(const PlainNumbers&) = delete;
  PlainNumbers& operator=(const PlainNumbers&) = delete;

 private:
  const locale_t plain_;
  const locale_t before_;
};

size_t Units(char32_t c) { return c > 0xFFFF ? 2 : 1; }

// The first characters of a text that have at most `most` UTF-16 units.
absl::string_view Fit(absl::string_view text, size_t most) {
  size_t units = 0;
  absl::string_view rest = text;
  while (!rest.empty()) {
    const types::CodePoint c = types::DecodeFirst(rest);
    units += Units(c.value);
    if (units > most) break;
    rest.remove_prefix(c.size);
  }
  return text.substr(0, text.size() - rest.size());
}

// `_x0041_` in a text would be read as the character `A` (ECMA-376, 22.9.2.19); its first
// underscore is written as such an escape of itself.
constexpr absl::string_view kUnderscore = "_x005F_";

bool BeginsWithEscape(absl::string_view text) {
  const absl::string_view piece = text.substr(0, kUnderscore.size());
  return piece.size() == kUnderscore.size() && piece[0] == '_' && piece[1] == 'x' &&
         piece[6] == '_' && std::all_of(piece.begin() + 2, piece.begin() + 6, [](char c) {
           return absl::ascii_isxdigit(static_cast<unsigned char>(c));
         });
}

// The first characters of a text as they are written, with at most `most` UTF-16 units then. It
// ends between two characters of the text, never within an escape.
std::string WithoutEscapes(absl::string_view text, size_t most) {
  std::string out;
  size_t units = 0;
  while (!text.empty()) {
    const types::CodePoint c = types::DecodeFirst(text);
    const bool escape = BeginsWithEscape(text);
    units += escape ? kUnderscore.size() : Units(c.value);
    if (units > most) break;
    absl::StrAppend(&out, escape ? kUnderscore : text.substr(0, c.size));
    text.remove_prefix(c.size);
  }
  return out;
}

// A name of a sheet may not hold these, nor begin or end with an apostrophe.
std::string SheetName(int number, absl::string_view name) {
  std::string out = absl::StrCat(number, " ", VisibleText(name));
  for (char& c : out) {
    if (absl::string_view("[]:*?/\\'\n\t").find(c) != absl::string_view::npos) c = ' ';
  }
  return std::string(absl::StripTrailingAsciiWhitespace(Fit(out, kLongestName)));
}

// `#,##0.00` with so many zeros behind the point.
std::string NumberPattern(int digits, bool percent) {
  std::string pattern = percent ? "0" : "#,##0";
  if (digits > 0) absl::StrAppend(&pattern, ".", std::string(static_cast<size_t>(digits), '0'));
  return percent ? pattern + "%" : pattern;
}

// The library writes to a path only; this is that of a file that has no name and goes away by
// itself.
std::string PathOf(std::FILE* file) { return absl::StrCat("/proc/self/fd/", fileno(file)); }

absl::Status CannotBeWritten(absl::string_view why) {
  return absl::UnavailableError(
      absl::StrCat("the workbook cannot be written (", why,
                   "); look for free space in the folders for temporary files: /tmp, and TMPDIR "
                   "where it is set"));
}

lxw_row_t RowOf(int row) { return static_cast<lxw_row_t>(row); }
lxw_col_t ColumnOf(int column) { return static_cast<lxw_col_t>(column); }

}  // namespace

struct Workbook::Formats {
  std::map<CellStyle, lxw_format*> styles;
  std::map<std::string, lxw_format*> numbers;
};

Workbook::Workbook(absl::string_view title, const google::type::Date& created)
    : file_(std::tmpfile()), formats_(std::make_unique<Formats>()) {
  if (file_ == nullptr) return;
  book_ = workbook_new(PathOf(file_.get()).c_str());
  if (book_ == nullptr) return;
  std::string name = VisibleText(Fit(title, 255));
  lxw_doc_properties properties = {};
  properties.title = name.data();
  properties.created =
      (IsFullDate(created) ? std::max(DayNumber(created), kFirstDayOfZip) : kFirstDayOfZip) *
      kSecondsOfADay;
  workbook_set_properties(book_, &properties);
  for (const CellStyle style : {CellStyle::kPlain, CellStyle::kTitle, CellStyle::kHeading,
                                CellStyle::kNote, CellStyle::kLabel}) {
    lxw_format* format = workbook_add_format(book_);
    format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    if (style != CellStyle::kTitle) format_set_text_wrap(format);
    if (style != CellStyle::kPlain && style != CellStyle::kNote) format_set_bold(format);
    if (style == CellStyle::kTitle) format_set_font_size(format, 14);
    if (style == CellStyle::kHeading) {
      format_set_bg_color(format, 0xE6EEF6);
      format_set_bottom(format, LXW_BORDER_MEDIUM);
    }
    if (style == CellStyle::kNote) format_set_font_color(format, 0x484F58);
    formats_->styles[style] = format;
  }
}

Workbook::~Workbook() {
  if (book_ != nullptr) lxw_workbook_free(book_);
}

void Workbook::BeginSheet(absl::string_view name) {
  if (book_ == nullptr) return;
  cells_.push_back(0);
  const std::string unique = SheetName(static_cast<int>(cells_.size()), name);
  sheet_ = workbook_add_worksheet(book_, unique.c_str());
  if (sheet_ == nullptr) {
    error_ = LXW_ERROR_SHEETNAME_ALREADY_USED;
    return;
  }
  worksheet_set_paper(sheet_, 9);  // A4.
  worksheet_set_landscape(sheet_);
  worksheet_fit_to_pages(sheet_, 1, 0);
}

void Workbook::SetWidths(const std::vector<int>& widths) {
  if (sheet_ == nullptr) return;
  for (size_t i = 0; i < widths.size(); ++i) {
    const lxw_col_t column = static_cast<lxw_col_t>(i);
    worksheet_set_column(sheet_, column, column, widths[i], nullptr);
  }
}

void Workbook::KeepHead(int row) {
  if (sheet_ == nullptr || row <= 0) return;
  worksheet_freeze_panes(sheet_, RowOf(row), 1);
  worksheet_repeat_rows(sheet_, RowOf(row - 1), RowOf(row - 1));
}

void Workbook::WriteText(int row, int column, absl::string_view text, CellStyle style,
                         absl::string_view shortened) {
  if (sheet_ == nullptr) return;
  const std::string visible = VisibleText(text);
  std::string written = WithoutEscapes(visible, std::string::npos);
  if (Fit(written, kLongestText).size() < written.size()) {
    // The words at the end are short; their bytes are at least as many as their units.
    written = absl::StrCat(WithoutEscapes(visible, kLongestText - shortened.size()), shortened);
  }
  Count(worksheet_write_string(sheet_, RowOf(row), ColumnOf(column), written.c_str(),
                               formats_->styles.at(style)));
}

void Workbook::Count(int error) {
  if (error == LXW_NO_ERROR) {
    ++cells_.back();
  } else {
    error_ = error;
  }
}

lxw_format* Workbook::NumberFormat(const std::string& pattern) {
  lxw_format*& format = formats_->numbers[pattern];
  if (format == nullptr) {
    format = workbook_add_format(book_);
    format_set_num_format(format, pattern.c_str());
    format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
  }
  return format;
}

bool Workbook::WriteNumber(int row, int column, int64_t unscaled, int digits, bool percent) {
  if (sheet_ == nullptr || unscaled > kMostUnscaled || unscaled < -kMostUnscaled) return false;
  digits = std::clamp(digits, 0, 6);
  // One correctly rounded division: the nearest binary fraction, which has these 15 digits.
  const double value =
      static_cast<double>(unscaled) / static_cast<double>(PowerOfTen(digits) * (percent ? 100 : 1));
  Count(worksheet_write_number(sheet_, RowOf(row), ColumnOf(column), value,
                               NumberFormat(NumberPattern(digits, percent))));
  return true;
}

bool Workbook::WriteDay(int row, int column, const google::type::Date& date, bool german) {
  if (sheet_ == nullptr || !IsFullDate(date)) return false;
  const int64_t day = DayNumber(date) + kDaysBefore1970;
  if (day < kFirstSoundDay) return false;
  Count(worksheet_write_number(sheet_, RowOf(row), ColumnOf(column), static_cast<double>(day),
                               NumberFormat(german ? "dd.mm.yyyy" : "yyyy-mm-dd")));
  return true;
}

absl::StatusOr<std::string> Workbook::Finish() && {
  if (file_ == nullptr || book_ == nullptr) return CannotBeWritten("no temporary file can be made");
  if (error_ != LXW_NO_ERROR) {
    return absl::InternalError(absl::StrCat("the workbook cannot be written: ",
                                            lxw_strerror(static_cast<lxw_error>(error_))));
  }
  {
    const PlainNumbers plain;
    const lxw_error error = workbook_close(std::exchange(book_, nullptr));
    if (error != LXW_NO_ERROR) return CannotBeWritten(lxw_strerror(error));
  }
  const absl::Status whole = CheckWorkbookParts(PathOf(file_.get()), cells_);
  if (!whole.ok()) return CannotBeWritten(whole.message());
  std::string content;
  char buffer[1 << 14];
  std::rewind(file_.get());
  size_t bytes = 0;
  while ((bytes = std::fread(buffer, 1, sizeof buffer, file_.get())) > 0) {
    content.append(buffer, bytes);
  }
  if (content.empty() || std::ferror(file_.get()) != 0) {
    return CannotBeWritten("it cannot be read back");
  }
  return content;
}

}  // namespace lotse::reporting
