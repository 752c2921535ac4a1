// Phases and their gates.
#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "lotse/engagement/v1alpha/track.pb.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/address.h"
#include "runtime/types/date.h"
#include "services/engagement/app/course.h"
#include "services/engagement/app/gate_facts.h"
#include "services/engagement/app/load.h"
#include "services/engagement/app/portfolio.h"
#include "services/engagement/app/staleness.h"
#include "services/engagement/domain/engagement_rules.h"
#include "services/engagement/domain/engagement_steps.h"
#include "services/engagement/domain/gate_rules.h"
#include "services/engagement/domain/phase_rules.h"
#include "services/engagement/domain/violation.h"

namespace lotse::engagement {
namespace {

using v1alpha::Phase;

// A phase that is to be changed, its engagement, and all phases of its track.
struct Scene {
  v1alpha::Engagement engagement;
  std::vector<Phase> track;
};

template <class Request>
absl::Status Enter(Tx& tx, const Request& q, Phase* phase, Scene* scene) {
  if (absl::Status s = LoadToChange(tx, q.name(), q.etag(), phase); !s.ok()) return s;
  if (absl::Status s = tx.Load(schema::OwnerOf(phase->name()), &scene->engagement); !s.ok()) {
    return s;
  }
  if (absl::Status s = CheckUnderWay(scene->engagement); !s.ok()) return s;
  return LoadAll(tx, schema::ParentOf(phase->name()), &scene->track);
}

absl::Status SaveStale(Tx& tx, const Phase& reopened, const std::vector<Phase>& track) {
  for (Phase& phase : MarkStaleBehind(reopened, track)) {
    if (absl::Status s = tx.Save("MARK_STALE", ReasonSeen(reopened.name()), &phase); !s.ok()) {
      return s;
    }
  }
  return MarkStale(tx, reopened);
}

}  // namespace

// [move]
absl::Status MovePhase(Tx& tx, const v1alpha::MovePhaseRequest& q, Phase* r) {
  Scene scene;
  if (absl::Status s = Enter(tx, q, r, &scene); !s.ok()) return s;
  if (absl::Status s = CheckStepGiven(v1alpha::PhaseStep_descriptor(), q.step()); !s.ok()) return s;
  const google::type::Date today = types::DayInBerlin(tx.now());
  if (absl::Status s = MovePhase(q.step(), q.reason(), today, scene.track, r); !s.ok()) return s;
  if (q.step() == v1alpha::PHASE_STEP_REOPEN) {
    if (absl::Status s = SaveStale(tx, *r, scene.track); !s.ok()) return s;
  }
  const absl::string_view step =
      absl::StripPrefix(v1alpha::PhaseStep_Name(q.step()), "PHASE_STEP_");
  return tx.Save(step, q.reason(), r);
}
// [/move]

// [gate]
absl::Status DecideGate(Tx& tx, const v1alpha::DecideGateRequest& q, Phase* r) {
  Scene scene;
  if (absl::Status s = Enter(tx, q, r, &scene); !s.ok()) return s;
  const absl::StatusOr<GateFacts> facts = LoadGateFacts(tx, *r);
  if (!facts.ok()) return facts.status();
  std::vector<v1alpha::ActionItem> items;
  if (absl::Status s = DecideGate(q, *facts, types::DayInBerlin(tx.now()), r, &items); !s.ok()) {
    return s;
  }
  rpc::FieldViolations violations;
  if (!q.body().empty() && schema::OwnerOf(q.body()) != scene.engagement.name()) {
    violations.push_back(
        Violation("body", {"von einer anderen Begleitung; ein Gremium derselben angeben",
                           "of another engagement; give one of the same"}));
  }
  for (v1alpha::ActionItem& item : items) {
    CheckUnitsOf(scene.engagement.administration(), "conditions.responsible_unit",
                 std::vector<std::string>{item.responsible_unit()}, &violations);
  }
  if (absl::Status s = rpc::InvalidFields(violations); !s.ok()) return s;
  for (v1alpha::ActionItem& item : items) {
    if (absl::Status s = tx.Create(&item); !s.ok()) return s;
  }
  return tx.Save("DECIDE_GATE", q.reason(), r);
}
// [/gate]

absl::Status SplitPhase(Tx& tx, const v1alpha::SplitPhaseRequest& q, Phase* r) {
  Scene scene;
  Phase first;
  if (absl::Status s = Enter(tx, q, &first, &scene); !s.ok()) return s;
  r->Clear();
  if (absl::Status s = SplitPhase(q, scene.track, &first, r); !s.ok()) return s;
  if (absl::Status s = tx.Create(r); !s.ok()) return s;
  Phase answer = *r;
  if (absl::Status s = tx.Save("SPLIT", q.reason(), &first); !s.ok()) return s;
  *r = std::move(answer);
  return absl::OkStatus();
}

absl::Status ConfirmPhase(Tx& tx, const v1alpha::ConfirmPhaseRequest& q, Phase* r) {
  Scene scene;
  if (absl::Status s = Enter(tx, q, r, &scene); !s.ok()) return s;
  if (absl::Status s = CheckStale(r->name(), r->stale()); !s.ok()) return s;
  r->set_stale(false);
  return tx.Save("CONFIRM", q.reason(), r);
}

absl::Status CheckGate(Tx& tx, const v1alpha::CheckGateRequest& q, v1alpha::CheckGateResponse* r) {
  Phase phase;
  if (absl::Status s = tx.Load(q.name(), &phase); !s.ok()) return s;
  const absl::StatusOr<GateFacts> facts = LoadGateFacts(tx, phase);
  if (!facts.ok()) return facts.status();
  r->set_passable(true);
  for (v1alpha::MissingAtGate& part : MissingAt(phase, *facts)) {
    if (part.mandatory()) r->set_passable(false);
    *r->add_missing() = std::move(part);
  }
  return absl::OkStatus();
}

absl::Status ListPhaseMatrix(Tx& tx, const v1alpha::ListPhaseMatrixRequest& q,
                             v1alpha::ListPhaseMatrixResponse* r) {
  const google::type::Date today = types::DayInBerlin(tx.now());
  size_t bytes = 0;
  const auto add_rows = [&](const v1alpha::Engagement& engagement) {
    std::vector<v1alpha::Track> tracks;
    if (absl::Status s = LoadAll(tx, engagement.name(), &tracks); !s.ok()) return s;
    for (const v1alpha::Track& track : tracks) {
      std::vector<Phase> phases;
      if (absl::Status s = LoadAll(tx, track.name(), &phases); !s.ok()) return s;
      absl::c_sort(phases,
                   [](const Phase& a, const Phase& b) { return a.position() < b.position(); });
      v1alpha::PhaseMatrixRow* row = r->add_rows();
      row->set_engagement(engagement.name());
      *row->mutable_engagement_title() = engagement.title();
      row->set_track(track.name());
      *row->mutable_track_title() = track.title();
      for (const Phase& phase : phases) *row->add_cells() = CellOf(engagement, phase, today);
      bytes += row->ByteSizeLong();
    }
    return absl::OkStatus();
  };
  const Portfolio portfolio = {.parent = q.parent(),
                               .page_size = q.page_size(),
                               .page_token = q.page_token(),
                               .filter = q.filter()};
  return VisitEngagements(tx, portfolio, add_rows, r->mutable_next_page_token(),
                          [&] { return bytes >= Tx::kMaxPageBytes; });
}

}  // namespace lotse::engagement
