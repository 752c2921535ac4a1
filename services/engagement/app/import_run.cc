#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "google/protobuf/util/json_util.h"
#include "runtime/blob/blob_rules.h"
#include "runtime/blob/content.h"
#include "runtime/rpc/error.h"
#include "runtime/types/date.h"
#include "services/engagement/app/import_plan.h"
#include "services/engagement/app/transfer_kinds.h"
#include "services/engagement/app/transfer_run.h"

namespace lotse::engagement {

using resource::Tx;
using v1alpha::ImportJob;
using v1alpha::TransferFault;

namespace {

// Rows of one transaction, which others wait for; more only where they go in together.
constexpr size_t kRowsOfTransaction = 200;
// Rows that are tried, all in one transaction: each sees what those before it made.
constexpr size_t kMaxTrialRows = 5000;
// Rows that only go in together, so in one transaction too. Methods can
// make a circle of 1,501: a phase with 50 decisions at its gate, each with 30 conditions.
constexpr size_t kMaxCircleRows = 5000;

// What became of the groups of one transaction.
struct Batch {
  int64_t created = 0;
  int64_t updated = 0;
  int64_t unchanged = 0;
  int64_t refused = 0;
  std::vector<std::vector<TransferFault>> faults;
  // Why it makes no sense to go on.
  absl::Status root;
  bool cancelled = false;
};

void Count(const std::vector<Taken>& taken, Batch* batch) {
  for (const Taken one : taken) {
    batch->created += one == Taken::kCreated;
    batch->updated += one == Taken::kUpdated;
    batch->unchanged += one == Taken::kUnchanged;
  }
}

void AddTo(const Batch& batch, ImportJob* job) {
  job->set_created_count(job->created_count() + batch.created);
  job->set_updated_count(job->updated_count() + batch.updated);
  job->set_unchanged_count(job->unchanged_count() + batch.unchanged);
  job->set_refused_count(job->refused_count() + batch.refused);
  job->set_decided_count(job->created_count() + job->updated_count() + job->unchanged_count() +
                         job->refused_count());
}

// One import.
class Importing {
 public:
  explicit Importing(const TransferRun* run) : run_(*run) {}

  absl::Status Run();

 private:
  absl::Status Begin();
  absl::StatusOr<ImportPlan> Plan();
  // Takes a group in; what it changed is undone if it is refused.
  absl::Status TakeGroup(Tx& tx, const std::vector<int>& group, Batch* batch) const;
  absl::Status TakeGroups(Tx& tx, size_t first, size_t last, Batch* batch) const;
  // Why a trial, all of which is one transaction, is not to go on; it was to end before `latest`.
  absl::Status CheckTrial(absl::Time latest) const;
  absl::Status WriteBatch(size_t first, size_t last, Batch* batch);
  // Takes everything in; whether it was cancelled.
  absl::StatusOr<bool> TakeAll();
  absl::Status Finish(v1alpha::TransferState state, const absl::Status& why);
  // The position of the group behind those of the transaction that begins at `first`.
  size_t EndOf(size_t first) const;

  const TransferRun& run_;
  ImportJob job_;
  // Whether the row without which the others have no meaning was refused.
  bool root_refused_ = false;
  std::string content_;
  ImportPlan plan_;
};

absl::Status Importing::Begin() {
  return run_.Write([&](Tx& tx) -> absl::Status {
    if (absl::Status s = tx.Load(run_.name, &job_); !s.ok()) return s;
    if (!run_.Waits(job_)) return absl::OkStatus();
    job_.set_state(v1alpha::TRANSFER_STATE_RUNNING);
    *job_.mutable_start_time() = types::ToTimestamp(tx.now());
    return tx.Save("START", "", &job_);
  });
}

absl::StatusOr<ImportPlan> Importing::Plan() {
  const auth::View view = run_.caller->View(absl::Now());
  if (!view.Opens(type::v1alpha::PERMISSION_BLOB_READ, job_.source())) {
    return rpc::PermissionMissing(type::v1alpha::PERMISSION_BLOB_READ);
  }
  absl::StatusOr<std::string> content =
      blob::ReadContent(run_.store, {absl::InfiniteFuture(), run_.stopped}, job_.source());
  if (!content.ok()) return content.status();
  content_ = *std::move(content);
  const auto& schema = run_.store->schema();
  absl::StatusOr<ImportPlan> plan = job_.form() == v1alpha::TRANSFER_FORM_CSV
                                        ? PlanTable(schema, *run_.standard, job_, content_)
                                        : PlanEngagement(schema, *run_.standard, job_, content_);
  if (plan.ok() && job_.trial() && plan->rows.size() > kMaxTrialRows) {
    return Unreadable(
        {"mehr als 5.000 Zeilen, die nicht auf einmal probiert werden; weniger davon probieren",
         "more than 5,000 rows, which are not tried in one go; try a part of them"});
  }
  return plan;
}

absl::Status Importing::TakeGroup(Tx& tx, const std::vector<int>& group, Batch* batch) const {
  if (group.size() > kMaxCircleRows) {
    return Unreadable(
        {absl::StrCat("eine von ", group.size(),
                      " Zeilen, die im Kreis aufeinander verweisen, von denen höchstens ",
                      kMaxCircleRows, " zusammen importiert werden können"),
         absl::StrCat("one of ", group.size(),
                      " rows that refer to one another in a circle, of which at most ",
                      kMaxCircleRows, " can be taken in together")});
  }
  return tx.Try([&]() -> absl::Status {
    const absl::StatusOr<std::vector<Taken>> taken = plan_.take(tx, group);
    if (taken.ok()) Count(*taken, batch);
    return taken.status();
  });
}

absl::Status Importing::TakeGroups(Tx& tx, size_t first, size_t last, Batch* batch) const {
  const absl::Time latest = absl::Now() + run_.trial_time;
  for (size_t i = first; i < last; ++i) {
    if (absl::Status s = job_.trial() ? CheckTrial(latest) : absl::OkStatus(); !s.ok()) return s;
    const std::vector<int>& group = plan_.groups[i];
    const absl::Status status = TakeGroup(tx, group, batch);
    if (status.ok()) continue;
    if (!IsAboutRow(status)) return status;
    for (const int row : group) {
      batch->refused += 1;
      batch->faults.push_back(FaultsOf(status, plan_.rows[row].line, plan_.rows[row].name));
    }
    if (std::find(group.begin(), group.end(), plan_.root) != group.end()) {
      batch->root = status;
      return absl::OkStatus();
    }
  }
  return absl::OkStatus();
}

absl::Status Importing::CheckTrial(absl::Time latest) const {
  if (run_.stopped()) return WasStopped();
  if (absl::Now() < latest) return absl::OkStatus();
  const std::string longest = absl::FormatDuration(run_.trial_time);
  return Unreadable(
      {absl::StrCat("dauert länger als ", longest,
                    ", und so lange müssten andere warten; einen Teil der Zeilen probieren"),
       absl::StrCat("takes more than ", longest,
                    ", for which others would wait; try a part of the rows")});
}

absl::Status Importing::WriteBatch(size_t first, size_t last, Batch* batch) {
  return run_.Write([&](Tx& tx) -> absl::Status {
    *batch = {};
    if (absl::Status s = tx.Load(run_.name, &job_); !s.ok()) return s;
    batch->cancelled = job_.cancelling();
    if (batch->cancelled) return absl::OkStatus();
    absl::Status status;
    const absl::Status kept = tx.Try([&]() -> absl::Status {
      status = TakeGroups(tx, first, last, batch);
      // A trial ends with an error in any case, so that nothing is kept.
      return status.ok() && job_.trial() ? absl::CancelledError("tried") : status;
    });
    if (!status.ok()) return status;
    AddTo(*batch, &job_);
    return tx.Save("GO_ON", "", &job_);
  });
}

size_t Importing::EndOf(size_t first) const {
  if (job_.trial()) return plan_.groups.size();
  size_t rows = plan_.groups[first].size();
  size_t end = first + 1;
  while (end < plan_.groups.size()) {
    rows += plan_.groups[end].size();
    if (rows > kRowsOfTransaction) break;
    ++end;
  }
  return end;
}

absl::StatusOr<bool> Importing::TakeAll() {
  size_t next = 0;
  while (next < plan_.groups.size()) {
    if (run_.stopped()) return WasStopped();
    const size_t end = EndOf(next);
    Batch batch;
    if (absl::Status s = WriteBatch(next, end, &batch); !s.ok()) return s;
    if (batch.cancelled) return true;
    for (const auto& faults : batch.faults) plan_.faults.Add(faults);
    if (!batch.root.ok()) {
      root_refused_ = true;
      return batch.root;
    }
    next = end;
  }
  return false;
}

absl::Status Importing::Finish(v1alpha::TransferState state, const absl::Status& why) {
  return run_.Write([&](Tx& tx) -> absl::Status {
    if (absl::Status s = tx.Load(run_.name, &job_); !s.ok()) return s;
    job_.clear_faults();
    for (const TransferFault& fault : plan_.faults.first()) *job_.add_faults() = fault;
    if (!plan_.faults.lines().empty()) {
      const absl::StatusOr<std::string> blob =
          PutFile(tx, job_.name(), "faults.jsonl", "application/json", plan_.faults.lines());
      if (!blob.ok()) return blob.status();
      job_.set_faults_blob(*blob);
    }
    End(state, why, tx, &job_);
    // It came first, so that the engagement could refer to it.
    if (root_refused_ && !job_.trial() && job_.created_count() > 0) {
      v1alpha::TransferFault* failure = job_.mutable_failure();
      absl::StrAppend(failure->mutable_description(), "; ", job_.created_count(),
                      " resources outside of the engagement were created before, and stay");
      absl::StrAppend(failure->mutable_german(), "; ", job_.created_count(),
                      " Ressourcen außerhalb der Begleitung wurden vorher angelegt und bleiben");
    }
    return tx.Save("END", "", &job_);
  });
}

absl::Status Importing::Run() {
  const absl::Status begun = Begin();
  if (absl::IsNotFound(begun)) return absl::OkStatus();
  if (!begun.ok() || job_.state() != v1alpha::TRANSFER_STATE_RUNNING) return begun;
  absl::StatusOr<ImportPlan> plan = Plan();
  if (!plan.ok()) {
    return Finish(v1alpha::TRANSFER_STATE_FAILED, run_.stopped() ? WasStopped() : plan.status());
  }
  plan_ = *std::move(plan);
  const absl::Status read = run_.Write([&](Tx& tx) -> absl::Status {
    if (absl::Status s = tx.Load(run_.name, &job_); !s.ok()) return s;
    job_.set_row_count(static_cast<int64_t>(plan_.rows.size()) + plan_.unreadable);
    Batch unreadable;
    unreadable.refused = plan_.unreadable;
    AddTo(unreadable, &job_);
    return tx.Save("GO_ON", "", &job_);
  });
  if (!read.ok()) return Finish(v1alpha::TRANSFER_STATE_FAILED, read);
  const absl::StatusOr<bool> cancelled = TakeAll();
  if (!cancelled.ok()) return Finish(v1alpha::TRANSFER_STATE_FAILED, cancelled.status());
  return Finish(*cancelled ? v1alpha::TRANSFER_STATE_CANCELLED : v1alpha::TRANSFER_STATE_SUCCEEDED,
                absl::OkStatus());
}

}  // namespace

void FaultList::Add(const std::vector<TransferFault>& faults) {
  for (const TransferFault& fault : faults) {
    if (first_.size() < kToldInJob) first_.push_back(fault);
    std::string line;
    if (!google::protobuf::util::MessageToJsonString(fault, &line).ok()) continue;
    if (lines_.size() + line.size() + 1 <= blob::kMaxBytes) lines_.append(line).push_back('\n');
  }
}

absl::Status RunImport(const TransferRun& run) { return Importing(&run).Run(); }

}  // namespace lotse::engagement
