#include "services/reporting/document/sample_inputs.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/reporting/document/plan/sample_plan.h"
#include "services/reporting/document/sample_material.h"
#include "services/reporting/document/sample_releases.h"

namespace lotse::reporting {
namespace {

using engagement::v1alpha::Administration;
using engagement::v1alpha::Engagement;
using engagement::v1alpha::Phase;
using lotse::type::v1alpha::Text;
using survey::v1alpha::FrequencyTable;
using survey::v1alpha::TabulateWaveResponse;
using v1alpha::Source;

constexpr char kEngagementName[] = "programmes/vopi/engagements/musterstadt";

void Relabel(const std::vector<std::pair<const char*, const char*>>& labels,
             FrequencyTable& table) {
  for (size_t i = 0; i < labels.size(); ++i) {
    *table.mutable_rows(static_cast<int>(i))->mutable_label() =
        MakeText(labels[i].first, labels[i].second);
  }
}

FrequencyTable Agreement(const std::string& code, const char* german, const char* english,
                         const std::vector<int>& counts, int base, int missing) {
  FrequencyTable table = MakeTable(code, counts, base, missing);
  table.set_matrix_code("haltung");
  *table.mutable_question() = MakeText("Wie sehr stimmen Sie den folgenden Aussagen zu?",
                                       "How much do you agree with the following statements?");
  *table.mutable_item() = MakeText(german, english);
  *table.mutable_section() = MakeText("Haltung und Alltag", "Attitude and everyday work");
  Relabel({{"stimme gar nicht zu", "do not agree at all"},
           {"stimme eher nicht zu", "rather disagree"},
           {"teils/teils", "partly"},
           {"stimme eher zu", "rather agree"},
           {"stimme voll zu", "fully agree"}},
          table);
  return table;
}

void AddAttitude(TabulateWaveResponse& wave) {
  FrequencyTable contact = MakeTable("kontakt", {187, 121, 63, -1, -1}, 402, 18);
  contact.set_protected_count(31);
  *contact.mutable_question() = MakeText(
      "Wie oft haben Sie im Arbeitsalltag mit Menschen zu tun, die wenig Deutsch sprechen?",
      "How often do you deal with people who speak little German?");
  *contact.mutable_section() = MakeText("Haltung und Alltag", "Attitude and everyday work");
  Relabel({{"täglich", "daily"},
           {"mehrmals in der Woche", "several times a week"},
           {"mehrmals im Monat, aber nicht in jeder Woche und nicht regelmäßig",
            "several times a month, but not every week and not regularly"},
           {"seltener", "less often"},
           {"nie", "never"}},
          contact);
  *wave.add_tables() = contact;
  *wave.add_tables() =
      Agreement("h1", "Vielfalt ist Aufgabe der ganzen Verwaltung.",
                "Diversity is a task of the whole administration.", {16, 37, 66, 161, 132}, 412, 8);
  FrequencyTable comfortable =
      Agreement("h2", "Ich fühle mich im Umgang mit Vielfalt sicher.",
                "I feel comfortable with diversity.", {-1, -1, 106, 155, 70}, 420, 0);
  comfortable.set_base_is_all(true);
  comfortable.clear_missing();
  comfortable.set_protected_count(89);
  *wave.add_tables() = comfortable;
  FrequencyTable few = Agreement("h3", "Mein Ausbildungsjahrgang ist vielfältig.",
                                 "My year of trainees is diverse.", {-1, -1, -1, -1, -1}, 0, 0);
  few.clear_rows();
  few.clear_base();
  few.clear_missing();
  few.set_not_shown(FrequencyTable::NOT_SHOWN_BASE_TOO_SMALL);
  *wave.add_tables() = few;
}

void AddWork(TabulateWaveResponse& wave) {
  const Text section = MakeText("Angebote", "Offers");
  FrequencyTable offers = MakeTable("angebote", {233, 142, -1}, 398, 22);
  offers.set_multiple_choice(true);
  *offers.mutable_question() = MakeText("Welche Angebote kennen Sie?", "Which offers do you know?");
  Relabel({{"Sprachmittlung", "Interpreting"},
           {"Fortbildungen", "Training"},
           {"Beratung durch die Integrationsstelle", "Advice of the integration office"}},
          offers);
  FrequencyTable wish;
  wish.set_code("wunsch");
  *wish.mutable_question() = MakeText("Was wünschen Sie sich?", "What do you wish for?");
  wish.set_not_shown(FrequencyTable::NOT_SHOWN_FREE_TEXT);
  FrequencyTable hours;
  hours.set_code("stunden");
  *hours.mutable_question() =
      MakeText("Wie viele Stunden haben Sie sich fortgebildet?", "How many hours of training?");
  hours.set_not_shown(FrequencyTable::NOT_SHOWN_NO_CLASSES);
  for (FrequencyTable* table : {&offers, &wish, &hours}) {
    *table->mutable_section() = section;
    *wave.add_tables() = *table;
  }
}

engagement::v1alpha::Track MakeTrack(const std::string& id, const std::string& german,
                                     const std::string& english) {
  engagement::v1alpha::Track track;
  track.set_name(absl::StrCat(kEngagementName, "/tracks/", id));
  *track.mutable_title() = MakeText(german, english);
  return track;
}

Source Reached(const std::string& service, const std::string& resource,
               const std::string& revision) {
  Source source;
  source.set_service(service);
  source.set_resource(resource);
  source.set_state(Source::STATE_REACHED);
  source.set_revision(revision);
  return source;
}

// An agreement in force with two points of focus.
void AddSampleAgreement(ReportInputs& inputs) {
  engagement::v1alpha::Agreement agreement;
  agreement.set_name(absl::StrCat(kEngagementName, "/agreements/v2"));
  agreement.set_number(2);
  agreement.set_state(engagement::v1alpha::Agreement::STATE_IN_FORCE);
  *agreement.mutable_effective_date() = MakeDate(2026, 3, 15);
  engagement::v1alpha::FocusItem& staff = *agreement.add_focus_items();
  staff.set_focus_id("personal");
  *staff.mutable_title() = MakeText("Personal gewinnen", "Recruiting staff");
  staff.set_priority(1);
  staff.mutable_weight()->set_value("62.5");
  engagement::v1alpha::FocusItem& language = *agreement.add_focus_items();
  language.set_focus_id("sprache");
  language.add_org_units("administrations/musterstadt/orgUnits/hauptamt");
  *agreement.mutable_frame()->mutable_resources() =
      MakeText("Die Stadt stellt eine halbe Stelle.", "The town gives half a position.");
  engagement::v1alpha::Consent& consent = *agreement.add_consents();
  *consent.mutable_party() = MakeText("Stadt Musterstadt", "Town of Musterstadt");
  *consent.mutable_date() = MakeDate(2026, 3, 10);
  inputs.process.agreements = {agreement};
  inputs.sources.push_back(
      Reached("engagement", absl::StrCat(kEngagementName, "/agreements"), std::string(64, 'f')));
}

}  // namespace

Text MakeText(const std::string& german, const std::string& english) {
  Text text;
  Text::Variant* variant = text.add_variants();
  variant->set_language("de");
  variant->set_text(german);
  variant = text.add_variants();
  variant->set_language("en");
  variant->set_text(english);
  return text;
}

google::type::Date MakeDate(int year, int month, int day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

FrequencyTable MakeTable(const std::string& code, const std::vector<int>& counts, int base,
                         int missing) {
  FrequencyTable table;
  table.set_code(code);
  *table.mutable_question() =
      MakeText(absl::StrCat("Frage ", code, "?"), absl::StrCat("Question ", code, "?"));
  table.set_base(base);
  table.set_missing(missing);
  for (size_t i = 0; i < counts.size(); ++i) {
    survey::v1alpha::FrequencyRow* row = table.add_rows();
    row->set_code(absl::StrCat(i + 1));
    *row->mutable_label() = MakeText(absl::StrCat("Label ", i + 1), absl::StrCat("Label ", i + 1));
    if (counts[i] < 0) continue;
    row->set_count(counts[i]);
    row->set_share_per_mille((counts[i] * 2000 + base) / (2 * base));
  }
  return table;
}

TabulateWaveResponse SampleWave() {
  TabulateWaveResponse response;
  survey::v1alpha::Wave& wave = *response.mutable_wave();
  wave.set_name(absl::StrCat(kEngagementName, "/surveys/beschaeftigte/waves/2026"));
  *wave.mutable_title() = MakeText("Befragung der Beschäftigten 2026", "Staff survey 2026");
  wave.set_instrument(absl::StrCat(kEngagementName, "/instruments/beschaeftigte-1"));
  wave.set_phase_id("bestand");
  *wave.mutable_start_date() = MakeDate(2026, 9, 1);
  *wave.mutable_end_date() = MakeDate(2026, 9, 30);
  wave.set_state(survey::v1alpha::Wave::STATE_CLOSED);
  *response.mutable_instrument_title() =
      MakeText("Fragebogen für Beschäftigte", "Questionnaire for staff");
  response.set_instrument_sha256(std::string(64, 'a'));
  response.mutable_response_rate()->set_invited(1183);
  response.mutable_response_rate()->set_responses(420);
  response.mutable_response_rate()->set_rate_per_mille(355);
  response.mutable_disclosure_rule()->set_minimum_base(10);
  response.mutable_disclosure_rule()->set_minimum_cell(5);
  AddAttitude(response);
  AddWork(response);
  return response;
}

ProcessInputs SampleProcess() {
  ProcessInputs inputs;
  inputs.programme.emplace();
  inputs.programme->set_name("programmes/vopi");
  *inputs.programme->mutable_title() =
      MakeText("Vielfalt ordnen, planen, initiieren", "Order, plan and initiate diversity");
  inputs.programme->set_short_name("VOPI");
  inputs.administration.emplace();
  inputs.administration->set_name("administrations/musterstadt");
  *inputs.administration->mutable_title() = MakeText("Stadt Musterstadt", "Town of Musterstadt");
  inputs.administration->set_level(Administration::LEVEL_DISTRICT_TOWN);
  inputs.administration->set_population(104256);
  inputs.engagement.emplace();
  Engagement& engagement = *inputs.engagement;
  engagement.set_name(kEngagementName);
  *engagement.mutable_title() = MakeText("Interkulturelle Öffnung der Stadt Musterstadt",
                                         "Intercultural opening of Musterstadt");
  *engagement.mutable_start_date() = MakeDate(2026, 3, 1);
  *engagement.mutable_end_date() = MakeDate(2027, 5, 31);
  inputs.tracks = {MakeTrack("verwaltung", "Ganze Verwaltung", "Whole administration")};
  Phase agreed =
      MakePhase("verwaltung", "auftakt", "Auftakt und Rahmen", "Kick-off", Phase::STATE_COMPLETED);
  *agreed.mutable_planned_start_date() = MakeDate(2026, 3, 1);
  *agreed.mutable_planned_end_date() = MakeDate(2026, 5, 31);
  *agreed.mutable_start_date() = MakeDate(2026, 3, 1);
  *agreed.mutable_complete_date() = MakeDate(2026, 6, 30);
  Phase active =
      MakePhase("verwaltung", "bestand", "Bestandsaufnahme", "Stock-taking", Phase::STATE_ACTIVE);
  *active.mutable_planned_start_date() = MakeDate(2026, 6, 1);
  *active.mutable_planned_end_date() = MakeDate(2026, 12, 31);
  *active.mutable_start_date() = MakeDate(2026, 7, 1);
  inputs.phases = {agreed, active,
                   MakePhase("verwaltung", "ziele", "Ziele", "Goals", Phase::STATE_PLANNED)};
  return inputs;
}

Phase MakePhase(const std::string& track, const std::string& id, const std::string& german,
                const std::string& english, Phase::State state) {
  static const std::map<std::string, int> positions = {
      {"auftakt", 100}, {"bestand", 200}, {"ziele", 300}};
  Phase phase;
  phase.set_name(absl::StrCat(kEngagementName, "/tracks/", track, "/phases/", id));
  phase.set_phase_id(id);
  phase.set_position(positions.at(id));
  *phase.mutable_title() = MakeText(german, english);
  phase.set_state(state);
  return phase;
}

ProcessInputs SampleProcessOfTwoTracks() {
  ProcessInputs inputs = SampleProcess();
  inputs.tracks->insert(inputs.tracks->begin(), MakeTrack("jugend", "Jugendamt", "Youth office"));
  Phase passed =
      MakePhase("jugend", "auftakt", "Auftakt und Rahmen", "Kick-off", Phase::STATE_COMPLETED);
  *passed.mutable_start_date() = MakeDate(2026, 4, 1);
  *passed.mutable_complete_date() = MakeDate(2026, 4, 1);
  engagement::v1alpha::GateVerdict& verdict = *passed.add_verdicts();
  verdict.set_verdict(engagement::v1alpha::GateVerdict::VERDICT_PASSED_WITH_CONDITIONS);
  verdict.add_conditions(absl::StrCat(kEngagementName, "/actionItems/fahrplan"));
  Phase late =
      MakePhase("jugend", "bestand", "Bestandsaufnahme", "Stock-taking", Phase::STATE_IN_GATE);
  *late.mutable_planned_end_date() = MakeDate(2026, 11, 21);
  *late.mutable_start_date() = MakeDate(2026, 5, 1);
  late.set_stale(true);
  // In the order of a list by position.
  inputs.phases->insert(inputs.phases->begin() + 2, late);
  inputs.phases->insert(inputs.phases->begin() + 1, passed);
  inputs.phases->push_back(MakePhase("jugend", "ziele", "Ziele", "Goals", Phase::STATE_SKIPPED));
  return inputs;
}

ReportInputs SampleInputs(Language language) {
  ReportInputs inputs;
  inputs.language = language;
  inputs.as_of_date = MakeDate(2026, 11, 22);
  inputs.engagement_name = kEngagementName;
  inputs.process = SampleProcess();
  inputs.waves.push_back(SampleWave());
  inputs.sources.push_back(Reached("engagement", "programmes/vopi", "p-3"));
  inputs.sources.push_back(Reached("engagement", "administrations/musterstadt", "a-1"));
  inputs.sources.push_back(Reached("engagement", kEngagementName, "e-9"));
  inputs.sources.push_back(
      Reached("engagement", absl::StrCat(kEngagementName, "/tracks"), std::string(64, 'b')));
  inputs.sources.push_back(Reached("engagement", absl::StrCat(kEngagementName, "/tracks/-/phases"),
                                   std::string(64, 'c')));
  inputs.sources.push_back(Reached("survey", inputs.waves[0].wave().name(), "w-2"));
  return inputs;
}

ReportInputs SampleReport(Language language, v1alpha::Report::Kind kind) {
  ReportInputs inputs = SampleInputs(language);
  inputs.report.set_kind(kind);
  *inputs.report.mutable_start_date() = MakeDate(2026, 3, 1);
  AddSamplePlan(inputs);
  AddSampleAgreement(inputs);
  AddSampleRelease(inputs);
  AddSampleMaterial(inputs);
  v1alpha::ReportText& text = *inputs.report.add_texts();
  text.set_section_id("recommendations");
  *text.mutable_text() =
      MakeText("Die Sprachmittlung **bleibt** ein Schwerpunkt:\n\n- feste Ansprechperson\n- Budget",
               "Interpreting **stays** a point of focus:\n\n- a contact\n- a budget");
  v1alpha::LogHead& head = inputs.log_heads.emplace_back();
  head.set_service("engagement");
  head.set_owner(kEngagementName);
  head.set_sequence(1412);
  head.set_sha256(std::string(64, 'e'));
  return inputs;
}

}  // namespace lotse::reporting
