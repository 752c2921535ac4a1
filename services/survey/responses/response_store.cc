#include "services/survey/responses/response_store.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "runtime/rpc/error.h"
#include "services/survey/responses/former_answers.h"
#include "services/survey/responses/response_lease.h"

namespace lotse::survey {
namespace {

// Before files that could not be tidied are tried again.
constexpr absl::Duration kTidyPause = absl::Seconds(1);
// Where so many come at a time, it rests for so much longer than tidying took, so that it takes a
// tenth of the time of those who hand in. The next step is the larger for it.
constexpr int64_t kMany = 64;
constexpr int kTidyRest = 9;

bool IsCorrupt(const absl::Status& status) {
  return rpc::ReasonOf(status) == type::v1alpha::ERROR_REASON_STORE_CORRUPT;
}

// Whether the count that may be told goes up with the response that was just stored. Of what
// is personal more is told than the count.
bool IsTold(const WaveStore& files) {
  return files.identity() != v1alpha::Wave::IDENTITY_ANONYMOUS ||
         files.Count() % WavePair::kStep == 0;
}

}  // namespace

absl::StatusOr<std::unique_ptr<ResponseStore>> ResponseStore::Open(const std::string& folder,
                                                                   const sql::WriteLimits& writes,
                                                                   const std::string& keys_folder) {
  if (absl::Status s = TakeOverFormerAnswers(folder); !s.ok()) return s;
  return std::unique_ptr<ResponseStore>(
      new ResponseStore({folder, keys_folder.empty() ? folder : keys_folder}, writes));
}

ResponseStore::ResponseStore(WaveFolders folders, const sql::WriteLimits& writes)
    : folders_(std::move(folders)), writes_(writes), tidying_([this] { TidyAgainAndAgain(); }) {}

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

bool ResponseStore::TidyFilesOf(const std::string& wave, int64_t* rows) {
  const auto files = LendToRead(wave);
  // Files that cannot be opened now can be later; those that are gone or damaged need nothing.
  if (!files.ok()) {
    return rpc::ReasonOf(files.status()) != type::v1alpha::ERROR_REASON_STORE_UNAVAILABLE;
  }
  *rows = (*files)->Count();
  bool closed = false;
  {
    absl::MutexLock lock(&mutex_);
    closed = closed_.erase(wave) > 0;
  }
  absl::Status tidied = closed ? (*files)->ForgetErased() : absl::OkStatus();
  const bool forgotten = tidied.ok();
  if (forgotten) tidied = (*files)->Tidy();
  changed_.Note(wave);
  // Damaged ones stay so. To try again and again would have all who watch told of it anew.
  if (tidied.ok() || IsCorrupt(tidied)) return true;
  absl::MutexLock lock(&mutex_);
  if (closed && !forgotten) closed_.insert(wave);
  return false;
}

void ResponseStore::NoteClosed(const std::string& wave) {
  absl::MutexLock lock(&mutex_);
  closed_.insert(wave);
  untidy_.insert(wave);
}

void ResponseStore::TidyAgainAndAgain() {
  std::string wave;
  int64_t rows = 0;
  while (true) {
    const std::string before = wave;
    const int64_t rows_before = rows;
    {
      absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(this, &ResponseStore::HasWork));
      if (stopping_) return;
      // In turn: one that cannot be tidied keeps no other waiting.
      auto next = untidy_.upper_bound(wave);
      if (next == untidy_.end()) next = untidy_.begin();
      wave = *next;
      untidy_.erase(next);
      tidied_ = wave;
    }
    const absl::Time start = absl::Now();
    const bool done = TidyFilesOf(wave, &rows);
    absl::Duration rest = done ? absl::ZeroDuration() : kTidyPause;
    if (done && wave == before && rows >= rows_before + kMany) {
      rest = std::min(kTidyRest * (absl::Now() - start), kTidyPause);
    }
    absl::MutexLock lock(&mutex_);
    tidied_.clear();
    // The answers are on disk, and what was to be seen to is not forgotten.
    if (!done) untidy_.insert(wave);
    mutex_.AwaitWithDeadline(absl::Condition(&stopping_), absl::Now() + rest);
  }
}

void ResponseStore::Add(Response response, sql::Patience patience, WaveStore::Added added) {
  absl::StatusOr<Lease> files =
      Lend(response.wave, response.identity, response.make_files ? IfNone::kMake : IfNone::kTell);
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
  absl::StatusOr<Lease> files = LendToRead(wave);
  if (!files.ok()) return files.status();
  if ((*files)->identity() == v1alpha::Wave::IDENTITY_ANONYMOUS) {
    return OpeningFailed(absl::DataLossError(wave + ": its files are those of an anonymous wave"));
  }
  auto lease = std::make_shared<Lease>(*std::move(files));
  return std::shared_ptr<PersonalWave>(lease, static_cast<PersonalWave*>(lease->get()));
}

absl::Status ResponseStore::Close(const std::string& wave, Identity identity) {
  const auto files = Lend(wave, identity, IfNone::kTell);
  return files.ok() ? (*files)->Close() : files.status();
}

absl::StatusOr<bool> ResponseStore::IsClosed(const std::string& wave) {
  {
    absl::MutexLock lock(&mutex_);
    if (const auto it = open_.find(wave); it != open_.end()) return it->second.files->IsClosed();
    if (const auto it = known_.find(wave); it != known_.end()) return it->second.closed;
  }
  const auto files = LendToRead(wave);
  if (!files.ok()) return files.status();
  return (*files)->IsClosed();
}

absl::StatusOr<int64_t> ResponseStore::CountBy(const std::string& wave,
                                               int64_t (WaveStore::*count)() const) {
  {
    absl::MutexLock lock(&mutex_);
    if (const auto it = open_.find(wave); it != open_.end())
      return (it->second.files.get()->*count)();
    // Files that remember who was erased stay open, so both counts are this one.
    if (const auto it = known_.find(wave); it != known_.end()) return it->second.count;
  }
  const auto files = LendToRead(wave);
  if (!files.ok()) return files.status();
  return ((*files).get()->*count)();
}

absl::StatusOr<int64_t> ResponseStore::Count(const std::string& wave) {
  return CountBy(wave, &WaveStore::Count);
}

absl::StatusOr<int64_t> ResponseStore::CountUnderWay(const std::string& wave) {
  return CountBy(wave, &WaveStore::CountUnderWay);
}

absl::StatusOr<std::vector<int64_t>> ResponseStore::ToldOf(const std::string& wave,
                                                           const CompiledInstrument& instrument,
                                                           std::shared_ptr<const CountPlan> plan) {
  const auto files = LendToRead(wave);
  return files.ok() ? (*files)->ToldOf(instrument, std::move(plan)) : files.status();
}

absl::Status ResponseStore::ForEach(const std::string& wave, const CompiledInstrument& instrument,
                                    const sql::Patience& patience, WaveStore::Take take) {
  const auto files = LendToRead(wave);
  return files.ok() ? (*files)->ForEach(instrument, patience, take) : files.status();
}

absl::Status ResponseStore::ForEachRow(const std::string& wave,
                                       const CompiledInstrument& instrument,
                                       const sql::Patience& patience, WaveStore::TakeRow take) {
  const auto files = LendToRead(wave);
  return files.ok() ? (*files)->ForEachRow(instrument, patience, take) : files.status();
}

void ResponseStore::NoteErasure(const std::string& wave) {
  {
    absl::MutexLock lock(&mutex_);
    ++erasures_[wave];
  }
  // Whoever watches must not keep a count from before.
  changed_.Note(wave);
  if (erased_) erased_(wave);
}

uint64_t ResponseStore::Erasures(const std::string& wave) const {
  absl::MutexLock lock(&mutex_);
  const auto it = erasures_.find(wave);
  return it == erasures_.end() ? 0 : it->second;
}

uint64_t ResponseStore::Erasures() const {
  absl::MutexLock lock(&mutex_);
  uint64_t all = 0;
  for (const auto& [wave, erasures] : erasures_) all += erasures;
  return all;
}

absl::StatusOr<BreakOffCounts> ResponseStore::BreakOffs(const std::string& wave) {
  const auto files = LendToRead(wave);
  if (!files.ok()) return files.status();
  return (*files)->BreakOffs();
}

absl::Status ResponseStore::ReadLedger(const std::string& wave, const sql::Patience& patience,
                                       absl::FunctionRef<void(sql::Connection&)> work) {
  const auto files = LendToRead(wave);
  return files.ok() ? (*files)->ReadLedger(patience, work) : files.status();
}

absl::Status ResponseStore::ChangeLedger(const std::string& wave,
                                         absl::FunctionRef<void(sql::Connection&)> work) {
  const auto files = Lend(wave, kWhatever, IfNone::kTell);
  if (!files.ok()) return files.status();
  const absl::Status done = (*files)->ChangeLedger(work);
  changed_.Note(wave);
  return done;
}

absl::Status ResponseStore::Erase(const std::string& wave, const CompiledInstrument& instrument,
                                  const std::string& response_id,
                                  absl::Span<const std::string> codes,
                                  std::shared_ptr<const CountPlan> counted) {
  const auto files = LendToRead(wave);
  if (!files.ok()) return files.status();
  if (counted != nullptr) {
    const auto told = (*files)->ToldOf(instrument, std::move(counted));
    if (!told.ok()) return told.status();
  }
  return (*files)->Erase(instrument, response_id, codes);
}

absl::Status ResponseStore::EraseQuestions(const std::string& wave,
                                           const CompiledInstrument& instrument,
                                           absl::Span<const std::string> codes) {
  const auto files = LendToRead(wave);
  return files.ok() ? (*files)->EraseQuestions(instrument, codes) : files.status();
}

absl::StatusOr<std::vector<std::string>> ResponseStore::ErasedQuestions(const std::string& wave) {
  const auto files = LendToRead(wave);
  if (!files.ok()) return files.status();
  return (*files)->ErasedQuestions();
}

bool ResponseStore::writable() const {
  absl::MutexLock lock(&mutex_);
  for (const auto& [wave, entry] : open_) {
    if (!entry.files->writable()) return false;
  }
  return true;
}

}  // namespace lotse::survey
