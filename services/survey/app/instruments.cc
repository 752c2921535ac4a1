#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "runtime/types/canonical_json.h"
#include "runtime/types/resource_name.h"
#include "runtime/types/sha256.h"
#include "runtime/types/text.h"
#include "services/survey/app/use_cases.h"
#include "services/survey/engine/instrument_rules.h"
#include "services/survey/exchange/amendments.h"
#include "services/survey/exchange/quexml.h"

namespace lotse::survey {
namespace {

using v1alpha::ImportFinding;
using v1alpha::Instrument;

// Stores a questionnaire that was checked. Its hash is taken over the canonical
// JSON of what was asked, so that it can be computed again anywhere.
absl::Status Store(resource::Tx& tx, absl::string_view parent, absl::string_view id,
                   const Instrument& content, Instrument* r) {
  r->Clear();
  *r->mutable_title() = content.title();
  *r->mutable_sections() = content.sections();
  const absl::StatusOr<std::string> json = types::CanonicalJson(*r);
  if (!json.ok()) {
    return rpc::InvalidFields({{"instrument", std::string(json.status().message())}});
  }
  r->set_content_sha256(types::Sha256Hex(*json));
  r->set_name(absl::StrCat(parent, "/instruments/", id));
  return tx.Create(r);
}

void CheckTarget(absl::string_view parent, absl::string_view id, rpc::FieldViolations* violations) {
  types::CheckName("parent", kEngagementName, parent, violations);
  types::CheckId("instrument_id", id, violations);
}

rpc::FieldViolations CheckImport(const v1alpha::ImportInstrumentRequest& q) {
  rpc::FieldViolations violations;
  CheckTarget(q.parent(), q.instrument_id(), &violations);
  if (q.format() != v1alpha::ImportInstrumentRequest::FORMAT_QUEXML) {
    violations.push_back({"format", "missing or unknown; give FORMAT_QUEXML"});
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

absl::Status GetInstrument(Session s, const v1alpha::GetInstrumentRequest& q, Instrument* r) {
  rpc::FieldViolations violations;
  types::CheckName("name", kInstrumentName, q.name(), &violations);
  if (absl::Status status = rpc::InvalidFields(violations); !status.ok()) return status;
  return s.tx.Load(q.name(), r);
}

absl::Status ListInstruments(Session s, const v1alpha::ListInstrumentsRequest& q,
                             v1alpha::ListInstrumentsResponse* r) {
  rpc::FieldViolations violations;
  types::CheckName("parent", kEngagementName, q.parent(), &violations);
  if (absl::Status status = rpc::InvalidFields(violations); !status.ok()) return status;
  return s.tx.List({q.parent(), q.page_size(), q.page_token()}, r);
}

absl::Status CreateInstrument(Session s, const v1alpha::CreateInstrumentRequest& q, Instrument* r) {
  rpc::FieldViolations violations;
  CheckTarget(q.parent(), q.instrument_id(), &violations);
  for (auto& violation : CheckInstrument(q.instrument())) {
    violations.push_back({absl::StrCat("instrument.", violation.field), violation.description});
  }
  if (absl::Status status = rpc::InvalidFields(violations); !status.ok()) return status;
  return Store(s.tx, q.parent(), q.instrument_id(), q.instrument(), r);
}

absl::Status ImportInstrument(resource::Store& store, const v1alpha::ImportInstrumentRequest& q,
                              v1alpha::ImportInstrumentResponse* r) {
  if (absl::Status status = rpc::InvalidFields(CheckImport(q)); !status.ok()) return status;
  absl::StatusOr<ImportResult> result = ReadQuexml(q.content(), q.language());
  if (!result.ok()) {
    return rpc::Error(type::v1alpha::ERROR_REASON_UNREADABLE_SOURCE,
                      absl::StrCat("content: ", result.status().message()));
  }
  if (!HasError(result->findings)) {
    rpc::FieldViolations violations =
        ApplyAmendments(q.amendments(), &result->instrument, &result->findings);
    if (violations.empty()) violations = CheckInstrument(result->instrument);
    if (absl::Status status = rpc::InvalidFields(violations); !status.ok()) return status;
    const absl::Status stored = store.Write([&](resource::Tx& tx) {
      return Store(tx, q.parent(), q.instrument_id(), result->instrument, r->mutable_instrument());
    });
    if (!stored.ok()) return stored;
  }
  r->mutable_findings()->Assign(result->findings.begin(), result->findings.end());
  return absl::OkStatus();
}

}  // namespace lotse::survey
