// lotse wave status, release, revoke, open, prolong, close, erase and purge.
#include "cli/wave.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "cli/channel.h"
#include "cli/engagement/days.h"
#include "cli/engagement/words.h"
#include "cli/failure.h"
#include "cli/text.h"
#include "lotse/survey/v1alpha/population_service.pb.h"
#include "lotse/survey/v1alpha/response_service.pb.h"
#include "lotse/survey/v1alpha/survey_service.pb.h"
#include "runtime/types/resource_name.h"
#include "runtime/types/uuid.h"

namespace lotse::cli {
namespace {

using survey::v1alpha::Population;
using survey::v1alpha::StaffCouncilInvolvement;
using survey::v1alpha::Wave;

absl::Status LoadWave(const Invocation& invocation, Client* client, Wave* wave) {
  const std::string& name = invocation.args.positional[0];
  if (!types::FitsName(
          "programmes/{programme}/engagements/{engagement}/surveys/{survey}/waves/{wave}", name)) {
    return UsageError(absl::StrCat("'", name,
                                   "' is no name of a wave; give one like programmes/vopi/"
                                   "engagements/musterstadt/surveys/beschaeftigte/waves/erste"));
  }
  survey::v1alpha::GetWaveRequest get;
  get.set_name(name);
  return client->Call(get, wave);
}

absl::Status ShowWave(const Invocation& invocation, const ViewOptions& options, Client* client,
                      const Wave& wave) {
  std::ostream& out = invocation.environment.out;
  if (invocation.settings.json) {
    out << MessageJson(wave, /*indented=*/false);
    return absl::OkStatus();
  }
  Population population;
  if (!wave.population().empty()) {
    survey::v1alpha::GetPopulationRequest get;
    get.set_name(wave.population());
    if (absl::Status s = client->Call(get, &population); !s.ok()) return s;
  }
  out << ViewWave(wave, wave.population().empty() ? nullptr : &population, options);
  return absl::OkStatus();
}

// Takes a step with the wave as it is, once all that the command line says is in `request`,
// and shows what became of it.
template <class Request>
absl::Status TakeStep(const Invocation& invocation, Request request) {
  const absl::StatusOr<ViewOptions> options = ReadViewOptions(invocation);
  if (!options.ok()) return options.status();
  Client client(invocation.settings);
  Wave wave;
  if (absl::Status s = LoadWave(invocation, &client, &wave); !s.ok()) return s;
  request.set_name(wave.name());
  request.set_etag(wave.etag());
  request.set_reason(invocation.args.Get("reason"));
  if constexpr (requires { request.set_request_id(std::string()); }) {
    request.set_request_id(types::NewRandomUuid());
  }
  Wave moved;
  if (absl::Status s = client.Call(request, &moved); !s.ok()) return s;
  return ShowWave(invocation, *options, &client, moved);
}

absl::Status NeedReason(const Args& args, const char* why) {
  if (!args.Get("reason").empty()) return absl::OkStatus();
  return UsageError(absl::StrCat("--reason is missing: ", why));
}

// Those of --codes, without the spaces around them.
std::vector<std::string> ReadCodes(const Args& args) {
  const std::string given = args.Get("codes");
  std::vector<std::string> codes;
  for (const absl::string_view code : absl::StrSplit(given, ',', absl::SkipWhitespace())) {
    codes.emplace_back(absl::StripAsciiWhitespace(code));
  }
  return codes;
}

absl::StatusOr<StaffCouncilInvolvement> ReadStaffCouncil(const Args& args) {
  static const std::vector<std::pair<std::string, StaffCouncilInvolvement::Involvement>> kWords = {
      {"agreed", StaffCouncilInvolvement::INVOLVEMENT_AGREED},
      {"informed", StaffCouncilInvolvement::INVOLVEMENT_INFORMED},
      {"service-agreement", StaffCouncilInvolvement::INVOLVEMENT_SERVICE_AGREEMENT},
      {"not-concerned", StaffCouncilInvolvement::INVOLVEMENT_NOT_CONCERNED}};
  StaffCouncilInvolvement staff_council;
  const std::string given = args.Get("staff-council");
  std::vector<std::string> words;
  for (const auto& [word, involvement] : kWords) {
    if (word == given) staff_council.set_involvement(involvement);
    words.push_back(word);
  }
  if (staff_council.involvement() == StaffCouncilInvolvement::INVOLVEMENT_UNSPECIFIED) {
    return UsageError(
        given.empty()
            ? absl::StrCat("--staff-council is missing; give one of ", absl::StrJoin(words, ", "))
            : absl::StrCat("--staff-council: '", given, "' is none", DidYouMean(given, words),
                           "; give one of ", absl::StrJoin(words, ", ")));
  }
  if (args.Has("date")) {
    const absl::StatusOr<google::type::Date> date = DayOf(args, "date");
    if (!date.ok()) return date.status();
    *staff_council.mutable_date() = *date;
  }
  staff_council.set_reference(args.Get("reference"));
  return staff_council;
}

}  // namespace

absl::Status RunWaveStatus(const Invocation& invocation) {
  const absl::StatusOr<ViewOptions> options = ReadViewOptions(invocation);
  if (!options.ok()) return options.status();
  Client client(invocation.settings);
  Wave wave;
  if (absl::Status s = LoadWave(invocation, &client, &wave); !s.ok()) return s;
  if (absl::Status s = ShowWave(invocation, *options, &client, wave); !s.ok()) return s;
  // Of a planned wave there is nothing to tell, and the JSON is that of the wave.
  const bool nothing = wave.state() == Wave::STATE_PLANNED || wave.state() == Wave::STATE_PURGED;
  if (nothing || invocation.settings.json) return absl::OkStatus();
  survey::v1alpha::GetCollectionReportRequest get;
  get.set_name(wave.name());
  survey::v1alpha::GetCollectionReportResponse report;
  if (absl::Status s = client.Call(get, &report); !s.ok()) return s;
  invocation.environment.out << ViewCollection(report, *options);
  return absl::OkStatus();
}

absl::Status RunWaveRelease(const Invocation& invocation) {
  const absl::StatusOr<StaffCouncilInvolvement> staff_council = ReadStaffCouncil(invocation.args);
  if (!staff_council.ok()) return staff_council.status();
  survey::v1alpha::ReleaseWaveRequest request;
  *request.mutable_staff_council() = *staff_council;
  request.set_validate_only(invocation.args.Has("dry-run"));
  return TakeStep(invocation, std::move(request));
}

absl::Status RunWaveRevoke(const Invocation& invocation) {
  if (absl::Status s = NeedReason(invocation.args, "why is the release revoked?"); !s.ok()) {
    return s;
  }
  return TakeStep(invocation, survey::v1alpha::RevokeReleaseRequest());
}

absl::Status RunWaveOpen(const Invocation& invocation) {
  return TakeStep(invocation, survey::v1alpha::OpenWaveRequest());
}

absl::Status RunWaveProlong(const Invocation& invocation) {
  const absl::StatusOr<google::type::Date> end = DayOf(invocation.args, "end");
  if (!end.ok()) return end.status();
  if (absl::Status s = NeedReason(invocation.args, "why does the field period take longer?");
      !s.ok()) {
    return s;
  }
  survey::v1alpha::ProlongWaveRequest request;
  *request.mutable_end_date() = *end;
  return TakeStep(invocation, std::move(request));
}

absl::Status RunWaveClose(const Invocation& invocation) {
  return TakeStep(invocation, survey::v1alpha::CloseWaveRequest());
}

absl::Status RunWavePurge(const Invocation& invocation) {
  if (absl::Status s = NeedReason(invocation.args, "why are its answers purged?"); !s.ok()) {
    return s;
  }
  return TakeStep(invocation, survey::v1alpha::PurgeWaveRequest());
}

absl::Status RunWaveErase(const Invocation& invocation) {
  const Args& args = invocation.args;
  if (absl::Status s = NeedReason(args, "why is it erased?"); !s.ok()) return s;
  const std::vector<std::string> codes = ReadCodes(args);
  if (args.Has("response") && args.Has("pseudonym")) {
    return UsageError("give --response or --pseudonym, not both");
  }
  if (!args.Has("response") && !args.Has("pseudonym")) {
    if (codes.empty()) {
      return UsageError(
          "give --codes for some questions of all responses, or --response or --pseudonym for one "
          "response");
    }
    survey::v1alpha::EraseAnswersRequest request;
    request.mutable_codes()->Assign(codes.begin(), codes.end());
    return TakeStep(invocation, std::move(request));
  }
  const absl::StatusOr<ViewOptions> options = ReadViewOptions(invocation);
  if (!options.ok()) return options.status();
  survey::v1alpha::EraseResponseRequest request;
  request.set_parent(args.positional[0]);
  request.set_response_id(args.Get("response"));
  request.set_pseudonym(args.Get("pseudonym"));
  request.mutable_codes()->Assign(codes.begin(), codes.end());
  request.set_reason(args.Get("reason"));
  survey::v1alpha::EraseResponseResponse erased;
  if (absl::Status s = Client(invocation.settings).Call(request, &erased); !s.ok()) return s;
  if (invocation.settings.json) {
    invocation.environment.out << MessageJson(erased, /*indented=*/false);
    return absl::OkStatus();
  }
  const absl::string_view told = Either(options->language, "Wenn es das gab, ist es getilgt.",
                                        "If there was such a thing, it is erased.");
  invocation.environment.out << Show(told, *options) << "\n";
  return absl::OkStatus();
}

}  // namespace lotse::cli
