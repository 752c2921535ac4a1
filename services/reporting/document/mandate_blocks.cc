#include "services/reporting/document/mandate_blocks.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/substitute.h"
#include "runtime/types/decimal.h"
#include "services/reporting/document/blocks.h"
#include "services/reporting/document/phase_blocks.h"
#include "services/reporting/document/plan/plan_parts.h"
#include "services/reporting/document/report_texts.h"
#include "services/reporting/document/table_sources.h"
#include "services/reporting/document/texts.h"

namespace lotse::reporting {
namespace {

using engagement::v1alpha::Administration;
using engagement::v1alpha::Agreement;
using engagement::v1alpha::Body;
using engagement::v1alpha::Engagement;
using engagement::v1alpha::FocusItem;
using engagement::v1alpha::Programme;

std::string LevelName(Administration::Level level, Language language) {
  const Wording& words = WordingOf(language);
  switch (level) {
    case Administration::LEVEL_MUNICIPALITY:
      return words.level_municipality;
    case Administration::LEVEL_ASSOCIATION:
      return words.level_association;
    case Administration::LEVEL_DISTRICT:
      return words.level_district;
    case Administration::LEVEL_DISTRICT_TOWN:
      return words.level_district_town;
    default:
      return "";
  }
}

std::string Period(const Engagement& engagement, Language language) {
  const std::string first = FormatDate(language, engagement.start_date());
  const std::string last = FormatDate(language, engagement.end_date());
  if (first.empty() || last.empty()) return "";
  return absl::Substitute(WordingOf(language).period, first, last);
}

void AddFact(absl::string_view what, const std::string& value, v1alpha::Table& table) {
  if (!value.empty()) AddRow({TextCell(what), TextCell(value)}, table);
}

void AppendFacts(const ReportInputs& inputs, v1alpha::Section& section) {
  const ProcessInputs& process = inputs.process;
  const Language language = inputs.language;
  const Wording& words = WordingOf(language);
  v1alpha::Table facts;
  facts.set_table_id(absl::StrCat(section.section_id(), "-facts"));
  facts.set_caption(words.facts_caption);
  facts.add_columns(words.fact_column);
  facts.add_columns(words.value_column);
  if (process.administration.has_value()) {
    const Administration& administration = *process.administration;
    AddFact(words.fact_administration, TextOr(administration.title(), language, ""), facts);
    AddFact(words.fact_level, LevelName(administration.level(), language), facts);
    if (administration.population() > 0) {
      AddRow({TextCell(words.fact_population), IntegerCell(administration.population())}, facts);
    }
    NameSources(inputs, {administration.name()}, facts);
  }
  if (process.programme.has_value()) {
    AddFact(words.fact_programme,
            TextOr(process.programme->title(), language, process.programme->short_name()), facts);
    NameSources(inputs, {process.programme->name()}, facts);
  }
  if (process.engagement.has_value()) {
    AddFact(words.fact_period, Period(*process.engagement, language), facts);
    NameSources(inputs, {process.engagement->name()}, facts);
  }
  AddFact(words.fact_tracks, TrackNames(process, language), facts);
  if (facts.rows().empty()) return;
  *section.add_blocks()->mutable_table() = facts;
}

// The agreement that counts; null if none is known.
const Agreement* InForce(const ProcessInputs& process) {
  const Agreement* latest = nullptr;
  if (!process.agreements.has_value()) return nullptr;
  for (const Agreement& agreement : *process.agreements) {
    if (agreement.state() != Agreement::STATE_IN_FORCE) continue;
    if (latest == nullptr || agreement.number() > latest->number()) latest = &agreement;
  }
  return latest;
}

std::string UnitsOf(const FocusItem& item, const ReportInputs& inputs) {
  if (item.org_units().empty()) return ReportWordingOf(inputs.language).all_units;
  const auto units = MakeByName(inputs.process.org_units);
  std::vector<std::string> titles;
  for (const std::string& unit : item.org_units()) {
    titles.push_back(TitleIn(units, unit, inputs.language));
  }
  return absl::StrJoin(titles, "; ");
}

v1alpha::Cell WeightCell(const FocusItem& item) {
  const std::optional<types::Decimal> weight = types::Decimal::Parse(item.weight().value());
  if (!item.has_weight() || !weight.has_value()) {
    return MissingCell(v1alpha::Missing::REASON_NOT_COLLECTED);
  }
  return NumberCell(ExactNumber(*weight, "%"));
}

void AppendFocus(const Agreement& agreement, const ReportInputs& inputs,
                 v1alpha::Section& section) {
  if (agreement.focus_items().empty()) return;
  const ReportWording& words = ReportWordingOf(inputs.language);
  v1alpha::Table& table =
      AddTable(absl::StrCat(section.section_id(), "-focus"), words.focus_caption,
               {words.focus_column, words.units_column, words.priority_column, words.weight_column},
               section);
  for (const FocusItem& item : agreement.focus_items()) {
    AddRow({TextCell(TextOr(item.title(), inputs.language, item.focus_id())),
            TextCell(UnitsOf(item, inputs)),
            item.priority() > 0 ? IntegerCell(item.priority())
                                : MissingCell(v1alpha::Missing::REASON_NOT_COLLECTED),
            WeightCell(item)},
           table);
  }
  table.add_notes(words.priority_note);
  NameSources(inputs, {"agreements"}, table);
}

// Texts of a list, one after the other.
std::string Joined(const google::protobuf::RepeatedPtrField<lotse::type::v1alpha::Text>& texts,
                   Language language) {
  std::vector<std::string> parts;
  for (const auto& text : texts) {
    std::string part = TextOr(text, language, "");
    if (!part.empty()) parts.push_back(std::move(part));
  }
  return absl::StrJoin(parts, "; ");
}

// Which party agreed, and when; never who signed.
std::string Consents(const Agreement& agreement, Language language) {
  std::vector<std::string> parts;
  for (const engagement::v1alpha::Consent& consent : agreement.consents()) {
    const std::string day = FormatDate(language, consent.date());
    const std::string party = TextOr(consent.party(), language, kDash);
    parts.push_back(day.empty() ? party : absl::StrCat(party, " (", day, ")"));
  }
  return absl::StrJoin(parts, "; ");
}

void AppendFrame(const Agreement& agreement, const ReportInputs& inputs,
                 v1alpha::Section& section) {
  const Language language = inputs.language;
  const ReportWording& words = ReportWordingOf(language);
  const engagement::v1alpha::AgreementFrame& frame = agreement.frame();
  v1alpha::Table table;
  table.set_table_id(absl::StrCat(section.section_id(), "-frame"));
  table.set_caption(words.frame_caption);
  table.add_columns(WordingOf(language).fact_column);
  table.add_columns(WordingOf(language).value_column);
  AddFact(words.frame_consents, Consents(agreement, language), table);
  AddFact(words.frame_bodies, Joined(frame.bodies(), language), table);
  AddFact(words.frame_responsibilities, Joined(frame.responsibilities(), language), table);
  AddFact(words.frame_resources, TextOr(frame.resources(), language, ""), table);
  AddFact(words.frame_communication, TextOr(frame.communication(), language, ""), table);
  AddFact(words.frame_data_protection, Joined(frame.data_protection_roles(), language), table);
  if (table.rows().empty()) return;
  NameSources(inputs, {"agreements"}, table);
  *section.add_blocks()->mutable_table() = table;
}

void AppendAgreement(const ReportInputs& inputs, v1alpha::Section& section) {
  const Agreement* agreement = InForce(inputs.process);
  if (agreement == nullptr) return;
  const ReportWording& words = ReportWordingOf(inputs.language);
  const std::string number = FormatInteger(inputs.language, agreement->number());
  const std::string since = FormatDate(inputs.language, agreement->effective_date());
  AddParagraph(since.empty() ? absl::Substitute(words.agreement_in_force, number)
                             : absl::Substitute(words.agreement_in_force_since, number, since),
               section);
  AppendFocus(*agreement, inputs, section);
  AppendFrame(*agreement, inputs, section);
}

std::string KindName(Body::Kind kind, Language language) {
  const ReportWording& words = ReportWordingOf(language);
  switch (kind) {
    case Body::KIND_STEERING:
      return words.body_steering;
    case Body::KIND_GUIDING:
      return words.body_guiding;
    case Body::KIND_PLANNING:
      return words.body_planning;
    case Body::KIND_WORKING:
      return words.body_working;
    case Body::KIND_COUNCIL:
      return words.body_council;
    default:
      return "";
  }
}

void AppendBodies(const ReportInputs& inputs, v1alpha::Section& section) {
  const std::vector<const Body*> bodies = InOrder(inputs.process.bodies);
  if (bodies.empty()) return;
  const Language language = inputs.language;
  const ReportWording& words = ReportWordingOf(language);
  v1alpha::Table& table = AddTable(
      absl::StrCat(section.section_id(), "-bodies"), words.bodies_caption,
      {words.body_column, words.body_kind_column, words.body_mandate_column, words.quorum_column},
      section);
  for (const Body* body : bodies) {
    AddRow({TextCell(TitleOf(*body, language)), TextCell(KindName(body->kind(), language)),
            KnownTextCell(TextOr(body->mandate(), language, "")),
            body->quorum() > 0 ? IntegerCell(body->quorum())
                               : MissingCell(v1alpha::Missing::REASON_NOT_APPLICABLE)},
           table);
    ShowsResource(*body, *table.mutable_rows(table.rows_size() - 1));
  }
  NameSources(inputs, {"bodies"}, table);
}

}  // namespace

std::string ProgrammeName(const Programme& programme, Language language) {
  return programme.short_name().empty() ? TextOr(programme.title(), language, "")
                                        : programme.short_name();
}

void AppendMandate(const ReportInputs& inputs, v1alpha::Section& section) {
  AppendFacts(inputs, section);
  AppendAgreement(inputs, section);
  AppendBodies(inputs, section);
}

}  // namespace lotse::reporting
