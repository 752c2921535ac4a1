#include "services/survey/app/all_cases.h"

#include "lotse/survey/v1alpha/study_case_requests.pb.h"

namespace lotse::survey {
namespace {

// Cases that are read at a time.
constexpr int kPageSize = 1000;

}  // namespace

absl::Status ForAllCases(resource::Tx& tx, const std::string& study, const std::string& filter,
                         absl::FunctionRef<absl::Status(v1alpha::StudyCase&)> take) {
  resource::Page page;
  page.parent = study;
  page.size = kPageSize;
  page.filter = filter;
  page.show_deleted = true;
  do {
    v1alpha::ListStudyCasesResponse found;
    if (absl::Status s = tx.List(page, &found); !s.ok()) return s;
    for (v1alpha::StudyCase& each : *found.mutable_study_cases()) {
      if (absl::Status s = take(each); !s.ok()) return s;
    }
    page.token = found.next_page_token();
  } while (!page.token.empty());
  return absl::OkStatus();
}

}  // namespace lotse::survey
