#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "lotse/survey/v1alpha/study.pb.h"
#include "lotse/survey/v1alpha/study_case.pb.h"

// Until when names and what was said in studies are kept. Days are those in Europe/Berlin.
namespace lotse::survey::qualitative {

// Days for which what was deleted keeps its names and its material, so that it can be undeleted as
// it was. Source: study.proto and study_case.proto.
inline constexpr int kUndeleteDays = 30;

// The first day on which the names of a case are erased.
absl::CivilDay NamesDueDay(const v1alpha::StudyCase& study_case);

// The first day on which its texts are erased, with what lies on them; nullopt: on none.
std::optional<absl::CivilDay> MaterialDueDay(const v1alpha::StudyCase& study_case);

// The first day on which all that is stored of a study is destroyed; nullopt unless it is deleted.
std::optional<absl::CivilDay> StudyDueDay(const v1alpha::Study& study);

// Notes at `now` that the texts of a case are erased; false if that is noted of the same day: what
// is done again after a crash is no second time.
bool NoteMaterialErased(absl::Time now, v1alpha::StudyCase* study_case);

// Notes at `now` that a study is purged, with the certificate; `texts` is nullopt if they could not
// be counted. WRONG_STATE if it is not due, or purged already.
absl::Status PurgeStudy(absl::Time now, std::optional<int64_t> texts, v1alpha::Study* study);

// The hash of the certificate of a purged study, computed again; see study.proto.
absl::StatusOr<std::string> StudyCertificateHash(const v1alpha::Study& study);

// Whether a deleted study can be restored: WRONG_STATE if it is purged.
absl::Status CheckRestorable(const v1alpha::Study& study);

}  // namespace lotse::survey::qualitative
