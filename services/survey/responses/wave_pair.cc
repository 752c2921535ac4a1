#include "services/survey/responses/wave_pair.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "runtime/types/sha256.h"
#include "services/survey/engine/answer_rules.h"
#include "services/survey/engine/response_row.h"
#include "services/survey/responses/erasure.h"
#include "services/survey/responses/ledger.h"
#include "services/survey/responses/lots.h"
#include "services/survey/responses/stored_response.pb.h"
#include "sql/pair_answers_schema.h"
#include "sql/pair_ledger_schema.h"

namespace lotse::survey {
namespace {

using sql::Connection;
using sql::Database;

}  // namespace

absl::Status DamagedResponse() {
  return rpc::Error(type::v1alpha::ERROR_REASON_STORE_CORRUPT, "a stored response is damaged");
}

std::optional<Answers> AnswersOf(const CompiledInstrument& instrument, absl::string_view stored) {
  if (IsResponseRow(stored)) return DecodeResponseRow(instrument, stored);
  stored::StoredResponse former;
  if (!former.ParseFromArray(stored.data(), static_cast<int>(stored.size())) ||
      !CheckAnswers(instrument, former.answers()).empty()) {
    return std::nullopt;
  }
  return std::move(*former.mutable_answers());
}

WavePair::Files WavePair::FilesOf(absl::string_view folder, absl::string_view wave) {
  const std::string stem = absl::StrCat(folder, "/wave-", types::Sha256Hex(wave).substr(0, 32));
  return {absl::StrCat(stem, "-answers.db"), absl::StrCat(stem, "-ledger.db")};
}

absl::StatusOr<std::unique_ptr<WavePair>> WavePair::Open(absl::string_view folder,
                                                         const std::string& wave,
                                                         const sql::WriteLimits& writes,
                                                         std::function<void()> wake, bool make) {
  const Files files = FilesOf(folder, wave);
  Database::Options options;
  options.path = files.answers;
  options.writes = writes;
  options.journal = Database::Journal::kTruncate;
  options.migrations = pair_answers_schema;
  options.statements = &PairStatements();
  options.attached = {{"ledger_file", files.ledger, pair_ledger_schema}};
  auto database = Database::Open(options);
  if (!database.ok()) return database.status();
  std::unique_ptr<WavePair> pair(new WavePair(wave, *std::move(database), std::move(wake)));
  if (absl::Status s = pair->CheckNames(make); !s.ok()) return s;
  if (absl::Status s = pair->Load(); !s.ok()) return s;
  return pair;
}

WavePair::WavePair(std::string wave, std::unique_ptr<Database> database, std::function<void()> wake)
    : wave_(std::move(wave)), wake_(std::move(wake)), database_(std::move(database)) {}

WavePair::~WavePair() { database_.reset(); }

absl::Status WavePair::CheckNames(bool make) {
  std::vector<std::string> names;
  const absl::Status read = database_->Read({}, [&](Connection& connection) {
    sql::Query query = connection.Prepare("Names");
    while (query.Next()) names.push_back(query.Text(0));
    return absl::OkStatus();
  });
  if (!read.ok() || names == std::vector<std::string>{wave_, wave_}) return read;
  // Both names are written in one transaction: one without the other is half a pair, and
  // to make the rest anew would hide that answers or invitations are lost.
  if (!names.empty()) {
    return absl::DataLossError(absl::StrCat(wave_, names.size() == 1
                                                       ? ": one of its two files is lost"
                                                       : ": its files are of another"));
  }
  if (!make) return absl::DataLossError(wave_ + ": its files are empty");
  return database_->WriteAndWait([&](Connection& connection) {
    connection.Prepare("NameAnswers").Bind(1, wave_).Run();
    connection.Prepare("NameLedger").Bind(1, wave_).Run();
    return absl::OkStatus();
  });
}

absl::Status WavePair::Load() {
  return database_->Read({}, [&](Connection& connection) {
    absl::MutexLock lock(&mutex_);
    sql::Query ids = connection.Prepare("Ids");
    while (ids.Next()) {
      ++rows_;
      if (ids.Number(1) == 0) unshown_ids_.push_back(ids.Text(0));
    }
    unshown_recipients_ = UsedUnshown(connection);
    erased_rows_ = ErasedRows(connection);
    closed_ = connection.Prepare("IsClosed").Next();
    closed_untidy_ = closed_ && !connection.Prepare("IsRewritten").Next();
    ledger_changed_ = closed_untidy_;
    return absl::OkStatus();
  });
}

absl::Status WavePair::NotOpen() const {
  return rpc::Error(type::v1alpha::ERROR_REASON_WAVE_NOT_OPEN,
                    absl::StrCat(wave_, " is closed and takes no more answers"),
                    {{"resource", wave_}});
}

absl::StatusOr<bool> WavePair::AddRow(Connection& connection, const Response& response,
                                      absl::string_view row, std::vector<size_t>* groups,
                                      std::string* recipient) {
  if (response.allowed) {
    if (absl::Status s = response.allowed(); !s.ok()) return s;
  }
  if (connection.Prepare("IsClosed").Next()) return NotOpen();
  if (WasErased(connection, response.response_id)) return ResponseErased();
  std::string reduced;
  if (const auto kept = LeaveOutErased(connection, response); kept.has_value()) {
    reduced = EncodeResponseRow(*response.instrument, *kept, response.broke_off_section);
    row = reduced;
    // Nor is counted what is not kept.
    if (response.counted != nullptr) *groups = response.counted->GroupsOf(*kept);
  }
  sql::Query select = connection.Prepare("Select");
  if (select.Bind(1, response.response_id).Next()) {
    const auto before = AnswersOf(*response.instrument, select.View(0));
    if (!before.has_value()) return DamagedResponse();
    const int broke_off = BrokeOffSectionOf(select.View(0));
    const std::string stored = EncodeResponseRow(*response.instrument, *before, broke_off);
    if (HaveSameAnswers(*response.instrument, stored, row)) return true;
    return rpc::Error(type::v1alpha::ERROR_REASON_RESPONSE_CONFLICT,
                      "other answers were stored under this response_id; a new response needs a "
                      "new random id");
  }
  // Before the invitation is looked at: else whoever has tokens could try, with answers of a
  // group that is full, which were used, and use none up.
  if (response.counted != nullptr) {
    if (absl::Status s = CountGroups(connection, *response.instrument, response.counted); !s.ok()) {
      return s;
    }
    if (absl::Status s = CheckQuotas(response, *groups); !s.ok()) return s;
  }
  if (!response.token_hash.empty()) {
    std::optional<std::string> used = UseInvitation(connection, response.token_hash);
    if (!used.has_value()) return InvitationRefused();
    *recipient = *std::move(used);
  }
  connection.Prepare("Insert").Bind(1, response.response_id).BindBytes(2, row).Run();
  // Before the row is there for others, so that files that were not written anew since
  // are never taken for ones that were.
  absl::MutexLock lock(&mutex_);
  ++new_rows_;
  return false;
}

void WavePair::Add(Response response, sql::Patience patience, Added added) {
  struct Job {
    Response response;
    std::string row;
    std::vector<size_t> groups;  // Those of its answers.
    std::vector<size_t> counted_in;
    std::string recipient;  // Whose invitation it used up.
    bool duplicate = false;
  };
  auto job = std::make_shared<Job>();
  job->row = EncodeResponseRow(*response.instrument, response.answers, response.broke_off_section);
  if (response.counted != nullptr) job->groups = response.counted->GroupsOf(response.answers);
  job->response = std::move(response);
  database_->Write(
      std::move(patience),
      [this, job](Connection& connection) -> absl::StatusOr<Database::Fate> {
        job->counted_in = job->groups;
        const absl::StatusOr<bool> duplicate =
            AddRow(connection, job->response, job->row, &job->counted_in, &job->recipient);
        if (!duplicate.ok()) return duplicate.status();
        job->duplicate = *duplicate;
        return Database::Fate::kKeep;
      },
      [this, job, added = std::move(added)](absl::Status status) {
        if (!status.ok()) return added(std::move(status));
        if (!job->duplicate) {
          {
            absl::MutexLock lock(&mutex_);
            ++rows_;
            added_ = true;
            unshown_ids_.push_back(job->response.response_id);
            if (job->response.counted != nullptr && groups_.Counts(*job->response.counted)) {
              groups_.AddUnshown(job->response.response_id, std::move(job->counted_in));
            }
            if (!job->recipient.empty()) unshown_recipients_.push_back(job->recipient);
          }
          if (wake_ && HasToTidy()) wake_();
        }
        added(Stored{job->duplicate});
      });
}

absl::Status WavePair::Close() {
  {
    // Between an erasure and its count nobody may see what is exact from then on.
    absl::MutexLock one_at_a_time(&tidying_);
    const absl::Status closed = database_->WriteAndWait([&](Connection& connection) {
      connection.Prepare("Close").Run();
      connection.Prepare("ShowAll").Run();
      ForgetInvitations(connection);
      return absl::OkStatus();
    });
    if (!closed.ok()) return closed;
    absl::MutexLock lock(&mutex_);
    closed_ = true;
    unshown_ids_.clear();
    unshown_recipients_.clear();
    // What was deleted leaves room, and where it is tells what lay there.
    ++new_rows_;
    ledger_changed_ = true;
    closed_untidy_ = true;
  }
  if (wake_) wake_();
  return absl::OkStatus();
}

int64_t WavePair::Count() const {
  absl::MutexLock lock(&mutex_);
  return closed_ ? rows_ : rows_ + erased_rows_;
}

int64_t WavePair::CountUnderWay() const {
  absl::MutexLock lock(&mutex_);
  return rows_ + erased_rows_;
}

absl::Status WavePair::ForEach(const CompiledInstrument& instrument, const sql::Patience& patience,
                               Take take) {
  return database_->Read(patience, [&](Connection& connection) -> absl::Status {
    sql::Query query = connection.Prepare("All");
    while (query.Next()) {
      const auto answers = AnswersOf(instrument, query.View(0));
      if (!answers.has_value()) return DamagedResponse();
      take(*answers, BrokeOffSectionOf(query.View(0)));
    }
    return absl::OkStatus();
  });
}

absl::Status WavePair::ReadLedger(const sql::Patience& patience,
                                  absl::FunctionRef<void(Connection&)> work) {
  return database_->Read(patience, [&](Connection& connection) {
    work(connection);
    return absl::OkStatus();
  });
}

absl::Status WavePair::ChangeLedger(absl::FunctionRef<void(Connection&)> work) {
  {
    absl::MutexLock lock(&mutex_);
    ledger_changed_ = true;
  }
  return database_->WriteAndWait([&](Connection& connection) {
    if (connection.Prepare("IsClosed").Next()) return NotOpen();
    work(connection);
    return absl::OkStatus();
  });
}

absl::Status WavePair::Import(const std::vector<std::pair<std::string, std::string>>& rows,
                              bool closed) {
  absl::Status imported = database_->WriteAndWait([&](Connection& connection) {
    for (const auto& [id, row] : rows) {
      if (connection.Prepare("Select").Bind(1, id).Next()) continue;
      connection.Prepare("Insert").Bind(1, id).BindBytes(2, row).Run();
    }
    connection.Prepare("ShowAll").Run();
    if (closed) connection.Prepare("Close").Run();
    return absl::OkStatus();
  });
  if (!imported.ok()) return imported;
  absl::MutexLock lock(&mutex_);
  closed_ |= closed;
  rows_ = std::max<int64_t>(rows_, static_cast<int64_t>(rows.size()));
  return absl::OkStatus();
}

bool WavePair::HasGrown() const { return added_ && new_rows_ >= std::max(kStep, rows_ / 10); }

bool WavePair::HasToTidy() const {
  absl::MutexLock lock(&mutex_);
  return closed_untidy_ || HasGrown() || static_cast<int64_t>(unshown_ids_.size()) >= kStep;
}

absl::Status WavePair::Advance() {
  std::vector<std::string> ids, waiting;
  {
    // Together: whoever is among `waiting` has an answer among `ids` or before them.
    absl::MutexLock lock(&mutex_);
    if (static_cast<int64_t>(unshown_ids_.size()) < kStep) return absl::OkStatus();
    ids = unshown_ids_;
    waiting = unshown_recipients_;
  }
  const size_t shown_ids = ids.size();
  // The ids are random: written in their order, not in that of their coming.
  std::sort(ids.begin(), ids.end());
  std::vector<std::string> shown;
  while (static_cast<int64_t>(waiting.size()) >= 2 * kStep) {
    for (std::string& recipient : DrawLots(&waiting, kStep)) shown.push_back(std::move(recipient));
  }
  absl::Status written = database_->WriteAndWait([&](Connection& connection) {
    for (const std::string& id : ids) connection.Prepare("Show").Bind(1, id).Run();
    ShowUsed(connection, shown);
    return absl::OkStatus();
  });
  if (!written.ok()) return written;
  std::sort(shown.begin(), shown.end());
  const auto is_shown = [&](const std::string& recipient) {
    return std::binary_search(shown.begin(), shown.end(), recipient);
  };
  absl::MutexLock lock(&mutex_);
  groups_.Show(ids);
  // New ones came behind these; a wave that was closed meanwhile has none.
  unshown_ids_.erase(unshown_ids_.begin(),
                     unshown_ids_.begin() + std::min(shown_ids, unshown_ids_.size()));
  unshown_recipients_.erase(
      std::remove_if(unshown_recipients_.begin(), unshown_recipients_.end(), is_shown),
      unshown_recipients_.end());
  return absl::OkStatus();
}

absl::Status WavePair::Tidy() {
  bool grown = false, closed = false;
  {
    absl::MutexLock lock(&mutex_);
    grown = HasGrown();
    closed = closed_untidy_;
    if (grown) added_ = false;
  }
  // What fails is to be done still.
  const auto failed = [&](absl::Status status) {
    absl::MutexLock lock(&mutex_);
    added_ |= grown;
    return status;
  };
  {
    absl::MutexLock one_at_a_time(&tidying_);
    if (absl::Status s = Advance(); !s.ok()) return failed(std::move(s));
  }
  if (!grown && !closed) return absl::OkStatus();
  if (absl::Status s = ForgetOrder(); !s.ok()) return failed(std::move(s));
  if (!closed) return absl::OkStatus();
  const absl::Status noted = database_->WriteAndWait([&](Connection& connection) {
    connection.Prepare("NoteRewritten").Run();
    return absl::OkStatus();
  });
  absl::MutexLock lock(&mutex_);
  closed_untidy_ = !noted.ok();
  return noted;
}

absl::Status WavePair::ForgetOrder() {
  absl::MutexLock one_at_a_time(&tidying_);
  int64_t forgotten = 0;
  bool ledger = false;
  {
    absl::MutexLock lock(&mutex_);
    if (new_rows_ == 0) return absl::OkStatus();
    forgotten = new_rows_;
    ledger = std::exchange(ledger_changed_, false);
  }
  const absl::Status rewritten = database_->Rewrite(/*attached=*/ledger);
  absl::MutexLock lock(&mutex_);
  if (!rewritten.ok()) {
    ledger_changed_ |= ledger;
    return rewritten;
  }
  // What came meanwhile may lie behind the others.
  new_rows_ -= forgotten;
  return absl::OkStatus();
}

}  // namespace lotse::survey
