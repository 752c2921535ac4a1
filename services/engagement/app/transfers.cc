#include "services/engagement/app/transfers.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/address.h"
#include "runtime/types/date.h"
#include "services/engagement/app/transfer_kinds.h"
#include "services/engagement/app/transfer_run.h"
#include "services/engagement/domain/transfer_rules.h"
#include "services/engagement/domain/violation.h"

namespace lotse::engagement {

using resource::RulesOf;
using resource::Tx;
using v1alpha::ExportJob;
using v1alpha::ImportJob;

namespace {

// Who marks what an earlier run left.
constexpr char kActor[] = "lotse-engagement";

template <class Job>
absl::Status CheckCollection(Tx& tx, const char* field, const Job& job) {
  if (job.form() != v1alpha::TRANSFER_FORM_CSV) return absl::OkStatus();
  if (KindOfCollection(tx.schema(), schema::ParentOf(job.name()), job.collection()) != nullptr) {
    return absl::OkStatus();
  }
  return rpc::InvalidFields(
      {Violation(field, {"keine Sammlung dieses parent; eine angeben, zum Beispiel goals",
                         "no collection of this parent; give one, such as goals"})});
}

absl::Status CreateExport(Tx& tx, ExportJob* job) {
  job->set_state(v1alpha::TRANSFER_STATE_WAITING);
  return CheckCollection(tx, "export_job.collection", *job);
}

absl::Status CreateImport(Tx& tx, ImportJob* job) {
  job->set_state(v1alpha::TRANSFER_STATE_WAITING);
  if (!tx.view().Opens(type::v1alpha::PERMISSION_BLOB_READ, job->source())) {
    return rpc::PermissionMissing(type::v1alpha::PERMISSION_BLOB_READ);
  }
  return CheckCollection(tx, "import_job.collection", *job);
}

template <class Job>
absl::Status RemoveJob(Tx&, const Job& job) {
  if (HasEnded(job.state())) return absl::OkStatus();
  return rpc::Precondition(
      type::v1alpha::ERROR_REASON_WRONG_STATE, job.name(),
      {"ist nicht beendet; zuerst abbrechen", "has not ended; cancel it first"});
}

template <class Job>
absl::Status Cancel(Tx& tx, const std::string& name, Job* job) {
  if (absl::Status s = tx.Load(name, job); !s.ok()) return s;
  if (HasEnded(job->state())) return absl::OkStatus();
  job->set_cancelling(true);
  if (job->state() == v1alpha::TRANSFER_STATE_WAITING) {
    End(v1alpha::TRANSFER_STATE_CANCELLED, absl::OkStatus(), tx, job);
  }
  return tx.Save("CANCEL", "", job);
}

// Adds the names of the jobs of a kind below `owner` that have not ended.
template <class Job>
absl::Status FindLeft(Tx& tx, const std::string& owner, std::vector<std::string>* names) {
  Job job;
  return tx.ForEach(owner, &job, [&] {
    if (!HasEnded(job.state())) names->push_back(job.name());
    return absl::OkStatus();
  });
}

template <class Job>
absl::Status Fail(Tx& tx, const std::string& name) {
  Job job;
  if (absl::Status s = tx.Load(name, &job); !s.ok()) return s;
  End(v1alpha::TRANSFER_STATE_FAILED, WasStopped(), tx, &job);
  return tx.Save("END", "", &job);
}

template <class Stored>
bool WaitsAs(Tx& tx, const jobs::JobQueue::Job& job) {
  Stored stored;
  return tx.Load(job.name, &stored).ok() && WaitsSince(job.create_time, stored);
}

// Whether a job is there, the same that was offered, and waits.
bool Waits(Tx& tx, const jobs::JobQueue::Job& job) {
  const auto* kind = tx.schema().KindOfName(job.name)->prototype->GetDescriptor();
  return kind == ExportJob::descriptor() ? WaitsAs<ExportJob>(tx, job)
                                         : WaitsAs<ImportJob>(tx, job);
}

// Offers what was created to the queue; without Transfers, which may be gone by then.
template <class Job>
std::function<absl::Status(Tx&, const Job&)> Offering(std::shared_ptr<jobs::JobQueue> queue,
                                                      const auth::GrantBook* book) {
  return [queue = std::move(queue), book](Tx& tx, const Job& job) {
    return queue->Offer(tx, {job.name(), types::FromTimestamp(job.create_time()),
                             jobs::JobCaller(tx.cause(), job.name(), book)});
  };
}

}  // namespace

Transfers::Transfers(resource::Store* store, const resource::Standard* standard,
                     const auth::GrantBook* book, Told told)
    : store_(store),
      standard_(standard),
      book_(book),
      told_(std::move(told)),
      queue_(std::make_shared<jobs::JobQueue>("exports and imports", &Waits)) {
  store_->AddCommitListener([queue = queue_] { queue->OnCommit(); });
}

Transfers::~Transfers() {
  stopping_ = true;
  queue_->Stop();
  if (thread_.joinable()) thread_.join();
}

void Transfers::AddRules(resource::Standard* standard) {
  RulesOf<ExportJob> exports;
  exports.check = &CheckExportJob;
  exports.create = &CreateExport;
  exports.created = Offering<ExportJob>(queue_, book_);
  exports.remove = &RemoveJob<ExportJob>;
  standard->Add(std::move(exports));
  RulesOf<ImportJob> imports;
  imports.check = &CheckImportJob;
  imports.create = &CreateImport;
  imports.created = Offering<ImportJob>(queue_, book_);
  imports.remove = &RemoveJob<ImportJob>;
  standard->Add(std::move(imports));
}

absl::StatusOr<int> Transfers::Start() {
  std::vector<std::string> owners;
  const absl::Status listed = store_->Read([&](Tx& tx) {
    owners = tx.Owners();
    return absl::OkStatus();
  });
  if (!listed.ok()) return listed;
  std::vector<std::string> left;
  for (const std::string& owner : owners) {
    if (!absl::StartsWith(owner, "programmes/")) continue;
    // One by one: what is damaged below an owner keeps nobody else from working.
    const absl::Status status = store_->Read([&](Tx& tx) -> absl::Status {
      if (absl::Status s = FindLeft<ExportJob>(tx, owner, &left); !s.ok()) return s;
      return FindLeft<ImportJob>(tx, owner, &left);
    });
    if (!status.ok()) told_(status);
  }
  for (const std::string& name : left) {
    const absl::Status status = store_->WriteAndWait({kActor, "", ""}, [&](Tx& tx) {
      return IsExport(name) ? Fail<ExportJob>(tx, name) : Fail<ImportJob>(tx, name);
    });
    if (!status.ok()) told_(status);
  }
  thread_ = std::thread([this] { Loop(); });
  return static_cast<int>(left.size());
}

bool Transfers::IsExport(const std::string& name) const {
  const resource::Kind* kind = store_->schema().KindOfName(name);
  return kind->prototype->GetDescriptor() == ExportJob::descriptor();
}

void Transfers::Loop() {
  while (const std::optional<jobs::JobQueue::Job> job = queue_->Next()) Run(*job);
}

void Transfers::Run(const jobs::JobQueue::Job& job) {
  const TransferRun run = {store_,   standard_,       &job.caller,
                           job.name, job.create_time, [this] { return stopping_.load(); }};
  const absl::Status status = IsExport(job.name) ? RunExport(run) : RunImport(run);
  if (!status.ok()) told_(status);
}

absl::Status CancelExportJob(Tx& tx, const v1alpha::CancelExportJobRequest& q, ExportJob* r) {
  return Cancel(tx, q.name(), r);
}

absl::Status CancelImportJob(Tx& tx, const v1alpha::CancelImportJobRequest& q, ImportJob* r) {
  return Cancel(tx, q.name(), r);
}

}  // namespace lotse::engagement
