#include "services/reporting/document/release_statistics.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "services/reporting/document/blocks.h"
#include "services/reporting/document/chart_words.h"
#include "services/reporting/document/release_cells.h"
#include "services/reporting/document/survey_texts.h"
#include "services/reporting/document/texts.h"

namespace lotse::reporting {
namespace {

using survey::v1alpha::Association;
using survey::v1alpha::Figure;
using survey::v1alpha::Location;
using survey::v1alpha::Reach;
using survey::v1alpha::Reliability;
using survey::v1alpha::Table;
using survey::v1alpha::TableCategory;
using survey::v1alpha::TableLayer;
using v1alpha::Missing;

// One kind of figure of a location.
struct LocationColumn {
  const char* title;
  const Figure& (Location::*figure)() const;
};

// Of which column, or of which item of a battery, a location is.
std::string LocationLabel(const Table& table, int place, Language language) {
  if (!table.spec().battery().empty()) return CategoryLabel(table.rows(place), language);
  return place < table.columns_size() ? CategoryLabel(table.columns(place), language)
                                      : SurveyWordingOf(language).all_together;
}

// So many of so many, rounded as all shares are.
v1alpha::Cell ShareOf(int64_t part, int64_t whole) {
  const std::optional<int64_t> per_mille = RoundPerMille(part, whole);
  if (!per_mille.has_value() || part > whole) return MissingCell(Missing::REASON_UNDEFINED);
  return ShareCell(MakeShare(part, whole, static_cast<int32_t>(*per_mille)));
}

// The layer of all categories of the third variable together.
const TableLayer& LayerOfAll(const Table& table) { return table.layers(table.layers_size() - 1); }

// How many of a category were reached.
std::optional<int64_t> ReachedOf(const Table& table, const Reach& reach) {
  for (int row = 0; row < table.rows_size() && table.layers_size() > 0; ++row) {
    if (table.rows(row).code() != reach.category().code() || !IsAnswer(table.rows(row))) continue;
    return CountOf(CellAt(LayerOfAll(table), row, table.columns_size()));
  }
  return std::nullopt;
}

// Whether the release gives no ratio of a group because too few people stand behind it.
bool IsWithheld(const Reach& reach) {
  const Figure::Undefined why = reach.representation_ratio().undefined();
  return why == Figure::UNDEFINED_PROTECTED || why == Figure::UNDEFINED_BASE_TOO_SMALL;
}

// Whether the share of a group of the reached stays hidden as the ratio that is made of it. A group
// without a population has no ratio, so those of the others say whether too few answered.
bool HidesReached(const Table& table, const Reach& reach) {
  if (reach.population() > 0) return IsWithheld(reach);
  return std::any_of(table.reach().begin(), table.reach().end(), IsWithheld);
}

// The share of a group of all `reached`.
v1alpha::Cell ReachedShareCell(const Table& table, const Reach& reach,
                               std::optional<int64_t> reached) {
  const std::optional<int64_t> count =
      HidesReached(table, reach) ? std::nullopt : ReachedOf(table, reach);
  if (!count.has_value() || !reached.has_value()) return ProtectedCell();
  return ShareOf(*count, *reached);
}

// A figure of the population of a group; nobody said one where the release has none.
v1alpha::Cell OfPopulation(const Reach& reach, const v1alpha::Cell& cell) {
  return reach.population() > 0 ? cell : MissingCell(Missing::REASON_NOT_COLLECTED);
}

// A probability. It is never 0: one that was rounded to 0 is smaller than what can be told.
v1alpha::Cell ProbabilityCell(const Figure& p, Language language) {
  const v1alpha::Cell cell = FigureCell(p, "");
  if (!cell.has_number() || cell.number().unscaled() != 0) return cell;
  return TextCell(SurveyWordingOf(language).p_too_small);
}

// The group whose share of the reached is farthest below its share of the population; -1 if one
// of the shares has no value, none is below, or two are as far below.
int LeastReached(const v1alpha::Table& table, int reached, int population) {
  int least = -1;
  int64_t widest = 0;
  for (int i = 0; i < table.rows_size(); ++i) {
    const v1alpha::Row& row = table.rows(i);
    if (!row.cells(reached).has_share() || !row.cells(population).has_share()) return -1;
    const int64_t gap =
        row.cells(population).share().per_mille() - row.cells(reached).share().per_mille();
    if (gap < widest || gap <= 0) continue;
    least = gap == widest ? -1 : i;
    widest = gap;
  }
  return least;
}

// Where the columns that are drawn stand in the table of reach.
constexpr int kReachedShare = 2;
constexpr int kPopulationShare = 3;

void AppendParityDots(const v1alpha::Table& table, const ReleasedTableName& name, Language language,
                      v1alpha::Section& section) {
  const SurveyWording& words = SurveyWordingOf(language);
  v1alpha::Chart& chart =
      AddChart(absl::StrCat(name.id, "-dots"), absl::Substitute(words.parity_title, name.title),
               table.table_id(), v1alpha::Chart::FORM_PARITY_DOTS,
               {kReachedShare, kPopulationShare}, section);
  std::string alt =
      absl::Substitute(words.parity_alt, name.title, FormatInteger(language, table.rows_size()));
  if (const int least = LeastReached(table, kReachedShare, kPopulationShare); least >= 0) {
    const v1alpha::Row& row = table.rows(least);
    const auto share = [&](int column) {
      return FormatPerMille(language, row.cells(column).share().per_mille());
    };
    absl::StrAppend(&alt, " ",
                    absl::Substitute(words.parity_alt_least, row.cells(0).text(),
                                     share(kReachedShare), share(kPopulationShare)));
  }
  chart.set_alt_text(alt);
  chart.set_long_description(RowsInWords(table, {kReachedShare, kPopulationShare}, language));
}

v1alpha::Table ReachTable(const Table& table, const ReleasedTableName& name, Language language) {
  const SurveyWording& words = SurveyWordingOf(language);
  v1alpha::Table out;
  out.set_table_id(absl::StrCat(name.id, "-reach"));
  out.set_caption(absl::Substitute(words.reach_caption, name.title));
  for (const char* column :
       {words.group_column, words.population_column, words.reached_share_column,
        words.population_share_column, words.participation_column, words.ratio_column,
        words.gap_column, words.parity_column, words.missing_column}) {
    out.add_columns(column);
  }
  const std::optional<int64_t> reached =
      table.layers().empty() ? std::nullopt
                             : AnsweredInColumn(table, LayerOfAll(table), table.columns_size());
  int64_t population = 0;
  for (const Reach& reach : table.reach()) population += reach.population();
  for (const Reach& reach : table.reach()) {
    AddRow(
        {TextCell(CategoryLabel(reach.category(), language)),
         OfPopulation(reach, IntegerCell(reach.population())),
         ReachedShareCell(table, reach, reached),
         OfPopulation(reach, ShareOf(reach.population(), population)),
         FigureCell(reach.participation_rate(), "%"), FigureCell(reach.representation_ratio(), ""),
         FigureCell(reach.representation_gap(), ""), FigureCell(reach.parity_ratio(), ""),
         FigureCell(reach.missing_to_parity(), "")},
        out);
  }
  return out;
}

}  // namespace

void AppendAssociation(const TableLayer& layer, const ReleasedTableName& name, Language language,
                       v1alpha::Section& section) {
  if (!layer.has_association()) return;
  const SurveyWording& words = SurveyWordingOf(language);
  const Association& association = layer.association();
  v1alpha::Table& table =
      AddTable(absl::StrCat(name.id, "-association"),
               absl::Substitute(words.association_caption, name.title),
               {words.statistic_column, WordingOf(language).value_column}, section);
  AddRow({TextCell(WordingOf(language).base_column), FigureCell(association.n(), "")}, table);
  AddRow({TextCell(words.chi_square_row), FigureCell(association.chi_square(), "")}, table);
  AddRow({TextCell(words.degrees_row), association.chi_square().has_number()
                                           ? IntegerCell(association.degrees_of_freedom())
                                           : FigureCell(association.chi_square(), "")},
         table);
  AddRow({TextCell(words.p_row), ProbabilityCell(association.p(), language)}, table);
  AddRow({TextCell(words.cramers_v_row), FigureCell(association.cramers_v(), "")}, table);
  AddRow(
      {TextCell(words.cramers_v_corrected_row), FigureCell(association.cramers_v_corrected(), "")},
      table);
  if (association.expected_too_small()) table.add_notes(words.expected_small_note);
}

void AppendLocations(const Table& table, const TableLayer& layer, const ReleasedTableName& name,
                     Language language, v1alpha::Section& section) {
  if (layer.locations().empty()) return;
  const SurveyWording& words = SurveyWordingOf(language);
  const LocationColumn all[] = {
      {WordingOf(language).base_column, &Location::n},
      {words.mean_column, &Location::mean},
      {words.median_column, &Location::median},
      {words.deviation_column, &Location::standard_deviation},
      {words.top_box_column, &Location::top_box},
      {words.net_promoter_column, &Location::net_promoter},
  };
  // Only what was asked for.
  std::vector<LocationColumn> columns;
  for (const LocationColumn& column : all) {
    if (std::any_of(layer.locations().begin(), layer.locations().end(), [&](const Location& l) {
          return (l.*column.figure)().value_case() != Figure::VALUE_NOT_SET;
        })) {
      columns.push_back(column);
    }
  }
  v1alpha::Table& out =
      AddTable(absl::StrCat(name.id, "-location"),
               absl::Substitute(words.location_caption, name.title), {words.group_column}, section);
  for (const LocationColumn& column : columns) out.add_columns(column.title);
  for (int i = 0; i < layer.locations_size(); ++i) {
    v1alpha::Row& row = *out.add_rows();
    *row.add_cells() = TextCell(LocationLabel(table, i, language));
    for (const LocationColumn& column : columns) {
      *row.add_cells() = FigureCell((layer.locations(i).*column.figure)(), "");
    }
  }
}

void AppendReliability(const Table& table, const ReleasedTableName& name, Language language,
                       v1alpha::Section& section) {
  if (!table.has_reliability()) return;
  const SurveyWording& words = SurveyWordingOf(language);
  const Reliability& reliability = table.reliability();
  v1alpha::Table& out =
      AddTable(absl::StrCat(name.id, "-reliability"),
               absl::Substitute(words.reliability_caption, name.title),
               {words.statistic_column, WordingOf(language).value_column}, section);
  AddRow({TextCell(words.items_row), IntegerCell(reliability.items())}, out);
  AddRow({TextCell(words.alpha_pairwise_row), FigureCell(reliability.alpha_pairwise(), "")}, out);
  AddRow({TextCell(words.alpha_listwise_row), FigureCell(reliability.alpha_listwise(), "")}, out);
  AddRow({TextCell(words.alpha_standardised_row), FigureCell(reliability.alpha_standardised(), "")},
         out);
}

void AppendReach(const Table& table, const ReleasedTableName& name, Language language,
                 v1alpha::Section& section) {
  if (table.reach().empty()) return;
  const SurveyWording& words = SurveyWordingOf(language);
  v1alpha::Table out = ReachTable(table, name, language);
  out.add_notes(words.reach_note);
  out.add_notes(words.reach_reference_note);
  std::vector<std::string> below;
  for (const Reach& reach : table.reach()) {
    if (!reach.below_four_fifths()) continue;
    below.push_back(
        absl::Substitute(WordingOf(language).quoted, CategoryLabel(reach.category(), language)));
  }
  if (!below.empty()) {
    out.add_notes(absl::Substitute(words.four_fifths_note, JoinList(below, language)));
  }
  AppendParityDots(out, name, language, section);
  *section.add_blocks()->mutable_table() = out;
}

}  // namespace lotse::reporting
