// What is told about the collection of a wave. All of it follows from what is told of the
// wave and of its invitations anyway, so it gives nobody away who they do not: it advances in
// the same steps, and its strata are protected together (domain/shown_strata.h).
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "lotse/survey/v1alpha/population.pb.h"
#include "runtime/rpc/error.h"
#include "services/survey/analysis/non_response.h"
#include "services/survey/app/basic_figures.h"
#include "services/survey/app/collected.h"
#include "services/survey/app/collection_told.h"
#include "services/survey/app/rules.h"
#include "services/survey/app/tables.h"
#include "services/survey/app/use_cases.h"
#include "services/survey/domain/collection_figures.h"
#include "services/survey/domain/identity_rules.h"
#include "services/survey/domain/invitation_rules.h"
#include "services/survey/domain/shown_strata.h"
#include "services/survey/domain/wave_rules.h"
#include "services/survey/responses/ledger.h"

namespace lotse::survey {
namespace {

using v1alpha::Population;
using v1alpha::Wave;

// The tallies of the strata of the population, in its order, then of others.
std::vector<InvitationTally> InOrderOf(const Population& population,
                                       const std::vector<InvitationTally>& tallies) {
  absl::flat_hash_map<std::string, InvitationTally> by_stratum;
  for (const InvitationTally& tally : tallies) by_stratum[tally.stratum] = tally;
  std::vector<InvitationTally> ordered;
  for (const auto& stratum : population.strata()) {
    const auto it = by_stratum.find(stratum.code());
    ordered.emplace_back().stratum = stratum.code();
    if (it == by_stratum.end()) continue;
    ordered.back() = it->second;
    by_stratum.erase(it);
  }
  for (const InvitationTally& tally : tallies) {
    if (by_stratum.contains(tally.stratum)) ordered.push_back(tally);
  }
  return ordered;
}

// What may be told of all; `answered` is what is told of the wave, and once figures of it were
// told what they were made of.
KnownOfGroup KnownOfAll(const Wave& wave, const std::vector<InvitationTally>& tallies,
                        const std::optional<stored::BasicFigures>& figures) {
  KnownOfGroup known;
  known.invited = InvitedOf(wave, IssuedOf(tallies));
  if (figures.has_value() && figures->has_invited()) known.invited = figures->invited();
  for (const InvitationTally& tally : tallies) {
    known.bounced += tally.bounced;
    known.opted_out += tally.opted_out;
    known.revoked += tally.revoked;
  }
  if (wave.has_response_count()) known.answered = wave.response_count();
  if (figures.has_value()) {
    known.answered.reset();
    const auto shown = ShownResponseCount(Wave::STATE_CLOSED, figures->responses());
    if (shown.has_value()) known.answered = *shown;
  }
  known.absent = v1alpha::FIGURE_ABSENT_TOO_FEW_ANSWERS;
  return known;
}

// Does not tell apart who came to the end.
void Unsplit(v1alpha::CollectionFigures* figures) {
  figures->clear_partial();
  figures->clear_broke_off();
}

void AddStrata(const std::vector<InvitationTally>& tallies, std::optional<types::Decimal> e,
               v1alpha::GetCollectionReportResponse* r) {
  std::vector<StratumAnswers> answers;
  for (const InvitationTally& tally : tallies) answers.push_back({tally.invited, tally.used});
  const auto shown = ShownAnsweredOf(answers, IdentityOf(r->wave()));
  for (size_t i = 0; i < tallies.size(); ++i) {
    const InvitationTally& tally = tallies[i];
    auto* stratum = r->add_strata();
    stratum->set_stratum(tally.stratum);
    *stratum->mutable_figures() = FiguresOf({.invited = tally.invited,
                                             .bounced = tally.bounced,
                                             .opted_out = tally.opted_out,
                                             .revoked = tally.revoked,
                                             .answered = shown[i],
                                             .absent = v1alpha::FIGURE_ABSENT_PROTECTED},
                                            e);
    // Not known: nothing leads from an invitation to what was answered with it.
    Unsplit(stratum->mutable_figures());
  }
}

// Nothing of a closed wave is told here: what is there then is exact, and has to be protected
// together with the tables.
absl::Status AddQuotas(ResponseStore& responses, const v1alpha::Instrument& instrument,
                       v1alpha::GetCollectionReportResponse* r) {
  const Wave& wave = r->wave();
  for (const v1alpha::Quota& quota : wave.quotas()) {
    auto* figures = r->add_quotas();
    figures->set_code(quota.code());
    figures->set_limit(quota.limit());
    figures->set_action(quota.action());
  }
  if (wave.quotas().empty() || HasEnded(wave)) return absl::OkStatus();
  if (!IsCollected(responses, wave)) {
    for (auto& figures : *r->mutable_quotas()) figures.set_counted(0);
    return absl::OkStatus();
  }
  const auto told = responses.ToldOf(wave.name(), CompiledInstrument(instrument),
                                     std::make_shared<const CountPlan>(wave.quotas()));
  if (!told.ok()) return told.status();
  for (int i = 0; i < wave.quotas_size(); ++i) {
    r->mutable_quotas(i)->set_counted((*told)[i]);
    r->mutable_quotas(i)->set_full((*told)[i] >= wave.quotas(i).limit());
  }
  return absl::OkStatus();
}

// Who did not come to the end, as far as it may be told, in all and by section, as the tables of
// the wave leave them out: from the figures that are kept, so that it never becomes another number.
// What was told before and after somebody withdrew would say where that one broke off, and figures
// from before the end would narrow down what is carried from one section to the next.
void AddBreakOffs(const stored::BasicFigures& figures, const v1alpha::Instrument& instrument,
                  KnownOfGroup* known, v1alpha::GetCollectionReportResponse* r) {
  const Wave& wave = r->wave();
  if (known->answered.value_or(0) < kResponseCountStep) return;
  const ToldBreakOffs told = BreakOffsOf(figures, instrument);
  const auto drafts = Carried(DraftsOf(figures, instrument));
  for (int section = 1; section <= told.sections(); ++section) {
    auto* figures = r->add_sections();
    figures->set_section(section);
    if (told.Reached(section).has_value()) figures->set_reached(*told.Reached(section));
    if (told.BrokeOff(section).has_value()) figures->set_broke_off(*told.BrokeOff(section));
    figures->set_unsubmitted(drafts[section - 1]);
    known->unsubmitted += drafts[section - 1];
  }
  known->broke_off = told.BreakOffs(wave.partial_from_section());
  known->partial = told.Partials(wave.partial_from_section());
}

}  // namespace

absl::Status LoadCollected(Tx& tx, const std::string& wave, Collected* collected) {
  if (absl::Status s = tx.Load(wave, &collected->wave); !s.ok()) return s;
  const Wave& loaded = collected->wave;
  if (absl::Status s = tx.Load(loaded.instrument(), &collected->instrument); !s.ok()) return s;
  auto figures = FindBasicFigures(tx, wave);
  if (!figures.ok()) return figures.status();
  collected->figures = *std::move(figures);
  if (loaded.population().empty()) return absl::OkStatus();
  return tx.Load(loaded.population(), &collected->population);
}

absl::Status TellCollection(ResponseStore& responses, const Collected& collected,
                            const sql::Patience& patience, std::optional<types::Decimal> e,
                            v1alpha::GetCollectionReportResponse* r) {
  *r->mutable_wave() = collected.wave;
  const auto tallies = TalliesOf(responses, r->wave(), patience);
  if (!tallies.ok()) return tallies.status();
  if (absl::Status s = SetResponseCount(responses, r->mutable_wave()); !s.ok()) return s;
  KnownOfGroup all = KnownOfAll(r->wave(), *tallies, collected.figures);
  if (collected.figures.has_value()) {
    AddBreakOffs(*collected.figures, collected.instrument, &all, r);
  }
  *r->mutable_total() = FiguresOf(all, e);
  if (!collected.figures.has_value()) Unsplit(r->mutable_total());
  if (r->wave().access() == Wave::ACCESS_INVITED) {
    AddStrata(InOrderOf(collected.population, *tallies), e, r);
  }
  return AddQuotas(responses, collected.instrument, r);
}

absl::Status GetCollectionReport(resource::Store& store, ResponseStore& responses,
                                 const OnBehalf& caller,
                                 const v1alpha::GetCollectionReportRequest& q,
                                 v1alpha::GetCollectionReportResponse* r) {
  if (absl::Status s = rpc::InvalidFields(CheckE(q)); !s.ok()) return s;
  Collected collected;
  const absl::Status loaded = store.Read([&](Tx& tx) -> absl::Status {
    if (absl::Status s = LoadCollected(tx, q.name(), &collected); !s.ok()) return s;
    if (absl::Status s = CheckWaveNotDeleted(collected.wave); !s.ok()) return s;
    if (absl::Status s = CheckNotPurged(collected.wave); !s.ok()) return s;
    return q.with_items() ? CheckCanBeTabulated(collected.wave) : absl::OkStatus();
  });
  if (!loaded.ok()) return loaded;
  if (collected.wave.state() == Wave::STATE_CLOSED) {
    auto figures =
        FreezeBasicFigures(store, responses, caller, collected.wave, collected.instrument);
    if (!figures.ok()) return figures.status();
    collected.figures = *std::move(figures);
  }
  std::optional<types::Decimal> e;
  if (q.has_e()) e = types::DecimalOf(q.e());
  if (absl::Status s = TellCollection(responses, collected, caller.patience, e, r); !s.ok()) {
    return s;
  }
  // Made of the protected tables and of nothing else.
  if (q.with_items()) {
    *r->mutable_items() =
        NonResponseOf(collected.instrument, ToldOf(*collected.figures, collected.wave));
  }
  return absl::OkStatus();
}

}  // namespace lotse::survey
