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
#include "services/survey/engine/number_scale.h"
#include "services/survey/engine/question_tree.h"
#include "services/survey/logic/form/code_index.h"
#include "services/survey/logic/form/packed_texts.h"
#include "services/survey/logic/questionnaire/form_program.h"

namespace lotse::survey {

// Longest text answer in bytes where a question names no limit. Source:
// instrument.proto.
inline constexpr int kDefaultMaximumBytes = 10'000;
// Largest file in bytes where a question names no limit. Source: instrument.proto.
inline constexpr std::size_t kDefaultMaximumFileBytes = 1 << 20;

// The codes of the options of one question.
class OptionCodes {
 public:
  explicit OptionCodes(const google::protobuf::RepeatedPtrField<v1alpha::Option>& options);

  // How many options there are.
  std::size_t size() const { return codes_.size(); }
  // Position of an option, from 0; nullopt if there is no such code.
  std::optional<std::size_t> Position(absl::string_view code) const;
  // The code at a position, which must be below size().
  std::string Code(std::size_t position) const { return std::string(codes_[position]); }

 private:
  logic::PackedTexts codes_;
  // Of few options it is empty: going through them is as fast.
  logic::CodeIndex positions_;
};

struct FlatQuestion;
class SharedOptionCodes;

// A condition on the answer to an earlier variable.
struct CompiledCondition {
  // Position of the variable.
  std::size_t variable = 0;
  v1alpha::Condition::Test test = v1alpha::Condition::TEST_UNSPECIFIED;
  // Codes of the options that are looked for.
  absl::flat_hash_set<std::string> options;
};

// What an answer may be, beyond its kind and options. Most questions say nothing of it.
struct AnswerLimits {
  // Range of an INTEGER, both ends included; nullopt: no limit.
  std::optional<std::int64_t> minimum;
  std::optional<std::int64_t> maximum;
  // The numbers that an INTEGER or DECIMAL takes; nullopt: all.
  std::optional<NumberScale> scale;
  // What a person reads whose answer does not fulfil the constraint, in the first wording; may be
  // empty.
  std::string constraint_message;
  // Longest TEXT in bytes of UTF-8, with the default filled in.
  std::size_t maximum_bytes = kDefaultMaximumBytes;
  // What a FILE may be, and its largest size in bytes with the default filled in.
  std::vector<std::string> media_types;
  std::size_t maximum_file_bytes = kDefaultMaximumFileBytes;

  friend bool operator==(const AnswerLimits&, const AnswerLimits&) = default;
};

// One thing that has a value by itself: a question, or an item of a matrix.
struct Variable {
  // Code that an answer gives: of the question, or of the item.
  std::string code;
  // Number of its section, from 1.
  int section = 1;
  // Kind of the question.
  v1alpha::Question::Kind kind = v1alpha::Question::KIND_UNSPECIFIED;
  // True if a response without an answer to it is refused, unless it was not asked.
  bool required = false;
  // True if nobody can write over what is computed: a CALCULATION, and a question with a
  // calculation that is always read only.
  bool is_computed = false;
  // True if a RANKING has to have all of its options: unless a filter offers some of them.
  bool ranks_all = false;
  // Who is asked: those for whom all of these hold. They look back only. Of a questionnaire with
  // expressions that conditions cannot say, its program decides (logic()).
  std::vector<CompiledCondition> relevant_if;
  // Position in repeats() of the repeat it is in; -1: none.
  int repeat = -1;
  // The options; empty for INTEGER, TEXT and FILE. Items of a matrix share theirs.
  std::shared_ptr<const OptionCodes> options;
  // Never null. Items of a matrix share theirs, and so do all without any limit.
  std::shared_ptr<const AnswerLimits> limits;
};

// Questions of which a response has any number of values.
struct Repeat {
  std::string code;
  // Position of the repeat around it; -1: none.
  int around = -1;
  // Number of its section, from 1.
  int section = 1;
  // Positions in repeated_variables() of what is in it and in no repeat within it, in order.
  std::vector<std::size_t> variables;
  // Positions in repeats() of those within it, in order.
  std::vector<std::size_t> within;
};

// A questionnaire in the form in which answers are checked. It is built once
// per stored questionnaire, never changes, and may be read by any number of
// threads. Callers know variables and positions only.
class CompiledInstrument {
 public:
  // `instrument` is expected to pass CheckInstrument. Of several variables with
  // one code the first one is found. `program` are its expressions, if they are compiled already.
  explicit CompiledInstrument(const v1alpha::Instrument& instrument,
                              std::shared_ptr<const logic::FormProgram> program = nullptr);

  // All variables in the order of the questionnaire but for those in repeats.
  absl::Span<const Variable> variables() const { return variables_; }
  // Those in repeats, in the order of the questionnaire.
  absl::Span<const Variable> repeated_variables() const { return repeated_variables_; }
  // All repeats, one before those within it.
  absl::Span<const Repeat> repeats() const { return repeats_; }

  // `content_sha256` of the stored questionnaire; empty if it was never stored.
  const std::string& content_sha256() const { return content_sha256_; }

  // How many sections there are.
  int sections() const { return sections_; }

  // Position in `variables()` of the variable that answers name by `code`;
  // nullopt if there is none, as for the code of a matrix question itself.
  std::optional<std::size_t> Position(absl::string_view code) const;

  // Position in `repeated_variables()`, and in `repeats()`; nullopt if there is none.
  std::optional<std::size_t> RepeatedPosition(absl::string_view code) const;
  // The variable with this code, in a repeat or not; null if there is none.
  const Variable* Find(absl::string_view code) const;
  std::optional<std::size_t> RepeatPosition(absl::string_view code) const;

  // Number of the section of a variable or repeat, from 1; nullopt if there is none.
  std::optional<int> SectionOf(absl::string_view code) const;

  // Number of the section of a note that lets nobody pass who is shown it, from 1; nullopt if the
  // code is of none.
  std::optional<int> SectionOfStop(absl::string_view code) const;

  // Its expressions; null if it has none that conditions cannot say, and no repeats.
  const logic::FormProgram* logic() const { return logic_.get(); }

  // True if `code` is that of a matrix question, which is answered item by item.
  bool IsMatrix(absl::string_view code) const { return matrix_codes_.contains(code); }

  // True if one of the variables takes a file.
  bool TakesFiles() const { return takes_files_; }

 private:
  void AddVariables(const v1alpha::Instrument& instrument, const std::vector<FlatQuestion>& flat,
                    SharedOptionCodes* codes);
  void AddStops(const google::protobuf::RepeatedPtrField<v1alpha::Question>& questions,
                int section);
  void AddRepeats(const v1alpha::Instrument& instrument, SharedOptionCodes* codes);
  // Positions of repeats by code.
  using RepeatsByCode = absl::flat_hash_map<absl::string_view, std::size_t>;
  void AddRepeated(const PlacedQuestion& placed, const v1alpha::Instrument& instrument,
                   SharedOptionCodes* codes, RepeatsByCode* made);
  std::size_t RepeatOf(const PlacedQuestion& placed, RepeatsByCode* made);

  std::string content_sha256_;
  int sections_ = 0;
  std::vector<Variable> variables_;
  std::vector<Variable> repeated_variables_;
  std::vector<Repeat> repeats_;
  logic::CodeIndex positions_;
  logic::CodeIndex repeated_positions_;
  logic::CodeIndex repeat_positions_;
  absl::flat_hash_map<std::string, int> stops_;
  std::shared_ptr<const logic::FormProgram> logic_;
  absl::flat_hash_set<std::string> matrix_codes_;
  bool takes_files_ = false;
};

}  // namespace lotse::survey
