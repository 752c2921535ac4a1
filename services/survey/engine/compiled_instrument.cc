#include "services/survey/engine/compiled_instrument.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/survey/engine/flat_instrument.h"
#include "services/survey/engine/question_kinds.h"
#include "services/survey/logic/questionnaire/instrument_tree.h"

namespace lotse::survey {
namespace {

using google::protobuf::RepeatedPtrField;
using v1alpha::Condition;
using v1alpha::Instrument;
using v1alpha::Item;
using v1alpha::Option;
using v1alpha::Question;

std::shared_ptr<const AnswerLimits> LimitsOf(const Question& question) {
  static const auto* const none =
      new std::shared_ptr<const AnswerLimits>(std::make_shared<const AnswerLimits>());
  AnswerLimits limits;
  if (question.has_minimum()) limits.minimum = question.minimum();
  if (question.has_maximum()) limits.maximum = question.maximum();
  if (question.has_scale()) limits.scale = NumberScaleOf(question.scale());
  const auto& messages = question.logic().constraint_message().variants();
  if (!messages.empty()) limits.constraint_message = messages[0].text();
  if (question.maximum_bytes() > 0) limits.maximum_bytes = question.maximum_bytes();
  limits.media_types.assign(question.media_types().begin(), question.media_types().end());
  if (question.maximum_file_bytes() > 0) {
    limits.maximum_file_bytes = question.maximum_file_bytes();
  }
  if (limits == **none) return *none;
  return std::make_shared<const AnswerLimits>(std::move(limits));
}

// What a question alone says of its variables.
Variable VariableOf(const Question& question, int section,
                    std::shared_ptr<const OptionCodes> options) {
  Variable variable;
  variable.code = question.code();
  variable.section = section;
  variable.kind = question.kind();
  variable.required = question.required();
  variable.is_computed = IsComputed(question);
  variable.ranks_all =
      question.kind() == Question::KIND_RANKING && question.logic().option_filter().empty();
  variable.options = std::move(options);
  variable.limits = LimitsOf(question);
  return variable;
}

// Hands over one variable for the question, or one for each of its items.
template <typename Take>
void ForEachVariable(const Question& question, Variable variable, Take take) {
  if (question.kind() != Question::KIND_MATRIX) return take(std::move(variable));
  for (const Item& item : question.items()) {
    variable.code = item.code();
    take(variable);
  }
}

// Whether something of it is computed or decided by an expression, besides who is asked: that is
// among the conditions of the flat question, or its expression.
bool HasExpressions(const v1alpha::QuestionLogic& logic) {
  return !logic.constraint().empty() || !logic.required_if().empty() ||
         !logic.calculation().empty() || !logic.initial_value().empty() ||
         !logic.option_filter().empty() || !logic.read_only_if().empty();
}

// Whether the conditions of `flat` say all that the questionnaire says.
bool NeedsProgram(const Instrument& instrument, const std::vector<FlatQuestion>& flat) {
  for (const PlacedQuestion& placed : QuestionsWithValue(instrument)) {
    if (placed.repeated() || HasExpressions(placed.question->logic())) return true;
  }
  return std::any_of(flat.begin(), flat.end(),
                     [](const FlatQuestion& one) { return !one.expression.empty(); });
}

// What a CodeIndex of variables or repeats reads.
template <typename Coded>
auto CodeIn(const std::vector<Coded>& all) {
  return [&all](std::size_t at) -> absl::string_view { return all[at].code; };
}

// With so many options they are found by an index.
constexpr std::size_t kManyOptions = 16;

}  // namespace

// Those of questions that have the same options, which are most of them.
class SharedOptionCodes {
 public:
  std::shared_ptr<const OptionCodes> Of(const RepeatedPtrField<Option>& options) {
    std::string codes;  // No code has white space in it.
    for (const Option& option : options) absl::StrAppend(&codes, option.code(), "\n");
    std::shared_ptr<const OptionCodes>& made = made_[std::move(codes)];
    if (made == nullptr) made = std::make_shared<const OptionCodes>(options);
    return made;
  }

 private:
  absl::flat_hash_map<std::string, std::shared_ptr<const OptionCodes>> made_;
};

OptionCodes::OptionCodes(const RepeatedPtrField<Option>& options) {
  for (const Option& option : options) codes_.Add(option.code());
  codes_.Shrink();
  if (codes_.size() < kManyOptions) return;
  positions_ = logic::CodeIndex(0, codes_.size(), [this](std::size_t at) { return codes_[at]; });
}

std::optional<std::size_t> OptionCodes::Position(absl::string_view code) const {
  if (codes_.size() >= kManyOptions) {
    return positions_.Find(code, [this](std::size_t at) { return codes_[at]; });
  }
  for (std::size_t at = 0; at < codes_.size(); ++at) {
    if (codes_[at] == code) return at;
  }
  return std::nullopt;
}

CompiledInstrument::CompiledInstrument(const Instrument& instrument,
                                       std::shared_ptr<const logic::FormProgram> program)
    : content_sha256_(instrument.content_sha256()), sections_(instrument.sections_size()) {
  const std::vector<FlatQuestion> flat = FlatQuestions(instrument);
  SharedOptionCodes codes;
  AddVariables(instrument, flat, &codes);
  AddRepeats(instrument, &codes);
  for (int i = 0; i < sections_; ++i) AddStops(instrument.sections(i).questions(), i + 1);
  if (stops_.empty() && !NeedsProgram(instrument, flat)) return;
  if (program != nullptr) {
    logic_ = std::move(program);
    return;
  }
  auto tree = logic::FormTreeOf(instrument);
  // One that is broken is not stored (CheckInstrument).
  if (!tree.ok()) return;
  const std::vector<logic::ElementLogic> logic = logic::LogicOf(instrument, *tree);
  logic_ = std::make_shared<const logic::FormProgram>(*std::move(tree), logic);
}

void CompiledInstrument::AddVariables(const Instrument& instrument,
                                      const std::vector<FlatQuestion>& flat,
                                      SharedOptionCodes* codes) {
  absl::flat_hash_map<std::string, std::size_t> before;
  for (const FlatQuestion& one : flat) {
    const Question& question = *one.question;
    takes_files_ |= question.kind() == Question::KIND_FILE;
    if (question.kind() == Question::KIND_MATRIX) matrix_codes_.insert(question.code());
    Variable variable =
        VariableOf(question, one.section, codes->Of(OptionsOf(instrument, question)));
    for (const Condition& condition : one.conditions) {
      variable.relevant_if.push_back({before.at(condition.code()),
                                      condition.test(),
                                      {condition.options().begin(), condition.options().end()}});
    }
    ForEachVariable(question, std::move(variable), [&](Variable made) {
      before.emplace(made.code, variables_.size());
      variables_.push_back(std::move(made));
    });
  }
  variables_.shrink_to_fit();
  positions_ = logic::CodeIndex(0, variables_.size(), CodeIn(variables_));
}

void CompiledInstrument::AddStops(const RepeatedPtrField<Question>& questions, int section) {
  for (const Question& question : questions) {
    const bool required = question.required() || !question.logic().required_if().empty();
    if (question.kind() == Question::KIND_NOTE && required)
      stops_.emplace(question.code(), section);
    AddStops(question.questions(), section);
  }
}

void CompiledInstrument::AddRepeats(const Instrument& instrument, SharedOptionCodes* codes) {
  RepeatsByCode made;
  for (const PlacedQuestion& placed : QuestionsWithValue(instrument)) {
    if (placed.repeated()) AddRepeated(placed, instrument, codes, &made);
  }
  repeats_.shrink_to_fit();
  repeat_positions_ = logic::CodeIndex(0, repeats_.size(), CodeIn(repeats_));
  repeated_variables_.shrink_to_fit();
  repeated_positions_ =
      logic::CodeIndex(0, repeated_variables_.size(), CodeIn(repeated_variables_));
}

void CompiledInstrument::AddRepeated(const PlacedQuestion& placed, const Instrument& instrument,
                                     SharedOptionCodes* codes, RepeatsByCode* made) {
  const Question& question = *placed.question;
  const std::size_t repeat = RepeatOf(placed, made);
  takes_files_ |= question.kind() == Question::KIND_FILE;
  if (question.kind() == Question::KIND_MATRIX) matrix_codes_.insert(question.code());
  Variable variable =
      VariableOf(question, placed.section, codes->Of(OptionsOf(instrument, question)));
  variable.repeat = static_cast<int>(repeat);
  ForEachVariable(question, std::move(variable), [&](Variable one) {
    repeats_[repeat].variables.push_back(repeated_variables_.size());
    repeated_variables_.push_back(std::move(one));
  });
}

// Position of the innermost repeat around a question; adds those that are new.
std::size_t CompiledInstrument::RepeatOf(const PlacedQuestion& placed, RepeatsByCode* made) {
  int inner = -1;
  for (const Question* one : placed.around) {
    if (one->kind() != Question::KIND_REPEAT) continue;
    const std::size_t at = made->emplace(one->code(), repeats_.size()).first->second;
    if (at == repeats_.size()) {
      if (inner >= 0) repeats_[inner].within.push_back(at);
      repeats_.push_back({one->code(), inner, placed.section, {}, {}});
    }
    inner = static_cast<int>(at);
  }
  return static_cast<std::size_t>(inner);
}

std::optional<std::size_t> CompiledInstrument::Position(absl::string_view code) const {
  return positions_.Find(code, CodeIn(variables_));
}

const Variable* CompiledInstrument::Find(absl::string_view code) const {
  if (const auto found = Position(code)) return &variables_[*found];
  const auto repeated = RepeatedPosition(code);
  return repeated ? &repeated_variables_[*repeated] : nullptr;
}

std::optional<std::size_t> CompiledInstrument::RepeatedPosition(absl::string_view code) const {
  return repeated_positions_.Find(code, CodeIn(repeated_variables_));
}

std::optional<std::size_t> CompiledInstrument::RepeatPosition(absl::string_view code) const {
  return repeat_positions_.Find(code, CodeIn(repeats_));
}

std::optional<int> CompiledInstrument::SectionOf(absl::string_view code) const {
  if (const auto at = Position(code)) return variables_[*at].section;
  if (const auto at = RepeatedPosition(code)) return repeated_variables_[*at].section;
  if (const auto at = RepeatPosition(code)) return repeats_[*at].section;
  return std::nullopt;
}

std::optional<int> CompiledInstrument::SectionOfStop(absl::string_view code) const {
  const auto found = stops_.find(code);
  if (found == stops_.end()) return std::nullopt;
  return found->second;
}

}  // namespace lotse::survey
