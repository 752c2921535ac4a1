#pragma once

#include "absl/status/status.h"
#include "lotse/engagement/v1alpha/action_item_service.pb.h"
#include "lotse/engagement/v1alpha/agreement_service.pb.h"
#include "lotse/engagement/v1alpha/engagement_service.pb.h"
#include "lotse/engagement/v1alpha/phase_service.pb.h"
#include "runtime/resource/tx.h"

// What is done in the course of an engagement beside the standard methods, one function
// per method. Errors and effects are documented at the methods in
// proto/lotse/engagement/v1alpha.
namespace lotse::engagement {

using resource::Tx;

absl::Status MoveEngagement(Tx& tx, const v1alpha::MoveEngagementRequest& q,
                            v1alpha::Engagement* r);

absl::Status RecordReport(Tx& tx, const v1alpha::RecordReportRequest& q, v1alpha::Engagement* r);

absl::Status ProposeAgreement(Tx& tx, const v1alpha::ProposeAgreementRequest& q,
                              v1alpha::Agreement* r);
absl::Status WithdrawAgreement(Tx& tx, const v1alpha::WithdrawAgreementRequest& q,
                               v1alpha::Agreement* r);
absl::Status EnforceAgreement(Tx& tx, const v1alpha::EnforceAgreementRequest& q,
                              v1alpha::Agreement* r);
absl::Status RejectAgreement(Tx& tx, const v1alpha::RejectAgreementRequest& q,
                             v1alpha::Agreement* r);
absl::Status DiffAgreements(Tx& tx, const v1alpha::DiffAgreementsRequest& q,
                            v1alpha::DiffAgreementsResponse* r);

absl::Status MovePhase(Tx& tx, const v1alpha::MovePhaseRequest& q, v1alpha::Phase* r);
absl::Status DecideGate(Tx& tx, const v1alpha::DecideGateRequest& q, v1alpha::Phase* r);
absl::Status SplitPhase(Tx& tx, const v1alpha::SplitPhaseRequest& q, v1alpha::Phase* r);
absl::Status ConfirmPhase(Tx& tx, const v1alpha::ConfirmPhaseRequest& q, v1alpha::Phase* r);
absl::Status CheckGate(Tx& tx, const v1alpha::CheckGateRequest& q, v1alpha::CheckGateResponse* r);

absl::Status ListPhaseMatrix(Tx& tx, const v1alpha::ListPhaseMatrixRequest& q,
                             v1alpha::ListPhaseMatrixResponse* r);

absl::Status MoveActionItem(Tx& tx, const v1alpha::MoveActionItemRequest& q,
                            v1alpha::ActionItem* r);

}  // namespace lotse::engagement
