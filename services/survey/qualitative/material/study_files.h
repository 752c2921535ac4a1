#pragma once

#include <memory>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "runtime/sql/database.h"

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
  // The names get the name of the
  // study first, then the material, and then the names keep that both were there: so what was not
  // made to its end is told from what is lost.
  static absl::StatusOr<std::unique_ptr<StudyFiles>> Open(const StudyFolders& folders,
                                                          const std::string& study,
                                                          const sql::WriteLimits& writes);

  // Reads of the material, and changes that overwrite nothing. Errors as sql::Database.
  //
  // Who changes both the store of the service and the files of a study does it in one order: first
  // the transaction of the store, and inside it that of the files, which is on disk when the store
  // commits. So `work` of Add, Overwrite and ChangeNames never changes the store, nor waits for
  // anybody who does; it may read the store, for nobody who reads that waits for these files.
  // Otherwise two of them wait for one another for ever.
  absl::Status Read(const sql::Patience& patience, Work work);
  absl::Status Add(Work work);

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
  explicit StudyFiles(std::string study) : study_(std::move(study)) {}
  // Opens first what is there: a file that is lost is told, and none is made in its place.
  absl::Status OpenFiles(const StudyFolders& folders, const sql::WriteLimits& writes);
  absl::Status OpenMaterial(const std::string& path, const sql::WriteLimits& writes);
  absl::Status OpenNames(const std::string& path, const sql::WriteLimits& writes);
  absl::Status Identify();

  const std::string study_;
  absl::Mutex tidying_;  // Held while the log is emptied; before mutex_.
  mutable absl::Mutex mutex_;
  bool overwritten_ ABSL_GUARDED_BY(mutex_) = true;
  std::unique_ptr<sql::Database> material_;
  std::unique_ptr<sql::Database> names_;
};

}  // namespace lotse::survey::qualitative
