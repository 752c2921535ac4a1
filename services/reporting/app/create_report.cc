#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/fields.h"
#include "runtime/schema/request.h"
#include "runtime/types/canonical_json.h"
#include "runtime/types/date.h"
#include "runtime/types/sha256.h"
#include "services/reporting/app/use_cases.h"
#include "services/reporting/document/check_document.h"
#include "services/reporting/domain/report_rules.h"

namespace lotse::reporting {
namespace {

using v1alpha::Report;

absl::Status CheckAll(const resource::Store& store, const v1alpha::CreateReportRequest& q) {
  const resource::Schema& schema = store.schema();
  rpc::FieldViolations violations = resource::CheckRequest(schema.MethodOf(q.GetDescriptor()), q);
  for (auto& violation : CheckReport(q.parent(), q.report())) {
    violations.push_back(std::move(violation));
  }
  return rpc::InvalidFields(violations);
}

// Reads the report if it was made before; else sets the day of its making.
absl::Status FindMadeBefore(resource::Store& store, Report* wanted, bool* found) {
  return store.Read([&](Tx& tx) -> absl::Status {
    Report before;
    const absl::Status loaded = tx.Load(wanted->name(), &before);
    *found = loaded.ok();
    // Nothing is written: it is answered with the stored one, or refused.
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

// Keeps what the report was made from, as references that are never resolved.
void KeepSources(const ReportInputs& inputs, Report* report) {
  for (const v1alpha::Source& source : inputs.sources) {
    int64_t revision = 0;
    if (source.state() != v1alpha::Source::STATE_REACHED) continue;
    if (!absl::SimpleAtoi(source.revision(), &revision)) continue;
    auto* out = report->add_sources();
    out->set_name(source.resource());
    out->set_revision(revision);
  }
}

}  // namespace

absl::Status CreateReport(resource::Store& store, const AskPeers& ask, const resource::Cause& cause,
                          absl::Time deadline, const v1alpha::CreateReportRequest& q, Report* r) {
  if (absl::Status s = CheckAll(store, q); !s.ok()) return s;
  *r = q.report();
  schema::ClearOutputOnly(*store.schema().KindOf(r->GetDescriptor())->rule, r);
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
  if (absl::Status s = rpc::InvalidFields(CheckNoPilot(*r, inputs.waves)); !s.ok()) return s;
  const auto& engagement = inputs.process.engagement;
  if (engagement.has_value() && engagement->has_delete_time()) {
    return resource::WasDeleted(q.parent());
  }
  if (absl::Status s = Freeze(inputs, r); !s.ok()) return s;
  KeepSources(inputs, r);
  const Report made = *r;
  return store.WriteAndWait(cause, [&](Tx& tx) {
    *r = made;  // It may be run again.
    return tx.Create(r);
  });
}

}  // namespace lotse::reporting
