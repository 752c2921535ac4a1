#pragma once

#include "lotse/survey/v1alpha/release_service.grpc.pb.h"
#include "runtime/resource/api.h"
#include "services/survey/app/release_use_cases.h"

namespace lotse::survey {

class ReleaseService final : public v1alpha::ReleaseService::CallbackService {
  using Api = resource::Api;
  using Context = Api::Context;
  using Reactor = Api::Reactor;

 public:
  // All outlive it.
  ReleaseService(const Api* api, const resource::Standard* standard, ResponseStore* responses,
                 ImageCache* images)
      : api_(*api), standard_(*standard), responses_(responses), images_(images) {}

  Reactor* GetRelease(Context* c, const v1alpha::GetReleaseRequest* q,
                      v1alpha::Release* r) override {
    return api_.RunRead(c, q, r, [this, q, r](resource::Tx& tx) {
      return survey::GetRelease(tx, standard_, *q, r);
    });
  }
  Reactor* ListReleases(Context* c, const v1alpha::ListReleasesRequest* q,
                        v1alpha::ListReleasesResponse* r) override {
    return api_.RunRead(c, q, r, [this, q, r](resource::Tx& tx) {
      return survey::ListReleases(tx, standard_, *q, r);
    });
  }
  Reactor* CreateRelease(Context* c, const v1alpha::CreateReleaseRequest* q,
                         v1alpha::Release* r) override {
    return api_.RunPatient(
        c, q, [this, q, r](const resource::Cause& cause, const sql::Patience& patience) {
          return survey::CreateRelease(*api_.store(), standard_, *responses_, *images_,
                                       {cause, patience}, *q, r);
        });
  }
  Reactor* Tabulate(Context* c, const v1alpha::TabulateRequest* q,
                    v1alpha::TabulateResponse* r) override {
    return api_.RunPatient(
        c, q, [this, q, r](const resource::Cause& cause, const sql::Patience& patience) {
          return survey::Tabulate(*api_.store(), *responses_, *images_, {cause, patience}, *q, r);
        });
  }
  Reactor* FreezeRelease(Context* c, const v1alpha::FreezeReleaseRequest* q,
                         v1alpha::Release* r) override {
    return api_.RunPatient(
        c, q, [this, q, r](const resource::Cause& cause, const sql::Patience& patience) {
          return survey::FreezeRelease(*api_.store(), {cause, patience}, *q, r);
        });
  }
  Reactor* CheckRelease(Context* c, const v1alpha::CheckReleaseRequest* q,
                        v1alpha::CheckReleaseResponse* r) override {
    return api_.RunPatient(
        c, q, [this, q, r](const resource::Cause& cause, const sql::Patience& patience) {
          return survey::CheckRelease(*api_.store(), *responses_, *images_, {cause, patience}, *q,
                                      r);
        });
  }
  Reactor* GetReleasedTable(Context* c, const v1alpha::GetReleasedTableRequest* q,
                            v1alpha::ReleasedTable* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* ListReleasedTables(Context* c, const v1alpha::ListReleasedTablesRequest* q,
                              v1alpha::ListReleasedTablesResponse* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* ListVariables(Context* c, const v1alpha::ListVariablesRequest* q,
                         v1alpha::ListVariablesResponse* r) override {
    return api_.Read(c, q, r, &survey::ListVariables);
  }

 private:
  const Api& api_;
  const resource::Standard& standard_;
  ResponseStore* const responses_;
  ImageCache* const images_;
};

}  // namespace lotse::survey
