#pragma once

#include <cstdint>

#include "absl/functional/function_ref.h"
#include "lotse/survey/v1alpha/study_case.pb.h"
#include "lotse/survey/v1alpha/study_text.pb.h"
#include "runtime/rpc/field_violation.h"

namespace lotse::survey::qualitative {

// Source of the limits: study_text.proto; those of turns and times are in transcript.h.
inline constexpr size_t kMaxStudyTextTitleBytes = 300;
inline constexpr int64_t kMaxStudyTextCodePoints = 2'000'000;
inline constexpr size_t kMaxStudyTextBytes = 4u << 20;
inline constexpr int kMaxMedia = 20;
inline constexpr size_t kMaxMediaLocationBytes = 1000;
inline constexpr size_t kMaxMediaTypeBytes = 100;

// What is wrong with a text of this case, with paths from `text`; of its turns the first that is
// wrong only. `cuts_sign` is that of TextFacts. What is said in it is not repeated.
rpc::FieldViolations CheckStudyText(const v1alpha::StudyCase& study_case,
                                    const v1alpha::StudyText& text,
                                    absl::FunctionRef<bool(int64_t)> cuts_sign);

}  // namespace lotse::survey::qualitative
