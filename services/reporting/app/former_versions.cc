#include "services/reporting/app/former_versions.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/match.h"
#include "lotse/reporting/v1alpha/report_service.pb.h"
#include "runtime/ops/guard.h"
#include "runtime/rpc/error.h"
#include "services/reporting/app/make_version.h"
#include "services/reporting/app/version_store.h"
#include "services/reporting/domain/version_rules.h"

namespace lotse::reporting {
namespace {

using v1alpha::Report;
using v1alpha::ReportVersion;

constexpr char kVerb[] = "TAKE_OVER";
constexpr char kReason[] = "Released before the report knew the number";

// Value of the store that says that nothing is left to be taken over; its name is read for ever.
constexpr char kTaken[] = "former-versions-taken";

bool StoreIsUnavailable(const absl::Status& status) {
  return rpc::ReasonOf(status) == type::v1alpha::ERROR_REASON_STORE_UNAVAILABLE;
}

// Adds the reports of an owner, also those that were deleted.
absl::Status AddReports(Tx& tx, const std::string& owner, std::vector<Report>* reports) {
  resource::Page page;
  page.parent = owner;
  page.show_deleted = true;
  do {
    v1alpha::ListReportsResponse response;
    if (absl::Status s = tx.List(page, &response); !s.ok()) return s;
    for (Report& report : *response.mutable_reports()) reports->push_back(std::move(report));
    page.token = response.next_page_token();
  } while (!page.token.empty());
  return absl::OkStatus();
}

// Sets which version was released last, also where one waits that corrects it.
absl::Status SetReleased(Tx& tx, const std::string& name, int number) {
  Report report;
  if (absl::Status s = tx.Load(name, &report); !s.ok()) return s;
  report.set_last_released_number(number);
  if (absl::Status s = tx.Save(kVerb, kReason, &report); !s.ok()) return s;
  std::optional<ReportVersion> latest;
  if (absl::Status s = LoadLatest(tx, report, &latest); !s.ok()) return s;
  if (!latest.has_value() || !IsBeingMade(*latest)) return absl::OkStatus();
  latest->mutable_settings()->set_last_released_number(number);
  return tx.Save(kVerb, kReason, &*latest);
}

// The taking over of one store.
class Taker {
 public:
  explicit Taker(resource::Store* store) : store_(store) {}

  absl::StatusOr<FormerVersionsTaken> Run() {
    bool taken = false;
    std::vector<std::string> owners;
    const absl::Status listed = store_->Read([&](Tx& tx) {
      taken = tx.connection().Prepare("GetSetting").Bind(1, kTaken).Next();
      owners = tx.Owners();
      return absl::OkStatus();
    });
    if (!listed.ok()) return listed;
    if (taken) return result_;
    for (const std::string& owner : owners) {
      if (!absl::StrContains(owner, "/engagements/")) continue;
      const absl::Status status = TakeOwner(owner);
      if (StoreIsUnavailable(status)) return status;
      // What is wrong with one owner keeps nobody else from working.
      if (!status.ok()) ++result_.unread;
    }
    if (result_.unread > 0) return result_;
    const absl::Status noted = Write([](Tx& tx) {
      tx.connection().Prepare("InsertSetting").Bind(1, kTaken).BindBytes(2, "1").Run();
      return absl::OkStatus();
    });
    if (!noted.ok()) return noted;
    return result_;
  }

 private:
  absl::Status Write(absl::FunctionRef<absl::Status(Tx&)> work) {
    return store_->WriteAndWait({"lotse-reporting", "", ""}, work);
  }

  absl::Status TakeOwner(const std::string& owner) {
    std::vector<Report> reports;
    absl::Status s = store_->Read([&](Tx& tx) { return AddReports(tx, owner, &reports); });
    for (size_t i = 0; s.ok() && i < reports.size(); ++i) s = TakeReport(reports[i]);
    return s;
  }

  absl::Status TakeReport(const Report& report) {
    if (absl::Status s = TakeNumber(report); !s.ok()) return s;
    for (int number = 1; number <= report.latest_version(); ++number) {
      if (absl::Status s = TakeFiles(VersionName(report.name(), number)); !s.ok()) return s;
    }
    return absl::OkStatus();
  }

  absl::Status TakeNumber(const Report& report) {
    if (WasEverReleased(report)) return absl::OkStatus();
    std::optional<ReportVersion> released;
    absl::Status s = store_->Read([&](Tx& tx) {
      return FindBefore(tx, report.name(), report.latest_version() + 1, &WasReleased, &released);
    });
    if (!s.ok() || !released.has_value()) return s;
    s = Write([&](Tx& tx) { return SetReleased(tx, report.name(), released->number()); });
    if (s.ok()) ++result_.reports;
    return s;
  }

  // Of a version that was not made there are no files.
  absl::Status TakeFiles(const std::string& name) {
    ReportVersion version;
    std::vector<v1alpha::ArtifactSummary> missing;
    absl::StatusOr<std::string> json;
    const absl::Status read = store_->Read([&](Tx& tx) -> absl::Status {
      missing.clear();
      if (absl::Status s = tx.Load(name, &version); !s.ok()) return s;
      for (const v1alpha::ArtifactSummary& frozen : version.artifacts()) {
        if (FindFile(tx, name, frozen.format()).empty()) missing.push_back(frozen);
      }
      if (!missing.empty()) json = ReadDocument(tx, version);
      return absl::OkStatus();
    });
    if (!read.ok() || missing.empty()) return read;
    const absl::StatusOr<v1alpha::Document> document =
        json.ok() ? ParseDocument(*json) : json.status();
    for (const v1alpha::ArtifactSummary& frozen : missing) {
      const absl::Status s =
          document.ok() ? TakeFile(version, *document, frozen) : document.status();
      if (StoreIsUnavailable(s)) return s;
      ++(s.ok() ? result_.files : result_.lost);
    }
    return absl::OkStatus();
  }

  // An error if it is not as it was frozen.
  absl::Status TakeFile(const ReportVersion& version, const v1alpha::Document& document,
                        const v1alpha::ArtifactSummary& frozen) {
    absl::StatusOr<MadeFile> file;
    const absl::Status made = ops::Guard([&] {
      file = MakeFile(frozen.format(), document, EditionOf(version));
      return file.status();
    });
    if (!made.ok()) return made;
    if (file->summary.sha256() != frozen.sha256()) return absl::DataLossError("made otherwise");
    return Write([&](Tx& tx) {
      PutFile(tx, version.name(), frozen.format(), file->content);
      return absl::OkStatus();
    });
  }

  resource::Store* const store_;
  FormerVersionsTaken result_;
};

}  // namespace

absl::StatusOr<FormerVersionsTaken> TakeFormerVersions(resource::Store* store) {
  return Taker(store).Run();
}

}  // namespace lotse::reporting
