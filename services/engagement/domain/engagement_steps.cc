#include "services/engagement/domain/engagement_steps.h"

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/engagement/domain/action_item_rules.h"
#include "services/engagement/domain/phase_rules.h"
#include "services/engagement/domain/recorded_reports.h"
#include "services/engagement/domain/track_checks.h"

namespace lotse::engagement {

using v1alpha::Engagement;

const StateMachine& EngagementMachine() {
  static const auto* machine =
      new StateMachine(Engagement::State_descriptor(),
                       {
                           {"QUALIFY", Engagement::STATE_DRAFT, Engagement::STATE_QUALIFIED},
                           {"AGREE", Engagement::STATE_QUALIFIED, Engagement::STATE_AGREED},
                           {"ACTIVATE", Engagement::STATE_AGREED, Engagement::STATE_ACTIVE},
                           {"SUSPEND", Engagement::STATE_ACTIVE, Engagement::STATE_SUSPENDED},
                           {"RESUME", Engagement::STATE_SUSPENDED, Engagement::STATE_ACTIVE},
                           {"BEGIN_CLOSING", Engagement::STATE_ACTIVE, Engagement::STATE_CLOSING},
                           {"CLOSE", Engagement::STATE_CLOSING, Engagement::STATE_CLOSED},
                           {"ARCHIVE", Engagement::STATE_CLOSED, Engagement::STATE_ARCHIVED},
                           {"CANCEL", Engagement::STATE_DRAFT, Engagement::STATE_CANCELLED},
                           {"CANCEL", Engagement::STATE_QUALIFIED, Engagement::STATE_CANCELLED},
                           {"CANCEL", Engagement::STATE_AGREED, Engagement::STATE_CANCELLED},
                           {"CANCEL", Engagement::STATE_ACTIVE, Engagement::STATE_CANCELLED},
                           {"CANCEL", Engagement::STATE_SUSPENDED, Engagement::STATE_CANCELLED},
                           {"CANCEL", Engagement::STATE_CLOSING, Engagement::STATE_CANCELLED},
                       });
  return *machine;
}

bool IsOver(const Engagement& engagement) {
  return engagement.state() == Engagement::STATE_CLOSED ||
         engagement.state() == Engagement::STATE_ARCHIVED ||
         engagement.state() == Engagement::STATE_CANCELLED;
}

absl::Status CheckUnderWay(const Engagement& engagement) {
  if (!IsOver(engagement) && engagement.state() != Engagement::STATE_SUSPENDED) {
    return absl::OkStatus();
  }
  const std::string state = EngagementMachine().NameOf(engagement.state());
  const rpc::Wording instead =
      IsOver(engagement)
          ? rpc::Wording{"nichts daran wird mehr geändert", "nothing of it is changed any more"}
          : rpc::Wording{"sie zuerst wieder aufnehmen", "resume it first"};
  return rpc::Precondition(
      type::v1alpha::ERROR_REASON_WRONG_STATE, engagement.name(),
      {absl::StrCat("ist ", state, "; ", instead.de), absl::StrCat("is ", state, "; ", instead.en)},
      {{"state", state}});
}

v1alpha::EligibilityNote EligibilityOf(const v1alpha::Administration& administration,
                                       const v1alpha::Programme& programme,
                                       const google::type::Date& today) {
  v1alpha::EligibilityNote note;
  *note.mutable_date() = today;
  note.set_land(administration.land());
  note.set_population(administration.population());
  if (!programme.laender().empty()) {
    if (administration.land().empty()) {
      note.add_reasons("LAND_UNKNOWN");
    } else if (!absl::c_linear_search(programme.laender(), administration.land())) {
      note.add_reasons("LAND");
    }
  }
  const bool sized = programme.population_min() > 0 || programme.population_max() > 0;
  if (sized && administration.population() == 0) {
    note.add_reasons("POPULATION_UNKNOWN");
  } else if (administration.population() < programme.population_min()) {
    note.add_reasons("POPULATION_TOO_SMALL");
  } else if (programme.population_max() > 0 &&
             administration.population() > programme.population_max()) {
    note.add_reasons("POPULATION_TOO_LARGE");
  }
  note.set_eligible(note.reasons().empty());
  return note;
}

std::vector<rpc::Obstacle> StandsAgainstClosing(
    const Engagement& engagement, const std::vector<v1alpha::Phase>& phases,
    const std::vector<v1alpha::ActionItem>& action_items) {
  std::vector<rpc::Obstacle> obstacles;
  for (const v1alpha::Phase& phase : phases) {
    if (IsFinal(phase)) continue;
    const std::string state = PhaseMachine().NameOf(phase.state());
    obstacles.push_back(
        {phase.name(),
         {absl::StrCat("ist ", state,
                       "; ihren Prüfpunkt bestehen oder erlassen, oder sie überspringen"),
          absl::StrCat("is ", state, "; pass or waive its gate, or skip it")}});
  }
  const std::vector<rpc::Obstacle> open = OpenActionItems(action_items);
  obstacles.insert(obstacles.end(), open.begin(), open.end());
  if (engagement.final_report().name().empty()) {
    obstacles.push_back({absl::StrCat(engagement.name(), "#final_report"),
                         {"fehlt; den Abschlussbericht mit seiner Fassung nennen",
                          "is missing; name the final report with its revision"}});
  } else if (FinalReportIsWithdrawn(engagement)) {
    obstacles.push_back({absl::StrCat(engagement.name(), "#final_report"),
                         {"ist zurückgezogen; eine weitere Fassung freigeben und verzeichnen",
                          "was withdrawn; release a further version and record it"}});
  }
  if (engagement.sustaining() == Engagement::SUSTAINING_UNSPECIFIED) {
    obstacles.push_back({absl::StrCat(engagement.name(), "#sustaining"),
                         {"ist nicht gesagt; sagen, dass angenommen ist, was verstetigt wird, oder "
                          "dass es nichts zu verstetigen gibt",
                          "is not said; say that what is sustained was accepted, or that there is "
                          "nothing to sustain"}});
  }
  return obstacles;
}

}  // namespace lotse::engagement
