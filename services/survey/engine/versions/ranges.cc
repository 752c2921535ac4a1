#include "services/survey/engine/versions/ranges.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/survey/engine/compiled_instrument.h"
#include "services/survey/engine/number_scale.h"

namespace lotse::survey {
namespace {

using v1alpha::Question;

// What is taken is all from the one to the other.
struct Bounds {
  std::int64_t low = std::numeric_limits<std::int64_t>::min();
  std::int64_t high = std::numeric_limits<std::int64_t>::max();
};

// Wider and narrower at once is narrower.
RangeChange Both(RangeChange a, RangeChange b) {
  for (const RangeChange worst :
       {RangeChange::kReversed, RangeChange::kNarrower, RangeChange::kWider}) {
    if (a == worst || b == worst) return worst;
  }
  return RangeChange::kNone;
}

RangeChange Compare(const Bounds& was, const Bounds& is) {
  if (is.low > was.low || is.high < was.high) return RangeChange::kNarrower;
  return is.low < was.low || is.high > was.high ? RangeChange::kWider : RangeChange::kNone;
}

Bounds BoundsOf(const Question& question) {
  Bounds bounds;
  if (question.has_minimum()) bounds.low = question.minimum();
  if (question.has_maximum()) bounds.high = question.maximum();
  return bounds;
}

std::int64_t TextBytes(const Question& question) {
  return question.maximum_bytes() > 0 ? question.maximum_bytes() : kDefaultMaximumBytes;
}

std::int64_t FileBytes(const Question& question) {
  return question.maximum_file_bytes() > 0 ? question.maximum_file_bytes()
                                           : static_cast<std::int64_t>(kDefaultMaximumFileBytes);
}

RangeChange CompareTypes(const Question& was, const Question& is) {
  const std::set<std::string> before(was.media_types().begin(), was.media_types().end());
  const std::set<std::string> now(is.media_types().begin(), is.media_types().end());
  if (before == now) return RangeChange::kNone;
  const bool wider = std::includes(now.begin(), now.end(), before.begin(), before.end());
  return wider ? RangeChange::kWider : RangeChange::kNarrower;
}

RangeChange CompareScales(const Question& was, const Question& is) {
  if (!was.has_scale() && !is.has_scale()) return RangeChange::kNone;
  if (!is.has_scale()) return RangeChange::kWider;
  if (!was.has_scale()) return RangeChange::kNarrower;
  const std::optional<NumberScale> before = NumberScaleOf(was.scale());
  const std::optional<NumberScale> now = NumberScaleOf(is.scale());
  if (!before || !now) {
    const bool same = was.scale().SerializeAsString() == is.scale().SerializeAsString();
    return same ? RangeChange::kNone : RangeChange::kNarrower;
  }
  if (before->start == now->end && before->end == now->start) return RangeChange::kReversed;
  if (*before == *now) return RangeChange::kNone;
  return now->HasAllOf(*before) ? RangeChange::kWider : RangeChange::kNarrower;
}

}  // namespace

RangeChange CompareRanges(const Question& was, const Question& is) {
  RangeChange change = Both(Compare(BoundsOf(was), BoundsOf(is)), CompareScales(was, is));
  if (was.kind() == Question::KIND_TEXT) {
    change = Both(change, Compare({0, TextBytes(was)}, {0, TextBytes(is)}));
  }
  if (was.kind() == Question::KIND_FILE) {
    change = Both(change, Compare({0, FileBytes(was)}, {0, FileBytes(is)}));
    change = Both(change, CompareTypes(was, is));
  }
  return change;
}

std::string RangeText(const Question& question) {
  std::vector<std::string> parts;
  if (question.has_minimum()) parts.push_back(absl::StrCat("from ", question.minimum()));
  if (question.has_maximum()) parts.push_back(absl::StrCat("to ", question.maximum()));
  if (question.has_scale()) {
    parts.push_back(absl::StrCat("scale from ", question.scale().start(), " to ",
                                 question.scale().end(), " in steps of ", question.scale().step()));
  }
  if (question.kind() == Question::KIND_TEXT) {
    parts.push_back(absl::StrCat("at most ", TextBytes(question), " bytes"));
  }
  if (question.kind() == Question::KIND_FILE) {
    parts.push_back(absl::StrCat(absl::StrJoin(question.media_types(), ", "), ", at most ",
                                 FileBytes(question), " bytes"));
  }
  return absl::StrJoin(parts, " ");
}

}  // namespace lotse::survey
