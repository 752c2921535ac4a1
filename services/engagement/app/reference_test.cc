#include "services/engagement/app/reference.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "lotse/engagement/v1alpha/code_list_service.pb.h"
#include "services/app_testing.h"
#include "services/engagement/app/reference_rules.h"
#include "services/engagement/app/service_names.h"
#include "services/engagement/domain/test_data.h"

// Territories and code lists: each method, each documented error. Over a real store.
namespace lotse::engagement {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using type::v1alpha::ErrorReason;
using v1alpha::CodeList;
using v1alpha::Territory;

constexpr auto kFinal = type::v1alpha::ERROR_REASON_CONTENT_FINAL;

class ReferenceTest : public AppTesting {
 protected:
  ReferenceTest() : AppTesting(ServiceNames()) {}
  void SetUp() override {
    AppTesting::SetUp();
    AddReferenceRules(standard_.get());
  }

  ErrorReason Import(const std::string& rows, int year = 2022) {
    auto q = FromText<v1alpha::ImportTerritoriesRequest>(rows.c_str());
    q.set_source("Zensus");
    q.set_source_version(absl::StrCat(year));
    q.mutable_as_of_date()->set_year(year);
    q.mutable_as_of_date()->set_month(5);
    q.mutable_as_of_date()->set_day(15);
    return Write(&ImportTerritories, q, &reply_);
  }
  Territory Get(const std::string& key) {
    Territory territory;
    const std::string name = "territories/t" + key;
    EXPECT_EQ(ByName<v1alpha::GetTerritoryRequest>(name.c_str(), &territory), kOk) << key;
    return territory;
  }
  ErrorReason Create(const std::string& id, const Territory& territory) {
    v1alpha::CreateTerritoryRequest q;
    q.set_territory_id(id);
    *q.mutable_territory() = territory;
    return Run(q, &territory_);
  }
  // created, updated, unchanged, derived, refused
  std::vector<int> Counts() const {
    return {reply_.created_count(), reply_.updated_count(), reply_.unchanged_count(),
            reply_.derived_count(), reply_.refused_size()};
  }

  v1alpha::ImportTerritoriesResponse reply_;
  Territory territory_;
};

constexpr char kTwoRows[] = R"(
  rows { line: 2 key: "031515401002" ags: "03151002" title: "Barwedel" population: 1013 }
  rows { line: 3 key: "031020000000" title: "Salzgitter, Stadt" population: 104215 })";

TEST_F(ReferenceTest, ImportMakesWhatTheRowsLieInToo) {
  ASSERT_EQ(Import(kTwoRows), kOk) << status_;
  EXPECT_THAT(Counts(), ElementsAre(6, 0, 0, 4, 0));
  const Territory barwedel = Get("031515401002");
  EXPECT_EQ(barwedel.level(), Territory::LEVEL_MUNICIPALITY);
  EXPECT_EQ(barwedel.association(), "031515401");
  EXPECT_EQ(barwedel.populations(0).count(), 1013);
  EXPECT_FALSE(barwedel.derived());
  EXPECT_EQ(Get("031515401").level(), Territory::LEVEL_ASSOCIATION);
  EXPECT_TRUE(Get("031515401").derived());
  EXPECT_EQ(Get("03151").level(), Territory::LEVEL_DISTRICT);
  EXPECT_EQ(Get("03102").level(), Territory::LEVEL_DISTRICT_TOWN);
  EXPECT_EQ(Get("03").level(), Territory::LEVEL_LAND);
}

TEST_F(ReferenceTest, TheSameRowsAgainChangeNothing) {
  ASSERT_EQ(Import(kTwoRows), kOk) << status_;
  now_ += absl::Hours(1);
  ASSERT_EQ(Import(kTwoRows), kOk) << status_;
  EXPECT_THAT(Counts(), ElementsAre(0, 0, 2, 0, 0));
  for (const char* key : {"031515401002", "031515401", "03151", "03102", "03"}) {
    EXPECT_EQ(Get(key).etag(), "1") << key;
  }
}

TEST_F(ReferenceTest, AnotherYearIsAnotherPopulation) {
  ASSERT_EQ(Import(kTwoRows), kOk) << status_;
  ASSERT_EQ(Import(R"(rows { line: 2 key: "031515401002" population: 1000 })", 2011), kOk);
  EXPECT_THAT(Counts(), ElementsAre(0, 1, 0, 0, 0));
  const Territory barwedel = Get("031515401002");
  EXPECT_THAT(barwedel.populations(), SizeIs(2));
  EXPECT_EQ(barwedel.source_version(), "2022");
}

TEST_F(ReferenceTest, ANameMakesADerivedOneKnown) {
  ASSERT_EQ(Import(kTwoRows), kOk) << status_;
  ASSERT_EQ(Import(R"(rows { line: 2 key: "03102" title: "Salzgitter" }
                      rows { line: 3 key: "031515401" title: "Boldecker Land" })"),
            kOk);
  EXPECT_THAT(Counts(), ElementsAre(0, 2, 0, 0, 0));
  EXPECT_EQ(Get("03102").level(), Territory::LEVEL_DISTRICT_TOWN);
  EXPECT_EQ(Get("031515401").title(), "Boldecker Land");
  EXPECT_FALSE(Get("031515401").derived());
}

TEST_F(ReferenceTest, WrongRowsAreReportedAndTheOthersGoIn) {
  ASSERT_EQ(Import(R"(
    rows { line: 2 key: "03151002" title: "Barwedel" }
    rows { line: 3 key: "031515401002" ags: "03151003" }
    rows { line: 4 key: "031515401004" population: -1 }
    rows { line: 5 key: "031515401014" population: 5 quality: "123456789" }
    rows { line: 6 key: "031515401020" successor_keys: "031515401020" }
    rows { line: 7 key: "031515401030"
           valid_from_date { year: 2024 month: 1 day: 1 }
           valid_to_date { year: 2023 month: 1 day: 1 } }
    rows { line: 8 key: "031515401039" title: "Weyhausen" population: 2571 }
    rows { line: 9 key: "031515401039" title: "Weyhausen II" population: 2571 })"),
            kOk)
      << status_;
  EXPECT_THAT(Counts(), ElementsAre(4, 0, 0, 3, 7));
  std::vector<std::string> fields;
  for (const auto& refused : reply_.refused()) {
    fields.push_back(absl::StrCat(refused.line(), " ", refused.field()));
  }
  EXPECT_THAT(fields, ElementsAre("2 key", "3 ags", "4 population", "5 quality",
                                  "6 successor_keys[0]", "7 valid_to_date", "9 key"));
  EXPECT_EQ(reply_.refused(6).description(), "is that of line 8 too");
  EXPECT_EQ(Get("031515401039").title(), "Weyhausen");
}

TEST_F(ReferenceTest, SuccessorsThatAreNotKnownAreMade) {
  ASSERT_EQ(Import(R"(rows { line: 2 key: "031525401002" title: "Alt"
                             valid_to_date { year: 2021 month: 10 day: 31 }
                             successor_keys: "031590001001" })"),
            kOk)
      << status_;
  EXPECT_THAT(Counts(), ElementsAre(6, 0, 0, 5, 0));
  EXPECT_THAT(Get("031525401002").successors(), ElementsAre("territories/t031590001001"));
  EXPECT_TRUE(Get("031590001001").derived());
  EXPECT_TRUE(Get("03159").derived());
  v1alpha::DeleteTerritoryRequest remove;
  remove.set_name("territories/t031590001001");
  EXPECT_EQ(Run(remove, &territory_), kInUse);
}

TEST_F(ReferenceTest, SuccessorsOfOneListMayComeInAnyOrder) {
  constexpr char kChain[] = R"(
    rows { line: 2 key: "031525401002" successor_keys: "031525401003" }
    rows { line: 3 key: "031525401003" successor_keys: "031525401001" }
    rows { line: 4 key: "031525401001" title: "Neu" }
    rows { line: 5 key: "031525401004" successor_keys: "031525401005" }
    rows { line: 6 key: "031525401005" successor_keys: "031525401004" })";
  ASSERT_EQ(Import(kChain), kOk) << status_;
  ASSERT_THAT(reply_.refused(), SizeIs(1));
  EXPECT_EQ(reply_.refused(0).line(), 6);
  EXPECT_EQ(Get("031525401002").etag(), "1");
  EXPECT_TRUE(Get("031525401005").derived());
  EXPECT_EQ(reply_.created_count(), 8);
}

TEST_F(ReferenceTest, SuccessorsOfTwoListsMakeNoCircle) {
  ASSERT_EQ(Import(R"(
    rows { line: 2 key: "031525401002" successor_keys: "031525401003" }
    rows { line: 3 key: "031525401003" successor_keys: "031525401001" })"),
            kOk)
      << status_;
  ASSERT_EQ(Import(R"(
    rows { line: 2 key: "031525401001" successor_keys: "031525401004" }
    rows { line: 3 key: "031525401004" successor_keys: "031525401002" })"),
            kOk)
      << status_;
  ASSERT_THAT(reply_.refused(), SizeIs(1));
  EXPECT_EQ(reply_.refused(0).line(), 3);
  EXPECT_EQ(reply_.refused(0).field(), "successor_keys[0]");
  // By hand neither.
  v1alpha::UpdateTerritoryRequest update;
  *update.mutable_territory() = Get("031525401004");
  update.mutable_territory()->add_successors("territories/t031525401003");
  EXPECT_EQ(Run(update, &territory_), kInvalid);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("territory.successors[0]"));
}

TEST_F(ReferenceTest, WhatWasDeletedStaysSo) {
  ASSERT_EQ(Import(kTwoRows), kOk) << status_;
  v1alpha::DeleteTerritoryRequest remove;
  remove.set_name("territories/t031515401");
  EXPECT_EQ(Run(remove, &territory_), kInUse);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("t031515401002"));
  remove.set_name("territories/t031515401002");
  ASSERT_EQ(Run(remove, &territory_), kOk) << status_;
  remove.set_name("territories/t031515401");
  ASSERT_EQ(Run(remove, &territory_), kOk) << status_;
  ASSERT_EQ(Import(kTwoRows), kOk) << status_;
  EXPECT_THAT(Counts(), ElementsAre(0, 0, 1, 0, 1));
  EXPECT_THAT(reply_.refused(0).description(), HasSubstr("was deleted"));
  EXPECT_TRUE(Get("031515401").has_delete_time());
  ASSERT_EQ(Import(R"(rows { line: 2 key: "031515401004"
                             successor_keys: "031515401002" })"),
            kOk);
  ASSERT_THAT(reply_.refused(), SizeIs(1));
  EXPECT_EQ(reply_.refused(0).field(), "successor_keys[0]");
}

TEST_F(ReferenceTest, AListThatIsWrongAsAWholeIsRefused) {
  EXPECT_EQ(Import(""), kInvalid);
  EXPECT_EQ(Import(kTwoRows, 1), kInvalid);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("as_of_date"));
}

TEST_F(ReferenceTest, TheIdOfATerritoryIsThatOfItsKey) {
  const auto good = FromText<Territory>(
      R"(key: "03151" title: "Gifhorn" source: "von Hand" source_version: "1")");
  EXPECT_EQ(Create("gifhorn", good), kInvalid);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("give the id t03151"));
  ASSERT_EQ(Create("t03151", good), kOk) << status_;
  EXPECT_EQ(territory_.level(), Territory::LEVEL_DISTRICT);
  EXPECT_EQ(territory_.land(), "03");
  v1alpha::UpdateTerritoryRequest update;
  *update.mutable_territory() = territory_;
  update.mutable_territory()->set_key("03152");
  EXPECT_EQ(Run(update, &territory_), kInvalid);
  update.mutable_territory()->set_key("03151");
  update.mutable_territory()->set_title("Landkreis Gifhorn");
  EXPECT_EQ(Run(update, &territory_), kOk) << status_;
}

TEST_F(ReferenceTest, ADistrictThatIsATownIsKnownAsOne) {
  const auto town = FromText<Territory>(
      R"(key: "031020000000" title: "Salzgitter" source: "von Hand" source_version: "1")");
  ASSERT_EQ(Create("t031020000000", town), kOk) << status_;
  auto district = town;
  district.set_key("03102");
  ASSERT_EQ(Create("t03102", district), kOk) << status_;
  EXPECT_EQ(territory_.level(), Territory::LEVEL_DISTRICT_TOWN);
}

TEST_F(ReferenceTest, ADerivedOneThatGetsATitleIsKnown) {
  ASSERT_EQ(Import(kTwoRows), kOk) << status_;
  v1alpha::UpdateTerritoryRequest update;
  *update.mutable_territory() = Get("03151");
  update.mutable_territory()->set_title("Gifhorn");
  ASSERT_EQ(Run(update, &territory_), kOk) << status_;
  EXPECT_FALSE(territory_.derived());
}

TEST_F(ReferenceTest, AThousandRowsGoInAtOnce) {
  std::string rows;
  for (int i = 0; i < 1000; ++i) {
    absl::StrAppend(&rows, "rows { line: ", i + 2, " key: \"0315154", 10 + i / 100, 100 + i % 100,
                    "\" title: \"Gemeinde ", i, "\" population: ", i, " }\n");
  }
  ASSERT_EQ(Import(rows), kOk) << status_;
  EXPECT_THAT(Counts(), ElementsAre(1012, 0, 0, 12, 0));
  ASSERT_EQ(Import(rows + "rows { line: 1002 key: \"03\" }"), kInvalid);
}

class CodeListTest : public ReferenceTest {
 protected:
  static CodeList GoodList() {
    return FromText<CodeList>(R"(
      list_uri: "urn:lotse:codelist:levels" version: "1"
      title { variants { language: "de" text: "Ebene" } }
      entries { code: "a" label { variants { language: "de" text: "A" } } }
      entries { code: "b" label { variants { language: "de" text: "B" } } })");
  }
  ErrorReason Make(const char* id, const CodeList& list) {
    v1alpha::CreateCodeListRequest q;
    q.set_code_list_id(id);
    *q.mutable_code_list() = list;
    return Run(q, &list_);
  }
  ErrorReason Update(const CodeList& list) {
    v1alpha::UpdateCodeListRequest q;
    *q.mutable_code_list() = list;
    return Run(q, &list_);
  }
  CodeList list_;
};

TEST_F(CodeListTest, IsMadeOnceAndOnlyWordsAreAdded) {
  ASSERT_EQ(Make("levels-v1", GoodList()), kOk) << status_;
  CodeList list = list_;
  list.mutable_entries(0)->add_aliases("Aa");
  auto* english = list.mutable_entries(0)->mutable_label()->add_variants();
  english->set_language("en");
  english->set_text("A");
  ASSERT_EQ(Update(list), kOk) << status_;
  EXPECT_EQ(list_.etag(), "2");
  list = list_;
  list.mutable_entries(0)->set_code("c");
  EXPECT_EQ(Update(list), kFinal);
  list = list_;
  list.mutable_entries()->RemoveLast();
  EXPECT_EQ(Update(list), kFinal);
}

TEST_F(CodeListTest, CrosswalksLeadToCodesThatExist) {
  ASSERT_EQ(Make("levels-v1", GoodList()), kOk) << status_;
  CodeList fields = GoodList();
  auto* crosswalk = fields.add_crosswalks();
  crosswalk->set_code("a");
  crosswalk->set_relation("close");
  crosswalk->mutable_other()->set_list("codeLists/levels-v1");
  crosswalk->mutable_other()->set_code("x");
  EXPECT_EQ(Make("fields-v1", fields), kInvalid);
  EXPECT_THAT(std::string(status_.message()),
              HasSubstr("code_list.crosswalks[0].other.code: not in codeLists/levels-v1; give one "
                        "of its codes: a, b"));
  crosswalk->mutable_other()->set_code("b");
  ASSERT_EQ(Make("fields-v1", fields), kOk) << status_;
  EXPECT_EQ(ByName<v1alpha::DeleteCodeListRequest>("codeLists/levels-v1", &list_), kInUse);
  ASSERT_EQ(ByName<v1alpha::GetCodeListRequest>("codeLists/fields-v1", &list_), kOk);
  CodeList changed = list_;
  changed.mutable_crosswalks(0)->mutable_other()->set_code("y");
  EXPECT_EQ(Update(changed), kInvalid);
  changed.clear_crosswalks();
  EXPECT_EQ(Update(changed), kOk) << status_;
}

}  // namespace
}  // namespace lotse::engagement
