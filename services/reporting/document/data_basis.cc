#include "services/reporting/document/data_basis.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "services/reporting/document/blocks.h"
#include "services/reporting/document/phase_blocks.h"
#include "services/reporting/document/plan/plan_parts.h"
#include "services/reporting/document/release_waves.h"
#include "services/reporting/document/table_sources.h"
#include "services/reporting/document/texts.h"

namespace lotse::reporting {
namespace {

using survey::v1alpha::ResponseRate;
using survey::v1alpha::TabulateWaveResponse;
using v1alpha::Missing;

std::string FieldPeriod(const survey::v1alpha::Wave& wave, Language language) {
  const Wording& words = WordingOf(language);
  const std::string first = FormatDate(language, wave.start_date());
  const std::string last = FormatDate(language, wave.end_date());
  if (first.empty() || last.empty()) return words.unknown_value;
  return first == last ? first : absl::Substitute(words.period, first, last);
}

// Possible where a questionnaire was passed on or the invited were estimated.
// A rate above the whole would look like an error of the report.
bool HasMoreThanInvited(const ResponseRate& rate) {
  return rate.has_responses() && rate.has_invited() && rate.responses() > rate.invited();
}

// Without the responses all figures of the rate are protected, also the number of those
// invited; with them, an absent number means that it is unknown.
v1alpha::Cell InvitedCell(const ResponseRate& rate) {
  if (rate.has_invited()) return IntegerCell(rate.invited());
  return rate.has_responses() ? MissingCell(Missing::REASON_NOT_COLLECTED) : ProtectedCell();
}

v1alpha::Cell RateCell(const ResponseRate& rate) {
  if (!rate.has_responses()) return ProtectedCell();
  if (!rate.has_rate_per_mille() || rate.invited() < 1 || HasMoreThanInvited(rate)) {
    return MissingCell(Missing::REASON_UNDEFINED);
  }
  return ShareCell(MakeShare(rate.responses(), rate.invited(), rate.rate_per_mille()));
}

void AppendWave(const ReportInputs& inputs, const TabulateWaveResponse& response, int number,
                v1alpha::Table& table) {
  const Language language = inputs.language;
  const ResponseRate& rate = response.response_rate();
  const std::string& phase = response.wave().phase_id();
  AddRow({TextCell(WaveTitle(response, language, number)),
          TextCell(FieldPeriod(response.wave(), language)), InvitedCell(rate),
          rate.has_responses() ? IntegerCell(rate.responses()) : ProtectedCell(), RateCell(rate),
          phase.empty() ? MissingCell(Missing::REASON_NOT_APPLICABLE)
                        : TextCell(PhaseName(inputs.process, phase, language)),
          TextCell(TextOr(response.instrument_title(), language, ""))},
         table);
  ShowsResource(response.wave(), *table.mutable_rows(table.rows_size() - 1));
  NameSources(inputs, {response.wave().name()}, table);
}

}  // namespace

std::string WaveTitle(const TabulateWaveResponse& response, Language language, int number) {
  return TextOr(response.wave().title(), language,
                absl::Substitute(WordingOf(language).wave_untitled, number));
}

std::string WaveSummary(const TabulateWaveResponse& response, Language language, int number) {
  const Wording& words = WordingOf(language);
  const std::string title = WaveTitle(response, language, number);
  const ResponseRate& rate = response.response_rate();
  if (!rate.has_responses()) return absl::Substitute(words.took_part_protected, title);
  const std::string responses = FormatInteger(language, rate.responses());
  if (HasMoreThanInvited(rate)) {
    return absl::Substitute(FormFor(words.more_than_invited, rate.invited()), responses, title,
                            FormatInteger(language, rate.invited()));
  }
  if (!rate.has_invited() || !rate.has_rate_per_mille()) {
    return absl::Substitute(FormFor(words.took_part_of_unknown, rate.responses()), responses,
                            title);
  }
  return absl::Substitute(FormFor(words.took_part, rate.responses()), responses, title,
                          FormatInteger(language, rate.invited()),
                          FormatPerMille(language, rate.rate_per_mille()));
}

void AppendDataBasis(const ReportInputs& inputs, v1alpha::Section& section) {
  const std::vector<const TabulateWaveResponse*> waves = WavesOf(inputs);
  if (waves.empty()) return;
  const Wording& words = WordingOf(inputs.language);
  v1alpha::Table& table =
      AddTable(absl::StrCat(section.section_id(), "-waves"), words.data_caption,
               {words.wave_column, words.field_period_row, words.invited_row, words.responses_row,
                words.rate_row, words.phase_column, words.instrument_row},
               section);
  int number = 0;
  for (const TabulateWaveResponse* wave : waves) AppendWave(inputs, *wave, ++number, table);
  if (std::any_of(waves.begin(), waves.end(), [](const TabulateWaveResponse* wave) {
        return HasMoreThanInvited(wave->response_rate());
      })) {
    table.add_notes(words.more_than_invited_note);
  }
}

}  // namespace lotse::reporting
