#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "lotse/survey/v1alpha/analysis_service.grpc.pb.h"
#include "lotse/survey/v1alpha/instrument_service.grpc.pb.h"
#include "lotse/survey/v1alpha/material_release_service.grpc.pb.h"
#include "lotse/survey/v1alpha/release_service.grpc.pb.h"
#include "lotse/survey/v1alpha/survey_service.grpc.pb.h"
#include "runtime/rpc/error.h"
#include "runtime/rpc/grpc_status.h"
#include "services/reporting/sources/survey.h"

namespace lotse::reporting {

// Resources of a page of a list. A table with everything at its limits is large.
inline constexpr int kPageSize = 200;

// Whether the service said nothing, in contrast to no, or that something is broken there: what it
// last said stands for silence only.
bool IsSilence(const grpc::Status& status);

// An answer to be kept, as it was heard.
Answer ToAnswer(std::string question, const google::protobuf::Message& message,
                std::string revision, absl::Time heard_at);

// A method of a stub.
template <class Stub, class Request, class Reply>
using Method = grpc::Status (Stub::*)(grpc::ClientContext*, const Request&, Reply*);

// Asks for one report.
class Interview {
 public:
  Interview(const Survey::Options& options, absl::Time deadline, ReportInputs* inputs)
      : options_(options),
        analysis_(options.channel),
        releases_(options.channel),
        surveys_(options.channel),
        instruments_(options.channel),
        materials_(options.channel),
        deadline_(deadline),
        inputs_(inputs) {}

  absl::Status AskWave(const std::string& name);
  absl::Status AskRelease(const std::string& name);
  absl::Status AskMaterial(const std::string& name);
  absl::Status AskReleaseWave(const std::string& name);

 private:
  // What is told of a wave that is not shown itself: no answers of it are asked for.
  struct Behind {
    survey::v1alpha::TabulateWaveResponse told;  // Of the response rate only the invited.
    survey::v1alpha::Instrument instrument;
    survey::v1alpha::ListVariablesResponse variables;
  };

  // Calls a method, unless the service did not answer before. OK where it does not
  // answer; `answers_` tells.
  template <class Stub, class Request, class Reply>
  absl::Status Call(Stub& stub, Method<Stub, Request, Reply> method, const Request& request,
                    Reply* reply) {
    if (!answers_) return absl::OkStatus();
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(std::min(absl::Now() + options_.timeout, deadline_)));
    const grpc::Status status = (stub.*method)(&context, request, reply);
    if (!status.ok() && !IsSilence(status)) return rpc::FromGrpcStatus(status);
    if (!status.ok() && absl::Now() >= deadline_) {
      return rpc::Error(type::v1alpha::ERROR_REASON_CALLER_GONE,
                        "the deadline passed while other services were asked; nothing was made");
    }
    if (!status.ok()) options_.unreachable(status.error_message());
    answers_ = status.ok();
    return absl::OkStatus();
  }

  // Calls a method of a list until all pages were taken.
  template <class Stub, class Request, class Page>
  absl::Status CallForAll(Stub& stub, Method<Stub, Request, Page> method, Request request,
                          absl::FunctionRef<void(Page&)> take) {
    request.set_page_size(kPageSize);
    do {
      Page page;
      if (absl::Status s = Call(stub, method, request, &page); !s.ok()) return s;
      take(page);
      request.set_page_token(page.next_page_token());
    } while (answers_ && !request.page_token().empty());
    return absl::OkStatus();
  }

  // All tables of a release.
  absl::Status ListTables(const std::string& release,
                          survey::v1alpha::ListReleasedTablesResponse* all);
  absl::Status AskBehind(const std::string& wave, Behind* behind);
  // How many were invited to a wave; nothing if it is not known.
  absl::Status AskInvited(const survey::v1alpha::Wave& wave, std::optional<int64_t>* invited);
  // Leaves out the wave of a release, whatever was refused of it, and names it.
  absl::Status LeaveOut(const absl::Status& refused, const std::string& resource,
                        const std::vector<std::string>& questions);

  // The kept answer to a question as `message`; nothing if there is none.
  absl::StatusOr<std::optional<Answer>> Kept(const std::string& question,
                                             google::protobuf::Message* message) const;
  // Forgets what is kept of what was refused, if there is nothing of it any more.
  absl::Status ForgetIfGone(const absl::Status& refused,
                            const std::vector<std::string>& questions) const;
  // The same, and gives the refusal.
  absl::Status Refused(absl::Status status, const std::vector<std::string>& questions) const;

  // Keeps nothing of what somebody wrote about a person: it stands in no report.
  void ClearPersonal(survey::v1alpha::Wave* wave) const;

  // Notes a source, each once: as reached, or with the kept answer, or, without one, as missing.
  // `content_sha256` is that of released material.
  void NoteReached(const std::string& resource, const std::string& revision,
                   const std::string& content_sha256 = "");
  void NoteUnreachable(const std::string& resource, const std::optional<Answer>& kept,
                       const std::string& content_sha256 = "");
  void Note(v1alpha::Source source);

  const Survey::Options& options_;
  survey::v1alpha::AnalysisService::Stub analysis_;
  survey::v1alpha::ReleaseService::Stub releases_;
  survey::v1alpha::SurveyService::Stub surveys_;
  survey::v1alpha::InstrumentService::Stub instruments_;
  survey::v1alpha::MaterialReleaseService::Stub materials_;
  const absl::Time deadline_;
  ReportInputs* const inputs_;
  bool answers_ = true;
};

}  // namespace lotse::reporting
