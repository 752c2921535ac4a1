#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "runtime/sql/database.h"
#include "services/survey/qualitative/material/kept_material.h"

// The files of one study. What was said, with codings, codebooks and memos, lies in one file with
// a write-ahead log; whose pseudonyms they are in another one, perhaps elsewhere, which keeps no
// log. Nothing of either is in the change log of the service.
namespace lotse::survey::qualitative {

// Where the files of studies lie: both may be the same folder.
struct StudyFolders {
  std::string material;
  std::string names;  // What leads from pseudonyms to people.
};

// Thread-safe. `work` of the calls below is as that of sql::Database, over the functions of the
// *_rows.h beside this.
class StudyFiles {
 public:
  using Work = absl::FunctionRef<absl::Status(sql::Connection&)>;

  struct Paths {
    std::string material;
    std::string names;
  };
  static Paths PathsOf(const StudyFolders& folders, absl::string_view study);
  // Whether there is a file, or it cannot be told: opening it tells why.
  static bool IsThere(const std::string& path);

  // Opens the files, or makes them. Errors as sql::Database::Open, and DATA_LOSS that names the
  // study if the files are of another one, or one of them is lost: then none is made in its place.
  // The names get the name of the study first, then the material, and then the names keep that both
  // were there: so what was not made to its end is told from what is lost. What is made ready is
  // kept in `kept`; null: in memory of its own.
  static absl::StatusOr<std::unique_ptr<StudyFiles>> Open(
      const StudyFolders& folders, const std::string& study, const sql::WriteLimits& writes,
      std::shared_ptr<KeptMaterial> kept = nullptr);
  // Nothing that was made ready stays behind.
  ~StudyFiles();

  // Reads of the material, and changes that overwrite nothing. Errors as sql::Database.
  //
  // Who changes both the store of the service and the files of a study does it in one order: first
  // the transaction of the store, and inside it that of the files, which is on disk when the store
  // commits. So `work` of Add, Overwrite and ChangeNames never changes the store, nor waits for
  // anybody who does; it may read the store, for nobody who reads that waits for these files.
  // Otherwise two of them wait for one another for ever.
  absl::Status Read(const sql::Patience& patience, Work work);
  absl::Status Add(Work work);

  // Inside `work` of Read: how many changes of the material led to what the transaction sees.
  static int64_t StateOf(sql::Connection& connection);
  // What was made of a state, also outside of Read: nobody is kept waiting then while it is made. A
  // T is a MadeReady; `part` says which one, and all that it depends on beside the material. Null:
  // it is not kept.
  template <class T>
  std::shared_ptr<const T> Kept(const std::string& part, int64_t state) const {
    return std::dynamic_pointer_cast<const T>(kept_->Find(study_, part, state));
  }
  // Keeps it, unless a change has ended that state. `ready` is not null.
  void Keep(const std::string& part, int64_t state, KeptMaterial::Ready ready);

  // Inside `work` of Read: what is kept of its state, or what `make` makes of the material, an
  // absl::StatusOr<std::shared_ptr<const T>>, which is kept then unless it is null.
  //
  // Each change of the material counts one up, in the same transaction; what changes no row is
  // none. So whoever reads one state of the files is given what was made of just this state,
  // whatever is changed meanwhile; and when a change returns, nothing of an earlier state is kept
  // any more.
  template <class T, class Make>
  absl::StatusOr<std::shared_ptr<const T>> Ready(sql::Connection& connection,
                                                 const std::string& part, const Make& make) {
    const int64_t state = StateOf(connection);
    auto kept = Kept<T>(part, state);
    if (kept != nullptr) return kept;
    absl::StatusOr<std::shared_ptr<const T>> made = make();
    if (made.ok() && *made != nullptr) Keep(part, state, *made);
    return made;
  }

  // A change that takes out or overwrites what people said: a correction, a redaction, an erasure.
  // When it returns OK, nothing of the former content is left in any page, index or log of the
  // file. STORE_UNAVAILABLE if somebody reads for so long that the log cannot be emptied; then the
  // change is made, and Tidy has to be called.
  absl::Status Overwrite(Work work);

  // The same of the names; their file keeps no log.
  absl::Status ReadNames(const sql::Patience& patience, Work work);
  absl::Status ChangeNames(Work work);

  // Empties the log, if something may be left in it: after a crash there may be. STORE_UNAVAILABLE
  // as Overwrite.
  absl::Status Tidy();
  bool HasToTidy() const;

  bool writable() const { return material_->writable() && names_->writable(); }

 private:
  StudyFiles(std::string study, std::shared_ptr<KeptMaterial> kept)
      : study_(std::move(study)), kept_(std::move(kept)) {}
  // Opens first what is there: a file that is lost is told, and none is made in its place.
  absl::Status OpenFiles(const StudyFolders& folders, const sql::WriteLimits& writes);
  absl::Status OpenMaterial(const std::string& path, const sql::WriteLimits& writes);
  absl::Status OpenNames(const std::string& path, const sql::WriteLimits& writes);
  absl::Status Identify();
  // Changes the material, and drops what was made of it before.
  absl::Status Change(Work work);

  const std::string study_;
  const std::shared_ptr<KeptMaterial> kept_;
  absl::Mutex tidying_;  // Held while the log is emptied; before mutex_.
  mutable absl::Mutex mutex_;
  bool overwritten_ ABSL_GUARDED_BY(mutex_) = true;
  int64_t state_ ABSL_GUARDED_BY(mutex_) = 0;  // That the last change led to; 0: none since then.
  std::unique_ptr<sql::Database> material_;
  std::unique_ptr<sql::Database> names_;
};

}  // namespace lotse::survey::qualitative
