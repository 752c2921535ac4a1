#pragma once

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "runtime/rpc/field_violation.h"

// What is common to the codes and pseudonyms of a study.
namespace lotse::survey::qualitative {

// 1 to 4 ASCII capital letters, then 1 to 4 digits: it can hold no name.
bool IsPseudonym(absl::string_view pseudonym);

// 64 hexadecimal digits in lower case.
bool IsSha256(absl::string_view sum);

// Adds a violation unless `code` is one as questions have (IsQuestionCode), and the first in
// `seen`.
void CheckNewCode(absl::string_view field, absl::string_view code,
                  absl::flat_hash_set<std::string>* seen, rpc::FieldViolations* violations);

// Adds a violation of `field` if there are fewer than `least` or more than `most`.
void CheckCount(absl::string_view field, int count, int least, int most,
                rpc::FieldViolations* violations);

}  // namespace lotse::survey::qualitative
