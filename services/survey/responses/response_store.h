#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "services/survey/responses/changed_waves.h"
#include "services/survey/responses/personal_wave.h"
#include "services/survey/responses/wave_pair.h"

namespace lotse::survey {

// The answers of all waves, each in files of its own: of an anonymous wave a pair
// (wave_pair.h), of others those of personal_wave.h. Files are made by Prepare and by nothing
// else, opened when they are needed, and those that were not for the longest time are
// closed. Thread-safe: nobody waits for another wave, and only Purge for readers.
//
// Errors of opening files are STORE_CORRUPT, also if a wave that was prepared has none or
// lacks one of them, and STORE_UNAVAILABLE: other waves go on. Of a wave that is purged, or
// was, answers and invitations are refused with WAVE_NOT_OPEN, and reading with WRONG_STATE.
class ResponseStore {
 public:
  // The mode of a wave. kWhatever: as its files have it; if there are none, anonymous.
  using Identity = v1alpha::Wave::Identity;
  static constexpr Identity kWhatever = v1alpha::Wave::IDENTITY_UNSPECIFIED;

  // Waves whose files are kept open while nobody uses them.
  static constexpr size_t kMaxOpen = 64;

  // `writes` is how many responses of each wave may wait to be stored. `keys_folder` is where what
  // leads from answers to people lies; empty: in `folder`. Takes over what a former version left in
  // `folder`: errors as sql::Database::Open, which name the file.
  static absl::StatusOr<std::unique_ptr<ResponseStore>> Open(const std::string& folder,
                                                             const sql::WriteLimits& writes,
                                                             const std::string& keys_folder = "");
  // Stores what was taken, then closes.
  ~ResponseStore();

  // Makes the files of a wave of this mode, so that the first answer does not: when a file
  // was made is to be seen. What was prepared for another mode goes, with the invitations,
  // for people were told another thing; STORE_CORRUPT if there are answers already. So does
  // what was forbidden. STORE_UNAVAILABLE if somebody reads what is to go.
  absl::Status Prepare(const std::string& wave, Identity identity = kWhatever);

  // See WaveStore. STORE_CORRUPT if the files are not of this mode.
  void Add(Response response, sql::Patience patience, WaveStore::Added added);
  absl::Status Close(const std::string& wave, Identity identity = kWhatever);
  absl::StatusOr<bool> IsClosed(const std::string& wave);
  absl::StatusOr<int64_t> Count(const std::string& wave);
  absl::StatusOr<int64_t> CountUnderWay(const std::string& wave);
  absl::StatusOr<std::vector<int64_t>> ToldOf(const std::string& wave,
                                              const CompiledInstrument& instrument,
                                              std::shared_ptr<const CountPlan> plan);
  absl::Status ForEach(const std::string& wave, const CompiledInstrument& instrument,
                       const sql::Patience& patience, WaveStore::Take take);
  absl::Status ForEachRow(const std::string& wave, const CompiledInstrument& instrument,
                          const sql::Patience& patience, WaveStore::TakeRow take);
  absl::StatusOr<BreakOffCounts> BreakOffs(const std::string& wave);
  absl::Status ReadLedger(const std::string& wave, const sql::Patience& patience,
                          absl::FunctionRef<void(sql::Connection&)> work);
  absl::Status ChangeLedger(const std::string& wave,
                            absl::FunctionRef<void(sql::Connection&)> work);

  // The files of a personal wave that was prepared; they stay open for as long as this is
  // held. STORE_CORRUPT if they are not there, or those of an anonymous one.
  absl::StatusOr<std::shared_ptr<PersonalWave>> Personal(const std::string& wave);
  // See WaveStore; WRONG_STATE if the wave is purged. What is counted of the wave by `counted`, if
  // anything, is counted before, as it was told: else files that were closed meanwhile would be
  // counted without what is erased.
  absl::Status Erase(const std::string& wave, const CompiledInstrument& instrument,
                     const std::string& response_id, absl::Span<const std::string> codes,
                     std::shared_ptr<const CountPlan> counted = nullptr);
  absl::Status EraseQuestions(const std::string& wave, const CompiledInstrument& instrument,
                              absl::Span<const std::string> codes);
  absl::StatusOr<std::vector<std::string>> ErasedQuestions(const std::string& wave);
  // From now on nobody gets the files of the wave who has not got them yet, until Prepare
  // makes them anew. Waits for nobody, so it may be done inside a transaction.
  void Forbid(const std::string& wave);
  // Waits for those who have the files of a wave that is forbidden, and destroys all that is
  // stored of it, its invitations too; when it returns it is gone from the disk. Not inside a
  // transaction: somebody may read for long. Does nothing if Prepare did it meanwhile: what is
  // there then is new. Repeatable, also of damaged files. STORE_UNAVAILABLE, also if somebody
  // has the files still at `deadline`: to do it again is right.
  absl::Status Purge(const std::string& wave, absl::Time deadline = absl::InfiniteFuture());
  // Whether there is something to purge.
  bool HasFiles(const std::string& wave) const;
  // Whether its files are to go, or went.
  bool IsForbidden(const std::string& wave) const;
  // Destroys the key of a survey: from then on nobody finds out who its pseudonyms are. None
  // of its waves is open. Repeatable. STORE_UNAVAILABLE.
  absl::Status DestroyKey(const std::string& survey);

  // The wave is closed where it is stored as a resource: as soon as it can the store forgets what
  // was erased (WaveStore::ForgetErased), and does what a crash left to be done.
  void NoteClosed(const std::string& wave);
  // Of which waves what may be told may have changed without a change of the wave itself, by
  // answers or invitations. Of an anonymous one a response is noted if the count that is told
  // goes up by it, and when files are tidied, which is often for nothing: whoever asks compares.
  ChangedWaves& changed() { return changed_; }

  // How often something was erased or withdrawn of what was handed in to a wave, or all of it was
  // forbidden, since this was opened: what was read while it went up may have what is gone. Told
  // after the fact, so of two equal numbers nothing was erased between them.
  uint64_t Erasures(const std::string& wave) const;
  // The same of all waves.
  uint64_t Erasures() const;
  // Called each time it has gone up, on whatever thread. Set before anybody erases.
  void WhenErased(std::function<void(const std::string& wave)> erased) {
    erased_ = std::move(erased);
  }

  // False while there is no room for answers. A wave whose files are damaged keeps nobody
  // else from answering.
  bool writable() const;

 private:
  struct Entry {
    std::unique_ptr<WaveStore> files;
    int users = 0;                        // It stays open for them.
    std::list<std::string>::iterator at;  // Its place in used_.
  };
  // Files that stay open meanwhile.
  class Lease;

  ResponseStore(WaveFolders folders, const sql::WriteLimits& writes);

  // What is done where a wave has no files.
  enum class IfNone { kTell, kMake };
  // Files that are taken out of the map to be closed.
  using TakenOut = std::vector<std::pair<std::string, std::unique_ptr<WaveStore>>>;

  // Empty if the files of the wave are not open.
  Lease LendOpen(const std::string& wave) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // The files of a wave, to take answers of this mode. WAVE_NOT_OPEN if it is forbidden.
  absl::StatusOr<Lease> Lend(const std::string& wave, Identity identity, IfNone if_none);
  // The same of whatever mode, to read; WRONG_STATE if it is forbidden.
  absl::StatusOr<Lease> LendToRead(const std::string& wave);
  absl::StatusOr<Lease> LendAny(const std::string& wave, Identity identity, IfNone if_none);
  // Opens files that are not open.
  absl::StatusOr<std::unique_ptr<WaveStore>> OpenFiles(const std::string& wave, Identity identity,
                                                       IfNone if_none);
  // Puts files that were opened where others find them.
  Lease Keep(const std::string& wave, std::unique_ptr<WaveStore> files);
  // Deletes the files of a wave that are forbidden, or were prepared for another mode.
  absl::Status Discard(const std::string& wave, Identity identity);
  // The same, where they are `files` if they were open, and busy.
  absl::Status DiscardBusy(const std::string& wave, Identity identity, bool forbidden,
                           std::unique_ptr<WaveStore> files);
  void GiveBack(const std::string& wave);
  bool IsIdle(const std::string& wave) const ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  // Of an open one, whether nothing is lost by closing it.
  bool MayBeClosed(const std::string& wave) const ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  // Waits until nobody opens, closes or removes the files of the wave.
  void AwaitNotBusy(const std::string& wave) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void EndBusy(const std::string& wave);
  // Makes the wave busy and takes its files out of the map; null if they are not open.
  std::unique_ptr<WaveStore> TakeOut(const std::string& wave) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  TakenOut TakeIdle() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool Unused() const ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  bool HasWork() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return stopping_ || !untidy_.empty(); }
  void NoteErasure(const std::string& wave);
  void TidyAgainAndAgain();
  absl::StatusOr<int64_t> CountBy(const std::string& wave, int64_t (WaveStore::*count)() const);
  // False if it is to be tried again; `rows` is how many were handed in, if it was looked at.
  bool TidyFilesOf(const std::string& wave, int64_t* rows);

  const WaveFolders folders_;
  const sql::WriteLimits writes_;
  ChangedWaves changed_;

  // Never held while somebody is waited for who has files.
  mutable absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  absl::flat_hash_map<std::string, Entry> open_ ABSL_GUARDED_BY(mutex_);
  std::list<std::string> used_ ABSL_GUARDED_BY(mutex_);  // The last used one comes first.
  std::set<std::string> untidy_ ABSL_GUARDED_BY(mutex_);
  // Of which NoteClosed told, and what was erased is not forgotten yet.
  std::set<std::string> closed_ ABSL_GUARDED_BY(mutex_);
  // The wave that is tidied now; empty for none.
  std::string tidied_ ABSL_GUARDED_BY(mutex_);
  // Whose files one thread opens, closes or removes, so that no file is open twice and none
  // is made while it is removed. None of them is in open_. Others wait for the disk only.
  absl::flat_hash_set<std::string> busy_ ABSL_GUARDED_BY(mutex_);
  // Whose files are to go, or went.
  absl::flat_hash_set<std::string> forbidden_ ABSL_GUARDED_BY(mutex_);
  // What is known of files that were open once.
  struct Known {
    int64_t count = 0;  // Counting anew would read all answers.
    bool closed = false;
  };
  absl::flat_hash_map<std::string, Known> known_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_map<std::string, uint64_t> erasures_ ABSL_GUARDED_BY(mutex_);
  std::function<void(const std::string&)> erased_;
  std::thread tidying_;
};

}  // namespace lotse::survey
