#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "runtime/types/text.h"
#include "services/survey/app/rules.h"
#include "services/survey/app/use_cases.h"
#include "services/survey/engine/instrument_rules.h"
#include "services/survey/exchange/amendments.h"
#include "services/survey/exchange/forms/read_form.h"

namespace lotse::survey {
namespace {

using v1alpha::ImportFinding;
using v1alpha::Instrument;

rpc::FieldViolations CheckImport(const v1alpha::ImportInstrumentRequest& q) {
  rpc::FieldViolations violations;
  if (q.format() == v1alpha::ImportInstrumentRequest::FORMAT_UNSPECIFIED ||
      !v1alpha::ImportInstrumentRequest::Format_IsValid(q.format())) {
    violations.push_back({"format", "missing or unknown; give one of the formats"});
  }
  if (q.content().empty()) violations.push_back({"content", "missing; give the file"});
  if (!types::IsLanguageTag(q.language())) {
    violations.push_back({"language", "missing or not a BCP 47 tag; give for example de"});
  }
  return violations;
}

bool HasError(const std::vector<ImportFinding>& findings) {
  return std::any_of(findings.begin(), findings.end(), [](const ImportFinding& finding) {
    return finding.severity() == ImportFinding::SEVERITY_ERROR;
  });
}

}  // namespace

absl::Status ImportInstrument(resource::Store& store, const resource::Cause& cause,
                              const v1alpha::ImportInstrumentRequest& q,
                              v1alpha::ImportInstrumentResponse* r) {
  if (absl::Status status = rpc::InvalidFields(CheckImport(q)); !status.ok()) return status;
  absl::StatusOr<ImportResult> result = ReadForm(q.format(), q.content(), q.language());
  if (!result.ok()) {
    return rpc::Error(type::v1alpha::ERROR_REASON_UNREADABLE_SOURCE,
                      absl::StrCat("content: ", result.status().message()));
  }
  if (!HasError(result->findings)) {
    rpc::FieldViolations violations =
        ApplyAmendments(q.amendments(), &result->instrument, &result->findings);
    if (violations.empty()) violations = CheckInstrument(result->instrument);
    if (absl::Status status = rpc::InvalidFields(violations); !status.ok()) return status;
    Instrument& instrument = result->instrument;
    instrument.set_name(absl::StrCat(q.parent(), "/instruments/", q.instrument_id()));
    if (absl::Status s = SetContentHash(&instrument); !s.ok()) return s;
    *r->mutable_instrument() = instrument;
    bool only_checked = false;
    const absl::Status stored = store.WriteAndWait(cause, [&](Tx& tx) {
      const absl::Status created = tx.Create(r->mutable_instrument());
      only_checked = created.ok() && q.validate_only();
      // Any error undoes it.
      return only_checked ? absl::CancelledError("only checked") : created;
    });
    if (!stored.ok() && !only_checked) return stored;
  }
  r->mutable_findings()->Assign(result->findings.begin(), result->findings.end());
  return absl::OkStatus();
}

}  // namespace lotse::survey
