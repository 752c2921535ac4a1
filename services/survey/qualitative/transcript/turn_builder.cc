#include "services/survey/qualitative/transcript/turn_builder.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/utf8.h"
#include "services/survey/qualitative/transcript/time_marks.h"

namespace lotse::survey::qualitative {
namespace {

int64_t Length(absl::string_view utf8) { return static_cast<int64_t>(types::CodePointCount(utf8)); }

absl::Status TooMany(int line, std::size_t limit, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("line ", line, ": more than ", limit, " ", what));
}

// The byte of `text` at or behind `at` that is of no white space.
std::size_t BehindSpace(absl::string_view text, std::size_t at) {
  while (at < text.size()) {
    const types::CodePoint c = types::DecodeFirst(text.substr(at));
    if (!types::IsWhiteSpace(c.value)) return at;
    at += c.size;
  }
  return text.size();
}

}  // namespace

void TurnBuilder::Begin(int line, absl::string_view speaker, absl::string_view role) {
  End();
  has_turn_ = true;
  turn_line_ = line;
  turn_ = {std::string(speaker),
           std::string(role),
           std::exchange(next_begin_, std::nullopt),
           std::nullopt,
           {}};
  if (speaker.empty() || !speakers_.insert(turn_.speaker).second) return;
  if (speakers_.size() > kMaxSpeakers && status_.ok()) {
    status_ = TooMany(line, kMaxSpeakers,
                      "different speakers; are these labels? Say who the speakers are");
  }
  transcript_.speakers.push_back(turn_.speaker);
}

void TurnBuilder::End() {
  if (has_turn_ && is_said_) {
    if (transcript_.turns.size() == kMaxTurns && status_.ok()) {
      status_ = TooMany(turn_line_, kMaxTurns, "turns; give the file in several parts");
    }
    if (status_.ok()) transcript_.turns.push_back(std::move(turn_));
  } else if (has_turn_ && !turn_.speaker.empty()) {
    findings_.Warn(turn_line_, "", "Nothing is said behind this label; the turn was left out.");
  }
  has_turn_ = is_said_ = false;
  blank_lines_ = 0;
}

void TurnBuilder::AddText(absl::string_view text, absl::string_view separator) {
  if (text.empty()) return;
  std::string before(separator);
  if (!is_said_) before = utf8_.empty() ? "" : "\n";
  absl::StrAppend(&utf8_, before, text);
  size_ += Length(before);
  if (!is_said_) turn_.span.begin = size_;
  size_ += Length(text);
  turn_.span.end = size_;
  turn_.end_ms.reset();
  next_begin_.reset();
  is_said_ = true;
  blank_lines_ = 0;
}

void TurnBuilder::AddBlank() {
  if (is_said_) ++blank_lines_;
}

void TurnBuilder::TakeMarks(int line, std::string* said, std::vector<TimeMark>* marks) {
  const std::string whole = std::exchange(*said, "");
  std::size_t done = 0;
  const auto take = [&](std::size_t end) {
    absl::string_view piece = absl::string_view(whole).substr(done, end - done);
    // Of the white space on both sides of a mark, one side is enough.
    if (said->empty() || said->back() == ' ') {
      while (absl::StartsWith(piece, " ") && done > 0) piece.remove_prefix(1);
    }
    absl::StrAppend(said, piece);
  };
  for (const FoundTimeMark& mark : FindTimeMarks(whole)) {
    if (!mark.time_ms) {
      findings_.Warn(line, "",
                     "What looks like a time mark is no time below 100 hours, with "
                     "minutes and seconds below 60; it stays in the text.");
      continue;
    }
    take(mark.begin);
    done = mark.end;
    marks->push_back({static_cast<int64_t>(said->size()), *mark.time_ms});
  }
  take(whole.size());
  const absl::string_view inner = types::WithoutOuterSpace(*said);
  const auto cut = static_cast<std::size_t>(inner.data() - said->data());
  for (TimeMark& mark : *marks) {
    const auto at = static_cast<std::size_t>(mark.position);
    mark.position = static_cast<int64_t>(BehindSpace(inner, at > cut ? at - cut : 0));
  }
  *said = std::string(inner);
}

void TurnBuilder::AddLine(int line, absl::string_view text) {
  std::string said(types::WithoutOuterSpace(text));
  std::vector<TimeMark> marks;  // Their positions are bytes of `said` so far.
  TakeMarks(line, &said, &marks);
  const bool said_before = is_said_;
  AddText(said, std::string(static_cast<std::size_t>(blank_lines_) + 1, '\n'));
  int64_t position = size_ - Length(said);
  std::size_t done = 0;  // Bytes before `position`.
  for (const TimeMark& mark : marks) {
    const auto bytes = static_cast<std::size_t>(mark.position);
    const bool is_first = bytes == 0 || said.empty();
    const bool is_last = bytes >= said.size();
    if (is_first && !said_before && !turn_.begin_ms) {
      turn_.begin_ms = mark.time_ms;
    } else if (is_last && is_said_) {
      turn_.end_ms = mark.time_ms;
    }
    if (said.empty()) next_begin_ = mark.time_ms;
    position += Length(absl::string_view(said).substr(done, bytes - done));
    done = bytes;
    AddMark(line, position, mark.time_ms);
  }
}

void TurnBuilder::AddCueMark(int line, int64_t time_ms, absl::string_view said) {
  AddMark(line, size_ - Length(said), time_ms);
}

void TurnBuilder::AddMark(int line, int64_t position, int64_t time_ms) {
  if (time_ms < last_mark_) {
    findings_.Warn(line, "", "The time lies before the one that came last; it was taken as it is.");
  }
  last_mark_ = time_ms;
  if (transcript_.time_marks.size() == kMaxTimeMarks) {
    if (status_.ok()) {
      status_ = TooMany(line, kMaxTimeMarks, "time marks; give the file in several parts");
    }
    return;
  }
  transcript_.time_marks.push_back({position, time_ms});
}

void TurnBuilder::SetTimes(int64_t begin_ms, int64_t end_ms) {
  if (!turn_.begin_ms) turn_.begin_ms = begin_ms;
  turn_.end_ms = end_ms;
}

absl::StatusOr<Transcript> TurnBuilder::Finish() && {
  End();
  if (!status_.ok()) return status_;
  absl::StatusOr<IndexedText> text = IndexedText::Make(std::move(utf8_));
  if (!text.ok()) return text.status();
  transcript_.text = *std::move(text);
  for (TimeMark& mark : transcript_.time_marks) {
    mark.position = transcript_.text.BoundaryBefore(std::min(mark.position, size_));
  }
  transcript_.findings = std::move(findings_).Take();
  return std::move(transcript_);
}

}  // namespace lotse::survey::qualitative
