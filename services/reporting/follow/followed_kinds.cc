#include "services/reporting/follow/followed_kinds.h"

#include <map>
#include <utility>

#include "absl/algorithm/container.h"
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
#include "lotse/engagement/v1alpha/measurement_service.pb.h"
#include "lotse/engagement/v1alpha/meeting_record_service.pb.h"
#include "lotse/engagement/v1alpha/milestone_service.pb.h"
#include "lotse/engagement/v1alpha/municipal_service_service.pb.h"
#include "lotse/engagement/v1alpha/need_service.pb.h"
#include "lotse/engagement/v1alpha/org_unit_service.pb.h"
#include "lotse/engagement/v1alpha/phase_service.pb.h"
#include "lotse/engagement/v1alpha/phase_template_service.pb.h"
#include "lotse/engagement/v1alpha/programme_service.pb.h"
#include "lotse/engagement/v1alpha/territory_service.pb.h"
#include "lotse/engagement/v1alpha/track_service.pb.h"
#include "lotse/survey/v1alpha/consent_text_service.pb.h"
#include "lotse/survey/v1alpha/instrument_service.pb.h"
#include "lotse/survey/v1alpha/material_release_service.pb.h"
#include "lotse/survey/v1alpha/population_service.pb.h"
#include "lotse/survey/v1alpha/release_service.pb.h"
#include "lotse/survey/v1alpha/study_service.pb.h"
#include "lotse/survey/v1alpha/survey_service.pb.h"

namespace lotse::reporting {
namespace {

// The services of these requests by their full names. Requests and not names, so that the
// descriptors are linked.
template <class... Requests>
std::vector<std::string> ServicesOf() {
  return {Requests::descriptor()->file()->service(0)->full_name()...};
}

// All that what is followed refers to.
std::vector<std::string> Services() {
  namespace e = engagement::v1alpha;
  namespace s = survey::v1alpha;
  return ServicesOf<e::GetActionItemRequest, e::GetAdministrationRequest, e::GetAgreementRequest,
                    e::GetBodyRequest, e::GetCodeListRequest, e::GetDecisionRequest,
                    e::GetEngagementRequest, e::GetFindingRequest, e::GetGoalRequest,
                    e::GetIndicatorRequest, e::GetMeasureRequest, e::GetMeasurementRequest,
                    e::GetMeetingRecordRequest, e::GetMilestoneRequest,
                    e::GetMunicipalServiceRequest, e::GetNeedRequest, e::GetOrgUnitRequest,
                    e::GetPhaseRequest, e::GetPhaseTemplateRequest, e::GetProgrammeRequest,
                    e::GetTerritoryRequest, e::GetTrackRequest, s::GetConsentTextRequest,
                    s::GetInstrumentRequest, s::GetMaterialReleaseRequest, s::GetPopulationRequest,
                    s::GetReleaseRequest, s::GetStudyRequest, s::GetSurveyRequest>();
}

// By service.
const std::map<std::string, std::vector<std::string>, std::less<>>& Types() {
  static const auto* const types = new std::map<std::string, std::vector<std::string>, std::less<>>{
      {kEngagementService,
       {"engagement.lotse/ActionItem", "engagement.lotse/Administration",
        "engagement.lotse/Agreement", "engagement.lotse/Body", "engagement.lotse/Decision",
        "engagement.lotse/Engagement", "engagement.lotse/Finding", "engagement.lotse/Goal",
        "engagement.lotse/Indicator", "engagement.lotse/Measure", "engagement.lotse/Measurement",
        "engagement.lotse/MeetingRecord", "engagement.lotse/Milestone", "engagement.lotse/Need",
        "engagement.lotse/OrgUnit", "engagement.lotse/Phase", "engagement.lotse/Programme",
        "engagement.lotse/Track"}},
      {kSurveyService,
       {"survey.lotse/MaterialRelease", "survey.lotse/Release", "survey.lotse/Survey",
        "survey.lotse/Wave"}}};
  return *types;
}

const schema::Kind* IfFollowed(const schema::Kind* kind) {
  if (kind == nullptr) return nullptr;
  const auto types = Types().find(FollowedKinds::ServiceOf(*kind));
  return types != Types().end() && absl::c_linear_search(types->second, kind->type) ? kind
                                                                                    : nullptr;
}

}  // namespace

absl::StatusOr<std::unique_ptr<FollowedKinds>> FollowedKinds::Make() {
  auto schema = schema::Schema::Compile(Services());
  if (!schema.ok()) return schema.status();
  return std::unique_ptr<FollowedKinds>(new FollowedKinds(*std::move(schema)));
}

const std::vector<std::string>& FollowedKinds::TypesOf(absl::string_view service) {
  return Types().at(std::string(service));
}

const schema::Kind* FollowedKinds::KindOfName(absl::string_view name) const {
  return IfFollowed(schema_->KindOfName(name));
}

const schema::Kind* FollowedKinds::KindOf(const google::protobuf::Descriptor* message) const {
  return IfFollowed(schema_->KindOf(message));
}

absl::string_view FollowedKinds::ServiceOf(const schema::Kind& kind) {
  return absl::string_view(kind.type).substr(0, kind.type.find('.'));
}

bool FollowedKinds::IsKept(const schema::Kind& kind) {
  return ServiceOf(kind) == kEngagementService;
}

}  // namespace lotse::reporting
