#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/types/span.h"
#include "lotse/survey/v1alpha/response_service.pb.h"
#include "runtime/sql/database.h"
#include "services/survey/engine/compiled_instrument.h"

namespace lotse::survey {

using Answers = google::protobuf::RepeatedPtrField<v1alpha::Answer>;

// The answers of what is stored, in either of the forms that response_row.h tells of;
// nullopt if it is damaged.
std::optional<Answers> AnswersOf(const CompiledInstrument& instrument, absl::string_view stored);

// STORE_CORRUPT.
absl::Status DamagedResponse();

// One response as it is to be stored.
struct Response {
  std::string wave;
  std::string response_id;
  // SHA-256 of the token of an invitation; empty where none is needed.
  std::string token_hash;
  // The questionnaire of the wave; the answers are as EncodeResponseRow wants them.
  std::shared_ptr<const CompiledInstrument> instrument;
  Answers answers;
  // Whether it may be stored, asked when its turn comes; empty: it may.
  std::function<absl::Status()> allowed;
};

// The two files of one anonymous wave: what was answered, and which invitations were
// used. Each transaction is in both or in none, and neither keeps time or order: rows
// under random keys, journals that are emptied at each commit, deleted content
// overwritten, and the answers written anew in the order of the keys (ForgetOrder),
// because where a row lies would tell when it came. In the ledger no row moves when an
// invitation is used.
//
// What others see of a wave that is under way, in backups and lists, advances in steps,
// so that no two views differ by a few people: answers once kStep new ones are there,
// and of used invitations kStep at a time, drawn from at least twice as many. So whoever
// compares two views finds for each answer at least kStep people. Thread-safe.
class WavePair {
 public:
  // Told whether the same answers were stored before.
  using Added = std::function<void(absl::StatusOr<bool> duplicate)>;

  // Fewest people by whom two views of a wave differ.
  static constexpr int64_t kStep = 10;

  // The files of a wave, in a data folder. Their names tell nothing that the wave's name
  // does not.
  struct Files {
    std::string answers;
    std::string ledger;
  };
  static Files FilesOf(absl::string_view folder, absl::string_view wave);

  // Opens the files, or makes them. `wake` is called, on the thread that writes, when
  // there is something to tidy. Errors as sql::Database::Open, and DATA_LOSS if the files
  // are of another wave, or half of them is lost.
  static absl::StatusOr<std::unique_ptr<WavePair>> Open(absl::string_view folder,
                                                        const std::string& wave, size_t max_waiting,
                                                        std::function<void()> wake);
  // Stores what was taken, then closes.
  ~WavePair();

  // Takes a response and returns; those that wait together share a commit. `added` is
  // called once on the thread that writes, after the response is on disk for good: true
  // if the same answers were stored before under this id, whatever the token.
  // WAVE_NOT_OPEN if the wave was closed here, RESPONSE_ERASED, RESPONSE_CONFLICT if other
  // answers were stored, INVITATION_REFUSED, else as sql::Database::Write, and nothing was stored.
  void Add(Response response, sql::Patience patience, Added added);

  // Erases a response, or only its answers to `codes` if there are any; it is gone for good
  // when this returns. A whole one is never taken again, under a salted hash of its id. The
  // invitation stays used. The same is done, and told, if there is no such response.
  //
  // What others see stays in steps: until the wave is closed Count has what was erased
  // still, so that nobody sees it go back by one, nor can set it to just below a step again
  // and again; and an erased response is no part of the next step of a backup, which would
  // then have fewer than kStep. That a response is missing from the next backup that the
  // one before had cannot be hidden; docs/anonymity.md says so.
  // WRONG_STATE if the wave was closed here; STORE_UNAVAILABLE, and erasing again is right.
  absl::Status Erase(const CompiledInstrument& instrument, const std::string& response_id,
                     absl::Span<const std::string> codes);

  // Erases the answers to `codes` of all responses, those that come later too: if they were
  // kept it could be told who came before. STORE_CORRUPT if one does not fit to the
  // questionnaire, STORE_UNAVAILABLE.
  absl::Status EraseQuestions(const CompiledInstrument& instrument,
                              absl::Span<const std::string> codes);

  // From now on takes nothing more, forgets the invitations but for their tallies, and
  // writes the files anew. What was taken before is stored or refused when this returns.
  // STORE_UNAVAILABLE; then the wave may be closed, and closing it again is right.
  absl::Status Close();

  // How many responses there are, and those that were erased while the wave is not closed.
  // For the service itself.
  int64_t Count() const;

  // Hands out each response, in no meaningful order. STORE_CORRUPT if one does not fit to
  // the questionnaire.
  absl::Status ForEach(const CompiledInstrument& instrument,
                       absl::FunctionRef<void(const Answers&)> take);

  // Runs `work` over the ledger (ledger.h); WAVE_NOT_OPEN for a change if the wave is
  // closed, else as sql::Database.
  absl::Status ReadLedger(const sql::Patience& patience,
                          absl::FunctionRef<void(sql::Connection&)> work);
  absl::Status ChangeLedger(absl::FunctionRef<void(sql::Connection&)> work);

  // Adds rows as they were stored elsewhere, and the state of the wave.
  absl::Status Import(const std::vector<std::pair<std::string, std::string>>& rows, bool closed);

  // Advances what others see, and writes the files anew if they have grown by a tenth, at
  // least by kStep, or were opened and then got a response. STORE_UNAVAILABLE.
  absl::Status Tidy();
  bool HasToTidy() const;

  // Writes the answers anew in the order of their keys, and the ledger if rows of it came
  // or went. Does nothing if nothing came since.
  // STORE_UNAVAILABLE, for want of disk.
  absl::Status ForgetOrder();

  // False for some seconds after a write failed for want of disk.
  bool writable() const { return database_->writable() || database_->damaged(); }

 private:
  WavePair(std::string wave, std::unique_ptr<sql::Database> database, std::function<void()> wake);

  // Reads what is kept in memory.
  absl::Status Load();
  // DATA_LOSS if the files are not both of this wave; names them if they are new.
  absl::Status CheckNames();
  // Stores a row, and whose invitation it used up; or tells that it is there.
  absl::StatusOr<bool> AddRow(sql::Connection& connection, const Response& response,
                              absl::string_view row, std::string* recipient);
  absl::Status NotOpen() const;
  // Advances what others see, if a step is due: answers, and of the invitations those that
  // are drawn; never of somebody whose answer is not shown.
  absl::Status Advance();
  bool HasGrown() const ABSL_SHARED_LOCKS_REQUIRED(mutex_);

  const std::string wave_;
  const std::function<void()> wake_;

  absl::Mutex tidying_;  // Held while views advance or files are written anew; before mutex_.
  mutable absl::Mutex mutex_;
  int64_t rows_ ABSL_GUARDED_BY(mutex_) = 0;
  // Erased ones that are counted still.
  int64_t erased_rows_ ABSL_GUARDED_BY(mutex_) = 0;
  // Rows that may lie in the order of their coming; too many rather than too few.
  int64_t new_rows_ ABSL_GUARDED_BY(mutex_) = kStep;
  // Whether a row came since the files were, or were to be, written anew.
  bool added_ ABSL_GUARDED_BY(mutex_) = false;
  // Whether rows of the ledger came or went since it was written anew. Using an invitation
  // changes a flag where it lies, and tells nothing.
  bool ledger_changed_ ABSL_GUARDED_BY(mutex_) = false;
  // What is not shown yet: ids of responses, whose invitations. In memory only.
  std::vector<std::string> unshown_ids_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::string> unshown_recipients_ ABSL_GUARDED_BY(mutex_);
  // Its jobs use the above.
  std::unique_ptr<sql::Database> database_;
};

}  // namespace lotse::survey
