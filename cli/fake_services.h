#pragma once

#include <grpcpp/server.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "lotse/engagement/v1alpha/grant_service.grpc.pb.h"
#include "lotse/engagement/v1alpha/territory_service.grpc.pb.h"
#include "lotse/survey/v1alpha/analysis_service.grpc.pb.h"
#include "lotse/survey/v1alpha/instrument_service.grpc.pb.h"
#include "lotse/survey/v1alpha/invitation_service.grpc.pb.h"
#include "lotse/survey/v1alpha/response_service.grpc.pb.h"
#include "lotse/survey/v1alpha/survey_service.grpc.pb.h"

namespace lotse::cli {

// What a run of the program printed and ended with.
struct CliResult {
  int exit = 0;
  std::string out;
  std::string err;
};

// The three services in this process, just large enough to see
// what the commands send and how they take what comes back. They know one wave,
// `kWave`, and believe every token.
class FakeServices {
 public:
  static constexpr char kWave[] = "programmes/p/engagements/e/surveys/s/waves/w";

  FakeServices();
  ~FakeServices();

  // Runs the program's commands against these services.
  CliResult Run(std::vector<std::string> words, const std::string& input = "");

  // What the services answer.
  survey::v1alpha::Instrument instrument;
  survey::v1alpha::ImportInstrumentResponse import_reply;
  survey::v1alpha::ExportInstrumentResponse export_reply;
  survey::v1alpha::TabulateWaveResponse tables;
  survey::v1alpha::Wave::Access access = survey::v1alpha::Wave::ACCESS_OPEN;
  // So many calls of SubmitResponse are refused as OVERLOADED first.
  int overloaded_calls = 0;
  // So many streams of SubmitResponses are ended as OVERLOADED, after they took a message.
  int broken_streams = 0;
  // Whether such a stream stores what it took, without telling so.
  bool stores_before_it_breaks = false;
  // Messages of such streams.
  int messages = 0;
  // From this many stored responses on, the wave is closed.
  size_t closes_after = 1000;
  // What comes with this token was stored and erased.
  std::string erased_token;

  // Who has an invitation already, whom to remind (two a page), and who has none.
  std::vector<std::string> invited_before;
  std::vector<std::string> to_remind;
  std::string unknown_recipient;
  // From this many calls of IssueInvitations on, they are refused.
  size_t invitations_refused_after = 1000;
  // Of this stratum are none; who has it is refused.
  std::string unknown_stratum;
  // Is called before invitations are issued.
  std::function<void()> on_invite;
  survey::v1alpha::CountInvitationsResponse invitation_counts;

  // How `instrument` differs from the version before it, and what is wrong with it.
  survey::v1alpha::InstrumentComparison comparison;
  survey::v1alpha::ValidateInstrumentResponse validation;  // publishing tells its warnings too

  // What each import of territories is answered with; the last one from then on.
  std::vector<engagement::v1alpha::ImportTerritoriesResponse> territory_replies;

  // Pages of grants, one each.
  std::vector<type::v1alpha::Grant> grants;
  engagement::v1alpha::GetMyRightsResponse me;
  // Every call of GrantService is refused as without a token.
  bool nobody_knows_you = false;

  // The environment of the program.
  std::map<std::string, std::string> variables = {{"LANG", "de_DE.UTF-8"}};

  // What the services received.
  std::vector<engagement::v1alpha::ImportTerritoriesRequest> territory_requests;
  engagement::v1alpha::CreateGrantRequest grant_request;
  std::vector<std::string> asked;           // names and parents, by call of GrantService
  std::vector<std::string> authorizations;  // by call of GrantService and GetWave
  std::vector<survey::v1alpha::IssueInvitationsRequest> invited;  // each call
  std::vector<survey::v1alpha::InvitationMark> marked;
  survey::v1alpha::ImportInstrumentRequest import_request;
  survey::v1alpha::ExportInstrumentRequest export_request;
  survey::v1alpha::CompareInstrumentsRequest compare_request;
  survey::v1alpha::PublishInstrumentRequest publish_request;
  survey::v1alpha::RetireInstrumentRequest retire_request;
  std::vector<survey::v1alpha::SubmitResponseRequest> submitted;  // stored, in order

 private:
  struct Grants;
  struct Territories;
  struct Survey;
  struct Instruments;
  struct Invitations;
  struct Responses;
  struct Analysis;

  std::unique_ptr<Grants> grants_;
  std::unique_ptr<Territories> territories_;
  std::unique_ptr<Survey> survey_;
  std::unique_ptr<Instruments> instruments_;
  std::unique_ptr<Invitations> invitations_;
  std::unique_ptr<Responses> responses_;
  std::unique_ptr<Analysis> analysis_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

// Runs the program's commands with nothing around but `input` on stdin and `variables`.
CliResult RunCli(const std::vector<std::string>& words, const std::string& input = "",
                 const std::map<std::string, std::string>& variables = {{"LANG", "de_DE.UTF-8"}});

// A folder for the files of one test; removed with it.
class TestFolder {
 public:
  TestFolder();
  ~TestFolder();
  // Writes a file and returns its path.
  std::string Write(const std::string& name, const std::string& content) const;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace lotse::cli
