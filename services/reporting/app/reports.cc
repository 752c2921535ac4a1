#include "runtime/rpc/error.h"
#include "runtime/types/canonical_json.h"
#include "runtime/types/resource_name.h"
#include "runtime/types/sha256.h"
#include "services/reporting/app/use_cases.h"
#include "services/reporting/render/html.h"

namespace lotse::reporting {
namespace {

constexpr char kReportName[] = "programmes/{programme}/engagements/{engagement}/reports/{report}";

absl::Status CheckReportName(absl::string_view name, rpc::FieldViolations violations = {}) {
  types::CheckName("name", kReportName, name, &violations);
  return rpc::InvalidFields(violations);
}

}  // namespace

absl::Status GetReport(Tx& tx, const v1alpha::GetReportRequest& q, v1alpha::Report* r) {
  if (absl::Status s = CheckReportName(q.name()); !s.ok()) return s;
  return tx.Load(q.name(), r);
}

absl::Status ListReports(Tx& tx, const v1alpha::ListReportsRequest& q,
                         v1alpha::ListReportsResponse* r) {
  rpc::FieldViolations violations;
  types::CheckName("parent", "programmes/{programme}/engagements/{engagement}", q.parent(),
                   &violations);
  if (absl::Status s = rpc::InvalidFields(violations); !s.ok()) return s;
  if (absl::Status s = tx.List({q.parent(), q.page_size(), q.page_token()}, r); !s.ok()) return s;
  for (auto& report : *r->mutable_reports()) report.clear_document();
  return absl::OkStatus();
}

absl::Status RenderReport(Tx& tx, const v1alpha::RenderReportRequest& q,
                          v1alpha::RenderReportResponse* r) {
  const bool html = q.format() == v1alpha::RenderReportRequest::FORMAT_HTML;
  rpc::FieldViolations violations;
  if (!html && q.format() != v1alpha::RenderReportRequest::FORMAT_JSON) {
    violations.push_back({"format", "missing or unknown; give FORMAT_HTML or FORMAT_JSON"});
  }
  if (absl::Status s = CheckReportName(q.name(), std::move(violations)); !s.ok()) return s;
  v1alpha::Report report;
  if (absl::Status s = tx.Load(q.name(), &report); !s.ok()) return s;
  const absl::StatusOr<std::string> json = types::CanonicalJson(report.document());
  if (!json.ok()) return json.status();
  if (types::Sha256Hex(*json) != report.content_sha256()) {
    return rpc::Error(type::v1alpha::ERROR_REASON_STORE_CORRUPT,
                      "the stored report does not have the hash it was frozen with");
  }
  r->set_content(html ? RenderHtml(report.document(), report.content_sha256()) : *json);
  r->set_content_type(html ? "text/html; charset=utf-8" : "application/json");
  r->set_sha256(types::Sha256Hex(r->content()));
  return absl::OkStatus();
}

}  // namespace lotse::reporting
