#include "services/survey/domain/population_rules.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "google/protobuf/text_format.h"
#include "runtime/rpc/error.h"

namespace lotse::survey {
namespace {

using v1alpha::Population;

Population GoodPopulation() {
  Population population;
  google::protobuf::TextFormat::ParseFromString(
      R"(name: "programmes/p/engagements/e/surveys/s/populations/beschaeftigte"
         title { variants { language: "de" text: "Beschäftigte" } }
         definition { variants { language: "de" text: "Alle am Stichtag, mit Azubis" } }
         strata { code: "amt_10" label { variants { language: "de" text: "Hauptamt" } } size: 40 }
         strata { code: "amt_50" label { variants { language: "de" text: "Sozialamt" } } size: 0 }
         as_of_date { year: 2026 month: 1 day: 1 } source: "Stellenplan 2026")",
      &population);
  return population;
}

TEST(CheckPopulation, FindsEachFault) {
  EXPECT_TRUE(CheckPopulation(GoodPopulation()).empty());
  const struct {
    std::function<void(Population*)> fault;
    std::string field;
  } cases[] = {
      {[](Population* p) { p->clear_title(); }, "title"},
      {[](Population* p) { p->clear_definition(); }, "definition"},
      {[](Population* p) { p->mutable_strata(1)->set_code("1"); }, "strata[1].code"},
      {[](Population* p) { p->mutable_strata(1)->set_code("amt_10"); }, "strata[1].code"},
      {[](Population* p) { p->mutable_strata(0)->clear_label(); }, "strata[0].label"},
      {[](Population* p) { p->mutable_strata(0)->set_size(-1); }, "strata[0].size"},
      {[](Population* p) { p->mutable_strata(0)->set_size(10'000'001); }, "strata[0].size"},
      {[](Population* p) {
         for (int i = 0; i < kMaxStrata; ++i) p->add_strata();
       },
       "strata"},
      {[](Population* p) { p->clear_as_of_date(); }, "as_of_date"},
      {[](Population* p) { p->mutable_as_of_date()->set_day(32); }, "as_of_date"},
      {[](Population* p) { p->set_source(std::string(301, 'x')); }, "source"},
  };
  for (const auto& c : cases) {
    Population population = GoodPopulation();
    c.fault(&population);
    const auto violations = CheckPopulation(population);
    ASSERT_EQ(violations.size(), 1u) << c.field;
    EXPECT_EQ(violations[0].field, "population." + c.field);
  }
}

TEST(CheckPopulation, NeedsNoStrataAndNoSizes) {
  Population population = GoodPopulation();
  population.mutable_strata(0)->clear_size();
  EXPECT_TRUE(CheckPopulation(population).empty());
  population.clear_strata();
  population.clear_source();
  EXPECT_TRUE(CheckPopulation(population).empty());
}

TEST(SetSize, IsKnownWhereEachStratumIs) {
  Population population = GoodPopulation();
  SetSize(&population);
  EXPECT_EQ(population.size(), 40);
  for (auto& stratum : *population.mutable_strata()) stratum.set_size(0);
  SetSize(&population);
  EXPECT_TRUE(population.has_size()) << "nobody is a size";
  EXPECT_EQ(population.size(), 0);
  population.mutable_strata(1)->clear_size();
  SetSize(&population);
  EXPECT_FALSE(population.has_size());
  population.clear_strata();
  population.set_size(7);
  SetSize(&population);
  EXPECT_FALSE(population.has_size()) << "nobody counted";
}

TEST(CheckPopulationUpdate, FollowsTheWaves) {
  constexpr auto kOk = type::v1alpha::ERROR_REASON_UNSPECIFIED;
  constexpr auto kWrong = type::v1alpha::ERROR_REASON_WRONG_STATE;
  const struct {
    std::function<void(Population*)> change;
    const char* fixed_when_released;  // The field; empty: it may change.
    const char* fixed_when_closed;
  } cases[] = {
      {[](Population*) {}, "", ""},
      {[](Population* p) { p->clear_title(); }, "", "title"},
      {[](Population* p) { p->clear_definition(); }, "definition", "definition"},
      {[](Population* p) { p->mutable_strata(0)->set_size(41); }, "", "strata"},
      {[](Population* p) { p->mutable_strata(0)->clear_label(); }, "", "strata"},
      {[](Population* p) { p->mutable_strata()->SwapElements(0, 1); }, "", "strata"},
      {[](Population* p) { p->mutable_strata(0)->set_code("amt_11"); }, "strata", "strata"},
      {[](Population* p) { p->mutable_strata()->RemoveLast(); }, "strata", "strata"},
      {[](Population* p) { p->add_strata()->set_code("amt_99"); }, "strata", "strata"},
      {[](Population* p) { p->mutable_as_of_date()->set_day(2); }, "", "as_of_date"},
      {[](Population* p) { p->set_source("gezählt"); }, "", "source"},
      {[](Population* p) { p->set_etag("7"); }, "", ""},
  };
  for (const auto& c : cases) {
    const Population before = GoodPopulation();
    Population after = before;
    c.change(&after);
    SCOPED_TRACE(after.ShortDebugString());
    EXPECT_TRUE(CheckPopulationUpdate(before, after, AskedBy::kPlannedWaves).ok());
    for (const bool closed : {false, true}) {
      const std::string field = closed ? c.fixed_when_closed : c.fixed_when_released;
      const absl::Status status = CheckPopulationUpdate(
          before, after, closed ? AskedBy::kClosedWaves : AskedBy::kReleasedWaves);
      EXPECT_EQ(rpc::ReasonOf(status), field.empty() ? kOk : kWrong) << closed;
      if (!field.empty()) {
        EXPECT_NE(status.ToString().find("#" + field), std::string::npos) << status;
      }
    }
  }
}

}  // namespace
}  // namespace lotse::survey
