#pragma once

#include "lotse/engagement/v1alpha/finding_service.grpc.pb.h"
#include "lotse/engagement/v1alpha/goal_service.grpc.pb.h"
#include "lotse/engagement/v1alpha/measure_service.grpc.pb.h"
#include "lotse/engagement/v1alpha/milestone_service.grpc.pb.h"
#include "lotse/engagement/v1alpha/need_service.grpc.pb.h"
#include "lotse/engagement/v1alpha/progress_service.grpc.pb.h"
#include "services/engagement/api/binding.h"
#include "services/engagement/app/findings.h"
#include "services/engagement/app/goals.h"
#include "services/engagement/app/measures.h"
#include "services/engagement/app/progress.h"

// From findings to measures. Each method is bound to its standard method or use
// case.
namespace lotse::engagement {

class FindingService final : public v1alpha::FindingService::CallbackService {
 public:
  explicit FindingService(const Api* api) : api_(*api) {}

  Reactor* GetFinding(Context* c, const v1alpha::GetFindingRequest* q,
                      v1alpha::Finding* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* ListFindings(Context* c, const v1alpha::ListFindingsRequest* q,
                        v1alpha::ListFindingsResponse* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* CreateFinding(Context* c, const v1alpha::CreateFindingRequest* q,
                         v1alpha::Finding* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UpdateFinding(Context* c, const v1alpha::UpdateFindingRequest* q,
                         v1alpha::Finding* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* DeleteFinding(Context* c, const v1alpha::DeleteFindingRequest* q,
                         v1alpha::Finding* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UndeleteFinding(Context* c, const v1alpha::UndeleteFindingRequest* q,
                           v1alpha::Finding* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* DecideFinding(Context* c, const v1alpha::DecideFindingRequest* q,
                         v1alpha::Finding* r) override {
    return api_.Write(c, q, r, &engagement::DecideFinding);
  }

 private:
  const Api& api_;
};

class NeedService final : public v1alpha::NeedService::CallbackService {
 public:
  explicit NeedService(const Api* api) : api_(*api) {}

  Reactor* GetNeed(Context* c, const v1alpha::GetNeedRequest* q, v1alpha::Need* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* ListNeeds(Context* c, const v1alpha::ListNeedsRequest* q,
                     v1alpha::ListNeedsResponse* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* CreateNeed(Context* c, const v1alpha::CreateNeedRequest* q, v1alpha::Need* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UpdateNeed(Context* c, const v1alpha::UpdateNeedRequest* q, v1alpha::Need* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* DeleteNeed(Context* c, const v1alpha::DeleteNeedRequest* q, v1alpha::Need* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UndeleteNeed(Context* c, const v1alpha::UndeleteNeedRequest* q,
                        v1alpha::Need* r) override {
    return api_.Run(c, q, r);
  }

 private:
  const Api& api_;
};

class GoalService final : public v1alpha::GoalService::CallbackService {
 public:
  explicit GoalService(const Api* api) : api_(*api) {}

  Reactor* GetGoal(Context* c, const v1alpha::GetGoalRequest* q, v1alpha::Goal* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* ListGoals(Context* c, const v1alpha::ListGoalsRequest* q,
                     v1alpha::ListGoalsResponse* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* CreateGoal(Context* c, const v1alpha::CreateGoalRequest* q, v1alpha::Goal* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UpdateGoal(Context* c, const v1alpha::UpdateGoalRequest* q, v1alpha::Goal* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* DeleteGoal(Context* c, const v1alpha::DeleteGoalRequest* q, v1alpha::Goal* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UndeleteGoal(Context* c, const v1alpha::UndeleteGoalRequest* q,
                        v1alpha::Goal* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* MoveGoal(Context* c, const v1alpha::MoveGoalRequest* q, v1alpha::Goal* r) override {
    return api_.Write(c, q, r, &engagement::MoveGoal);
  }
  Reactor* DecideGoal(Context* c, const v1alpha::DecideGoalRequest* q, v1alpha::Goal* r) override {
    return api_.Write(c, q, r, &engagement::DecideGoal);
  }
  Reactor* ConfirmGoal(Context* c, const v1alpha::ConfirmGoalRequest* q,
                       v1alpha::Goal* r) override {
    return api_.Write(c, q, r, &engagement::ConfirmGoal);
  }
  Reactor* CheckGoal(Context* c, const v1alpha::CheckGoalRequest* q,
                     v1alpha::CheckGoalResponse* r) override {
    return api_.Read(c, q, r, &engagement::TellMissing);
  }
  Reactor* InheritShared(Context* c, const v1alpha::InheritSharedRequest* q,
                         v1alpha::InheritSharedResponse* r) override {
    return api_.Write(c, q, r, &engagement::InheritShared);
  }

 private:
  const Api& api_;
};

class MeasureService final : public v1alpha::MeasureService::CallbackService {
 public:
  explicit MeasureService(const Api* api) : api_(*api) {}

  Reactor* GetMeasure(Context* c, const v1alpha::GetMeasureRequest* q,
                      v1alpha::Measure* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* ListMeasures(Context* c, const v1alpha::ListMeasuresRequest* q,
                        v1alpha::ListMeasuresResponse* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* CreateMeasure(Context* c, const v1alpha::CreateMeasureRequest* q,
                         v1alpha::Measure* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UpdateMeasure(Context* c, const v1alpha::UpdateMeasureRequest* q,
                         v1alpha::Measure* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* DeleteMeasure(Context* c, const v1alpha::DeleteMeasureRequest* q,
                         v1alpha::Measure* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UndeleteMeasure(Context* c, const v1alpha::UndeleteMeasureRequest* q,
                           v1alpha::Measure* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* MoveMeasure(Context* c, const v1alpha::MoveMeasureRequest* q,
                       v1alpha::Measure* r) override {
    return api_.Write(c, q, r, &engagement::MoveMeasure);
  }
  Reactor* DecideMeasure(Context* c, const v1alpha::DecideMeasureRequest* q,
                         v1alpha::Measure* r) override {
    return api_.Write(c, q, r, &engagement::DecideMeasure);
  }
  Reactor* ConfirmMeasure(Context* c, const v1alpha::ConfirmMeasureRequest* q,
                          v1alpha::Measure* r) override {
    return api_.Write(c, q, r, &engagement::ConfirmMeasure);
  }

 private:
  const Api& api_;
};

class MilestoneService final : public v1alpha::MilestoneService::CallbackService {
 public:
  explicit MilestoneService(const Api* api) : api_(*api) {}

  Reactor* GetMilestone(Context* c, const v1alpha::GetMilestoneRequest* q,
                        v1alpha::Milestone* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* ListMilestones(Context* c, const v1alpha::ListMilestonesRequest* q,
                          v1alpha::ListMilestonesResponse* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* CreateMilestone(Context* c, const v1alpha::CreateMilestoneRequest* q,
                           v1alpha::Milestone* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UpdateMilestone(Context* c, const v1alpha::UpdateMilestoneRequest* q,
                           v1alpha::Milestone* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* DeleteMilestone(Context* c, const v1alpha::DeleteMilestoneRequest* q,
                           v1alpha::Milestone* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UndeleteMilestone(Context* c, const v1alpha::UndeleteMilestoneRequest* q,
                             v1alpha::Milestone* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* MoveMilestone(Context* c, const v1alpha::MoveMilestoneRequest* q,
                         v1alpha::Milestone* r) override {
    return api_.Write(c, q, r, &engagement::MoveMilestone);
  }

 private:
  const Api& api_;
};

class ProgressService final : public v1alpha::ProgressService::CallbackService {
 public:
  explicit ProgressService(const Api* api) : api_(*api) {}

  Reactor* ListGaps(Context* c, const v1alpha::ListGapsRequest* q,
                    v1alpha::ListGapsResponse* r) override {
    return api_.Read(c, q, r, &engagement::ListGaps);
  }
  Reactor* ListDueItems(Context* c, const v1alpha::ListDueItemsRequest* q,
                        v1alpha::ListDueItemsResponse* r) override {
    return api_.Read(c, q, r, &engagement::ListDueItems);
  }
  Reactor* GetCapacity(Context* c, const v1alpha::GetCapacityRequest* q,
                       v1alpha::GetCapacityResponse* r) override {
    return api_.Read(c, q, r, &engagement::GetCapacity);
  }

 private:
  const Api& api_;
};

}  // namespace lotse::engagement
