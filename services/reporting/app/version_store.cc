#include "services/reporting/app/version_store.h"

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"
#include "runtime/rpc/error.h"
#include "runtime/types/sha256.h"
#include "services/reporting/domain/version_rules.h"
#include "services/reporting/render/artifact.h"

namespace lotse::reporting {

using v1alpha::Document;
using v1alpha::Report;
using v1alpha::ReportVersion;

namespace {

// What is stored under these names is read for ever.
std::string SettingOf(absl::string_view version, ArtifactFormat format) {
  if (format == v1alpha::ARTIFACT_FORMAT_JSON) return absl::StrCat("document/", version);
  return absl::StrCat("artifact/", version, "/", FileTypeOf(format)->word);
}

// STORE_CORRUPT: `what` of a version is not what was frozen.
absl::Status NotAsFrozen(absl::string_view version, absl::string_view what) {
  return rpc::Error(type::v1alpha::ERROR_REASON_STORE_CORRUPT,
                    absl::StrCat(version, ": its ", what, " is not what was frozen"),
                    {{"resource", version}});
}

}  // namespace

std::string VersionName(absl::string_view report, int number) {
  return absl::StrCat(report, "/versions/", VersionId(number));
}

absl::Status LoadLatest(Tx& tx, const Report& report, std::optional<ReportVersion>* latest) {
  return FindBefore(
      tx, report.name(), report.latest_version() + 1, [](const ReportVersion&) { return true; },
      latest);
}

absl::Status FindBefore(Tx& tx, absl::string_view report, int number,
                        absl::FunctionRef<bool(const ReportVersion&)> fits,
                        std::optional<ReportVersion>* found) {
  found->reset();
  while (--number > 0) {
    ReportVersion version;
    if (absl::Status s = tx.Load(VersionName(report, number), &version); !s.ok()) return s;
    if (!fits(version)) continue;
    *found = std::move(version);
    break;
  }
  return absl::OkStatus();
}

absl::Status LoadToRead(Tx& tx, absl::string_view name, ReportVersion* version) {
  if (absl::Status s = tx.Load(name, version); !s.ok()) return s;
  if (!IsMade(*version)) {
    return rpc::Precondition(
        type::v1alpha::ERROR_REASON_WRONG_STATE, name,
        {"ist nicht erstellt; warten, bis sie es ist, oder eine neue Fassung erstellen",
         "was not made; wait until it is, or make another version"});
  }
  const bool open = WasReleased(*version) ||
                    tx.view().Opens(type::v1alpha::PERMISSION_REPORT_WRITE, name) ||
                    tx.view().Opens(type::v1alpha::PERMISSION_PLAN_DECIDE, name);
  return open ? absl::OkStatus() : rpc::PermissionMissing(type::v1alpha::PERMISSION_REPORT_WRITE);
}

void PutFile(Tx& tx, absl::string_view version, ArtifactFormat format, absl::string_view content) {
  tx.connection()
      .Prepare("InsertSetting")
      .Bind(1, SettingOf(version, format))
      .BindBytes(2, content)
      .Run();
}

std::string FindFile(Tx& tx, absl::string_view version, ArtifactFormat format) {
  sql::Query query = tx.connection().Prepare("GetSetting");
  query.Bind(1, SettingOf(version, format));
  return query.Next() ? std::string(query.View(0)) : "";
}

absl::StatusOr<std::string> ReadFile(Tx& tx, const ReportVersion& version, ArtifactFormat format) {
  const auto frozen = absl::c_find_if(
      version.artifacts(), [&](const auto& summary) { return summary.format() == format; });
  std::string content = FindFile(tx, version.name(), format);
  if (frozen != version.artifacts().end() && types::Sha256Hex(content) == frozen->sha256()) {
    return content;
  }
  return NotAsFrozen(version.name(), FileTypeOf(format)->word);
}

absl::StatusOr<std::string> ReadDocument(Tx& tx, const ReportVersion& version) {
  std::string json = FindFile(tx, version.name(), v1alpha::ARTIFACT_FORMAT_JSON);
  if (types::Sha256Hex(json) == version.content_sha256()) return json;
  return NotAsFrozen(version.name(), "document");
}

absl::StatusOr<Document> ParseDocument(const std::string& json) {
  Document document;
  if (google::protobuf::util::JsonStringToMessage(json, &document).ok()) return document;
  return rpc::Error(type::v1alpha::ERROR_REASON_STORE_CORRUPT,
                    "a stored report is not in the form of one");
}

}  // namespace lotse::reporting
