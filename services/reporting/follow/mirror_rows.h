#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "lotse/type/v1alpha/change.pb.h"
#include "runtime/sql/connection.h"
#include "services/reporting/follow/followed_kinds.h"

// What changes of a feed do to the rows of the mirror. Only inside a write, but for FeedsIn.
namespace lotse::reporting {

// Times in rows: microseconds since 1970, 0 for InfinitePast.
int64_t ToMicros(absl::Time time);
absl::Time FromMicros(int64_t micros);

// The types that the feed of `service` is asked for, as they stand in a row.
std::string TypesText(absl::string_view service);

// A reading of a feed from its start: a row of `mirror_feed`.
struct Feed {
  // Of the rows that are made of it.
  int64_t generation;
  std::string service;
  std::string types;
  // Where it goes on; empty: at the start.
  std::string cursor;
  // When its end was last reached; InfinitePast: never.
  absl::Time heard_at;
};

// All feeds, the one that was begun last at the end.
std::vector<Feed> FeedsIn(sql::Connection& connection);

// Begins a generation beside the one that is shown, in the place of an unfinished one. Gives its
// number.
int64_t BeginGeneration(sql::Connection& connection, absl::string_view service);

// Removes all of a service but this generation. Answers go with what was shown before: they are of
// a log that is gone.
void KeepOnly(sql::Connection& connection, absl::string_view service, int64_t generation);

// Whether an answer of this revision was taken back since, by what the feed said.
bool WasTakenBack(sql::Connection& connection, absl::string_view question,
                  absl::string_view revision);

// Takes changes of a feed into a generation, in their order, without what is personal. Of
// lotse-survey, which is asked for what reports show, only where its logs stand is kept, and
// figures that a change takes back are forgotten; `*erased` becomes true if there were some.
// PERMISSION_DENIED if the content of a change is missing though the resource is there; DATA_LOSS
// if it cannot be read.
absl::Status TakeChanges(sql::Connection& connection, const FollowedKinds& kinds,
                         int64_t generation,
                         const google::protobuf::RepeatedPtrField<type::v1alpha::Change>& changes,
                         bool* erased);

}  // namespace lotse::reporting
