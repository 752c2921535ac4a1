#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/survey/analysis/columns/counting.h"
#include "services/survey/analysis/columns/selection.h"
#include "services/survey/engine/compiled_instrument.h"
#include "services/survey/engine/row_answers.h"

namespace lotse::survey {

// The answers of one wave by column, for counting: of each variable a code for each person,
// of a multiple choice also who ticked each option, of whole numbers the numbers. Texts are not
// in it: only whether there is one. People have no id here, and their order is that in which
// the rows were appended. Reading is thread-safe while nobody appends.
class ColumnImage {
 public:
  // Codes of those of whom there is no answer. A question that was not asked is kept apart from
  // one that was not answered, and from one that a broken-off response did not reach.
  static constexpr std::size_t kNotReached = 0;
  static constexpr std::size_t kNotAsked = 1;
  static constexpr std::size_t kNoAnswer = 2;
  // The code of the first option; of kinds without options that of any answer.
  static constexpr std::size_t kFirstOption = 3;

  explicit ColumnImage(std::shared_ptr<const CompiledInstrument> instrument);

  // Makes room for so many people in all.
  void Reserve(std::size_t people);
  // Adds the answers of one person; false, and nothing is added, if the row is damaged.
  bool Append(absl::string_view row);

  std::size_t people() const { return people_; }
  // Memory that the columns take, with the room for who comes.
  std::size_t Bytes() const;

  // How many codes of a variable there are.
  std::size_t CodesOf(std::size_t variable) const { return columns_[variable].codes; }
  // The codes of a variable, for CountCombinations: one column, or two of a variable with more
  // codes than fit into a byte, and then a code is 256 * the first + the second.
  std::vector<CodeColumn> Codes(std::size_t variable) const;
  // The section in which each person broke off, from 1; 0: came to the end. Empty if nobody broke
  // off.
  absl::Span<const std::uint8_t> BrokeOff() const { return broke_off_; }
  // Who ticked an option of a multiple choice.
  const Selection& Ticked(std::size_t variable, std::size_t option) const {
    return columns_[variable].ticked[option];
  }
  // The numbers of an INTEGER by person, 0 where there is no answer.
  absl::Span<const std::int64_t> Numbers(std::size_t variable) const {
    return columns_[variable].numbers;
  }

 private:
  struct Column {
    std::size_t codes = 0;
    std::vector<std::uint8_t> low;
    std::vector<std::uint8_t> high;  // Where there are more than 256 codes.
    std::vector<Selection> ticked;
    std::vector<std::int64_t> numbers;
  };

  std::size_t CodeOf(std::size_t variable) const;
  void AppendTo(std::size_t variable, std::size_t code);

  const std::shared_ptr<const CompiledInstrument> instrument_;
  std::vector<Column> columns_;
  // A questionnaire has at most 200 sections (instrument.proto).
  std::vector<std::uint8_t> broke_off_;
  std::size_t people_ = 0;
  std::size_t room_ = 0;
  // Of the row that is appended.
  RowAnswers row_;
};

}  // namespace lotse::survey
