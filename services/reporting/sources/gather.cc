#include "services/reporting/sources/gather.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "runtime/rpc/error.h"
#include "runtime/types/date.h"
#include "runtime/types/resource_name.h"
#include "services/reporting/follow/read_process.h"

namespace lotse::reporting {
namespace {

absl::Status DeadlinePassed() {
  return rpc::Error(type::v1alpha::ERROR_REASON_CALLER_GONE,
                    "the deadline passed while other services were asked; nothing was made");
}

// Notes where the log of lotse-survey about an engagement stands: only if it was read to its end
// just now, for the figures may be of later. Else that it was not is a source.
void AddSurveyLog(MirrorView& view, const std::string& engagement, bool caught_up,
                  ReportInputs* inputs) {
  std::optional<v1alpha::LogHead> head = view.HeadOf(kSurveyService, engagement);
  if (caught_up && !head.has_value()) return;
  v1alpha::Source source;
  source.set_service(kSurveyService);
  source.set_resource(absl::StrCat(engagement, kSurveyLog));
  source.set_state(caught_up ? v1alpha::Source::STATE_REACHED : v1alpha::Source::STATE_UNREACHABLE);
  if (head.has_value()) source.set_revision(head->sha256());
  if (head.has_value() && !caught_up) {
    *source.mutable_last_reached_date() = types::DayInBerlin(view.LastReached(kSurveyService));
  }
  inputs->sources.push_back(std::move(source));
  if (caught_up) inputs->log_heads.push_back(*std::move(head));
}

}  // namespace

absl::Status Gatherer::Gather(const v1alpha::Report& report, absl::Time deadline,
                              const SourcesRead& told, ReportInputs* inputs) const {
  const std::string engagement = types::Prefix(report.name(), 2);
  const Survey::Wanted wanted = {
      {report.waves().begin(), report.waves().end()},
      {report.releases().begin(), report.releases().end()},
      {report.material_releases().begin(), report.material_releases().end()}};
  const auto named =
      static_cast<int>(wanted.waves.size() + wanted.releases.size() + wanted.materials.size());
  const int total = 1 + (named > 0 ? named + 1 : 0);
  int done = 0;
  told(done, total);
  const bool reached = options_.engagement_feed->CatchUp(options_.timeout, deadline);
  if (!reached && absl::Now() >= deadline) return DeadlinePassed();
  const absl::Status read = options_.mirror->Read([&](MirrorView& view) {
    return ReadProcess(view, engagement, reached, &inputs->process, &inputs->sources,
                       &inputs->log_heads);
  });
  if (!read.ok()) return read;
  told(++done, total);
  if (named == 0) return absl::OkStatus();
  const auto asked = [&] { told(++done, total); };
  if (absl::Status s = options_.survey->Ask(wanted, deadline, asked, inputs); !s.ok()) return s;
  // Afterwards: what is first asked for may be noted there.
  const bool caught_up = options_.survey_feed->CatchUp(options_.timeout, deadline);
  if (absl::Now() >= deadline) return DeadlinePassed();
  absl::Status noted = options_.mirror->Read([&](MirrorView& view) {
    AddSurveyLog(view, engagement, caught_up, inputs);
    return absl::OkStatus();
  });
  if (noted.ok()) told(++done, total);
  return noted;
}

}  // namespace lotse::reporting
