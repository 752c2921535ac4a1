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

using v1alpha::AssemblyProgress;
using v1alpha::Document;
using v1alpha::ReportVersion;

// So long is waited before a write is tried again that says how a version ended.
constexpr absl::Duration kPause = absl::Seconds(1);

// The version that was released last before `version` was asked for, with what it says; nullopt
// if there is none. None is released while a later one is being made.
absl::Status ReadReleased(Tx& tx, const ReportVersion& version, Language language,
                          std::optional<PreviousVersion>* previous) {
  const v1alpha::Report& report = version.settings();
  if (!WasEverReleased(report)) return absl::OkStatus();
  ReportVersion released;
  absl::Status s = tx.Load(VersionName(report.name(), report.last_released_number()), &released);
  if (!s.ok()) return s;
  const absl::StatusOr<std::string> json = ReadDocument(tx, released);
  if (!json.ok()) return json.status();
  absl::StatusOr<Document> document = ParseDocument(*json);
  if (!document.ok()) return document.status();
  *previous = PreviousVersion{released.number(), *std::move(document),
                              ChooseText(version.correction_reason(), language),
                              released.state() == ReportVersion::STATE_WITHDRAWN};
  return absl::OkStatus();
}

// What a version shows beside what the other services say.
absl::Status ReadOwn(Tx& tx, const ReportVersion& version, ReportInputs* inputs) {
  const v1alpha::Report& report = version.settings();
  *inputs = ReportInputs();
  inputs->report = report;
  inputs->language = *ParseLanguage(LanguageTagOf(report));
  inputs->as_of_date = version.as_of_date();
  inputs->engagement_name = std::string(schema::ParentOf(report.name()));
  if (!report.template_().empty()) {
    if (absl::Status s = tx.Load(report.template_(), &inputs->report_template); !s.ok()) return s;
  }
  return ReadReleased(tx, version, inputs->language, &inputs->previous);
}

// The making of one version, stage by stage.
class Maker {
 public:
  explicit Maker(const Assembly& assembly) : assembly_(assembly), name_(assembly.job->name) {}
  ~Maker() { assembly_.progress->Drop(name_); }

  absl::Status Run() {
    // Before anybody can read that it is being made.
    Tell(AssemblyProgress::STEP_GATHERING);
    bool begun = false;
    absl::Status made = Begin(&begun);
    if (made.ok() && !begun) return made;
    if (made.ok()) made = ops::Guard([&] { return Make(); });
    return made.ok() ? made : End(made);
  }

 private:
  void Tell(AssemblyProgress::Step step, int done = 0, int total = 0) const {
    assembly_.progress->Put(name_, step, done, total);
  }

  absl::Status Write(absl::FunctionRef<absl::Status(Tx&)> work) const {
    return assembly_.job->caller.Write(assembly_.store, assembly_.stopped, work);
  }

  absl::Status Begin(bool* begun) {
    return Write([&](Tx& tx) -> absl::Status {
      *begun = false;
      if (!WaitsForAssembly(tx, *assembly_.job)) return absl::OkStatus();
      if (absl::Status s = tx.Load(name_, &version_); !s.ok()) return s;
      if (absl::Status s = TakeStep(VersionStep::kBegin, &version_); !s.ok()) return s;
      *version_.mutable_as_of_date() = types::DayInBerlin(tx.now());
      *begun = true;
      return tx.Save(NameOf(VersionStep::kBegin), "", &version_);
    });
  }

  absl::Status Make() {
    if (absl::Status s = ReadBefore(); !s.ok()) return s;
    if (absl::Status s = GatherInputs(); !s.ok()) return s;
    if (absl::Status s = CheckGoesOn(); !s.ok()) return s;
    Tell(AssemblyProgress::STEP_COMPOSING);
    const absl::StatusOr<Document> document = MakeDocument(inputs_);
    if (!document.ok()) return document.status();
    const absl::StatusOr<std::string> json = JsonOf(*document);
    if (!json.ok()) return json.status();
    if (absl::Status s = CheckGoesOn(); !s.ok()) return s;
    if (absl::Status s = Describe(*document, *json); !s.ok()) return s;
    return Freeze();
  }

  absl::Status GatherInputs() {
    const SourcesRead told = [this](int done, int total) {
      Tell(AssemblyProgress::STEP_GATHERING, done, total);
    };
    const absl::Time deadline = absl::Now() + kLongestGathering;
    return (*assembly_.gather)(inputs_.report, deadline, told, &inputs_);
  }

  // SHUTTING_DOWN: it goes no further, since the service is being stopped.
  absl::Status CheckGoesOn() const {
    if (!assembly_.stopped()) return absl::OkStatus();
    return rpc::Error(type::v1alpha::ERROR_REASON_SHUTTING_DOWN, "the service is being stopped");
  }

  // What is read long does not hold the thread that writes.
  absl::Status ReadBefore() {
    return assembly_.store->Read([&](Tx& tx) -> absl::Status {
      std::optional<ReportVersion> before;
      const std::string& report = version_.settings().name();
      absl::Status s = FindBefore(tx, report, version_.number(), &IsMade, &before);
      if (!s.ok()) return s;
      if (before.has_value()) {
        before_ = before->name();
        version_.set_previous_sha256(before->content_sha256());
      }
      return ReadOwn(tx, version_, &inputs_);
    });
  }

  // Sets all that is told of what the version says, and makes its files.
  absl::Status Describe(const Document& document, const std::string& json) {
    version_.set_title(document.title());
    version_.set_content_sha256(types::Sha256Hex(json));
    version_.set_lotse_version(LOTSE_VERSION);
    absl::StatusOr<std::vector<MadeFile>> files = MakeFiles(
        document, EditionOf(version_),
        [this](int done, int total) { Tell(AssemblyProgress::STEP_WRITING, done, total); });
    if (!files.ok()) return files.status();
    files_ = *std::move(files);
    for (const MadeFile& file : files_) *version_.add_artifacts() = file.summary;
    const auto sources = SourcesOf(document);
    version_.mutable_sources()->Assign(sources.begin(), sources.end());
    if (inputs_.previous.has_value()) {
      const DocumentDiff diff = DiffDocuments(inputs_.previous->document, document, 0);
      version_.set_changed_cells(diff.cell_count);
    }
    return absl::OkStatus();
  }

  absl::Status Freeze() {
    return Write([&](Tx& tx) -> absl::Status {
      ReportVersion version = version_;  // It may be run again.
      if (absl::Status s = TakeStep(VersionStep::kFreeze, &version); !s.ok()) return s;
      *version.mutable_assemble_time() = types::ToTimestamp(tx.now());
      if (absl::Status s = SupersedeDraft(tx); !s.ok()) return s;
      for (const MadeFile& file : files_) PutFile(tx, name_, file.summary.format(), file.content);
      return tx.Save(NameOf(VersionStep::kFreeze), "", &version);
    });
  }

  // Of the versions before it one at most was made and never released.
  absl::Status SupersedeDraft(Tx& tx) const {
    if (before_.empty()) return absl::OkStatus();
    ReportVersion before;
    if (absl::Status s = tx.Load(before_, &before); !s.ok()) return s;
    if (!GivesWayToALater(before)) return absl::OkStatus();
    if (absl::Status s = TakeStep(VersionStep::kSupersede, &before); !s.ok()) return s;
    return tx.Save(NameOf(VersionStep::kSupersede), "", &before);
  }

  // What could not be made says so, or is put back where the service is being stopped. A store
  // that takes no writes for a while is waited for: nobody else ends the version before the next
  // start.
  absl::Status End(const absl::Status& made) const {
    // It is no further than that it ends.
    assembly_.progress->Drop(name_);
    const absl::Status why = Tellable(made);
    while (true) {
      absl::Status ended = Write(
          [&](Tx& tx) { return assembly_.stopped() ? Postpone(tx) : FailVersion(tx, name_, why); });
      const bool later = rpc::ReasonOf(ended) == type::v1alpha::ERROR_REASON_STORE_UNAVAILABLE;
      if (!later || assembly_.stopped()) return ended;
      absl::SleepFor(kPause);
    }
  }

  // What a fault of ours was stands in the log alone.
  absl::Status Tellable(const absl::Status& made) const {
    const rpc::ErrorReason reason = rpc::ReasonOf(made);
    const bool known = reason != type::v1alpha::ERROR_REASON_UNSPECIFIED &&
                       reason != type::v1alpha::ERROR_REASON_INTERNAL;
    return known ? made : rpc::InternalFault((*assembly_.note)(made.message()));
  }

  // It is begun anew at the next start.
  absl::Status Postpone(Tx& tx) const {
    ReportVersion version;
    if (absl::Status s = tx.Load(name_, &version); !s.ok()) return s;
    if (version.state() == ReportVersion::STATE_REQUESTED) return absl::OkStatus();
    if (absl::Status s = TakeStep(VersionStep::kPostpone, &version); !s.ok()) return s;
    version.clear_as_of_date();
    return tx.Save(NameOf(VersionStep::kPostpone), "", &version);
  }

  const Assembly& assembly_;
  const std::string& name_;
  ReportInputs inputs_;
  ReportVersion version_;  // As it was begun, and then with what is told of its content.
  std::string before_;     // The version that was made before it; empty if there is none.
  std::vector<MadeFile> files_;
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
  version.mutable_failure()->set_reason(std::string(rpc::NameOf(rpc::ReasonOf(why))));
  version.mutable_failure()->set_message(std::string(why.message()));
  return tx.Save(NameOf(VersionStep::kFail), "", &version);
}

}  // namespace lotse::reporting
