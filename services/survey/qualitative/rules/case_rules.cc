#include "services/survey/qualitative/rules/case_rules.h"

#include <algorithm>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "runtime/types/date.h"
#include "runtime/types/resource_name.h"
#include "runtime/types/text.h"
#include "services/survey/domain/field_checks.h"
#include "services/survey/domain/retention_rules.h"
#include "services/survey/engine/code_rules.h"
#include "services/survey/qualitative/rules/codes.h"
#include "services/survey/qualitative/rules/speaker_groups.h"

namespace lotse::survey::qualitative {
namespace {

using rpc::FieldViolations;
using v1alpha::CaseStaff;
using v1alpha::Participant;
using v1alpha::Study;
using v1alpha::StudyCase;
using Seen = absl::flat_hash_set<std::string>;

bool IsConversation(const StudyCase& study_case) {
  return study_case.kind() != StudyCase::KIND_DOCUMENT &&
         study_case.kind() != StudyCase::KIND_OPEN_ANSWERS;
}

// Fewest and most participants of a kind.
std::pair<int, int> ParticipantsOf(StudyCase::Kind kind) {
  switch (kind) {
    case StudyCase::KIND_INTERVIEW:
    case StudyCase::KIND_IN_DEPTH_INTERVIEW:
      return {1, 1};
    case StudyCase::KIND_FOCUS_GROUP:
      return {2, kMaxGroup};
    case StudyCase::KIND_PARTICIPATION_EVENT:
      return {0, kMaxEvent};
    default:
      return {0, 0};
  }
}

void CheckPseudonym(const std::string& field, const std::string& pseudonym, Seen* seen,
                    FieldViolations* violations) {
  if (!IsPseudonym(pseudonym)) {
    violations->push_back(
        {field,
         "missing or not a pseudonym; give 1 to 4 capital letters and 1 to 4 digits, such "
         "as P07, and never a name"});
  } else if (!seen->insert(pseudonym).second) {
    violations->push_back({field, "is there twice; give each person one of their own"});
  }
}

// Whether the study has this category of this attribute.
bool HasCategory(const Study& study, const v1alpha::ParticipantValue& value) {
  for (const auto& attribute : study.attributes()) {
    if (attribute.code() != value.attribute()) continue;
    return std::any_of(attribute.categories().begin(), attribute.categories().end(),
                       [&](const auto& each) { return each.code() == value.category(); });
  }
  return false;
}

bool HasRole(const Study& study, const std::string& code) {
  return std::any_of(study.roles().begin(), study.roles().end(),
                     [&](const auto& role) { return role.code() == code; });
}

// Whether somebody agreed after the case, as far as both days are real ones.
bool AgreedLater(const StudyCase& study_case, const Participant& participant) {
  FieldViolations ignored;
  return !HasWithdrawn(participant) && participant.has_consent_date() &&
         types::CheckDate("", participant.consent_date(), &ignored) &&
         types::CheckDate("", study_case.held_date(), &ignored) &&
         types::ToCivil(participant.consent_date()) > types::ToCivil(study_case.held_date());
}

// Whether the day of a consent may be after the case, as somebody had taken theirs back before, or
// since such a day is taken already. The day is a real one.
bool AgreedAnew(const StudyCase* before, const Participant& participant) {
  if (before == nullptr) return false;
  const auto& all = before->participants();
  const auto was = std::find_if(all.begin(), all.end(), [&](const Participant& each) {
    return each.pseudonym() == participant.pseudonym();
  });
  if (was == all.end()) return false;
  if (HasWithdrawn(*was)) return true;
  const absl::CivilDay day = types::ToCivil(participant.consent_date());
  return was->has_consent_date() && types::ToCivil(was->consent_date()) == day &&
         day > types::ToCivil(before->held_date());
}

void CheckConsent(const StudyCase& study_case, const StudyCase* before,
                  const Participant& participant, const std::string& path,
                  FieldViolations* violations) {
  if (!Participant::Consent_IsValid(participant.consent())) {
    violations->push_back({path + "consent", "not known; give what they agreed to"});
  }
  if (!participant.has_consent_date()) return;
  if (!types::CheckDate(path + "consent_date", participant.consent_date(), violations)) return;
  if (AgreedLater(study_case, participant) && !AgreedAnew(before, participant)) {
    violations->push_back(
        {path + "consent_date", "is after the case; people agree before they are asked"});
  }
}

void CheckParticipants(const Study& study, const StudyCase& study_case, const StudyCase* before,
                       Seen* pseudonyms, FieldViolations* violations) {
  const auto [least, most] = ParticipantsOf(study_case.kind());
  CheckCount("study_case.participants", study_case.participants_size(), least, most, violations);
  absl::flat_hash_set<int> seats;
  for (int i = 0; i < study_case.participants_size(); ++i) {
    const Participant& participant = study_case.participants(i);
    const std::string path = absl::StrCat("study_case.participants[", i, "].");
    CheckPseudonym(path + "pseudonym", participant.pseudonym(), pseudonyms, violations);
    if (!HasRole(study, participant.role())) {
      violations->push_back({path + "role", "not a role of the study; give the code of one"});
    }
    Seen attributes;
    for (int k = 0; k < participant.values_size(); ++k) {
      const std::string below = absl::StrCat(path, "values[", k, "]");
      // What was given is not repeated: it may be a name.
      if (!HasCategory(study, participant.values(k))) {
        violations->push_back({below,
                               "not a category of an attribute of the study; give the "
                               "codes of both"});
      } else if (!attributes.insert(participant.values(k).attribute()).second) {
        violations->push_back({below, "a second value of one attribute; give one of each"});
      }
    }
    CheckCount(path + "seat", participant.seat(), 0, kMaxSeat, violations);
    if (participant.seat() > 0 && !seats.insert(participant.seat()).second) {
      violations->push_back({path + "seat", "is taken; give each person one of their own"});
    }
    CheckConsent(study_case, before, participant, path, violations);
  }
}

void CheckStaff(const StudyCase& study_case, Seen* pseudonyms, FieldViolations* violations) {
  CheckCount("study_case.staff", study_case.staff_size(), 0,
             IsConversation(study_case) ? kMaxStaff : 0, violations);
  bool moderated = false;
  for (int i = 0; i < study_case.staff_size(); ++i) {
    const CaseStaff& staff = study_case.staff(i);
    const std::string path = absl::StrCat("study_case.staff[", i, "].");
    CheckPseudonym(path + "pseudonym", staff.pseudonym(), pseudonyms, violations);
    moderated = moderated || staff.role() == CaseStaff::ROLE_MODERATOR;
    if (staff.role() == CaseStaff::ROLE_UNSPECIFIED || !CaseStaff::Role_IsValid(staff.role())) {
      violations->push_back({path + "role", "missing or unknown; say what they did"});
    }
  }
  if (study_case.kind() == StudyCase::KIND_FOCUS_GROUP && !moderated) {
    violations->push_back({"study_case.staff", "nobody moderates; give one with ROLE_MODERATOR"});
  }
}

void CheckNeeded(const std::string& field, bool there, bool needed, FieldViolations* violations) {
  if (there == needed) return;
  violations->push_back({field, needed ? "missing; this kind of case needs it"
                                       : "does not belong to this kind of case; leave it out"});
}

// Documents are older than the days that types::CheckDate takes, and often dated by year alone.
void CheckPublicationDate(const google::type::Date& date, FieldViolations* violations) {
  const int year = date.year(), month = date.month(), day = date.day();
  const bool real = month == 0 ? day == 0
                               : month >= 1 && month <= 12 && day >= 0 && day <= 31 &&
                                     absl::CivilDay(year, month, std::max(day, 1)).month() == month;
  if (year >= 1 && year <= kLastPublicationYear && real) return;
  violations->push_back({"study_case.document.publication_date",
                         "not a day, month or year from 1 to 2200; give a year, or a year with "
                         "month, or a day"});
}

void CheckDocument(const StudyCase& study_case, FieldViolations* violations) {
  CheckNeeded("study_case.document", study_case.has_document(),
              study_case.kind() == StudyCase::KIND_DOCUMENT, violations);
  if (!study_case.has_document()) return;
  const v1alpha::DocumentSource& document = study_case.document();
  if (document.citation().empty()) {
    violations->push_back({"study_case.document.citation", "missing; say how it is cited"});
  }
  CheckLine("study_case.document.citation", document.citation(), kMaxCitationBytes, violations);
  CheckLine("study_case.document.found_at", document.found_at(), kMaxCitationBytes, violations);
  if (document.has_publication_date())
    CheckPublicationDate(document.publication_date(), violations);
  CheckCount("study_case.document.criteria", document.criteria_size(), 0, kMaxCriteria, violations);
  Seen criteria;
  for (int i = 0; i < document.criteria_size(); ++i) {
    CheckNewCode(absl::StrCat("study_case.document.criteria[", i, "]"), document.criteria(i),
                 &criteria, violations);
  }
  if (!document.sha256().empty() && !IsSha256(document.sha256())) {
    violations->push_back(
        {"study_case.document.sha256", "not a SHA-256; give 64 hexadecimal digits in lower case"});
  }
}

void CheckOpenAnswers(const StudyCase& study_case, FieldViolations* violations) {
  CheckNeeded("study_case.open_answers", study_case.has_open_answers(),
              study_case.kind() == StudyCase::KIND_OPEN_ANSWERS, violations);
  if (!study_case.has_open_answers()) return;
  const std::string& wave = study_case.open_answers().wave();
  const bool is_wave = !types::CheckName("study_case.open_answers.wave",
                                         "programmes/{programme}/engagements/{engagement}/surveys/"
                                         "{survey}/waves/{wave}",
                                         wave, violations)
                            .empty();
  if (is_wave && types::Prefix(wave, 2) != types::Prefix(study_case.name(), 2)) {
    violations->push_back({"study_case.open_answers.wave",
                           "belongs to another engagement; give one of this engagement"});
  }
  if (!IsQuestionCode(study_case.open_answers().question_code())) {
    violations->push_back(
        {"study_case.open_answers.question_code", "missing or not the code of a question"});
  }
}

void CheckGuideName(const StudyCase& study_case, FieldViolations* violations) {
  constexpr char kField[] = "study_case.guide";
  CheckNeeded(kField, /*there=*/true, /*needed=*/IsConversation(study_case), violations);
  const bool is_guide = !types::CheckName(kField,
                                          "programmes/{programme}/engagements/{engagement}/"
                                          "studies/{study}/guides/{guide}",
                                          study_case.guide(), violations)
                             .empty();
  if (is_guide && types::Prefix(study_case.guide(), 3) != types::Prefix(study_case.name(), 3)) {
    violations->push_back({kField, "belongs to another study; give one of this study"});
  }
}

}  // namespace

FieldViolations CheckCase(const Study& study, const StudyCase& study_case,
                          const StudyCase* before) {
  FieldViolations violations;
  types::CheckText("study_case.title", study_case.title(), &violations);
  const auto& kinds = study.kinds();
  if (std::find(kinds.begin(), kinds.end(), study_case.kind()) == kinds.end()) {
    violations.push_back({"study_case.kind", "not a kind that the study has; see Study.kinds"});
    return violations;
  }
  types::CheckDate("study_case.held_date", study_case.held_date(), &violations);
  CheckCount("study_case.duration_minutes", study_case.duration_minutes(), 0, kMaxCaseMinutes,
             &violations);
  if (!study_case.guide().empty()) {
    CheckGuideName(study_case, &violations);
  }
  Seen pseudonyms;
  CheckParticipants(study, study_case, before, &pseudonyms, &violations);
  CheckStaff(study_case, &pseudonyms, &violations);
  CheckDocument(study_case, &violations);
  CheckOpenAnswers(study_case, &violations);
  return violations;
}

bool LeaveOutLaterConsentDays(StudyCase* study_case) {
  bool any = false;
  for (Participant& each : *study_case->mutable_participants()) {
    if (!AgreedLater(*study_case, each)) continue;
    each.clear_consent_date();
    any = true;
  }
  return any;
}

FieldViolations CheckGuideFits(const v1alpha::Guide& guide, const StudyCase& study_case) {
  const auto& kinds = guide.kinds();
  if (std::find(kinds.begin(), kinds.end(), study_case.kind()) != kinds.end()) return {};
  return {{"study_case.guide", "is not for this kind of case; give one that is, see Guide.kinds"}};
}

void SetComputed(const v1alpha::StudyRetention& retention, StudyCase* study_case) {
  study_case->set_restricted(study_case->kind() == StudyCase::KIND_IN_DEPTH_INTERVIEW);
  const absl::CivilDay held = types::ToCivil(study_case->held_date());
  *study_case->mutable_names_due_date() =
      types::ToDate(MonthsLater(held, retention.names_months()) + 1);
  study_case->clear_material_due_date();
  if (retention.material_months() == 0) return;
  *study_case->mutable_material_due_date() =
      types::ToDate(MonthsLater(held, retention.material_months()) + 1);
}

absl::Status CheckTakesTexts(const StudyCase& study_case) {
  std::vector<rpc::Obstacle> obstacles;
  bool any = study_case.participants().empty();
  for (int i = 0; i < study_case.participants_size(); ++i) {
    const Participant& participant = study_case.participants(i);
    any = any || !HasWithdrawn(participant);
    // No case with such a participant is stored; here a text is at stake.
    if (participant.consent() != Participant::CONSENT_UNSPECIFIED) continue;
    obstacles.push_back({absl::StrCat(study_case.name(), "#participants[", i, "]"),
                         {"hat keine bekannte Einwilligung; tragen Sie ein, wozu sie erteilt wurde",
                          "has no known consent; say what they agreed to"}});
  }
  if (!any) {
    obstacles.push_back({study_case.name(),
                         {"hat nur Teilnehmende, die ihre Einwilligung widerrufen haben",
                          "has only participants who took their consent back"}});
  }
  return rpc::Preconditions(type::v1alpha::ERROR_REASON_RELEASE_BLOCKED, obstacles);
}

FieldViolations CheckTextsNotDue(const StudyCase& study_case, absl::CivilDay today) {
  const bool due =
      study_case.has_material_due_date() && types::ToCivil(study_case.material_due_date()) <= today;
  if (!due) return {};
  return {{"parent", "its texts are due to be erased; none is stored any more"}};
}

FieldViolations CheckParticipantName(const StudyCase& study_case,
                                     const v1alpha::ParticipantName& name, absl::CivilDay today) {
  FieldViolations violations;
  const auto& participants = study_case.participants();
  const bool there = std::any_of(participants.begin(), participants.end(), [&](const auto& each) {
    return each.pseudonym() == name.pseudonym();
  });
  if (!there) {
    violations.push_back({"participant_name.pseudonym", "not one of a participant of the case"});
  }
  if (name.person().empty()) {
    violations.push_back({"participant_name.person", "missing; leave the whole out instead"});
  }
  CheckLine("participant_name.person", name.person(), kMaxPersonBytes, &violations);
  CheckLine("participant_name.contact", name.contact(), kMaxContactBytes, &violations);
  const absl::CivilDay due = types::ToCivil(study_case.names_due_date());
  if (due <= today) {
    violations.push_back({"parent", "its names are due to be erased; none is stored any more"});
  } else if (name.has_erase_date() &&
             types::CheckDate("participant_name.erase_date", name.erase_date(), &violations)) {
    const absl::CivilDay erased = types::ToCivil(name.erase_date());
    if (erased > due || erased <= today) {
      violations.push_back(
          {"participant_name.erase_date",
           absl::StrCat("give a day after today and not after ", absl::FormatCivilTime(due),
                        ", when the names of the case are erased")});
    }
  }
  return violations;
}

}  // namespace lotse::survey::qualitative
