#include "services/engagement/domain/territory_import.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "services/engagement/domain/test_data.h"
#include "services/engagement/domain/violation_testing.h"

namespace lotse::engagement {
namespace {

using ::testing::IsEmpty;
using v1alpha::ImportTerritoriesRequest;
using v1alpha::Territory;
using v1alpha::TerritoryRow;

ImportTerritoriesRequest GoodList() {
  return FromText<ImportTerritoriesRequest>(R"(
    source: "Zensus 2022" source_version: "2022-05-15"
    as_of_date { year: 2022 month: 5 day: 15 }
    rows { line: 2 key: "031515401002" ags: "03151002" title: "Barwedel" population: 1013
           quality: "e" })");
}

// The same list, of another year.
ImportTerritoriesRequest ListOf(int year) {
  ImportTerritoriesRequest list = GoodList();
  list.set_source_version(std::to_string(year));
  list.mutable_as_of_date()->set_year(year);
  return list;
}

TEST(CheckTerritoryList, FindsEachFault) {
  EXPECT_THAT(CheckTerritoryList(GoodList()), IsEmpty());
  struct Case {
    std::function<void(ImportTerritoriesRequest*)> fault;
    std::string field;
  };
  const Case cases[] = {
      {[](ImportTerritoriesRequest* q) { q->clear_source(); }, "source"},
      {[](ImportTerritoriesRequest* q) { q->set_source(std::string(301, 'x')); }, "source"},
      {[](ImportTerritoriesRequest* q) { q->clear_source_version(); }, "source_version"},
      {[](ImportTerritoriesRequest* q) { q->set_source_version(std::string(64, 'x')); },
       "source_version"},
      {[](ImportTerritoriesRequest* q) { q->clear_as_of_date(); }, "as_of_date"},
      {[](ImportTerritoriesRequest* q) { q->clear_rows(); }, "rows"},
      {[](ImportTerritoriesRequest* q) {
         while (q->rows_size() < 1001) q->add_rows();
       },
       "rows"},
  };
  for (const Case& c : cases) {
    ImportTerritoriesRequest list = GoodList();
    c.fault(&list);
    const auto violations = CheckTerritoryList(list);
    ExpectBothLanguages(violations);
    ASSERT_EQ(violations.size(), 1u) << c.field;
    EXPECT_EQ(violations[0].field, c.field);
  }
}

TEST(CheckTerritoryRow, FindsEachFault) {
  struct Case {
    std::function<void(TerritoryRow*)> fault;
    std::string field;
  };
  const Case cases[] = {
      {[](TerritoryRow*) {}, ""},
      {[](TerritoryRow* r) { r->clear_ags(); }, ""},
      {[](TerritoryRow* r) { r->clear_population(); }, ""},
      {[](TerritoryRow* r) { r->set_key("03151002"); }, "key"},
      {[](TerritoryRow* r) { r->set_ags("03151003"); }, "ags"},
      {[](TerritoryRow* r) { r->set_key("03151"); }, "ags"},
      {[](TerritoryRow* r) { r->set_population(-1); }, "population"},
      {[](TerritoryRow* r) { r->add_successor_keys("x"); }, "successor_keys[0]"},
  };
  for (const Case& c : cases) {
    TerritoryRow row = GoodList().rows(0);
    c.fault(&row);
    const auto violations = CheckTerritoryRow(row);
    ExpectBothLanguages(violations);
    EXPECT_EQ(violations.size(), c.field.empty() ? 0u : 1u) << c.field;
    if (!violations.empty()) {
      EXPECT_EQ(violations[0].field, c.field);
    }
  }
}

TEST(TerritoryOf, HoldsWhatTheRowTells) {
  ImportTerritoriesRequest list = GoodList();
  list.mutable_rows(0)->add_successor_keys("031515401003");
  EXPECT_EQ(TerritoryOf(list, list.rows(0)).DebugString(), FromText<Territory>(R"(
    name: "territories/t031515401002" key: "031515401002" level: LEVEL_MUNICIPALITY
    ags: "03151002" title: "Barwedel" land: "03" district: "03151" association: "031515401"
    populations { date { year: 2022 month: 5 day: 15 } count: 1013 quality: "e" }
    successors: "territories/t031515401003"
    source: "Zensus 2022" source_version: "2022-05-15"
    as_of_date { year: 2022 month: 5 day: 15 })")
                                                               .DebugString());
  list.mutable_rows(0)->clear_population();
  EXPECT_THAT(TerritoryOf(list, list.rows(0)).populations(), IsEmpty());
}

TEST(MergeTerritory, TheSameAgainChangesNothing) {
  const ImportTerritoriesRequest list = GoodList();
  Territory known = TerritoryOf(list, list.rows(0));
  const std::string before = known.DebugString();
  MergeTerritory(TerritoryOf(list, list.rows(0)), &known);
  EXPECT_EQ(known.DebugString(), before);
}

TEST(MergeTerritory, ALaterListReplacesWhatItTells) {
  Territory known = TerritoryOf(GoodList(), GoodList().rows(0));
  known.mutable_valid_from_date()->set_year(1974);
  ImportTerritoriesRequest later = ListOf(2023);
  later.mutable_rows(0)->set_title("");
  later.mutable_rows(0)->set_population(990);
  MergeTerritory(TerritoryOf(later, later.rows(0)), &known);
  EXPECT_EQ(known.title(), "Barwedel");
  EXPECT_EQ(known.source_version(), "2023");
  EXPECT_EQ(known.valid_from_date().year(), 1974);
  ASSERT_EQ(known.populations_size(), 2);
  EXPECT_EQ(known.populations(1).count(), 990);
  later.mutable_rows(0)->set_title("Barwedel, Flecken");
  later.mutable_rows(0)->mutable_valid_to_date()->set_year(2023);
  later.mutable_rows(0)->add_successor_keys("031515401003");
  MergeTerritory(TerritoryOf(later, later.rows(0)), &known);
  EXPECT_EQ(known.title(), "Barwedel, Flecken");
  EXPECT_EQ(known.valid_to_date().year(), 2023);
  EXPECT_EQ(known.successors(0), "territories/t031515401003");
  EXPECT_EQ(known.populations_size(), 2);
}

TEST(MergeTerritory, AnOlderListAddsPopulationsOnly) {
  Territory known = TerritoryOf(GoodList(), GoodList().rows(0));
  ImportTerritoriesRequest older = ListOf(2011);
  older.mutable_rows(0)->set_title("Barwedel alt");
  MergeTerritory(TerritoryOf(older, older.rows(0)), &known);
  EXPECT_EQ(known.title(), "Barwedel");
  EXPECT_EQ(known.source_version(), "2022-05-15");
  ASSERT_EQ(known.populations_size(), 2);
  EXPECT_EQ(known.populations(0).date().year(), 2011);
}

TEST(MergeTerritory, WhatWasDerivedTakesAnOlderListToo) {
  Territory known = DerivedTerritory(GoodList(), "031515401002");
  EXPECT_TRUE(known.derived());
  const ImportTerritoriesRequest older = ListOf(2011);
  MergeTerritory(TerritoryOf(older, older.rows(0)), &known);
  EXPECT_FALSE(known.derived());
  EXPECT_EQ(known.title(), "Barwedel");
  EXPECT_EQ(known.as_of_date().year(), 2011);
}

TEST(MergeTerritory, OneThatWasMadeByHandTakesAnyList) {
  Territory known = TerritoryOf(GoodList(), GoodList().rows(0));
  known.clear_as_of_date();
  const ImportTerritoriesRequest older = ListOf(2011);
  MergeTerritory(TerritoryOf(older, older.rows(0)), &known);
  EXPECT_EQ(known.as_of_date().year(), 2011);
}

TEST(MergeDerived, LeavesWhatAListTold) {
  Territory known = DerivedTerritory(GoodList(), "03151");
  MergeDerived(DerivedTerritory(ListOf(2023), "03151"), &known);
  EXPECT_EQ(known.source_version(), "2023");
  MergeDerived(DerivedTerritory(ListOf(2011), "03151"), &known);
  EXPECT_EQ(known.source_version(), "2023");
  known.set_derived(false);
  MergeDerived(DerivedTerritory(ListOf(2024), "03151"), &known);
  EXPECT_EQ(known.source_version(), "2023");
  Territory town = DerivedTerritory(ListOf(2024), "03151");
  town.set_level(Territory::LEVEL_DISTRICT_TOWN);
  MergeDerived(town, &known);
  EXPECT_EQ(known.level(), Territory::LEVEL_DISTRICT_TOWN);
}

}  // namespace
}  // namespace lotse::engagement
