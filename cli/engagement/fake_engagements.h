#pragma once

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <grpcpp/server.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "cli/fake_services.h"
#include "google/protobuf/any.pb.h"
#include "google/rpc/status.pb.h"
#include "lotse/engagement/v1alpha/agreement.pb.h"
#include "lotse/engagement/v1alpha/engagement.pb.h"
#include "lotse/engagement/v1alpha/goal.pb.h"
#include "lotse/engagement/v1alpha/indicator_service.pb.h"
#include "lotse/engagement/v1alpha/measure.pb.h"
#include "lotse/engagement/v1alpha/measurement_service.pb.h"
#include "lotse/engagement/v1alpha/phase_service.pb.h"
#include "lotse/engagement/v1alpha/phase_template.pb.h"
#include "lotse/engagement/v1alpha/programme_service.pb.h"
#include "lotse/engagement/v1alpha/progress_service.pb.h"
#include "lotse/engagement/v1alpha/track.pb.h"
#include "lotse/type/v1alpha/change_service.pb.h"

namespace lotse::cli {

// A message from protobuf's text format.
template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

// A small engagement service in this process, for the commands of a consultant's day. It
// keeps what it is given and refuses what it is told to; it knows no rules.
class FakeEngagements {
 public:
  static constexpr char kEngagement[] = "programmes/p/engagements/e";
  static constexpr char kPhase[] = "programmes/p/engagements/e/tracks/t/phases/ziele";
  static constexpr char kIndicator[] = "programmes/p/engagements/e/indicators/i";

  FakeEngagements();
  ~FakeEngagements();

  // Runs the program's commands against it.
  CliResult Run(std::vector<std::string> words);

  // What it has.
  std::map<std::string, engagement::v1alpha::Engagement> engagements;
  std::map<std::string, engagement::v1alpha::Track> tracks;
  std::map<std::string, engagement::v1alpha::Phase> phases;
  std::vector<engagement::v1alpha::Agreement> agreements;
  std::vector<engagement::v1alpha::PhaseTemplate> templates;
  std::vector<engagement::v1alpha::Goal> goals;
  std::vector<engagement::v1alpha::Measure> measures;
  std::vector<engagement::v1alpha::Gap> gaps;
  std::vector<engagement::v1alpha::DueItem> due;
  // Its day; without a year it does not tell it.
  google::type::Date today;
  std::vector<engagement::v1alpha::CapacityRow> capacity;
  std::vector<engagement::v1alpha::Indicator> indicators;
  std::map<std::string, std::vector<engagement::v1alpha::DueMeasurement>> due_measurements;
  std::vector<engagement::v1alpha::ReportingDutyStatus> duties;
  std::map<std::string, engagement::v1alpha::Measurement> measurements;
  engagement::v1alpha::CheckGateResponse gate;
  engagement::v1alpha::GetAchievementResponse achievement;
  // Of ListStates, one for each page.
  std::vector<google::protobuf::Any> states;
  // Of DiffStates, one for each page.
  std::vector<type::v1alpha::DiffStatesResponse::ResourceDifference> differences;

  // Of ListChanges, from the first entry.
  std::vector<type::v1alpha::Change> log;

  // By the name of a method: it is refused from this call on, counted from 0.
  std::map<std::string, int> refused_from;
  grpc::StatusCode refusal = grpc::StatusCode::PERMISSION_DENIED;
  google::rpc::Status refusal_details;

  // What it was asked: the methods that change something, in order.
  std::vector<std::string> changes;
  engagement::v1alpha::DecideGateRequest decision;
  engagement::v1alpha::ListDueItemsRequest due_request;
  engagement::v1alpha::ListReportingDutiesRequest duties_request;
  engagement::v1alpha::GetAchievementRequest achievement_request;
  int64_t as_of_seconds = 0;
  type::v1alpha::DiffStatesRequest difference_request;

  // Counts a call; what becomes of it.
  grpc::Status Call(const std::string& method);

 private:
  struct Services;
  std::map<std::string, int> calls_;
  std::unique_ptr<Services> services_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

}  // namespace lotse::cli
