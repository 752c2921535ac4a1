#pragma once

#include "absl/status/status.h"
#include "lotse/survey/v1alpha/instrument.pb.h"
#include "lotse/survey/v1alpha/survey.pb.h"
#include "runtime/rpc/field_violation.h"

// What the identity mode of a wave allows (docs/adr/0021-identity-modes.md).
namespace lotse::survey {

// The mode of a wave; ANONYMOUS where none was said.
v1alpha::Wave::Identity IdentityOf(const v1alpha::Wave& wave);

// Whether answers lie under a pseudonym or a recipient, so that people can come back to
// them.
bool IsPersonal(const v1alpha::Wave& wave);

// Adds a violation of `wave.identity` unless a personal wave has invitations: without one it
// could not be told whose an answer is.
void CheckIdentity(const v1alpha::Wave& wave, rpc::FieldViolations* violations);

// A violation of `wave.identity` if the wave is anonymous and its questionnaire takes files:
// what is in them gives people away (docs/adr/0023-file-answers.md).
rpc::FieldViolations CheckFilesFit(const v1alpha::Wave& wave,
                                   const v1alpha::Instrument& instrument);

// IDENTITY_MODE unless the wave is personal.
absl::Status CheckPersonal(const v1alpha::Wave& wave);

// IDENTITY_MODE unless the wave is confidential.
absl::Status CheckConfidential(const v1alpha::Wave& wave);

}  // namespace lotse::survey
