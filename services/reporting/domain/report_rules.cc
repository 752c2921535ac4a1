#include "services/reporting/domain/report_rules.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "runtime/types/resource_name.h"

namespace lotse::reporting {
namespace {

constexpr int kMaxWaves = 20;
constexpr char kWaveName[] =
    "programmes/{programme}/engagements/{engagement}/surveys/{survey}/waves/{wave}";

}  // namespace

rpc::FieldViolations CheckReport(absl::string_view parent, const v1alpha::Report& report) {
  rpc::FieldViolations violations;
  if (report.waves_size() > kMaxWaves) {
    violations.push_back({"report.waves", "too many; give 20 at most"});
  }
  std::set<std::string> seen;
  for (int i = 0; i < report.waves_size(); ++i) {
    const std::string path = absl::StrCat("report.waves[", i, "]");
    const std::string& wave = report.waves(i);
    if (types::CheckName(path, kWaveName, wave, &violations).empty()) continue;
    if (types::Prefix(wave, 2) != parent) {
      violations.push_back({path, "belongs to another engagement; give waves of this one"});
    }
    if (!seen.insert(wave).second) violations.push_back({path, "named twice"});
  }
  if (!report.language().empty() && report.language() != "de" && report.language() != "en") {
    violations.push_back({"report.language", "not a language of reports; give de or en"});
  }
  return violations;
}

rpc::FieldViolations CheckNoPilot(const v1alpha::Report& report,
                                  const std::vector<survey::v1alpha::TabulateWaveResponse>& waves) {
  rpc::FieldViolations violations;
  for (int i = 0; i < report.waves_size(); ++i) {
    for (const auto& tables : waves) {
      if (!tables.pilot() || tables.wave().name() != report.waves(i)) continue;
      violations.push_back({absl::StrCat("report.waves[", i, "]"),
                            "is a pilot, which says nothing about the population; leave it out"});
    }
  }
  return violations;
}

}  // namespace lotse::reporting
