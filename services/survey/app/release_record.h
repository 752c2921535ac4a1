#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "lotse/survey/v1alpha/instrument.pb.h"
#include "lotse/survey/v1alpha/release.pb.h"
#include "lotse/survey/v1alpha/survey.pb.h"
#include "runtime/resource/tx.h"

namespace lotse::survey {

// What is on record of figures of a wave that were given away, in all of its releases.
struct ReleaseRecord {
  v1alpha::Wave wave;
  v1alpha::Instrument instrument;
  std::vector<v1alpha::Release> releases;
  // Those of one release after those of another, each in its order. Without labels, and without
  // what is worked out of the counts: there can be a million cells.
  std::vector<v1alpha::ReleasedTable> tables;
};

// RESOURCE_NOT_FOUND.
absl::Status LoadWaveOf(resource::Tx& tx, const std::string& release, ReleaseRecord* record);
absl::Status LoadReleases(resource::Tx& tx, ReleaseRecord* record);

// Codes of the variables that are sensitive in one of the releases, ascending, each once. Whoever
// has one release may have the others: what is sensitive in one is so in all.
std::vector<std::string> SensitiveOf(const ReleaseRecord& record);

// The releases of a wave with the number of their tables. Tables are only added, so nothing was
// given away between two that are the same.
using ReleasesSoFar = std::vector<std::pair<std::string, int32_t>>;
absl::StatusOr<ReleasesSoFar> ReleasesSoFarOf(resource::Tx& tx, const std::string& wave);

// SHA-256 of the canonical JSON of a specification.
absl::StatusOr<std::string> SpecHash(const v1alpha::TableSpec& spec);
// That of the tables of a release: over the canonical JSON of each, one per line.
absl::StatusOr<std::string> TablesHash(resource::Tx& tx, const std::string& release);

}  // namespace lotse::survey
