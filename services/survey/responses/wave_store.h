#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "lotse/survey/v1alpha/response_service.pb.h"
#include "lotse/survey/v1alpha/survey.pb.h"
#include "runtime/sql/connection.h"
#include "services/survey/engine/answer_files.h"
#include "services/survey/engine/compiled_instrument.h"
#include "services/survey/engine/count_plan.h"
#include "services/survey/responses/break_offs.h"

namespace lotse::survey {

using Answers = google::protobuf::RepeatedPtrField<v1alpha::Answer>;

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
  // Mode of the wave; UNSPECIFIED: as its files have it.
  v1alpha::Wave::Identity identity = v1alpha::Wave::IDENTITY_UNSPECIFIED;
  // When it came. Anonymous waves keep nothing of it.
  absl::Time time = absl::UnixEpoch();
  // What is counted of the wave; null: nothing.
  std::shared_ptr<const CountPlan> counted = nullptr;
  // Number of the section in which it broke off, from 1; 0: it is complete. Of a draft that of
  // the last answered question.
  int broke_off_section = 0;
  // The contents of the files that are among the answers. Questionnaires of anonymous waves
  // take none (domain/identity_rules.h), and their stores know nothing of files.
  std::vector<HandedInFile> files = {};
  // Whether files are made if there are none: only of waves that were opened before there were
  // releases, which make them. Else it would hide that they are lost.
  bool make_files = false;
};

// What became of a response that is stored.
struct Stored {
  // Whether the same answers were stored before.
  bool duplicate = false;
  // With which the person can withdraw it; empty where that is not possible.
  std::string withdrawal_code = {};
};

// The answers and invitations of one wave, whatever its identity mode: WavePair those of an
// anonymous one, PersonalWave those of the others. Thread-safe.
class WaveStore {
 public:
  using Added = std::function<void(absl::StatusOr<Stored> stored)>;

  // Stores what was taken, then closes.
  virtual ~WaveStore() = default;

  // The mode of the wave as its files have it.
  virtual v1alpha::Wave::Identity identity() const = 0;

  // Takes a response and returns; those that wait together share a commit. `added` is
  // called once on the thread that writes, after the response is on disk for good.
  // WAVE_NOT_OPEN if the wave was closed here, RESPONSE_CONFLICT if other answers were
  // stored, RESPONSE_ERASED, INVITATION_REFUSED, QUOTA_FULL, else as sql::Database::Write, and
  // nothing was stored.
  virtual void Add(Response response, sql::Patience patience, Added added) = 0;

  // Erases the response with this id, or only its answers to `codes` if there are any; it is
  // gone for good
  // when this returns, and a whole one is never taken again (RESPONSE_ERASED). The invitation
  // stays used. The same is told if there is no such response. WRONG_STATE if the mode does
  // not let it go any more; STORE_UNAVAILABLE, and erasing again is right.
  virtual absl::Status Erase(const CompiledInstrument& instrument, const std::string& response_id,
                             absl::Span<const std::string> codes) = 0;

  // Erases the answers to `codes` of all responses, those that come later too: if they were
  // kept it could be told who came before. STORE_CORRUPT if one does not fit to the
  // questionnaire, STORE_UNAVAILABLE.
  virtual absl::Status EraseQuestions(const CompiledInstrument& instrument,
                                      absl::Span<const std::string> codes) = 0;
  // The codes that were erased so, in their order. As sql::Database::Read.
  virtual absl::StatusOr<std::vector<std::string>> ErasedQuestions() = 0;

  // From now on takes nothing more. What was taken before is stored or refused when this
  // returns. What can wait is left to Tidy, also after a crash: from then on nothing on disk
  // tells what was before. STORE_UNAVAILABLE; then the wave may be closed, and closing it
  // again is right.
  virtual absl::Status Close() = 0;
  // Whether it was closed here.
  virtual bool IsClosed() const = 0;

  // How many responses were handed in. For the service itself.
  virtual int64_t Count() const = 0;
  // The same as it may be told in steps of a wave that is under way where it is stored as a
  // resource, though its files may be closed already: nothing that was told goes back.
  virtual int64_t CountUnderWay() const { return Count(); }
  // From now on what was erased is counted no more. Only once the wave is closed where it is
  // stored as a resource: until then it may still be told as one that is under way.
  // STORE_UNAVAILABLE.
  virtual absl::Status ForgetErased() { return absl::OkStatus(); }

  // How many are in each group of `plan`, as far as it may be told (group_tally.h). All
  // responses are looked at the first time after the files were opened, or with another plan;
  // from then on they are counted as they come. As sql::Database::Write, and STORE_CORRUPT.
  // Personal waves have no quotas, and count nothing.
  virtual absl::StatusOr<std::vector<int64_t>> ToldOf(const CompiledInstrument& instrument,
                                                      std::shared_ptr<const CountPlan> plan) = 0;

  // Hands out each response that was handed in, with the section in which it broke off or 0, in
  // no meaningful order. STORE_CORRUPT if one does not fit to the questionnaire; CALLER_GONE.
  using Take = absl::FunctionRef<void(const Answers& answers, int broke_off_section)>;
  virtual absl::Status ForEach(const CompiledInstrument& instrument, const sql::Patience& patience,
                               Take take) = 0;

  // The same as rows in the present form (engine/response_row.h), each with the id that it was
  // handed in under: for counting and for telling whether answers are still the same. Whoever
  // takes them keeps no id, and nothing that leads from a row to one: an id is all that joins a
  // respondent to what they said.
  using TakeRow =
      absl::FunctionRef<absl::Status(absl::string_view response_id, absl::string_view row)>;
  virtual absl::Status ForEachRow(const CompiledInstrument& instrument,
                                  const sql::Patience& patience, TakeRow take) = 0;

  // Who did not come to the end, of a closed wave. As sql::Database::Read.
  virtual absl::StatusOr<BreakOffCounts> BreakOffs() = 0;

  // Runs `work` over the ledger (ledger.h), where what is told of those who answered is as
  // far as the mode lets it be told; WAVE_NOT_OPEN for a change if the wave is closed, else
  // as sql::Database.
  virtual absl::Status ReadLedger(const sql::Patience& patience,
                                  absl::FunctionRef<void(sql::Connection&)> work) = 0;
  virtual absl::Status ChangeLedger(absl::FunctionRef<void(sql::Connection&)> work) = 0;

  // Does what can wait, if there is something. STORE_UNAVAILABLE.
  virtual absl::Status Tidy() = 0;
  virtual bool HasToTidy() const = 0;

  // Whether it knows what its files do not, which would be lost if they were closed now.
  virtual bool remembers() const { return false; }

  // False for some seconds after a write failed for want of disk.
  virtual bool writable() const = 0;

  // Called, on whatever thread, once something that was handed in was erased or withdrawn, before
  // it is told. Set before others have the store.
  void WhenErased(std::function<void()> erased) { erased_ = std::move(erased); }

 protected:
  void TellErased() const {
    if (erased_) erased_();
  }

 private:
  std::function<void()> erased_;
};

}  // namespace lotse::survey
