#include "services/survey/exchange/projects/case_values.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "google/type/date.pb.h"
#include "runtime/schema/address.h"

namespace lotse::survey::projects {
namespace {

using google::type::Date;
using v1alpha::CaseStaff;
using v1alpha::Participant;
using v1alpha::StudyCase;

constexpr absl::string_view kKindPrefix = "KIND_";
constexpr absl::string_view kConsentPrefix = "CONSENT_";
constexpr absl::string_view kRolePrefix = "ROLE_";
constexpr absl::string_view kGerman = "de";

void Set(absl::string_view name, std::string value, NamedValues* values) {
  if (!value.empty()) (*values)[std::string(name)] = std::move(value);
}

std::string Get(const NamedValues& values, absl::string_view name) {
  const auto found = values.find(std::string(name));
  return found == values.end() ? "" : found->second;
}

std::string Without(absl::string_view prefix, const std::string& name) {
  return std::string(absl::StripPrefix(name, prefix));
}

// Without the parts that are 0, from the end on.
std::string ToText(const Date& date) {
  if (date.year() == 0) return "";
  std::string text = absl::StrCat(absl::Dec(date.year(), absl::kZeroPad4));
  if (date.month() == 0) return text;
  absl::StrAppend(&text, "-", absl::Dec(date.month(), absl::kZeroPad2));
  if (date.day() == 0) return text;
  absl::StrAppend(&text, "-", absl::Dec(date.day(), absl::kZeroPad2));
  return text;
}

// The same back; whether it is a real day is not asked. A zone behind the day does not count.
bool ReadDate(absl::string_view text, Date* date) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text.substr(0, 10), '-');
  int32_t numbers[3] = {0, 0, 0};
  if (parts.size() > 3) return false;
  for (size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].size() != (i == 0 ? 4u : 2u) || !absl::SimpleAtoi(parts[i], &numbers[i])) {
      return false;
    }
  }
  date->set_year(numbers[0]);
  date->set_month(numbers[1]);
  date->set_day(numbers[2]);
  return true;
}

int32_t NumberOf(const NamedValues& values, absl::string_view name) {
  int32_t number = 0;
  return absl::SimpleAtoi(Get(values, name), &number) ? number : 0;
}

void ReadDocument(const NamedValues& values, StudyCase* study_case) {
  if (study_case->kind() != StudyCase::KIND_DOCUMENT) return;
  v1alpha::DocumentSource& document = *study_case->mutable_document();
  document.set_citation(Get(values, kDocumentCitation));
  document.set_found_at(Get(values, kDocumentFoundAt));
  document.set_sha256(Get(values, kDocumentSum));
  Date published;
  const std::string day = Get(values, kDocumentPublished);
  if (!day.empty() && ReadDate(day, &published)) *document.mutable_publication_date() = published;
  const std::string criteria = Get(values, kDocumentCriteria);
  for (const absl::string_view code : absl::StrSplit(criteria, ' ', absl::SkipEmpty())) {
    document.add_criteria(std::string(code));
  }
}

// Whether a category of the study has this code.
bool IsCategory(const v1alpha::Study& study, const std::string& attribute,
                const std::string& category) {
  const auto& attributes = study.attributes();
  const auto found = std::find_if(attributes.begin(), attributes.end(),
                                  [&](const auto& each) { return each.code() == attribute; });
  if (found == attributes.end()) return false;
  return std::any_of(found->categories().begin(), found->categories().end(),
                     [&](const auto& each) { return each.code() == category; });
}

void ReadParticipant(const v1alpha::Study& study, const NamedValues& values,
                     Participant* participant, std::vector<std::string>* unknown) {
  participant->set_role(Get(values, kPersonRole));
  Participant::Consent consent = Participant::CONSENT_UNSPECIFIED;
  Participant::Consent_Parse(absl::StrCat(kConsentPrefix, Get(values, kPersonConsent)), &consent);
  participant->set_consent(consent);
  participant->set_seat(NumberOf(values, kPersonSeat));
  Date day;
  const std::string consent_day = Get(values, kPersonConsentDay);
  if (!consent_day.empty() && ReadDate(consent_day, &day)) {
    *participant->mutable_consent_date() = day;
  }
  for (const auto& [name, value] : values) {
    if (absl::StartsWith(name, "lotse.") || value.empty()) continue;
    if (!IsCategory(study, name, value)) {
      unknown->push_back(name);
      continue;
    }
    auto* const told = participant->add_values();
    told->set_attribute(name);
    told->set_category(value);
  }
}

}  // namespace

NamedValues ValuesOfCase(const StudyCase& study_case) {
  NamedValues values;
  Set(kCaseKind, Without(kKindPrefix, StudyCase::Kind_Name(study_case.kind())), &values);
  if (study_case.title().variants_size() > 0) {
    const std::string& language = study_case.title().variants(0).language();
    if (language != kGerman) Set(kCaseLanguage, language, &values);
  }
  Set(kCaseHeld, ToText(study_case.held_date()), &values);
  if (study_case.duration_minutes() > 0) {
    Set(kCaseMinutes, absl::StrCat(study_case.duration_minutes()), &values);
  }
  const std::string& guide = study_case.guide();
  if (!guide.empty()) Set(kCaseGuide, guide.substr(guide.rfind('/') + 1), &values);
  const v1alpha::DocumentSource& document = study_case.document();
  Set(kDocumentCitation, document.citation(), &values);
  Set(kDocumentFoundAt, document.found_at(), &values);
  Set(kDocumentPublished, ToText(document.publication_date()), &values);
  Set(kDocumentCriteria, absl::StrJoin(document.criteria(), " "), &values);
  Set(kDocumentSum, document.sha256(), &values);
  // Of the wave what stands behind the engagement, which is the same.
  const std::string& wave = study_case.open_answers().wave();
  const size_t below = wave.find("surveys/");
  if (below != std::string::npos) Set(kAnswersWave, wave.substr(below), &values);
  Set(kAnswersQuestion, study_case.open_answers().question_code(), &values);
  return values;
}

bool ReadCase(const NamedValues& values, absl::string_view study, StudyCase* study_case) {
  StudyCase::Kind kind = StudyCase::KIND_UNSPECIFIED;
  if (!StudyCase::Kind_Parse(absl::StrCat(kKindPrefix, Get(values, kCaseKind)), &kind)) {
    return false;
  }
  study_case->set_kind(kind);
  Date held;
  if (!ReadDate(Get(values, kCaseHeld), &held) || held.day() == 0) return false;
  *study_case->mutable_held_date() = held;
  study_case->set_duration_minutes(NumberOf(values, kCaseMinutes));
  const std::string guide = Get(values, kCaseGuide);
  if (!guide.empty()) study_case->set_guide(absl::StrCat(study, "/guides/", guide));
  const std::string language = Get(values, kCaseLanguage);
  auto* const title = study_case->mutable_title()->add_variants();
  title->set_language(language.empty() ? std::string(kGerman) : language);
  ReadDocument(values, study_case);
  if (kind == StudyCase::KIND_OPEN_ANSWERS) {
    study_case->mutable_open_answers()->set_wave(
        absl::StrCat(schema::ParentOf(study), "/", Get(values, kAnswersWave)));
    study_case->mutable_open_answers()->set_question_code(Get(values, kAnswersQuestion));
  }
  return true;
}

NamedValues ValuesOfParticipant(const Participant& participant) {
  NamedValues values;
  Set(kPersonRole, participant.role(), &values);
  Set(kPersonConsent, Without(kConsentPrefix, Participant::Consent_Name(participant.consent())),
      &values);
  Set(kPersonConsentDay, ToText(participant.consent_date()), &values);
  if (participant.seat() > 0) Set(kPersonSeat, absl::StrCat(participant.seat()), &values);
  for (const v1alpha::ParticipantValue& each : participant.values()) {
    Set(each.attribute(), each.category(), &values);
  }
  return values;
}

NamedValues ValuesOfStaff(const CaseStaff& staff) {
  NamedValues values;
  Set(kStaffRole, Without(kRolePrefix, CaseStaff::Role_Name(staff.role())), &values);
  return values;
}

bool ReadPerson(const v1alpha::Study& study, absl::string_view pseudonym, const NamedValues& values,
                StudyCase* study_case, std::vector<std::string>* unknown) {
  CaseStaff::Role role = CaseStaff::ROLE_UNSPECIFIED;
  if (!Get(values, kPersonRole).empty()) {
    Participant* const participant = study_case->add_participants();
    participant->set_pseudonym(std::string(pseudonym));
    ReadParticipant(study, values, participant, unknown);
    return true;
  }
  if (!CaseStaff::Role_Parse(absl::StrCat(kRolePrefix, Get(values, kStaffRole)), &role)) {
    return false;
  }
  CaseStaff* const staff = study_case->add_staff();
  staff->set_pseudonym(std::string(pseudonym));
  staff->set_role(role);
  return true;
}

}  // namespace lotse::survey::projects
