#pragma once

#include <utility>

#include "absl/status/statusor.h"
#include "runtime/rpc/error.h"
#include "services/survey/app/study_corpus.h"
#include "services/survey/app/study_reach.h"
#include "services/survey/qualitative/rules/analysis_rules.h"

namespace lotse::survey {

// What a request about coded texts begins with.
struct AskedStudy {
  StudyReach reach;
  StudyScope scope;
  // Null: nothing is stored of the study.
  qualitative::StudyStore::Lease files;
};

// `more` is what else is wrong with the request. RESOURCE_NOT_FOUND, INVALID_FIELDS,
// PERMISSION_MISSING, and as StudyStore.
template <class Request>
absl::StatusOr<AskedStudy> AskStudy(resource::Store& store, qualitative::StudyStore& studies,
                                    const OnBehalf& caller, const Request& q,
                                    const PlaceNames& places,
                                    const rpc::FieldViolations& more = {}) {
  auto reach = StudyReach::Make(store, caller, q.parent(), StudyReach::For::kReading);
  if (!reach.ok()) return reach.status();
  rpc::FieldViolations violations = qualitative::CheckRequest(reach->study(), q);
  violations.insert(violations.end(), more.begin(), more.end());
  if (absl::Status s = rpc::InvalidFields(violations); !s.ok()) return s;
  auto scope = StudyScope::Make(store, caller, *reach, places);
  if (!scope.ok()) return scope.status();
  auto files = studies.Find(q.parent());
  if (!files.ok()) return files.status();
  return AskedStudy{*std::move(reach), *std::move(scope), *std::move(files)};
}

}  // namespace lotse::survey
