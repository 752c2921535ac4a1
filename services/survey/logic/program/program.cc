#include "services/survey/logic/program/program.h"

#include "services/survey/logic/program/program_code.h"

namespace lotse::survey::logic {

ValueType Program::type() const { return code_->instructions[code_->root].type; }
absl::Span<const ElementId> Program::reads() const { return code_->reads; }
bool Program::reads_clock() const { return code_->reads_clock; }
bool Program::reads_random() const { return code_->reads_random; }
bool Program::reads_position() const { return code_->reads_position; }
absl::Span<const std::string> Program::warnings() const { return code_->warnings; }

}  // namespace lotse::survey::logic
