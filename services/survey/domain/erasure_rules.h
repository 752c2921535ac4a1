#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "lotse/survey/v1alpha/survey.pb.h"
#include "runtime/rpc/field_violation.h"
#include "services/survey/engine/compiled_instrument.h"

// What may be erased of the answers of a wave.
namespace lotse::survey {

// Most codes that are erased in a call. Source: erasure.proto.
inline constexpr int kMaxErasedCodes = 500;

// What is wrong with the codes of a request, and with its reason. Each must be one that the
// questionnaire asks; at least one if `needed`.
rpc::FieldViolations CheckErasure(const CompiledInstrument& instrument,
                                  const google::protobuf::RepeatedPtrField<std::string>& codes,
                                  bool needed, absl::string_view reason);

// Whether something of one response of this wave may be erased: RESOURCE_DELETED; WRONG_STATE
// before it is released, once it is purged, and of an anonymous wave once it is closed, when
// figures may be out, from which the person could be found by subtraction.
absl::Status CheckCanEraseResponse(const v1alpha::Wave& wave);

// Whether answers of all responses may be erased: WRONG_STATE before there can be any and
// once they are purged.
absl::Status CheckCanEraseAnswers(const v1alpha::Wave& wave);

// Adds what is erased of all responses when these codes are (CodesToErase).
void AddErasedCodes(const CompiledInstrument& instrument,
                    const google::protobuf::RepeatedPtrField<std::string>& codes,
                    v1alpha::Wave* wave);

// Whether nothing more was erased of all responses between two versions of a wave.
bool SameErasedCodes(const v1alpha::Wave& before, const v1alpha::Wave& after);

// By the position of the variable: whether it is one of these codes, or was asked because of one,
// so that an answer to it tells of theirs.
std::vector<bool> ErasedWith(const CompiledInstrument& instrument,
                             const google::protobuf::RepeatedPtrField<std::string>& codes);

// What is erased when these codes are, of one response or of all: also what was asked because of
// them. That it was answered tells the erased answer, and figures of it would be of more people
// than were asked. In the order of the questionnaire; empty if `codes` is.
std::vector<std::string> CodesToErase(const CompiledInstrument& instrument,
                                      const google::protobuf::RepeatedPtrField<std::string>& codes);

}  // namespace lotse::survey
