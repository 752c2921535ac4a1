#include "services/engagement/domain/administration_rules.h"

#include <gtest/gtest.h>

#include "services/engagement/domain/test_data.h"

namespace lotse::engagement {
namespace {

using v1alpha::Administration;

TEST(CheckAdministration, KeyFollowsTheLevel) {
  struct Case {
    Administration::Level level;
    const char* key;
    bool right;
  };
  const Case cases[] = {
      {Administration::LEVEL_MUNICIPALITY, "03151009", true},
      {Administration::LEVEL_MUNICIPALITY, "031510009009", true},
      {Administration::LEVEL_MUNICIPALITY, "", true},
      {Administration::LEVEL_MUNICIPALITY, "03151", false},
      {Administration::LEVEL_ASSOCIATION, "073315003", true},
      {Administration::LEVEL_ASSOCIATION, "03151009", false},
      {Administration::LEVEL_DISTRICT, "03151", true},
      {Administration::LEVEL_DISTRICT, "0315", false},
      {Administration::LEVEL_DISTRICT_TOWN, "07314", true},
      {Administration::LEVEL_DISTRICT_TOWN, "07314000", true},
      {Administration::LEVEL_MUNICIPALITY, "0315100X", false},
  };
  for (const Case& c : cases) {
    Administration administration = GoodAdministration();
    administration.set_level(c.level);
    administration.set_territory_key(c.key);
    EXPECT_EQ(CheckAdministration(administration).empty(), c.right) << c.level << " " << c.key;
  }
}

TEST(CheckAdministration, LandIsThatOfTheKey) {
  struct Case {
    const char* key;
    const char* land;
    bool right;
  };
  const Case cases[] = {
      {"03151009", "", true},   {"03151009", "03", true}, {"03151009", "07", false},
      {"03151009", "3", false}, {"99151009", "99", true}, {"", "07", true},
      {"", "16", true},         {"", "17", false},        {"", "00", false},
      {"", "7", false},         {"", "NI", false},        {"", "1:", false},
  };
  for (const Case& c : cases) {
    Administration administration = GoodAdministration();
    administration.set_territory_key(c.key);
    administration.set_land(c.land);
    const auto found = CheckAdministration(administration);
    EXPECT_EQ(found.empty(), c.right) << c.key << " " << c.land;
    for (const auto& violation : found) EXPECT_EQ(violation.field, "administration.land");
    EXPECT_EQ(LandOf(administration), std::string(c.key).substr(0, 2));
  }
}

TEST(CheckAdministration, FindsEachFault) {
  Administration administration = GoodAdministration();
  administration.clear_level();
  EXPECT_EQ(CheckAdministration(administration).at(0).field, "administration.level");
  administration = GoodAdministration();
  administration.set_population(-1);
  EXPECT_EQ(CheckAdministration(administration).at(0).field, "administration.population");
  administration = GoodAdministration();
  administration.mutable_settlement_type()->add_variants()->set_language("de");
  EXPECT_EQ(CheckAdministration(administration).at(0).field,
            "administration.settlement_type.variants[0].text");
  administration = GoodAdministration();
  administration.add_external_ids()->set_value("4711");
  EXPECT_EQ(CheckAdministration(administration).at(0).field,
            "administration.external_ids[0].system");
  EXPECT_EQ(CheckAdministration({}).size(), 2u);
}

}  // namespace
}  // namespace lotse::engagement
