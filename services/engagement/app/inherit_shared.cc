#include <set>
#include <string>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "services/engagement/app/goals.h"
#include "services/engagement/app/load.h"
#include "services/engagement/domain/chain_checks.h"
#include "services/engagement/domain/goal_rules.h"
#include "services/engagement/domain/shared_goals.h"

namespace lotse::engagement {

using resource::Tx;
using v1alpha::Goal;
using v1alpha::Indicator;

namespace {

// Whether the engagement has what inherits `shared` already, be it deleted by now.
// RESOURCE_EXISTS if the name belongs to something else. `origin` reads from where a
// resource was inherited.
template <class R>
absl::StatusOr<bool> IsInherited(Tx& tx, const std::string& name, const std::string& shared,
                                 const std::string& (R::*origin)() const) {
  R there;
  const absl::Status loaded = tx.Load(name, &there);
  if (absl::IsNotFound(loaded)) return false;
  if (!loaded.ok()) return loaded;
  if ((there.*origin)() == shared) return true;
  return rpc::Error(type::v1alpha::ERROR_REASON_RESOURCE_EXISTS,
                    absl::StrCat(name, " exists and does not inherit ", shared,
                                 "; delete it or give the shared one another id"),
                    {{"resource", name}});
}

// Those that the programme has and the engagement does not inherit yet.
template <class R>
absl::Status LoadMissing(Tx& tx, const std::string& engagement,
                         const std::string& (R::*origin)() const, std::vector<R>* missing) {
  std::vector<R> all;
  if (absl::Status s = LoadAll(tx, HomeOf(engagement), &all); !s.ok()) return s;
  for (R& shared : all) {
    const absl::StatusOr<bool> there =
        IsInherited<R>(tx, InheritedName(engagement, shared.name()), shared.name(), origin);
    if (!there.ok()) return there.status();
    if (!*there) missing->push_back(std::move(shared));
  }
  return absl::OkStatus();
}

// Those that weigh others come first, so that the others can refer to them.
absl::Status InheritIndicators(Tx& tx, const std::string& engagement,
                               v1alpha::InheritSharedResponse* r) {
  std::vector<Indicator> waiting;
  if (absl::Status s = LoadMissing(tx, engagement, &Indicator::shared_indicator, &waiting);
      !s.ok()) {
    return s;
  }
  while (!waiting.empty()) {
    std::set<std::string> names;
    for (const Indicator& shared : waiting) names.insert(shared.name());
    std::vector<Indicator> later;
    for (Indicator& shared : waiting) {
      if (names.contains(shared.definition().weight_indicator())) {
        later.push_back(std::move(shared));
        continue;
      }
      Indicator indicator = InheritIndicator(engagement, shared);
      if (absl::Status s = tx.Create(&indicator); !s.ok()) return s;
      r->add_indicators(indicator.name());
    }
    if (later.size() == waiting.size()) {
      return rpc::Precondition(type::v1alpha::ERROR_REASON_WRONG_STATE, later[0].name(),
                               "is weighted by an indicator that it weighs itself");
    }
    waiting = std::move(later);
  }
  return absl::OkStatus();
}

// Level by level, so that each goal finds its parent.
absl::Status InheritGoals(Tx& tx, const std::string& engagement,
                          v1alpha::InheritSharedResponse* r) {
  std::vector<Goal> missing;
  if (absl::Status s = LoadMissing(tx, engagement, &Goal::shared_goal, &missing); !s.ok()) {
    return s;
  }
  for (const Goal::Level level :
       {Goal::LEVEL_GUIDING, Goal::LEVEL_INTERMEDIATE, Goal::LEVEL_ACTION}) {
    for (const Goal& shared : missing) {
      if (shared.level() != level || !IsAdopted(shared)) continue;
      std::vector<Goal> parents;
      const std::string parent =
          shared.parent_goal().empty() ? "" : InheritedName(engagement, shared.parent_goal());
      if (absl::Status s = LoadNamed(tx, std::vector<std::string>{parent}, &parents); !s.ok()) {
        return s;
      }
      Goal goal = InheritGoal(engagement, shared, !parents.empty());
      if (absl::Status s = tx.Create(&goal); !s.ok()) return s;
      r->add_goals(goal.name());
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
  if (absl::Status s = InheritIndicators(tx, q.name(), r); !s.ok()) return s;
  return InheritGoals(tx, q.name(), r);
}

}  // namespace lotse::engagement
