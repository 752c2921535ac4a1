#include "services/survey/logic/program/program.h"

#include "services/survey/logic/program/program_code.h"

namespace lotse::survey::logic {

ValueType Program::type() const { return code_->instructions[code_->root].type; }
absl::Span<const ElementId> Program::reads() const { return code_->reads; }
bool Program::reads_clock() const { return code_->reads_clock; }
bool Program::reads_random() const { return code_->reads_random; }
bool Program::reads_position() const { return code_->reads_position; }
absl::Span<const std::string> Program::warnings() const { return code_->warnings; }

void ProgramCode::Shrink() {
  instructions.shrink_to_fit();
  operands.shrink_to_fit();
  constants.shrink_to_fit();
  routes.shrink_to_fit();
  ways.shrink_to_fit();
  paths.shrink_to_fit();
  regexes.shrink_to_fit();
  lookups.shrink_to_fit();
  indexed.shrink_to_fit();
  reads.shrink_to_fit();
  warnings.shrink_to_fit();
}

}  // namespace lotse::survey::logic
