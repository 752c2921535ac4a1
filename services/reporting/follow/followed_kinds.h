#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "runtime/schema/schema.h"

namespace lotse::reporting {

// The services that are followed, as they are named in Source.service.
inline constexpr char kEngagementService[] = "engagement";
inline constexpr char kSurveyService[] = "survey";

// Which resources of the other services are followed, and what their annotations say. Grants are
// not among them: see auth::GrantFollower.
class FollowedKinds {
 public:
  // Reads the annotations. INVALID_ARGUMENT if they contradict one another.
  static absl::StatusOr<std::unique_ptr<FollowedKinds>> Make();

  // The types of `service` that its feed is asked for, at most 20, in a fixed order; for example
  // `engagement.lotse/Goal`.
  static const std::vector<std::string>& TypesOf(absl::string_view service);
  // The kind of a resource by its name, or of a message; null if it is not followed.
  const schema::Kind* KindOfName(absl::string_view name) const;
  const schema::Kind* KindOf(const google::protobuf::Descriptor* message) const;

  // The service that has a kind, for example `engagement`.
  static absl::string_view ServiceOf(const schema::Kind& kind);
  // Whether the mirror keeps resources of a followed kind. Those of lotse-survey say where its logs
  // stand, and which figures are taken back; what reports show of it is asked.
  static bool IsKept(const schema::Kind& kind);

 private:
  explicit FollowedKinds(std::unique_ptr<schema::Schema> schema) : schema_(std::move(schema)) {}

  const std::unique_ptr<schema::Schema> schema_;
};

}  // namespace lotse::reporting
