#pragma once

#include "lotse/engagement/v1alpha/phase_template_service.pb.h"
#include "lotse/engagement/v1alpha/programme_service.pb.h"
#include "runtime/resource/tx.h"

// Use cases of what is set up before an engagement begins. Errors are documented at the
// methods.
namespace lotse::engagement {

absl::Status PublishPhaseTemplate(resource::Tx& tx, const v1alpha::PublishPhaseTemplateRequest& q,
                                  v1alpha::PhaseTemplate* r);
absl::Status RetirePhaseTemplate(resource::Tx& tx, const v1alpha::RetirePhaseTemplateRequest& q,
                                 v1alpha::PhaseTemplate* r);

absl::Status ListReportingDuties(resource::Tx& tx, const v1alpha::ListReportingDutiesRequest& q,
                                 v1alpha::ListReportingDutiesResponse* r);

}  // namespace lotse::engagement
