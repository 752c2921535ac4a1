#pragma once

#include "lotse/survey/v1alpha/material_release_service.grpc.pb.h"
#include "runtime/resource/api.h"
#include "services/survey/api/coding_service.h"
#include "services/survey/app/material_releases.h"

// The gRPC methods of releases of material, as services.h.
namespace lotse::survey {

class MaterialReleaseService final : public v1alpha::MaterialReleaseService::CallbackService {
  using Context = resource::Api::Context;
  using Reactor = resource::Api::Reactor;

 public:
  // Both outlive it.
  MaterialReleaseService(const resource::Api* api, qualitative::StudyStore* studies)
      : api_(*api), material_(api, studies) {}

  Reactor* GetMaterialRelease(Context* c, const v1alpha::GetMaterialReleaseRequest* q,
                              v1alpha::MaterialRelease* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* ListMaterialReleases(Context* c, const v1alpha::ListMaterialReleasesRequest* q,
                                v1alpha::ListMaterialReleasesResponse* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* CreateMaterialRelease(Context* c, const v1alpha::CreateMaterialReleaseRequest* q,
                                 v1alpha::MaterialRelease* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UpdateMaterialRelease(Context* c, const v1alpha::UpdateMaterialReleaseRequest* q,
                                 v1alpha::MaterialRelease* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* DeleteMaterialRelease(Context* c, const v1alpha::DeleteMaterialReleaseRequest* q,
                                 v1alpha::MaterialRelease* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UndeleteMaterialRelease(Context* c, const v1alpha::UndeleteMaterialReleaseRequest* q,
                                   v1alpha::MaterialRelease* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* SetQuoteSources(Context* c, const v1alpha::SetQuoteSourcesRequest* q,
                           v1alpha::MaterialRelease* r) override {
    return material_.Run(c, q, r, &survey::SetQuoteSources);
  }
  Reactor* ApproveQuote(Context* c, const v1alpha::ApproveQuoteRequest* q,
                        v1alpha::MaterialRelease* r) override {
    return material_.Run(c, q, r, &survey::ApproveQuote);
  }
  Reactor* ReleaseMaterial(Context* c, const v1alpha::ReleaseMaterialRequest* q,
                           v1alpha::MaterialRelease* r) override {
    return material_.Run(c, q, r, &survey::ReleaseMaterial);
  }
  Reactor* WithdrawMaterial(Context* c, const v1alpha::WithdrawMaterialRequest* q,
                            v1alpha::MaterialRelease* r) override {
    return material_.Run(c, q, r, &survey::WithdrawMaterial);
  }
  Reactor* ListQuoteFindings(Context* c, const v1alpha::ListQuoteFindingsRequest* q,
                             v1alpha::ListQuoteFindingsResponse* r) override {
    return material_.Run(c, q, r, &survey::ListQuoteFindings);
  }
  Reactor* GetReleasedMaterial(Context* c, const v1alpha::GetReleasedMaterialRequest* q,
                               v1alpha::MaterialRelease* r) override {
    return api_.Read(c, q, r, &survey::GetReleasedMaterial);
  }
  Reactor* ListReleasedMaterial(Context* c, const v1alpha::ListReleasedMaterialRequest* q,
                                v1alpha::ListReleasedMaterialResponse* r) override {
    return api_.Read(c, q, r, &survey::ListReleasedMaterial);
  }

 private:
  const resource::Api& api_;
  const MaterialApi material_;
};

}  // namespace lotse::survey
