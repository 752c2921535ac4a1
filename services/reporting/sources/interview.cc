#include "services/reporting/sources/interview.h"

#include <utility>

#include "runtime/schema/fields.h"
#include "runtime/types/date.h"

namespace lotse::reporting {

using survey::v1alpha::Wave;
using v1alpha::Source;

namespace {

// Whether a refusal says that there is nothing of it any more, in contrast to who asks.
bool IsGone(const absl::Status& status) {
  return absl::IsNotFound(status) || absl::IsFailedPrecondition(status);
}

}  // namespace

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

Answer ToAnswer(std::string question, const google::protobuf::Message& message,
                std::string revision, absl::Time heard_at) {
  return {std::move(question), message.SerializeAsString(), std::move(revision), heard_at};
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

absl::Status Interview::ForgetIfGone(const absl::Status& refused,
                                     const std::vector<std::string>& questions) const {
  return IsGone(refused) ? options_.mirror->Forget(questions) : absl::OkStatus();
}

absl::Status Interview::Refused(absl::Status status,
                                const std::vector<std::string>& questions) const {
  const absl::Status forgotten = ForgetIfGone(status, questions);
  return forgotten.ok() ? status : forgotten;
}

void Interview::ClearPersonal(Wave* wave) const {
  schema::ClearPersonal(*options_.mirror->kinds().KindOf(Wave::descriptor())->rule, wave);
}

void Interview::NoteReached(const std::string& resource, const std::string& revision,
                            const std::string& content_sha256) {
  Source source;
  source.set_service(kSurveyService);
  source.set_resource(resource);
  source.set_state(Source::STATE_REACHED);
  source.set_revision(revision);
  source.set_content_sha256(content_sha256);
  Note(std::move(source));
}

void Interview::NoteUnreachable(const std::string& resource, const std::optional<Answer>& kept,
                                const std::string& content_sha256) {
  Source source;
  source.set_service(kSurveyService);
  source.set_resource(resource);
  source.set_state(Source::STATE_UNREACHABLE);
  if (kept.has_value()) {
    source.set_revision(kept->revision);
    source.set_content_sha256(content_sha256);
    *source.mutable_last_reached_date() = types::DayInBerlin(kept->heard_at);
  }
  Note(std::move(source));
}

// Two waves may have one questionnaire.
void Interview::Note(Source source) {
  const auto same = [&source](const Source& other) {
    return other.resource() == source.resource();
  };
  if (std::any_of(inputs_->sources.begin(), inputs_->sources.end(), same)) return;
  inputs_->sources.push_back(std::move(source));
}

}  // namespace lotse::reporting
