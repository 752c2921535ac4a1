#include "services/reporting/app/version_store.h"

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"
#include "runtime/rpc/error.h"
#include "runtime/types/sha256.h"
#include "services/reporting/domain/version_rules.h"

namespace lotse::reporting {

using v1alpha::Document;
using v1alpha::Report;
using v1alpha::ReportVersion;

namespace {

std::string SettingOf(absl::string_view version) { return absl::StrCat("document/", version); }

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

absl::Status LoadMade(Tx& tx, absl::string_view name, ReportVersion* version) {
  if (absl::Status s = tx.Load(name, version); !s.ok()) return s;
  if (IsMade(*version)) return absl::OkStatus();
  return rpc::Precondition(
      type::v1alpha::ERROR_REASON_WRONG_STATE, name,
      {"ist nicht erstellt; warten, bis sie es ist, oder eine neue Fassung erstellen",
       "was not made; wait until it is, or make another version"});
}

void PutDocument(Tx& tx, absl::string_view version, const std::string& json) {
  tx.connection().Prepare("InsertSetting").Bind(1, SettingOf(version)).BindBytes(2, json).Run();
}

std::string FindDocument(Tx& tx, absl::string_view version) {
  sql::Query query = tx.connection().Prepare("GetSetting");
  query.Bind(1, SettingOf(version));
  return query.Next() ? std::string(query.View(0)) : "";
}

absl::StatusOr<std::string> ReadDocument(Tx& tx, const ReportVersion& version) {
  std::string json = FindDocument(tx, version.name());
  if (types::Sha256Hex(json) == version.content_sha256()) return json;
  return NotAsFrozen(version.name(), "document");
}

absl::StatusOr<Document> ParseDocument(const std::string& json) {
  Document document;
  if (google::protobuf::util::JsonStringToMessage(json, &document).ok()) return document;
  return rpc::Error(type::v1alpha::ERROR_REASON_STORE_CORRUPT,
                    "a stored report is not in the form of one");
}

absl::Status NotAsFrozen(absl::string_view version, absl::string_view what) {
  return rpc::Error(type::v1alpha::ERROR_REASON_STORE_CORRUPT,
                    absl::StrCat(version, ": its ", what, " is not what was frozen"),
                    {{"resource", version}});
}

}  // namespace lotse::reporting
