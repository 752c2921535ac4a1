#include "absl/strings/str_cat.h"
#include "runtime/resource/output_only.h"
#include "runtime/rpc/error.h"
#include "runtime/types/canonical_json.h"
#include "runtime/types/date.h"
#include "runtime/types/resource_name.h"
#include "runtime/types/sha256.h"
#include "services/reporting/app/use_cases.h"
#include "services/reporting/document/check_document.h"
#include "services/reporting/domain/report_rules.h"

namespace lotse::reporting {
namespace {

using v1alpha::Report;

absl::Status CheckRequest(const v1alpha::CreateReportRequest& q) {
  rpc::FieldViolations violations = CheckReport(q.parent(), q.report());
  types::CheckName("parent", "programmes/{programme}/engagements/{engagement}", q.parent(),
                   &violations);
  types::CheckId("report_id", q.report_id(), &violations);
  return rpc::InvalidFields(violations);
}

// Reads the report if it was made before; else sets the day of its making.
absl::Status FindMadeBefore(resource::Store& store, Report* wanted, bool* found) {
  return store.Read([&](Tx& tx) -> absl::Status {
    Report before;
    const absl::Status loaded = tx.Load(wanted->name(), &before);
    *found = loaded.ok();
    if (loaded.ok()) return tx.Create(wanted);
    *wanted->mutable_as_of_date() = types::DayInBerlin(tx.now());
    return absl::IsNotFound(loaded) ? absl::OkStatus() : loaded;
  });
}

// Builds the document and freezes it: what is not whole is refused, and the rest
// gets the hash that it keeps.
absl::Status Freeze(const ReportInputs& inputs, Report* report) {
  *report->mutable_document() = BuildDocument(inputs);
  const auto problems = CheckDocument(report->document());
  if (!problems.empty()) {
    return rpc::Error(type::v1alpha::ERROR_REASON_DOCUMENT_INCOMPLETE,
                      absl::StrCat("document.", problems[0].path, ": ", problems[0].what),
                      {{"path", problems[0].path}});
  }
  const absl::StatusOr<std::string> json = types::CanonicalJson(report->document());
  if (!json.ok()) return json.status();
  report->set_content_sha256(types::Sha256Hex(*json));
  return absl::OkStatus();
}

}  // namespace

absl::Status CreateReport(resource::Store& store, const AskPeers& ask, absl::Time deadline,
                          const v1alpha::CreateReportRequest& q, Report* r) {
  if (absl::Status s = CheckRequest(q); !s.ok()) return s;
  *r = q.report();
  resource::ClearOutputOnly(r);
  r->set_name(absl::StrCat(q.parent(), "/reports/", q.report_id()));
  if (r->language().empty()) r->set_language("de");
  bool made_before = false;
  if (absl::Status s = FindMadeBefore(store, r, &made_before); !s.ok() || made_before) return s;

  ReportInputs inputs;
  inputs.language = *ParseLanguage(r->language());
  inputs.as_of_date = r->as_of_date();
  inputs.engagement_name = q.parent();
  if (absl::Status s = ask(q.parent(), {r->waves().begin(), r->waves().end()}, deadline, &inputs);
      !s.ok()) {
    return s;
  }
  if (absl::Status s = Freeze(inputs, r); !s.ok()) return s;
  return store.Write([&](Tx& tx) { return tx.Create(r); });
}

}  // namespace lotse::reporting
