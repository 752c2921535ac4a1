#include "services/reporting/document/sample_releases.h"

#include "absl/strings/str_cat.h"
#include "services/reporting/document/sample_inputs.h"

namespace lotse::reporting {
namespace {

using survey::v1alpha::Figure;
using survey::v1alpha::Table;
using survey::v1alpha::TableCategory;
using survey::v1alpha::TableCell;
using survey::v1alpha::TableLayer;
using survey::v1alpha::TableRow;
using survey::v1alpha::TableSpec;

void SetNumber(const std::string& number, Figure* figure) {
  figure->mutable_number()->set_value(number);
}

TableCategory Category(const std::string& code, const char* german, const char* english) {
  TableCategory category;
  category.set_code(code);
  *category.mutable_label() = MakeText(german, english);
  return category;
}

TableCategory NoAnswer() {
  TableCategory category;
  category.set_kind(TableCategory::KIND_NO_ANSWER);
  return category;
}

// Per cent with one digit, rounded half up; protected where a count is.
void SetPercent(int count, int base, Figure* figure) {
  if (count < 0 || base < 1) {
    figure->set_undefined(Figure::UNDEFINED_PROTECTED);
    return;
  }
  const int per_mille = (count * 2000 + base) / (2 * base);
  SetNumber(absl::StrCat(per_mille / 10, per_mille % 10 == 0 ? "" : ".",
                         per_mille % 10 == 0 ? "" : absl::StrCat(per_mille % 10)),
            figure);
}

}  // namespace

TableCell MakeCount(int count) {
  TableCell cell;
  if (count < 0) {
    cell.mutable_protected_();
  } else {
    cell.set_count(count);
  }
  return cell;
}

Table SampleCrossTable() {
  Table table;
  table.mutable_spec()->add_variables("kontakt");
  table.mutable_spec()->add_variables("bereich");
  table.mutable_spec()->add_statistics(TableSpec::STATISTIC_SHARES);
  table.mutable_spec()->add_statistics(TableSpec::STATISTIC_ASSOCIATION);
  table.set_base(420);
  *table.add_rows() = Category("1", "oft", "often");
  *table.add_rows() = Category("2", "selten", "seldom");
  *table.add_rows() = NoAnswer();
  *table.add_columns() = Category("a", "Bürgerservice", "Citizen service");
  *table.add_columns() = Category("b", "Übrige", "Others");
  TableLayer& layer = *table.add_layers();
  const int counts[3][3] = {{150, 120, 270}, {50, 80, 130}, {8, 12, 20}};
  const int bases[3] = {200, 200, 400};
  for (int r = 0; r < 3; ++r) {
    TableRow& row = *layer.add_rows();
    for (int c = 0; c < 3; ++c) {
      TableCell& cell = c < 2 ? *row.add_cells() : *row.mutable_total();
      cell = MakeCount(counts[r][c]);
      if (r < 2) SetPercent(counts[r][c], bases[c], cell.mutable_column_share());
    }
  }
  for (const int total : {208, 212, 420}) *layer.add_totals() = MakeCount(total);
  SetNumber("400", layer.mutable_association()->mutable_n());
  SetNumber("10.26", layer.mutable_association()->mutable_chi_square());
  layer.mutable_association()->set_degrees_of_freedom(1);
  SetNumber("0.0014", layer.mutable_association()->mutable_p());
  SetNumber("0.16", layer.mutable_association()->mutable_cramers_v());
  SetNumber("0.152", layer.mutable_association()->mutable_cramers_v_corrected());
  return table;
}

Table SampleOneWayTable() {
  Table table;
  table.mutable_spec()->add_variables("kontakt");
  table.mutable_spec()->add_statistics(TableSpec::STATISTIC_SHARES);
  table.mutable_spec()->add_statistics(TableSpec::STATISTIC_INTERVALS);
  table.set_base(420);
  *table.add_rows() = Category("1", "oft", "often");
  *table.add_rows() = Category("2", "selten", "seldom");
  *table.add_rows() = Category("3", "nie", "never");
  *table.add_rows() = NoAnswer();
  TableLayer& layer = *table.add_layers();
  const int counts[4] = {270, 126, -1, -1};
  for (int r = 0; r < 4; ++r) {
    TableCell& cell = *layer.add_rows()->add_cells();
    cell = MakeCount(counts[r]);
    if (r == 3) continue;
    // Which number shares are taken of is protected as well.
    cell.mutable_column_share()->set_undefined(Figure::UNDEFINED_PROTECTED);
    cell.mutable_interval()->mutable_lower()->set_undefined(Figure::UNDEFINED_PROTECTED);
  }
  *layer.add_totals() = MakeCount(420);
  return table;
}

Table SampleBattery() {
  Table table;
  table.mutable_spec()->add_battery("h1");
  table.mutable_spec()->add_battery("h2");
  table.mutable_spec()->add_statistics(TableSpec::STATISTIC_SHARES);
  table.set_base(420);
  *table.add_rows() = Category("h1", "Aufgabe aller", "A task of all");
  *table.add_rows() = Category("h2", "Sicher im Umgang", "Comfortable");
  *table.add_columns() = Category("1", "nein", "no");
  *table.add_columns() = Category("2", "teils", "partly");
  *table.add_columns() = Category("3", "ja", "yes");
  *table.add_columns() = NoAnswer();
  TableLayer& layer = *table.add_layers();
  const int counts[2][4] = {{53, 66, 293, 8}, {-1, 106, -1, 0}};
  for (const auto& item : counts) {
    TableRow& row = *layer.add_rows();
    const bool known = item[0] >= 0;
    for (int c = 0; c < 4; ++c) {
      TableCell& cell = *row.add_cells();
      cell = MakeCount(item[c]);
      if (c < 3) SetPercent(item[c], known ? 412 : 420, cell.mutable_row_share());
    }
    *row.mutable_total() = MakeCount(420);
  }
  return table;
}

Table SampleReachTable() {
  Table table;
  table.mutable_spec()->add_variables("herkunft");
  table.mutable_spec()->add_statistics(TableSpec::STATISTIC_REACH);
  table.set_base(420);
  const TableCategory with =
      Category("1", "mit Einwanderungsgeschichte", "with a migration history");
  const TableCategory without =
      Category("2", "ohne Einwanderungsgeschichte", "without a migration history");
  TableLayer& layer = *table.add_layers();
  const struct {
    TableCategory category;
    int count;
    int64_t population;
    const char* rate;
    const char* ratio;
    const char* parity;
  } groups[] = {{with, 70, 400, "17.5", "0.5", "0.42"}, {without, 350, 850, "41.2", "1.23", ""}};
  for (const auto& group : groups) {
    *table.add_rows() = group.category;
    *layer.add_rows()->add_cells() = MakeCount(group.count);
    survey::v1alpha::Reach& reach = *table.add_reach();
    *reach.mutable_category() = group.category;
    reach.set_population(group.population);
    SetNumber(group.rate, reach.mutable_participation_rate());
    SetNumber(group.ratio, reach.mutable_representation_ratio());
    if (*group.parity == '\0') {
      reach.mutable_parity_ratio()->set_undefined(Figure::UNDEFINED_IS_REFERENCE);
      continue;
    }
    SetNumber(group.parity, reach.mutable_parity_ratio());
    reach.set_below_four_fifths(true);
  }
  *layer.add_totals() = MakeCount(420);
  return table;
}

void AddSampleRelease(ReportInputs& inputs) {
  const std::string name = absl::StrCat(SampleWave().wave().name(), "/releases/steuerung");
  ReleaseInputs release;
  release.release.set_name(name);
  *release.release.mutable_title() =
      MakeText("Auswertung für die Steuerungsgruppe", "Results for the steering group");
  release.release.set_state(survey::v1alpha::Release::STATE_FROZEN);
  release.release.set_responses(420);
  Table refused;
  refused.mutable_spec()->add_variables("stunden");
  refused.set_refusal(Table::REFUSAL_SINGLES_OUT);
  int number = 0;
  for (const Table& table :
       {SampleOneWayTable(), SampleCrossTable(), SampleBattery(), SampleReachTable(), refused}) {
    survey::v1alpha::ReleasedTable& released = release.tables.emplace_back();
    released.set_name(absl::StrCat(name, "/tables/t000", ++number));
    *released.mutable_table() = table;
  }
  inputs.releases.push_back(release);
  v1alpha::Source source;
  source.set_service("survey");
  source.set_resource(absl::StrCat(name, "/tables"));
  source.set_state(v1alpha::Source::STATE_REACHED);
  source.set_revision(std::string(64, '9'));
  inputs.sources.push_back(source);
}

void LeaveReleaseAlone(ReportInputs& inputs) {
  inputs.waves.clear();
  ReleaseWave& wave = inputs.release_waves.emplace_back();
  wave.told = SampleWave();
  for (const survey::v1alpha::FrequencyTable& table : wave.told.tables()) {
    survey::v1alpha::TableVariable& variable = wave.variables.emplace_back();
    variable.set_code(table.code());
    *variable.mutable_question() = table.question();
    if (!table.matrix_code().empty()) *variable.mutable_item() = table.item();
    for (const auto& row : table.rows()) {
      TableCategory& category = *variable.add_categories();
      category.set_code(row.code());
      *category.mutable_label() = row.label();
    }
    *variable.add_categories() = NoAnswer();
  }
  wave.told.clear_tables();
  wave.told.clear_disclosure_rule();
}

}  // namespace lotse::reporting
