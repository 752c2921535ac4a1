#pragma once

#include <cstdint>
#include <string>

#include "lotse/survey/v1alpha/coding.pb.h"
#include "services/survey/app/study_corpus.h"
#include "services/survey/app/study_reach.h"
#include "services/survey/qualitative/text/text_span.h"

// How parts of texts are told that were found, and where a page of them begins.
namespace lotse::survey {

// Source: coding.proto, study_analysis_service.proto.
inline constexpr int64_t kMaxSegmentCodePoints = 10'000;
inline constexpr size_t kMaxSegmentBytes = 1 << 20;

// A part of a text, by which a page goes on.
struct SegmentPosition {
  std::string case_id;
  std::string text_id;
  qualitative::TextSpan span;
};
bool IsBefore(const SegmentPosition& a, const SegmentPosition& b);
std::string ToPosition(const SegmentPosition& last);
// Before everything, of what was not given out as a position.
SegmentPosition ReadSegmentPosition(const std::string& position);

// A part of a text and what of it is shown with it.
struct ShownPart {
  qualitative::TextSpan part;
  qualitative::TextSpan context;
};
// Sets all but the codings.
void TellSegment(const std::string& study, const AskedText& text, const PositionedText& wording,
                 const ShownPart& shown, v1alpha::StudySegment* segment);

}  // namespace lotse::survey
