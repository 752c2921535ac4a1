#include "services/reporting/render/html_table.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "services/reporting/document/texts.h"

namespace lotse::reporting {
namespace {

using v1alpha::Cell;
using v1alpha::Row;
using v1alpha::Table;

constexpr int kMostColumnsOnAPhone = 3;
constexpr int kMostColumnsWithWords = 4;
// A run of characters without a space that is longer than this, such as a hash,
// may be broken anywhere.
constexpr size_t kLongestWord = 30;
constexpr char kProtectedSign[] = "⊘";

bool IsFigure(const Cell& cell) {
  return cell.has_integer() || cell.has_share() || cell.has_protected_();
}

// For each column whether it holds nothing but figures.
std::vector<bool> FigureColumns(const Table& table) {
  std::vector<bool> figures(static_cast<size_t>(table.columns_size()), !table.rows().empty());
  for (const Row& row : table.rows()) {
    for (size_t i = 0; i < figures.size(); ++i) {
      const int column = static_cast<int>(i);
      if (column >= row.cells_size() || !IsFigure(row.cells(column))) figures[i] = false;
    }
  }
  return figures;
}

bool HasProtected(const Table& table) {
  return std::any_of(table.rows().begin(), table.rows().end(), [](const Row& row) {
    return std::any_of(row.cells().begin(), row.cells().end(),
                       [](const Cell& cell) { return cell.has_protected_(); });
  });
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

void WriteContent(const Cell& cell, bool with_word, Language language, MarkupWriter& out) {
  switch (cell.value_case()) {
    case Cell::kText:
      out.Text(cell.text());
      return;
    case Cell::kInteger:
      out.Text(FormatInteger(language, cell.integer()));
      return;
    case Cell::kShare:
      out.Text(FormatPerMille(language, cell.share().per_mille()));
      return;
    case Cell::kProtected:
      WriteProtected(with_word, language, out);
      return;
    case Cell::VALUE_NOT_SET:
      out.Text(kDash);
      return;
  }
}

void WriteHead(const Table& table, const std::vector<bool>& figures, MarkupWriter& out) {
  out.Open("thead");
  out.Open("tr");
  for (int i = 0; i < table.columns_size(); ++i) {
    if (figures[static_cast<size_t>(i)]) {
      out.Leaf("th", {{"scope", "col"}, {"class", "number"}}, table.columns(i));
    } else {
      out.Leaf("th", {{"scope", "col"}}, table.columns(i));
    }
  }
  out.Close();
  out.Close();
  out.NewLine();
}

void WriteCell(const Cell& cell, bool heads_row, bool figure, bool with_word, Language language,
               MarkupWriter& out) {
  const char* css = figure ? "number" : HasLongWord(cell.text()) ? "long" : "";
  const MarkupName tag = heads_row ? MarkupName("th") : MarkupName("td");
  if (heads_row && *css != '\0') {
    out.Open(tag, {{"scope", "row"}, {"class", css}});
  } else if (heads_row) {
    out.Open(tag, {{"scope", "row"}});
  } else if (*css != '\0') {
    out.Open(tag, {{"class", css}});
  } else {
    out.Open(tag);
  }
  WriteContent(cell, with_word, language, out);
  out.Close();
}

void WriteBody(const Table& table, const std::vector<bool>& figures, Language language,
               MarkupWriter& out) {
  const bool with_words = table.columns_size() <= kMostColumnsWithWords;
  out.Open("tbody");
  out.NewLine();
  for (const Row& row : table.rows()) {
    out.Open("tr");
    for (int i = 0; i < row.cells_size(); ++i) {
      const bool figure = i < table.columns_size() && figures[static_cast<size_t>(i)];
      WriteCell(row.cells(i), i == 0, figure, with_words, language, out);
    }
    out.Close();
    out.NewLine();
  }
  out.Close();
}

void WriteNotes(const Table& table, Language language, MarkupWriter& out) {
  const bool legend = HasProtected(table);
  if (table.notes().empty() && !legend) return;
  out.Open("div", {{"class", "notes"}});
  for (const std::string& note : table.notes()) out.Leaf("p", {}, note);
  if (legend) {
    out.Open("p");
    out.Leaf("span", {{"aria-hidden", "true"}}, absl::StrCat(kProtectedSign, " "));
    out.Text(WordingOf(language).protected_legend);
    out.Close();
  }
  out.Close();
  out.NewLine();
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
  out.Open("table", {{"id", table.table_id()}});
  out.Leaf("caption", {{"id", caption_id}},
           absl::Substitute(WordingOf(language).table_label, number, table.caption()));
  out.NewLine();
  const std::vector<bool> figures = FigureColumns(table);
  WriteHead(table, figures, out);
  WriteBody(table, figures, language, out);
  out.Close();
  if (scrolls) out.Close();
  out.NewLine();
  WriteNotes(table, language, out);
}

}  // namespace lotse::reporting
