#include "services/survey/responses/personal_wave.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "runtime/rpc/error.h"
#include "services/survey/engine/response_row.h"
#include "services/survey/responses/erasure.h"
#include "services/survey/responses/lots.h"
#include "services/survey/responses/personal_files.h"
#include "services/survey/responses/wave_pair.h"

namespace lotse::survey {
namespace {

using sql::Connection;
using sql::Database;
using v1alpha::Wave;

// Before it is asked again whether there is room to wait in.
constexpr absl::Duration kWhenOverloaded = absl::Milliseconds(10);

absl::Status NotOpen(const std::string& wave) {
  return rpc::Error(type::v1alpha::ERROR_REASON_WAVE_NOT_OPEN,
                    absl::StrCat(wave, " is closed and takes no more answers"),
                    {{"resource", wave}});
}

// Stores the files of what a person has just handed in; `deleted` if others went.
absl::Status KeepFilesOf(Connection& connection, const Person& person, const Response& response,
                         const HandedIn& handed_in, bool* deleted) {
  if (!handed_in.files.ok()) return handed_in.files;
  const auto kept = KeepFiles(connection, *response.instrument, person.pseudonym, response.files);
  if (kept.ok()) *deleted = *kept;
  return kept.status();
}

bool WasClosed(Connection& connection) {
  sql::Query wave = connection.Prepare("Wave");
  return wave.Next() && wave.Number(3) != 0;
}

}  // namespace

PersonalWave::~PersonalWave() {
  answers_.reset();
  ledger_.reset();
}

std::optional<std::string> PersonalWave::PseudonymOf(absl::string_view recipient) const {
  if (!confidential()) return std::string(recipient);
  if (!key_.has_value()) return std::nullopt;
  return key_->Pseudonym(recipient);
}

absl::StatusOr<std::optional<PersonalWave::Bearer>> PersonalWave::FindBearer(
    absl::string_view token_hash, const sql::Patience& patience) {
  std::optional<std::string> filled;
  const absl::Status read = ledger_->Read(patience, [&](Connection& connection) {
    filled = FindInvitation(connection, token_hash);
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  if (!filled.has_value()) return std::optional<Bearer>();
  if (!key_.has_value()) {
    return rpc::Error(type::v1alpha::ERROR_REASON_STORE_CORRUPT, "the key of this survey is lost");
  }
  return std::optional<Bearer>(
      {*filled, {*PseudonymOf(RecipientOf(*filled)), key_->OpenedBy(token_hash)}});
}

absl::Time PersonalWave::Kept(absl::Time time) const {
  constexpr int64_t kSecondsOfADay = 24 * 60 * 60;
  if (!confidential()) return time;
  return absl::FromUnixSeconds(absl::ToUnixSeconds(time) / kSecondsOfADay * kSecondsOfADay);
}

HandedIn PersonalWave::HandedInOf(Connection& connection, const std::optional<Person>& person,
                                  const Response& response) const {
  Answers answers = response.answers;
  TakeOut(ErasedCodes(connection), &answers);
  absl::Status files =
      FindFiles(connection, person, *response.instrument, response.files, &answers);
  HandedIn handed_in{response.response_id,
                     EncodeResponseRow(*response.instrument, answers, response.broke_off_section),
                     *response.instrument,
                     Kept(response.time),
                     /*withdrawal_code=*/"",
                     std::move(files)};
  if (confidential() && key_.has_value()) {
    handed_in.withdrawal_code = key_->WithdrawalCode(wave_, response.response_id);
  }
  return handed_in;
}

void PersonalWave::Change(std::function<absl::Status()> allowed, sql::Patience patience,
                          std::function<absl::Status(Connection&)> work, Done done) {
  answers_->Write(
      std::move(patience),
      [this, allowed = std::move(allowed),
       work = std::move(work)](Connection& connection) -> absl::StatusOr<Database::Fate> {
        if (allowed) {
          if (absl::Status s = allowed(); !s.ok()) return s;
        }
        if (WasClosed(connection)) return NotOpen(wave_);
        if (absl::Status s = work(connection); !s.ok()) return s;
        return Database::Fate::kKeep;
      },
      std::move(done));
}

void PersonalWave::Add(Response response, sql::Patience patience, Added added) {
  struct Job {
    Response response;
    std::string filled;  // Whose invitation it is.
    Stored stored;
    bool deleted = false;  // Files of a draft that it took the place of.
  };
  auto job = std::make_shared<Job>();
  job->response = std::move(response);
  Change(
      std::move(job->response.allowed), std::move(patience),
      [this, job](Connection& connection) {
        const auto bearer = FindBearer(job->response.token_hash, {});
        if (!bearer.ok()) return bearer.status();
        std::optional<Person> person;
        if (bearer->has_value()) {
          person = (*bearer)->person;
          job->filled = (*bearer)->filled;
        }
        const HandedIn handed_in = HandedInOf(connection, person, job->response);
        auto stored = SubmitRow(connection, person, handed_in);
        if (!stored.ok()) return stored.status();
        job->stored = *std::move(stored);
        if (job->stored.duplicate) return absl::OkStatus();
        return KeepFilesOf(connection, *person, job->response, handed_in, &job->deleted);
      },
      [this, job, added = std::move(added)](absl::Status status) {
        if (!status.ok()) return added(std::move(status));
        if (!job->stored.duplicate) {
          absl::MutexLock lock(&mutex_);
          ++rows_;
          unshown_.push_back(job->filled);
        }
        if (job->deleted) NoteDeleted();
        added(std::move(job->stored));
      });
}

void PersonalWave::Save(Response response, std::string etag, sql::Patience patience,
                        Changed changed) {
  ChangeRow(&SaveRow, std::move(response), std::move(etag), std::move(patience),
            std::move(changed));
}

void PersonalWave::Edit(Response response, std::string etag, sql::Patience patience,
                        Changed changed) {
  ChangeRow(&EditRow, std::move(response), std::move(etag), std::move(patience),
            std::move(changed));
}

void PersonalWave::ChangeRow(Row row, Response response, std::string etag, sql::Patience patience,
                             Changed changed) {
  struct Outcome {
    int64_t revision = 0;
    bool deleted = false;  // Files that nothing names any more.
  };
  auto outcome = std::make_shared<Outcome>();
  auto allowed = std::move(response.allowed);
  Change(
      std::move(allowed), std::move(patience),
      [this, row, outcome, response = std::move(response),
       etag = std::move(etag)](Connection& connection) {
        const auto bearer = FindBearer(response.token_hash, {});
        if (!bearer.ok()) return bearer.status();
        if (!bearer->has_value()) return InvitationRefused();
        const Person& person = (*bearer)->person;
        const HandedIn handed_in = HandedInOf(connection, person, response);
        const auto stored = row(connection, person, handed_in, etag);
        if (!stored.ok()) return stored.status();
        outcome->revision = *stored;
        return KeepFilesOf(connection, person, response, handed_in, &outcome->deleted);
      },
      [this, outcome, changed = std::move(changed)](absl::Status status) {
        if (!status.ok()) return changed(std::move(status));
        if (outcome->deleted) NoteDeleted();
        changed(outcome->revision);
      });
}

void PersonalWave::NoteDeleted() {
  {
    absl::MutexLock lock(&mutex_);
    deleted_ = true;
  }
  if (wake_) wake_();
}

void PersonalWave::Withdraw(std::string code_hash, absl::Time time,
                            std::function<absl::Status()> allowed, sql::Patience patience,
                            Done done) {
  auto withdrawn = std::make_shared<bool>(false);
  answers_->Write(
      std::move(patience),
      [withdrawn, code_hash = std::move(code_hash), kept = Kept(time),
       allowed = std::move(allowed)](Connection& connection) -> absl::StatusOr<Database::Fate> {
        if (allowed) {
          if (absl::Status s = allowed(); !s.ok()) return s;
        }
        const auto gone = WithdrawRow(connection, code_hash, kept);
        if (!gone.ok()) return gone.status();
        *withdrawn = *gone;
        return Database::Fate::kKeep;
      },
      [this, withdrawn, done = std::move(done)](absl::Status status) {
        if (status.ok() && *withdrawn) {
          {
            absl::MutexLock lock(&mutex_);
            --rows_;
          }
          NoteDeleted();
          TellErased();
        }
        done(std::move(status));
      });
}

absl::StatusOr<std::optional<HeldResponse>> PersonalWave::Resume(absl::string_view token_hash,
                                                                 const sql::Patience& patience) {
  const auto bearer = FindBearer(token_hash, patience);
  if (!bearer.ok()) return bearer.status();
  if (!bearer->has_value()) return InvitationRefused();
  std::optional<HeldResponse> held;
  const absl::Status read = answers_->Read(patience, [&](Connection& connection) {
    held = RowOf(connection, (*bearer)->person);
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  return held;
}

absl::Status PersonalWave::ReadRows(const sql::Patience& patience,
                                    absl::FunctionRef<void(Connection&)> work) {
  return answers_->Read(patience, [&](Connection& connection) {
    work(connection);
    return absl::OkStatus();
  });
}

absl::Status PersonalWave::Close() {
  const absl::Status closed = answers_->WriteAndWait([&](Connection& connection) {
    connection.Prepare("Close").Run();
    KeepDraftBreakOffs(connection);
    connection.Prepare("DropDraftFiles").Run();
    connection.Prepare("DropDrafts").Run();
    return absl::OkStatus();
  });
  if (!closed.ok()) return closed;
  {
    absl::MutexLock lock(&mutex_);
    closed_ = true;
    deleted_ = true;
  }
  if (absl::Status s = Advance(/*all=*/true); !s.ok()) return s;
  if (wake_) wake_();
  return absl::OkStatus();
}

int64_t PersonalWave::Count() const {
  absl::MutexLock lock(&mutex_);
  return rows_;
}

absl::Status PersonalWave::ForEach(const CompiledInstrument& instrument,
                                   const sql::Patience& patience, Take take) {
  return answers_->Read(patience, [&](Connection& connection) -> absl::Status {
    sql::Query query = connection.Prepare("Submitted");
    while (query.Next()) {
      const auto answers = DecodeResponseRow(instrument, query.View(0));
      if (!answers.has_value()) return DamagedResponse();
      take(*answers, BrokeOffSectionOf(query.View(0)));
    }
    return absl::OkStatus();
  });
}

absl::Status PersonalWave::ReadLedger(const sql::Patience& patience,
                                      absl::FunctionRef<void(Connection&)> work) {
  if (absl::Status s = Advance(/*all=*/false); !s.ok()) return s;
  return ledger_->Read(patience, [&](Connection& connection) {
    work(connection);
    return absl::OkStatus();
  });
}

absl::Status PersonalWave::ChangeLedger(absl::FunctionRef<void(Connection&)> work) {
  {
    absl::MutexLock lock(&mutex_);
    if (closed_) return NotOpen(wave_);
  }
  const absl::Status changed = ledger_->WriteAndWait([&](Connection& connection) {
    work(connection);
    return absl::OkStatus();
  });
  if (changed.ok()) AwaitWhatIsStored();
  return changed;
}

void PersonalWave::AwaitWhatIsStored() {
  // If it fails otherwise, nothing that waited before it was stored.
  while (true) {
    const absl::Status stored =
        answers_->WriteAndWait([](Connection&) { return absl::OkStatus(); });
    if (rpc::ReasonOf(stored) != type::v1alpha::ERROR_REASON_OVERLOADED) return;
    absl::SleepFor(kWhenOverloaded);
  }
}

absl::Status PersonalWave::Advance(bool all) {
  absl::MutexLock one_at_a_time(&showing_);
  std::vector<std::string> waiting;
  {
    absl::MutexLock lock(&mutex_);
    waiting = unshown_;
  }
  std::vector<std::string> shown;
  if (all || !confidential()) shown.swap(waiting);
  while (static_cast<int64_t>(waiting.size()) >= 2 * WavePair::kStep) {
    for (auto& filled : DrawLots(&waiting, WavePair::kStep)) shown.push_back(std::move(filled));
  }
  if (shown.empty()) return absl::OkStatus();
  const absl::Status written = ledger_->WriteAndWait([&](Connection& connection) {
    ShowUsed(connection, shown);
    return absl::OkStatus();
  });
  if (!written.ok()) return written;
  const absl::flat_hash_set<std::string> told(shown.begin(), shown.end());
  absl::MutexLock lock(&mutex_);
  unshown_.erase(std::remove_if(unshown_.begin(), unshown_.end(),
                                [&](const std::string& filled) { return told.contains(filled); }),
                 unshown_.end());
  return absl::OkStatus();
}

absl::Status PersonalWave::Tidy() {
  // Whoever finds that another does it waits until it is done.
  absl::MutexLock one_at_a_time(&tidying_);
  {
    absl::MutexLock lock(&mutex_);
    if (!deleted_) return absl::OkStatus();
    deleted_ = false;
  }
  const absl::Status emptied = answers_->EmptyLog();
  if (emptied.ok()) return emptied;
  absl::MutexLock lock(&mutex_);
  deleted_ = true;
  return emptied;
}

bool PersonalWave::HasToTidy() const {
  absl::MutexLock lock(&mutex_);
  return deleted_;
}

bool PersonalWave::writable() const {
  return (answers_->writable() || answers_->damaged()) &&
         (ledger_->writable() || ledger_->damaged());
}

}  // namespace lotse::survey
