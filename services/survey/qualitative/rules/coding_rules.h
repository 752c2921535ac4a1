#pragma once

#include <cstdint>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "lotse/survey/v1alpha/codebook.pb.h"
#include "lotse/survey/v1alpha/coding.pb.h"
#include "lotse/survey/v1alpha/study.pb.h"
#include "lotse/survey/v1alpha/study_text.pb.h"
#include "runtime/rpc/field_violation.h"

namespace lotse::survey::qualitative {

// What the rules have to know of a text.
struct TextFacts {
  int64_t code_points = 0;
  int64_t revision = 0;
  // Whether this position, from 0 to `code_points`, is inside of what a reader sees as one sign.
  absl::FunctionRef<bool(int64_t)> cuts_sign;
};

// Adds what is wrong with a part of a text: empty, reversed, beyond the text, cutting a sign.
void CheckRange(absl::string_view field, const v1alpha::TextRange& range, const TextFacts& text,
                rpc::FieldViolations* violations);

// What is wrong with a coding, with paths from `coding`. `code` is the one that it names, null if
// the codebook has none.
rpc::FieldViolations CheckCoding(const v1alpha::Study& study, const v1alpha::Coding& coding,
                                 const TextFacts& text, const v1alpha::StudyCode* code);

// Whether the positions of a coding are of the text as it is: ETAG_MISMATCH otherwise, so that it
// never lands on other words.
absl::Status CheckTextRevision(const v1alpha::Coding& coding, const TextFacts& text);

// Whether a coder may see codings of another one: all do unless the study is blind.
bool MaySeeCodingsOf(const v1alpha::Study& study, absl::string_view reader,
                     absl::string_view coder);

}  // namespace lotse::survey::qualitative
