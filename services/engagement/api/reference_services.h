#pragma once

#include "lotse/engagement/v1alpha/code_list_service.grpc.pb.h"
#include "lotse/engagement/v1alpha/territory_service.grpc.pb.h"
#include "services/engagement/api/binding.h"
#include "services/engagement/app/reference.h"

// Reference data that is the same for all. Each method is bound to its standard method or use
// case.
namespace lotse::engagement {

class TerritoryService final : public v1alpha::TerritoryService::CallbackService {
 public:
  explicit TerritoryService(const Api* api) : api_(*api) {}

  Reactor* GetTerritory(Context* c, const v1alpha::GetTerritoryRequest* q,
                        v1alpha::Territory* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* ListTerritories(Context* c, const v1alpha::ListTerritoriesRequest* q,
                           v1alpha::ListTerritoriesResponse* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* CreateTerritory(Context* c, const v1alpha::CreateTerritoryRequest* q,
                           v1alpha::Territory* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UpdateTerritory(Context* c, const v1alpha::UpdateTerritoryRequest* q,
                           v1alpha::Territory* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* DeleteTerritory(Context* c, const v1alpha::DeleteTerritoryRequest* q,
                           v1alpha::Territory* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UndeleteTerritory(Context* c, const v1alpha::UndeleteTerritoryRequest* q,
                             v1alpha::Territory* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* ImportTerritories(Context* c, const v1alpha::ImportTerritoriesRequest* q,
                             v1alpha::ImportTerritoriesResponse* r) override {
    return api_.Write(c, q, r, &lotse::engagement::ImportTerritories);
  }

 private:
  const Api& api_;
};

class CodeListService final : public v1alpha::CodeListService::CallbackService {
 public:
  explicit CodeListService(const Api* api) : api_(*api) {}

  Reactor* GetCodeList(Context* c, const v1alpha::GetCodeListRequest* q,
                       v1alpha::CodeList* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* ListCodeLists(Context* c, const v1alpha::ListCodeListsRequest* q,
                         v1alpha::ListCodeListsResponse* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* CreateCodeList(Context* c, const v1alpha::CreateCodeListRequest* q,
                          v1alpha::CodeList* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UpdateCodeList(Context* c, const v1alpha::UpdateCodeListRequest* q,
                          v1alpha::CodeList* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* DeleteCodeList(Context* c, const v1alpha::DeleteCodeListRequest* q,
                          v1alpha::CodeList* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UndeleteCodeList(Context* c, const v1alpha::UndeleteCodeListRequest* q,
                            v1alpha::CodeList* r) override {
    return api_.Run(c, q, r);
  }

 private:
  const Api& api_;
};

}  // namespace lotse::engagement
