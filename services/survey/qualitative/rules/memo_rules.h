#pragma once

#include "absl/strings/string_view.h"
#include "lotse/survey/v1alpha/coding.pb.h"
#include "lotse/survey/v1alpha/study.pb.h"
#include "runtime/rpc/field_violation.h"
#include "services/survey/qualitative/rules/coding_rules.h"

namespace lotse::survey::qualitative {

// Source: coding.proto.
inline constexpr size_t kMaxMemoBytes = 65536;

// Adds a violation of `field` unless a memo may say this: text that XML can carry, so that it can
// be handed out. It is not repeated.
void CheckMemoContent(absl::string_view field, absl::string_view content,
                      rpc::FieldViolations* violations);

// What is wrong with a memo by the caller `subject`, with paths from `memo`; what it is on is
// there. `text` is that text, null if it is on something else.
rpc::FieldViolations CheckMemo(const v1alpha::Study& study, const v1alpha::StudyMemo& memo,
                               const TextFacts* text, absl::string_view subject);

}  // namespace lotse::survey::qualitative
