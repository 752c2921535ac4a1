#include <string>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "lotse/engagement/v1alpha/indicator_service.pb.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/address.h"
#include "services/engagement/app/goals.h"
#include "services/engagement/app/load.h"
#include "services/engagement/domain/goal_rules.h"
#include "services/engagement/domain/shared_goals.h"

namespace lotse::engagement {

using resource::Tx;
using v1alpha::Goal;
using v1alpha::Indicator;

namespace {

// Adds those of the engagement that were inherited, be they deleted by now. `all` reads
// them from a list, `origin` what one inherits.
template <class Response, class R>
absl::Status FindHeirs(Tx& tx, const std::string& engagement,
                       const google::protobuf::RepeatedPtrField<R>& (Response::*all)() const,
                       const std::string& (R::*origin)() const, Heirs* heirs) {
  resource::Page page;
  page.parent = engagement;
  page.size = rpc::kMaxPageSize;
  page.show_deleted = true;
  do {
    Response listed;
    if (absl::Status s = tx.List(page, &listed); !s.ok()) return s;
    for (const R& own : (listed.*all)()) {
      if ((own.*origin)().empty()) continue;
      std::string& heir = (*heirs)[(own.*origin)()];
      if (!own.has_delete_time()) heir = own.name();
    }
    page.token = listed.next_page_token();
  } while (!page.token.empty());
  return absl::OkStatus();
}

// Stores what inherits `shared`. RESOURCE_EXISTS if its name belongs to something else.
template <class R>
absl::Status Inherit(Tx& tx, const std::string& shared, R heir, Heirs* heirs) {
  const absl::Status there = tx.CheckThere(heir.name(), /*live=*/false);
  if (there.ok()) {
    return rpc::Error(type::v1alpha::ERROR_REASON_RESOURCE_EXISTS,
                      absl::StrCat(heir.name(), " exists and does not inherit ", shared,
                                   "; create one that does under another id"),
                      {{"resource", heir.name()}});
  }
  if (!absl::IsNotFound(there)) return there;
  if (absl::Status s = tx.Create(&heir); !s.ok()) return s;
  (*heirs)[shared] = heir.name();
  return absl::OkStatus();
}

absl::Status InheritIndicators(Tx& tx, const std::string& engagement, Heirs* heirs,
                               v1alpha::InheritSharedResponse* r) {
  using v1alpha::ListIndicatorsResponse;
  if (absl::Status s = FindHeirs(tx, engagement, &ListIndicatorsResponse::indicators,
                                 &Indicator::shared_indicator, heirs);
      !s.ok()) {
    return s;
  }
  std::vector<Indicator> all;
  if (absl::Status s = LoadAll(tx, schema::ParentOf(engagement), &all); !s.ok()) return s;
  for (const Indicator& shared : all) {
    if (heirs->contains(shared.name())) continue;
    if (absl::Status s = Inherit(tx, shared.name(), InheritIndicator(engagement, shared), heirs);
        !s.ok()) {
      return s;
    }
    r->add_indicators((*heirs)[shared.name()]);
  }
  return absl::OkStatus();
}

// Level by level, so that each goal finds its parent.
absl::Status InheritGoals(Tx& tx, const std::string& engagement, Heirs* heirs,
                          v1alpha::InheritSharedResponse* r) {
  if (absl::Status s =
          FindHeirs(tx, engagement, &v1alpha::ListGoalsResponse::goals, &Goal::shared_goal, heirs);
      !s.ok()) {
    return s;
  }
  std::vector<Goal> all;
  if (absl::Status s = LoadAll(tx, schema::ParentOf(engagement), &all); !s.ok()) return s;
  for (const Goal::Level level :
       {Goal::LEVEL_GUIDING, Goal::LEVEL_INTERMEDIATE, Goal::LEVEL_ACTION}) {
    for (const Goal& shared : all) {
      if (shared.level() != level || !IsAdopted(shared) || heirs->contains(shared.name())) continue;
      if (absl::Status s =
              Inherit(tx, shared.name(), InheritGoal(engagement, shared, *heirs), heirs);
          !s.ok()) {
        return s;
      }
      r->add_goals((*heirs)[shared.name()]);
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status InheritShared(Tx& tx, const v1alpha::InheritSharedRequest& q,
                           v1alpha::InheritSharedResponse* r) {
  if (absl::Status s = tx.CheckThere(q.name(), /*live=*/true); !s.ok()) return s;
  // What a programme adopted is there for its engagements, also for those in it who may
  // see nothing else of the programme.
  const auth::View own = tx.view();
  const absl::Cleanup restore = [&] { tx.SetView(own); };
  tx.SetView({});
  Heirs heirs;
  if (absl::Status s = InheritIndicators(tx, q.name(), &heirs, r); !s.ok()) return s;
  return InheritGoals(tx, q.name(), &heirs, r);
}

}  // namespace lotse::engagement
