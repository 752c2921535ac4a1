#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "services/survey/responses/changed_waves.h"
#include "services/survey/responses/personal_wave.h"
#include "services/survey/responses/wave_pair.h"

namespace lotse::survey {

// The answers of all waves, each in files of its own: of an anonymous wave a pair
// (wave_pair.h), of others those of personal_wave.h. Files are opened when they are needed,
// and those that were not for the longest time are closed. A wave without files has no
// answers. Thread-safe.
//
// Errors of opening files are STORE_CORRUPT and STORE_UNAVAILABLE: other waves go on.
class ResponseStore {
 public:
  // The mode of a wave. kWhatever: as its files have it; anonymous if there are none.
  using Identity = v1alpha::Wave::Identity;
  static constexpr Identity kWhatever = v1alpha::Wave::IDENTITY_UNSPECIFIED;

  // Waves whose files are kept open while nobody uses them.
  static constexpr size_t kMaxOpen = 64;

  // For each wave so many responses may wait to be stored. `keys_folder` is where what leads
  // from answers to people lies; empty: in `folder`. Takes over what a former version left in
  // `folder`: errors as sql::Database::Open, which name the file.
  static absl::StatusOr<std::unique_ptr<ResponseStore>> Open(const std::string& folder,
                                                             size_t max_waiting,
                                                             const std::string& keys_folder = "");
  // Stores what was taken, then closes.
  ~ResponseStore();

  // Makes the files of a wave of this mode, so that the first answer does not: when a file
  // was made is to be seen. What was prepared for another mode goes, with the invitations,
  // for people were told another thing; STORE_CORRUPT if there are answers already.
  absl::Status Prepare(const std::string& wave, Identity identity = kWhatever);

  // See WaveStore. Files that are not there are made for `identity`; STORE_CORRUPT if they
  // are of another one.
  void Add(Response response, sql::Patience patience, WaveStore::Added added);
  absl::Status Close(const std::string& wave, Identity identity = kWhatever);
  absl::StatusOr<int64_t> Count(const std::string& wave);
  absl::StatusOr<std::vector<int64_t>> ToldOf(const std::string& wave,
                                              const CompiledInstrument& instrument,
                                              std::shared_ptr<const CountPlan> plan);
  absl::Status ForEach(const std::string& wave, const CompiledInstrument& instrument,
                       absl::FunctionRef<void(const Answers&)> take);
  // Nothing is read if the wave has no files.
  absl::Status ReadLedger(const std::string& wave, const sql::Patience& patience,
                          absl::FunctionRef<void(sql::Connection&)> work);
  absl::Status ChangeLedger(const std::string& wave, absl::FunctionRef<void(sql::Connection&)> work,
                            Identity identity = kWhatever);
  absl::Status ForgetOrder(const std::string& wave);

  // The files of a personal wave that was prepared; they stay open for as long as this is
  // held. STORE_CORRUPT if they are not there, or those of an anonymous one.
  absl::StatusOr<std::shared_ptr<PersonalWave>> Personal(const std::string& wave);
  // See WaveStore.
  absl::Status Erase(const std::string& wave, const CompiledInstrument& instrument,
                     const std::string& response_id, absl::Span<const std::string> codes);
  absl::Status EraseQuestions(const std::string& wave, const CompiledInstrument& instrument,
                              absl::Span<const std::string> codes);
  // Destroys all that is stored of the wave, its invitations too, and returns when it is
  // gone from the disk. From then on it takes nothing, unless Prepare makes the files anew.
  // Repeatable, also of damaged files. STORE_UNAVAILABLE.
  absl::Status Purge(const std::string& wave);
  // Whether there is something to purge.
  bool HasFiles(const std::string& wave) const;
  // Destroys the key of a survey: from then on nobody finds out who its pseudonyms are. None
  // of its waves is open. Repeatable. STORE_UNAVAILABLE.
  absl::Status DestroyKey(const std::string& survey);

  // Of which waves what may be told may have changed without a change of the wave itself, by
  // answers or invitations. Of an anonymous one a response is noted if the count that is told
  // goes up by it, and when files are tidied, which is often for nothing: whoever asks compares.
  ChangedWaves& changed() { return changed_; }

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

  ResponseStore(WaveFolders folders, size_t max_waiting);

  // Empty if the files of the wave are not open.
  Lease LendOpen(const std::string& wave);
  // The files of a wave, made for this mode if need be.
  absl::StatusOr<Lease> Lend(const std::string& wave, Identity identity);
  // The same of whatever mode files are there.
  absl::StatusOr<Lease> LendAny(const std::string& wave, Identity identity);
  // Opens files that are not open.
  absl::StatusOr<std::unique_ptr<WaveStore>> OpenFiles(const std::string& wave, Identity identity);
  // Deletes the files of a wave that was prepared for another mode than this, if it was.
  absl::Status DiscardOther(const std::string& wave, Identity identity);
  // The same if there are files; an empty lease if there are none.
  absl::StatusOr<Lease> LendIfThere(const std::string& wave);
  void GiveBack(const std::string& wave);
  bool IsIdle(const std::string& wave) const ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  // Waits until nobody uses the files of the wave, and closes them.
  void CloseIdle(const std::string& wave) ABSL_EXCLUSIVE_LOCKS_REQUIRED(opening_);
  // Takes out of the map what is to be closed.
  std::vector<std::unique_ptr<WaveStore>> TakeIdle() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool Unused() const ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  bool HasWork() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return stopping_ || !untidy_.empty(); }
  void TidyAgainAndAgain();
  // False if it is to be tried again.
  bool TidyFilesOf(const std::string& wave);

  const WaveFolders folders_;
  const size_t max_waiting_;
  ChangedWaves changed_;

  absl::Mutex opening_;  // Held while files are opened, so that none are twice; before mutex_.
  mutable absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  absl::flat_hash_map<std::string, Entry> open_ ABSL_GUARDED_BY(mutex_);
  std::list<std::string> used_ ABSL_GUARDED_BY(mutex_);  // The last used one comes first.
  std::set<std::string> untidy_ ABSL_GUARDED_BY(mutex_);
  // Whose files are not made again by what was on its way.
  std::set<std::string> purged_ ABSL_GUARDED_BY(mutex_);
  // Of waves whose files were open once; counting anew would read all answers.
  absl::flat_hash_map<std::string, int64_t> counts_ ABSL_GUARDED_BY(mutex_);
  std::thread tidying_;
};

}  // namespace lotse::survey
