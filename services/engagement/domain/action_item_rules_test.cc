#include "services/engagement/domain/action_item_rules.h"

#include <gtest/gtest.h>

#include <functional>

#include "services/engagement/domain/state_machine_testing.h"
#include "services/engagement/domain/test_data.h"
#include "services/engagement/domain/violation_testing.h"

namespace lotse::engagement {
namespace {

using v1alpha::ActionItem;

TEST(ActionItemMachine, HasTheseStepsAndNoOthers) {
  EXPECT_EQ(LegalOf(ActionItemMachine()),
            (std::set<std::string>{"OPEN FINISH -> DONE", "OPEN HAND_OVER -> HANDED_OVER",
                                   "OPEN CANCEL -> CANCELLED", "DONE REOPEN -> OPEN",
                                   "HANDED_OVER REOPEN -> OPEN", "CANCELLED REOPEN -> OPEN"}));
}

TEST(CheckActionItem, FindsEachFault) {
  const auto good = FromText<ActionItem>(R"(
    title { variants { language: "de" text: "Ausgangswert Kita erheben" } }
    due_date { year: 2021 month: 9 day: 1 } responsible_function: "leitung-kita")");
  EXPECT_TRUE(CheckActionItem(good).empty());
  const std::pair<std::function<void(ActionItem*)>, const char*> cases[] = {
      {[](ActionItem* i) { i->clear_title(); }, "action_item.title"},
      {[](ActionItem* i) { i->clear_due_date(); }, "action_item.due_date"},
      {[](ActionItem* i) { i->set_responsible_function("Frau Muster"); },
       "action_item.responsible_function"},
      {[](ActionItem* i) { i->add_external_ids(); }, "action_item.external_ids[0].system"},
  };
  for (const auto& [fault, field] : cases) {
    ActionItem item = good;
    fault(&item);
    const auto violations = CheckActionItem(item);
    ExpectBothLanguages(violations);
    ASSERT_FALSE(violations.empty()) << field;
    EXPECT_EQ(violations[0].field, field);
  }
}

}  // namespace
}  // namespace lotse::engagement
