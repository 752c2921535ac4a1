#pragma once

#include "lotse/engagement/v1alpha/action_item_service.grpc.pb.h"
#include "lotse/engagement/v1alpha/agreement_service.grpc.pb.h"
#include "lotse/engagement/v1alpha/body_service.grpc.pb.h"
#include "lotse/engagement/v1alpha/decision_service.grpc.pb.h"
#include "lotse/engagement/v1alpha/engagement_service.grpc.pb.h"
#include "lotse/engagement/v1alpha/meeting_record_service.grpc.pb.h"
#include "lotse/engagement/v1alpha/phase_service.grpc.pb.h"
#include "lotse/engagement/v1alpha/track_service.grpc.pb.h"
#include "services/engagement/api/binding.h"
#include "services/engagement/app/bodies.h"
#include "services/engagement/app/course.h"

// The course of an engagement. Each method is bound to its standard method or use
// case.
namespace lotse::engagement {

class EngagementService final : public v1alpha::EngagementService::CallbackService {
 public:
  explicit EngagementService(const Api* api) : api_(*api) {}

  // [methods]
  Reactor* GetEngagement(Context* c, const v1alpha::GetEngagementRequest* q,
                         v1alpha::Engagement* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* ListEngagements(Context* c, const v1alpha::ListEngagementsRequest* q,
                           v1alpha::ListEngagementsResponse* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* CreateEngagement(Context* c, const v1alpha::CreateEngagementRequest* q,
                            v1alpha::Engagement* r) override {
    return api_.Run(c, q, r);
  }
  // [/methods]
  Reactor* UpdateEngagement(Context* c, const v1alpha::UpdateEngagementRequest* q,
                            v1alpha::Engagement* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* DeleteEngagement(Context* c, const v1alpha::DeleteEngagementRequest* q,
                            v1alpha::Engagement* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UndeleteEngagement(Context* c, const v1alpha::UndeleteEngagementRequest* q,
                              v1alpha::Engagement* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* MoveEngagement(Context* c, const v1alpha::MoveEngagementRequest* q,
                          v1alpha::Engagement* r) override {
    return api_.Write(c, q, r, &engagement::MoveEngagement);
  }
  Reactor* RecordReport(Context* c, const v1alpha::RecordReportRequest* q,
                        v1alpha::Engagement* r) override {
    return api_.Write(c, q, r, &engagement::RecordReport);
  }

 private:
  const Api& api_;
};

class AgreementService final : public v1alpha::AgreementService::CallbackService {
 public:
  explicit AgreementService(const Api* api) : api_(*api) {}

  Reactor* GetAgreement(Context* c, const v1alpha::GetAgreementRequest* q,
                        v1alpha::Agreement* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* ListAgreements(Context* c, const v1alpha::ListAgreementsRequest* q,
                          v1alpha::ListAgreementsResponse* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* CreateAgreement(Context* c, const v1alpha::CreateAgreementRequest* q,
                           v1alpha::Agreement* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UpdateAgreement(Context* c, const v1alpha::UpdateAgreementRequest* q,
                           v1alpha::Agreement* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* DeleteAgreement(Context* c, const v1alpha::DeleteAgreementRequest* q,
                           v1alpha::Agreement* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UndeleteAgreement(Context* c, const v1alpha::UndeleteAgreementRequest* q,
                             v1alpha::Agreement* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* ProposeAgreement(Context* c, const v1alpha::ProposeAgreementRequest* q,
                            v1alpha::Agreement* r) override {
    return api_.Write(c, q, r, &engagement::ProposeAgreement);
  }
  Reactor* WithdrawAgreement(Context* c, const v1alpha::WithdrawAgreementRequest* q,
                             v1alpha::Agreement* r) override {
    return api_.Write(c, q, r, &engagement::WithdrawAgreement);
  }
  Reactor* EnforceAgreement(Context* c, const v1alpha::EnforceAgreementRequest* q,
                            v1alpha::Agreement* r) override {
    return api_.Write(c, q, r, &engagement::EnforceAgreement);
  }
  Reactor* RejectAgreement(Context* c, const v1alpha::RejectAgreementRequest* q,
                           v1alpha::Agreement* r) override {
    return api_.Write(c, q, r, &engagement::RejectAgreement);
  }
  Reactor* DiffAgreements(Context* c, const v1alpha::DiffAgreementsRequest* q,
                          v1alpha::DiffAgreementsResponse* r) override {
    return api_.Read(c, q, r, &engagement::DiffAgreements);
  }

 private:
  const Api& api_;
};

class TrackService final : public v1alpha::TrackService::CallbackService {
 public:
  explicit TrackService(const Api* api) : api_(*api) {}

  Reactor* GetTrack(Context* c, const v1alpha::GetTrackRequest* q, v1alpha::Track* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* ListTracks(Context* c, const v1alpha::ListTracksRequest* q,
                      v1alpha::ListTracksResponse* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* CreateTrack(Context* c, const v1alpha::CreateTrackRequest* q,
                       v1alpha::Track* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UpdateTrack(Context* c, const v1alpha::UpdateTrackRequest* q,
                       v1alpha::Track* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* DeleteTrack(Context* c, const v1alpha::DeleteTrackRequest* q,
                       v1alpha::Track* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UndeleteTrack(Context* c, const v1alpha::UndeleteTrackRequest* q,
                         v1alpha::Track* r) override {
    return api_.Run(c, q, r);
  }

 private:
  const Api& api_;
};

class PhaseService final : public v1alpha::PhaseService::CallbackService {
 public:
  explicit PhaseService(const Api* api) : api_(*api) {}

  Reactor* GetPhase(Context* c, const v1alpha::GetPhaseRequest* q, v1alpha::Phase* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* ListPhases(Context* c, const v1alpha::ListPhasesRequest* q,
                      v1alpha::ListPhasesResponse* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* CreatePhase(Context* c, const v1alpha::CreatePhaseRequest* q,
                       v1alpha::Phase* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UpdatePhase(Context* c, const v1alpha::UpdatePhaseRequest* q,
                       v1alpha::Phase* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* DeletePhase(Context* c, const v1alpha::DeletePhaseRequest* q,
                       v1alpha::Phase* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UndeletePhase(Context* c, const v1alpha::UndeletePhaseRequest* q,
                         v1alpha::Phase* r) override {
    return api_.Run(c, q, r);
  }
  // [steps]
  Reactor* MovePhase(Context* c, const v1alpha::MovePhaseRequest* q, v1alpha::Phase* r) override {
    return api_.Write(c, q, r, &engagement::MovePhase);
  }
  Reactor* DecideGate(Context* c, const v1alpha::DecideGateRequest* q, v1alpha::Phase* r) override {
    return api_.Write(c, q, r, &engagement::DecideGate);
  }
  // [/steps]
  Reactor* SplitPhase(Context* c, const v1alpha::SplitPhaseRequest* q, v1alpha::Phase* r) override {
    return api_.Write(c, q, r, &engagement::SplitPhase);
  }
  Reactor* ConfirmPhase(Context* c, const v1alpha::ConfirmPhaseRequest* q,
                        v1alpha::Phase* r) override {
    return api_.Write(c, q, r, &engagement::ConfirmPhase);
  }
  Reactor* ListPhaseMatrix(Context* c, const v1alpha::ListPhaseMatrixRequest* q,
                           v1alpha::ListPhaseMatrixResponse* r) override {
    return api_.Read(c, q, r, &engagement::ListPhaseMatrix);
  }
  Reactor* CheckGate(Context* c, const v1alpha::CheckGateRequest* q,
                     v1alpha::CheckGateResponse* r) override {
    return api_.Read(c, q, r, &engagement::CheckGate);
  }

 private:
  const Api& api_;
};

class ActionItemService final : public v1alpha::ActionItemService::CallbackService {
 public:
  explicit ActionItemService(const Api* api) : api_(*api) {}

  Reactor* GetActionItem(Context* c, const v1alpha::GetActionItemRequest* q,
                         v1alpha::ActionItem* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* ListActionItems(Context* c, const v1alpha::ListActionItemsRequest* q,
                           v1alpha::ListActionItemsResponse* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* CreateActionItem(Context* c, const v1alpha::CreateActionItemRequest* q,
                            v1alpha::ActionItem* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UpdateActionItem(Context* c, const v1alpha::UpdateActionItemRequest* q,
                            v1alpha::ActionItem* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* DeleteActionItem(Context* c, const v1alpha::DeleteActionItemRequest* q,
                            v1alpha::ActionItem* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UndeleteActionItem(Context* c, const v1alpha::UndeleteActionItemRequest* q,
                              v1alpha::ActionItem* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* MoveActionItem(Context* c, const v1alpha::MoveActionItemRequest* q,
                          v1alpha::ActionItem* r) override {
    return api_.Write(c, q, r, &engagement::MoveActionItem);
  }

 private:
  const Api& api_;
};

class BodyService final : public v1alpha::BodyService::CallbackService {
 public:
  explicit BodyService(const Api* api) : api_(*api) {}

  Reactor* GetBody(Context* c, const v1alpha::GetBodyRequest* q, v1alpha::Body* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* ListBodies(Context* c, const v1alpha::ListBodiesRequest* q,
                      v1alpha::ListBodiesResponse* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* CreateBody(Context* c, const v1alpha::CreateBodyRequest* q, v1alpha::Body* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UpdateBody(Context* c, const v1alpha::UpdateBodyRequest* q, v1alpha::Body* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* DeleteBody(Context* c, const v1alpha::DeleteBodyRequest* q, v1alpha::Body* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UndeleteBody(Context* c, const v1alpha::UndeleteBodyRequest* q,
                        v1alpha::Body* r) override {
    return api_.Run(c, q, r);
  }

 private:
  const Api& api_;
};

class DecisionService final : public v1alpha::DecisionService::CallbackService {
 public:
  explicit DecisionService(const Api* api) : api_(*api) {}

  Reactor* GetDecision(Context* c, const v1alpha::GetDecisionRequest* q,
                       v1alpha::Decision* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* ListDecisions(Context* c, const v1alpha::ListDecisionsRequest* q,
                         v1alpha::ListDecisionsResponse* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* CreateDecision(Context* c, const v1alpha::CreateDecisionRequest* q,
                          v1alpha::Decision* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UpdateDecision(Context* c, const v1alpha::UpdateDecisionRequest* q,
                          v1alpha::Decision* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* DeleteDecision(Context* c, const v1alpha::DeleteDecisionRequest* q,
                          v1alpha::Decision* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UndeleteDecision(Context* c, const v1alpha::UndeleteDecisionRequest* q,
                            v1alpha::Decision* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* MoveDecision(Context* c, const v1alpha::MoveDecisionRequest* q,
                        v1alpha::Decision* r) override {
    return api_.Write(c, q, r, &engagement::MoveDecision);
  }

 private:
  const Api& api_;
};

class MeetingRecordService final : public v1alpha::MeetingRecordService::CallbackService {
 public:
  explicit MeetingRecordService(const Api* api) : api_(*api) {}

  Reactor* GetMeetingRecord(Context* c, const v1alpha::GetMeetingRecordRequest* q,
                            v1alpha::MeetingRecord* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* ListMeetingRecords(Context* c, const v1alpha::ListMeetingRecordsRequest* q,
                              v1alpha::ListMeetingRecordsResponse* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* CreateMeetingRecord(Context* c, const v1alpha::CreateMeetingRecordRequest* q,
                               v1alpha::MeetingRecord* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UpdateMeetingRecord(Context* c, const v1alpha::UpdateMeetingRecordRequest* q,
                               v1alpha::MeetingRecord* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* DeleteMeetingRecord(Context* c, const v1alpha::DeleteMeetingRecordRequest* q,
                               v1alpha::MeetingRecord* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UndeleteMeetingRecord(Context* c, const v1alpha::UndeleteMeetingRecordRequest* q,
                                 v1alpha::MeetingRecord* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* MoveMeetingRecord(Context* c, const v1alpha::MoveMeetingRecordRequest* q,
                             v1alpha::MeetingRecord* r) override {
    return api_.Write(c, q, r, &engagement::MoveMeetingRecord);
  }
  Reactor* AddMeetingAddendum(Context* c, const v1alpha::AddMeetingAddendumRequest* q,
                              v1alpha::MeetingRecord* r) override {
    return api_.Write(c, q, r, &engagement::AddMeetingAddendum);
  }

 private:
  const Api& api_;
};

}  // namespace lotse::engagement
