#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "cli/args.h"
#include "cli/channel.h"
#include "google/type/date.pb.h"
#include "lotse/engagement/v1alpha/agreement.pb.h"
#include "lotse/engagement/v1alpha/engagement.pb.h"
#include "lotse/engagement/v1alpha/goal.pb.h"
#include "lotse/engagement/v1alpha/measure.pb.h"
#include "lotse/engagement/v1alpha/phase.pb.h"
#include "lotse/engagement/v1alpha/track.pb.h"

namespace lotse::cli {

// A track with its phases, by position.
struct TrackCourse {
  engagement::v1alpha::Track track;
  std::vector<engagement::v1alpha::Phase> phases;
};

// Where an engagement stands, or stood at the end of a day.
struct Course {
  engagement::v1alpha::Engagement engagement;
  // That in force; at most one. Its first day may be still to come.
  absl::optional<engagement::v1alpha::Agreement> agreement;
  // The superseded one that counts on `day`, until the one in force begins.
  absl::optional<engagement::v1alpha::Agreement> agreement_before;
  // By name.
  std::vector<TrackCourse> tracks;
  std::vector<engagement::v1alpha::Goal> goals;
  std::vector<engagement::v1alpha::Measure> measures;
  // The day whose state it is; absent: today, where the service does not tell which day that is.
  absl::optional<google::type::Date> day;
};

// Reads an engagement as it is, or, with `as_of`, as it was at the end of that day, from
// its change log. UsageError: `name` is no name of an engagement, or the day is still to come
// by the service's clock; NotFound: it was not there yet; errors of calls.
absl::StatusOr<Course> LoadCourse(Client* client, const std::string& name,
                                  const absl::optional<google::type::Date>& as_of);

// The day of --as-of, if it was given. UsageError: no day.
absl::StatusOr<absl::optional<google::type::Date>> AsOfDay(const Args& args);

// UsageError unless `name` is that of an engagement.
absl::Status CheckEngagement(const std::string& name);

// Neither complete nor skipped, though its last planned day is before the day of the course,
// while the engagement is not over (domain invariant 17). Without a day it is not known.
bool IsOverdue(const Course& course, const engagement::v1alpha::Phase& phase);

}  // namespace lotse::cli
