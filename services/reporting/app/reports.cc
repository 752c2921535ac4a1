#include "runtime/resource/standard.h"
#include "runtime/rpc/error.h"
#include "runtime/types/canonical_json.h"
#include "runtime/types/sha256.h"
#include "services/reporting/app/use_cases.h"
#include "services/reporting/render/html.h"

namespace lotse::reporting {
absl::Status ListReports(Tx& tx, const v1alpha::ListReportsRequest& q,
                         v1alpha::ListReportsResponse* r) {
  const resource::Method& method = tx.schema().MethodOf(q.GetDescriptor());
  if (absl::Status s = tx.List(resource::PageOf(method, q), r); !s.ok()) return s;
  for (auto& report : *r->mutable_reports()) report.clear_document();
  return absl::OkStatus();
}

absl::Status RenderReport(Tx& tx, const v1alpha::RenderReportRequest& q,
                          v1alpha::RenderReportResponse* r) {
  const bool html = q.format() == v1alpha::RenderReportRequest::FORMAT_HTML;
  if (!html && q.format() != v1alpha::RenderReportRequest::FORMAT_JSON) {
    return rpc::InvalidFields({{"format", "missing or unknown; give FORMAT_HTML or FORMAT_JSON"}});
  }
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
