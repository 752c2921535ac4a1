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

}  // namespace
}  // namespace lotse::reporting
