#pragma once

#include "absl/status/status.h"
#include "lotse/survey/v1alpha/guide.pb.h"
#include "lotse/survey/v1alpha/study.pb.h"
#include "runtime/rpc/field_violation.h"

namespace lotse::survey::qualitative {

// Source of the limits: study.proto and guide.proto.
inline constexpr int kMaxCoders = 20;
inline constexpr int kMaxAttributes = 30;
inline constexpr int kMaxAttributeCategories = 100;
inline constexpr int kMaxRoles = 50;
inline constexpr int kMaxNamesMonths = 36;
inline constexpr int kMaxMaterialMonths = 120;
inline constexpr size_t kMaxSubjectBytes = 256;
inline constexpr int kMaxSections = 50;
inline constexpr int kMaxQuestions = 50;
inline constexpr int kMaxPrompts = 20;
inline constexpr int kMaxMinutes = 480;

// What is wrong with a study, with paths from `study`.
rpc::FieldViolations CheckStudy(const v1alpha::Study& study);

// Whether a study may change from `before` to `after`: WRONG_STATE with metadata `field` if
// - it has cases, deleted ones too, and a kind, role, attribute or category is taken out, or
// - it has codings and a coder is taken out, or it becomes blind, since coders saw the codings of
//   others;
// INVALID_FIELDS if it has cases and names or material are kept longer without a new reason.
absl::Status CheckStudyUpdate(const v1alpha::Study& before, const v1alpha::Study& after,
                              bool has_cases, bool has_codings);

// What is wrong with a guide, with paths from `guide`.
rpc::FieldViolations CheckGuide(const v1alpha::Guide& guide);

}  // namespace lotse::survey::qualitative
