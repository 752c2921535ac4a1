#include "services/survey/responses/response_store.h"

#include <filesystem>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "runtime/rpc/error.h"
#include "services/survey/responses/former_answers.h"
#include "services/survey/responses/removal.h"

namespace lotse::survey {
namespace {

// Before files that could not be tidied are tried again.
constexpr absl::Duration kTidyPause = absl::Seconds(1);

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

// Also if it cannot be told: opening it tells why.
bool IsThere(const std::string& path) {
  std::error_code error;
  return std::filesystem::exists(path, error) || error;
}

// Whether the count that may be told goes up with the response that was just stored. Of what
// is personal more is told than the count.
bool IsTold(const WaveStore& files) {
  return files.identity() != v1alpha::Wave::IDENTITY_ANONYMOUS ||
         files.Count() % WavePair::kStep == 0;
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
  Lease(ResponseStore* store, std::string wave, WaveStore* files)
      : store_(store), wave_(std::move(wave)), files_(files) {}
  Lease(Lease&& other) noexcept
      : store_(std::exchange(other.store_, nullptr)),
        wave_(std::move(other.wave_)),
        files_(std::exchange(other.files_, nullptr)) {}
  ~Lease() {
    if (store_ != nullptr) store_->GiveBack(wave_);
  }
  WaveStore* operator->() const { return files_; }
  WaveStore* get() const { return files_; }
  explicit operator bool() const { return files_ != nullptr; }

 private:
  ResponseStore* store_ = nullptr;
  std::string wave_;
  WaveStore* files_ = nullptr;
};

absl::StatusOr<std::unique_ptr<ResponseStore>> ResponseStore::Open(const std::string& folder,
                                                                   size_t max_waiting,
                                                                   const std::string& keys_folder) {
  if (absl::Status s = TakeOverFormerAnswers(folder); !s.ok()) return s;
  return std::unique_ptr<ResponseStore>(
      new ResponseStore({folder, keys_folder.empty() ? folder : keys_folder}, max_waiting));
}

ResponseStore::ResponseStore(WaveFolders folders, size_t max_waiting)
    : folders_(std::move(folders)),
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
    // What was taken is stored before its files are given back.
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
  return Lease(this, wave, it->second.files.get());
}

absl::StatusOr<std::unique_ptr<WaveStore>> ResponseStore::OpenFiles(const std::string& wave,
                                                                    Identity identity) {
  const auto wake = [this, wave] {
    absl::MutexLock lock(&mutex_);
    untidy_.insert(wave);
  };
  const bool is_personal = identity != kWhatever && identity != v1alpha::Wave::IDENTITY_ANONYMOUS;
  if (IsThere(PersonalWave::FilesOf(folders_, wave).answers) ||
      (is_personal && !IsThere(WavePair::FilesOf(folders_.answers, wave).answers))) {
    auto opened = PersonalWave::Open(folders_, wave, identity, max_waiting_, wake);
    if (!opened.ok()) return Opened(opened.status());
    return std::unique_ptr<WaveStore>(*std::move(opened));
  }
  auto opened = WavePair::Open(folders_.answers, wave, max_waiting_, wake);
  if (!opened.ok()) return Opened(opened.status());
  return std::unique_ptr<WaveStore>(*std::move(opened));
}

absl::StatusOr<ResponseStore::Lease> ResponseStore::Lend(const std::string& wave,
                                                         Identity identity) {
  absl::StatusOr<Lease> lease = LendAny(wave, identity);
  if (lease.ok() && identity != kWhatever && (*lease)->identity() != identity) {
    return Opened(absl::DataLossError(wave + ": its files are of another mode"));
  }
  return lease;
}

absl::StatusOr<ResponseStore::Lease> ResponseStore::LendAny(const std::string& wave,
                                                            Identity identity) {
  if (Lease open = LendOpen(wave)) return open;
  absl::MutexLock one_at_a_time(&opening_);
  if (Lease open = LendOpen(wave)) return open;
  {
    absl::MutexLock lock(&mutex_);
    if (purged_.contains(wave)) return Purged(wave);
  }
  auto files = OpenFiles(wave, identity);
  if (!files.ok()) return files.status();
  WaveStore* const opened = files->get();
  // Closed before others are opened, perhaps the same again.
  std::vector<std::unique_ptr<WaveStore>> idle;
  // What a crash left to be done.
  const bool untidy = opened->HasToTidy();
  absl::MutexLock lock(&mutex_);
  used_.push_front(wave);
  open_.emplace(wave, Entry{*std::move(files), /*users=*/1, used_.begin()});
  idle = TakeIdle();
  if (untidy) untidy_.insert(wave);
  return Lease(this, wave, opened);
}

absl::StatusOr<ResponseStore::Lease> ResponseStore::LendIfThere(const std::string& wave) {
  if (Lease open = LendOpen(wave)) return open;
  if (IsThere(WavePair::FilesOf(folders_.answers, wave).answers) ||
      IsThere(PersonalWave::FilesOf(folders_, wave).answers)) {
    return Lend(wave, kWhatever);
  }
  return Lease();
}

absl::Status ResponseStore::DiscardOther(const std::string& wave, Identity identity) {
  {
    const auto prepared = LendIfThere(wave);
    if (!prepared.ok()) return prepared.status();
    if (!*prepared || (*prepared)->identity() == identity) return absl::OkStatus();
    if ((*prepared)->Count() > 0) {
      return Opened(absl::DataLossError(wave + ": has answers of another mode"));
    }
  }
  absl::MutexLock one_at_a_time(&opening_);
  CloseIdle(wave);
  return OverwriteAndRemoveFiles(folders_, wave);
}

void ResponseStore::GiveBack(const std::string& wave) {
  absl::MutexLock lock(&mutex_);
  Entry& entry = open_.at(wave);
  --entry.users;
  counts_[wave] = entry.files->Count();
}

std::vector<std::unique_ptr<WaveStore>> ResponseStore::TakeIdle() {
  std::vector<std::unique_ptr<WaveStore>> idle;
  for (auto name = used_.end(); name != used_.begin() && open_.size() > kMaxOpen;) {
    const auto it = open_.find(*--name);
    if (it->second.users > 0) continue;
    idle.push_back(std::move(it->second.files));
    open_.erase(it);
    name = used_.erase(name);
  }
  return idle;
}

bool ResponseStore::TidyFilesOf(const std::string& wave) {
  const auto files = LendIfThere(wave);
  if (!files.ok() || !*files) return true;
  const bool tidied = (*files)->Tidy().ok();
  changed_.Note(wave);
  return tidied;
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
    if (TidyFilesOf(wave)) continue;
    // The answers are on disk, and what was to be seen to is not forgotten.
    absl::MutexLock lock(&mutex_);
    untidy_.insert(wave);
    mutex_.AwaitWithDeadline(absl::Condition(&stopping_), absl::Now() + kTidyPause);
  }
}

absl::Status ResponseStore::Prepare(const std::string& wave, Identity identity) {
  {
    absl::MutexLock lock(&mutex_);
    purged_.erase(wave);
  }
  if (identity != kWhatever) {
    if (absl::Status s = DiscardOther(wave, identity); !s.ok()) return s;
  }
  return Lend(wave, identity).status();
}

void ResponseStore::Add(Response response, sql::Patience patience, WaveStore::Added added) {
  absl::StatusOr<Lease> files = Lend(response.wave, response.identity);
  if (!files.ok()) return added(files.status());
  // Given back once it is told.
  auto lease = std::make_shared<Lease>(*std::move(files));
  WaveStore& store = *lease->get();
  const std::string wave = response.wave;
  store.Add(std::move(response), std::move(patience),
            [this, wave, lease, added = std::move(added)](absl::StatusOr<Stored> stored) {
              if (stored.ok() && !stored->duplicate && IsTold(*lease->get())) changed_.Note(wave);
              added(std::move(stored));
            });
}

absl::StatusOr<std::shared_ptr<PersonalWave>> ResponseStore::Personal(const std::string& wave) {
  absl::StatusOr<Lease> files = LendIfThere(wave);
  if (!files.ok()) return files.status();
  if (!*files) return Opened(absl::DataLossError(wave + ": its files are lost"));
  if ((*files)->identity() == v1alpha::Wave::IDENTITY_ANONYMOUS) {
    return Opened(absl::DataLossError(wave + ": its files are those of an anonymous wave"));
  }
  auto lease = std::make_shared<Lease>(*std::move(files));
  return std::shared_ptr<PersonalWave>(lease, static_cast<PersonalWave*>(lease->get()));
}

absl::Status ResponseStore::Close(const std::string& wave, Identity identity) {
  const auto files = Lend(wave, identity);
  return files.ok() ? (*files)->Close() : files.status();
}

absl::StatusOr<int64_t> ResponseStore::Count(const std::string& wave) {
  {
    absl::MutexLock lock(&mutex_);
    if (const auto it = open_.find(wave); it != open_.end()) return it->second.files->Count();
    if (const auto it = counts_.find(wave); it != counts_.end()) return it->second;
  }
  const auto files = LendIfThere(wave);
  if (!files.ok()) return files.status();
  return *files ? (*files)->Count() : 0;
}

absl::StatusOr<std::vector<int64_t>> ResponseStore::ToldOf(const std::string& wave,
                                                           const CompiledInstrument& instrument,
                                                           std::shared_ptr<const CountPlan> plan) {
  const auto pair = LendIfThere(wave);
  if (!pair.ok()) return pair.status();
  if (!*pair) return std::vector<int64_t>(plan->groups().size(), 0);
  return (*pair)->ToldOf(instrument, std::move(plan));
}

absl::Status ResponseStore::ForEach(const std::string& wave, const CompiledInstrument& instrument,
                                    absl::FunctionRef<void(const Answers&)> take) {
  const auto files = LendIfThere(wave);
  if (!files.ok()) return files.status();
  return *files ? (*files)->ForEach(instrument, take) : absl::OkStatus();
}

absl::Status ResponseStore::ReadLedger(const std::string& wave, const sql::Patience& patience,
                                       absl::FunctionRef<void(sql::Connection&)> work) {
  const auto files = LendIfThere(wave);
  if (!files.ok()) return files.status();
  return *files ? (*files)->ReadLedger(patience, work) : absl::OkStatus();
}

absl::Status ResponseStore::ChangeLedger(const std::string& wave,
                                         absl::FunctionRef<void(sql::Connection&)> work,
                                         Identity identity) {
  const auto files = Lend(wave, identity);
  if (!files.ok()) return files.status();
  const absl::Status done = (*files)->ChangeLedger(work);
  changed_.Note(wave);
  return done;
}

absl::Status ResponseStore::ForgetOrder(const std::string& wave) {
  const auto files = LendIfThere(wave);
  if (!files.ok()) return files.status();
  return *files ? (*files)->ForgetOrder() : absl::OkStatus();
}

absl::Status ResponseStore::Erase(const std::string& wave, const CompiledInstrument& instrument,
                                  const std::string& response_id,
                                  absl::Span<const std::string> codes) {
  const auto files = Lend(wave, kWhatever);
  return files.ok() ? (*files)->Erase(instrument, response_id, codes) : files.status();
}

absl::Status ResponseStore::EraseQuestions(const std::string& wave,
                                           const CompiledInstrument& instrument,
                                           absl::Span<const std::string> codes) {
  const auto files = Lend(wave, kWhatever);
  return files.ok() ? (*files)->EraseQuestions(instrument, codes) : files.status();
}

bool ResponseStore::IsIdle(const std::string& wave) const {
  const auto it = open_.find(wave);
  return it == open_.end() || it->second.users == 0;
}

void ResponseStore::CloseIdle(const std::string& wave) {
  std::unique_ptr<WaveStore> closing;
  const auto idle = [&] {
    mutex_.AssertHeld();
    return IsIdle(wave);
  };
  absl::MutexLock lock(&mutex_);
  mutex_.Await(absl::Condition(&idle));
  if (const auto it = open_.find(wave); it != open_.end()) {
    closing = std::move(it->second.files);
    used_.erase(it->second.at);
    open_.erase(it);
  }
  counts_.erase(wave);
  untidy_.erase(wave);
}

absl::Status ResponseStore::Purge(const std::string& wave) {
  {
    absl::MutexLock lock(&mutex_);
    purged_.insert(wave);
  }
  // Nobody opens the files meanwhile.
  absl::MutexLock one_at_a_time(&opening_);
  CloseIdle(wave);
  return OverwriteAndRemoveFiles(folders_, wave);
}

bool ResponseStore::HasFiles(const std::string& wave) const {
  return FilesAreThere(folders_, wave);
}

absl::Status ResponseStore::DestroyKey(const std::string& survey) {
  return OverwriteAndRemoveKey(folders_, survey);
}

bool ResponseStore::writable() const {
  absl::MutexLock lock(&mutex_);
  for (const auto& [wave, entry] : open_) {
    if (!entry.files->writable()) return false;
  }
  return true;
}

}  // namespace lotse::survey
