#pragma once

#include <cstdint>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "lotse/survey/v1alpha/coding.pb.h"
#include "lotse/survey/v1alpha/study.pb.h"
#include "lotse/survey/v1alpha/study_text.pb.h"
#include "runtime/rpc/field_violation.h"
#include "services/survey/qualitative/coding/codebook.h"
#include "services/survey/qualitative/coding/coding.h"

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

// The coder as whom somebody codes now: whose `subject` it is, and who is not retired. Null if
// there is none.
const v1alpha::StudyCoder* CoderOf(const v1alpha::Study& study, absl::string_view subject);

// Adds a violation unless `coder` is the id of CoderOf `subject`.
void CheckCoder(absl::string_view field, const v1alpha::Study& study, absl::string_view coder,
                absl::string_view subject, rpc::FieldViolations* violations);

// What is wrong with a coding by the caller `subject`, with paths from `coding`. `code` is the one
// that it names, null if the codebook has none.
rpc::FieldViolations CheckCoding(const v1alpha::Study& study, const v1alpha::Coding& coding,
                                 const TextFacts& text, const Code* code,
                                 absl::string_view subject);

// Whether the positions of a coding are of the text as it is: ETAG_MISMATCH otherwise, so that it
// never lands on other words.
absl::Status CheckTextRevision(const v1alpha::Coding& coding, const TextFacts& text);

// As whom the caller `subject` looks at codings and memos (IsVisibleTo). Who codes does not
// compare, or nobody would code blind: with a role that releases material those do who code no more
// in this study, or never did.
CodingViewer ViewerOf(const v1alpha::Study& study, absl::string_view subject, bool may_release);

}  // namespace lotse::survey::qualitative
