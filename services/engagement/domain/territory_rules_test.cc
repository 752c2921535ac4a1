#include "services/engagement/domain/territory_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "services/engagement/domain/test_data.h"
#include "services/engagement/domain/violation_testing.h"

namespace lotse::engagement {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using v1alpha::Territory;

TEST(ReadTerritoryKey, TellsLevelAndParts) {
  struct Case {
    const char* key;
    Territory::Level level;
    const char* land;
    const char* district;
    const char* association;
    const char* ags;
  };
  const Case cases[] = {
      {"03", Territory::LEVEL_LAND, "03", "", "", ""},
      {"16", Territory::LEVEL_LAND, "16", "", "", ""},
      {"03151", Territory::LEVEL_DISTRICT, "03", "03151", "", ""},
      {"031515401", Territory::LEVEL_ASSOCIATION, "03", "03151", "031515401", ""},
      // Barwedel, in the Samtgemeinde Boldecker Land.
      {"031515401002", Territory::LEVEL_MUNICIPALITY, "03", "03151", "031515401", "03151002"},
      // Gifhorn, without an association.
      {"031510009009", Territory::LEVEL_MUNICIPALITY, "03", "03151", "", "03151009"},
      // Salzgitter, its own district.
      {"031020000000", Territory::LEVEL_MUNICIPALITY, "03", "03102", "", "03102000"},
      // An area without a municipality.
      {"031559501501", Territory::LEVEL_MUNICIPALITY, "03", "03155", "", "03155501"},
      // Hamburg, which is Land, district and municipality.
      {"020000000000", Territory::LEVEL_MUNICIPALITY, "02", "02000", "", "02000000"},
  };
  for (const Case& c : cases) {
    const auto read = ReadTerritoryKey(c.key);
    ASSERT_TRUE(read.has_value()) << c.key;
    EXPECT_EQ(read->level, c.level) << c.key;
    EXPECT_EQ(read->land, c.land) << c.key;
    EXPECT_EQ(read->district, c.district) << c.key;
    EXPECT_EQ(read->association, c.association) << c.key;
    EXPECT_EQ(read->ags, c.ags) << c.key;
  }
}

TEST(ReadTerritoryKey, RefusesWhatIsNone) {
  for (const char* key : {"", "3", "00", "17", "031", "0315", "031510", "03151002", "031510009",
                          "031519501", "0315154010021", "03151540100x", " 03", "0315154010"}) {
    EXPECT_FALSE(ReadTerritoryKey(key).has_value()) << key;
    rpc::FieldViolations violations;
    CheckTerritoryKey("key", key, &violations);
    ExpectBothLanguages(violations);
    ASSERT_EQ(violations.size(), 1u) << key;
    EXPECT_EQ(violations[0].field, "key");
  }
  rpc::FieldViolations violations;
  CheckTerritoryKey("key", "03151002", &violations);
  EXPECT_THAT(violations[0].description, HasSubstr("give the ARS"));
}

TEST(KeysAbove, GoesFromTheNearest) {
  EXPECT_THAT(KeysAbove("031515401002"), ElementsAre("031515401", "03151", "03"));
  EXPECT_THAT(KeysAbove("031510009009"), ElementsAre("03151", "03"));
  EXPECT_THAT(KeysAbove("031515401"), ElementsAre("03151", "03"));
  EXPECT_THAT(KeysAbove("03151"), ElementsAre("03"));
  EXPECT_THAT(KeysAbove("03"), IsEmpty());
  EXPECT_THAT(KeysAbove("x"), IsEmpty());
}

TEST(IsTown, IsTheOnlyMunicipalityOfItsDistrict) {
  EXPECT_TRUE(IsTown(TownOf("03102")));
  EXPECT_EQ(TownOf("03102"), "031020000000");
  EXPECT_FALSE(IsTown("031510009009"));
  EXPECT_FALSE(IsTown("0000000"));
}

TEST(SetFromKey, KeepsATownThatIsKnown) {
  Territory territory;
  territory.set_key("03102");
  SetFromKey(&territory);
  EXPECT_EQ(territory.level(), Territory::LEVEL_DISTRICT);
  territory.set_level(Territory::LEVEL_DISTRICT_TOWN);
  SetFromKey(&territory);
  EXPECT_EQ(territory.level(), Territory::LEVEL_DISTRICT_TOWN);
  EXPECT_EQ(territory.land(), "03");
  territory.set_key("03");
  SetFromKey(&territory);
  EXPECT_EQ(territory.level(), Territory::LEVEL_LAND);
  EXPECT_EQ(territory.district(), "");
}

Territory GoodTerritory() {
  return FromText<Territory>(R"(
    name: "territories/t031510009009" key: "031510009009" title: "Gifhorn, Stadt"
    populations { date { year: 2011 month: 5 day: 9 } count: 41000 }
    populations { date { year: 2022 month: 5 day: 15 } count: 42006 quality: "e" }
    valid_from_date { year: 1974 month: 3 day: 1 }
    successors: "territories/t031510009010"
    source: "Zensus 2022, dl-de/by-2-0" source_version: "2022-05-15")");
}

TEST(CheckTerritory, TakesAGoodOne) { EXPECT_THAT(CheckTerritory(GoodTerritory()), IsEmpty()); }

TEST(CheckTerritory, FindsEachFault) {
  struct Case {
    std::function<void(Territory*)> fault;
    std::string field;
  };
  const Case cases[] = {
      {[](Territory* t) { t->set_key("0315"); }, "territory.key"},
      {[](Territory* t) { t->set_name("territories/gifhorn"); }, "territory.name"},
      {[](Territory* t) { t->set_title(std::string(201, 'x')); }, "territory.title"},
      {[](Territory* t) { t->mutable_populations(0)->set_count(-1); },
       "territory.populations[0].count"},
      {[](Territory* t) { t->mutable_populations(0)->mutable_date()->set_year(2023); },
       "territory.populations[1].date"},
      {[](Territory* t) { *t->mutable_populations(0) = t->populations(1); },
       "territory.populations[1].date"},
      {[](Territory* t) { t->mutable_populations(0)->clear_date(); },
       "territory.populations[0].date"},
      {[](Territory* t) { t->mutable_populations(0)->set_quality("123456789"); },
       "territory.populations[0].quality"},
      {[](Territory* t) { t->mutable_valid_to_date()->set_year(1974); }, "territory.valid_to_date"},
      {[](Territory* t) { t->add_successors("territories/t031510009010"); },
       "territory.successors[1]"},
      {[](Territory* t) { t->set_successors(0, t->name()); }, "territory.successors[0]"},
      {[](Territory* t) { t->set_source(std::string(301, 'x')); }, "territory.source"},
      {[](Territory* t) { t->set_source_version(std::string(64, 'x')); },
       "territory.source_version"},
      {[](Territory* t) { t->add_external_ids()->set_system("akte"); },
       "territory.external_ids[0].value"},
  };
  for (const Case& c : cases) {
    Territory territory = GoodTerritory();
    c.fault(&territory);
    const auto violations = CheckTerritory(territory);
    ExpectBothLanguages(violations);
    ASSERT_EQ(violations.size(), 1u) << c.field;
    EXPECT_EQ(violations[0].field, c.field);
  }
}

TEST(CheckTerritory, HasLimits) {
  Territory territory = GoodTerritory();
  for (int year = 1900; territory.populations_size() < 201; ++year) territory.add_populations();
  EXPECT_EQ(CheckTerritory(territory).at(0).field, "territory.populations");
  territory = GoodTerritory();
  for (int i = 0; i < 50; ++i) territory.add_successors(TerritoryName(std::to_string(i)));
  const auto violations = CheckTerritory(territory);
  ExpectBothLanguages(violations);
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_EQ(violations[0].field, "territory.successors");
}

}  // namespace
}  // namespace lotse::engagement
