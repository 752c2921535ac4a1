#pragma once

#include <string>
#include <vector>

#include "lotse/engagement/v1alpha/action_item_service.pb.h"
#include "lotse/engagement/v1alpha/administration_service.pb.h"
#include "lotse/engagement/v1alpha/agreement_service.pb.h"
#include "lotse/engagement/v1alpha/body_service.pb.h"
#include "lotse/engagement/v1alpha/code_list_service.pb.h"
#include "lotse/engagement/v1alpha/decision_service.pb.h"
#include "lotse/engagement/v1alpha/engagement_service.pb.h"
#include "lotse/engagement/v1alpha/finding_service.pb.h"
#include "lotse/engagement/v1alpha/goal_service.pb.h"
#include "lotse/engagement/v1alpha/indicator_service.pb.h"
#include "lotse/engagement/v1alpha/measure_service.pb.h"
#include "lotse/engagement/v1alpha/municipal_service_service.pb.h"
#include "lotse/engagement/v1alpha/need_service.pb.h"
#include "lotse/engagement/v1alpha/org_unit_service.pb.h"
#include "lotse/engagement/v1alpha/phase_service.pb.h"
#include "lotse/engagement/v1alpha/phase_template_service.pb.h"
#include "lotse/engagement/v1alpha/programme_service.pb.h"
#include "lotse/engagement/v1alpha/track_service.pb.h"
#include "runtime/schema/schema.h"

namespace lotse::engagement {

// The kinds of an engagement, as a daemon has them.
inline const schema::Schema& ExchangeSchema() {
  static const auto* const schema = [] {
    std::vector<std::string> services;
    for (const auto* request : {
             v1alpha::GetActionItemRequest::descriptor(),
             v1alpha::GetAdministrationRequest::descriptor(),
             v1alpha::GetAgreementRequest::descriptor(),
             v1alpha::GetBodyRequest::descriptor(),
             v1alpha::GetCodeListRequest::descriptor(),
             v1alpha::GetDecisionRequest::descriptor(),
             v1alpha::GetEngagementRequest::descriptor(),
             v1alpha::GetFindingRequest::descriptor(),
             v1alpha::GetGoalRequest::descriptor(),
             v1alpha::GetIndicatorRequest::descriptor(),
             v1alpha::GetMeasureRequest::descriptor(),
             v1alpha::GetMunicipalServiceRequest::descriptor(),
             v1alpha::GetNeedRequest::descriptor(),
             v1alpha::GetOrgUnitRequest::descriptor(),
             v1alpha::GetPhaseRequest::descriptor(),
             v1alpha::GetPhaseTemplateRequest::descriptor(),
             v1alpha::GetProgrammeRequest::descriptor(),
             v1alpha::GetTrackRequest::descriptor(),
         }) {
      services.push_back(request->file()->service(0)->full_name());
    }
    return schema::Schema::Compile(services)->release();
  }();
  return *schema;
}

}  // namespace lotse::engagement
