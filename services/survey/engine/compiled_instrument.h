#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "lotse/survey/v1alpha/instrument.pb.h"

namespace lotse::survey {

// Longest text answer in bytes where a question names no limit. Source:
// instrument.proto.
inline constexpr int kDefaultMaximumBytes = 10'000;
// Largest file in bytes where a question names no limit. Source: instrument.proto.
inline constexpr std::size_t kDefaultMaximumFileBytes = 1 << 20;

// The codes of the options of one question.
class OptionCodes {
 public:
  explicit OptionCodes(const v1alpha::Question& question);

  // How many options there are.
  std::size_t size() const { return codes_.size(); }
  // Position of an option, from 0; nullopt if there is no such code.
  std::optional<std::size_t> Position(absl::string_view code) const;
  // The code at a position, which must be below size().
  const std::string& Code(std::size_t position) const { return codes_[position]; }

 private:
  std::vector<std::string> codes_;
  absl::flat_hash_map<std::string, std::size_t> positions_;
};

// A condition on the answer to an earlier variable.
struct CompiledCondition {
  // Position of the variable.
  std::size_t variable = 0;
  v1alpha::Condition::Test test = v1alpha::Condition::TEST_UNSPECIFIED;
  // Codes of the options that are looked for.
  absl::flat_hash_set<std::string> options;
};

// One thing that is answered by itself: a question, or an item of a matrix.
struct Variable {
  // Code that an answer gives: of the question, or of the item.
  std::string code;
  // Number of its section, from 1.
  int section = 1;
  // Kind of the question.
  v1alpha::Question::Kind kind = v1alpha::Question::KIND_UNSPECIFIED;
  // True if a response without an answer to it is refused, unless it was not asked.
  bool required = false;
  // Who is asked: those for whom all of these hold. They look back only.
  std::vector<CompiledCondition> relevant_if;
  // The options; empty for INTEGER, TEXT and FILE. Items of a matrix share theirs.
  std::shared_ptr<const OptionCodes> options;
  // Range of an INTEGER, both ends included; nullopt: no limit.
  std::optional<std::int64_t> minimum;
  std::optional<std::int64_t> maximum;
  // Longest TEXT in bytes of UTF-8, with the default filled in.
  std::size_t maximum_bytes = kDefaultMaximumBytes;
  // What a FILE may be, and its largest size in bytes with the default filled in.
  std::vector<std::string> media_types;
  std::size_t maximum_file_bytes = kDefaultMaximumFileBytes;
};

// A questionnaire in the form in which answers are checked. It is built once
// per stored questionnaire, never changes, and may be read by any number of
// threads. Callers know variables and positions only.
class CompiledInstrument {
 public:
  // `instrument` is expected to pass CheckInstrument. Of several variables with
  // one code the first one is found.
  explicit CompiledInstrument(const v1alpha::Instrument& instrument);

  // All variables in the order of the questionnaire.
  absl::Span<const Variable> variables() const { return variables_; }

  // How many sections there are.
  int sections() const { return sections_; }

  // Position in `variables()` of the variable that answers name by `code`;
  // nullopt if there is none, as for the code of a matrix question itself.
  std::optional<std::size_t> Position(absl::string_view code) const;

  // True if `code` is that of a matrix question, which is answered item by item.
  bool IsMatrix(absl::string_view code) const { return matrix_codes_.contains(code); }

  // True if one of the variables takes a file.
  bool TakesFiles() const { return takes_files_; }

 private:
  void Add(Variable variable);

  int sections_ = 0;
  std::vector<Variable> variables_;
  absl::flat_hash_map<std::string, std::size_t> positions_;
  absl::flat_hash_set<std::string> matrix_codes_;
  bool takes_files_ = false;
};

}  // namespace lotse::survey
