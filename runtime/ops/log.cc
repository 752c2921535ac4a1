#include "runtime/ops/log.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "runtime/types/utf8.h"

namespace lotse::ops {
namespace {

// How long lines may wait for others, so that they are written together.
constexpr absl::Duration kPause = absl::Milliseconds(5);

// Text that is the same in JSON: most of what is logged.
bool IsPlain(absl::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c >= 0x20 && c < 0x7F && c != '"' && c != '\\'; });
}

std::string Line(absl::string_view service, absl::string_view level, absl::string_view event,
                 LogFields fields) {
  std::string line = absl::StrCat(
      "{\"time\":\"", absl::FormatTime("%Y-%m-%dT%H:%M:%E6SZ", absl::Now(), absl::UTCTimeZone()),
      "\",\"level\":\"", level, "\",\"service\":", JsonString(service),
      ",\"event\":", JsonString(event));
  for (const auto& [key, value] : fields) {
    absl::StrAppend(&line, ",", JsonString(key), ":");
    if (const auto* number = absl::get_if<int64_t>(&value)) {
      absl::StrAppend(&line, *number);
    } else {
      absl::StrAppend(&line, JsonString(absl::get<std::string>(value)));
    }
  }
  absl::StrAppend(&line, "}\n");
  return line;
}

}  // namespace

std::string JsonString(absl::string_view text) {
  if (IsPlain(text)) return absl::StrCat("\"", text, "\"");
  std::string out = "\"";
  while (!text.empty()) {
    const types::CodePoint first = types::DecodeFirst(text);
    const char c = text[0];
    if (!first.valid) {
      out += "\xEF\xBF\xBD";
    } else if (c == '"' || c == '\\') {
      out += {'\\', c};
    } else if (first.size == 1 && (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)) {
      absl::StrAppendFormat(&out, "\\u%04x", c);
    } else {
      out += std::string(text.substr(0, first.size));
    }
    text.remove_prefix(first.size);
  }
  return out + "\"";
}

Log::Log(std::string service, int fd, size_t max_waiting)
    : service_(std::move(service)),
      fd_(fd),
      max_waiting_(max_waiting),
      writer_([this] { Work(); }) {}

Log::~Log() {
  {
    absl::MutexLock lock(&mutex_);
    stopped_ = true;
  }
  writer_.join();
}

void Log::Flush(absl::Duration patience) {
  const auto written = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return waiting_.empty() && !writing_;
  };
  absl::MutexLock lock(&mutex_);
  mutex_.AwaitWithDeadline(absl::Condition(&written), absl::Now() + patience);
}

int64_t Log::dropped() const {
  absl::MutexLock lock(&mutex_);
  return dropped_;
}

void Log::Add(absl::string_view level, absl::string_view event, LogFields fields) {
  std::string line = Line(service_, level, event, fields);
  absl::MutexLock lock(&mutex_);
  if (waiting_.size() >= max_waiting_) {
    ++dropped_;
  } else {
    waiting_.push_back(std::move(line));
  }
}

void Log::Work() {
  const auto ready = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return stopped_ || !waiting_.empty();
  };
  while (true) {
    std::deque<std::string> lines;
    int64_t dropped = 0;
    {
      absl::MutexLock lock(&mutex_);
      writing_ = false;
      mutex_.Await(absl::Condition(&ready));
      if (waiting_.empty()) return;
      writing_ = true;
      lines.swap(waiting_);
      dropped = dropped_ - std::exchange(told_dropped_, dropped_);
    }
    if (dropped > 0) {
      lines.push_back(Line(service_, "warning", "log_lines_dropped", {{"count", dropped}}));
    }
    Write(absl::StrJoin(lines, ""));
    // A thread that is woken for each line costs a call more than all else here.
    absl::SleepFor(kPause);
  }
}

void Log::Write(absl::string_view text) const {
  while (!text.empty()) {
    const ssize_t written = ::write(fd_, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;  // Nobody can be told that the log is gone.
    text.remove_prefix(written);
  }
}

}  // namespace lotse::ops
