#include "services/engagement/app/import_checks.h"

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "lotse/engagement/v1alpha/engagement.pb.h"
#include "runtime/history/change_log.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/address.h"
#include "runtime/schema/fields.h"
#include "services/engagement/app/body_rules.h"
#include "services/engagement/app/chain_rules.h"
#include "services/engagement/app/course_rules.h"
#include "services/engagement/app/load.h"
#include "services/engagement/app/setup_rules.h"
#include "services/engagement/app/units.h"
#include "services/engagement/app/value_rules.h"
#include "services/engagement/domain/violation.h"

namespace lotse::engagement {

using google::protobuf::Message;
using resource::Tx;

namespace {

std::string NameOf(const Tx& tx, const Message& resource) {
  return schema::TextIn(resource, tx.schema().KindOf(resource.GetDescriptor())->name);
}

// Whether the last thing that was done to an engagement is that it was brought back.
bool WasJustBroughtBack(Tx& tx, const std::string& name) {
  v1alpha::Engagement engagement;
  int64_t revision = 0;
  return tx.Load(name, &engagement).ok() && absl::SimpleAtoi(engagement.etag(), &revision) &&
         history::VerbOfRevision(tx.connection(), name, name, revision) == "IMPORT";
}

using Rule = std::function<absl::Status(Tx&, const Message&)>;

template <class R>
Rule On(absl::Status (*rule)(Tx&, const R&)) {
  return [rule](Tx& tx, const Message& resource) {
    if (resource.GetDescriptor() != R::descriptor()) return absl::OkStatus();
    return rule(tx, static_cast<const R&>(resource));
  };
}

// What holds of the kind of a resource.
absl::Status CheckKind(Tx& tx, const Message& resource) {
  static const auto* const rules = new std::vector<Rule>{
      On<v1alpha::Goal>(&CheckTree),         On<v1alpha::Measure>(&CheckServes),
      On<v1alpha::Engagement>(&CheckPlace),  On<v1alpha::Agreement>(&CheckPlace),
      On<v1alpha::Phase>(&CheckPlace),       On<v1alpha::Indicator>(&CheckPlace),
      On<v1alpha::Measurement>(&CheckPlace), On<v1alpha::MeetingRecord>(&CheckPlace),
      On<v1alpha::OrgUnit>(&CheckPlace),
  };
  for (const Rule& rule : *rules) {
    if (absl::Status s = rule(tx, resource); !s.ok()) return s;
  }
  return absl::OkStatus();
}

// Nothing of one engagement refers to what is of another one.
absl::Status CheckOwnReferences(const Tx& tx, const std::string& name, const Message& resource) {
  const schema::Kind& kind = *tx.schema().KindOf(resource.GetDescriptor());
  rpc::FieldViolations violations;
  for (const schema::Reference& reference : schema::ReferencesOf(*kind.rule, resource)) {
    const absl::string_view owner = schema::OwnerOf(reference.target);
    if (owner == schema::OwnerOf(name) || !absl::StrContains(owner, "/engagements/")) continue;
    violations.push_back(Violation(absl::StrCat(kind.singular, ".", reference.field),
                                   {"von einer anderen Begleitung; aus derselben angeben",
                                    "of another engagement; give one of the same"}));
  }
  return rpc::InvalidFields(violations);
}

}  // namespace

absl::Status CheckTakesMore(Tx& tx, const Message& resource) {
  const std::string name = NameOf(tx, resource);
  absl::Status status = CheckNotOver(tx, resource, name);
  if (status.ok() || WasJustBroughtBack(tx, std::string(schema::OwnerOf(name)))) {
    return absl::OkStatus();
  }
  return status;
}

absl::Status CheckAmongOthers(Tx& tx, const Message& resource) {
  if (absl::Status s = CheckKind(tx, resource); !s.ok()) return s;
  const std::string name = NameOf(tx, resource);
  if (!absl::StrContains(schema::OwnerOf(name), "/engagements/")) return absl::OkStatus();
  if (absl::Status s = CheckOwnReferences(tx, name, resource); !s.ok()) return s;
  return CheckUnits(tx, resource);
}

}  // namespace lotse::engagement
