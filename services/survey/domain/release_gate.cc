#include "services/survey/domain/release_gate.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/civil_time.h"
#include "runtime/types/date.h"
#include "services/survey/domain/field_checks.h"
#include "services/survey/domain/field_period.h"
#include "services/survey/domain/identity_rules.h"
#include "services/survey/engine/question_tree.h"
#include "services/survey/engine/stored_draws.h"

namespace lotse::survey {
namespace {

using google::type::Date;
using v1alpha::StaffCouncilInvolvement;
using v1alpha::Wave;
using v1alpha::WaveRelease;

// Collects what stands against the release of one wave.
class Obstacles {
 public:
  explicit Obstacles(const Wave& wave) : wave_(wave) {}

  void Add(absl::string_view field, absl::string_view de, absl::string_view en) {
    found_.push_back({absl::StrCat(wave_.name(), "#", field), {std::string(de), std::string(en)}});
  }
  std::vector<rpc::Obstacle> Take() && { return std::move(found_); }

 private:
  const Wave& wave_;
  std::vector<rpc::Obstacle> found_;
};

// Most questions that a message names.
constexpr std::size_t kMostNamed = 5;

// The first codes, and how many there are if that is more: "`a`, `b` (7)".
std::string Listed(const std::vector<std::string>& codes) {
  const auto end = codes.begin() + std::min(codes.size(), kMostNamed);
  const std::string named = absl::StrCat("`", absl::StrJoin(codes.begin(), end, "`, `"), "`");
  return codes.size() > kMostNamed ? absl::StrCat(named, ", … (", codes.size(), ")") : named;
}

bool IsBlank(absl::string_view text) { return absl::StripAsciiWhitespace(text).empty(); }

void AddStaffCouncil(const StaffCouncilInvolvement& staff_council, absl::string_view reason,
                     const Date& today, Obstacles* obstacles) {
  if (staff_council.involvement() == StaffCouncilInvolvement::INVOLVEMENT_UNSPECIFIED) {
    obstacles->Add("staff_council",
                   "sagt nicht, wie der Personalrat beteiligt wurde; die Beteiligung angeben",
                   "does not tell how the staff council was involved; give its involvement");
    return;
  }
  if (staff_council.has_date() && types::ToCivil(staff_council.date()) > types::ToCivil(today)) {
    obstacles->Add("staff_council.date", "liegt in der Zukunft; den Tag der Beteiligung abwarten",
                   "is in the future; wait for the day of the involvement");
  }
  if (staff_council.involvement() == StaffCouncilInvolvement::INVOLVEMENT_NOT_CONCERNED) {
    if (IsBlank(reason)) {
      obstacles->Add("reason", "fehlt; sagen, warum der Personalrat nicht betroffen ist",
                     "is missing; say why the staff council is not concerned");
    }
    return;
  }
  if (!staff_council.has_date()) {
    obstacles->Add("staff_council.date", "fehlt; den Tag der Beteiligung angeben",
                   "is missing; give the day of the involvement");
  }
  if (IsBlank(staff_council.reference())) {
    obstacles->Add("staff_council.reference",
                   "fehlt; sagen, wo die Beteiligung nachzulesen ist, etwa ein Aktenzeichen",
                   "is missing; say where it can be read, such as a file number");
  }
}

}  // namespace

rpc::FieldViolations CheckStaffCouncil(const StaffCouncilInvolvement& staff_council) {
  rpc::FieldViolations violations;
  if (!StaffCouncilInvolvement::Involvement_IsValid(staff_council.involvement())) {
    violations.push_back({"staff_council.involvement", "unknown; give one that is"});
  }
  if (staff_council.has_date()) {
    types::CheckDate("staff_council.date", staff_council.date(), &violations);
  }
  CheckLine("staff_council.reference", staff_council.reference(), kMaxSourceBytes, &violations);
  return violations;
}

std::vector<rpc::Obstacle> StandsAgainstRelease(const Wave& wave,
                                                const StaffCouncilInvolvement& staff_council,
                                                WaveRelease::SpecialCategoryBasis basis,
                                                absl::string_view reason, const Date& today) {
  Obstacles obstacles(wave);
  if (wave.population().empty()) {
    obstacles.Add("population", "fehlt; die Grundgesamtheit der Welle angeben",
                  "is missing; set the population of the wave");
  }
  if (wave.data_protection_notice().empty()) {
    obstacles.Add("data_protection_notice",
                  "fehlt; den Datenschutzhinweis der Welle angeben (Art. 13 DSGVO)",
                  "is missing; set the data protection notice of the wave (Art. 13 GDPR)");
  }
  if (basis == WaveRelease::SPECIAL_CATEGORY_BASIS_UNSPECIFIED) {
    obstacles.Add(
        "consent_text",
        "deckt nicht, dass nach besonderen Kategorien personenbezogener Daten gefragt "
        "wird (Art. 9 DSGVO); eine Einwilligung angeben, die das sagt, oder anonym fragen",
        "does not cover that data of special categories is asked for (Art. 9 GDPR); set "
        "a consent that does, or ask anonymously");
  }
  AddStaffCouncil(staff_council, reason, today, &obstacles);
  if (IsOver(wave, today)) {
    obstacles.Add("end_date", "ist vorbei; den letzten Tag der Feldzeit später legen",
                  "is over; put the last day of the field period later");
  }
  return std::move(obstacles).Take();
}

std::vector<rpc::Obstacle> DrawsAgainstRelease(const Wave& wave,
                                               const v1alpha::Instrument& instrument,
                                               const logic::FormProgram* program) {
  if (IsPersonal(wave) || program == nullptr) return {};
  const std::vector<std::string> codes = StoredDraws(instrument, *program);
  if (codes.empty()) return {};
  Obstacles obstacles(wave);
  obstacles.Add(
      "instrument",
      absl::StrCat("würde in ", Listed(codes),
                   " speichern, was für jemanden gezogen wurde, oder den Zeitpunkt, zusammen mehr "
                   "als ",
                   kMaxDrawnGroups,
                   " verschiedene Werte; wer sie notiert, fände die Antwort. In einer neuen "
                   "Fassung weglassen, als Hinweis (NOTE) zeigen oder gröber ziehen, etwa "
                   "once(int(random() * 4))"),
      absl::StrCat("would store in ", Listed(codes),
                   " what was drawn for somebody, or the moment, together more than ",
                   kMaxDrawnGroups,
                   " different values; whoever noted them would find the response. In a new "
                   "version leave it out, show it in a NOTE, or draw fewer groups, such as "
                   "once(int(random() * 4))"));
  return std::move(obstacles).Take();
}

bool AsksSpecialCategories(const v1alpha::Instrument& instrument) {
  return AnyQuestion(instrument,
                     [](const v1alpha::Question& question) { return question.special_category(); });
}

WaveRelease::SpecialCategoryBasis BasisOf(const Wave& wave, const v1alpha::Instrument& instrument,
                                          const v1alpha::ConsentText* consent) {
  if (!AsksSpecialCategories(instrument)) {
    return WaveRelease::SPECIAL_CATEGORY_BASIS_NONE_ASKED;
  }
  if (consent != nullptr && consent->covers_special_categories()) {
    return WaveRelease::SPECIAL_CATEGORY_BASIS_EXPLICIT_CONSENT;
  }
  return IsPersonal(wave) ? WaveRelease::SPECIAL_CATEGORY_BASIS_UNSPECIFIED
                          : WaveRelease::SPECIAL_CATEGORY_BASIS_ANONYMOUS_DESIGN;
}

}  // namespace lotse::survey
