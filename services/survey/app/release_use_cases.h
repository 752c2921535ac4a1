#pragma once

#include "lotse/survey/v1alpha/release_service.pb.h"
#include "runtime/resource/standard.h"
#include "services/survey/app/image_cache.h"
#include "services/survey/app/use_cases.h"

// What lotse-survey does with the releases of figures, as use_cases.h.
namespace lotse::survey {

// What holds for releases beyond the annotations of their protos.
void AddReleaseRules(resource::Standard* standard);

// Takes the stores and not a transaction: what is told first of the wave is counted before, and
// figures of many people are counted, and many tables hashed, while others write.
absl::Status CreateRelease(resource::Store& store, const resource::Standard& standard,
                           ResponseStore& responses, ImageCache& images, const OnBehalf& caller,
                           const v1alpha::CreateReleaseRequest& q, v1alpha::Release* r);
absl::Status Tabulate(resource::Store& store, ResponseStore& responses, ImageCache& images,
                      const OnBehalf& caller, const v1alpha::TabulateRequest& q,
                      v1alpha::TabulateResponse* r);
absl::Status CheckRelease(resource::Store& store, ResponseStore& responses, ImageCache& images,
                          const OnBehalf& caller, const v1alpha::CheckReleaseRequest& q,
                          v1alpha::CheckReleaseResponse* r);
absl::Status FreezeRelease(resource::Store& store, const OnBehalf& caller,
                           const v1alpha::FreezeReleaseRequest& q, v1alpha::Release* r);

// Those that were stored before they said whether they are of a pilot say so too.
absl::Status GetRelease(Tx& tx, const resource::Standard& standard,
                        const v1alpha::GetReleaseRequest& q, v1alpha::Release* r);
absl::Status ListReleases(Tx& tx, const resource::Standard& standard,
                          const v1alpha::ListReleasesRequest& q, v1alpha::ListReleasesResponse* r);
absl::Status ListVariables(Tx& tx, const v1alpha::ListVariablesRequest& q,
                           v1alpha::ListVariablesResponse* r);

}  // namespace lotse::survey
