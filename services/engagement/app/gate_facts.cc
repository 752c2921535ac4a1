#include "services/engagement/app/gate_facts.h"

#include <set>

#include "runtime/schema/address.h"
#include "services/engagement/app/load.h"
#include "services/engagement/domain/track_checks.h"

namespace lotse::engagement {
namespace {

using resource::Tx;
using v1alpha::Phase;
using v1alpha::PhaseCriterion;

// Those of the engagement that belong to the track.
template <class R>
absl::Status LoadOfTrack(Tx& tx, absl::string_view track, std::vector<R>* out) {
  std::vector<R> all;
  if (absl::Status s = LoadAll(tx, schema::OwnerOf(track), &all); !s.ok()) return s;
  for (R& resource : all) {
    if (IsOfTrack(resource, track)) out->push_back(std::move(resource));
  }
  return absl::OkStatus();
}

// What a criterion may ask about; each kind is read once, if at all.
class Sources {
 public:
  Sources(Tx& tx, absl::string_view track) : tx_(tx), track_(track) {}

  absl::Status Find(PhaseCriterion::Check check, std::vector<rpc::Obstacle>* obstacles) {
    switch (check) {
      case PhaseCriterion::CHECK_GOALS_HAVE_MEASURES: {
        if (absl::Status s = Need(&goals_, &has_goals_); !s.ok()) return s;
        if (absl::Status s = Need(&measures_, &has_measures_); !s.ok()) return s;
        *obstacles = GoalsWithoutMeasure(goals_, measures_);
        return absl::OkStatus();
      }
      case PhaseCriterion::CHECK_GOALS_COMPLETE: {
        if (absl::Status s = Need(&goals_, &has_goals_); !s.ok()) return s;
        std::vector<v1alpha::Indicator> indicators;
        if (absl::Status s = LoadAll(tx_, schema::OwnerOf(track_), &indicators); !s.ok()) return s;
        *obstacles = IncompleteGoals(goals_, indicators);
        return absl::OkStatus();
      }
      case PhaseCriterion::CHECK_CAPACITY:
        return FindOverload(obstacles);
      case PhaseCriterion::CHECK_BASELINES: {
        std::vector<v1alpha::Indicator> indicators;
        if (absl::Status s = LoadOfTrack(tx_, track_, &indicators); !s.ok()) return s;
        *obstacles = IndicatorsWithoutBaseline(indicators);
        return absl::OkStatus();
      }
      case PhaseCriterion::CHECK_MEASURES_FINAL: {
        if (absl::Status s = Need(&measures_, &has_measures_); !s.ok()) return s;
        *obstacles = OpenMeasures(measures_);
        return absl::OkStatus();
      }
      case PhaseCriterion::CHECK_ACTION_ITEMS_CLOSED: {
        std::vector<v1alpha::ActionItem> items;
        if (absl::Status s = LoadAll(tx_, schema::OwnerOf(track_), &items); !s.ok()) return s;
        std::erase_if(items, [&](const v1alpha::ActionItem& item) {
          return !item.phase().empty() && schema::ParentOf(item.phase()) != track_;
        });
        *obstacles = OpenActionItems(items);
        return absl::OkStatus();
      }
      default:
        return absl::OkStatus();
    }
  }

 private:
  absl::Status FindOverload(std::vector<rpc::Obstacle>* obstacles) {
    const absl::string_view engagement = schema::OwnerOf(track_);
    v1alpha::Track track;
    if (absl::Status s = tx_.Load(track_, &track); !s.ok()) return s;
    std::vector<v1alpha::Track> tracks;
    if (absl::Status s = LoadAll(tx_, engagement, &tracks); !s.ok()) return s;
    std::vector<v1alpha::Measure> measures;
    if (absl::Status s = LoadAll(tx_, engagement, &measures); !s.ok()) return s;
    *obstacles = OverloadedUnits(track, measures, tracks);
    return absl::OkStatus();
  }
  template <class R>
  absl::Status Need(std::vector<R>* resources, bool* has) {
    if (std::exchange(*has, true)) return absl::OkStatus();
    return LoadOfTrack(tx_, track_, resources);
  }

  Tx& tx_;
  const absl::string_view track_;
  std::vector<v1alpha::Goal> goals_;
  bool has_goals_ = false;
  std::vector<v1alpha::Measure> measures_;
  bool has_measures_ = false;
};

}  // namespace

absl::StatusOr<GateFacts> LoadGateFacts(Tx& tx, const Phase& phase) {
  GateFacts facts;
  Sources sources(tx, schema::ParentOf(phase.name()));
  for (const v1alpha::GateCriterion& criterion : phase.criteria()) {
    if (facts.contains(criterion.check())) continue;
    if (absl::Status s = sources.Find(criterion.check(), &facts[criterion.check()]); !s.ok()) {
      return s;
    }
  }
  return facts;
}

}  // namespace lotse::engagement
