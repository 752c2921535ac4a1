#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "runtime/types/resource_name.h"
#include "services/survey/app/use_cases.h"
#include "services/survey/domain/wave_rules.h"

namespace lotse::survey {

absl::Status GetSurvey(Session s, const v1alpha::GetSurveyRequest& q, v1alpha::Survey* r) {
  rpc::FieldViolations violations;
  types::CheckName("name", kSurveyName, q.name(), &violations);
  if (absl::Status status = rpc::InvalidFields(violations); !status.ok()) return status;
  return s.tx.Load(q.name(), r);
}

absl::Status ListSurveys(Session s, const v1alpha::ListSurveysRequest& q,
                         v1alpha::ListSurveysResponse* r) {
  rpc::FieldViolations violations;
  types::CheckName("parent", kEngagementName, q.parent(), &violations);
  if (absl::Status status = rpc::InvalidFields(violations); !status.ok()) return status;
  return s.tx.List({q.parent(), q.page_size(), q.page_token()}, r);
}

absl::Status CreateSurvey(Session s, const v1alpha::CreateSurveyRequest& q, v1alpha::Survey* r) {
  rpc::FieldViolations violations = CheckSurvey(q.survey());
  types::CheckName("parent", kEngagementName, q.parent(), &violations);
  types::CheckId("survey_id", q.survey_id(), &violations);
  if (absl::Status status = rpc::InvalidFields(violations); !status.ok()) return status;
  *r = q.survey();
  r->set_name(absl::StrCat(q.parent(), "/surveys/", q.survey_id()));
  return s.tx.Create(r);
}

}  // namespace lotse::survey
