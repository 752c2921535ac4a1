#include "services/survey/app/told_segments.h"

#include <algorithm>
#include <tuple>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/survey/qualitative/rules/study_place.h"

namespace lotse::survey {

using qualitative::TextSpan;
using Kind = qualitative::StudyPlace::Kind;

bool IsBefore(const SegmentPosition& a, const SegmentPosition& b) {
  return std::tie(a.case_id, a.text_id, a.span.begin, a.span.end) <
         std::tie(b.case_id, b.text_id, b.span.begin, b.span.end);
}

std::string ToPosition(const SegmentPosition& last) {
  return absl::StrCat(last.case_id, "\n", last.text_id, "\n", last.span.begin, "\n", last.span.end);
}

SegmentPosition ReadSegmentPosition(const std::string& position) {
  SegmentPosition last{"", "", {-1, -1}};
  const std::vector<std::string> parts = absl::StrSplit(position, '\n');
  TextSpan span;
  // Whatever was given out has all of them.
  if (parts.size() != 4 || !absl::SimpleAtoi(parts[2], &span.begin) ||
      !absl::SimpleAtoi(parts[3], &span.end)) {
    return last;
  }
  return {parts[0], parts[1], span};
}

void TellSegment(const std::string& study, const AskedText& text, const PositionedText& wording,
                 const ShownPart& shown, v1alpha::StudySegment* segment) {
  const TextSpan& part = shown.part;
  segment->set_study_case(qualitative::NameOf(study, {Kind::kCase, "", text.case_id}));
  segment->set_text(qualitative::NameOf(study, {Kind::kText, text.case_id, text.text_id}));
  segment->mutable_range()->set_begin(part.begin);
  segment->mutable_range()->set_end(part.end);
  const int64_t end = part.end - part.begin <= kMaxSegmentCodePoints
                          ? part.end
                          : wording.text.BoundaryBefore(part.begin + kMaxSegmentCodePoints);
  segment->set_content(std::string(wording.text.At({part.begin, end})));
  segment->set_before(std::string(wording.text.At({shown.context.begin, part.begin})));
  segment->set_behind(std::string(wording.text.At({part.end, shown.context.end})));
  segment->set_speaker(SpeakerOf(text, part));
}

}  // namespace lotse::survey
