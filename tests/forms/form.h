#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "lotse/survey/v1alpha/response_service.pb.h"
#include "runtime/rpc/field_violation.h"
#include "services/survey/engine/compiled_instrument.h"
#include "services/survey/logic/questionnaire/form_program.h"

namespace lotse::survey {

// A questionnaire from a file with all that is needed to fill it in.
struct Form {
  // What matters here of a question, or of an item of a matrix.
  struct Traits {
    v1alpha::Question::Kind kind = v1alpha::Question::KIND_UNSPECIFIED;
    // Its options come in any order.
    bool shuffled = false;
    // It is a repeat that computes how many instances it has.
    bool counted = false;
  };

  // INVALID_ARGUMENT with what is wrong if `content` is no form of any format that is read, or
  // one with errors.
  static absl::StatusOr<std::unique_ptr<const Form>> Read(const std::string& content);

  Form(const v1alpha::Instrument& instrument, logic::FormTree tree,
       std::vector<std::string> warnings);

  // Null if the code is of none that has a value.
  const Variable* FindVariable(const std::string& code) const;

  const v1alpha::Instrument instrument;
  // Those of the reader.
  const std::vector<std::string> warnings;
  const CompiledInstrument compiled;
  const logic::FormProgram program;
  // By codes.
  std::map<std::string, Traits> traits;
};

// The answer of the kind that `variable` takes; nullopt if the text is none.
std::optional<v1alpha::Answer> AnswerOf(const Variable& variable, const std::string& text);

// What is wrong with an answer by itself.
rpc::FieldViolations FaultsOf(const Variable& variable, const v1alpha::Answer& answer);

}  // namespace lotse::survey
