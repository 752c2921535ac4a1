#pragma once

#include <functional>

#include "absl/status/status.h"
#include "lotse/survey/v1alpha/analysis_service.pb.h"
#include "lotse/survey/v1alpha/instrument_service.pb.h"
#include "lotse/survey/v1alpha/invitation_service.pb.h"
#include "lotse/survey/v1alpha/response_service.pb.h"
#include "lotse/survey/v1alpha/survey_service.pb.h"
#include "runtime/resource/store.h"
#include "services/survey/app/instrument_cache.h"
#include "services/survey/responses/response_store.h"

// What lotse-survey does beside the standard methods, one function per method.
// Errors and effects are documented at the methods in proto/lotse/survey/v1alpha.
namespace lotse::survey {

using resource::Tx;

absl::Status ReleaseWave(Tx& tx, ResponseStore& responses, InstrumentCache& instruments,
                         const v1alpha::ReleaseWaveRequest& q, v1alpha::Wave* r);
absl::Status RevokeRelease(Tx& tx, ResponseStore& responses, const v1alpha::RevokeReleaseRequest& q,
                           v1alpha::Wave* r);
absl::Status OpenWave(Tx& tx, const v1alpha::OpenWaveRequest& q, v1alpha::Wave* r);
absl::Status ProlongWave(Tx& tx, const v1alpha::ProlongWaveRequest& q, v1alpha::Wave* r);
absl::Status CloseWave(Tx& tx, ResponseStore& responses, const v1alpha::CloseWaveRequest& q,
                       v1alpha::Wave* r);

// Takes the store and not a transaction: no other call waits while a file is
// read.
absl::Status ImportInstrument(resource::Store& store, const resource::Cause& cause,
                              const v1alpha::ImportInstrumentRequest& q,
                              v1alpha::ImportInstrumentResponse* r);

absl::Status ExportInstrument(Tx& tx, const v1alpha::ExportInstrumentRequest& q,
                              v1alpha::ExportInstrumentResponse* r);
absl::Status CreateInstrument(Tx& tx, const v1alpha::CreateInstrumentRequest& q,
                              v1alpha::Instrument* r);
absl::Status ValidateInstrument(Tx& tx, const v1alpha::ValidateInstrumentRequest& q,
                                v1alpha::ValidateInstrumentResponse* r);
absl::Status CompareInstruments(Tx& tx, const v1alpha::CompareInstrumentsRequest& q,
                                v1alpha::CompareInstrumentsResponse* r);
absl::Status PublishInstrument(Tx& tx, const v1alpha::PublishInstrumentRequest& q,
                               v1alpha::PublishInstrumentResponse* r);
absl::Status RetireInstrument(Tx& tx, const v1alpha::RetireInstrumentRequest& q,
                              v1alpha::Instrument* r);

// On whose behalf something is done that is no single transaction, and how long they wait.
struct OnBehalf {
  resource::Cause cause;
  sql::Patience patience;
};

// Take the stores and not a transaction: who was invited lies beside the answers.
absl::Status IssueInvitations(resource::Store& store, ResponseStore& responses,
                              const OnBehalf& caller, const v1alpha::IssueInvitationsRequest& q,
                              v1alpha::IssueInvitationsResponse* r);
absl::Status MarkInvitations(resource::Store& store, ResponseStore& responses,
                             const OnBehalf& caller, const v1alpha::MarkInvitationsRequest& q,
                             v1alpha::MarkInvitationsResponse* r);
absl::Status ListReminders(resource::Store& store, ResponseStore& responses, const OnBehalf& caller,
                           const v1alpha::ListRemindersRequest& q,
                           v1alpha::ListRemindersResponse* r);
absl::Status CountInvitations(resource::Store& store, ResponseStore& responses,
                              const OnBehalf& caller, const v1alpha::CountInvitationsRequest& q,
                              v1alpha::CountInvitationsResponse* r);
absl::Status CheckInvitation(resource::Store& store, ResponseStore& responses,
                             const OnBehalf& caller, const v1alpha::CheckInvitationRequest& q,
                             v1alpha::CheckInvitationResponse* r);

// INVITATION_REFUSED unless an invitation to the wave seems good, as CheckInvitation has it.
absl::Status CheckSeemsUsable(ResponseStore& responses, const v1alpha::Wave& wave,
                              absl::string_view token, const sql::Patience& patience);

absl::Status GetCollectionReport(resource::Store& store, ResponseStore& responses,
                                 const OnBehalf& caller,
                                 const v1alpha::GetCollectionReportRequest& q,
                                 v1alpha::GetCollectionReportResponse* r);

// Take the stores and not a transaction: what is erased is noted in the log first, and then done.
absl::Status EraseResponse(resource::Store& store, ResponseStore& responses, const OnBehalf& caller,
                           const v1alpha::EraseResponseRequest& q,
                           v1alpha::EraseResponseResponse* r);
absl::Status EraseAnswers(resource::Store& store, ResponseStore& responses, const OnBehalf& caller,
                          const v1alpha::EraseAnswersRequest& q, v1alpha::Wave* r);

// Takes the stores and not a transaction: the files are removed after the certificate is on
// disk.
absl::Status PurgeWave(resource::Store& store, ResponseStore& responses, const OnBehalf& caller,
                       const v1alpha::PurgeWaveRequest& q, v1alpha::Wave* r);

// What surrounds a response that is handed in.
struct Submission {
  // How long its sender waits.
  sql::Patience patience;
  // Whether its sender still may, asked when its turn to be stored comes.
  std::function<absl::Status()> allowed;
  // Called once when it is stored or refused, perhaps on another thread.
  std::function<void(absl::Status)> done;
};

// Takes the stores and not a transaction: the answers lie in a store of their own, where
// those of many people share a commit.
void SubmitResponse(resource::Store& store, ResponseStore& responses, InstrumentCache& instruments,
                    const v1alpha::SubmitResponseRequest& q, Submission submission,
                    v1alpha::SubmitResponseResponse* r);

// Whether a wave takes responses now. They ask again themselves.
absl::Status CheckTakesResponses(resource::Store& store, const std::string& wave);

// Takes the store and not a transaction: a closed wave does not change any more,
// so the resources need not be held while its answers are counted.
absl::Status TabulateWave(resource::Store& store, ResponseStore& responses, const OnBehalf& caller,
                          const v1alpha::TabulateWaveRequest& q, v1alpha::TabulateWaveResponse* r);

}  // namespace lotse::survey
