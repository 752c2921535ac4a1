#pragma once

#include <cstddef>
#include <cstdint>

#include "absl/status/status.h"
#include "lotse/survey/v1alpha/study.pb.h"
#include "lotse/survey/v1alpha/study_agreement.pb.h"
#include "lotse/survey/v1alpha/study_analysis_service.pb.h"
#include "lotse/survey/v1alpha/study_themes.pb.h"
#include "runtime/rpc/field_violation.h"
#include "services/survey/qualitative/coding/coding.h"

// What may be asked of what was coded in a study. Whether places and codes are there is not looked
// at, nor units: that is known once the files of the study are read.
namespace lotse::survey::qualitative {

// Source of the limits: study_analysis_service.proto, study_agreement.proto, study_themes.proto.
inline constexpr int kMaxAskedPlaces = 200;
inline constexpr int kMaxSegmentCodes = 50;
inline constexpr int kMaxNeighbors = 5;
inline constexpr int64_t kMaxNeighborDistance = 100'000;
inline constexpr int kMaxSpeakerValues = 10;
inline constexpr int kMaxCountedCodes = 500;
inline constexpr size_t kMaxCountedCells = 20'000;
inline constexpr int kMaxPairedCodes = 100;
inline constexpr int kMaxRatedCodes = 100;
inline constexpr int kMaxThemes = 100;
inline constexpr int kMaxThemeAttributes = 10;
inline constexpr size_t kMaxThemeCells = 10'000;

// What is wrong with a request, with paths from it; `study` is its parent.
rpc::FieldViolations CheckRequest(const v1alpha::Study& study,
                                  const v1alpha::FindSegmentsRequest& q);
rpc::FieldViolations CheckRequest(const v1alpha::Study& study,
                                  const v1alpha::FindKeywordRequest& q);
rpc::FieldViolations CheckRequest(const v1alpha::Study& study, const v1alpha::CountCodesRequest& q);
rpc::FieldViolations CheckRequest(const v1alpha::Study& study,
                                  const v1alpha::CountCoOccurrenceRequest& q);
rpc::FieldViolations CheckRequest(const v1alpha::Study& study,
                                  const v1alpha::MeasureAgreementRequest& q);
rpc::FieldViolations CheckRequest(const v1alpha::Study& study,
                                  const v1alpha::TabulateThemesRequest& q);

// Whether `viewer` may compare the coders of a study with one another: WRONG_STATE while it is
// blind, unless they compare (ViewerOf).
absl::Status CheckCompares(const v1alpha::Study& study, const CodingViewer& viewer);

}  // namespace lotse::survey::qualitative
