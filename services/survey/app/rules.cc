#include "services/survey/app/rules.h"

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "lotse/survey/v1alpha/population.pb.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/address.h"
#include "runtime/types/canonical_json.h"
#include "runtime/types/sha256.h"
#include "services/survey/app/collected.h"
#include "services/survey/app/release_use_cases.h"
#include "services/survey/app/retention.h"
#include "services/survey/domain/consent_rules.h"
#include "services/survey/domain/identity_rules.h"
#include "services/survey/domain/instrument_states.h"
#include "services/survey/domain/population_rules.h"
#include "services/survey/domain/quota_rules.h"
#include "services/survey/domain/wave_rules.h"

namespace lotse::survey {
namespace {

static_assert(kResponseCountStep == WavePair::kStep,
              "counts, lists and backups of a wave advance in the same steps");

using resource::Tx;
using v1alpha::ConsentText;
using v1alpha::Instrument;
using v1alpha::Population;
using v1alpha::Survey;
using v1alpha::Wave;

// The SHA-256 of the canonical JSON; what has no such form is a fault of `field`.
absl::StatusOr<std::string> HashOf(const google::protobuf::Message& content, const char* field) {
  const absl::StatusOr<std::string> json = types::CanonicalJson(content);
  if (!json.ok()) return rpc::InvalidFields({{field, std::string(json.status().message())}});
  return types::Sha256Hex(*json);
}

// Reads what a field of a resource refers to, if it does and it is there: what is not is
// told where references are looked up.
template <class R>
absl::StatusOr<std::optional<R>> Referred(Tx& tx, const std::string& name) {
  std::optional<R> found;
  if (name.empty()) return found;
  const absl::Status loaded = tx.Load(name, &found.emplace());
  if (loaded.ok()) return found;
  if (!absl::IsNotFound(loaded)) return loaded;
  return std::optional<R>();
}

absl::Status CreateText(Tx& tx, ConsentText* text) {
  const auto former = Referred<ConsentText>(tx, text->replaces());
  if (!former.ok()) return former.status();
  if (former->has_value()) {
    if (absl::Status s = rpc::InvalidFields(CheckReplaces(*text, **former)); !s.ok()) return s;
  }
  return SetContentHash(text);
}

// How far the waves are that ask a population.
absl::StatusOr<AskedBy> AskedByOf(Tx& tx, const Population& population) {
  AskedBy asked_by = AskedBy::kPlannedWaves;
  for (const std::string& name : tx.ReferrersOf(population.name(), Wave())) {
    Wave wave;
    if (absl::Status s = tx.Load(name, &wave); !s.ok()) return s;
    if (HasEnded(wave)) return AskedBy::kClosedWaves;
    if (wave.state() != Wave::STATE_PLANNED) asked_by = AskedBy::kReleasedWaves;
  }
  return asked_by;
}

absl::Status UpdatePopulation(Tx& tx, const Population& before, Population* after) {
  const absl::StatusOr<AskedBy> asked_by = AskedByOf(tx, before);
  if (!asked_by.ok()) return asked_by.status();
  SetSize(after);
  return CheckPopulationUpdate(before, *after, *asked_by);
}

absl::Status CheckTextsOf(Tx& tx, const Wave& wave) {
  const auto consent = Referred<ConsentText>(tx, wave.consent_text());
  if (!consent.ok()) return consent.status();
  const auto notice = Referred<ConsentText>(tx, wave.data_protection_notice());
  if (!notice.ok()) return notice.status();
  return rpc::InvalidFields(CheckWaveTexts(consent->has_value() ? &**consent : nullptr,
                                           notice->has_value() ? &**notice : nullptr));
}

// What a wave says about other resources. `chosen` if its questionnaire is chosen now.
absl::Status CheckReferred(Tx& tx, const Wave& wave, bool chosen) {
  if (absl::Status s = CheckTextsOf(tx, wave); !s.ok()) return s;
  const auto instrument = Referred<Instrument>(tx, wave.instrument());
  if (!instrument.ok()) return instrument.status();
  if (!instrument->has_value()) return absl::OkStatus();
  rpc::FieldViolations violations;
  if (chosen) violations = CheckCanBeChosen(**instrument);
  // What a draft asks is not known yet.
  if (!violations.empty()) return rpc::InvalidFields(violations);
  // Personal waves have no quotas, and may take files.
  if (IsPersonal(wave) && wave.partial_from_section() == 0) return absl::OkStatus();
  for (const auto check : {CheckFilesFit, CheckQuotasFit, CheckPartialFits}) {
    for (auto& violation : check(wave, **instrument)) violations.push_back(std::move(violation));
  }
  return rpc::InvalidFields(violations);
}

void AddWaveRules(ResponseStore* responses, resource::Standard* standard) {
  resource::RulesOf<Wave> waves;
  waves.check = [](const Wave& wave) { return CheckWave(schema::ParentOf(wave.name()), wave); };
  waves.create = [](Tx& tx, Wave* wave) {
    wave->set_state(Wave::STATE_PLANNED);
    return CheckReferred(tx, *wave, /*chosen=*/true);
  };
  waves.update = [](Tx& tx, const Wave& before, Wave* after) {
    if (absl::Status s = CheckWaveUpdate(before, *after); !s.ok()) return s;
    return CheckReferred(tx, *after, before.instrument() != after->instrument());
  };
  waves.remove = [](Tx&, const Wave& wave) { return CheckWaveDelete(wave); };
  // Not stored with the wave: an answer must change neither its etag nor its time.
  waves.complete = [responses](Wave* wave) { return SetResponseCount(*responses, wave); };
  standard->Add(waves);
}

}  // namespace

absl::Status SetContentHash(Instrument* instrument) {
  Instrument asked;
  *asked.mutable_title() = instrument->title();
  *asked.mutable_sections() = instrument->sections();
  *asked.mutable_option_lists() = instrument->option_lists();
  const absl::StatusOr<std::string> hash = HashOf(asked, "instrument");
  if (!hash.ok()) return hash.status();
  instrument->set_content_sha256(*hash);
  return absl::OkStatus();
}

absl::Status SetContentHash(ConsentText* text) {
  ConsentText read;
  *read.mutable_title() = text->title();
  *read.mutable_text() = text->text();
  read.set_kind(text->kind());
  read.set_covers_special_categories(text->covers_special_categories());
  read.set_version(text->version());
  const absl::StatusOr<std::string> hash = HashOf(read, "consent_text");
  if (!hash.ok()) return hash.status();
  text->set_content_sha256(*hash);
  return absl::OkStatus();
}

absl::Status SetContentHash(v1alpha::Guide* guide) {
  v1alpha::Guide asked;
  *asked.mutable_title() = guide->title();
  asked.set_version(guide->version());
  *asked.mutable_kinds() = guide->kinds();
  *asked.mutable_sections() = guide->sections();
  const absl::StatusOr<std::string> hash = HashOf(asked, "guide");
  if (!hash.ok()) return hash.status();
  guide->set_content_sha256(*hash);
  return absl::OkStatus();
}

absl::Status SetContentHash(v1alpha::MaterialRelease* release) {
  v1alpha::MaterialRelease read;
  *read.mutable_title() = release->title();
  read.set_scope(release->scope());
  *read.mutable_themes() = release->themes();
  *read.mutable_quotes() = release->quotes();
  // Who approved it is not told.
  for (auto& quote : *read.mutable_quotes()) {
    quote.clear_approver();
    quote.clear_approve_time();
  }
  if (release->has_participants()) read.set_participants(release->participants());
  if (release->has_cases()) read.set_cases(release->cases());
  const absl::StatusOr<std::string> hash = HashOf(read, "material_release");
  if (!hash.ok()) return hash.status();
  release->set_content_sha256(*hash);
  return absl::OkStatus();
}

absl::Status SetResponseCount(ResponseStore& responses, Wave* wave) {
  // What is left of its files, if anything, is not looked into.
  if (wave->state() == Wave::STATE_PURGED) return absl::OkStatus();
  absl::StatusOr<int64_t> count = 0;
  if (IsCollected(responses, *wave)) {
    // What is told follows from the state that is told with it: the files are closed before.
    count = HasEnded(*wave) ? responses.Count(wave->name()) : responses.CountUnderWay(wave->name());
  }
  // A wave whose files are damaged or lost is still one that can be read, and told apart.
  if (!count.ok()) return absl::OkStatus();
  const auto shown = ShownResponseCount(wave->state(), *count);
  if (shown.has_value()) wave->set_response_count(*shown);
  return absl::OkStatus();
}

void AddRules(ResponseStore* responses, resource::Standard* standard) {
  AddInstrumentRules(standard);

  resource::RulesOf<Survey> surveys;
  surveys.check = &CheckSurvey;
  surveys.update = [](Tx& tx, const Survey& before, Survey* after) {
    return FollowRetention(tx, before, *after);
  };
  standard->Add(surveys);

  resource::RulesOf<Population> populations;
  populations.check = &CheckPopulation;
  populations.create = [](Tx&, Population* population) {
    SetSize(population);
    return absl::OkStatus();
  };
  populations.update = &UpdatePopulation;
  standard->Add(populations);

  resource::RulesOf<ConsentText> texts;
  texts.check = &CheckConsentText;
  texts.create = &CreateText;
  standard->Add(texts);

  AddWaveRules(responses, standard);
  AddReleaseRules(standard);
}

}  // namespace lotse::survey
