// Steps of the agreement.
#include <algorithm>
#include <optional>

#include "runtime/history/diff.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/address.h"
#include "services/engagement/app/course.h"
#include "services/engagement/app/load.h"
#include "services/engagement/domain/agreement_rules.h"
#include "services/engagement/domain/violation.h"

namespace lotse::engagement {
namespace {

using v1alpha::Agreement;

// The version that is in force in the engagement, and the greatest number given so far.
absl::Status FindInForce(Tx& tx, absl::string_view engagement, std::optional<Agreement>* in_force,
                         int* greatest) {
  std::vector<Agreement> agreements;
  if (absl::Status s = LoadAll(tx, engagement, &agreements); !s.ok()) return s;
  for (Agreement& agreement : agreements) {
    *greatest = std::max(*greatest, static_cast<int>(agreement.number()));
    if (agreement.state() == Agreement::STATE_IN_FORCE) *in_force = std::move(agreement);
  }
  return absl::OkStatus();
}

template <class Request>
absl::Status Step(Tx& tx, const Request& q, absl::string_view step, Agreement* r) {
  if (absl::Status s = LoadToChange(tx, q.name(), q.etag(), r); !s.ok()) return s;
  if (absl::Status s = TakeStep(AgreementMachine(), step, r); !s.ok()) return s;
  return tx.Save(step, q.reason(), r);
}

// Without what the server sets and what says which version it is.
Agreement ContentOf(Agreement agreement) {
  for (const char* field : {"name", "number", "state", "end_date", "create_time", "etag",
                            "update_time", "delete_time", "external_ids"}) {
    agreement.GetReflection()->ClearField(&agreement,
                                          agreement.GetDescriptor()->FindFieldByName(field));
  }
  return agreement;
}

}  // namespace

absl::Status ProposeAgreement(Tx& tx, const v1alpha::ProposeAgreementRequest& q, Agreement* r) {
  if (absl::Status s = LoadToChange(tx, q.name(), q.etag(), r); !s.ok()) return s;
  if (absl::Status s = TakeStep(AgreementMachine(), "PROPOSE", r); !s.ok()) return s;
  std::optional<Agreement> in_force;
  int greatest = 0;
  if (absl::Status s = FindInForce(tx, schema::ParentOf(r->name()), &in_force, &greatest);
      !s.ok()) {
    return s;
  }
  if (absl::Status s = rpc::InvalidFields(MissingToPropose(*r, in_force)); !s.ok()) return s;
  if (r->number() == 0) r->set_number(greatest + 1);
  return tx.Save("PROPOSE", q.reason(), r);
}

absl::Status WithdrawAgreement(Tx& tx, const v1alpha::WithdrawAgreementRequest& q, Agreement* r) {
  if (absl::Status s = LoadToChange(tx, q.name(), q.etag(), r); !s.ok()) return s;
  if (absl::Status s = TakeStep(AgreementMachine(), "WITHDRAW", r); !s.ok()) return s;
  r->clear_consents();  // They were to this wording.
  return tx.Save("WITHDRAW", q.reason(), r);
}

absl::Status RejectAgreement(Tx& tx, const v1alpha::RejectAgreementRequest& q, Agreement* r) {
  return Step(tx, q, "REJECT", r);
}

// [enforce]
absl::Status EnforceAgreement(Tx& tx, const v1alpha::EnforceAgreementRequest& q, Agreement* r) {
  if (absl::Status s = LoadToChange(tx, q.name(), q.etag(), r); !s.ok()) return s;
  v1alpha::Engagement engagement;
  if (absl::Status s = tx.Load(schema::ParentOf(r->name()), &engagement); !s.ok()) return s;
  v1alpha::Programme programme;
  if (absl::Status s = tx.Load(schema::ParentOf(engagement.name()), &programme); !s.ok()) return s;
  std::optional<Agreement> in_force;
  int greatest = 0;
  if (absl::Status s = FindInForce(tx, engagement.name(), &in_force, &greatest); !s.ok()) return s;
  r->mutable_consents()->MergeFrom(q.consents());
  if (absl::Status s = rpc::InvalidFields(CheckAgreement(*r)); !s.ok()) return s;
  if (absl::Status s =
          Enforce(programme, r, in_force.has_value() ? &*in_force : nullptr, &engagement);
      !s.ok()) {
    return s;
  }
  if (in_force.has_value()) {
    if (absl::Status s = tx.Save("SUPERSEDE", ReasonSeen(r->name()), &*in_force); !s.ok()) return s;
  }
  if (absl::Status s = tx.Save("AGREE", ReasonSeen(r->name()), &engagement); !s.ok()) return s;
  return tx.Save("ENFORCE", q.reason(), r);
}
// [/enforce]

absl::Status DiffAgreements(Tx& tx, const v1alpha::DiffAgreementsRequest& q,
                            v1alpha::DiffAgreementsResponse* r) {
  Agreement newer;
  if (absl::Status s = tx.Load(q.name(), &newer); !s.ok()) return s;
  r->set_other(q.other().empty() ? newer.amends() : q.other());
  Agreement older;
  if (!r->other().empty()) {
    if (schema::ParentOf(r->other()) != schema::ParentOf(q.name())) {
      return rpc::InvalidFields({Violation(
          "other", {"von einer anderen Begleitung; eine Fassung derselben Begleitung angeben",
                    "of another engagement; give a version of the same"})});
    }
    if (absl::Status s = tx.Load(r->other(), &older); !s.ok()) return s;
  }
  for (auto& difference : history::Diff(ContentOf(older), ContentOf(newer))) {
    *r->add_differences() = std::move(difference);
  }
  return absl::OkStatus();
}

}  // namespace lotse::engagement
