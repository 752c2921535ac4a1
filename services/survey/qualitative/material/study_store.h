#pragma once

#include <list>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "services/survey/qualitative/material/kept_material.h"
#include "services/survey/qualitative/material/study_files.h"

namespace lotse::survey::qualitative {

// The files of all studies: made when something is stored of a study for the first time, opened
// when they are needed, and those that were not for the longest time are closed. Thread-safe:
// nobody waits for another study, and only Purge for whoever has the files.
//
// Errors of opening files are STORE_CORRUPT, also if one of the two is lost, and
// STORE_UNAVAILABLE: other studies go on.
class StudyStore {
 public:
  // Studies whose files are kept open while nobody uses them.
  static constexpr size_t kMaxOpen = 16;

  // Files that stay open for as long as this is held, not beyond the store; or null.
  using Lease = std::shared_ptr<StudyFiles>;

  // `writes` is how many changes of each file may wait to be stored.
  StudyStore(StudyFolders folders, const sql::WriteLimits& writes)
      : folders_(std::move(folders)), writes_(writes) {}

  // The files of a study; null if it has none: then nothing is stored of it.
  absl::StatusOr<Lease> Find(const std::string& study);
  // The same, made if there are none.
  absl::StatusOr<Lease> Make(const std::string& study);

  // Waits for those who have the files of a study, and destroys all that is stored of it; when it
  // returns it is gone from the disk. Not inside a transaction, nor by whoever has the files.
  // Repeatable, also of damaged files. Whoever comes to store something later gets new files: the
  // caller sees to it that nobody does. STORE_UNAVAILABLE, also if somebody has the files still at
  // `deadline`: to do it again is right.
  absl::Status Purge(const std::string& study, absl::Time deadline = absl::InfiniteFuture());
  // Whether there is something to purge.
  bool HasFiles(const std::string& study) const;

  // The studies with files that are open and may have something in their log that was overwritten
  // (StudyFiles::HasToTidy). Those that are opened later are tidied then.
  std::vector<std::string> Untidied() const;

  // False while there is no room in files that are open.
  bool writable() const;
  // How many studies have their files open.
  size_t open() const;
  // Bytes of what was made ready of their material and is kept (StudyFiles::Ready).
  size_t kept_bytes() const { return kept_->bytes(); }

 private:
  struct Entry {
    std::unique_ptr<StudyFiles> files;
    int users = 0;                        // They stay open for them.
    std::list<std::string>::iterator at;  // Their place in used_.
  };
  // Files that are taken out of the map to be closed.
  using TakenOut = std::vector<std::pair<std::string, std::unique_ptr<StudyFiles>>>;

  enum class IfNone { kNothing, kMake };
  absl::StatusOr<Lease> Lend(const std::string& study, IfNone if_none);
  // Null if the files of the study are not open.
  Lease LendOpen(const std::string& study) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Puts files that were opened where others find them.
  Lease Keep(const std::string& study, std::unique_ptr<StudyFiles> files);
  void GiveBack(const std::string& study);
  bool IsIdle(const std::string& study) const ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  // Makes the study busy and takes its files out of the map; null if they are not open.
  std::unique_ptr<StudyFiles> TakeOut(const std::string& study)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  TakenOut TakeIdle() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void EndBusy(const std::string& study);
  // Overwrites and removes files that nobody has open.
  absl::Status RemoveFiles(const std::string& study) const;

  const StudyFolders folders_;
  const sql::WriteLimits writes_;
  const std::shared_ptr<KeptMaterial> kept_ = std::make_shared<KeptMaterial>();

  // Never held while files are opened, closed or removed.
  mutable absl::Mutex mutex_;
  absl::flat_hash_map<std::string, Entry> open_ ABSL_GUARDED_BY(mutex_);
  std::list<std::string> used_ ABSL_GUARDED_BY(mutex_);  // The last used one comes first.
  // Whose files one thread opens, closes or removes, so that no file is open twice and none is
  // made while it is removed. None of them is in open_.
  absl::flat_hash_set<std::string> busy_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lotse::survey::qualitative
