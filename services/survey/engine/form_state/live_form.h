#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "lotse/survey/v1alpha/answer.pb.h"
#include "lotse/survey/v1alpha/form_state.pb.h"
#include "lotse/survey/v1alpha/instrument.pb.h"
#include "services/survey/engine/compiled_instrument.h"
#include "services/survey/engine/form_state/form_parts.h"
#include "services/survey/logic/questionnaire/form_program.h"
#include "services/survey/logic/values/environment.h"

namespace lotse::survey {

// Most elements that are told of in one state: what a reply can hold.
inline constexpr int kMaxElementStates = 20'000;
// Most violations that are told of. Source: form_state.proto.
inline constexpr int kMaxFormViolations = 1'000;

// The answers of one response, and why its state is asked for. What it refers to outlives it.
struct Filling {
  enum class Occasion {
    // The response begins: values at the start are set.
    kBegin,
    // Answers have changed since `before`: what depends on them is computed, and instances of
    // repeats that are new begin.
    kContinue,
    // The answers are complete, as they are handed in: nothing that a person may answer is set.
    kHandIn,
  };

  const google::protobuf::RepeatedPtrField<v1alpha::Answer>& answers;
  Occasion occasion = Occasion::kBegin;
  // CONTINUE only: the answers as they were.
  const google::protobuf::RepeatedPtrField<v1alpha::Answer>* before = nullptr;
  // From what orders without a seed are drawn, such as the id of the response.
  std::string key = {};
  // Texts are told in this language (wording.h); empty: in all.
  std::string language = {};
  // Whether times of filling in are set when it begins (METADATA).
  bool with_times = true;
  // HAND_IN only: as in SubmitResponseRequest.
  int broke_off_section = 0;
  // Only what is wrong is told.
  bool only_violations = false;
};

// A questionnaire that can be filled in step by step. It never changes and may be used by any
// number of threads.
class LiveForm {
 public:
  // `instrument` passes CheckInstrument, and `compiled` is made of it.
  LiveForm(v1alpha::Instrument instrument, std::shared_ptr<const CompiledInstrument> compiled);
  explicit LiveForm(const v1alpha::Instrument& instrument)
      : LiveForm(instrument, std::make_shared<const CompiledInstrument>(instrument)) {}

  const v1alpha::Instrument& instrument() const { return *instrument_; }
  const CompiledInstrument& compiled() const { return *compiled_; }
  const logic::FormProgram& program() const { return *program_; }
  const FormPart& part(logic::ElementId element) const { return parts_[element]; }
  // By page (form_pages.h) what is on it.
  const std::vector<std::vector<logic::ElementId>>& pages() const { return pages_; }
  // The options of a list; null if it has none.
  const google::protobuf::RepeatedPtrField<v1alpha::Option>* options(int list) const {
    return options_[list];
  }

  // How the questionnaire stands after these answers. `environment` gives clock and chance; texts
  // and the budget of steps are set here. RESOURCE_EXHAUSTED and other errors of expressions, with
  // the code of the question; none holds anything of an answer.
  absl::StatusOr<v1alpha::FormState> Evaluate(const Filling& filling,
                                              const logic::Environment& environment) const;

 private:
  // Behind a pointer: parts point into it.
  std::unique_ptr<const v1alpha::Instrument> instrument_;
  std::shared_ptr<const CompiledInstrument> compiled_;
  // Where it has no expressions beyond conditions, that of `compiled_` is null.
  std::unique_ptr<const logic::FormProgram> own_program_;
  const logic::FormProgram* program_ = nullptr;
  std::vector<FormPart> parts_;
  std::vector<const google::protobuf::RepeatedPtrField<v1alpha::Option>*> options_;
  std::vector<std::vector<logic::ElementId>> pages_;
};

}  // namespace lotse::survey
