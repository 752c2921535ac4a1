#include "runtime/ops/log.h"

#include <unistd.h>

#include <cerrno>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "runtime/types/utf8.h"

namespace lotse::ops {
namespace {

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
      mutex_.Await(absl::Condition(&ready));
      if (waiting_.empty()) return;
      lines.swap(waiting_);
      std::swap(dropped, dropped_);
    }
    for (const std::string& line : lines) Write(line);
    if (dropped > 0) Write(Line(service_, "warning", "log_lines_dropped", {{"count", dropped}}));
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
