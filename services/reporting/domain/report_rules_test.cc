#include "services/reporting/domain/report_rules.h"

#include <gtest/gtest.h>

#include <functional>

#include "absl/strings/str_cat.h"

namespace lotse::reporting {
namespace {

using v1alpha::Report;

constexpr char kParent[] = "programmes/p/engagements/e";
constexpr char kWave[] = "programmes/p/engagements/e/surveys/s/waves/w";

TEST(CheckReport, FindsEachFault) {
  struct Case {
    std::function<void(Report*)> change;
    std::string field;  // Empty: nothing is wrong.
  };
  const Case cases[] = {
      {[](Report*) {}, ""},
      {[](Report* r) { r->add_waves(kWave); }, ""},
      {[](Report* r) { r->set_language("en"); }, ""},
      {[](Report* r) { r->set_language("fr"); }, "report.language"},
      {[](Report* r) { r->add_waves("w"); }, "report.waves[0]"},
      {[](Report* r) { r->add_waves("programmes/p/engagements/x/surveys/s/waves/w"); },
       "report.waves[0]"},
      {[](Report* r) {
         r->add_waves(kWave);
         r->add_waves(kWave);
       },
       "report.waves[1]"},
      {[](Report* r) {
         for (int i = 0; i < 21; ++i) r->add_waves(absl::StrCat(kWave, i));
       },
       "report.waves"},
  };
  for (const Case& c : cases) {
    Report report;
    c.change(&report);
    const auto violations = CheckReport(kParent, report);
    EXPECT_EQ(violations.size(), c.field.empty() ? 0u : 1u) << c.field;
    EXPECT_EQ(violations.empty() ? "" : violations[0].field, c.field);
  }
}

TEST(CheckNoPilot, NamesEachPilot) {
  Report report;
  std::vector<survey::v1alpha::TabulateWaveResponse> waves(3);
  for (int i = 0; i < 3; ++i) {
    report.add_waves(absl::StrCat(kWave, i));
    waves[i].mutable_wave()->set_name(report.waves(i));
  }
  EXPECT_TRUE(CheckNoPilot(report, waves).empty());
  waves[1].set_pilot(true);
  // One that was not reached is not among them.
  waves.erase(waves.begin());
  const auto violations = CheckNoPilot(report, waves);
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_EQ(violations[0].field, "report.waves[1]");
}

}  // namespace
}  // namespace lotse::reporting
