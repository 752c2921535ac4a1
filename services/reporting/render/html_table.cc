#include "services/reporting/render/html_table.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/strings/substitute.h"
#include "services/reporting/document/cell_text.h"
#include "services/reporting/document/texts.h"
#include "services/reporting/render/facts.h"
#include "services/reporting/render/render_words.h"

namespace lotse::reporting {
namespace {

using v1alpha::Cell;
using v1alpha::Missing;
using v1alpha::Row;
using v1alpha::Status;
using v1alpha::Table;

constexpr int kMostColumnsOnAPhone = 3;
constexpr int kMostColumnsWithWords = 4;
// Rows of a table that is not divided between pages.
constexpr int kMostRowsOnAPage = 12;
constexpr int kWideTable = 6;
// A run of characters without a space that is longer than this, such as a hash,
// may be broken anywhere.
constexpr size_t kLongestWord = 30;
// Texts of a column up to this length stay on their line, such as `M 10` or a day.
constexpr size_t kShortText = 12;
constexpr char kProtectedSign[] = "⊘";
constexpr char kNoBreakSpace[] = "\u00a0";

// How the cells of a column are set.
enum class ColumnKind { kText, kShort, kFigures };

bool IsFigure(const Cell& cell) {
  return cell.has_integer() || cell.has_share() || cell.has_number() || cell.has_protected_();
}

bool IsShort(const Cell& cell) {
  return cell.has_date() || cell.has_status() ||
         (cell.has_text() && cell.text().size() <= kShortText);
}

// What holds for a column in which every cell with a value is of one kind, and one at least is.
ColumnKind KindOf(const Table& table, int column) {
  bool figures = false;
  bool short_texts = false;
  for (const Row& row : table.rows()) {
    if (column >= row.cells_size()) return ColumnKind::kText;
    const Cell& cell = row.cells(column);
    if (cell.has_missing()) continue;
    if (IsFigure(cell)) {
      figures = true;
    } else if (IsShort(cell)) {
      short_texts = true;
    } else {
      return ColumnKind::kText;
    }
  }
  if (figures && short_texts) return ColumnKind::kText;
  return figures ? ColumnKind::kFigures : short_texts ? ColumnKind::kShort : ColumnKind::kText;
}

std::vector<ColumnKind> KindsOf(const Table& table) {
  std::vector<ColumnKind> kinds;
  for (int i = 0; i < table.columns_size(); ++i) kinds.push_back(KindOf(table, i));
  return kinds;
}

bool HasLongWord(absl::string_view text) {
  size_t run = 0;
  for (const char c : text) {
    run = absl::ascii_isspace(static_cast<unsigned char>(c)) ? 0 : run + 1;
    if (run > kLongestWord) return true;
  }
  return false;
}

void WriteProtected(bool with_word, Language language, MarkupWriter& out) {
  const char* word = WordingOf(language).protected_word;
  out.Leaf("span", {{"aria-hidden", "true"}}, kProtectedSign);
  if (with_word) {
    out.Text(absl::StrCat(" ", word));
  } else {
    out.Leaf("span", {{"class", "hidden"}}, word);
  }
}

const char* StatusClass(Status::Signal signal) {
  switch (signal) {
    case Status::SIGNAL_ON_TRACK:
    case Status::SIGNAL_DONE:
      return "good";
    case Status::SIGNAL_AT_RISK:
    case Status::SIGNAL_PARTLY_DONE:
      return "at-risk";
    case Status::SIGNAL_CRITICAL:
      return "critical";
    default:
      return "idle";
  }
}

// A day, which may be broken before its year where a sheet is too narrow for its column.
std::string DayText(const Cell& cell, Language language) {
  const std::string day = CellText(cell, language);
  const absl::string_view text = day;
  const size_t space = text.rfind(kNoBreakSpace);
  if (space == text.npos) return day;
  return absl::StrCat(text.substr(0, space), " ", text.substr(space + sizeof(kNoBreakSpace) - 1));
}

void WriteStatus(const Status& status, MarkupWriter& out) {
  out.Open("span", {{"class", StatusClass(status.signal())}});
  out.Leaf("span", {{"aria-hidden", "true"}}, SignOf(status.signal()));
  out.Text(absl::StrCat(kNoBreakSpace, status.word()));
  out.Close();
}

// Writes a table; what all its parts need is found once.
class TableWriter {
 public:
  TableWriter(const Table& table, Language language, MarkupWriter& out)
      : table_(table),
        language_(language),
        out_(out),
        kinds_(KindsOf(table)),
        reasons_(MissingReasons(table)) {}

  void WriteHead() {
    out_.Open("thead");
    out_.Open("tr");
    for (int i = 0; i < table_.columns_size(); ++i) {
      std::vector<MarkupAttribute> attributes = {{"scope", "col"}};
      if (kinds_[static_cast<size_t>(i)] == ColumnKind::kFigures) {
        attributes.push_back({"class", "number"});
      }
      out_.Leaf("th", attributes, table_.columns(i));
    }
    out_.Close();
    out_.Close();
    out_.NewLine();
  }

  void WriteBody() {
    out_.Open("tbody");
    out_.NewLine();
    for (const Row& row : table_.rows()) {
      out_.Open("tr");
      for (int i = 0; i < row.cells_size(); ++i) WriteCell(row.cells(i), i);
      out_.Close();
      out_.NewLine();
    }
    out_.Close();
  }

  void WriteNotes() {
    const bool legend = HasProtected(table_);
    if (table_.notes().empty() && !legend && reasons_.empty()) return;
    out_.Open("div", {{"class", "notes"}});
    for (const std::string& note : table_.notes()) out_.Leaf("p", {}, note);
    if (legend) {
      out_.Open("p");
      out_.Leaf("span", {{"aria-hidden", "true"}}, absl::StrCat(kProtectedSign, " "));
      out_.Text(WordingOf(language_).protected_legend);
      out_.Close();
    }
    for (const Missing::Reason reason : reasons_) {
      out_.Open("p");
      WriteDash(reason);
      out_.Text(absl::StrCat(" ", MissingWordsOf(reason, language_).legend));
      out_.Close();
    }
    out_.Close();
    out_.NewLine();
  }

 private:
  void WriteCell(const Cell& cell, int column) {
    const ColumnKind kind =
        column < table_.columns_size() ? kinds_[static_cast<size_t>(column)] : ColumnKind::kText;
    std::vector<MarkupAttribute> attributes;
    if (column == 0) attributes.push_back({"scope", "row"});
    if (kind == ColumnKind::kFigures) {
      attributes.push_back({"class", "number"});
    } else if (kind == ColumnKind::kShort) {
      attributes.push_back({"class", "short"});
    } else if (HasLongWord(cell.text())) {
      attributes.push_back({"class", "long"});
    }
    out_.Open(column == 0 ? MarkupName("th") : MarkupName("td"), attributes);
    WriteContent(cell);
    out_.Close();
  }

  void WriteContent(const Cell& cell) {
    switch (cell.value_case()) {
      case Cell::kProtected:
        WriteProtected(table_.columns_size() <= kMostColumnsWithWords, language_, out_);
        return;
      case Cell::kStatus:
        WriteStatus(cell.status(), out_);
        return;
      case Cell::kDate:
        out_.Text(DayText(cell, language_));
        return;
      case Cell::kMissing:
        WriteDash(cell.missing().reason());
        out_.Leaf("span", {{"class", "hidden"}},
                  MissingWordsOf(cell.missing().reason(), language_).word);
        return;
      default:
        out_.Text(CellText(cell, language_));
        return;
    }
  }

  // A dash; with a letter where a table has several reasons, so that each is found in the legend.
  void WriteDash(Missing::Reason reason) {
    out_.Open("span", {{"aria-hidden", "true"}});
    out_.Text(kDash);
    if (reasons_.size() > 1) {
      const auto at = std::find(reasons_.begin(), reasons_.end(), reason) - reasons_.begin();
      out_.Leaf("sup", {}, std::string(1, static_cast<char>('a' + at)));
    }
    out_.Close();
  }

  const Table& table_;
  const Language language_;
  MarkupWriter& out_;
  const std::vector<ColumnKind> kinds_;
  const std::vector<Missing::Reason> reasons_;
};

// Classes for how a table is printed: a short one on one page, a wide one smaller.
std::string TableClass(const Table& table) {
  std::vector<const char*> classes;
  if (table.rows_size() <= kMostRowsOnAPage) classes.push_back("whole");
  if (table.columns_size() >= kWideTable) classes.push_back("wide");
  return absl::StrJoin(classes, " ");
}

}  // namespace

void WriteHtmlTable(const Table& table, int number, Language language, MarkupWriter& out) {
  const std::string caption_id = absl::StrCat(table.table_id(), "_caption");
  const bool scrolls = table.columns_size() > kMostColumnsOnAPhone;
  if (scrolls) {
    out.Open("div", {{"class", "scroll"},
                     {"role", "region"},
                     {"aria-labelledby", caption_id},
                     {"tabindex", "0"}});
  }
  std::vector<MarkupAttribute> attributes = {{"id", table.table_id()}};
  const std::string table_class = TableClass(table);
  if (!table_class.empty()) attributes.push_back({"class", table_class});
  TableWriter writer(table, language, out);
  out.Open("table", attributes);
  out.Leaf("caption", {{"id", caption_id}},
           absl::Substitute(WordingOf(language).table_label, number, table.caption()));
  out.NewLine();
  writer.WriteHead();
  writer.WriteBody();
  out.Close();
  if (scrolls) out.Close();
  out.NewLine();
  writer.WriteNotes();
}

}  // namespace lotse::reporting
