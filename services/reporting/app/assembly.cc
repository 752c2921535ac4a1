#include "services/reporting/app/assembly.h"

#include <optional>
#include <utility>

#include "absl/time/clock.h"
#include "runtime/ops/guard.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/address.h"
#include "runtime/types/date.h"
#include "runtime/types/sha256.h"
#include "services/reporting/app/make_version.h"
#include "services/reporting/app/version_store.h"
#include "services/reporting/document/diff_documents.h"
#include "services/reporting/domain/report_rules.h"
#include "services/reporting/domain/version_rules.h"

namespace lotse::reporting {
namespace {

using v1alpha::Document;
using v1alpha::ReportVersion;

// How far it is when a stage begins, in per cent.
constexpr int kGathering = 10;
constexpr int kBuilding = 60;
constexpr int kRendering = 80;
constexpr int kDone = 100;

// What a version shows beside what the other services say.
absl::Status ReadOwn(Tx& tx, const ReportVersion& version, ReportInputs* inputs) {
  const v1alpha::Report& report = version.settings();
  inputs->report = report;
  inputs->language = *ParseLanguage(LanguageTagOf(report));
  inputs->as_of_date = version.as_of_date();
  inputs->engagement_name = std::string(schema::ParentOf(report.name()));
  if (!report.template_().empty()) {
    if (absl::Status s = tx.Load(report.template_(), &inputs->report_template); !s.ok()) return s;
  }
  std::optional<ReportVersion> released;
  absl::Status s = FindBefore(tx, report.name(), version.number(), &WasReleased, &released);
  if (!s.ok() || !released.has_value()) return s;
  const absl::StatusOr<std::string> json = ReadDocument(tx, *released);
  if (!json.ok()) return json.status();
  absl::StatusOr<Document> document = ParseDocument(*json);
  if (!document.ok()) return document.status();
  inputs->previous = PreviousVersion{released->number(), *std::move(document),
                                     ChooseText(version.correction_reason(), inputs->language),
                                     released->state() == ReportVersion::STATE_WITHDRAWN};
  return absl::OkStatus();
}

// The making of one version, stage by stage.
class Maker {
 public:
  explicit Maker(const Assembly& assembly) : assembly_(assembly), name_(assembly.job->name) {}

  absl::Status Run() {
    bool begun = false;
    absl::Status made = Begin(&begun);
    if (made.ok() && !begun) return made;
    if (made.ok()) made = ops::Guard([&] { return Make(); });
    if (made.ok()) return made;
    return Write(
        [&](Tx& tx) { return assembly_.stopped() ? Postpone(tx) : FailVersion(tx, name_, made); });
  }

 private:
  absl::Status Write(absl::FunctionRef<absl::Status(Tx&)> work) const {
    return assembly_.job->caller.Write(assembly_.store, assembly_.stopped, work);
  }

  absl::Status Begin(bool* begun) {
    return Write([&](Tx& tx) -> absl::Status {
      *begun = false;
      inputs_ = ReportInputs();
      if (!WaitsForAssembly(tx, *assembly_.job)) return absl::OkStatus();
      if (absl::Status s = tx.Load(name_, &version_); !s.ok()) return s;
      if (absl::Status s = TakeStep(VersionStep::kBegin, &version_); !s.ok()) return s;
      version_.set_progress_percent(kGathering);
      *version_.mutable_as_of_date() = types::DayInBerlin(tx.now());
      std::optional<ReportVersion> before;
      const std::string report = version_.settings().name();
      absl::Status s = FindBefore(tx, report, version_.number(), &IsMade, &before);
      if (!s.ok()) return s;
      if (before.has_value()) version_.set_previous_sha256(before->content_sha256());
      if (s = ReadOwn(tx, version_, &inputs_); !s.ok()) return s;
      *begun = true;
      return tx.Save(NameOf(VersionStep::kBegin), "", &version_);
    });
  }

  absl::Status Make() {
    const absl::Time deadline = absl::Now() + kLongestGathering;
    if (absl::Status s = (*assembly_.gather)(inputs_.report, deadline, &inputs_); !s.ok()) return s;
    if (absl::Status s = Progress(kBuilding); !s.ok()) return s;
    const absl::StatusOr<Document> document = MakeDocument(inputs_);
    if (!document.ok()) return document.status();
    const absl::StatusOr<std::string> json = JsonOf(*document);
    if (!json.ok()) return json.status();
    if (absl::Status s = Progress(kRendering); !s.ok()) return s;
    if (absl::Status s = Describe(*document, *json); !s.ok()) return s;
    return Freeze(*json);
  }

  // Tells how far it is, or that it goes no further since the service is being stopped.
  absl::Status Progress(int percent) {
    if (assembly_.stopped()) {
      return rpc::Error(type::v1alpha::ERROR_REASON_SHUTTING_DOWN, "the service is being stopped");
    }
    return Write([&](Tx& tx) -> absl::Status {
      if (absl::Status s = tx.Load(name_, &version_); !s.ok()) return s;
      version_.set_progress_percent(percent);
      return tx.Save("PROGRESS", "", &version_);
    });
  }

  // Sets all that is told of what the version says.
  absl::Status Describe(const Document& document, const std::string& json) {
    made_ = version_;
    made_.set_title(document.title());
    made_.set_content_sha256(types::Sha256Hex(json));
    auto artifacts = SummariseArtifacts(document, EditionOf(made_));
    if (!artifacts.ok()) return artifacts.status();
    made_.mutable_artifacts()->Assign(artifacts->begin(), artifacts->end());
    const auto sources = SourcesOf(document);
    made_.mutable_sources()->Assign(sources.begin(), sources.end());
    if (inputs_.previous.has_value()) {
      const DocumentDiff diff = DiffDocuments(inputs_.previous->document, document, 0);
      made_.set_changed_cells(diff.cell_count);
    }
    return absl::OkStatus();
  }

  absl::Status Freeze(const std::string& json) {
    return Write([&](Tx& tx) -> absl::Status {
      ReportVersion version = made_;  // It may be run again.
      if (absl::Status s = TakeStep(VersionStep::kFreeze, &version); !s.ok()) return s;
      version.set_progress_percent(kDone);
      *version.mutable_assemble_time() = types::ToTimestamp(tx.now());
      if (absl::Status s = SupersedeDraft(tx, version); !s.ok()) return s;
      PutDocument(tx, name_, json);
      return tx.Save(NameOf(VersionStep::kFreeze), "", &version);
    });
  }

  // Of the versions before it one at most was made and never released.
  static absl::Status SupersedeDraft(Tx& tx, const ReportVersion& version) {
    std::optional<ReportVersion> before;
    const std::string report = version.settings().name();
    absl::Status s = FindBefore(tx, report, version.number(), &IsMade, &before);
    if (!s.ok() || !before.has_value() || !GivesWayToALater(*before)) return s;
    if (s = TakeStep(VersionStep::kSupersede, &*before); !s.ok()) return s;
    return tx.Save(NameOf(VersionStep::kSupersede), "", &*before);
  }

  // It is begun anew at the next start.
  absl::Status Postpone(Tx& tx) {
    ReportVersion version;
    if (absl::Status s = tx.Load(name_, &version); !s.ok()) return s;
    if (version.state() == ReportVersion::STATE_REQUESTED) return absl::OkStatus();
    if (absl::Status s = TakeStep(VersionStep::kPostpone, &version); !s.ok()) return s;
    version.clear_progress_percent();
    version.clear_as_of_date();
    version.clear_previous_sha256();
    return tx.Save(NameOf(VersionStep::kPostpone), "", &version);
  }

  const Assembly& assembly_;
  const std::string& name_;
  ReportInputs inputs_;
  ReportVersion version_;  // As it was stored last.
  ReportVersion made_;     // The same with what is told of its content.
};

}  // namespace

bool WaitsForAssembly(Tx& tx, const jobs::JobQueue::Job& job) {
  ReportVersion version;
  return tx.Load(job.name, &version).ok() && version.state() == ReportVersion::STATE_REQUESTED &&
         types::FromTimestamp(version.create_time()) == job.create_time;
}

absl::Status RunAssembly(const Assembly& assembly) { return Maker(assembly).Run(); }

absl::Status FailVersion(Tx& tx, const std::string& name, const absl::Status& why) {
  ReportVersion version;
  if (absl::Status s = tx.Load(name, &version); !s.ok()) return s;
  if (absl::Status s = TakeStep(VersionStep::kFail, &version); !s.ok()) return s;
  const rpc::ErrorReason reason = rpc::ReasonOf(why);
  const bool known = reason != type::v1alpha::ERROR_REASON_UNSPECIFIED;
  version.mutable_failure()->set_reason(
      std::string(rpc::NameOf(known ? reason : type::v1alpha::ERROR_REASON_INTERNAL)));
  version.mutable_failure()->set_message(std::string(why.message()));
  return tx.Save(NameOf(VersionStep::kFail), "", &version);
}

}  // namespace lotse::reporting
