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
#include "services/survey/responses/wave_pair.h"

namespace lotse::survey {

// The answers of all waves, each in its pair of files (wave_pair.h). Files are opened
// when they are needed, and those that were not for the longest time are closed. A wave
// without files has no answers. Thread-safe.
//
// Errors of opening files are STORE_CORRUPT and STORE_UNAVAILABLE: other waves go on.
class ResponseStore {
 public:
  // Pairs that are kept open while nobody uses them.
  static constexpr size_t kMaxOpen = 64;

  // For each wave so many responses may wait to be stored. Takes over what a former
  // version left in `folder`: errors as sql::Database::Open, which name the file.
  static absl::StatusOr<std::unique_ptr<ResponseStore>> Open(const std::string& folder,
                                                             size_t max_waiting);
  // Stores what was taken, then closes.
  ~ResponseStore();

  // Makes the files of a wave, so that the first answer does not: when a file was made
  // is to be seen.
  absl::Status Prepare(const std::string& wave);

  // See WavePair.
  void Add(Response response, sql::Patience patience, WavePair::Added added);
  absl::Status Close(const std::string& wave);
  absl::StatusOr<int64_t> Count(const std::string& wave);
  absl::Status ForEach(const std::string& wave, const CompiledInstrument& instrument,
                       absl::FunctionRef<void(const Answers&)> take);
  // Nothing is read if the wave has no files.
  absl::Status ReadLedger(const std::string& wave, const sql::Patience& patience,
                          absl::FunctionRef<void(sql::Connection&)> work);
  absl::Status ChangeLedger(const std::string& wave,
                            absl::FunctionRef<void(sql::Connection&)> work);
  absl::Status ForgetOrder(const std::string& wave);

  // See WavePair.
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

  // False while there is no room for answers. A wave whose files are damaged keeps nobody
  // else from answering.
  bool writable() const;

 private:
  struct Entry {
    std::unique_ptr<WavePair> pair;
    int users = 0;                        // It stays open for them.
    std::list<std::string>::iterator at;  // Its place in used_.
  };
  // A pair that stays open meanwhile.
  class Lease;

  ResponseStore(std::string folder, size_t max_waiting);

  // Empty if the files of the wave are not open.
  Lease LendOpen(const std::string& wave);
  // The files of a wave, made if need be.
  absl::StatusOr<Lease> Lend(const std::string& wave);
  // The same if there are files; an empty lease if there are none.
  absl::StatusOr<Lease> LendIfThere(const std::string& wave);
  void GiveBack(const std::string& wave);
  bool IsIdle(const std::string& wave) const ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  // Takes out of the map what is to be closed.
  std::vector<std::unique_ptr<WavePair>> TakeIdle() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool Unused() const ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  bool HasWork() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return stopping_ || !untidy_.empty(); }
  void TidyAgainAndAgain();

  const std::string folder_;
  const size_t max_waiting_;

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
