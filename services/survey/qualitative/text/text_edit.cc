#include "services/survey/qualitative/text/text_edit.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/utf8.h"

namespace lotse::survey::qualitative {
namespace {

int64_t Length(absl::string_view utf8) { return static_cast<int64_t>(types::CodePointCount(utf8)); }

absl::Status Wrong(std::size_t index, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("replacement ", index + 1, ": ", what));
}

// The span itself, without what is around it.
absl::Status CheckSpan(const IndexedText& before, std::size_t index, TextSpan span) {
  const auto [begin, end] = span;
  if (begin < 0 || end < begin) {
    return Wrong(index, absl::StrCat("[", begin, ", ", end, ") is no stretch of a text; give the ",
                                     "smaller position first, none below 0"));
  }
  if (end > before.size()) {
    return Wrong(index, absl::StrCat("position ", end, " lies behind the end of the text; it has ",
                                     before.size(), " code points"));
  }
  for (const int64_t position : {begin, end}) {
    if (before.IsBoundary(position)) continue;
    return Wrong(index, absl::StrCat("position ", position, " lies inside one character; give ",
                                     before.BoundaryBefore(position), " or ",
                                     before.BoundaryBehind(position)));
  }
  return absl::OkStatus();
}

absl::Status CheckOrder(std::size_t index, TextSpan last, TextSpan next) {
  if (next.begin < last.end) {
    return Wrong(index, absl::StrCat("it begins at ", next.begin, ", before the end ", last.end,
                                     " of the one before; give them in order and apart"));
  }
  const bool both_insert = last.begin == last.end && next.begin == next.end;
  if (both_insert && next.begin == last.end) {
    return Wrong(index, absl::StrCat("a second insertion at ", next.begin, "; make one of both"));
  }
  return absl::OkStatus();
}

// Takes off `*replacement` what is the same before and after at its ends, in whole clusters of
// both texts. False if nothing is left to do.
bool Reduce(const IndexedText& before, const IndexedText& after, Replacement* replacement) {
  TextSpan old = replacement->span;
  TextSpan fresh = {0, after.size()};
  const auto same = [&](int64_t a, int64_t b) {
    return before.At({a, a + 1}) == after.At({b, b + 1});
  };
  int64_t head = 0;
  const int64_t most = std::min(old.end - old.begin, fresh.end);
  for (int64_t i = 0; i < most && same(old.begin + i, i); ++i) {
    if (before.IsBoundary(old.begin + i + 1) && after.IsBoundary(i + 1)) head = i + 1;
  }
  int64_t tail = 0;
  for (int64_t i = 0; i < most - head && same(old.end - 1 - i, fresh.end - 1 - i); ++i) {
    if (before.IsBoundary(old.end - 1 - i) && after.IsBoundary(fresh.end - 1 - i)) tail = i + 1;
  }
  fresh = {head, fresh.end - tail};
  replacement->span = {old.begin + head, old.end - tail};
  replacement->text = std::string(after.At(fresh));
  return replacement->span.begin != replacement->span.end || !replacement->text.empty();
}

}  // namespace

absl::StatusOr<TextEdit> TextEdit::Make(const IndexedText& before,
                                        std::vector<Replacement> replacements, Ends ends) {
  if (replacements.size() > kMaxReplacements) {
    return absl::InvalidArgumentError(absl::StrCat(replacements.size(), " replacements; at most ",
                                                   kMaxReplacements, " in one edit"));
  }
  TextEdit edit;
  edit.size_before_ = before.size();
  for (std::size_t i = 0; i < replacements.size(); ++i) {
    Replacement& one = replacements[i];
    if (absl::Status s = CheckSpan(before, i, one.span); !s.ok()) return s;
    if (i > 0) {
      // The span as it was given: Reduce works on a copy.
      if (absl::Status s = CheckOrder(i, replacements[i - 1].span, one.span); !s.ok()) return s;
    }
    const absl::StatusOr<IndexedText> text = IndexedText::Make(one.text);
    if (!text.ok()) return Wrong(i, absl::StrCat("its text, ", text.status().message()));
    Replacement reduced = one;
    if (ends == Ends::kWhole || Reduce(before, *text, &reduced)) {
      const int64_t length = Length(reduced.text);
      edit.Add(std::move(reduced), length);
    }
  }
  return edit;
}

void TextEdit::Add(Replacement replacement, int64_t length) {
  const auto [begin, end] = replacement.span;
  grown_.push_back(GrownBy(grown_.size()) + length - (end - begin));
  replacements_.push_back(std::move(replacement));
}

TextSpan TextEdit::NewSpan(std::size_t index) const {
  const TextSpan old = replacements_[index].span;
  return {old.begin + GrownBy(index), old.end + GrownBy(index + 1)};
}

std::vector<TextSpan> TextEdit::NewSpans() const {
  std::vector<TextSpan> spans;
  for (std::size_t i = 0; i < replacements_.size(); ++i) spans.push_back(NewSpan(i));
  return spans;
}

absl::StatusOr<IndexedText> TextEdit::Apply(const IndexedText& before) const {
  if (before.size() != size_before_) {
    return absl::FailedPreconditionError(
        absl::StrCat("the text has ", before.size(), " code points, the edit is of one with ",
                     size_before_, "; make it anew for this text"));
  }
  std::string utf8;
  int64_t done = 0;
  for (const Replacement& one : replacements_) {
    absl::StrAppend(&utf8, before.At({done, one.span.begin}), one.text);
    done = one.span.end;
    if (utf8.size() > kMaxTextBytes) break;  // Make says so.
  }
  absl::StrAppend(&utf8, before.At({done, before.size()}));
  absl::StatusOr<IndexedText> after = IndexedText::Make(std::move(utf8));
  if (!after.ok()) return after;
  for (std::size_t i = 0; i < replacements_.size(); ++i) {
    const auto [begin, end] = NewSpan(i);
    if (after->IsBoundary(begin) && after->IsBoundary(end)) continue;
    const TextSpan old = replacements_[i].span;
    return Wrong(i, absl::StrCat("at [", old.begin, ", ", old.end,
                                 ") it would become one character"
                                 " with what stands beside it; replace that as well"));
  }
  return after;
}

MovedSpan TextEdit::Move(TextSpan span) const {
  // The first replacement that is not wholly before the span: one that ends in it or behind, or an
  // insertion in it. The last is the one before the first that begins behind.
  const auto is_before = [](const Replacement& one, int64_t begin) {
    return one.span.end <= begin;
  };
  const auto first =
      std::lower_bound(replacements_.begin(), replacements_.end(), span.begin, is_before);
  const auto begins_before = [](const Replacement& one, int64_t end) {
    return one.span.begin < end;
  };
  const auto behind = std::lower_bound(first, replacements_.end(), span.end, begins_before);
  const auto from = static_cast<std::size_t>(first - replacements_.begin());
  const auto to = static_cast<std::size_t>(behind - replacements_.begin());
  if (from >= to) {
    const int64_t by = GrownBy(from);
    return {{span.begin + by, span.end + by}, MovedSpan::Fate::kKept};
  }
  const TextSpan head = NewSpan(from);
  const TextSpan tail = NewSpan(to - 1);
  const bool begins_inside = first->span.begin <= span.begin;
  const bool ends_inside = (behind - 1)->span.end >= span.end;
  const TextSpan moved = {begins_inside ? head.begin : span.begin + GrownBy(from),
                          ends_inside ? tail.end : span.end + GrownBy(to)};
  return {moved, moved.begin == moved.end ? MovedSpan::Fate::kLost : MovedSpan::Fate::kChanged};
}

}  // namespace lotse::survey::qualitative
