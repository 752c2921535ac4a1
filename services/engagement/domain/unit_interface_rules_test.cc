#include "services/engagement/domain/unit_interface_rules.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "services/engagement/domain/fault_testing.h"
#include "services/engagement/domain/test_data.h"

namespace lotse::engagement {
namespace {

using v1alpha::UnitInterface;
using I = UnitInterface*;

void AddUnits(int count, I to) {
  to->clear_units();
  for (int i = 0; i < count; ++i) {
    to->add_units(absl::StrCat("administrations/musterstadt/orgUnits/u", i));
  }
}

TEST(CheckUnitInterface, FindsEachFault) {
  ExpectFaults<UnitInterface>(
      GoodUnitInterface(), &CheckUnitInterface,
      {{"unit_interface.title", [](I i) { i->clear_title(); }},
       {"unit_interface.units", [](I i) { i->clear_units(); }},
       {"unit_interface.units", [](I i) { AddUnits(1, i); }},
       {"unit_interface.units", [](I i) { AddUnits(21, i); }},
       {"unit_interface.units[1]", [](I i) { i->set_units(1, i->units(0)); }},
       {"unit_interface.units[1]",
        [](I i) { i->set_units(1, "administrations/andere/orgUnits/dezernat"); }},
       {"unit_interface.units[0]", [](I i) { i->set_units(0, "soziales"); }},
       {"unit_interface.problem.variants[0].text",
        [](I i) { i->mutable_problem()->mutable_variants(0)->set_text(" "); }},
       {"unit_interface.remedy.variants[0].text",
        [](I i) { i->mutable_remedy()->mutable_variants(0)->set_text("<b>x</b>"); }},
       {"unit_interface.state", [](I i) { i->set_state(static_cast<UnitInterface::State>(9)); }},
       {"unit_interface.external_ids[0].value",
        [](I i) { i->add_external_ids()->set_system("akte"); }}});
  UnitInterface many = GoodUnitInterface();
  AddUnits(20, &many);
  EXPECT_TRUE(CheckUnitInterface(many).empty());
}

}  // namespace
}  // namespace lotse::engagement
