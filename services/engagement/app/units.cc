#include "services/engagement/app/units.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "lotse/engagement/v1alpha/engagement.pb.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/address.h"
#include "runtime/schema/fields.h"
#include "services/engagement/domain/violation.h"

namespace lotse::engagement {
namespace {

constexpr absl::string_view kUnit = "engagement.lotse/OrgUnit";
constexpr absl::string_view kService = "engagement.lotse/MunicipalService";

}  // namespace

absl::Status CheckUnits(resource::Tx& tx, const google::protobuf::Message& resource) {
  const schema::Kind& kind = *tx.schema().KindOf(resource.GetDescriptor());
  const std::string name = schema::TextIn(resource, kind.name);
  v1alpha::Engagement engagement;
  const absl::Status loaded = tx.Load(schema::OwnerOf(name), &engagement);
  // What is of a programme has no units; what is missing is told where it is looked for.
  if (absl::IsNotFound(loaded)) return absl::OkStatus();
  if (!loaded.ok()) return loaded;
  rpc::FieldViolations violations;
  for (const schema::Reference& reference : schema::ReferencesOf(*kind.rule, resource)) {
    const absl::string_view type = reference.rule->reference;
    if (type != kUnit && type != kService) continue;
    if (schema::OwnerOf(reference.target) == engagement.administration()) continue;
    violations.push_back(Violation(
        absl::StrCat(kind.singular, ".", reference.field),
        {absl::StrCat(reference.target,
                      type == kUnit ? " ist keine Stelle von " : " ist kein Angebot von ",
                      engagement.administration(),
                      type == kUnit ? "; eine von dort angeben" : "; eines von dort angeben"),
         absl::StrCat(reference.target, " is no ", type == kUnit ? "unit" : "service", " of ",
                      engagement.administration(), "; give one of it")}));
  }
  return rpc::InvalidFields(violations);
}

}  // namespace lotse::engagement
