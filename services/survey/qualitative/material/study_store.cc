#include "services/survey/qualitative/material/study_store.h"

#include <filesystem>

#include "runtime/rpc/error.h"
#include "services/survey/responses/file_removal.h"

namespace lotse::survey::qualitative {
namespace {

// What a caller is told of files that cannot be opened. The names of files stay in here.
absl::Status OpeningFailed(const absl::Status& status) {
  if (rpc::ReasonOf(status) != type::v1alpha::ERROR_REASON_UNSPECIFIED) return status;
  if (absl::IsDataLoss(status)) {
    return rpc::Error(type::v1alpha::ERROR_REASON_STORE_CORRUPT,
                      "files of this study are damaged or lost; they have to be restored from a "
                      "backup");
  }
  return rpc::RetryLater(type::v1alpha::ERROR_REASON_STORE_UNAVAILABLE,
                         "the files of this study cannot be opened now", /*seconds=*/5);
}

absl::Status InUse() {
  return rpc::RetryLater(type::v1alpha::ERROR_REASON_STORE_UNAVAILABLE,
                         "somebody uses the files of this study, which are to be removed",
                         /*seconds=*/1);
}

absl::Status Remove(const std::string& path) {
  const std::filesystem::path file(path);
  return OverwriteAndRemoveDatabase(file.parent_path().string(), file.filename().string());
}

}  // namespace

absl::StatusOr<StudyStore::Lease> StudyStore::Find(const std::string& study) {
  return Lend(study, IfNone::kNothing);
}

absl::StatusOr<StudyStore::Lease> StudyStore::Make(const std::string& study) {
  return Lend(study, IfNone::kMake);
}

absl::StatusOr<StudyStore::Lease> StudyStore::Lend(const std::string& study, IfNone if_none) {
  {
    absl::MutexLock lock(&mutex_);
    const auto not_busy = [&] {
      mutex_.AssertHeld();
      return !busy_.contains(study);
    };
    mutex_.Await(absl::Condition(&not_busy));
    if (Lease open = LendOpen(study)) return open;
    busy_.insert(study);
  }
  if (if_none == IfNone::kNothing && !HasFiles(study)) {
    EndBusy(study);
    return Lease();
  }
  auto files = StudyFiles::Open(folders_, study, writes_, kept_);
  if (!files.ok()) {
    EndBusy(study);
    return OpeningFailed(files.status());
  }
  // What a crash left in the log. If it cannot be emptied now, the next change empties it.
  (*files)->Tidy().IgnoreError();
  return Keep(study, *std::move(files));
}

StudyStore::Lease StudyStore::LendOpen(const std::string& study) {
  const auto it = open_.find(study);
  if (it == open_.end()) return nullptr;
  ++it->second.users;
  used_.splice(used_.begin(), used_, it->second.at);
  return Lease(it->second.files.get(), [this, study](StudyFiles*) { GiveBack(study); });
}

StudyStore::Lease StudyStore::Keep(const std::string& study, std::unique_ptr<StudyFiles> files) {
  Lease lease;
  TakenOut idle;
  {
    absl::MutexLock lock(&mutex_);
    used_.push_front(study);
    open_.emplace(study, Entry{std::move(files), /*users=*/0, used_.begin()});
    busy_.erase(study);
    lease = LendOpen(study);
    idle = TakeIdle();
  }
  for (auto& [name, closing] : idle) {
    closing.reset();
    EndBusy(name);
  }
  return lease;
}

void StudyStore::GiveBack(const std::string& study) {
  absl::MutexLock lock(&mutex_);
  --open_.at(study).users;
}

bool StudyStore::IsIdle(const std::string& study) const {
  const auto it = open_.find(study);
  return it == open_.end() || it->second.users == 0;
}

std::unique_ptr<StudyFiles> StudyStore::TakeOut(const std::string& study) {
  busy_.insert(study);
  const auto it = open_.find(study);
  if (it == open_.end()) return nullptr;
  std::unique_ptr<StudyFiles> files = std::move(it->second.files);
  used_.erase(it->second.at);
  open_.erase(it);
  return files;
}

StudyStore::TakenOut StudyStore::TakeIdle() {
  std::vector<std::string> idle;
  for (auto name = used_.rbegin(); name != used_.rend(); ++name) {
    if (open_.size() - idle.size() <= kMaxOpen) break;
    if (IsIdle(*name)) idle.push_back(*name);
  }
  TakenOut taken;
  for (const std::string& name : idle) taken.emplace_back(name, TakeOut(name));
  return taken;
}

void StudyStore::EndBusy(const std::string& study) {
  absl::MutexLock lock(&mutex_);
  busy_.erase(study);
}

absl::Status StudyStore::Purge(const std::string& study, absl::Time deadline) {
  std::unique_ptr<StudyFiles> files;
  {
    absl::MutexLock lock(&mutex_);
    const auto given_back = [&] {
      mutex_.AssertHeld();
      return !busy_.contains(study) && IsIdle(study);
    };
    if (!mutex_.AwaitWithDeadline(absl::Condition(&given_back), deadline)) return InUse();
    files = TakeOut(study);
  }
  files.reset();
  const absl::Status removed = RemoveFiles(study);
  EndBusy(study);
  return removed;
}

absl::Status StudyStore::RemoveFiles(const std::string& study) const {
  const StudyFiles::Paths paths = StudyFiles::PathsOf(folders_, study);
  // Names first: who they are goes before what they said, should a crash come between.
  if (absl::Status s = Remove(paths.names); !s.ok()) return s;
  return Remove(paths.material);
}

bool StudyStore::HasFiles(const std::string& study) const {
  const StudyFiles::Paths paths = StudyFiles::PathsOf(folders_, study);
  return StudyFiles::IsThere(paths.material) || StudyFiles::IsThere(paths.names);
}

std::vector<std::string> StudyStore::Untidied() const {
  std::vector<std::string> untidied;
  absl::MutexLock lock(&mutex_);
  for (const auto& [study, entry] : open_) {
    if (entry.files->HasToTidy()) untidied.push_back(study);
  }
  return untidied;
}

bool StudyStore::writable() const {
  absl::MutexLock lock(&mutex_);
  for (const auto& [study, entry] : open_) {
    if (!entry.files->writable()) return false;
  }
  return true;
}

size_t StudyStore::open() const {
  absl::MutexLock lock(&mutex_);
  return open_.size();
}

}  // namespace lotse::survey::qualitative
