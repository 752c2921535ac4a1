#include "cli/engagement/course.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "cli/catalog.h"
#include "cli/engagement/days.h"
#include "cli/engagement/pages.h"
#include "cli/engagement/server_day.h"
#include "cli/failure.h"
#include "cli/moment.h"
#include "lotse/engagement/v1alpha/agreement_service.pb.h"
#include "lotse/engagement/v1alpha/engagement_service.pb.h"
#include "lotse/engagement/v1alpha/goal_service.pb.h"
#include "lotse/engagement/v1alpha/measure_service.pb.h"
#include "lotse/engagement/v1alpha/phase_service.pb.h"
#include "lotse/engagement/v1alpha/track_service.pb.h"
#include "lotse/type/v1alpha/change_service.pb.h"
#include "runtime/types/date.h"
#include "runtime/types/resource_name.h"

namespace lotse::cli {
namespace {

using google::type::Date;
using namespace engagement::v1alpha;  // NOLINT: everything that is read comes from there.

// Takes phases to their tracks and puts all in order.
void Arrange(std::vector<Phase> phases, Course* course) {
  auto& tracks = course->tracks;
  std::sort(tracks.begin(), tracks.end(), [](const TrackCourse& a, const TrackCourse& b) {
    return a.track.name() < b.track.name();
  });
  std::sort(phases.begin(), phases.end(), [](const Phase& a, const Phase& b) {
    return std::make_pair(a.position(), a.name()) < std::make_pair(b.position(), b.name());
  });
  for (Phase& phase : phases) {
    for (TrackCourse& track : tracks) {
      if (absl::StartsWith(phase.name(), absl::StrCat(track.track.name(), "/"))) {
        track.phases.push_back(std::move(phase));
        break;
      }
    }
  }
}

// Takes the version that is in force, and the one that it superseded but that still counts.
void TakeAgreements(const std::vector<Agreement>& agreements, Course* course) {
  for (const Agreement& agreement : agreements) {
    if (agreement.state() == Agreement::STATE_IN_FORCE) course->agreement = agreement;
    if (agreement.state() != Agreement::STATE_SUPERSEDED || !course->day.has_value()) continue;
    const absl::CivilDay day = types::ToCivil(*course->day);
    if (types::ToCivil(agreement.effective_date()) <= day &&
        day <= types::ToCivil(agreement.end_date())) {
      course->agreement_before = agreement;
    }
  }
}

template <typename Message>
bool Take(const google::protobuf::Any& any, Message* message) {
  return any.Is<Message>() && any.UnpackTo(message) && !message->has_delete_time();
}

absl::StatusOr<Course> LoadNow(Client* client, const std::string& name) {
  Course course;
  GetEngagementRequest get;
  get.set_name(name);
  if (absl::Status s = client->Call(get, &course.engagement); !s.ok()) return s;
  const absl::StatusOr<absl::optional<Date>> today = ServerDay(client, name);
  if (!today.ok()) return today.status();
  course.day = *today;
  ListAgreementsRequest agreements;
  agreements.set_parent(name);
  std::vector<Agreement> versions;
  absl::Status read = EachPage<ListAgreementsResponse>(client, agreements, [&](const auto& page) {
    versions.insert(versions.end(), page.agreements().begin(), page.agreements().end());
  });
  if (!read.ok()) return read;
  TakeAgreements(versions, &course);
  ListTracksRequest tracks;
  tracks.set_parent(name);
  read = EachPage<ListTracksResponse>(client, tracks, [&](const auto& page) {
    for (const Track& track : page.tracks()) course.tracks.push_back({track, {}});
  });
  if (!read.ok()) return read;
  std::vector<Phase> all;
  ListPhasesRequest phases;
  phases.set_parent(absl::StrCat(name, "/tracks/-"));
  read = EachPage<ListPhasesResponse>(client, phases, [&](const auto& page) {
    all.insert(all.end(), page.phases().begin(), page.phases().end());
  });
  if (!read.ok()) return read;
  Arrange(std::move(all), &course);
  ListGoalsRequest goals;
  goals.set_parent(name);
  read = EachPage<ListGoalsResponse>(client, goals, [&](const auto& page) {
    course.goals.insert(course.goals.end(), page.goals().begin(), page.goals().end());
  });
  if (!read.ok()) return read;
  ListMeasuresRequest measures;
  measures.set_parent(name);
  read = EachPage<ListMeasuresResponse>(client, measures, [&](const auto& page) {
    course.measures.insert(course.measures.end(), page.measures().begin(), page.measures().end());
  });
  if (!read.ok()) return read;
  return course;
}

absl::StatusOr<Course> LoadThen(Client* client, const std::string& name, const Date& day) {
  if (absl::Status s = CheckNotToCome(client, name, "as-of", day); !s.ok()) return s;
  Course course;
  course.day = day;
  std::vector<Phase> phases;
  std::vector<Agreement> agreements;
  type::v1alpha::ListStatesRequest request;
  request.set_parent(name);
  // The last moment of the day: what is logged has microseconds.
  *request.mutable_as_of_time() = types::ToTimestamp(EndOf(day) - absl::Microseconds(1));
  const auto take = [&](const google::protobuf::Any& any) {
    Engagement engagement;
    if (Take(any, &engagement)) course.engagement = std::move(engagement);
    Agreement agreement;
    if (Take(any, &agreement)) agreements.push_back(std::move(agreement));
    Track track;
    if (Take(any, &track)) course.tracks.push_back({std::move(track), {}});
    Phase phase;
    if (Take(any, &phase)) phases.push_back(std::move(phase));
    Goal goal;
    if (Take(any, &goal)) course.goals.push_back(std::move(goal));
    Measure measure;
    if (Take(any, &measure)) course.measures.push_back(std::move(measure));
  };
  do {
    type::v1alpha::ListStatesResponse page;
    // Every service has this method, so it has to be said whom to ask.
    absl::Status s =
        client->Call("engagement", *MethodOfRequest(*request.GetDescriptor()), request, &page);
    if (!s.ok()) return s;
    for (const google::protobuf::Any& any : page.resources()) take(any);
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  if (course.engagement.name().empty()) {
    return absl::NotFoundError(
        absl::StrCat(name, " was not there, or not to be read, at the end of ", DayText(day)));
  }
  Arrange(std::move(phases), &course);
  TakeAgreements(agreements, &course);
  return course;
}

}  // namespace

absl::StatusOr<absl::optional<Date>> AsOfDay(const Args& args) {
  absl::optional<Date> day;
  if (!args.Has("as-of")) return day;
  const absl::StatusOr<Date> read = DayOf(args, "as-of");
  if (!read.ok()) return read.status();
  day = *read;
  return day;
}

absl::Status CheckEngagement(const std::string& name) {
  if (types::FitsName("programmes/{programme}/engagements/{engagement}", name)) {
    return absl::OkStatus();
  }
  return UsageError(absl::StrCat("'", name,
                                 "' is no name of an engagement; give one like "
                                 "programmes/vopi/engagements/musterstadt"));
}

bool IsOverdue(const Course& course, const Phase& phase) {
  const Engagement::State state = course.engagement.state();
  const bool over = state == Engagement::STATE_CLOSED || state == Engagement::STATE_ARCHIVED ||
                    state == Engagement::STATE_CANCELLED;
  const bool final =
      phase.state() == Phase::STATE_COMPLETED || phase.state() == Phase::STATE_SKIPPED;
  return !over && !final && course.day.has_value() && phase.has_planned_end_date() &&
         types::ToCivil(phase.planned_end_date()) < types::ToCivil(*course.day);
}

absl::StatusOr<Course> LoadCourse(Client* client, const std::string& name,
                                  const absl::optional<Date>& as_of) {
  if (absl::Status s = CheckEngagement(name); !s.ok()) return s;
  return as_of.has_value() ? LoadThen(client, name, *as_of) : LoadNow(client, name);
}

}  // namespace lotse::cli
