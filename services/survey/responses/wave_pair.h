#pragma once

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
#include "runtime/sql/database.h"
#include "services/survey/engine/compiled_instrument.h"
#include "services/survey/responses/break_offs.h"
#include "services/survey/responses/group_tally.h"
#include "services/survey/responses/wave_store.h"

namespace lotse::survey {

// The answers of what is stored, in either of the forms that response_row.h tells of;
// nullopt if it is damaged.
std::optional<Answers> AnswersOf(const CompiledInstrument& instrument, absl::string_view stored);

// STORE_CORRUPT.
absl::Status DamagedResponse();

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
class WavePair final : public WaveStore {
 public:
  // Fewest people by whom two views of a wave differ.
  static constexpr int64_t kStep = 10;

  // The files of a wave, in a data folder. Their names tell nothing that the wave's name
  // does not.
  struct Files {
    std::string answers;
    std::string ledger;
  };
  static Files FilesOf(absl::string_view folder, absl::string_view wave);

  // Opens the files, or makes them. `wake` is called, on whatever thread, when there is
  // something to tidy. Errors as sql::Database::Open, and DATA_LOSS if the files
  // are of another wave, or half of them is lost; unless they may be made, also if all is.
  static absl::StatusOr<std::unique_ptr<WavePair>> Open(absl::string_view folder,
                                                        const std::string& wave,
                                                        const sql::WriteLimits& writes,
                                                        std::function<void()> wake,
                                                        bool make = true);
  ~WavePair() override;

  v1alpha::Wave::Identity identity() const override { return v1alpha::Wave::IDENTITY_ANONYMOUS; }

  // The same answers stored before under an id are a duplicate, whatever the token.
  void Add(Response response, sql::Patience patience, Added added) override;

  // Refused once the wave was closed here. The same is done, and told, if there is no such
  // response; that it is never taken again stands under a salted hash of its id.
  //
  // What others see stays in steps: until the wave is closed what is told has what was erased
  // still, so that nobody sees it go back by one, nor can set it to just below a step again
  // and again; and an erased response is no part of the next step of a backup, which would
  // then have fewer than kStep. That a response is missing from the next backup that the
  // one before had cannot be hidden; docs/anonymity.md says so.
  absl::Status Erase(const CompiledInstrument& instrument, const std::string& response_id,
                     absl::Span<const std::string> codes) override;
  absl::Status EraseQuestions(const CompiledInstrument& instrument,
                              absl::Span<const std::string> codes) override;
  absl::StatusOr<std::vector<std::string>> ErasedQuestions() override;

  // Also forgets the invitations but for their tallies. The files are written anew by Tidy;
  // that it was done stands in them, so that a crash in between is made good.
  absl::Status Close() override;
  bool IsClosed() const override {
    absl::MutexLock lock(&mutex_);
    return closed_;
  }

  // Also those that were erased, while the wave is not closed.
  int64_t Count() const override;
  // Also those that were erased, until that is forgotten.
  int64_t CountUnderWay() const override;
  absl::Status ForgetErased() override;
  absl::StatusOr<std::vector<int64_t>> ToldOf(const CompiledInstrument& instrument,
                                              std::shared_ptr<const CountPlan> plan) override;

  absl::Status ForEach(const CompiledInstrument& instrument, const sql::Patience& patience,
                       Take take) override;
  absl::Status ForEachRow(const CompiledInstrument& instrument, const sql::Patience& patience,
                          TakeRow take) override;

  absl::StatusOr<BreakOffCounts> BreakOffs() override;

  absl::Status ReadLedger(const sql::Patience& patience,
                          absl::FunctionRef<void(sql::Connection&)> work) override;
  absl::Status ChangeLedger(absl::FunctionRef<void(sql::Connection&)> work) override;

  // Adds rows as they were stored elsewhere, and the state of the wave.
  absl::Status Import(const std::vector<std::pair<std::string, std::string>>& rows, bool closed);

  // Advances what others see, and writes the files anew if they have grown by a tenth, at
  // least by kStep, or were opened and then got a response, or were closed.
  // STORE_UNAVAILABLE.
  absl::Status Tidy() override;
  bool HasToTidy() const override;

  // Writes the answers anew in the order of their keys, and the ledger if rows of it came
  // or went. Does nothing if nothing came since.
  // STORE_UNAVAILABLE, for want of disk.
  absl::Status ForgetOrder();

  // What was counted of those who were erased meanwhile, in whole or in part: else it would go
  // back, and tell of them, whenever somebody looks at enough other waves.
  bool remembers() const override {
    absl::MutexLock lock(&mutex_);
    return erased_rows_ > 0 || reduced_;
  }

  bool writable() const override { return database_->writable() || database_->damaged(); }

 private:
  WavePair(std::string wave, std::unique_ptr<sql::Database> database, std::function<void()> wake);

  // Reads what is kept in memory.
  absl::Status Load();
  // DATA_LOSS if the files are not both of this wave; names them if they are new and may be.
  absl::Status CheckNames(bool make);
  // Stores a row, and whose invitation it used up; or tells that it is there. `groups` are those
  // of the response, and become those of what is kept of it.
  absl::StatusOr<bool> AddRow(sql::Connection& connection, const Response& response,
                              absl::string_view row, std::vector<size_t>* groups,
                              std::string* recipient);
  absl::Status NotOpen() const;
  // Counts all responses by the plan, unless that was done. On the thread that writes.
  absl::Status CountGroups(sql::Connection& connection, const CompiledInstrument& instrument,
                           const std::shared_ptr<const CountPlan>& plan);
  // QUOTA_FULL if there are enough of a group that the response belongs to.
  absl::Status CheckQuotas(const Response& response, absl::Span<const size_t> groups) const;
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
  // Whether some answers of one response were to be erased since the files were opened, also if
  // there were none: that would else be told by whether they stay open.
  bool reduced_ ABSL_GUARDED_BY(mutex_) = false;
  // Rows that may lie in the order of their coming; too many rather than too few.
  int64_t new_rows_ ABSL_GUARDED_BY(mutex_) = kStep;
  // Whether a row came since the files were, or were to be, written anew.
  bool added_ ABSL_GUARDED_BY(mutex_) = false;
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
  // Whether the wave was closed and its files not written anew since.
  bool closed_untidy_ ABSL_GUARDED_BY(mutex_) = false;
  // Whether rows of the ledger came or went since it was written anew. Using an invitation
  // changes a flag where it lies, and tells nothing.
  bool ledger_changed_ ABSL_GUARDED_BY(mutex_) = false;
  // What is not shown yet: ids of responses, whose invitations. In memory only.
  std::vector<std::string> unshown_ids_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::string> unshown_recipients_ ABSL_GUARDED_BY(mutex_);
  // What is counted of those who are shown.
  GroupTally groups_ ABSL_GUARDED_BY(mutex_);
  // Its jobs use the above.
  std::unique_ptr<sql::Database> database_;
};

}  // namespace lotse::survey
