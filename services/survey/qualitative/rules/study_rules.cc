#include "services/survey/qualitative/rules/study_rules.h"

#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "runtime/types/external_id.h"
#include "runtime/types/resource_name.h"
#include "runtime/types/text.h"
#include "services/survey/domain/field_checks.h"
#include "services/survey/domain/retention_rules.h"
#include "services/survey/qualitative/rules/codes.h"

namespace lotse::survey::qualitative {
namespace {

using rpc::FieldViolations;
using v1alpha::Guide;
using v1alpha::Study;
using v1alpha::StudyCase;
using Seen = absl::flat_hash_set<std::string>;

constexpr size_t kMaxVersionBytes = 40;

void CheckKinds(const std::string& field, const google::protobuf::RepeatedField<int>& kinds,
                int last, FieldViolations* violations) {
  if (kinds.empty()) violations->push_back({field, "missing; give at least one kind of cases"});
  absl::flat_hash_set<int> seen;
  for (int i = 0; i < kinds.size(); ++i) {
    const std::string path = absl::StrCat(field, "[", i, "]");
    if (kinds[i] <= StudyCase::KIND_UNSPECIFIED || kinds[i] > last) {
      violations->push_back({path, absl::StrCat("not a kind that can be here; give one up to ",
                                                StudyCase::Kind_Name(last))});
    } else if (!seen.insert(kinds[i]).second) {
      violations->push_back({path, "is there twice; give each kind once"});
    }
  }
}

void CheckCoders(const Study& study, FieldViolations* violations) {
  CheckCount("study.coders", study.coders_size(), 0, kMaxCoders, violations);
  Seen ids, subjects;
  for (int i = 0; i < study.coders_size(); ++i) {
    const v1alpha::StudyCoder& coder = study.coders(i);
    const std::string path = absl::StrCat("study.coders[", i, "].");
    types::CheckId(path + "coder_id", coder.coder_id(), violations);
    if (!ids.insert(coder.coder_id()).second) {
      violations->push_back({path + "coder_id", "is there twice; give each an id of its own"});
    }
    if (coder.subject().empty()) {
      violations->push_back({path + "subject", "missing; give the subject of their access token"});
      continue;
    }
    CheckLine(path + "subject", coder.subject(), kMaxSubjectBytes, violations);
    if (!subjects.insert(coder.subject()).second) {
      violations->push_back({path + "subject", "is there twice; one person is one coder"});
    }
  }
}

void CheckAttributes(const Study& study, FieldViolations* violations) {
  CheckCount("study.attributes", study.attributes_size(), 0, kMaxAttributes, violations);
  Seen codes;
  for (int i = 0; i < study.attributes_size(); ++i) {
    const v1alpha::ParticipantAttribute& attribute = study.attributes(i);
    const std::string path = absl::StrCat("study.attributes[", i, "].");
    CheckNewCode(path + "code", attribute.code(), &codes, violations);
    types::CheckText(path + "label", attribute.label(), violations);
    CheckCount(path + "categories", attribute.categories_size(), 2, kMaxAttributeCategories,
               violations);
    Seen of_attribute;
    for (int k = 0; k < attribute.categories_size(); ++k) {
      const std::string below = absl::StrCat(path, "categories[", k, "].");
      CheckNewCode(below + "code", attribute.categories(k).code(), &of_attribute, violations);
      types::CheckText(below + "label", attribute.categories(k).label(), violations);
    }
  }
}

void CheckRoles(const Study& study, FieldViolations* violations) {
  CheckCount("study.roles", study.roles_size(), 0, kMaxRoles, violations);
  Seen codes;
  for (int i = 0; i < study.roles_size(); ++i) {
    const std::string path = absl::StrCat("study.roles[", i, "].");
    CheckNewCode(path + "code", study.roles(i).code(), &codes, violations);
    types::CheckText(path + "label", study.roles(i).label(), violations);
  }
}

void CheckStudyRetention(const v1alpha::StudyRetention& retention, FieldViolations* violations) {
  CheckCount("study.retention.names_months", retention.names_months(), 1, kMaxNamesMonths,
             violations);
  CheckCount("study.retention.material_months", retention.material_months(), 0, kMaxMaterialMonths,
             violations);
  if (retention.material_months() > 0 && retention.material_months() < retention.names_months()) {
    violations->push_back({"study.retention.names_months",
                           "is longer than what people said is kept; give at most "
                           "`material_months`"});
  }
  CheckLine("study.retention.reason", retention.reason(), kMaxReasonBytes, violations);
}

using Referred = std::vector<std::pair<std::string, std::string>>;

// What cases may refer to, each with the field that it is in.
Referred ReferredToByCases(const Study& study) {
  Referred all;
  for (const int kind : study.kinds()) all.emplace_back("kinds", absl::StrCat(kind));
  for (const auto& role : study.roles()) all.emplace_back("roles", role.code());
  for (const auto& attribute : study.attributes()) {
    for (const auto& category : attribute.categories()) {
      all.emplace_back("attributes", absl::StrCat(attribute.code(), "/", category.code()));
    }
  }
  return all;
}

// What codings may refer to.
Referred ReferredToByCodings(const Study& study) {
  Referred all;
  for (const auto& coder : study.coders()) all.emplace_back("coders", coder.coder_id());
  return all;
}

// The field of the first that is not in `after`; empty: none.
std::string FieldThatLacksOne(const Referred& before, const Referred& after) {
  const absl::flat_hash_set<std::pair<std::string, std::string>> kept(after.begin(), after.end());
  for (const auto& each : before) {
    if (!kept.contains(each)) return each.first;
  }
  return "";
}

absl::Status Refuse(const Study& study, absl::string_view field, absl::string_view why) {
  return rpc::Error(type::v1alpha::ERROR_REASON_WRONG_STATE,
                    absl::StrCat(study.name(), ": ", field, " ", why),
                    {{"resource", study.name()}, {"field", field}});
}

// Those who took part were told how long what they said is kept.
absl::Status CheckLongerPeriods(const v1alpha::StudyRetention& was,
                                const v1alpha::StudyRetention& is) {
  const bool longer = IsLongerPeriod(was.names_months(), is.names_months()) ||
                      IsLongerPeriod(was.material_months(), is.material_months());
  if (!longer || HasNewReason(was.reason(), is.reason())) return absl::OkStatus();
  return rpc::InvalidFields(
      {{"study.retention.reason",
        "missing; why longer than those who took part were told? Give a new one",
        "fehlt; warum länger, als denen gesagt wurde, die teilgenommen haben? Geben Sie eine neue "
        "Begründung an"}});
}

void CheckQuestions(const v1alpha::GuideSection& section, const std::string& path, Seen* codes,
                    FieldViolations* violations) {
  CheckCount(path + "questions", section.questions_size(), 0, kMaxQuestions, violations);
  int planned = 0;
  for (int i = 0; i < section.questions_size(); ++i) {
    const v1alpha::GuideQuestion& question = section.questions(i);
    const std::string below = absl::StrCat(path, "questions[", i, "].");
    CheckNewCode(below + "code", question.code(), codes, violations);
    types::CheckText(below + "text", question.text(), violations);
    CheckCount(below + "prompts", question.prompts_size(), 0, kMaxPrompts, violations);
    for (int k = 0; k < question.prompts_size(); ++k) {
      types::CheckText(absl::StrCat(below, "prompts[", k, "]"), question.prompts(k), violations);
    }
    CheckCount(below + "minutes", question.minutes(), 0, kMaxMinutes, violations);
    if (question.minutes() > 0 && question.minutes() <= kMaxMinutes) planned += question.minutes();
  }
  CheckCount(path + "minutes", section.minutes(), 0, kMaxMinutes, violations);
  if (section.minutes() > 0 && planned > section.minutes()) {
    violations->push_back({path + "minutes", absl::StrCat("its questions take ", planned,
                                                          " minutes; give at least as many")});
  }
}

}  // namespace

FieldViolations CheckStudy(const Study& study) {
  FieldViolations violations;
  types::CheckText("study.title", study.title(), &violations);
  types::CheckText("study.research_question", study.research_question(), &violations,
                   types::Presence::kOptional);
  if (!study.phase_id().empty()) types::CheckId("study.phase_id", study.phase_id(), &violations);
  CheckKinds("study.kinds", study.kinds(), StudyCase::KIND_OPEN_ANSWERS, &violations);
  CheckCoders(study, &violations);
  CheckAttributes(study, &violations);
  CheckRoles(study, &violations);
  CheckStudyRetention(study.retention(), &violations);
  types::CheckExternalIds("study.external_ids", study.external_ids(), &violations);
  return violations;
}

absl::Status CheckStudyUpdate(const Study& before, const Study& after, bool has_cases,
                              bool has_codings) {
  if (has_codings && after.blind() && !before.blind()) {
    return Refuse(after, "blind", "cannot be set: coders saw the codings of others already");
  }
  std::string lacks;
  // Codings lie on texts of cases.
  if (has_cases || has_codings) {
    lacks = FieldThatLacksOne(ReferredToByCases(before), ReferredToByCases(after));
  }
  if (!lacks.empty()) return Refuse(after, lacks, "lacks something that cases may have");
  if (has_codings) {
    lacks = FieldThatLacksOne(ReferredToByCodings(before), ReferredToByCodings(after));
  }
  if (!lacks.empty()) return Refuse(after, lacks, "lacks somebody who may have coded");
  return has_cases ? CheckLongerPeriods(before.retention(), after.retention()) : absl::OkStatus();
}

FieldViolations CheckGuide(const Guide& guide) {
  FieldViolations violations;
  types::CheckText("guide.title", guide.title(), &violations);
  CheckLine("guide.version", guide.version(), kMaxVersionBytes, &violations);
  if (guide.version().empty()) {
    violations.push_back({"guide.version", "missing; say which version it is, for example `1`"});
  }
  CheckKinds("guide.kinds", guide.kinds(), StudyCase::KIND_PARTICIPATION_EVENT, &violations);
  CheckCount("guide.sections", guide.sections_size(), 1, kMaxSections, &violations);
  Seen codes;
  for (int i = 0; i < guide.sections_size(); ++i) {
    const std::string path = absl::StrCat("guide.sections[", i, "].");
    CheckNewCode(path + "code", guide.sections(i).code(), &codes, &violations);
    types::CheckText(path + "title", guide.sections(i).title(), &violations);
    CheckQuestions(guide.sections(i), path, &codes, &violations);
  }
  if (guide.replaces().empty()) return violations;
  if (types::CheckName("guide.replaces",
                       "programmes/{programme}/engagements/{engagement}/studies/{study}/"
                       "guides/{guide}",
                       guide.replaces(), &violations)
          .empty()) {
    return violations;
  }
  if (guide.replaces() == guide.name()) {
    violations.push_back({"guide.replaces", "is this guide itself; give a former one"});
  } else if (types::Prefix(guide.replaces(), 3) != types::Prefix(guide.name(), 3)) {
    violations.push_back({"guide.replaces", "belongs to another study; give one of this study"});
  }
  return violations;
}

}  // namespace lotse::survey::qualitative
