#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/types/span.h"
#include "services/survey/analysis/columns/image.h"
#include "services/survey/analysis/columns/selection.h"
#include "services/survey/analysis/suppression/linked_tables.h"
#include "services/survey/analysis/tables/cell_variables.h"
#include "services/survey/analysis/told_break_offs.h"

namespace lotse::survey::tables {

// Counts the people of a wave by the variables of cells. Who is left out of all tables, and who
// counts as not having reached a section, is as in TabulateWave (told_break_offs.h): somebody who
// broke off before it and is not told to have counts as one who gave no answer, or was not asked.
//
// Columns are made when they are first needed and kept. Not thread-safe.
class WaveCounts {
 public:
  // All of them outlive this; `image` is of the same questionnaire and grows no more. `scope` is
  // the one of `cells`.
  WaveCounts(const TableVariables& variables, const CellVariables& cells, const ColumnImage& image,
             TableScope scope);

  // The inner cells of one to three variables, of those who have all of `filter`. A variable that
  // is counted is one of the questionnaire, an option or "anything ticked"; a filter may also be a
  // filter variable.
  suppression::TableSpec Count(absl::Span<const int> variables,
                               std::vector<suppression::Coordinate> filter);

  // Those who have all of `filter`, of those who are in the tables.
  Selection Base(absl::Span<const suppression::Coordinate> filter);

  // How many people are in the tables.
  int64_t people() const { return people_; }

  // The place of the answer of each person among those of a variable that can span a table and is
  // no multiple choice, plus 1; 0: gave none, or is not in `of`.
  std::vector<uint8_t> Answers(const SpanVariable& variable, const Selection& of);

 private:
  // A variable of cells, and its code of each person.
  struct Column {
    // One, or two if there are more than 256 codes.
    std::vector<CodeColumn> codes;
    // The category of each code where they differ; else empty.
    std::vector<int> category_of;
    int categories = 0;
    std::vector<uint8_t> low, high;
  };
  // What a number of a variable stands for.
  struct Meaning {
    std::size_t position = 0;
    // Of a multiple choice; -1: anything ticked.
    std::optional<int> option;
  };

  Meaning MeaningOf(int number) const;
  const Column& ColumnOf(int number);
  // Each with the spans of what it keeps itself.
  Column Borrowed(std::size_t position) const;
  Column Coded(int number) const;
  int CategoryOf(const Meaning& meaning, std::size_t person) const;
  int AnswerOf(const Meaning& meaning, std::size_t person) const;
  std::size_t RawCode(std::size_t position, std::size_t person) const;
  bool Reached(std::size_t position, std::size_t person) const;
  bool IsAsked(std::size_t position, std::size_t person) const;
  bool Holds(const CompiledCondition& condition, std::size_t person) const;
  Selection Having(const suppression::Coordinate& condition);

  const TableVariables& variables_;
  const CellVariables& cells_;
  const ColumnImage& image_;
  const TableScope scope_;
  // Who is in the tables; nullopt: everybody.
  std::optional<Selection> usable_;
  int64_t people_ = 0;
  std::vector<std::vector<CodeColumn>> raw_;
  std::deque<Column> columns_;
  absl::flat_hash_map<int, const Column*> by_number_;
  absl::flat_hash_map<int, Meaning> meanings_;
};

}  // namespace lotse::survey::tables
