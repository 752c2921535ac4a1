#include "services/engagement/app/service_names.h"

#include "lotse/engagement/v1alpha/action_item_service.pb.h"
#include "lotse/engagement/v1alpha/administration_service.pb.h"
#include "lotse/engagement/v1alpha/agreement_service.pb.h"
#include "lotse/engagement/v1alpha/body_service.pb.h"
#include "lotse/engagement/v1alpha/code_list_service.pb.h"
#include "lotse/engagement/v1alpha/decision_service.pb.h"
#include "lotse/engagement/v1alpha/engagement_service.pb.h"
#include "lotse/engagement/v1alpha/export_job_service.pb.h"
#include "lotse/engagement/v1alpha/finding_service.pb.h"
#include "lotse/engagement/v1alpha/goal_service.pb.h"
#include "lotse/engagement/v1alpha/grant_service.pb.h"
#include "lotse/engagement/v1alpha/import_job_service.pb.h"
#include "lotse/engagement/v1alpha/indicator_service.pb.h"
#include "lotse/engagement/v1alpha/measure_service.pb.h"
#include "lotse/engagement/v1alpha/measurement_service.pb.h"
#include "lotse/engagement/v1alpha/meeting_record_service.pb.h"
#include "lotse/engagement/v1alpha/milestone_service.pb.h"
#include "lotse/engagement/v1alpha/municipal_service_service.pb.h"
#include "lotse/engagement/v1alpha/need_service.pb.h"
#include "lotse/engagement/v1alpha/org_unit_service.pb.h"
#include "lotse/engagement/v1alpha/phase_service.pb.h"
#include "lotse/engagement/v1alpha/phase_template_service.pb.h"
#include "lotse/engagement/v1alpha/programme_service.pb.h"
#include "lotse/engagement/v1alpha/progress_service.pb.h"
#include "lotse/engagement/v1alpha/territory_service.pb.h"
#include "lotse/engagement/v1alpha/track_service.pb.h"
#include "lotse/engagement/v1alpha/unit_interface_service.pb.h"

namespace lotse::engagement {
namespace {

// The service of the file that a request is in. Naming the request keeps the linker from
// leaving the file out.
template <class Request>
std::string ServiceOf() {
  return Request::descriptor()->file()->service(0)->full_name();
}

}  // namespace

std::vector<std::string> ServiceNames() {
  return {
      ServiceOf<v1alpha::GetActionItemRequest>(),
      ServiceOf<v1alpha::GetAdministrationRequest>(),
      ServiceOf<v1alpha::GetAgreementRequest>(),
      ServiceOf<v1alpha::GetBodyRequest>(),
      ServiceOf<v1alpha::GetCodeListRequest>(),
      ServiceOf<v1alpha::GetDecisionRequest>(),
      ServiceOf<v1alpha::GetEngagementRequest>(),
      ServiceOf<v1alpha::GetExportJobRequest>(),
      ServiceOf<v1alpha::GetFindingRequest>(),
      ServiceOf<v1alpha::GetGoalRequest>(),
      ServiceOf<v1alpha::GetGrantRequest>(),
      ServiceOf<v1alpha::GetImportJobRequest>(),
      ServiceOf<v1alpha::GetIndicatorRequest>(),
      ServiceOf<v1alpha::GetMeasureRequest>(),
      ServiceOf<v1alpha::GetMeasurementRequest>(),
      ServiceOf<v1alpha::GetMeetingRecordRequest>(),
      ServiceOf<v1alpha::GetMilestoneRequest>(),
      ServiceOf<v1alpha::GetMunicipalServiceRequest>(),
      ServiceOf<v1alpha::GetNeedRequest>(),
      ServiceOf<v1alpha::GetOrgUnitRequest>(),
      ServiceOf<v1alpha::GetPhaseRequest>(),
      ServiceOf<v1alpha::GetPhaseTemplateRequest>(),
      ServiceOf<v1alpha::GetProgrammeRequest>(),
      ServiceOf<v1alpha::GetCapacityRequest>(),
      ServiceOf<v1alpha::GetTerritoryRequest>(),
      ServiceOf<v1alpha::GetTrackRequest>(),
      ServiceOf<v1alpha::GetUnitInterfaceRequest>(),
  };
}

}  // namespace lotse::engagement
