#pragma once

#include "lotse/engagement/v1alpha/administration_service.grpc.pb.h"
#include "lotse/engagement/v1alpha/municipal_service_service.grpc.pb.h"
#include "lotse/engagement/v1alpha/org_unit_service.grpc.pb.h"
#include "lotse/engagement/v1alpha/phase_template_service.grpc.pb.h"
#include "lotse/engagement/v1alpha/programme_service.grpc.pb.h"
#include "lotse/engagement/v1alpha/unit_interface_service.grpc.pb.h"
#include "services/engagement/api/binding.h"
#include "services/engagement/app/setup.h"

// What is set up before an engagement begins. Each method is bound to its standard method or use
// case.
namespace lotse::engagement {

class ProgrammeService final : public v1alpha::ProgrammeService::CallbackService {
 public:
  explicit ProgrammeService(const Api* api) : api_(*api) {}

  Reactor* GetProgramme(Context* c, const v1alpha::GetProgrammeRequest* q,
                        v1alpha::Programme* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* ListProgrammes(Context* c, const v1alpha::ListProgrammesRequest* q,
                          v1alpha::ListProgrammesResponse* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* CreateProgramme(Context* c, const v1alpha::CreateProgrammeRequest* q,
                           v1alpha::Programme* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UpdateProgramme(Context* c, const v1alpha::UpdateProgrammeRequest* q,
                           v1alpha::Programme* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* DeleteProgramme(Context* c, const v1alpha::DeleteProgrammeRequest* q,
                           v1alpha::Programme* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UndeleteProgramme(Context* c, const v1alpha::UndeleteProgrammeRequest* q,
                             v1alpha::Programme* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* ListReportingDuties(Context* c, const v1alpha::ListReportingDutiesRequest* q,
                               v1alpha::ListReportingDutiesResponse* r) override {
    return api_.Read(c, q, r, &engagement::ListReportingDuties);
  }

 private:
  const Api& api_;
};

class PhaseTemplateService final : public v1alpha::PhaseTemplateService::CallbackService {
 public:
  explicit PhaseTemplateService(const Api* api) : api_(*api) {}

  Reactor* GetPhaseTemplate(Context* c, const v1alpha::GetPhaseTemplateRequest* q,
                            v1alpha::PhaseTemplate* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* ListPhaseTemplates(Context* c, const v1alpha::ListPhaseTemplatesRequest* q,
                              v1alpha::ListPhaseTemplatesResponse* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* CreatePhaseTemplate(Context* c, const v1alpha::CreatePhaseTemplateRequest* q,
                               v1alpha::PhaseTemplate* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UpdatePhaseTemplate(Context* c, const v1alpha::UpdatePhaseTemplateRequest* q,
                               v1alpha::PhaseTemplate* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* DeletePhaseTemplate(Context* c, const v1alpha::DeletePhaseTemplateRequest* q,
                               v1alpha::PhaseTemplate* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UndeletePhaseTemplate(Context* c, const v1alpha::UndeletePhaseTemplateRequest* q,
                                 v1alpha::PhaseTemplate* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* PublishPhaseTemplate(Context* c, const v1alpha::PublishPhaseTemplateRequest* q,
                                v1alpha::PhaseTemplate* r) override {
    return api_.Write(c, q, r, &engagement::PublishPhaseTemplate);
  }
  Reactor* RetirePhaseTemplate(Context* c, const v1alpha::RetirePhaseTemplateRequest* q,
                               v1alpha::PhaseTemplate* r) override {
    return api_.Write(c, q, r, &engagement::RetirePhaseTemplate);
  }

 private:
  const Api& api_;
};

class AdministrationService final : public v1alpha::AdministrationService::CallbackService {
 public:
  explicit AdministrationService(const Api* api) : api_(*api) {}

  Reactor* GetAdministration(Context* c, const v1alpha::GetAdministrationRequest* q,
                             v1alpha::Administration* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* ListAdministrations(Context* c, const v1alpha::ListAdministrationsRequest* q,
                               v1alpha::ListAdministrationsResponse* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* CreateAdministration(Context* c, const v1alpha::CreateAdministrationRequest* q,
                                v1alpha::Administration* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UpdateAdministration(Context* c, const v1alpha::UpdateAdministrationRequest* q,
                                v1alpha::Administration* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* DeleteAdministration(Context* c, const v1alpha::DeleteAdministrationRequest* q,
                                v1alpha::Administration* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UndeleteAdministration(Context* c, const v1alpha::UndeleteAdministrationRequest* q,
                                  v1alpha::Administration* r) override {
    return api_.Run(c, q, r);
  }

 private:
  const Api& api_;
};

class OrgUnitService final : public v1alpha::OrgUnitService::CallbackService {
 public:
  explicit OrgUnitService(const Api* api) : api_(*api) {}

  Reactor* GetOrgUnit(Context* c, const v1alpha::GetOrgUnitRequest* q,
                      v1alpha::OrgUnit* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* ListOrgUnits(Context* c, const v1alpha::ListOrgUnitsRequest* q,
                        v1alpha::ListOrgUnitsResponse* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* CreateOrgUnit(Context* c, const v1alpha::CreateOrgUnitRequest* q,
                         v1alpha::OrgUnit* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UpdateOrgUnit(Context* c, const v1alpha::UpdateOrgUnitRequest* q,
                         v1alpha::OrgUnit* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* DeleteOrgUnit(Context* c, const v1alpha::DeleteOrgUnitRequest* q,
                         v1alpha::OrgUnit* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UndeleteOrgUnit(Context* c, const v1alpha::UndeleteOrgUnitRequest* q,
                           v1alpha::OrgUnit* r) override {
    return api_.Run(c, q, r);
  }

 private:
  const Api& api_;
};

class UnitInterfaceService final : public v1alpha::UnitInterfaceService::CallbackService {
 public:
  explicit UnitInterfaceService(const Api* api) : api_(*api) {}

  Reactor* GetUnitInterface(Context* c, const v1alpha::GetUnitInterfaceRequest* q,
                            v1alpha::UnitInterface* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* ListUnitInterfaces(Context* c, const v1alpha::ListUnitInterfacesRequest* q,
                              v1alpha::ListUnitInterfacesResponse* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* CreateUnitInterface(Context* c, const v1alpha::CreateUnitInterfaceRequest* q,
                               v1alpha::UnitInterface* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UpdateUnitInterface(Context* c, const v1alpha::UpdateUnitInterfaceRequest* q,
                               v1alpha::UnitInterface* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* DeleteUnitInterface(Context* c, const v1alpha::DeleteUnitInterfaceRequest* q,
                               v1alpha::UnitInterface* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UndeleteUnitInterface(Context* c, const v1alpha::UndeleteUnitInterfaceRequest* q,
                                 v1alpha::UnitInterface* r) override {
    return api_.Run(c, q, r);
  }

 private:
  const Api& api_;
};

class MunicipalServiceService final : public v1alpha::MunicipalServiceService::CallbackService {
 public:
  explicit MunicipalServiceService(const Api* api) : api_(*api) {}

  Reactor* GetMunicipalService(Context* c, const v1alpha::GetMunicipalServiceRequest* q,
                               v1alpha::MunicipalService* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* ListMunicipalServices(Context* c, const v1alpha::ListMunicipalServicesRequest* q,
                                 v1alpha::ListMunicipalServicesResponse* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* CreateMunicipalService(Context* c, const v1alpha::CreateMunicipalServiceRequest* q,
                                  v1alpha::MunicipalService* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UpdateMunicipalService(Context* c, const v1alpha::UpdateMunicipalServiceRequest* q,
                                  v1alpha::MunicipalService* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* DeleteMunicipalService(Context* c, const v1alpha::DeleteMunicipalServiceRequest* q,
                                  v1alpha::MunicipalService* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UndeleteMunicipalService(Context* c, const v1alpha::UndeleteMunicipalServiceRequest* q,
                                    v1alpha::MunicipalService* r) override {
    return api_.Run(c, q, r);
  }

 private:
  const Api& api_;
};

}  // namespace lotse::engagement
