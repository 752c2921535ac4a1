#include "services/engagement/app/grants.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "runtime/rpc/error.h"
#include "runtime/rpc/page_token.h"
#include "runtime/schema/address.h"
#include "services/engagement/domain/grant_rules.h"
#include "services/engagement/domain/violation.h"

namespace lotse::engagement {

using resource::Tx;
using type::v1alpha::Grant;

namespace {

// Names that are noted one by one; of more, all grants are read again. Calls that only
// check note names too, and nothing comes of them.
constexpr size_t kMostNoted = 1000;

// Whether the grant that gives the caller a right is still there. The book is of the last
// commit, and a call that came before may have taken it in this one, and given another of
// its name.
bool StillGiven(Tx& tx, const auth::Right& right) {
  if (right.grant.empty()) return true;
  Grant grant;
  if (!tx.Load(right.grant, &grant).ok()) return false;
  const bool is_callers = grant.group().empty()
                              ? grant.subject() == tx.cause().actor
                              : absl::c_linear_search(tx.view().groups(), grant.group());
  return is_callers && grant.role() == right.role && auth::RightOf(grant).until >= right.until;
}

// Whether the caller could give this grant, and so may take it.
absl::Status CheckGives(Tx& tx, const Grant& grant) {
  const auth::Right right = auth::RightOf(grant);
  // What has ended gives nothing any more: anybody there may tidy it away.
  return tx.view().CheckGives(right.role, right.prefix,
                              right.until <= tx.now() ? tx.now() : right.until,
                              [&](const auth::Right& own) { return StillGiven(tx, own); });
}

absl::Status CheckGiven(Tx& tx, const Grant& grant) {
  if (absl::Status s = rpc::InvalidFields(CheckGrantEnd(grant, tx.now())); !s.ok()) return s;
  return CheckGives(tx, grant);
}

}  // namespace

void GrantKeeper::AddRules(resource::Standard* standard) {
  resource::RulesOf<Grant> rules;
  rules.check = &CheckGrant;
  rules.create = [this](Tx& tx, Grant* grant) {
    grant->set_granted_by(tx.cause().actor);
    const absl::Status given = CheckGiven(tx, *grant);
    if (given.ok()) Note(grant->name());
    return given;
  };
  rules.update = [this](Tx& tx, const Grant& before, Grant* after) {
    // To shorten a grant is to take a part of it.
    if (absl::Status s = CheckGives(tx, before); !s.ok()) return s;
    const absl::Status given = CheckGiven(tx, *after);
    if (given.ok()) Note(after->name());
    return given;
  };
  rules.remove = [this](Tx& tx, const Grant& grant) {
    const absl::Status taken = CheckGives(tx, grant);
    if (taken.ok()) Note(grant.name());
    return taken;
  };
  standard->Add(rules);
}

GrantKeeper::GrantKeeper(resource::Store* store, auth::GrantBook* book, Told told)
    : store_(store), book_(book), told_(std::move(told)) {
  store_->AddCommitListener([this] { ReadNoted(); });
}

absl::Status GrantKeeper::Start() {
  std::vector<std::string> owners;
  const absl::Status listed = store_->Read([&](Tx& tx) {
    owners = tx.Owners();
    return absl::OkStatus();
  });
  if (!listed.ok()) return listed;
  std::vector<Grant> grants;
  int unread = 0;
  for (const std::string& owner : owners) {
    const size_t before = grants.size();
    const absl::Status read = store_->Read([&](Tx& tx) {
      grants.resize(before);
      Grant grant;
      return tx.ForEach(owner, &grant, [&] {
        grants.push_back(grant);
        return absl::OkStatus();
      });
    });
    if (read.ok()) continue;
    if (rpc::ReasonOf(read) != type::v1alpha::ERROR_REASON_STORE_CORRUPT) return read;
    grants.resize(before);
    ++unread;
  }
  book_->Replace(grants);
  told_(unread);
  return absl::OkStatus();
}

void GrantKeeper::Note(const std::string& name) {
  absl::MutexLock lock(&mutex_);
  if (noted_.size() < kMostNoted) {
    noted_.insert(name);
  } else {
    noted_all_ = true;
  }
}

void GrantKeeper::ReadNoted() {
  std::set<std::string> names;
  bool all = false;
  {
    absl::MutexLock lock(&mutex_);
    names.swap(noted_);
    all = std::exchange(noted_all_, false);
  }
  // A right that may be gone is no right: so also where something cannot be read, until
  // it can.
  if (all && !Start().ok()) {
    book_->Replace({});
    absl::MutexLock lock(&mutex_);
    noted_all_ = true;
  }
  if (all) return;
  for (const std::string& name : names) {
    Grant grant;
    const absl::Status read = store_->Read([&](Tx& tx) { return tx.Load(name, &grant); });
    if (read.ok()) {
      book_->Set(grant);
      continue;
    }
    book_->Remove(name);
    if (rpc::ReasonOf(read) != type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND) Note(name);
  }
}

namespace {

// Whether `name` is an owner, or has the form of something below one; that need not be a
// kind of this service.
absl::Status CheckPlace(const schema::Schema& schema, absl::string_view name) {
  constexpr size_t kMaxBytes = 1000;
  const bool is_below = schema.KindOfName(schema::OwnerOf(name)) != nullptr;
  const std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
  const bool is_whole = absl::c_all_of(parts, [](absl::string_view part) {
    return !part.empty() && absl::c_all_of(part, [](char c) {
      return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-';
    });
  });
  if (name.size() <= kMaxBytes && is_below && is_whole && parts.size() % 2 == 0) {
    return absl::OkStatus();
  }
  return rpc::InvalidFields({Violation(
      "name",
      {"dort hat niemand Berechtigungen; einen Namen wie programmes/vopi/engagements/uster angeben",
       "nobody has grants there; give one like programmes/vopi/engagements/uster"})});
}

}  // namespace

absl::Status ListEffectiveGrants(Tx& tx, const auth::GrantBook& book,
                                 const v1alpha::ListEffectiveGrantsRequest& q,
                                 v1alpha::ListEffectiveGrantsResponse* r) {
  if (absl::Status s = CheckPlace(tx.schema(), q.name()); !s.ok()) return s;
  if (absl::Status s = tx.CheckThere(schema::OwnerOf(q.name()), /*live=*/false); !s.ok()) return s;
  const absl::StatusOr<int> size = rpc::CheckPageSize(q.page_size());
  if (!size.ok()) return size.status();
  const std::string list = absl::StrCat("effective grants\n", q.name());
  const auto after = rpc::ReadPageToken(tx.token_key(), list, q.page_token());
  if (!after.ok()) return after.status();
  for (Grant& grant : book.At(q.name(), tx.now())) {
    if (grant.name() <= *after) continue;
    if (r->grants_size() == *size) {
      const std::string& last = r->grants(*size - 1).name();
      r->set_next_page_token(rpc::MakePageToken(tx.token_key(), list, last));
      break;
    }
    *r->add_grants() = std::move(grant);
  }
  return absl::OkStatus();
}

absl::Status GetMyRights(const schema::Schema& schema, const resource::Cause& caller,
                         absl::Time now, const v1alpha::GetMyRightsRequest& q,
                         v1alpha::GetMyRightsResponse* r) {
  if (!q.name().empty()) {
    if (absl::Status s = CheckPlace(schema, q.name()); !s.ok()) return s;
  }
  r->set_subject(caller.actor);
  for (std::string& group : caller.view.groups()) r->add_groups(std::move(group));
  for (const auth::Right& right : caller.view.RightsAt(q.name(), now)) {
    auto* out = r->add_rights();
    out->set_prefix(right.prefix);
    out->set_role(right.role);
    out->set_grant(right.grant);
    for (const auth::Permission permission : auth::PermissionsOf(right.role)) {
      out->add_permissions(permission);
    }
  }
  return absl::OkStatus();
}

}  // namespace lotse::engagement
