#include "services/survey/qualitative/transcript/time_marks.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "services/survey/qualitative/transcript/transcript.h"

namespace lotse::survey::qualitative {
namespace {

// Longest mark: `[000:00:00.000]`.
constexpr std::size_t kLongestMark = 15;

struct TimeParts {
  int64_t numbers[3] = {0, 0, 0};
  int count = 0;  // 2 or 3.
  int64_t fraction_ms = 0;
};

// Takes up to `most` digits; false if there is none, or one too many.
bool TakeDigits(absl::string_view* text, std::size_t least, std::size_t most, int64_t* number) {
  std::size_t count = 0;
  *number = 0;
  while (count < text->size() && absl::ascii_isdigit((*text)[count])) {
    if (++count > most) return false;
    *number = *number * 10 + ((*text)[count - 1] - '0');
  }
  text->remove_prefix(count);
  return count >= least;
}

std::optional<TimeParts> ReadParts(absl::string_view text) {
  TimeParts parts;
  while (true) {
    const std::size_t least = parts.count == 0 ? 1 : 2;
    const std::size_t most = parts.count == 0 ? 3 : 2;
    if (!TakeDigits(&text, least, most, &parts.numbers[parts.count])) return std::nullopt;
    ++parts.count;
    if (parts.count == 3 || text.empty() || text[0] != ':') break;
    text.remove_prefix(1);
  }
  if (parts.count < 2) return std::nullopt;
  if (text.empty()) return parts;
  if (text[0] != '.' && text[0] != ',' && text[0] != '-') return std::nullopt;
  text.remove_prefix(1);
  const std::size_t digits = text.size();
  if (!TakeDigits(&text, 1, 3, &parts.fraction_ms) || !text.empty()) return std::nullopt;
  for (std::size_t i = digits; i < 3; ++i) parts.fraction_ms *= 10;
  return parts;
}

std::optional<int64_t> Milliseconds(const TimeParts& parts) {
  const int64_t hours = parts.count == 3 ? parts.numbers[0] : 0;
  const int64_t minutes = parts.numbers[parts.count - 2];
  const int64_t seconds = parts.numbers[parts.count - 1];
  if ((parts.count == 3 && minutes > 59) || seconds > 59) return std::nullopt;
  const int64_t time = ((hours * 60 + minutes) * 60 + seconds) * 1000 + parts.fraction_ms;
  return time < kMaxTimeMs ? std::optional<int64_t>(time) : std::nullopt;
}

}  // namespace

std::vector<FoundTimeMark> FindTimeMarks(absl::string_view line) {
  std::vector<FoundTimeMark> marks;
  for (std::size_t at = line.find_first_of("[(#"); at != absl::string_view::npos;
       at = line.find_first_of("[(#", at)) {
    const char opened = line[at];
    const char closes = opened == '[' ? ']' : opened == '(' ? ')' : '#';
    const absl::string_view rest = line.substr(at + 1, kLongestMark);
    const std::size_t length = rest.find(closes);
    ++at;
    if (length == absl::string_view::npos) continue;
    const std::optional<TimeParts> parts = ReadParts(rest.substr(0, length));
    if (!parts || (opened == '(' && parts->count < 3)) continue;
    marks.push_back({at - 1, at + length + 1, Milliseconds(*parts)});
    at += length + 1;
  }
  return marks;
}

std::optional<int64_t> ParseTime(absl::string_view text) {
  const std::optional<TimeParts> parts = ReadParts(text);
  return parts ? Milliseconds(*parts) : std::nullopt;
}

}  // namespace lotse::survey::qualitative
