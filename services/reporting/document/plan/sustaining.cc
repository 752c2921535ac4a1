// What stays, and who answers for it.
#include "absl/strings/str_cat.h"
#include "services/reporting/document/plan/plan_content.h"
#include "services/reporting/document/plan/plan_parts.h"
#include "services/reporting/document/plan/plan_texts.h"
#include "services/reporting/document/table_sources.h"

namespace lotse::reporting {
namespace {

using engagement::v1alpha::ActionItem;
using engagement::v1alpha::Engagement;
using engagement::v1alpha::Measure;
using engagement::v1alpha::OrgUnit;

void AppendDeclaration(const ReportInputs& inputs, v1alpha::Section& section) {
  if (!inputs.process.engagement.has_value()) return;
  const PlanWording& words = PlanWordingOf(inputs.language);
  switch (inputs.process.engagement->sustaining()) {
    case Engagement::SUSTAINING_NONE:
      AddParagraph(words.sustaining_none, section);
      break;
    case Engagement::SUSTAINING_ACCEPTED:
      AddParagraph(words.sustaining_accepted, section);
      break;
    default:
      break;
  }
}

// A table is appended to `section` if it has rows.
void AppendUnlessEmpty(const v1alpha::Table& table, v1alpha::Section& section) {
  if (!table.rows().empty()) *section.add_blocks()->mutable_table() = table;
}

void AppendMeasuresThatGoOn(const ReportInputs& inputs, const ByName<OrgUnit>& units,
                            v1alpha::Section& section) {
  const PlanWording& words = PlanWordingOf(inputs.language);
  v1alpha::Section scratch;
  v1alpha::Table& table = AddTable(
      absl::StrCat(section.section_id(), "-measures"), words.sustained_caption,
      {words.number_column, words.measure_column, words.unit_column, words.sustained_since_column},
      scratch);
  for (const auto& [number, measure] : NumberedMeasures(inputs)) {
    if (measure->state() != Measure::STATE_SUSTAINED) continue;
    AddRow({TextCell(number), TextCell(TitleOf(*measure, inputs.language)),
            KnownTextCell(TitleIn(units, measure->accountable_unit(), inputs.language)),
            DateCell(measure->finish_date())},
           table);
    ShowsResource(*measure, *table.mutable_rows()->rbegin());
  }
  NameSources(inputs, {"measures", "orgUnits"}, table);
  AppendUnlessEmpty(table, section);
}

void AppendHandedOver(const ReportInputs& inputs, const ByName<OrgUnit>& units,
                      v1alpha::Section& section) {
  const PlanWording& words = PlanWordingOf(inputs.language);
  v1alpha::Section scratch;
  v1alpha::Table& table = AddTable(
      absl::StrCat(section.section_id(), "-items"), words.handed_over_caption,
      {words.item_column, words.unit_column, words.due_column, words.handed_over_on_column},
      scratch);
  for (const ActionItem* item : InOrder(inputs.process.action_items)) {
    if (item->state() != ActionItem::STATE_HANDED_OVER) continue;
    AddRow({TextCell(TitleOf(*item, inputs.language)),
            KnownTextCell(TitleIn(units, item->responsible_unit(), inputs.language)),
            DateCell(item->due_date()), DateCell(item->close_date())},
           table);
    ShowsResource(*item, *table.mutable_rows()->rbegin());
  }
  NameSources(inputs, {"actionItems", "orgUnits"}, table);
  AppendUnlessEmpty(table, section);
}

}  // namespace

void AppendSustaining(const ReportInputs& inputs, v1alpha::Section& section) {
  const ByName<OrgUnit> units = MakeByName(inputs.process.org_units);
  AppendDeclaration(inputs, section);
  AppendMeasuresThatGoOn(inputs, units, section);
  AppendHandedOver(inputs, units, section);
}

}  // namespace lotse::reporting
