#include "services/survey/responses/response_store.h"

#include <filesystem>
#include <utility>

#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "services/survey/responses/former_answers.h"
#include "services/survey/responses/removal.h"

namespace lotse::survey {
namespace {

// What a caller is told of files that cannot be opened.
absl::Status Opened(const absl::Status& status) {
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

absl::Status Purged(const std::string& wave) {
  return rpc::Error(type::v1alpha::ERROR_REASON_WAVE_NOT_OPEN,
                    absl::StrCat(wave, " takes no answers; there is nothing of it any more"),
                    {{"resource", wave}});
}

}  // namespace

class ResponseStore::Lease {
 public:
  Lease() = default;
  Lease(ResponseStore* store, std::string wave, WavePair* pair)
      : store_(store), wave_(std::move(wave)), pair_(pair) {}
  Lease(Lease&& other) noexcept
      : store_(std::exchange(other.store_, nullptr)),
        wave_(std::move(other.wave_)),
        pair_(std::exchange(other.pair_, nullptr)) {}
  ~Lease() {
    if (store_ != nullptr) store_->GiveBack(wave_);
  }
  WavePair* operator->() const { return pair_; }
  explicit operator bool() const { return pair_ != nullptr; }

 private:
  ResponseStore* store_ = nullptr;
  std::string wave_;
  WavePair* pair_ = nullptr;
};

absl::StatusOr<std::unique_ptr<ResponseStore>> ResponseStore::Open(const std::string& folder,
                                                                   size_t max_waiting) {
  if (absl::Status s = TakeOverFormerAnswers(folder); !s.ok()) return s;
  return std::unique_ptr<ResponseStore>(new ResponseStore(folder, max_waiting));
}

ResponseStore::ResponseStore(std::string folder, size_t max_waiting)
    : folder_(std::move(folder)),
      max_waiting_(max_waiting),
      tidying_([this] { TidyAgainAndAgain(); }) {}

ResponseStore::~ResponseStore() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  tidying_.join();
  absl::flat_hash_map<std::string, Entry> open;
  {
    absl::MutexLock lock(&mutex_);
    // What was taken is stored before its pair is given back.
    mutex_.Await(absl::Condition(this, &ResponseStore::Unused));
    open.swap(open_);
  }
}

bool ResponseStore::Unused() const {
  for (const auto& [wave, entry] : open_) {
    if (entry.users > 0) return false;
  }
  return true;
}

ResponseStore::Lease ResponseStore::LendOpen(const std::string& wave) {
  absl::MutexLock lock(&mutex_);
  const auto it = open_.find(wave);
  if (it == open_.end()) return Lease();
  ++it->second.users;
  used_.splice(used_.begin(), used_, it->second.at);
  return Lease(this, wave, it->second.pair.get());
}

absl::StatusOr<ResponseStore::Lease> ResponseStore::Lend(const std::string& wave) {
  if (Lease open = LendOpen(wave)) return open;
  absl::MutexLock one_at_a_time(&opening_);
  if (Lease open = LendOpen(wave)) return open;
  {
    absl::MutexLock lock(&mutex_);
    if (purged_.contains(wave)) return Purged(wave);
  }
  auto pair = WavePair::Open(folder_, wave, max_waiting_, [this, wave] {
    absl::MutexLock lock(&mutex_);
    untidy_.insert(wave);
  });
  if (!pair.ok()) return Opened(pair.status());
  WavePair* const opened = pair->get();
  // Closed before others are opened, perhaps the same again.
  std::vector<std::unique_ptr<WavePair>> idle;
  // What a crash left to be done.
  const bool untidy = opened->HasToTidy();
  absl::MutexLock lock(&mutex_);
  used_.push_front(wave);
  open_.emplace(wave, Entry{*std::move(pair), /*users=*/1, used_.begin()});
  idle = TakeIdle();
  if (untidy) untidy_.insert(wave);
  return Lease(this, wave, opened);
}

absl::StatusOr<ResponseStore::Lease> ResponseStore::LendIfThere(const std::string& wave) {
  if (Lease open = LendOpen(wave)) return open;
  std::error_code error;
  const bool there = std::filesystem::exists(WavePair::FilesOf(folder_, wave).answers, error);
  if (!there && !error) return Lease();
  return Lend(wave);
}

void ResponseStore::GiveBack(const std::string& wave) {
  absl::MutexLock lock(&mutex_);
  Entry& entry = open_.at(wave);
  --entry.users;
  counts_[wave] = entry.pair->Count();
}

std::vector<std::unique_ptr<WavePair>> ResponseStore::TakeIdle() {
  std::vector<std::unique_ptr<WavePair>> idle;
  for (auto name = used_.end(); name != used_.begin() && open_.size() > kMaxOpen;) {
    const auto it = open_.find(*--name);
    if (it->second.users > 0) continue;
    idle.push_back(std::move(it->second.pair));
    open_.erase(it);
    name = used_.erase(name);
  }
  return idle;
}

void ResponseStore::TidyAgainAndAgain() {
  while (true) {
    std::string wave;
    {
      absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(this, &ResponseStore::HasWork));
      if (stopping_) return;
      wave = *untidy_.begin();
      untidy_.erase(untidy_.begin());
    }
    // The answers are on disk; if the files cannot be tidied now, the next one tries again.
    const auto pair = LendIfThere(wave);
    if (pair.ok() && *pair) (*pair)->Tidy().IgnoreError();
  }
}

absl::Status ResponseStore::Prepare(const std::string& wave) {
  {
    absl::MutexLock lock(&mutex_);
    purged_.erase(wave);
  }
  return Lend(wave).status();
}

void ResponseStore::Add(Response response, sql::Patience patience, WavePair::Added added) {
  absl::StatusOr<Lease> pair = Lend(response.wave);
  if (!pair.ok()) return added(pair.status());
  // Given back once it is told.
  auto lease = std::make_shared<Lease>(*std::move(pair));
  WavePair& files = *lease->operator->();
  files.Add(std::move(response), std::move(patience),
            [lease, added = std::move(added)](absl::StatusOr<bool> duplicate) {
              added(std::move(duplicate));
            });
}

absl::Status ResponseStore::Close(const std::string& wave) {
  const auto pair = Lend(wave);
  return pair.ok() ? (*pair)->Close() : pair.status();
}

absl::StatusOr<int64_t> ResponseStore::Count(const std::string& wave) {
  {
    absl::MutexLock lock(&mutex_);
    if (const auto it = open_.find(wave); it != open_.end()) return it->second.pair->Count();
    if (const auto it = counts_.find(wave); it != counts_.end()) return it->second;
  }
  const auto pair = LendIfThere(wave);
  if (!pair.ok()) return pair.status();
  return *pair ? (*pair)->Count() : 0;
}

absl::Status ResponseStore::ForEach(const std::string& wave, const CompiledInstrument& instrument,
                                    absl::FunctionRef<void(const Answers&)> take) {
  const auto pair = LendIfThere(wave);
  if (!pair.ok()) return pair.status();
  return *pair ? (*pair)->ForEach(instrument, take) : absl::OkStatus();
}

absl::Status ResponseStore::ReadLedger(const std::string& wave, const sql::Patience& patience,
                                       absl::FunctionRef<void(sql::Connection&)> work) {
  const auto pair = LendIfThere(wave);
  if (!pair.ok()) return pair.status();
  return *pair ? (*pair)->ReadLedger(patience, work) : absl::OkStatus();
}

absl::Status ResponseStore::ChangeLedger(const std::string& wave,
                                         absl::FunctionRef<void(sql::Connection&)> work) {
  const auto pair = Lend(wave);
  return pair.ok() ? (*pair)->ChangeLedger(work) : pair.status();
}

absl::Status ResponseStore::ForgetOrder(const std::string& wave) {
  const auto pair = LendIfThere(wave);
  if (!pair.ok()) return pair.status();
  return *pair ? (*pair)->ForgetOrder() : absl::OkStatus();
}

absl::Status ResponseStore::Erase(const std::string& wave, const CompiledInstrument& instrument,
                                  const std::string& response_id,
                                  absl::Span<const std::string> codes) {
  const auto pair = Lend(wave);
  return pair.ok() ? (*pair)->Erase(instrument, response_id, codes) : pair.status();
}

absl::Status ResponseStore::EraseQuestions(const std::string& wave,
                                           const CompiledInstrument& instrument,
                                           absl::Span<const std::string> codes) {
  const auto pair = Lend(wave);
  return pair.ok() ? (*pair)->EraseQuestions(instrument, codes) : pair.status();
}

bool ResponseStore::IsIdle(const std::string& wave) const {
  const auto it = open_.find(wave);
  return it == open_.end() || it->second.users == 0;
}

absl::Status ResponseStore::Purge(const std::string& wave) {
  // Nobody opens the files meanwhile.
  absl::MutexLock one_at_a_time(&opening_);
  std::unique_ptr<WavePair> closing;
  {
    const auto idle = [&]() ABSL_NO_THREAD_SAFETY_ANALYSIS { return IsIdle(wave); };
    absl::MutexLock lock(&mutex_);
    purged_.insert(wave);
    mutex_.Await(absl::Condition(&idle));
    if (const auto it = open_.find(wave); it != open_.end()) {
      closing = std::move(it->second.pair);
      used_.erase(it->second.at);
      open_.erase(it);
    }
    counts_[wave] = 0;
    untidy_.erase(wave);
  }
  closing.reset();
  return OverwriteAndRemoveFiles(folder_, wave);
}

bool ResponseStore::HasFiles(const std::string& wave) const { return FilesAreThere(folder_, wave); }

bool ResponseStore::writable() const {
  absl::MutexLock lock(&mutex_);
  for (const auto& [wave, entry] : open_) {
    if (!entry.pair->writable()) return false;
  }
  return true;
}

}  // namespace lotse::survey
