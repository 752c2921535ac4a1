#pragma once

#include "absl/status/status.h"
#include "lotse/engagement/v1alpha/administration_service.pb.h"
#include "lotse/engagement/v1alpha/engagement_service.pb.h"
#include "lotse/engagement/v1alpha/programme_service.pb.h"
#include "runtime/resource/store.h"

// What lotse-engagement does, one function per method. Errors and effects are
// documented at the methods in proto/lotse/engagement/v1alpha.
namespace lotse::engagement {

using resource::Tx;

absl::Status GetProgramme(Tx& tx, const v1alpha::GetProgrammeRequest& q, v1alpha::Programme* r);
absl::Status ListProgrammes(Tx& tx, const v1alpha::ListProgrammesRequest& q,
                            v1alpha::ListProgrammesResponse* r);
absl::Status CreateProgramme(Tx& tx, const v1alpha::CreateProgrammeRequest& q,
                             v1alpha::Programme* r);

absl::Status GetAdministration(Tx& tx, const v1alpha::GetAdministrationRequest& q,
                               v1alpha::Administration* r);
absl::Status ListAdministrations(Tx& tx, const v1alpha::ListAdministrationsRequest& q,
                                 v1alpha::ListAdministrationsResponse* r);
absl::Status CreateAdministration(Tx& tx, const v1alpha::CreateAdministrationRequest& q,
                                  v1alpha::Administration* r);

absl::Status GetEngagement(Tx& tx, const v1alpha::GetEngagementRequest& q, v1alpha::Engagement* r);
absl::Status ListEngagements(Tx& tx, const v1alpha::ListEngagementsRequest& q,
                             v1alpha::ListEngagementsResponse* r);
absl::Status CreateEngagement(Tx& tx, const v1alpha::CreateEngagementRequest& q,
                              v1alpha::Engagement* r);
absl::Status StartPhase(Tx& tx, const v1alpha::StartPhaseRequest& q, v1alpha::Engagement* r);
absl::Status CompletePhase(Tx& tx, const v1alpha::CompletePhaseRequest& q, v1alpha::Engagement* r);

}  // namespace lotse::engagement
