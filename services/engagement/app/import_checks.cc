#include "services/engagement/app/import_checks.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "lotse/engagement/v1alpha/engagement.pb.h"
#include "runtime/history/change_log.h"
#include "runtime/schema/address.h"
#include "services/engagement/app/chain_rules.h"
#include "services/engagement/app/load.h"
#include "services/engagement/app/units.h"

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
  if (resource.GetDescriptor() == v1alpha::Goal::descriptor()) {
    if (absl::Status s = CheckTree(tx, static_cast<const v1alpha::Goal&>(resource)); !s.ok()) {
      return s;
    }
  }
  if (resource.GetDescriptor() == v1alpha::Measure::descriptor()) {
    if (absl::Status s = CheckServes(tx, static_cast<const v1alpha::Measure&>(resource)); !s.ok()) {
      return s;
    }
  }
  const bool own = absl::StrContains(schema::OwnerOf(NameOf(tx, resource)), "/engagements/");
  return own ? CheckUnits(tx, resource) : absl::OkStatus();
}

}  // namespace lotse::engagement
