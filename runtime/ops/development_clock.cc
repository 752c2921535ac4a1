#include "runtime/ops/development_clock.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "absl/memory/memory.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "runtime/ops/authentication.h"
#include "runtime/ops/transport.h"
#include "runtime/types/moment.h"

namespace lotse::ops {
namespace {

absl::Status Wrong(absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("development_clock_file: ", what));
}

absl::StatusOr<absl::Time> ReadTime(const std::string& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return Wrong(absl::StrCat(path, " cannot be read: ", std::strerror(errno)));
  char text[64];  // Longer than any time.
  const ssize_t length = read(fd, text, sizeof text);
  close(fd);
  if (length < 0) return Wrong(absl::StrCat(path, " cannot be read: ", std::strerror(errno)));
  const absl::optional<absl::Time> time =
      types::ReadMoment(absl::StripAsciiWhitespace(absl::string_view(text, length)));
  if (time.has_value()) return *time;
  return Wrong(absl::StrCat(path,
                            " has no time of RFC 3339 from 0001 to 9999; write, for example, ",
                            "2026-03-02T09:00:00+01:00"));
}

std::string Format(absl::Time time) {
  return absl::FormatTime(absl::RFC3339_full, time, absl::UTCTimeZone());
}

}  // namespace

absl::Status CheckDevelopmentClock(const ServerConfig& config) {
  if (config.development_clock_file().empty()) return absl::OkStatus();
  if (HasAuthentication(config.auth())) {
    return Wrong(
        "is for development; with authentication (auth_issuer) the times of a change log have "
        "to be true");
  }
  if (!IsLoopback(config.listen())) {
    return Wrong("is for development; listen on loopback, for example 127.0.0.1:7401");
  }
  return ReadTime(config.development_clock_file()).status();
}

absl::StatusOr<std::unique_ptr<DevelopmentClock>> DevelopmentClock::Start(const std::string& path,
                                                                          Log* log) {
  const absl::StatusOr<absl::Time> now = ReadTime(path);
  if (!now.ok()) return now.status();
  log->Warning("development_clock", {{"file", path}, {"now", Format(*now)}});
  return absl::WrapUnique(new DevelopmentClock(path, *now, log));
}

DevelopmentClock::DevelopmentClock(std::string path, absl::Time now, Log* log)
    : path_(std::move(path)), log_(log), now_(now) {}

absl::Time DevelopmentClock::Now() {
  absl::MutexLock lock(&mutex_);
  const absl::StatusOr<absl::Time> read = ReadTime(path_);
  std::string fault;
  if (!read.ok()) {
    fault = std::string(read.status().message());
  } else if (*read < now_) {
    fault = absl::StrCat(Format(*read), " is earlier than ", Format(now_), "; it does not go back");
  } else {
    now_ = *read;
  }
  if (!fault.empty() && fault != told_) {
    log_->Warning("development_clock_stands", {{"error", fault}, {"now", Format(now_)}});
  }
  told_ = std::move(fault);
  return now_;
}

}  // namespace lotse::ops
