#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "cli/args.h"
#include "lotse/survey/v1alpha/study_measure.pb.h"

// How the command line names what is in a study.
namespace lotse::cli {

// What a name on the command line is of.
enum class QualPlace { kStudy, kCase, kText, kCodebook };

// What a name is of. UsageError if it is of none of `allowed`, with the forms of these.
absl::StatusOr<QualPlace> ReadQualPlace(absl::string_view name,
                                        const std::vector<QualPlace>& allowed);

// The study that a name is in.
std::string StudyIn(absl::string_view name);
// The name without its last two parts.
std::string AboveIn(absl::string_view name);

// The name of a code of a study: as it was given, or of `codebook/code`. UsageError.
absl::StatusOr<std::string> ReadCodeName(absl::string_view study, absl::string_view given);
// Those of all values of a flag, with commas between them.
absl::StatusOr<std::vector<std::string>> ReadCodeNames(absl::string_view study, const Args& args,
                                                       const std::string& flag);

// What `--flag=LEFT=RIGHT` says, for each time it was given. UsageError.
absl::StatusOr<std::vector<std::pair<std::string, std::string>>> ReadPairs(const Args& args,
                                                                           const std::string& flag);

// A number from `least` to `most`; `fallback` if the flag was not given. UsageError.
absl::StatusOr<int64_t> ReadNumber(const Args& args, const std::string& flag, int64_t least,
                                   int64_t most, int64_t fallback);

// The unit that --unit and --window say. UsageError.
struct UnitWanted {
  survey::v1alpha::StudyUnit unit = survey::v1alpha::STUDY_UNIT_UNSPECIFIED;
  int32_t window_code_points = 0;
};
absl::StatusOr<UnitWanted> ReadUnit(const Args& args);

}  // namespace lotse::cli
