#include "services/survey/qualitative/transcript/cue_transcript.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "runtime/types/utf8.h"
#include "services/survey/qualitative/transcript/cue_text.h"
#include "services/survey/qualitative/transcript/source_text.h"
#include "services/survey/qualitative/transcript/speaker_label.h"
#include "services/survey/qualitative/transcript/time_marks.h"
#include "services/survey/qualitative/transcript/turn_builder.h"

namespace lotse::survey::qualitative {
namespace {

constexpr absl::string_view kArrow = "-->";

struct CueTimes {
  int64_t begin_ms = 0;
  int64_t end_ms = 0;
};

// `begin --> end`, and settings of the cue behind it.
std::optional<CueTimes> ReadTimes(absl::string_view line) {
  const std::size_t arrow = line.find(kArrow);
  if (arrow == absl::string_view::npos) return std::nullopt;
  const absl::string_view behind = absl::StripAsciiWhitespace(line.substr(arrow + kArrow.size()));
  const std::optional<int64_t> begin = ParseTime(absl::StripAsciiWhitespace(line.substr(0, arrow)));
  const std::optional<int64_t> end = ParseTime(behind.substr(0, behind.find_first_of(" \t")));
  if (!begin || !end) return std::nullopt;
  return CueTimes{*begin, *end};
}

// Whether `line` is `word`, or the word with a space or tab behind it.
bool BeginsWithWord(absl::string_view line, absl::string_view word) {
  return absl::ConsumePrefix(&line, word) && (line.empty() || line[0] == ' ' || line[0] == '\t');
}

class CueReader {
 public:
  CueReader(std::vector<absl::string_view> lines, CueFormat format, const SpeakerOptions& options)
      : lines_(std::move(lines)), format_(format), each_is_known_(options.each_is_known) {
    for (const std::string& speaker : options.speakers) wanted_.emplace(speaker, 0);
    others_.insert(options.others.begin(), options.others.end());
  }

  absl::StatusOr<Transcript> Read() {
    if (absl::Status s = ReadHeader(); !s.ok()) return s;
    while (at_ < lines_.size()) {
      if (absl::StripAsciiWhitespace(lines_[at_]).empty()) {
        ++at_;
      } else {
        ReadBlock();
      }
    }
    if (cues_ == 0) {
      return absl::InvalidArgumentError(
          format_ == CueFormat::kWebVtt
              ? "there is no cue in the file; each has a line `00:00:01.000 --> 00:00:02.000`"
              : "there is no cue in the file; each has a line `00:00:01,000 --> 00:00:02,000`");
    }
    NoteRest();
    WarnOfMissing(wanted_, &builder_.findings());
    return std::move(builder_).Finish();
  }

 private:
  absl::Status ReadHeader() {
    if (format_ != CueFormat::kWebVtt) return absl::OkStatus();
    const absl::string_view first = lines_.empty() ? "" : lines_[0];
    if (!BeginsWithWord(first, "WEBVTT")) {
      return absl::InvalidArgumentError("line 1: a WebVTT file begins with the line `WEBVTT`");
    }
    at_ = EndOfBlock(0);
    if (at_ > 1) ++left_out_;  // What stands below it tells of the file.
    return absl::OkStatus();
  }

  // The empty line behind the block in which line `from` is.
  std::size_t EndOfBlock(std::size_t from) const {
    while (from < lines_.size() && !absl::StripAsciiWhitespace(lines_[from]).empty()) ++from;
    return from;
  }

  void ReadBlock() {
    const std::size_t begin = at_;
    const std::size_t end = EndOfBlock(begin);
    at_ = end;
    std::size_t times_at = begin;
    while (times_at < end && times_at < begin + 2 && !absl::StrContains(lines_[times_at], kArrow)) {
      ++times_at;
    }
    const int line = static_cast<int>(times_at) + 1;
    if (times_at == end || !absl::StrContains(lines_[times_at], kArrow)) return NotACue(begin);
    const std::optional<CueTimes> times = ReadTimes(lines_[times_at]);
    ++cues_;
    if (!times) {
      builder_.findings().Fail(line, "",
                               "The times of the cue cannot be read; they are like "
                               "`00:00:01.000 --> 00:00:02.000`.");
      return;
    }
    if (times->end_ms < times->begin_ms) {
      builder_.findings().Fail(line, "", "The cue ends before it begins; put its times right.");
      return;
    }
    const std::string payload =
        absl::StrJoin(lines_.begin() + static_cast<std::ptrdiff_t>(times_at) + 1,
                      lines_.begin() + static_cast<std::ptrdiff_t>(end), "\n");
    ReadPayload(line, *times, payload);
  }

  void NotACue(std::size_t begin) {
    for (const absl::string_view word : {"NOTE", "STYLE", "REGION"}) {
      if (format_ != CueFormat::kWebVtt || !BeginsWithWord(lines_[begin], word)) continue;
      ++left_out_;
      return;
    }
    // Text behind an empty line of a cue: other programs show nothing of it, but it was said.
    builder_.findings().Fail(static_cast<int>(begin) + 1, "",
                             "A block without times; put `begin --> end` above it, or take the "
                             "empty line before it out.");
  }

  void ReadPayload(int line, const CueTimes& times, absl::string_view payload) {
    const std::vector<CueVoice> voices = ReadCueText(payload);
    if (voices.empty()) {
      ++empty_;
      return;
    }
    bool is_first = true;
    for (const CueVoice& voice : voices) {
      absl::string_view text = voice.text;
      SpeakerLabel label = SplitRole(voice.speaker);
      if (voice.speaker.empty()) {
        if (auto read = ReadSpeakerLabel(text);
            read.has_value() && IsSpeaker(line, read->speaker)) {
          label = *std::move(read);
          text = types::WithoutOuterSpace(text.substr(label.size));
        }
      }
      if (const auto heard = wanted_.find(label.speaker); heard != wanted_.end()) ++heard->second;
      const bool goes_on =
          builder_.has_turn() && !label.speaker.empty() && builder_.speaker() == label.speaker;
      if (!goes_on) builder_.Begin(line, label.speaker, label.role);
      builder_.AddText(text, " ");
      builder_.SetTimes(times.begin_ms, times.end_ms);
      if (is_first) builder_.AddCueMark(line, times.begin_ms, text);
      is_first = false;
    }
  }

  // Whether a label at the begin of a cue names who speaks.
  bool IsSpeaker(int line, const std::string& label) {
    if (wanted_.empty() || wanted_.contains(label) || others_.contains(label)) return true;
    if (!read_as_said_.insert(label).second) return false;
    if (each_is_known_) {
      builder_.findings().Fail(line, "", kErrorOfOther);
    } else {
      builder_.findings().Warn(line, "", kWarningOfOther);
    }
    return false;
  }

  void NoteRest() {
    if (left_out_ > 0) {
      builder_.findings().Note(
          0, "",
          absl::StrCat(left_out_,
                       " blocks that are no cues (notes, styles, regions or what "
                       "tells of the file) were left out."));
    }
    if (empty_ > 0) {
      builder_.findings().Note(0, "", absl::StrCat(empty_, " cues without text were left out."));
    }
  }

  const std::vector<absl::string_view> lines_;
  const CueFormat format_;
  const bool each_is_known_;
  std::size_t at_ = 0;
  int cues_ = 0;
  int left_out_ = 0;
  int empty_ = 0;
  absl::flat_hash_map<std::string, int> wanted_;  // Cues, by the label of the speaker.
  absl::flat_hash_set<std::string> others_;
  absl::flat_hash_set<std::string> read_as_said_;
  TurnBuilder builder_;
};

}  // namespace

absl::StatusOr<Transcript> ReadCueTranscript(absl::string_view bytes, CueFormat format,
                                             const SpeakerOptions& options) {
  const absl::StatusOr<std::string> text = DecodeSource(bytes);
  if (!text.ok()) return text.status();
  auto lines = SourceLines(*text);
  if (!lines.ok()) return lines.status();
  return CueReader(*std::move(lines), format, options).Read();
}

}  // namespace lotse::survey::qualitative
