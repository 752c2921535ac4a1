#include "cli/release/table_text.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/engagement/words.h"
#include "cli/release/grid.h"

namespace lotse::cli {
namespace {

using survey::v1alpha::Figure;
using survey::v1alpha::Table;
using survey::v1alpha::TableCategory;
using survey::v1alpha::TableCell;
using survey::v1alpha::TableFilter;
using survey::v1alpha::TableLayer;
using survey::v1alpha::TableSpec;
using survey::v1alpha::TableVariable;

bool IsAnswer(const TableCategory& category) {
  return category.kind() == TableCategory::KIND_UNSPECIFIED;
}

// Source: release.proto.
constexpr int kLeastMinimumBase = 10;

// Per mille of a figure in per cent; -1 if it has none.
int PerMille(const Figure& figure) {
  double percent = 0;
  if (!figure.has_number() || !absl::SimpleAtod(figure.number().value(), &percent)) return -1;
  return static_cast<int>(percent * 10 + 0.5);
}

class TableText {
 public:
  TableText(const Table& table, const TableContext& context, const ViewOptions& options)
      : table_(table), context_(context), options_(options), writer_(options) {
    const TableVariable* rows =
        Find(table.spec().variables_size() > 0 ? table.spec().variables(0) : std::string());
    is_multiple_ = rows != nullptr && rows->kind() == TableVariable::KIND_MULTIPLE;
    is_battery_ = !table.spec().battery().empty();
  }

  std::string View(absl::string_view number) {
    AddTitle(number);
    if (table_.refusal() != Table::REFUSAL_UNSPECIFIED) {
      AddRefusal();
      return std::move(text_);
    }
    std::string base = absl::StrCat("n = ", table_.base());
    if (is_multiple_) {
      absl::StrAppend(&base, "; ", Say("Mehrfachnennungen möglich", "several answers possible"));
    }
    AddText("  ", base);
    for (const TableLayer& layer : table_.layers()) {
      if (layer.has_category() || table_.layers_size() > 1) {
        absl::StrAppend(&text_, "\n");
        AddText("  ", absl::StrCat("== ", Heading(layer), " =="));
      }
      AddLayer(layer);
      absl::StrAppend(&text_, ViewLayerStatistics(table_, layer, options_, &writer_));
    }
    absl::StrAppend(&text_, ViewTableStatistics(table_, options_, &writer_));
    const std::string notes = writer_.Notes();
    absl::StrAppend(&text_, notes.empty() ? "" : "\n", notes);
    return std::move(text_);
  }

 private:
  std::string Say(absl::string_view german, absl::string_view english) const {
    return Show(Either(options_.language, german, english), options_);
  }
  void AddText(absl::string_view before, const std::string& text) {
    absl::StrAppend(&text_, Lines(before, text, options_));
  }

  const TableVariable* Find(const std::string& code) const {
    const auto it = context_.variables.find(code);
    return it == context_.variables.end() ? nullptr : &it->second;
  }
  std::string Heading(const TableLayer& layer) const {
    if (!layer.has_category()) return Say("alle zusammen", "all together");
    const auto& variables = table_.spec().variables();
    return absl::StrCat(
        variables.empty() ? "" : absl::StrCat(Show(*variables.rbegin(), options_), ": "),
        CategoryText(layer.category(), options_));
  }

  // Codes, then the wording of each.
  void AddTitle(absl::string_view number) {
    std::vector<std::string> codes(table_.spec().variables().begin(),
                                   table_.spec().variables().end());
    if (is_battery_) {
      const auto& items = table_.spec().battery();
      codes.insert(codes.begin(), items.size() > 4
                                      ? absl::StrCat(items[0], " ... ", *items.rbegin())
                                      : absl::StrJoin(items, ", "));
    }
    for (std::string& code : codes) code = Show(code, options_);
    AddText(number.empty() ? std::string() : absl::StrCat(number, "  "),
            absl::StrJoin(codes, Sign(" x ", " × ", options_)));
    if (is_battery_) AddQuestion("", table_.spec().battery(0), false);
    for (const std::string& code : table_.spec().variables()) AddQuestion(code, code, true);
    for (const TableFilter& filter : table_.spec().filters()) AddFilter(filter);
  }

  void AddQuestion(const std::string& shown_code, const std::string& code, bool with_item) {
    const TableVariable* variable = Find(code);
    if (variable == nullptr) return;
    std::string wording = ShowText(variable->question(), options_);
    if (with_item && variable->has_item()) {
      absl::StrAppend(&wording, " ", Sign("-", "–", options_), " ",
                      ShowText(variable->item(), options_));
    }
    const std::string before =
        shown_code.empty() ? "" : absl::StrCat(Show(shown_code, options_), "  ");
    AddText(absl::StrCat("  ", before), wording);
  }

  void AddFilter(const TableFilter& filter) {
    std::vector<std::string> options;
    const TableVariable* variable = Find(filter.variable());
    for (const std::string& code : filter.options()) {
      std::string label = Show(code, options_);
      if (variable != nullptr) {
        for (const TableCategory& category : variable->categories()) {
          if (IsAnswer(category) && category.code() == code)
            label = CategoryText(category, options_);
        }
      }
      options.push_back(std::move(label));
    }
    AddText("  ", absl::StrCat(Say("nur: ", "only: "), Show(filter.variable(), options_), " = ",
                               absl::StrJoin(options, Say(" oder ", " or "))));
  }

  void AddRefusal() {
    const auto [german, english] = Rule();
    AddText("  ", absl::StrCat(Sign("*", "▒", options_), " ", Say("Nicht gezeigt: ", "Not shown: "),
                               Say(german, english)));
    const auto [german_advice, english_advice] = Advice();
    if (!german_advice.empty()) AddText("    ", Say(german_advice, english_advice));
  }

  std::pair<std::string, std::string> Rule() const {
    std::string german = Word(table_.refusal(), "de");
    std::string english = Word(table_.refusal(), "en");
    if (table_.refusal() == Table::REFUSAL_BASE_TOO_SMALL && context_.minimum_base > 0) {
      absl::StrAppend(&german, " (mindestens ", context_.minimum_base, ")");
      absl::StrAppend(&english, " (", context_.minimum_base, " at least)");
    }
    return {absl::StrCat(german, "."), absl::StrCat(english, ".")};
  }

  // What would be right; empty: nothing.
  std::pair<absl::string_view, absl::string_view> Advice() const {
    switch (table_.refusal()) {
      case Table::REFUSAL_BASE_TOO_SMALL:
        // Only tables without filters have this reason: they count everybody.
        if (context_.minimum_base == kLeastMinimumBase) return {"", ""};
        return {"Eine Freigabe, die weniger Personen verlangt; weniger als 10 kann keine.",
                "A release that demands fewer people; none can demand fewer than 10."};
      case Table::REFUSAL_SINGLES_OUT:
        return {"Ohne diesen Filter, oder mit einem, der schon benutzt ist.",
                "Do without this filter, or take one that was used before."};
      case Table::REFUSAL_EFFORT:
        return {
            "Weniger Tabellen in einem Aufruf, in einer neuen Freigabe; oder weniger Variablen "
            "auf einmal.",
            "Ask for fewer tables in one call, in a new release; or take fewer variables at "
            "once."};
      case Table::REFUSAL_NOT_PROTECTABLE:
        return {
            "Weniger Variablen auf einmal, oder solche mit weniger Antworten; was zusammen "
            "gebraucht wird, in einem Aufruf anfordern.",
            "Take fewer variables at once, or such with fewer options; ask in one call for "
            "what is needed together."};
      case Table::REFUSAL_ERASED:
        return {"Die Tabelle ohne diese Frage.", "Ask for the table without that question."};
      default:
        return {"", ""};
    }
  }

  std::vector<std::string> Headings() const {
    const bool is_plain = table_.columns().empty() && !is_multiple_;
    const std::string of_cases = Say("% der Fälle", "% of cases");
    const std::string of_column = is_plain ? std::string(1, '%') : Say("% Spalte", "% column");
    return {Say("Anzahl", "count"),     is_multiple_ ? of_cases : of_column,
            Say("% Zeile", "% row"),    Say("% der Nennungen", "% of answers"),
            Say("% aller", "% of all"), Say("95-%-Intervall", "95% interval"),
            Say("Residuum", "residual")};
  }

  Grid::Line LineOf(std::string label, const TableCell& cell) {
    Grid::Line line;
    line.label = std::move(label);
    const bool is_protected = !cell.has_count();
    line.figures.push_back(is_protected ? writer_.Protected() : absl::StrCat(cell.count()));
    const auto add = [&](bool has, const Figure& figure) {
      // That a figure of a protected count is protected goes without saying.
      const bool is_plain = is_protected && figure.undefined() == Figure::UNDEFINED_PROTECTED;
      line.figures.push_back(!has || is_plain ? "" : writer_.Share(figure));
    };
    add(cell.has_column_share(), cell.column_share());
    add(cell.has_row_share(), cell.row_share());
    add(cell.has_response_share(), cell.response_share());
    add(cell.has_total_share(), cell.total_share());
    const bool has_interval =
        cell.has_interval() && cell.interval().lower().undefined() != Figure::UNDEFINED_PROTECTED;
    line.figures.push_back(has_interval || (cell.has_interval() && !is_protected)
                               ? writer_.Text(cell.interval())
                               : "");
    add(cell.has_adjusted_residual(), cell.adjusted_residual());
    line.per_mille = is_protected ? -1 : BarOf(cell);
    return line;
  }

  // As long as the share, if shares were asked for; who has none gave no answer.
  int BarOf(const TableCell& cell) const {
    const auto& asked = table_.spec().statistics();
    if (std::find(asked.begin(), asked.end(), TableSpec::STATISTIC_SHARES) != asked.end()) {
      return PerMille(is_battery_ ? cell.row_share() : cell.column_share());
    }
    if (table_.base() <= 0) return -1;
    return static_cast<int>((cell.count() * 1000 + table_.base() / 2) / table_.base());
  }

  void AddLayer(const TableLayer& layer) {
    Grid grid(Headings(), options_);
    bool apart = false;
    for (int i = 0; i < layer.rows_size(); ++i) {
      const TableCategory& row = i < table_.rows_size() ? table_.rows(i) : Unknown();
      if (!IsAnswer(row) && !apart) grid.AddRule();
      apart |= !IsAnswer(row);
      AddCells(CategoryText(row, options_), layer.rows(i).cells(),
               layer.rows(i).has_total() ? &layer.rows(i).total() : nullptr, &grid);
    }
    if (!layer.totals().empty()) {
      grid.AddRule();
      const std::string label = is_multiple_ ? Say("mindestens eine genannt", "at least one ticked")
                                             : Say("gesamt", "all");
      AddCells(label, layer.totals(), nullptr, &grid);
    }
    absl::StrAppend(&text_, std::move(grid).Take());
  }

  static const TableCategory& Unknown() {
    static const auto* unknown = new TableCategory();
    return *unknown;
  }

  // The cells of one row: a line if there are no columns, else one for each column.
  template <class Cells>
  void AddCells(const std::string& label, const Cells& cells, const TableCell* total, Grid* grid) {
    if (table_.columns().empty()) {
      for (const TableCell& cell : cells) grid->Add(LineOf(label, cell));
      return;
    }
    grid->AddHeading(label);
    for (int i = 0; i < cells.size(); ++i) {
      if (i == table_.columns_size()) {
        grid->Add(LineOf(Say("zusammen", "together"), cells[i]));
        break;
      }
      const TableCategory& column = table_.columns(i);
      const std::string name = CategoryText(column, options_);
      grid->Add(LineOf(IsAnswer(column) ? name : absl::StrCat("(", name, ")"), cells[i]));
    }
    if (total != nullptr) grid->Add(LineOf(Say("zusammen", "together"), *total));
  }

  const Table& table_;
  const TableContext& context_;
  const ViewOptions& options_;
  FigureWriter writer_;
  bool is_multiple_ = false;
  bool is_battery_ = false;
  std::string text_;
};

}  // namespace

std::string ViewTable(const Table& table, absl::string_view number, const TableContext& context,
                      const ViewOptions& options) {
  return TableText(table, context, options).View(number);
}

std::string CategoryText(const TableCategory& category, const ViewOptions& options) {
  if (!IsAnswer(category)) return Show(Word(category.kind(), options.language), options);
  const std::string label = ShowText(category.label(), options);
  return label.empty() ? Show(category.code(), options) : label;
}

}  // namespace lotse::cli
