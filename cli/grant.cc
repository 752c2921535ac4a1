// lotse grant: who may do what.
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "cli/channel.h"
#include "cli/commands.h"
#include "cli/failure.h"
#include "cli/json.h"
#include "cli/moment.h"
#include "cli/roles.h"
#include "cli/text.h"
#include "lotse/engagement/v1alpha/grant_service.pb.h"
#include "runtime/types/date.h"
#include "runtime/types/uuid.h"

namespace lotse::cli {
namespace {

using type::v1alpha::Grant;

// As large as the service makes them.
constexpr int kPageSize = 1000;

std::string WhoOf(const Grant& grant) {
  return grant.group().empty() ? grant.subject() : absl::StrCat("group ", grant.group());
}

// The parent of a grant, for which and all below which it counts.
std::string WhereOf(const Grant& grant) {
  return grant.name().substr(0, grant.name().rfind("/grants/"));
}

std::string UntilOf(const Grant& grant) {
  if (!grant.has_expire_time()) return "-";
  const absl::Time end = types::FromTimestamp(grant.expire_time());
  return absl::StrCat(FormatUntil(end), end <= absl::Now() ? " (expired)" : "");
}

// A table for a person; with --json one object per line.
void PrintGrants(const std::vector<Grant>& grants, const Invocation& invocation) {
  std::ostream& out = invocation.environment.out;
  if (invocation.settings.json) {
    for (const Grant& grant : grants) out << MessageJson(grant, /*indented=*/false);
    return;
  }
  std::vector<std::vector<std::string>> rows = {
      {"WHO", "ROLE", "WHERE", "UNTIL", "GRANTED BY", "GRANT", "REASON"}};
  for (const Grant& grant : grants) {
    const std::string where = WhereOf(grant);
    rows.push_back({WhoOf(grant), RoleName(grant.role()), where, UntilOf(grant), grant.granted_by(),
                    grant.name().substr(where.size() + sizeof "/grants"), grant.reason()});
  }
  if (grants.empty()) {
    invocation.environment.err << "there are no grants\n";
  } else {
    out << AlignColumns(rows);
  }
}

// Asks for page after page.
template <typename Response, typename Request>
absl::Status PrintPages(Request request, const Invocation& invocation) {
  request.set_page_size(kPageSize);
  std::vector<Grant> grants;
  Client client(invocation.settings);
  do {
    Response page;
    if (absl::Status s = client.Call(request, &page); !s.ok()) return s;
    grants.insert(grants.end(), page.grants().begin(), page.grants().end());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  PrintGrants(grants, invocation);
  return absl::OkStatus();
}

}  // namespace

absl::Status RunGrantAdd(const Invocation& invocation) {
  const Args& args = invocation.args;
  if (args.Get("subject").empty() == args.Get("group").empty()) {
    return UsageError("whose role is it? Give either --subject=NAME or --group=NAME");
  }
  if (args.Get("reason").empty()) return UsageError("--reason: missing; say why it is given");
  const absl::StatusOr<type::v1alpha::Role> role = ParseRole(args.Get("role"));
  if (!role.ok()) return role.status();
  engagement::v1alpha::CreateGrantRequest request;
  request.set_parent(args.positional[0]);
  request.set_grant_id(args.Get("id"));
  request.set_request_id(types::NewRandomUuid());
  Grant* grant = request.mutable_grant();
  grant->set_subject(args.Get("subject"));
  grant->set_group(args.Get("group"));
  grant->set_role(*role);
  grant->set_reason(args.Get("reason"));
  if (args.Has("until")) {
    const absl::StatusOr<absl::Time> until = ParseUntil(args.Get("until"), absl::Now());
    if (!until.ok()) return until.status();
    *grant->mutable_expire_time() = types::ToTimestamp(*until);
  }
  Grant given;
  if (absl::Status s = Client(invocation.settings).Call(request, &given); !s.ok()) return s;
  PrintGrants({given}, invocation);
  return absl::OkStatus();
}

absl::Status RunGrantList(const Invocation& invocation) {
  engagement::v1alpha::ListGrantsRequest request;
  request.set_parent(invocation.args.positional[0]);
  return PrintPages<engagement::v1alpha::ListGrantsResponse>(request, invocation);
}

absl::Status RunGrantWho(const Invocation& invocation) {
  engagement::v1alpha::ListEffectiveGrantsRequest request;
  request.set_name(invocation.args.positional[0]);
  return PrintPages<engagement::v1alpha::ListEffectiveGrantsResponse>(request, invocation);
}

absl::Status RunGrantRevoke(const Invocation& invocation) {
  const std::string& name = invocation.args.positional[0];
  engagement::v1alpha::DeleteGrantRequest request;
  request.set_name(name);
  request.set_request_id(types::NewRandomUuid());
  google::protobuf::Empty reply;
  if (absl::Status s = Client(invocation.settings).Call(request, &reply); !s.ok()) return s;
  if (invocation.settings.json) {
    invocation.environment.out << JsonObject().Add("revoked", name).str() << "\n";
  } else {
    invocation.environment.out << "Revoked " << Printable(name) << "\n";
  }
  return absl::OkStatus();
}

}  // namespace lotse::cli
