#include "services/reporting/sources/survey.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "lotse/survey/v1alpha/analysis_service.grpc.pb.h"
#include "lotse/survey/v1alpha/release_service.grpc.pb.h"
#include "runtime/rpc/error.h"
#include "runtime/rpc/grpc_status.h"
#include "runtime/schema/fields.h"
#include "runtime/types/date.h"
#include "runtime/types/sha256.h"

namespace lotse::reporting {
namespace {

namespace api = survey::v1alpha;
using v1alpha::Source;

// Tables of a page of a list. One with everything at its limits is large.
constexpr int kPageSize = 200;

// Whether the service said nothing, in contrast to no, or that something is broken there: what it
// last said stands for silence only.
bool IsSilence(const grpc::Status& status) {
  switch (status.error_code()) {
    case grpc::StatusCode::UNAVAILABLE:
    case grpc::StatusCode::DEADLINE_EXCEEDED:
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
      return true;
    default:
      return false;
  }
}

// Whether a refusal says that there is nothing of it any more, in contrast to who asks.
bool IsGone(const absl::Status& status) {
  return absl::IsNotFound(status) || absl::IsFailedPrecondition(status);
}

Answer ToAnswer(std::string question, const google::protobuf::Message& message,
                std::string revision, absl::Time heard_at) {
  return {std::move(question), message.SerializeAsString(), std::move(revision), heard_at};
}

std::string RevisionOf(const api::ListReleasedTablesResponse& tables) {
  std::string revisions;
  for (const auto& table : tables.tables()) {
    absl::StrAppend(&revisions, table.name(), "@", table.etag(), "\n");
  }
  return types::Sha256Hex(revisions);
}

absl::Status NotFrozen(const std::string& release) {
  return rpc::Precondition(
      type::v1alpha::ERROR_REASON_WRONG_STATE, release,
      {"ist noch offen, und Tabellen können dazukommen; erst abschließen (FreezeRelease)",
       "is open, so tables may still be added; freeze it first (FreezeRelease)"});
}

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
        deadline_(deadline),
        inputs_(inputs) {}

  absl::Status AskWave(const std::string& name);
  absl::Status AskRelease(const std::string& name);

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
    if (!status.ok() && !IsSilence(status)) return rpc::FromGrpcStatus(status);
    if (!status.ok() && absl::Now() >= deadline_) {
      return rpc::Error(type::v1alpha::ERROR_REASON_CALLER_GONE,
                        "the deadline passed while other services were asked; nothing was made");
    }
    if (!status.ok()) options_.unreachable(status.error_message());
    answers_ = status.ok();
    return absl::OkStatus();
  }

  // All tables of a release.
  absl::Status ListTables(const std::string& release, api::ListReleasedTablesResponse* all);

  // The kept answer to a question as `message`; nothing if there is none.
  absl::StatusOr<std::optional<Answer>> Kept(const std::string& question,
                                             google::protobuf::Message* message) const;
  // Forgets what is kept of what was refused, and gives the refusal.
  absl::Status Refused(absl::Status status, const std::vector<std::string>& questions) const;

  // Notes a source: as reached, or with the kept answer, or, without one, as missing.
  void NoteReached(const std::string& resource, const std::string& revision);
  void NoteUnreachable(const std::string& resource, const std::optional<Answer>& kept);

  const Survey::Options& options_;
  api::AnalysisService::Stub analysis_;
  api::ReleaseService::Stub releases_;
  const absl::Time deadline_;
  ReportInputs* const inputs_;
  bool answers_ = true;
};

absl::Status Interview::AskWave(const std::string& name) {
  const std::string question = FiguresQuestion(name);
  api::TabulateWaveRequest request;
  request.set_name(name);
  api::TabulateWaveResponse tables;
  const absl::Time asked_at = options_.clock();
  absl::Status asked = Call(analysis_, &api::AnalysisService::Stub::TabulateWave, request, &tables);
  if (!asked.ok()) return Refused(std::move(asked), {question});
  if (answers_) {
    // What somebody wrote about a person stands in no report, and is not kept.
    const schema::Kind& kind = *options_.mirror->kinds().KindOf(api::Wave::descriptor());
    schema::ClearPersonal(*kind.rule, tables.mutable_wave());
    const std::string& revision = tables.wave().etag();
    NoteReached(name, revision);
    const absl::Status kept =
        options_.mirror->Keep({ToAnswer(question, tables, revision, asked_at)});
    if (!kept.ok()) return kept;
  } else {
    const auto kept = Kept(question, &tables);
    if (!kept.ok()) return kept.status();
    NoteUnreachable(name, *kept);
    if (!kept->has_value()) return absl::OkStatus();
  }
  inputs_->waves.push_back(std::move(tables));
  return absl::OkStatus();
}

absl::Status Interview::ListTables(const std::string& release,
                                   api::ListReleasedTablesResponse* all) {
  api::ListReleasedTablesRequest request;
  request.set_parent(release);
  request.set_page_size(kPageSize);
  do {
    api::ListReleasedTablesResponse page;
    if (absl::Status s =
            Call(releases_, &api::ReleaseService::Stub::ListReleasedTables, request, &page);
        !s.ok()) {
      return s;
    }
    for (auto& table : *page.mutable_tables()) *all->add_tables() = std::move(table);
    request.set_page_token(page.next_page_token());
  } while (answers_ && !request.page_token().empty());
  return absl::OkStatus();
}

absl::Status Interview::AskRelease(const std::string& name) {
  const std::string list = absl::StrCat(name, "/tables");
  const std::string of_release = absl::StrCat("GetRelease ", name);
  const std::string of_tables = absl::StrCat("ListReleasedTables ", name);
  api::GetReleaseRequest request;
  request.set_name(name);
  ReleaseInputs found;
  api::ListReleasedTablesResponse tables;
  const absl::Time asked_at = options_.clock();
  absl::Status asked =
      Call(releases_, &api::ReleaseService::Stub::GetRelease, request, &found.release);
  if (asked.ok() && answers_ && found.release.state() != api::Release::STATE_FROZEN) {
    asked = NotFrozen(name);
  }
  if (asked.ok()) asked = ListTables(name, &tables);
  if (!asked.ok()) return Refused(std::move(asked), {of_release, of_tables});
  if (answers_) {
    NoteReached(name, found.release.etag());
    NoteReached(list, RevisionOf(tables));
    const absl::Status kept =
        options_.mirror->Keep({ToAnswer(of_release, found.release, found.release.etag(), asked_at),
                               ToAnswer(of_tables, tables, RevisionOf(tables), asked_at)});
    if (!kept.ok()) return kept;
  } else {
    const auto release_kept = Kept(of_release, &found.release);
    if (!release_kept.ok()) return release_kept.status();
    const auto tables_kept = Kept(of_tables, &tables);
    if (!tables_kept.ok()) return tables_kept.status();
    NoteUnreachable(name, *release_kept);
    NoteUnreachable(list, *tables_kept);
    if (!release_kept->has_value() || !tables_kept->has_value()) return absl::OkStatus();
  }
  found.tables = {tables.tables().begin(), tables.tables().end()};
  inputs_->releases.push_back(std::move(found));
  return absl::OkStatus();
}

absl::StatusOr<std::optional<Answer>> Interview::Kept(const std::string& question,
                                                      google::protobuf::Message* message) const {
  std::optional<Answer> kept;
  const absl::Status read = options_.mirror->Read([&](MirrorView& view) {
    kept = view.AnswerTo(question);
    if (kept.has_value() && !message->ParseFromString(kept->bytes)) {
      return rpc::Error(type::v1alpha::ERROR_REASON_STORE_CORRUPT, "a kept answer is damaged");
    }
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  return kept;
}

absl::Status Interview::Refused(absl::Status status,
                                const std::vector<std::string>& questions) const {
  if (!IsGone(status)) return status;
  const absl::Status forgotten = options_.mirror->Forget(questions);
  return forgotten.ok() ? status : forgotten;
}

void Interview::NoteReached(const std::string& resource, const std::string& revision) {
  Source source;
  source.set_service(kSurveyService);
  source.set_resource(resource);
  source.set_state(Source::STATE_REACHED);
  source.set_revision(revision);
  inputs_->sources.push_back(std::move(source));
}

void Interview::NoteUnreachable(const std::string& resource, const std::optional<Answer>& kept) {
  Source source;
  source.set_service(kSurveyService);
  source.set_resource(resource);
  source.set_state(Source::STATE_UNREACHABLE);
  if (kept.has_value()) {
    source.set_revision(kept->revision);
    *source.mutable_last_reached_date() = types::DayInBerlin(kept->heard_at);
  }
  inputs_->sources.push_back(std::move(source));
}

}  // namespace

absl::Status Survey::Ask(const std::vector<std::string>& waves,
                         const std::vector<std::string>& releases, absl::Time deadline,
                         ReportInputs* inputs) const {
  Interview interview(options_, deadline, inputs);
  for (const std::string& wave : waves) {
    if (absl::Status s = interview.AskWave(wave); !s.ok()) return s;
  }
  for (const std::string& release : releases) {
    if (absl::Status s = interview.AskRelease(release); !s.ok()) return s;
  }
  return absl::OkStatus();
}

}  // namespace lotse::reporting
