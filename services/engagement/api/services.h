#pragma once

#include <vector>

#include "services/engagement/api/chain_services.h"
#include "services/engagement/api/course_services.h"
#include "services/engagement/api/grant_service.h"
#include "services/engagement/api/reference_services.h"
#include "services/engagement/api/setup_services.h"
#include "services/engagement/api/transfer_services.h"
#include "services/engagement/api/value_services.h"

namespace lotse::engagement {

// The gRPC services of lotse-engagement.
struct Services {
  // All outlive it.
  Services(const Api* api, const auth::GrantBook* book)
      : territory(api),
        code_list(api),
        programme(api),
        phase_template(api),
        administration(api),
        org_unit(api),
        unit_interface(api),
        municipal_service(api),
        engagement(api),
        agreement(api),
        track(api),
        phase(api),
        action_item(api),
        body(api),
        decision(api),
        meeting_record(api),
        finding(api),
        need(api),
        goal(api),
        measure(api),
        milestone(api),
        progress(api),
        indicator(api),
        measurement(api),
        grant(api, book),
        export_job(api),
        import_job(api) {}

  std::vector<grpc::Service*> All() {
    return {&territory,      &code_list,  &programme,      &phase_template,
            &administration, &org_unit,   &unit_interface, &municipal_service,
            &engagement,     &agreement,  &track,          &phase,
            &action_item,    &body,       &decision,       &meeting_record,
            &finding,        &need,       &goal,           &measure,
            &milestone,      &progress,   &indicator,      &measurement,
            &grant,          &export_job, &import_job};
  }

  TerritoryService territory;
  CodeListService code_list;
  ProgrammeService programme;
  PhaseTemplateService phase_template;
  AdministrationService administration;
  OrgUnitService org_unit;
  UnitInterfaceService unit_interface;
  MunicipalServiceService municipal_service;
  EngagementService engagement;
  AgreementService agreement;
  TrackService track;
  PhaseService phase;
  ActionItemService action_item;
  BodyService body;
  DecisionService decision;
  MeetingRecordService meeting_record;
  FindingService finding;
  NeedService need;
  GoalService goal;
  MeasureService measure;
  MilestoneService milestone;
  ProgressService progress;
  IndicatorService indicator;
  MeasurementService measurement;
  GrantService grant;
  ExportJobService export_job;
  ImportJobService import_job;
};

}  // namespace lotse::engagement
