#include "services/reporting/app/assembler.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "runtime/rpc/error.h"
#include "runtime/types/date.h"
#include "services/reporting/app/version_store.h"
#include "services/reporting/domain/version_rules.h"

namespace lotse::reporting {

using jobs::JobCaller;
using jobs::JobQueue;
using resource::Tx;
using v1alpha::Report;
using v1alpha::ReportVersion;

namespace {

// Who goes on with what an earlier run left.
constexpr char kActor[] = "lotse-reporting";

JobQueue::Job JobOf(const ReportVersion& version, const resource::Cause& cause) {
  // Without the view of who asked: nothing more is asked of whether they may.
  const resource::Cause own = {cause.actor, cause.role, ""};
  return {version.name(), types::FromTimestamp(version.create_time()),
          JobCaller(own, version.name(), nullptr)};
}

absl::Status WasCutOff() {
  return rpc::Error(type::v1alpha::ERROR_REASON_SHUTTING_DOWN,
                    "the service was cut off meanwhile; make another version");
}

// The next version of a report, as it is asked for.
ReportVersion NextVersion(const Report& report, const type::v1alpha::Text& correction_reason) {
  ReportVersion version;
  version.set_number(report.latest_version() + 1);
  version.set_name(VersionName(report.name(), version.number()));
  version.set_state(ReportVersion::STATE_REQUESTED);
  *version.mutable_settings() = report;
  if (!correction_reason.variants().empty()) {
    *version.mutable_correction_reason() = correction_reason;
  }
  return version;
}

}  // namespace

Assembler::Assembler(resource::Store* store, Gather gather, NoteFault note, Told told,
                     jobs::JobQueue::Told waiting)
    : store_(store),
      gather_(std::move(gather)),
      note_(std::move(note)),
      told_(std::move(told)),
      queue_(std::make_shared<JobQueue>("versions of reports", &WaitsForAssembly,
                                        std::move(waiting))) {
  store_->AddCommitListener([queue = queue_] { queue->OnCommit(); });
}

Assembler::~Assembler() {
  Stop();
  if (thread_.joinable()) thread_.join();
}

void Assembler::Stop() {
  stopping_ = true;
  queue_->Stop();
}

void Assembler::AddRules(resource::Standard* standard) const {
  resource::RulesOf<ReportVersion> rules;
  rules.complete = [progress = progress_](ReportVersion* version) {
    progress->Fill(version);
    return absl::OkStatus();
  };
  standard->Add(rules);
}

absl::Status Assembler::Assemble(Tx& tx, const v1alpha::AssembleReportRequest& q,
                                 ReportVersion* r) {
  Report report;
  absl::Status s = tx.Load(q.name(), &report);
  if (!s.ok()) return s;
  if (report.has_delete_time()) return resource::WasDeleted(q.name());
  const resource::Kind& kind = *tx.schema().KindOf(Report::descriptor());
  s = q.etag().empty() ? absl::OkStatus() : resource::CheckEtag(kind, q.etag(), report);
  if (!s.ok()) return s;
  std::optional<ReportVersion> latest;
  if (s = LoadLatest(tx, report, &latest); !s.ok()) return s;
  s = CheckCanBegin(report, latest.has_value() ? &*latest : nullptr);
  if (!s.ok()) return s;
  s = rpc::InvalidFields(CheckCorrectionReason(q.correction_reason(), WasEverReleased(report)));
  if (!s.ok()) return s;
  *r = NextVersion(report, q.correction_reason());
  report.set_latest_version(r->number());
  if (s = tx.Save("ASSEMBLE", "", &report); !s.ok()) return s;
  // The copy refers to a template that the caller may know nothing of; it was allowed to refer to
  // it when the report got it.
  const auth::View view = tx.view();
  tx.SetView({});
  s = tx.Create(r);
  tx.SetView(view);
  if (!s.ok()) return s;
  return queue_->Offer(tx, JobOf(*r, tx.cause()));
}

absl::Status Assembler::FindLeft(Tx& tx, const std::string& owner,
                                 std::vector<ReportVersion>* left) {
  Report report;
  return tx.ForEach(owner, &report, [&]() -> absl::Status {
    std::optional<ReportVersion> latest;
    if (absl::Status s = LoadLatest(tx, report, &latest); !s.ok()) return s;
    if (latest.has_value() && IsBeingMade(*latest)) left->push_back(*std::move(latest));
    return absl::OkStatus();
  });
}

absl::StatusOr<int> Assembler::Start() {
  std::vector<std::string> owners;
  const absl::Status listed = store_->Read([&](Tx& tx) {
    owners = tx.Owners();
    return absl::OkStatus();
  });
  if (!listed.ok()) return listed;
  std::vector<ReportVersion> left;
  for (const std::string& owner : owners) {
    if (!absl::StrContains(owner, "/engagements/")) continue;
    // One by one: what is damaged below an owner keeps nobody else from working.
    const absl::Status status = store_->Read([&](Tx& tx) { return FindLeft(tx, owner, &left); });
    if (!status.ok()) told_(status);
  }
  std::stable_sort(left.begin(), left.end(), [](const auto& a, const auto& b) {
    return types::FromTimestamp(a.create_time()) < types::FromTimestamp(b.create_time());
  });
  for (const ReportVersion& version : left) {
    if (version.state() == ReportVersion::STATE_REQUESTED) {
      queue_->Resume(JobOf(version, {kActor, "", ""}));
      continue;
    }
    const absl::Status status = store_->WriteAndWait(
        {kActor, "", ""}, [&](Tx& tx) { return FailVersion(tx, version.name(), WasCutOff()); });
    if (!status.ok()) told_(status);
  }
  thread_ = std::thread([this] { Loop(); });
  return static_cast<int>(left.size());
}

void Assembler::Loop() {
  while (const std::optional<JobQueue::Job> job = queue_->Next()) {
    const absl::Status status = RunAssembly(
        {store_, &gather_, &note_, &*job, progress_.get(), [this] { return stopping_.load(); }});
    if (!status.ok()) told_(status);
  }
}

}  // namespace lotse::reporting
