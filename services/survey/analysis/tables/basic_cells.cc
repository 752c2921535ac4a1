#include "services/survey/analysis/tables/basic_cells.h"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "services/survey/analysis/non_response.h"
#include "services/survey/analysis/tables/cell_keys.h"

namespace lotse::survey::tables {
namespace {

using suppression::Published;
using v1alpha::FrequencyTable;
using v1alpha::ItemNonResponse;
using v1alpha::TabulateWaveResponse;

// What one table tells of those who gave no answer.
struct Others {
  bool missing = false;
  // "No answer" and "not asked" each by itself.
  bool apart = false;
};

class Basic {
 public:
  Basic(const TabulateWaveResponse& basic, const TableVariables& variables,
        const CellVariables& cells, WaveCounts* counts)
      : variables_(variables), cells_(cells), counts_(*counts) {
    for (const auto& item : NonResponseOf(variables.instrument(), basic)) {
      told_apart_[item.code()] = item.has_not_asked() && item.has_not_answered();
    }
    for (const FrequencyTable& table : basic.tables()) Add(table);
    // How many responded is not told of few.
    if (!basic.response_rate().has_responses()) published_.hidden.emplace_back();
  }

  Published Take() && { return std::move(published_); }

 private:
  void Add(const FrequencyTable& table) {
    const SpanVariable* const variable = variables_.Find(table.code());
    if (variable == nullptr) return;
    const Others others = OthersOf(table, *variable);
    if (variable->is_multiple()) {
      for (int option = 0; option < static_cast<int>(variable->answers.size()); ++option) {
        const bool is_told = RowOf(table, *variable, option).has_count();
        AddTable(cells_.OptionNumber(variable->position, option), *variable,
                 // Among those who answered; with those who did not it would be one number.
                 {is_told, is_told && others.missing}, others);
      }
    } else {
      std::vector<bool> told;
      for (int answer = 0; answer < static_cast<int>(variable->answers.size()); ++answer) {
        told.push_back(RowOf(table, *variable, answer).has_count());
      }
      AddTable(CellVariables::Number(variable->position), *variable, std::move(told), others);
    }
    AddMissing(*variable, others.missing);
  }

  // The rows of impossible classes are in no table of cells.
  static const v1alpha::FrequencyRow& RowOf(const FrequencyTable& table,
                                            const SpanVariable& variable, int answer) {
    const auto place = static_cast<std::size_t>(answer);
    return table.rows(variable.classes.empty() ? answer : variable.classes[place]);
  }

  Others OthersOf(const FrequencyTable& table, const SpanVariable& variable) const {
    if (table.not_shown() != FrequencyTable::NOT_SHOWN_UNSPECIFIED) return {};
    const bool is_conditional = cells_.Of(variable.position).not_asked >= 0;
    const auto apart = told_apart_.find(table.code());
    return {.missing = table.has_missing(),
            .apart = table.has_missing() && (!is_conditional || table.missing() == 0 ||
                                             (apart != told_apart_.end() && apart->second))};
  }

  // One variable; `told` by its answers.
  void AddTable(int number, const SpanVariable& variable, std::vector<bool> told,
                const Others& others) {
    const Categories& categories = cells_.Of(variable.position);
    told.resize(static_cast<std::size_t>(categories.size));
    told[static_cast<std::size_t>(categories.no_answer)] = others.apart;
    if (categories.not_asked >= 0) {
      told[static_cast<std::size_t>(categories.not_asked)] = others.apart;
    }
    if (categories.not_reached >= 0) {
      // Of all its questions, also of those without figures: somebody subtracts it from these.
      told[static_cast<std::size_t>(categories.not_reached)] =
          cells_.TellsNotReached(variable.position);
    }
    AddCells(counts_.Count({number}, {}), told);
  }

  // Of a question that not everybody is asked "missing" is a cell of its own.
  void AddMissing(const SpanVariable& variable, bool is_told) {
    const Categories& categories = cells_.Of(variable.position);
    if (categories.not_asked < 0) return;
    const int number = cells_.Other(variable.position, 0).variable;
    const std::vector<int64_t> counts = counts_.Count({number}, {}).counts;
    const int64_t missing = counts[static_cast<std::size_t>(categories.no_answer)] +
                            counts[static_cast<std::size_t>(categories.not_asked)];
    suppression::TableSpec table;
    table.variables = {cells_.MissingNumber(variable.position)};
    table.categories = {2};
    table.counts = {missing, counts_.people() - missing};
    AddCells(std::move(table), {is_told, is_told});
  }

  void AddCells(suppression::TableSpec table, const std::vector<bool>& told) {
    for (std::size_t category = 0; category < told.size(); ++category) {
      if (!told[category]) {
        published_.hidden.push_back(KeyOf(table, {static_cast<int>(category)}));
      }
    }
    published_.tables.push_back(std::move(table));
  }

  const TableVariables& variables_;
  const CellVariables& cells_;
  WaveCounts& counts_;
  absl::flat_hash_map<std::string, bool> told_apart_;
  Published published_;
};

}  // namespace

Published BasicCells(const TabulateWaveResponse& basic, const TableVariables& variables,
                     const CellVariables& cells, WaveCounts* counts) {
  return Basic(basic, variables, cells, counts).Take();
}

}  // namespace lotse::survey::tables
