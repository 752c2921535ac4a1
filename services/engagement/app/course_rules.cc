#include "services/engagement/app/course_rules.h"

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"
#include "lotse/engagement/v1alpha/phase_service.pb.h"
#include "lotse/engagement/v1alpha/phase_template.pb.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/address.h"
#include "services/engagement/app/load.h"
#include "services/engagement/domain/action_item_rules.h"
#include "services/engagement/domain/agreement_rules.h"
#include "services/engagement/domain/content_final.h"
#include "services/engagement/domain/engagement_rules.h"
#include "services/engagement/domain/engagement_steps.h"
#include "services/engagement/domain/phase_rules.h"
#include "services/engagement/domain/track_rules.h"
#include "services/engagement/domain/violation.h"

namespace lotse::engagement {
namespace {

using resource::RulesOf;
using resource::Tx;
using v1alpha::ActionItem;
using v1alpha::Agreement;
using v1alpha::Engagement;
using v1alpha::Phase;
using v1alpha::PhaseTemplate;
using v1alpha::Programme;
using v1alpha::Track;

// [create]
// Whether an engagement fits into its programme.
absl::Status CheckFit(Tx& tx, const Engagement& engagement) {
  Programme programme;
  if (absl::Status s = tx.Load(schema::ParentOf(engagement.name()), &programme); !s.ok()) return s;
  bool amended = false;
  if (absl::Status s = FindAmended(tx, engagement, &amended); !s.ok()) return s;
  rpc::FieldViolations violations = CheckEngagementIn(engagement, programme, amended);
  for (const auto& assessment : engagement.assessments()) {
    CheckUnitsOf(engagement.administration(), "engagement.assessments",
                 std::vector<std::string>{assessment.org_unit()}, &violations);
  }
  return rpc::InvalidFields(violations);
}

// Whether its template is of its programme, and can be used: to begin with it must not be
// retired yet.
absl::Status CheckTemplate(Tx& tx, const Engagement& engagement, bool begins) {
  if (engagement.phase_template().empty()) return absl::OkStatus();
  if (schema::ParentOf(engagement.phase_template()) != schema::ParentOf(engagement.name())) {
    return rpc::InvalidFields(
        {Violation("engagement.phase_template",
                   {"von einem anderen Programm; eine Vorlage des eigenen angeben",
                    "of another programme; give one of its own"})});
  }
  PhaseTemplate phase_template;
  if (!tx.Load(engagement.phase_template(), &phase_template).ok()) return absl::OkStatus();
  const bool retired = phase_template.state() == PhaseTemplate::STATE_RETIRED;
  if (phase_template.state() == PhaseTemplate::STATE_PUBLISHED || (retired && !begins)) {
    return absl::OkStatus();
  }
  return rpc::InvalidFields({Violation(
      "engagement.phase_template",
      {"nicht veröffentlicht; veröffentlichen, oder eine veröffentlichte Vorlage angeben",
       "not published; publish it, or give one that is"})});
}

absl::Status CreateEngagement(Tx& tx, Engagement* engagement) {
  engagement->set_state(Engagement::STATE_DRAFT);
  if (absl::Status s = CheckTemplate(tx, *engagement, /*begins=*/true); !s.ok()) return s;
  return CheckFit(tx, *engagement);
}
// [/create]

absl::Status UpdateEngagement(Tx& tx, const Engagement& before, Engagement* after) {
  if (IsOver(before)) {
    return ContentIsFinal(before.name(), EngagementMachine().NameOf(before.state()),
                          {"nichts daran wird mehr geändert", "nothing of it is changed any more"});
  }
  if (absl::Status s = rpc::InvalidFields(CheckAgreedDates(before, *after)); !s.ok()) return s;
  return CheckFit(tx, *after);
}

// The engagement that something belongs to; WRONG_STATE if it is over or suspended.
absl::Status LoadEngagement(Tx& tx, absl::string_view name, Engagement* engagement) {
  if (absl::Status s = tx.Load(schema::OwnerOf(name), engagement); !s.ok()) return s;
  return CheckUnderWay(*engagement);
}

absl::Status CheckAgreementUnits(Tx& tx, const Agreement& agreement) {
  Engagement engagement;
  if (absl::Status s = LoadEngagement(tx, agreement.name(), &engagement); !s.ok()) return s;
  rpc::FieldViolations violations;
  if (!agreement.amends().empty() && schema::OwnerOf(agreement.amends()) != engagement.name()) {
    violations.push_back(
        Violation("agreement.amends",
                  {"von einer anderen Begleitung; eine Fassung derselben Begleitung angeben",
                   "of another engagement; give a version of the same"}));
  }
  for (int i = 0; i < agreement.focus_items_size(); ++i) {
    CheckUnitsOf(engagement.administration(),
                 absl::StrCat("agreement.focus_items[", i, "].org_units"),
                 agreement.focus_items(i).org_units(), &violations);
  }
  return rpc::InvalidFields(violations);
}

absl::Status ChangeAgreement(Tx& tx, const Agreement& before, Agreement* after) {
  if (before.state() != Agreement::STATE_DRAFT) {
    return ContentIsFinal(before.name(), AgreementMachine().NameOf(before.state()),
                          {"zurückziehen, solange sie vorgeschlagen ist, oder eine Fassung "
                           "schreiben, die sie ändert",
                           "withdraw it while it is proposed, or write a version that amends it"});
  }
  return CheckAgreementUnits(tx, *after);
}

absl::Status CheckTrackUnits(Tx& tx, const Track& track, Engagement* engagement) {
  if (absl::Status s = LoadEngagement(tx, track.name(), engagement); !s.ok()) return s;
  rpc::FieldViolations violations;
  CheckUnitsOf(engagement->administration(), "track.org_units", track.org_units(), &violations);
  for (int i = 0; i < track.capacities_size(); ++i) {
    CheckUnitsOf(engagement->administration(), absl::StrCat("track.capacities[", i, "].org_unit"),
                 std::vector<std::string>{track.capacities(i).org_unit()}, &violations);
  }
  return rpc::InvalidFields(violations);
}

// [track]
absl::Status AddPhases(Tx& tx, const Track& track) {
  Engagement engagement;
  if (absl::Status s = LoadEngagement(tx, track.name(), &engagement); !s.ok()) return s;
  if (engagement.phase_template().empty()) return absl::OkStatus();
  PhaseTemplate phase_template;
  if (absl::Status s = tx.Load(engagement.phase_template(), &phase_template); !s.ok()) return s;
  for (Phase& phase : CopyPhases(phase_template, track.name(), engagement.start_date())) {
    if (absl::Status s = tx.Create(&phase); !s.ok()) return s;
  }
  return absl::OkStatus();
}
// [/track]

// Whether another of the phases of the track stands at the same position.
absl::Status CheckPosition(const Phase& phase, const std::vector<Phase>& track) {
  for (const Phase& other : track) {
    if (other.name() == phase.name() || other.position() != phase.position()) continue;
    return rpc::InvalidFields({Violation(
        "phase.position", {absl::StrCat("belegt von ", other.name(), "; eine andere angeben"),
                           absl::StrCat("taken by ", other.name(), "; give another")})});
  }
  return absl::OkStatus();
}

absl::Status CheckPosition(Tx& tx, const Phase& phase) {
  std::vector<Phase> track;
  if (absl::Status s = LoadAll(tx, schema::ParentOf(phase.name()), &track); !s.ok()) return s;
  return CheckPosition(phase, track);
}

absl::Status AddPhase(Tx& tx, Phase* phase) {
  Engagement engagement;
  if (absl::Status s = LoadEngagement(tx, phase->name(), &engagement); !s.ok()) return s;
  phase->set_state(Phase::STATE_PLANNED);
  phase->set_skippable(true);
  return CheckPosition(tx, *phase);
}

// The phase of the template that a phase was copied from; empty if it was added.
absl::Status LoadGiven(Tx& tx, const Phase& phase, v1alpha::PhaseTemplateItem* given) {
  if (phase.phase_id().empty()) return absl::OkStatus();
  Engagement engagement;
  if (absl::Status s = tx.Load(schema::OwnerOf(phase.name()), &engagement); !s.ok()) return s;
  PhaseTemplate phase_template;
  if (absl::Status s = tx.Load(engagement.phase_template(), &phase_template); !s.ok()) return s;
  for (v1alpha::PhaseTemplateItem& item : *phase_template.mutable_phases()) {
    if (item.phase_id() == phase.phase_id()) given->Swap(&item);
  }
  return absl::OkStatus();
}

absl::Status ChangePhase(Tx& tx, const Phase& before, Phase* after) {
  v1alpha::PhaseTemplateItem given;
  if (absl::Status s = LoadGiven(tx, before, &given); !s.ok()) return s;
  if (absl::Status s = CheckPhaseChange(before, *after, given); !s.ok()) return s;
  if (before.position() == after->position()) return absl::OkStatus();
  std::vector<Phase> track;
  if (absl::Status s = LoadAll(tx, schema::ParentOf(after->name()), &track); !s.ok()) return s;
  if (absl::Status s = CheckOrderKept(before, *after, track); !s.ok()) return s;
  return CheckPosition(*after, track);
}

absl::Status RemovePhase(Tx&, const Phase& phase) {
  if (phase.phase_id().empty() && phase.state() == Phase::STATE_PLANNED) return absl::OkStatus();
  const rpc::Wording instead = {"stattdessen überspringen; sie bleibt als Spur",
                                "skip it instead; it stays as a trace"};
  if (phase.phase_id().empty()) return PhaseMachine().Final(phase.name(), phase.state(), instead);
  return rpc::Precondition(type::v1alpha::ERROR_REASON_CONTENT_FINAL, phase.name(),
                           {absl::StrCat("kommt aus der Vorlage; ", instead.de),
                            absl::StrCat("comes from the template; ", instead.en)},
                           {{"state", PhaseMachine().NameOf(phase.state())}});
}

// A track that nobody worked in takes its phases with it.
absl::Status RemoveTrack(Tx& tx, const Track& track) {
  std::vector<Phase> phases;
  if (absl::Status s = LoadAll(tx, track.name(), &phases); !s.ok()) return s;
  for (const Phase& phase : phases) {
    if (phase.state() != Phase::STATE_PLANNED || !phase.verdicts().empty()) return absl::OkStatus();
  }
  for (Phase& phase : phases) {
    if (absl::Status s = tx.Delete(&phase); !s.ok()) return s;
  }
  return absl::OkStatus();
}

// The phases that went with the track come back with it: they were deleted in the same
// transaction.
absl::Status RestorePhases(Tx& tx, const Track& deleted) {
  resource::Page page;
  page.parent = deleted.name();
  page.show_deleted = true;
  v1alpha::ListPhasesResponse found;
  do {
    found.Clear();
    if (absl::Status s = tx.List(page, &found); !s.ok()) return s;
    for (Phase& phase : *found.mutable_phases()) {
      if (!google::protobuf::util::MessageDifferencer::Equals(phase.delete_time(),
                                                              deleted.delete_time()))
        continue;
      if (absl::Status s = tx.Undelete(&phase); !s.ok()) return s;
    }
    page.token = found.next_page_token();
  } while (!page.token.empty());
  return absl::OkStatus();
}

absl::Status CheckItemUnit(Tx& tx, const ActionItem& item) {
  Engagement engagement;
  if (absl::Status s = LoadEngagement(tx, item.name(), &engagement); !s.ok()) return s;
  rpc::FieldViolations violations;
  CheckUnitsOf(engagement.administration(), "action_item.responsible_unit",
               std::vector<std::string>{item.responsible_unit()}, &violations);
  for (const auto& [field, name] :
       {std::pair("action_item.phase", item.phase()), {"action_item.decision", item.decision()}}) {
    if (name.empty() || schema::OwnerOf(name) == engagement.name()) continue;
    violations.push_back(Violation(field, {"von einer anderen Begleitung; aus derselben angeben",
                                           "of another engagement; give one of the same"}));
  }
  return rpc::InvalidFields(violations);
}

absl::Status ChangeItem(Tx& tx, const ActionItem& before, ActionItem* after) {
  if (before.state() != ActionItem::STATE_OPEN) {
    return ContentIsFinal(before.name(), ActionItemMachine().NameOf(before.state()),
                          {"zum Ändern wieder öffnen", "open it again to change it"});
  }
  return CheckItemUnit(tx, *after);
}

RulesOf<Engagement> EngagementRules() {
  RulesOf<Engagement> rules;
  rules.check = &CheckEngagement;
  rules.create = &CreateEngagement;
  rules.update = &UpdateEngagement;
  rules.restore = [](Tx& tx, const Engagement& engagement) { return CheckFit(tx, engagement); };
  return rules;
}

RulesOf<Agreement> AgreementRules() {
  RulesOf<Agreement> rules;
  rules.check = &CheckAgreement;
  rules.create = [](Tx& tx, Agreement* agreement) {
    agreement->set_state(Agreement::STATE_DRAFT);
    return CheckAgreementUnits(tx, *agreement);
  };
  rules.update = &ChangeAgreement;
  rules.remove = [](Tx&, const Agreement& agreement) {
    if (agreement.state() == Agreement::STATE_DRAFT && agreement.number() == 0) {
      return absl::OkStatus();
    }
    return ContentIsFinal(agreement.name(), AgreementMachine().NameOf(agreement.state()),
                          {"was einmal vorgeschlagen war, bleibt", "what was proposed once stays"});
  };
  return rules;
}

RulesOf<Track> TrackRules() {
  RulesOf<Track> rules;
  rules.check = &CheckTrack;
  rules.create = [](Tx& tx, Track* track) {
    Engagement engagement;
    return CheckTrackUnits(tx, *track, &engagement);
  };
  rules.created = &AddPhases;
  rules.remove = &RemoveTrack;
  rules.restored = &RestorePhases;
  rules.update = [](Tx& tx, const Track&, Track* after) {
    Engagement engagement;
    return CheckTrackUnits(tx, *after, &engagement);
  };
  return rules;
}

RulesOf<Phase> PhaseRules() {
  RulesOf<Phase> rules;
  rules.check = &CheckPhase;
  rules.create = &AddPhase;
  rules.update = &ChangePhase;
  rules.remove = &RemovePhase;
  rules.restore = [](Tx& tx, const Phase& phase) { return CheckPosition(tx, phase); };
  return rules;
}

RulesOf<ActionItem> ActionItemRules() {
  RulesOf<ActionItem> rules;
  rules.check = &CheckActionItem;
  rules.create = [](Tx& tx, ActionItem* item) {
    item->set_state(ActionItem::STATE_OPEN);
    return CheckItemUnit(tx, *item);
  };
  rules.update = &ChangeItem;
  return rules;
}

}  // namespace

absl::Status CheckPlace(Tx& tx, const Engagement& engagement) {
  if (absl::Status s = CheckTemplate(tx, engagement, /*begins=*/false); !s.ok()) return s;
  return CheckFit(tx, engagement);
}

absl::Status CheckPlace(Tx& tx, const Agreement& agreement) {
  if (absl::Status s = rpc::InvalidFields(MissingInVersion(agreement)); !s.ok()) return s;
  std::vector<Agreement> all;
  if (absl::Status s = LoadAll(tx, schema::ParentOf(agreement.name()), &all); !s.ok()) return s;
  if (absl::Status s = CheckAmongVersions(agreement, all); !s.ok()) return s;
  if (agreement.state() != Agreement::STATE_IN_FORCE) return absl::OkStatus();
  // Now it can be told whether the engagement may be as long as it is.
  Engagement engagement;
  if (absl::Status s = tx.Load(schema::ParentOf(agreement.name()), &engagement); !s.ok()) return s;
  return CheckFit(tx, engagement);
}

absl::Status CheckPlace(Tx& tx, const Phase& phase) { return CheckPosition(tx, phase); }

void AddCourseRules(resource::Standard* standard) {
  standard->Add(EngagementRules());
  standard->Add(AgreementRules());
  standard->Add(TrackRules());
  standard->Add(PhaseRules());
  standard->Add(ActionItemRules());
}

}  // namespace lotse::engagement
