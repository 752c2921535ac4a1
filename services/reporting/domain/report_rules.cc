#include "services/reporting/domain/report_rules.h"

#include <algorithm>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/repeated_field.h"
#include "runtime/schema/address.h"
#include "runtime/types/date.h"
#include "runtime/types/external_id.h"
#include "runtime/types/resource_name.h"
#include "runtime/types/text.h"

namespace lotse::reporting {
namespace {

using v1alpha::Report;

// Limits of report.proto.
constexpr int kMaxWaves = 20;
constexpr int kMaxReleases = 20;
constexpr int kMaxMaterialReleases = 20;
constexpr int kMaxTexts = 50;
constexpr int kMaxTextCharacters = 20'000;
constexpr size_t kMaxTextBytes = 1'000'000;

// Below the engagement.
constexpr char kWave[] = "/surveys/{survey}/waves/{wave}";
constexpr char kRelease[] = "/surveys/{survey}/waves/{wave}/releases/{release}";
constexpr char kMaterial[] = "/studies/{study}/materialReleases/{material_release}";
// Below the programme.
constexpr char kTemplate[] = "/reportTemplates/{report_template}";

// Names of resources below the engagement, each once.
void CheckNames(const std::string& field, const std::string& pattern, int limit,
                const google::protobuf::RepeatedPtrField<std::string>& names,
                rpc::FieldViolations* violations) {
  if (names.size() > limit) {
    violations->push_back({field, absl::StrCat("too many; give ", limit, " at most"),
                           absl::StrCat("zu viele; höchstens ", limit, " angeben")});
    return;
  }
  std::set<absl::string_view> seen;
  for (int i = 0; i < names.size(); ++i) {
    const std::string path = absl::StrCat(field, "[", i, "]");
    if (types::CheckName(path, pattern, names[i], violations).empty()) continue;
    if (!seen.insert(names[i]).second) {
      violations->push_back({path, "named twice; name it once", "ist doppelt; einmal nennen"});
    }
  }
}

void CheckLanguage(const Report& report, rpc::FieldViolations* violations) {
  if (report.language().empty() || report.language() == "de" || report.language() == "en") return;
  violations->push_back({"report.language", "not a language of reports; give de or en",
                         "keine Sprache für Berichte; de oder en angeben"});
}

void CheckKind(const Report& report, rpc::FieldViolations* violations) {
  if (Report::Kind_IsValid(report.kind())) return;
  violations->push_back({"report.kind",
                         "not a kind of report; give STOCK_TAKING, PROGRESS or FINAL",
                         "keine Art von Bericht; STOCK_TAKING, PROGRESS oder FINAL angeben"});
}

// Each end may be open.
void CheckDays(const Report& report, rpc::FieldViolations* violations) {
  constexpr char kStart[] = "report.start_date";
  constexpr char kEnd[] = "report.end_date";
  if (report.has_start_date() && report.has_end_date()) {
    types::CheckPeriod(kStart, report.start_date(), kEnd, report.end_date(), violations);
  } else if (report.has_start_date()) {
    types::CheckDate(kStart, report.start_date(), violations);
  } else if (report.has_end_date()) {
    types::CheckDate(kEnd, report.end_date(), violations);
  }
}

void CheckTexts(const Report& report, rpc::FieldViolations* violations) {
  constexpr char kField[] = "report.texts";
  if (report.texts_size() > kMaxTexts) {
    violations->push_back({kField, absl::StrCat("too many; give ", kMaxTexts, " at most"),
                           absl::StrCat("zu viele; höchstens ", kMaxTexts, " angeben")});
    return;
  }
  std::set<absl::string_view> seen;
  size_t bytes = 0;
  for (int i = 0; i < report.texts_size(); ++i) {
    const v1alpha::ReportText& text = report.texts(i);
    const std::string path = absl::StrCat(kField, "[", i, "]");
    types::CheckId(path + ".section_id", text.section_id(), violations);
    if (!seen.insert(text.section_id()).second) {
      violations->push_back({path + ".section_id", "given twice; write one text for each section",
                             "ist doppelt; je Abschnitt einen Text schreiben"});
    }
    types::CheckLongText(path + ".text", text.text(), kMaxTextCharacters, violations);
    for (const auto& variant : text.text().variants()) bytes += variant.text().size();
  }
  if (bytes > kMaxTextBytes) {
    violations->push_back({kField, "too long together; at most 1,000,000 bytes of UTF-8",
                           "zusammen zu lang; höchstens 1.000.000 Bytes in UTF-8"});
  }
}

}  // namespace

rpc::FieldViolations CheckReport(const Report& report) {
  rpc::FieldViolations violations;
  const std::string engagement(schema::ParentOf(report.name()));
  CheckNames("report.waves", engagement + kWave, kMaxWaves, report.waves(), &violations);
  CheckLanguage(report, &violations);
  CheckKind(report, &violations);
  if (!report.template_().empty()) {
    const std::string programme = types::Prefix(report.name(), 1);
    types::CheckName("report.template", programme + kTemplate, report.template_(), &violations);
  }
  types::CheckText("report.title", report.title(), &violations, types::Presence::kOptional);
  CheckDays(report, &violations);
  CheckNames("report.releases", engagement + kRelease, kMaxReleases, report.releases(),
             &violations);
  CheckNames("report.material_releases", engagement + kMaterial, kMaxMaterialReleases,
             report.material_releases(), &violations);
  CheckTexts(report, &violations);
  types::CheckExternalIds("report.external_ids", report.external_ids(), &violations);
  return violations;
}

Report::Kind KindOf(const Report& report) {
  return report.kind() == Report::KIND_UNSPECIFIED ? Report::KIND_STOCK_TAKING : report.kind();
}

const char* LanguageTagOf(const Report& report) { return report.language() == "en" ? "en" : "de"; }

rpc::FieldViolations CheckTemplateOf(const Report& report,
                                     const v1alpha::ReportTemplate& report_template) {
  if (report_template.kind() == KindOf(report)) return {};
  const std::string kind = Report::Kind_Name(KindOf(report));
  return {{"report.template", absl::StrCat("is for reports of another kind; give one of ", kind),
           absl::StrCat("ist für Berichte anderer Art; eine für ", kind, " angeben")}};
}

rpc::FieldViolations CheckTextsOf(const Report& report,
                                  const std::vector<std::string>& section_ids) {
  rpc::FieldViolations violations;
  const std::string all = absl::StrJoin(section_ids, ", ");
  for (int i = 0; i < report.texts_size(); ++i) {
    const std::string& id = report.texts(i).section_id();
    if (std::find(section_ids.begin(), section_ids.end(), id) != section_ids.end()) continue;
    violations.push_back(
        {absl::StrCat("report.texts[", i, "].section_id"),
         absl::StrCat("`", id, "` is no section of the template; give one of: ", all),
         absl::StrCat("„", id,
                      "“ ist kein Abschnitt der Vorlage; einen von diesen angeben: ", all)});
  }
  return violations;
}

rpc::FieldViolations CheckNoPilot(const Report& report,
                                  const std::vector<survey::v1alpha::TabulateWaveResponse>& waves,
                                  const std::vector<survey::v1alpha::Release>& releases) {
  std::set<std::string> pilots;
  for (const auto& tables : waves) {
    if (tables.pilot()) pilots.insert(tables.wave().name());
  }
  for (const auto& release : releases) {
    if (release.pilot()) pilots.insert(release.name());
  }
  rpc::FieldViolations violations;
  for (int i = 0; i < report.waves_size(); ++i) {
    if (pilots.count(report.waves(i)) == 0) continue;
    violations.push_back({absl::StrCat("report.waves[", i, "]"),
                          "is a pilot, which says nothing about the population; leave it out",
                          "ist ein Pretest, der nichts über die Grundgesamtheit sagt; weglassen"});
  }
  for (int i = 0; i < report.releases_size(); ++i) {
    if (pilots.count(report.releases(i)) == 0) continue;
    violations.push_back(
        {absl::StrCat("report.releases[", i, "]"),
         "has tables of a pilot, which say nothing about the population; leave it out",
         "hat Tabellen eines Pretests, die nichts über die Grundgesamtheit sagen; weglassen"});
  }
  return violations;
}

}  // namespace lotse::reporting
