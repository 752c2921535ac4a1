#include "cli/fake_services.h"

#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server_builder.h>
#include <stdlib.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "absl/strings/str_cat.h"
#include "cli/commands.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace lotse::cli {
namespace {

using grpc::ServerContext;
using grpc::StatusCode;

// A refusal as the services make it: ErrorInfo and one detail more.
grpc::Status Refuse(StatusCode code, const std::string& message, const std::string& reason,
                    const std::vector<const google::protobuf::Message*>& details) {
  google::rpc::Status status;
  status.set_code(code);
  status.set_message(message);
  google::rpc::ErrorInfo info;
  info.set_reason(reason);
  info.set_domain("survey.lotse");
  status.add_details()->PackFrom(info);
  for (const auto* detail : details) status.add_details()->PackFrom(*detail);
  return grpc::Status(code, message, status.SerializeAsString());
}

std::string AuthorizationOf(const ServerContext& context) {
  const auto it = context.client_metadata().find("authorization");
  return it == context.client_metadata().end() ? ""
                                               : std::string(it->second.data(), it->second.size());
}

}  // namespace

struct FakeServices::Grants : engagement::v1alpha::GrantService::Service {
  explicit Grants(FakeServices* fake) : fake(fake) {}
  grpc::Status CreateGrant(ServerContext* context,
                           const engagement::v1alpha::CreateGrantRequest* request,
                           type::v1alpha::Grant* reply) override {
    fake->grant_request = *request;
    *reply = request->grant();
    reply->set_name(request->parent() + "/grants/" + request->grant_id());
    reply->set_granted_by("admin");
    return Asked(*context, request->parent());
  }
  grpc::Status ListGrants(ServerContext* context,
                          const engagement::v1alpha::ListGrantsRequest* request,
                          engagement::v1alpha::ListGrantsResponse* reply) override {
    return Page(*context, request->parent(), request->page_token(), reply);
  }
  grpc::Status ListEffectiveGrants(
      ServerContext* context, const engagement::v1alpha::ListEffectiveGrantsRequest* request,
      engagement::v1alpha::ListEffectiveGrantsResponse* reply) override {
    return Page(*context, request->name(), request->page_token(), reply);
  }
  grpc::Status DeleteGrant(ServerContext* context,
                           const engagement::v1alpha::DeleteGrantRequest* request,
                           google::protobuf::Empty*) override {
    return Asked(*context, request->name());
  }
  grpc::Status GetMyRights(ServerContext* context, const engagement::v1alpha::GetMyRightsRequest*,
                           engagement::v1alpha::GetMyRightsResponse* reply) override {
    *reply = fake->me;
    return Asked(*context, "me");
  }

  grpc::Status Asked(const ServerContext& context, const std::string& what) const {
    fake->asked.push_back(what);
    fake->authorizations.push_back(AuthorizationOf(context));
    if (!fake->nobody_knows_you) return grpc::Status::OK;
    return Refuse(StatusCode::UNAUTHENTICATED, "no access token", "IDENTITY_MISSING", {});
  }
  // The grant with the number of the page token.
  template <typename Reply>
  grpc::Status Page(const ServerContext& context, const std::string& what, const std::string& token,
                    Reply* reply) const {
    const size_t number = token.empty() ? 0 : std::stoul(token);
    if (number < fake->grants.size()) *reply->add_grants() = fake->grants[number];
    if (number + 1 < fake->grants.size()) reply->set_next_page_token(std::to_string(number + 1));
    return Asked(context, what);
  }
  FakeServices* const fake;
};

struct FakeServices::Territories : engagement::v1alpha::TerritoryService::Service {
  explicit Territories(FakeServices* fake) : fake(fake) {}
  grpc::Status ImportTerritories(ServerContext*,
                                 const engagement::v1alpha::ImportTerritoriesRequest* request,
                                 engagement::v1alpha::ImportTerritoriesResponse* reply) override {
    fake->territory_requests.push_back(*request);
    const auto& replies = fake->territory_replies;
    const size_t number = fake->territory_requests.size() - 1;
    if (!replies.empty()) *reply = replies[std::min(number, replies.size() - 1)];
    return grpc::Status::OK;
  }
  FakeServices* const fake;
};

struct FakeServices::Survey : survey::v1alpha::SurveyService::Service {
  explicit Survey(FakeServices* fake) : fake(fake) {}
  grpc::Status GetWave(ServerContext* context, const survey::v1alpha::GetWaveRequest* request,
                       survey::v1alpha::Wave* reply) override {
    fake->authorizations.push_back(AuthorizationOf(*context));
    if (request->name() == "slow") {
      while (!context->IsCancelled()) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    if (request->name() != kWave) {
      google::rpc::ResourceInfo resource;
      resource.set_resource_type("survey.lotse/Wave");
      resource.set_resource_name(request->name());
      return Refuse(StatusCode::NOT_FOUND, "there is no such wave", "RESOURCE_NOT_FOUND",
                    {&resource});
    }
    reply->set_name(kWave);
    reply->set_access(fake->access);
    reply->set_instrument("programmes/p/engagements/e/instruments/i");
    reply->set_state(survey::v1alpha::Wave::STATE_OPEN);
    return grpc::Status::OK;
  }

  grpc::Status CreateWave(ServerContext*, const survey::v1alpha::CreateWaveRequest*,
                          survey::v1alpha::Wave*) override {
    google::rpc::BadRequest bad;
    for (const auto& [field, what] :
         {std::pair("wave.title", "missing"), std::pair("wave.end_date", "before start_date")}) {
      bad.add_field_violations()->set_field(field);
      bad.mutable_field_violations()->rbegin()->set_description(what);
    }
    google::rpc::LocalizedMessage localized;
    localized.set_locale("de");
    localized.set_message("Die Angaben sind nicht vollständig.");
    return Refuse(StatusCode::INVALID_ARGUMENT, "2 fields are wrong", "INVALID_FIELDS",
                  {&bad, &localized});
  }
  FakeServices* const fake;
};

struct FakeServices::Instruments : survey::v1alpha::InstrumentService::Service {
  explicit Instruments(FakeServices* fake) : fake(fake) {}
  grpc::Status GetInstrument(ServerContext*, const survey::v1alpha::GetInstrumentRequest*,
                             survey::v1alpha::Instrument* reply) override {
    *reply = fake->instrument;
    return grpc::Status::OK;
  }
  grpc::Status ImportInstrument(ServerContext*,
                                const survey::v1alpha::ImportInstrumentRequest* request,
                                survey::v1alpha::ImportInstrumentResponse* reply) override {
    fake->import_request = *request;
    *reply = fake->import_reply;
    return grpc::Status::OK;
  }
  grpc::Status ExportInstrument(ServerContext*,
                                const survey::v1alpha::ExportInstrumentRequest* request,
                                survey::v1alpha::ExportInstrumentResponse* reply) override {
    fake->export_request = *request;
    *reply = fake->export_reply;
    return grpc::Status::OK;
  }
  grpc::Status ValidateInstrument(ServerContext*, const survey::v1alpha::ValidateInstrumentRequest*,
                                  survey::v1alpha::ValidateInstrumentResponse* reply) override {
    *reply = fake->validation;
    return grpc::Status::OK;
  }
  grpc::Status CompareInstruments(ServerContext*,
                                  const survey::v1alpha::CompareInstrumentsRequest* request,
                                  survey::v1alpha::CompareInstrumentsResponse* reply) override {
    fake->compare_request = *request;
    *reply->mutable_comparison() = fake->comparison;
    return grpc::Status::OK;
  }
  grpc::Status PublishInstrument(ServerContext*,
                                 const survey::v1alpha::PublishInstrumentRequest* request,
                                 survey::v1alpha::PublishInstrumentResponse* reply) override {
    fake->publish_request = *request;
    *reply->mutable_instrument() = fake->instrument;
    reply->mutable_instrument()->set_state(survey::v1alpha::Instrument::STATE_PUBLISHED);
    *reply->mutable_comparison() = fake->comparison;
    *reply->mutable_warnings() = fake->validation.warnings();
    return grpc::Status::OK;
  }
  grpc::Status RetireInstrument(ServerContext*,
                                const survey::v1alpha::RetireInstrumentRequest* request,
                                survey::v1alpha::Instrument* reply) override {
    fake->retire_request = *request;
    *reply = fake->instrument;
    reply->set_state(survey::v1alpha::Instrument::STATE_RETIRED);
    return grpc::Status::OK;
  }
  FakeServices* const fake;
};

struct FakeServices::Invitations : survey::v1alpha::InvitationService::Service {
  explicit Invitations(FakeServices* fake) : fake(fake) {}
  grpc::Status IssueInvitations(ServerContext*,
                                const survey::v1alpha::IssueInvitationsRequest* request,
                                survey::v1alpha::IssueInvitationsResponse* reply) override {
    if (fake->invited.size() >= fake->invitations_refused_after) {
      return Refuse(StatusCode::FAILED_PRECONDITION, "the wave is closed", "WAVE_NOT_OPEN", {});
    }
    for (int i = 0; i < request->recipients_size() && !fake->unknown_stratum.empty(); ++i) {
      if (request->recipients(i).stratum() != fake->unknown_stratum) continue;
      google::rpc::BadRequest wrong;
      wrong.add_field_violations()->set_field(absl::StrCat("recipients[", i, "].stratum"));
      wrong.mutable_field_violations(0)->set_description("unknown");
      return Refuse(StatusCode::INVALID_ARGUMENT, "wrong", "INVALID_FIELDS", {&wrong});
    }
    if (fake->on_invite) fake->on_invite();
    fake->invited.push_back(*request);
    for (const auto& recipient : request->recipients()) {
      auto* issued = reply->add_invitations();
      issued->set_recipient(recipient.recipient());
      const auto& before = fake->invited_before;
      if (std::find(before.begin(), before.end(), recipient.recipient()) != before.end()) continue;
      issued->set_token("token-of-" + recipient.recipient());
    }
    return grpc::Status::OK;
  }
  grpc::Status ListReminders(ServerContext*, const survey::v1alpha::ListRemindersRequest* request,
                             survey::v1alpha::ListRemindersResponse* reply) override {
    const size_t from = request->page_token().empty() ? 0 : std::stoul(request->page_token());
    const size_t end = std::min(from + 2, fake->to_remind.size());
    for (size_t i = from; i < end; ++i) reply->add_recipients()->set_recipient(fake->to_remind[i]);
    if (end < fake->to_remind.size()) reply->set_next_page_token(std::to_string(end));
    return grpc::Status::OK;
  }
  grpc::Status MarkInvitations(ServerContext*,
                               const survey::v1alpha::MarkInvitationsRequest* request,
                               survey::v1alpha::MarkInvitationsResponse* reply) override {
    for (const auto& mark : request->marks()) {
      fake->marked.push_back(mark);
      if (mark.recipient() == fake->unknown_recipient) {
        reply->add_unknown_recipients(mark.recipient());
      }
    }
    return grpc::Status::OK;
  }
  grpc::Status CountInvitations(ServerContext*, const survey::v1alpha::CountInvitationsRequest*,
                                survey::v1alpha::CountInvitationsResponse* reply) override {
    *reply = fake->invitation_counts;
    return grpc::Status::OK;
  }
  FakeServices* const fake;
};

struct FakeServices::Responses : survey::v1alpha::ResponseService::Service {
  explicit Responses(FakeServices* fake) : fake(fake) {}
  grpc::Status SubmitResponse(ServerContext*, const survey::v1alpha::SubmitResponseRequest* request,
                              survey::v1alpha::SubmitResponseResponse* reply) override {
    if (fake->overloaded_calls-- > 0) {
      google::rpc::RetryInfo retry;
      retry.mutable_retry_delay()->set_nanos(1'000'000);
      return Refuse(StatusCode::RESOURCE_EXHAUSTED, "too many calls wait", "OVERLOADED", {&retry});
    }
    if (fake->submitted.size() >= fake->closes_after) {
      return Refuse(StatusCode::FAILED_PRECONDITION, "the wave is closed", "WAVE_NOT_OPEN", {});
    }
    if (!fake->erased_token.empty() && request->invitation_token() == fake->erased_token) {
      return Refuse(StatusCode::FAILED_PRECONDITION, "erased", "RESPONSE_ERASED", {});
    }
    for (const auto& stored : fake->submitted) {
      if (stored.response_id() != request->response_id()) continue;
      reply->set_duplicate(true);
      return google::protobuf::util::MessageDifferencer::Equals(stored, *request)
                 ? grpc::Status::OK
                 : Refuse(StatusCode::ALREADY_EXISTS, "other answers", "RESPONSE_CONFLICT", {});
    }
    for (const auto& answer : request->answers()) {
      if (!answer.has_integer() || answer.integer() < 100) continue;
      google::rpc::BadRequest bad;
      bad.add_field_violations()->set_field("answers[0].integer");
      bad.mutable_field_violations(0)->set_description("at most 99");
      return Refuse(StatusCode::INVALID_ARGUMENT, "1 field is wrong", "INVALID_FIELDS", {&bad});
    }
    fake->submitted.push_back(*request);
    return grpc::Status::OK;
  }
  grpc::Status SubmitResponses(
      ServerContext* context,
      grpc::ServerReaderWriter<survey::v1alpha::SubmitResponsesResponse,
                               survey::v1alpha::SubmitResponsesRequest>* stream) override {
    survey::v1alpha::SubmitResponsesRequest message;
    std::string wave;
    int64_t number = 0;
    while (stream->Read(&message)) {
      ++fake->messages;
      if (fake->broken_streams-- > 0) {
        for (auto& item : *message.mutable_items()) {
          if (!fake->stores_before_it_breaks) break;
          item.set_parent(message.parent());
          survey::v1alpha::SubmitResponseResponse untold;
          SubmitResponse(context, &item, &untold);
        }
        google::rpc::RetryInfo retry;
        retry.mutable_retry_delay()->set_nanos(1'000'000);
        return Refuse(StatusCode::RESOURCE_EXHAUSTED, "too many streams", "OVERLOADED", {&retry});
      }
      if (number == 0) wave = message.parent();
      survey::v1alpha::SubmitResponsesResponse answer;
      for (auto& item : *message.mutable_items()) {
        EXPECT_EQ(item.parent(), "");
        item.set_parent(wave);
        auto* result = answer.add_results();
        result->set_item(++number);
        const grpc::Status status = SubmitResponse(context, &item, result->mutable_response());
        if (!status.ok()) result->mutable_error()->ParseFromString(status.error_details());
      }
      stream->Write(answer);
    }
    return grpc::Status::OK;
  }
  FakeServices* const fake;
};

struct FakeServices::Analysis : survey::v1alpha::AnalysisService::Service {
  explicit Analysis(FakeServices* fake) : fake(fake) {}
  grpc::Status TabulateWave(ServerContext*, const survey::v1alpha::TabulateWaveRequest*,
                            survey::v1alpha::TabulateWaveResponse* reply) override {
    *reply = fake->tables;
    return grpc::Status::OK;
  }
  FakeServices* const fake;
};

FakeServices::FakeServices()
    : grants_(std::make_unique<Grants>(this)),
      territories_(std::make_unique<Territories>(this)),
      survey_(std::make_unique<Survey>(this)),
      instruments_(std::make_unique<Instruments>(this)),
      invitations_(std::make_unique<Invitations>(this)),
      responses_(std::make_unique<Responses>(this)),
      analysis_(std::make_unique<Analysis>(this)) {
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(grants_.get());
  builder.RegisterService(territories_.get());
  builder.RegisterService(survey_.get());
  builder.RegisterService(instruments_.get());
  builder.RegisterService(invitations_.get());
  builder.RegisterService(responses_.get());
  builder.RegisterService(analysis_.get());
  server_ = builder.BuildAndStart();
  address_ = absl::StrCat("127.0.0.1:", port);
}

FakeServices::~FakeServices() { server_->Shutdown(); }

CliResult FakeServices::Run(std::vector<std::string> words, const std::string& input) {
  words.push_back("--engagement=" + address_);
  words.push_back("--survey=" + address_);
  words.push_back("--reporting=" + address_);
  return RunCli(words, input, variables);
}

CliResult RunCli(const std::vector<std::string>& words, const std::string& input,
                 const std::map<std::string, std::string>& variables) {
  std::istringstream in(input);
  std::ostringstream out;
  std::ostringstream err;
  Environment environment = {in, out, err, variables};
  CliResult result;
  result.exit = RunLotse(words, environment);
  result.out = out.str();
  result.err = err.str();
  return result;
}

TestFolder::TestFolder() : path_("/tmp/lotse-cli-test-XXXXXX") {
  if (mkdtemp(path_.data()) == nullptr) ADD_FAILURE() << "no folder for the test";
}

TestFolder::~TestFolder() { std::filesystem::remove_all(path_); }

std::string TestFolder::Write(const std::string& name, const std::string& content) const {
  const std::string file = path_ + "/" + name;
  std::ofstream(file, std::ios::binary) << content;
  return file;
}

}  // namespace lotse::cli
