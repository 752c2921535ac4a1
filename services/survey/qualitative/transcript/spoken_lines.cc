#include "services/survey/qualitative/transcript/spoken_lines.h"

#include <cstddef>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/utf8.h"
#include "services/survey/qualitative/transcript/speaker_label.h"
#include "services/survey/qualitative/transcript/time_marks.h"
#include "services/survey/qualitative/transcript/turn_builder.h"

namespace lotse::survey::qualitative {
namespace {

// A line with what may be its label.
struct LabelledLine {
  absl::string_view text;    // Without white space at its ends.
  std::size_t label_at = 0;  // Behind time marks at its begin.
  std::optional<SpeakerLabel> label;
};

LabelledLine ReadLine(const SpokenLine& line, bool has_labels) {
  LabelledLine read;
  read.text = types::WithoutOuterSpace(line.text);
  if (line.is_heading || !has_labels) return read;
  for (const FoundTimeMark& mark : FindTimeMarks(read.text)) {
    const absl::string_view between = read.text.substr(read.label_at, mark.begin - read.label_at);
    if (!types::WithoutOuterSpace(between).empty()) break;
    read.label_at = mark.end;
  }
  const absl::string_view rest = read.text.substr(read.label_at);
  const absl::string_view head = types::WithoutOuterSpace(rest);
  if (!head.empty()) read.label_at += static_cast<std::size_t>(head.data() - rest.data());
  read.label = ReadSpeakerLabel(head);
  return read;
}

class LineReader {
 public:
  LineReader(const std::vector<SpokenLine>& lines, const SpeakerOptions& options,
             std::vector<v1alpha::ImportFinding> findings)
      : lines_(lines),
        each_is_known_(options.each_is_known),
        has_paragraphs_(options.has_paragraphs) {
    for (v1alpha::ImportFinding& finding : findings) builder_.findings().Add(std::move(finding));
    for (const std::string& speaker : options.speakers) wanted_.emplace(speaker, 0);
    for (const std::string& speaker : options.others) others_.insert(speaker);
    for (const SpokenLine& line : lines) {
      const LabelledLine& read = read_.emplace_back(ReadLine(line, options.has_labels));
      if (read.label) ++counts_[read.label->speaker];
    }
    for (std::size_t i = 0; i < read_.size(); ++i) {
      if (read_[i].label && BeginsTurn(i)) at_begin_.insert(read_[i].label->speaker);
    }
    turns_are_apart_ = TurnsAreApart();
  }

  absl::StatusOr<Transcript> Read() {
    for (std::size_t i = 0; i < lines_.size(); ++i) ReadAt(i);
    WarnOfMissing(wanted_, &builder_.findings());
    return std::move(builder_).Finish();
  }

 private:
  void ReadAt(std::size_t i) {
    const SpokenLine& line = lines_[i];
    const LabelledLine& read = read_[i];
    if (read.text.empty()) return builder_.AddBlank();
    if (read.label && IsSpeaker(i)) {
      builder_.Begin(line.number, read.label->speaker, read.label->role);
      const absl::string_view marks = read.text.substr(0, read.label_at);
      const absl::string_view said = read.text.substr(read.label_at + read.label->size);
      builder_.AddLine(line.number, absl::StrCat(marks, said));
      return;
    }
    if (line.is_heading || !builder_.has_turn() || after_heading_ ||
        (has_paragraphs_ && BeginsAnew(i))) {
      builder_.Begin(line.number, "", "");
    }
    after_heading_ = line.is_heading;
    builder_.AddLine(line.number, read.text);
  }

  // Whether the line follows an empty line or a heading.
  bool BeginsAnew(std::size_t i) const {
    return i == 0 || read_[i - 1].text.empty() || lines_[i - 1].is_heading;
  }

  // Whether the label of the line follows what parts turns, or another label.
  bool BeginsTurn(std::size_t i) const {
    if (BeginsAnew(i) || read_[i - 1].label) return true;
    return read_[i - 1].label_at == read_[i - 1].text.size();  // Only time marks.
  }

  // Whether there are labels that come more than once, and all of them follow empty lines.
  bool TurnsAreApart() {
    bool is_found = false;
    for (std::size_t i = 1; i < read_.size(); ++i) {
      if (!read_[i].label || counts_[read_[i].label->speaker] < 2) continue;
      if (!BeginsAnew(i)) return false;
      is_found = true;
    }
    return is_found;
  }

  // The label of a line is read as words. It may be somebody whom the list lacks, and whose words
  // are somebody else's then.
  void ReadAsSaid(std::size_t i, const char* warning) {
    const int line = lines_[i].number;
    if (!read_as_said_.insert(read_[i].label->speaker).second) return;
    if (each_is_known_) return builder_.findings().Fail(line, "", kErrorOfOther);
    builder_.findings().Warn(line, "", warning);
  }

  bool IsSpeaker(std::size_t i) {
    const std::string& speaker = read_[i].label->speaker;
    const auto found = wanted_.find(speaker);
    if (found != wanted_.end()) ++found->second;
    if (found != wanted_.end() || others_.contains(speaker)) {
      after_heading_ = false;
      return true;
    }
    if (!wanted_.empty()) {
      ReadAsSaid(i, kWarningOfOther);
      return false;
    }
    const bool is_alone = counts_[speaker] == 1;
    const bool follows = BeginsAnew(i) || (!turns_are_apart_ && read_[i - 1].label);
    if (is_alone && !follows) {
      ReadAsSaid(i,
                 "A label that comes only once, amid a turn, was read as what is said; if it is a "
                 "speaker, say who the speakers are.");
      return false;
    }
    if (!is_alone && at_begin_.insert(speaker).second) {
      builder_.findings().Warn(lines_[i].number, "",
                               "A label that comes only amid turns was read as a speaker; if it is "
                               "none, say who the speakers are.");
    }
    if (is_alone) {
      builder_.findings().Warn(lines_[i].number, "",
                               "A label that comes only once was read as a speaker; if it is none, "
                               "say who the speakers are.");
    }
    after_heading_ = false;
    return true;
  }

  const std::vector<SpokenLine>& lines_;
  const bool each_is_known_;
  const bool has_paragraphs_;
  std::vector<LabelledLine> read_;
  absl::flat_hash_map<std::string, int> counts_;
  absl::flat_hash_map<std::string, int> wanted_;
  absl::flat_hash_set<std::string> others_;
  absl::flat_hash_set<std::string> read_as_said_;
  // Labels that begin a turn somewhere for sure, and those that were warned of.
  absl::flat_hash_set<std::string> at_begin_;
  bool turns_are_apart_ = false;
  bool after_heading_ = false;
  TurnBuilder builder_;
};

}  // namespace

void WarnOfMissing(const absl::flat_hash_map<std::string, int>& said, FindingList* findings) {
  std::size_t missing = 0;
  for (const auto& [speaker, count] : said) missing += count == 0 ? 1 : 0;
  if (missing == 0) return;
  findings->Warn(0, "",
                 absl::StrCat(missing, " of the ", said.size(),
                              " speakers that were given say nothing in this file."));
}

absl::StatusOr<Transcript> ReadSpokenLines(const std::vector<SpokenLine>& lines,
                                           const SpeakerOptions& options,
                                           std::vector<v1alpha::ImportFinding> findings) {
  return LineReader(lines, options, std::move(findings)).Read();
}

}  // namespace lotse::survey::qualitative
