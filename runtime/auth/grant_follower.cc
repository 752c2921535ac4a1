#include "runtime/auth/grant_follower.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <utility>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "runtime/auth/grant_copy.pb.h"
#include "runtime/rpc/error.h"

namespace lotse::auth {
namespace {

constexpr char kGrantType[] = "type.lotse/Grant";
constexpr int kPageSize = 1000;

void Apply(const type::v1alpha::Change& change, std::map<std::string, Grant>* grants) {
  if (change.revision() == 0) return;  // Changes no grant.
  Grant grant;
  if (change.verb() != "DELETE" && change.content().UnpackTo(&grant)) {
    (*grants)[change.resource()] = std::move(grant);
  } else {
    grants->erase(change.resource());
  }
}

// Puts `bytes` in the place of a file, so that it is the old one or the new one.
absl::Status WriteWhole(const std::string& path, const std::string& bytes) {
  const std::string part = path + ".part";
  const int fd = open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return absl::ErrnoToStatus(errno, part);
  auto close_it = absl::MakeCleanup([fd] { close(fd); });
  for (size_t done = 0; done < bytes.size();) {
    const ssize_t written = write(fd, bytes.data() + done, bytes.size() - done);
    if (written < 0 && errno != EINTR) return absl::ErrnoToStatus(errno, part);
    if (written > 0) done += static_cast<size_t>(written);
  }
  if (fsync(fd) != 0) return absl::ErrnoToStatus(errno, part);
  if (rename(part.c_str(), path.c_str()) != 0) return absl::ErrnoToStatus(errno, path);
  return absl::OkStatus();
}

}  // namespace

GrantFollower::GrantFollower(std::string path, GrantBook* book, Source source, ops::Log* log,
                             prometheus::Registry* registry, absl::Duration max_age)
    : path_(std::move(path)),
      book_(book),
      source_(std::move(source)),
      log_(log),
      max_age_(max_age),
      write_every_(std::min(absl::Minutes(5), max_age / 20)),
      last_success_(prometheus::BuildGauge()
                        .Name("lotse_grants_last_success_timestamp_seconds")
                        .Help("When the grants were last known to be those of lotse-engagement.")
                        .Register(*registry)
                        .Add({})) {
  ReadCopy();
}

GrantFollower::~GrantFollower() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

void GrantFollower::Start() {
  thread_ = std::thread([this] { Work(); });
}

void GrantFollower::Work() {
  while (true) {
    Tell(Follow());
    absl::MutexLock lock(&mutex_);
    if (mutex_.AwaitWithDeadline(absl::Condition(&stopping_), absl::Now() + kPause)) return;
  }
}

absl::Status GrantFollower::Follow() {
  // Before it asks: what changes from now on may not be in the answer.
  const absl::Time asked_at = absl::Now();
  std::string cursor = cursor_;
  std::map<std::string, Grant> grants = grants_;
  bool changed = !book_->complete();
  absl::Status read = ReadToTheEnd(&cursor, &grants, &changed);
  if (rpc::ReasonOf(read) == type::v1alpha::ERROR_REASON_INVALID_PAGE_TOKEN) {
    // The log there is another one, as after a restore. What is known counts until all
    // of the new one is.
    cursor.clear();
    grants.clear();
    changed = true;
    read = ReadToTheEnd(&cursor, &grants, &changed);
  }
  if (!read.ok()) return read;
  cursor_ = std::move(cursor);
  if (changed) {
    grants_ = std::move(grants);
    std::vector<Grant> all;
    for (const auto& [name, grant] : grants_) all.push_back(grant);
    book_->Replace(all);
    copy_is_old_ = true;
  }
  // After that: what was too old must not count again for a moment.
  Know(asked_at);
  if (copy_is_old_ || known_at_ - written_at_ >= write_every_) {
    if (absl::Status s = WriteCopy(); !s.ok()) return s;
    copy_is_old_ = false;
  }
  last_success_.SetToCurrentTime();
  return absl::OkStatus();
}

absl::Status GrantFollower::ReadToTheEnd(std::string* cursor, std::map<std::string, Grant>* grants,
                                         bool* changed) const {
  Request request;
  request.set_parent("-");
  request.set_page_size(kPageSize);
  request.add_resource_types(kGrantType);
  for (bool more = true; more;) {
    request.set_cursor(*cursor);
    const absl::StatusOr<Response> response = source_(request);
    if (!response.ok()) return response.status();
    for (const auto& change : response->changes()) Apply(change, grants);
    *changed |= response->changes_size() > 0;
    *cursor = response->next_cursor();
    more = response->more();
  }
  return absl::OkStatus();
}

// Told once when it begins and once when it ends: it asks every second.
void GrantFollower::Tell(const absl::Status& status) {
  if (std::exchange(failing_, !status.ok()) == failing_) return;
  if (failing_) {
    log_->Warning("grants_not_followed", {{"what", std::string(status.message())}});
  } else {
    log_->Info("grants_followed", {{"grants", static_cast<int64_t>(grants_.size())}});
  }
}

void GrantFollower::ReadCopy() {
  std::ifstream file(path_, std::ios::binary);
  GrantCopy copy;
  if (!file || !copy.ParseFromIstream(&file)) return;  // It is read again from the start.
  cursor_ = copy.cursor();
  // A clock that was set back makes nothing younger than now.
  Know(std::min(absl::FromUnixSeconds(copy.known_at()), absl::Now()));
  for (const Grant& grant : copy.grants()) grants_[grant.name()] = grant;
  book_->Replace({copy.grants().begin(), copy.grants().end()});
}

void GrantFollower::Know(absl::Time at) {
  known_at_ = at;
  book_->TrustUntil(at + max_age_);
}

absl::Status GrantFollower::WriteCopy() {
  GrantCopy copy;
  copy.set_cursor(cursor_);
  copy.set_known_at(absl::ToUnixSeconds(known_at_));
  for (const auto& [name, grant] : grants_) *copy.add_grants() = grant;
  const absl::Status written = WriteWhole(path_, copy.SerializeAsString());
  if (written.ok()) written_at_ = known_at_;
  return written;
}

}  // namespace lotse::auth
