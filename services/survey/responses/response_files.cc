// How the files of waves are opened, lent, closed and removed.
#include <filesystem>
#include <utility>

#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "services/survey/responses/removal.h"
#include "services/survey/responses/response_lease.h"
#include "services/survey/responses/response_store.h"

namespace lotse::survey {
namespace {

// Also if it cannot be told: opening it tells why.
bool IsThere(const std::string& path) {
  std::error_code error;
  return std::filesystem::exists(path, error) || error;
}

absl::Status Lost() {
  return rpc::Error(type::v1alpha::ERROR_REASON_STORE_CORRUPT,
                    "files of this wave are lost, and with them answers or invitations; they "
                    "have to be restored from a backup");
}

absl::Status InUse() {
  return rpc::RetryLater(type::v1alpha::ERROR_REASON_STORE_UNAVAILABLE,
                         "somebody reads the files of this wave, which are to be removed",
                         /*seconds=*/1);
}

}  // namespace

absl::Status OpeningFailed(const absl::Status& status) {
  if (status.ok() || rpc::ReasonOf(status) != type::v1alpha::ERROR_REASON_UNSPECIFIED) {
    return status;
  }
  if (absl::IsDataLoss(status)) {
    return rpc::Error(type::v1alpha::ERROR_REASON_STORE_CORRUPT,
                      "the files of this wave are damaged");
  }
  return rpc::RetryLater(type::v1alpha::ERROR_REASON_STORE_UNAVAILABLE,
                         "the files of this wave cannot be opened now", /*seconds=*/5);
}

ResponseStore::Lease ResponseStore::LendOpen(const std::string& wave) {
  const auto it = open_.find(wave);
  if (it == open_.end()) return Lease();
  ++it->second.users;
  used_.splice(used_.begin(), used_, it->second.at);
  return Lease(this, wave, it->second.files.get());
}

absl::StatusOr<std::unique_ptr<WaveStore>> ResponseStore::OpenFiles(const std::string& wave,
                                                                    Identity identity,
                                                                    IfNone if_none) {
  const auto wake = [this, wave] {
    absl::MutexLock lock(&mutex_);
    untidy_.insert(wave);
  };
  const PersonalWave::Files personal = PersonalWave::FilesOf(folders_, wave);
  const WavePair::Files pair = WavePair::FilesOf(folders_.answers, wave);
  const bool has_personal = IsThere(personal.answers), has_pair = IsThere(pair.answers);
  const bool make = if_none == IfNone::kMake;
  // To make what is missing would hide that it is lost.
  if (!make && !(has_personal && IsThere(personal.ledger)) && !(has_pair && IsThere(pair.ledger))) {
    return Lost();
  }
  const bool is_personal = identity != kWhatever && identity != v1alpha::Wave::IDENTITY_ANONYMOUS;
  if (has_personal || (is_personal && !has_pair)) {
    auto opened = PersonalWave::Open(folders_, wave, make ? identity : kWhatever, writes_, wake);
    if (!opened.ok()) return OpeningFailed(opened.status());
    return std::unique_ptr<WaveStore>(*std::move(opened));
  }
  auto opened = WavePair::Open(folders_.answers, wave, writes_, wake, make);
  if (!opened.ok()) return OpeningFailed(opened.status());
  return std::unique_ptr<WaveStore>(*std::move(opened));
}

absl::StatusOr<ResponseStore::Lease> ResponseStore::Lend(const std::string& wave, Identity identity,
                                                         IfNone if_none) {
  absl::StatusOr<Lease> lease = LendAny(wave, identity, if_none);
  if (!lease.ok()) return lease;
  if (!*lease) {
    return rpc::Error(type::v1alpha::ERROR_REASON_WAVE_NOT_OPEN,
                      absl::StrCat(wave, " takes no answers; there is nothing of it any more"),
                      {{"resource", wave}});
  }
  if (identity != kWhatever && (*lease)->identity() != identity) {
    return OpeningFailed(absl::DataLossError(wave + ": its files are of another mode"));
  }
  return lease;
}

absl::StatusOr<ResponseStore::Lease> ResponseStore::LendToRead(const std::string& wave) {
  absl::StatusOr<Lease> lease = LendAny(wave, kWhatever, IfNone::kTell);
  if (!lease.ok() || *lease) return lease;
  return rpc::Error(type::v1alpha::ERROR_REASON_WRONG_STATE,
                    absl::StrCat(wave, ": its answers are gone"),
                    {{"resource", wave}, {"field", "state"}});
}

// Empty if the wave is forbidden.
absl::StatusOr<ResponseStore::Lease> ResponseStore::LendAny(const std::string& wave,
                                                            Identity identity, IfNone if_none) {
  {
    absl::MutexLock lock(&mutex_);
    AwaitNotBusy(wave);
    if (forbidden_.contains(wave)) return Lease();
    if (Lease open = LendOpen(wave)) return open;
    busy_.insert(wave);
  }
  auto files = OpenFiles(wave, identity, if_none);
  if (files.ok()) return Keep(wave, *std::move(files));
  EndBusy(wave);
  return files.status();
}

ResponseStore::Lease ResponseStore::Keep(const std::string& wave,
                                         std::unique_ptr<WaveStore> files) {
  WaveStore* const opened = files.get();
  opened->WhenErased([this, wave] { NoteErasure(wave); });
  // What a crash left to be done.
  const bool untidy = opened->HasToTidy();
  TakenOut idle;
  {
    absl::MutexLock lock(&mutex_);
    used_.push_front(wave);
    open_.emplace(wave, Entry{std::move(files), /*users=*/1, used_.begin()});
    busy_.erase(wave);
    if (untidy) untidy_.insert(wave);
    idle = TakeIdle();
  }
  Lease lease(this, wave, opened);
  for (auto& [name, closing] : idle) {
    closing.reset();
    EndBusy(name);
  }
  return lease;
}

void ResponseStore::GiveBack(const std::string& wave) {
  absl::MutexLock lock(&mutex_);
  Entry& entry = open_.at(wave);
  --entry.users;
  known_[wave] = {entry.files->Count(), entry.files->IsClosed()};
}

void ResponseStore::AwaitNotBusy(const std::string& wave) {
  const auto not_busy = [&] {
    mutex_.AssertHeld();
    return !busy_.contains(wave);
  };
  mutex_.Await(absl::Condition(&not_busy));
}

void ResponseStore::EndBusy(const std::string& wave) {
  absl::MutexLock lock(&mutex_);
  busy_.erase(wave);
}

std::unique_ptr<WaveStore> ResponseStore::TakeOut(const std::string& wave) {
  busy_.insert(wave);
  const auto it = open_.find(wave);
  if (it == open_.end()) return nullptr;
  std::unique_ptr<WaveStore> files = std::move(it->second.files);
  used_.erase(it->second.at);
  open_.erase(it);
  return files;
}

ResponseStore::TakenOut ResponseStore::TakeIdle() {
  std::vector<std::string> idle;
  for (auto name = used_.rbegin(); name != used_.rend(); ++name) {
    if (open_.size() - idle.size() <= kMaxOpen) break;
    if (MayBeClosed(*name)) idle.push_back(*name);
  }
  TakenOut taken;
  for (const std::string& name : idle) taken.emplace_back(name, TakeOut(name));
  return taken;
}

bool ResponseStore::IsIdle(const std::string& wave) const {
  const auto it = open_.find(wave);
  return it == open_.end() || it->second.users == 0;
}

bool ResponseStore::MayBeClosed(const std::string& wave) const {
  return IsIdle(wave) && !open_.at(wave).files->remembers();
}

absl::Status ResponseStore::Prepare(const std::string& wave, Identity identity) {
  if (absl::Status s = Discard(wave, identity); !s.ok()) return s;
  return Lend(wave, identity, IfNone::kMake).status();
}

absl::Status ResponseStore::Discard(const std::string& wave, Identity identity) {
  std::unique_ptr<WaveStore> files;
  bool forbidden = false;
  {
    absl::MutexLock lock(&mutex_);
    // The store tidies by itself, and soon has done.
    const auto left_alone = [&] {
      mutex_.AssertHeld();
      return !busy_.contains(wave) && tidied_ != wave;
    };
    mutex_.Await(absl::Condition(&left_alone));
    forbidden = forbidden_.contains(wave);
    if (!forbidden && identity == kWhatever) return absl::OkStatus();
    if (const auto it = open_.find(wave); it != open_.end()) {
      if (!forbidden && it->second.files->identity() == identity) return absl::OkStatus();
      if (it->second.users > 0) return InUse();
    }
    files = TakeOut(wave);
  }
  const absl::Status discarded = DiscardBusy(wave, identity, forbidden, std::move(files));
  absl::MutexLock lock(&mutex_);
  busy_.erase(wave);
  if (forbidden && discarded.ok()) forbidden_.erase(wave);
  return discarded;
}

absl::Status ResponseStore::DiscardBusy(const std::string& wave, Identity identity, bool forbidden,
                                        std::unique_ptr<WaveStore> files) {
  if (!forbidden && files == nullptr) {
    if (!FilesAreThere(folders_, wave)) return absl::OkStatus();
    // A crash may have left half of what was to be made.
    auto opened = OpenFiles(wave, kWhatever, IfNone::kMake);
    if (!opened.ok()) return opened.status();
    files = *std::move(opened);
  }
  if (!forbidden) {
    if (files->identity() == identity) return absl::OkStatus();
    if (files->Count() > 0) {
      return OpeningFailed(absl::DataLossError(wave + ": has answers of another mode"));
    }
  }
  files.reset();
  {
    absl::MutexLock lock(&mutex_);
    known_.erase(wave);
    untidy_.erase(wave);
  }
  return OverwriteAndRemoveFiles(folders_, wave);
}

void ResponseStore::Forbid(const std::string& wave) {
  {
    absl::MutexLock lock(&mutex_);
    forbidden_.insert(wave);
  }
  NoteErasure(wave);
}

absl::Status ResponseStore::Purge(const std::string& wave, absl::Time deadline) {
  std::unique_ptr<WaveStore> files;
  {
    absl::MutexLock lock(&mutex_);
    const auto given_back = [&] {
      mutex_.AssertHeld();
      return !busy_.contains(wave) && IsIdle(wave);
    };
    if (!mutex_.AwaitWithDeadline(absl::Condition(&given_back), deadline)) return InUse();
    if (!forbidden_.contains(wave)) return absl::OkStatus();
    files = TakeOut(wave);
  }
  const absl::Status removed = DiscardBusy(wave, kWhatever, /*forbidden=*/true, std::move(files));
  EndBusy(wave);
  return removed;
}

bool ResponseStore::HasFiles(const std::string& wave) const {
  return FilesAreThere(folders_, wave);
}

bool ResponseStore::IsForbidden(const std::string& wave) const {
  absl::MutexLock lock(&mutex_);
  return forbidden_.contains(wave);
}

absl::Status ResponseStore::DestroyKey(const std::string& survey) {
  return OverwriteAndRemoveKey(folders_, survey);
}

}  // namespace lotse::survey
