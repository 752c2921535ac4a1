#pragma once

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "lotse/survey/v1alpha/study_case.pb.h"
#include "runtime/resource/tx.h"

namespace lotse::survey {

// Gives `take` each case of a study, deleted ones too, until it returns an error, which is
// returned: what was said in a deleted case is still there. With a `filter` (AIP-160) those that it
// finds. `take` changes no case in the store; it may keep the one that it gets. Errors as
// resource::Tx::List.
absl::Status ForAllCases(resource::Tx& tx, const std::string& study, const std::string& filter,
                         absl::FunctionRef<absl::Status(v1alpha::StudyCase&)> take);

}  // namespace lotse::survey
