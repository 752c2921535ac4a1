#include "services/reporting/sources/peers.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "lotse/engagement/v1alpha/administration_service.grpc.pb.h"
#include "lotse/engagement/v1alpha/engagement_service.grpc.pb.h"
#include "lotse/engagement/v1alpha/phase_service.grpc.pb.h"
#include "lotse/engagement/v1alpha/programme_service.grpc.pb.h"
#include "lotse/engagement/v1alpha/track_service.grpc.pb.h"
#include "lotse/survey/v1alpha/analysis_service.grpc.pb.h"
#include "runtime/rpc/error.h"
#include "runtime/rpc/grpc_status.h"
#include "runtime/types/resource_name.h"
#include "runtime/types/sha256.h"

namespace lotse::reporting {
namespace {

using v1alpha::Source;

// Resources of a page of a list. A phase with everything at its limits is large.
constexpr int kPageSize = 200;

// Whether the service said no, in contrast to saying nothing.
bool IsRefusal(const grpc::Status& status) {
  switch (status.error_code()) {
    case grpc::StatusCode::NOT_FOUND:
    case grpc::StatusCode::FAILED_PRECONDITION:
    case grpc::StatusCode::INVALID_ARGUMENT:
    case grpc::StatusCode::PERMISSION_DENIED:
    case grpc::StatusCode::UNAUTHENTICATED:
      return true;
    default:
      return false;
  }
}

// A method of a stub.
template <class Stub, class Request, class Reply>
using Method = grpc::Status (Stub::*)(grpc::ClientContext*, const Request&, Reply*);

// Asks one service for several things and notes each as a source.
class Interview {
 public:
  Interview(std::string service, const Peers::Options& options, absl::Time deadline,
            std::vector<Source>* sources)
      : service_(std::move(service)), options_(options), deadline_(deadline), sources_(sources) {}

  // Calls `method` of `stub`. OK with `*reached` telling whether `reply` was
  // filled, or the refusal.
  template <class Stub, class Request, class Reply>
  absl::Status Ask(Stub& stub, Method<Stub, Request, Reply> method, const Request& request,
                   Reply* reply, bool* reached) {
    if (absl::Status s = Call(stub, method, request, reply); !s.ok()) return s;
    *reached = answers_;
    Note(request.name(), answers_ ? Revision(*reply) : "");
    return absl::OkStatus();
  }

  // Reads all pages of a list of a reply's `items` and notes it as `resource`. OK with
  // `*all` if all pages were there, else unchanged; or the refusal.
  template <class Stub, class Request, class Reply, class Item>
  absl::Status List(Stub& stub, Method<Stub, Request, Reply> method, Request request,
                    const google::protobuf::RepeatedPtrField<Item>& (Reply::*items)() const,
                    const std::string& resource, std::optional<std::vector<Item>>* all) {
    std::vector<Item> found;
    std::string revisions;
    request.set_page_size(kPageSize);
    do {
      Reply page;
      if (absl::Status s = Call(stub, method, request, &page); !s.ok()) return s;
      for (const Item& item : (page.*items)()) {
        absl::StrAppend(&revisions, item.name(), "@", item.etag(), "\n");
        found.push_back(item);
      }
      request.set_page_token(page.next_page_token());
    } while (answers_ && !request.page_token().empty());
    Note(resource, answers_ ? types::Sha256Hex(revisions) : "");
    if (answers_) *all = std::move(found);
    return absl::OkStatus();
  }

 private:
  // Calls a method, unless the service did not answer before. OK where it does not
  // answer; `answers_` tells.
  template <class Stub, class Request, class Reply>
  absl::Status Call(Stub& stub, Method<Stub, Request, Reply> method, const Request& request,
                    Reply* reply) {
    if (!answers_) return absl::OkStatus();
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(std::min(absl::Now() + options_.timeout, deadline_)));
    const grpc::Status status = (stub.*method)(&context, request, reply);
    if (IsRefusal(status)) return rpc::FromGrpcStatus(status);
    if (!status.ok() && absl::Now() >= deadline_) {
      return rpc::Error(type::v1alpha::ERROR_REASON_CALLER_GONE,
                        "the deadline passed while other services were asked; nothing was made");
    }
    if (!status.ok()) options_.unreachable(service_, status.error_message());
    answers_ = status.ok();
    return absl::OkStatus();
  }

  // Notes a source; one without a revision was not reached.
  void Note(const std::string& resource, const std::string& revision) {
    Source source;
    source.set_service(service_);
    source.set_resource(resource);
    source.set_state(answers_ ? Source::STATE_REACHED : Source::STATE_UNREACHABLE);
    source.set_revision(revision);
    sources_->push_back(std::move(source));
  }

  template <class Reply>
  static std::string Revision(const Reply& reply) {
    return reply.etag();
  }
  static std::string Revision(const survey::v1alpha::TabulateWaveResponse& reply) {
    return reply.wave().etag();
  }

  const std::string service_;
  const Peers::Options& options_;
  const absl::Time deadline_;
  std::vector<Source>* const sources_;
  bool answers_ = true;
};

// The tracks of an engagement and all their phases.
absl::Status AskCourse(const std::string& engagement, const std::shared_ptr<grpc::Channel>& channel,
                       Interview& interview, ProcessInputs* process) {
  namespace api = engagement::v1alpha;
  api::TrackService::Stub tracks(channel);
  api::ListTracksRequest list_tracks;
  list_tracks.set_parent(engagement);
  if (absl::Status s = interview.List(tracks, &api::TrackService::Stub::ListTracks, list_tracks,
                                      &api::ListTracksResponse::tracks,
                                      absl::StrCat(engagement, "/tracks"), &process->tracks);
      !s.ok()) {
    return s;
  }
  api::PhaseService::Stub phases(channel);
  api::ListPhasesRequest list_phases;
  list_phases.set_parent(absl::StrCat(engagement, "/tracks/-"));
  list_phases.set_order_by("position");
  return interview.List(phases, &api::PhaseService::Stub::ListPhases, list_phases,
                        &api::ListPhasesResponse::phases,
                        absl::StrCat(engagement, "/tracks/-/phases"), &process->phases);
}

}  // namespace

Peers::Peers(Options options) : options_(std::move(options)) {}

absl::Status Peers::Ask(const std::string& engagement, const std::vector<std::string>& waves,
                        absl::Time deadline, ReportInputs* inputs) const {
  if (absl::Status s = AskEngagement(engagement, deadline, inputs); !s.ok()) return s;
  return AskSurvey(waves, deadline, inputs);
}

absl::Status Peers::AskEngagement(const std::string& name, absl::Time deadline,
                                  ReportInputs* inputs) const {
  namespace api = engagement::v1alpha;
  Interview interview("engagement", options_, deadline, &inputs->sources);
  bool reached = false;

  api::GetEngagementRequest get_engagement;
  get_engagement.set_name(name);
  api::Engagement found;
  api::EngagementService::Stub engagements(options_.engagement);
  if (absl::Status s = interview.Ask(engagements, &api::EngagementService::Stub::GetEngagement,
                                     get_engagement, &found, &reached);
      !s.ok()) {
    return s;
  }
  if (!reached) return absl::OkStatus();
  inputs->process.engagement = found;

  api::GetProgrammeRequest get_programme;
  get_programme.set_name(types::Prefix(name, 1));
  api::Programme programme;
  api::ProgrammeService::Stub programmes(options_.engagement);
  if (absl::Status s = interview.Ask(programmes, &api::ProgrammeService::Stub::GetProgramme,
                                     get_programme, &programme, &reached);
      !s.ok()) {
    return s;
  }
  if (reached) inputs->process.programme = programme;

  api::GetAdministrationRequest get_administration;
  get_administration.set_name(found.administration());
  api::Administration administration;
  api::AdministrationService::Stub administrations(options_.engagement);
  if (absl::Status s =
          interview.Ask(administrations, &api::AdministrationService::Stub::GetAdministration,
                        get_administration, &administration, &reached);
      !s.ok()) {
    return s;
  }
  if (reached) inputs->process.administration = administration;
  return AskCourse(name, options_.engagement, interview, &inputs->process);
}

absl::Status Peers::AskSurvey(const std::vector<std::string>& waves, absl::Time deadline,
                              ReportInputs* inputs) const {
  namespace api = survey::v1alpha;
  Interview interview("survey", options_, deadline, &inputs->sources);
  api::AnalysisService::Stub analysis(options_.survey);
  for (const std::string& wave : waves) {
    api::TabulateWaveRequest request;
    request.set_name(wave);
    api::TabulateWaveResponse tables;
    bool reached = false;
    if (absl::Status s = interview.Ask(analysis, &api::AnalysisService::Stub::TabulateWave, request,
                                       &tables, &reached);
        !s.ok()) {
      return s;
    }
    if (reached) inputs->waves.push_back(std::move(tables));
  }
  return absl::OkStatus();
}

}  // namespace lotse::reporting
