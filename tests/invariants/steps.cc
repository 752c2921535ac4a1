#include "tests/invariants/steps.h"

namespace lotse::invariants {

const std::vector<StepRequest>& Steps() {
  static const auto* steps = new std::vector<StepRequest>{
      {"MoveGoalRequest", "Goal", 8},
      {"DecideGoalRequest", "Goal", 9},
      {"ConfirmGoalRequest", "Goal", 1},
      {"MoveMeasureRequest", "Measure", 9},
      {"DecideMeasureRequest", "Measure", 9},
      {"ConfirmMeasureRequest", "Measure", 1},
      {"MoveMilestoneRequest", "Milestone", 2},
      {"MoveMeasurementRequest", "Measurement", 5},
      {"DecideMeasurementRequest", "Measurement", 7},
      {"CorrectMeasurementRequest", "Measurement", 3},
      {"MovePhaseRequest", "Phase", 20},
      {"DecideGateRequest", "Phase", 12},
      {"SplitPhaseRequest", "Phase", 1},
      {"ConfirmPhaseRequest", "Phase", 1},
      {"MoveActionItemRequest", "ActionItem", 4},
      {"MoveDecisionRequest", "Decision", 9},
      {"MoveMeetingRecordRequest", "MeetingRecord", 4},
      {"AddMeetingAddendumRequest", "MeetingRecord", 1},
      {"ProposeAgreementRequest", "Agreement", 3},
      {"WithdrawAgreementRequest", "Agreement", 1},
      {"EnforceAgreementRequest", "Agreement", 4},
      {"RejectAgreementRequest", "Agreement", 1},
      {"MoveEngagementRequest", "Engagement", 1},
  };
  return *steps;
}

const std::vector<Hint>& Hints() {
  static const auto* hints = new std::vector<Hint>{
      {"MoveGoalRequest", 1, {1}},
      {"DecideGoalRequest", 2, {3, 3, 3, 8}},
      {"DecideMeasureRequest", 1, {1}},
      {"DecideMeasureRequest", 2, {2}},
      {"MoveMeasureRequest", 3, {3}},
      {"MoveMeasureRequest", 4, {4, 5, 7}},
      {"MoveMeasureRequest", 5, {6}},
      {"MoveMeasureRequest", 6, {6}},
      {"DecideMeasureRequest", 7, {8}},
      {"DecideMeasureRequest", 8, {9}},
      {"MoveMeasurementRequest", 1, {1}},
      {"DecideMeasurementRequest", 2, {3, 3, 4}},
      {"DecideMeasurementRequest", 3, {5, 5, 4}},
      {"MovePhaseRequest", 1, {1, 1, 1, 5}},
      {"MovePhaseRequest", 2, {2, 2, 2, 5}},
      {"MovePhaseRequest", 3, {3}},
      {"MovePhaseRequest", 5, {6}},
      {"MovePhaseRequest", 6, {2}},
      {"MovePhaseRequest", 7, {6}},
      {"MoveActionItemRequest", 1, {1, 2, 3}},
      {"MoveDecisionRequest", 1, {1, 1, 1, 2, 2, 3, 4}},
      {"MoveDecisionRequest", 2, {5, 6, 3}},
      {"MoveMeetingRecordRequest", 1, {1}},
      {"MoveMeetingRecordRequest", 2, {3, 3, 2}},
      {"MoveEngagementRequest", 4, {3, 3, 3, 5}},
      {"MoveEngagementRequest", 5, {4}},
      {"DecideGateRequest", 4, {}},
      {"DecideMeasureRequest", 4, {11, 10}},
      {"SplitPhaseRequest", 1, {}},
      {"SplitPhaseRequest", 3, {}},
      {"ConfirmPhaseRequest", 3, {}},
      {"ConfirmGoalRequest", 3, {}},
      {"ConfirmMeasureRequest", 4, {}},
      {"WithdrawAgreementRequest", 2, {}},
      {"RejectAgreementRequest", 2, {}},
      {"MoveMilestoneRequest", 1, {1, 2}},
      {"CorrectMeasurementRequest", 4, {}},
      {"AddMeetingAddendumRequest", 3, {}},
      {"ProposeAgreementRequest", 1, {}},
      {"EnforceAgreementRequest", 2, {}},
      {"MoveDecisionRequest", 3, {5, 6}},
      {"MoveDecisionRequest", 4, {1, 2, 4}},
      {"MoveDecisionRequest", 6, {6}},
      {"MoveEngagementRequest", 6, {6}},
      // What may not be.
      {"MoveDecisionRequest", 5, {1, 5}},
      {"MoveDecisionRequest", 7, {1, 3, 5}},
  };
  return *hints;
}

}  // namespace lotse::invariants
