#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "runtime/sql/database.h"
#include "services/survey/responses/ledger.h"
#include "services/survey/responses/personal_rows.h"
#include "services/survey/responses/survey_key.h"
#include "services/survey/responses/wave_store.h"

namespace lotse::survey {

// Where the files of personal waves lie: both may be the same folder.
struct WaveFolders {
  std::string answers;
  std::string keys;  // What leads from answers to people.
};

// The files of one wave that is confidential or with names (docs/adr/0021). The answers lie
// in one file with a write-ahead log, one row for each person. The ledger of the invitations
// and the key of the survey lie in files of their own, perhaps elsewhere. In a confidential
// wave only the key leads from a row to a person: the answers have neither recipients nor
// tokens, and times to the day. That somebody answered is a row of theirs and stands nowhere
// else, so that files never disagree; what others may see of it is noted in the ledger, and
// follows. Thread-safe.
//
// In a confidential wave what is seen of the invitations advances in the steps and by the
// lots of WavePair: whoever reads the answers under their pseudonyms and polls whom to
// remind would otherwise see whose each new pseudonym is. With names all is shown at once.
class PersonalWave final : public WaveStore {
 public:
  using State = HeldResponse::State;
  // Told the revision that is stored.
  using Changed = std::function<void(absl::StatusOr<int64_t> revision)>;
  using Done = std::function<void(absl::Status)>;

  struct Files {
    std::string answers;
    std::string ledger;
  };
  static Files FilesOf(const WaveFolders& folders, absl::string_view wave);

  // Opens the files, or makes them for a wave of this mode; UNSPECIFIED: of whatever mode
  // they are. `wake` is called, on whatever thread, when there is something to tidy.
  // Errors as sql::Database::Open, and DATA_LOSS if the files are of another wave or mode, or
  // one of them is lost.
  static absl::StatusOr<std::unique_ptr<PersonalWave>> Open(const WaveFolders& folders,
                                                            const std::string& wave,
                                                            v1alpha::Wave::Identity identity,
                                                            const sql::WriteLimits& writes,
                                                            std::function<void()> wake);
  ~PersonalWave() override;

  v1alpha::Wave::Identity identity() const override { return identity_; }

  // See SubmitRow.
  void Add(Response response, sql::Patience patience, Added added) override;

  // As Add, for a draft (SaveRow) and for a new version of what was submitted (EditRow).
  void Save(Response response, std::string etag, sql::Patience patience, Changed changed);
  void Edit(Response response, std::string etag, sql::Patience patience, Changed changed);

  // See WithdrawRow; also when the wave is closed. Shortly afterwards nothing of the answers
  // is left in the files.
  void Withdraw(std::string code_hash, absl::Time time, std::function<absl::Status()> allowed,
                sql::Patience patience, Done done);

  // What somebody with this token has handed in with it; nullopt for nothing.
  // INVITATION_REFUSED if it is no token, or was revoked.
  absl::StatusOr<std::optional<HeldResponse>> Resume(absl::string_view token_hash,
                                                     const sql::Patience& patience);

  // Runs `work` over the answers (personal_rows.h).
  absl::Status ReadRows(const sql::Patience& patience,
                        absl::FunctionRef<void(sql::Connection&)> work);

  // The pseudonym of a recipient; nullopt once the key of the survey is destroyed.
  std::optional<std::string> PseudonymOf(absl::string_view recipient) const;

  // Erases a response with all its versions, or only its answers to `codes` if there are any;
  // also when the wave is closed. What is left of a whole one is that the person answered; it is
  // never taken again, also if there is no such response yet.
  absl::Status Erase(const CompiledInstrument& instrument, const std::string& response_id,
                     absl::Span<const std::string> codes) override;
  absl::Status Erase(const CompiledInstrument& instrument, const Which& which,
                     absl::Span<const std::string> codes);
  absl::Status EraseQuestions(const CompiledInstrument& instrument,
                              absl::Span<const std::string> codes) override;
  absl::StatusOr<std::vector<std::string>> ErasedQuestions() override;

  // Also deletes the drafts: what was not handed in by then nobody may read. How many of them
  // ended in which section is left (BreakOffCounts::drafts).
  absl::Status Close() override;
  bool IsClosed() const override {
    absl::MutexLock lock(&mutex_);
    return closed_;
  }

  int64_t Count() const override;

  absl::StatusOr<std::vector<int64_t>> ToldOf(const CompiledInstrument&,
                                              std::shared_ptr<const CountPlan> plan) override {
    return std::vector<int64_t>(plan->groups().size(), 0);
  }
  absl::Status ForEach(const CompiledInstrument& instrument, const sql::Patience& patience,
                       Take take) override;
  absl::Status ForEachRow(const CompiledInstrument& instrument, const sql::Patience& patience,
                          TakeRow take) override;
  absl::StatusOr<BreakOffCounts> BreakOffs() override;

  absl::Status ReadLedger(const sql::Patience& patience,
                          absl::FunctionRef<void(sql::Connection&)> work) override;
  // Not on the thread that writes answers.
  absl::Status ChangeLedger(absl::FunctionRef<void(sql::Connection&)> work) override;

  absl::Status Tidy() override;
  bool HasToTidy() const override;
  bool writable() const override;

 private:
  // Who has a token.
  struct Bearer {
    std::string filled;  // The recipient as in the ledger.
    Person person;
  };

  PersonalWave(std::string wave, std::function<void()> wake)
      : wave_(std::move(wave)), wake_(std::move(wake)) {}

  absl::Status OpenFiles(const WaveFolders& folders, const sql::WriteLimits& writes);
  struct Label;
  absl::StatusOr<Label> ReadLabel();
  // Finds out whose files they are, and the key; names them if they are new.
  absl::Status Identify(const WaveFolders& folders, v1alpha::Wave::Identity identity);
  absl::Status Name(const WaveFolders& folders, v1alpha::Wave::Identity identity);
  // Reads what is kept in memory.
  absl::Status Load();
  // Waits until all is stored or refused whose token was looked up before: who revoked it, or
  // issued it anew, is answered when nothing comes with the former one any more.
  void AwaitWhatIsStored();
  // nullopt if the token is none; STORE_CORRUPT if the key is lost. A response is stored in the
  // transaction in which its token was looked up.
  absl::StatusOr<std::optional<Bearer>> FindBearer(absl::string_view token_hash,
                                                   const sql::Patience& patience);
  // Runs a change of rows, unless it is not allowed any more or the wave is closed.
  void Change(std::function<absl::Status()> allowed, sql::Patience patience,
              std::function<absl::Status(sql::Connection&)> work, Done done);
  // Save and Edit.
  using Row = absl::StatusOr<int64_t> (*)(sql::Connection&, const Person&, const HandedIn&,
                                          absl::string_view etag);
  void ChangeRow(Row row, Response response, std::string etag, sql::Patience patience,
                 Changed changed);
  // As it is stored: without what is erased of all. On the thread that writes.
  HandedIn HandedInOf(sql::Connection& connection, const std::optional<Person>& person,
                      const Response& response) const;
  // Empties the log, or has it done later where somebody reads for long; tells so.
  absl::Status EmptyLogNowOrLater();
  // Makes the log be emptied soon.
  void NoteDeleted();
  // As the answers may keep it.
  absl::Time Kept(absl::Time time) const;
  // Adds up where the drafts end.
  static void KeepDraftBreakOffs(sql::Connection& connection);
  // Lets others see who answered, as far as the mode lets it be seen.
  absl::Status Advance(bool all);
  bool confidential() const { return identity_ == v1alpha::Wave::IDENTITY_CONFIDENTIAL; }

  const std::string wave_;
  const std::function<void()> wake_;
  v1alpha::Wave::Identity identity_ = v1alpha::Wave::IDENTITY_UNSPECIFIED;
  std::optional<SurveyKey> key_;

  absl::Mutex showing_;  // Held while views advance; before mutex_.
  absl::Mutex tidying_;  // Held while the log is emptied; before mutex_.
  mutable absl::Mutex mutex_;
  int64_t rows_ ABSL_GUARDED_BY(mutex_) = 0;
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
  // Whether something was deleted that the log of the file still has; after a crash there
  // may be.
  bool deleted_ ABSL_GUARDED_BY(mutex_) = true;
  // Recipients who answered without that being shown. In memory only.
  std::vector<std::string> unshown_ ABSL_GUARDED_BY(mutex_);
  // Their jobs use the above.
  std::unique_ptr<sql::Database> ledger_;
  std::unique_ptr<sql::Database> answers_;
};

}  // namespace lotse::survey
