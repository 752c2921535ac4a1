#include "services/engagement/app/setup.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "runtime/rpc/page_token.h"
#include "runtime/types/date.h"
#include "runtime/types/resource_name.h"
#include "services/engagement/domain/checks.h"
#include "services/engagement/domain/phase_template_rules.h"
#include "services/engagement/domain/reporting_duties.h"

namespace lotse::engagement {

using resource::Tx;
using v1alpha::PhaseTemplate;
using v1alpha::Programme;

namespace {

constexpr char kAllProgrammes[] = "programmes/-";

template <class Request>
absl::Status StepTemplate(Tx& tx, const Request& q, absl::string_view step, absl::string_view verb,
                          PhaseTemplate* r) {
  if (absl::Status s = tx.LoadForChange(q.name(), q.etag(), r); !s.ok()) return s;
  if (absl::Status s = TakeStep(PhaseTemplateMachine(), step, r); !s.ok()) return s;
  return tx.Save(verb, q.reason(), r);
}

rpc::FieldViolations CheckDutiesRequest(const v1alpha::ListReportingDutiesRequest& q) {
  rpc::FieldViolations violations;
  types::CheckName("parent", "programmes/{programme}", q.parent(), &violations,
                   /*wildcard=*/true);
  CheckOptionalDate("due_before_date", q.has_due_before_date(), q.due_before_date(), &violations);
  return violations;
}

// Adds the duties of what is asked about, as far as the caller may read it.
absl::Status AddDuties(Tx& tx, const std::string& parent, DutyPage* page) {
  Programme programme;
  if (parent != kAllProgrammes) {
    if (absl::Status s = tx.Load(parent, &programme); !s.ok()) return s;
    page->Add(programme);
    return absl::OkStatus();
  }
  return tx.ForEach("", &programme, [&] {
    if (tx.view().Shows(programme.name())) page->Add(programme);
    return absl::OkStatus();
  });
}

}  // namespace

absl::Status PublishPhaseTemplate(Tx& tx, const v1alpha::PublishPhaseTemplateRequest& q,
                                  PhaseTemplate* r) {
  return StepTemplate(tx, q, "PUBLISH", "PUBLISH_PHASE_TEMPLATE", r);
}

absl::Status RetirePhaseTemplate(Tx& tx, const v1alpha::RetirePhaseTemplateRequest& q,
                                 PhaseTemplate* r) {
  return StepTemplate(tx, q, "RETIRE", "RETIRE_PHASE_TEMPLATE", r);
}

absl::Status ListReportingDuties(Tx& tx, const v1alpha::ListReportingDutiesRequest& q,
                                 v1alpha::ListReportingDutiesResponse* r) {
  if (absl::Status s = rpc::InvalidFields(CheckDutiesRequest(q)); !s.ok()) return s;
  const absl::StatusOr<int> size = rpc::CheckPageSize(q.page_size());
  if (!size.ok()) return size.status();
  DutyPage::Wanted wanted;
  wanted.size = static_cast<size_t>(*size);
  wanted.open_only = q.open_only();
  if (q.has_due_before_date()) wanted.due_before = types::ToCivil(q.due_before_date());
  const std::string list =
      absl::StrCat("reporting duties\n", q.parent(), "\n", q.open_only(), "\n",
                   wanted.due_before ? absl::FormatCivilTime(*wanted.due_before) : "");
  absl::StatusOr<std::string> after = rpc::ReadPageToken(tx.token_key(), list, q.page_token());
  if (!after.ok()) return after.status();
  wanted.after = *std::move(after);
  DutyPage page(std::move(wanted), types::DayInBerlin(tx.now()));
  if (absl::Status s = AddDuties(tx, q.parent(), &page); !s.ok()) return s;
  const std::string last = page.Write(r);
  if (!last.empty()) r->set_next_page_token(rpc::MakePageToken(tx.token_key(), list, last));
  return absl::OkStatus();
}

}  // namespace lotse::engagement
