#include "services/survey/app/all_cases.h"

#include "lotse/survey/v1alpha/study_case_requests.pb.h"
#include "services/survey/app/all_listed.h"

namespace lotse::survey {

absl::Status ForAllCases(resource::Tx& tx, const std::string& study, const std::string& filter,
                         absl::FunctionRef<absl::Status(v1alpha::StudyCase&)> take) {
  resource::Page page;
  page.parent = study;
  page.filter = filter;
  page.show_deleted = true;
  return ForAllListed(tx, page, &v1alpha::ListStudyCasesResponse::mutable_study_cases, take);
}

}  // namespace lotse::survey
