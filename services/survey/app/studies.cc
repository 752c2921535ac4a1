#include "services/survey/app/studies.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/time/civil_time.h"
#include "lotse/survey/v1alpha/study_service.pb.h"
#include "runtime/rpc/error.h"
#include "runtime/rpc/field_violation.h"
#include "runtime/schema/address.h"
#include "runtime/types/date.h"
#include "services/survey/app/all_cases.h"
#include "services/survey/app/rules.h"
#include "services/survey/domain/retention_rules.h"
#include "services/survey/qualitative/material/coding_rows.h"
#include "services/survey/qualitative/rules/case_rules.h"
#include "services/survey/qualitative/rules/case_update_rules.h"
#include "services/survey/qualitative/rules/material_due.h"
#include "services/survey/qualitative/rules/study_rules.h"

namespace lotse::survey {
namespace {

using qualitative::StudyStore;
using resource::Tx;
using v1alpha::Guide;
using v1alpha::Study;
using v1alpha::StudyCase;

// Whether a study has cases, deleted ones too.
absl::StatusOr<bool> HasCases(Tx& tx, const std::string& study) {
  resource::Page page;
  page.parent = study;
  page.size = 1;
  page.show_deleted = true;
  v1alpha::ListStudyCasesResponse found;
  if (absl::Status s = tx.List(page, &found); !s.ok()) return s;
  return found.study_cases_size() > 0;
}

absl::StatusOr<bool> HasCodings(StudyStore& studies, const std::string& study) {
  const auto files = studies.Find(study);
  if (!files.ok()) return files.status();
  bool any = false;
  if (*files == nullptr) return any;
  const absl::Status read = (*files)->Read({}, [&](sql::Connection& connection) {
    any = qualitative::AnyCoding(connection);
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  return any;
}

// Makes the period of a study that of its cases, deleted ones too, for the reason that was given
// now.
absl::Status FollowStudyRetention(Tx& tx, const Study& study, const std::string& reason) {
  std::vector<StudyCase> cases;
  const absl::Status read = ForAllCases(tx, study.name(), "", [&cases](StudyCase& each) {
    cases.push_back(std::move(each));
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  for (StudyCase& each : cases) {
    qualitative::SetComputed(study.retention(), &each);
    if (absl::Status s = tx.Save("RETENTION", reason, &each); !s.ok()) return s;
  }
  return absl::OkStatus();
}

absl::Status UpdateStudy(Tx& tx, StudyStore& studies, const Study& before, const Study& after) {
  const absl::StatusOr<bool> has_cases = HasCases(tx, before.name());
  if (!has_cases.ok()) return has_cases.status();
  absl::Status allowed =
      qualitative::CheckStudyUpdate(before, after, *has_cases, /*has_codings=*/true);
  // The files are asked only where it depends on them: most changes need none.
  if (!allowed.ok()) {
    const absl::StatusOr<bool> has_codings = HasCodings(studies, before.name());
    if (!has_codings.ok()) return has_codings.status();
    allowed = qualitative::CheckStudyUpdate(before, after, *has_cases, *has_codings);
  }
  if (!allowed.ok()) return allowed;
  const auto& was = before.retention();
  const auto& is = after.retention();
  if (was.names_months() == is.names_months() && was.material_months() == is.material_months()) {
    return absl::OkStatus();
  }
  // That from before was for another period.
  return FollowStudyRetention(tx, after,
                              HasNewReason(was.reason(), is.reason()) ? is.reason() : "");
}

// Checks a case against its study, its guide and what it was `before`, nullptr for a new one, and
// sets what follows from them.
absl::Status CompleteCase(Tx& tx, const StudyCase* before, StudyCase* study_case) {
  Study study;
  if (absl::Status s = tx.Load(schema::ParentOf(study_case->name()), &study); !s.ok()) return s;
  rpc::FieldViolations violations = qualitative::CheckCase(study, *study_case, before);
  if (before != nullptr) {
    for (rpc::FieldViolation& each : qualitative::CheckCaseUpdate(*before, *study_case)) {
      violations.push_back(std::move(each));
    }
  }
  if (absl::Status s = rpc::InvalidFields(violations); !s.ok()) return s;
  qualitative::SetComputed(study.retention(), study_case);
  if (before != nullptr) {
    const absl::CivilDay today = types::ToCivil(types::DayInBerlin(tx.now()));
    violations = qualitative::CheckNotDueAtOnce(*before, *study_case, today);
    if (absl::Status s = rpc::InvalidFields(violations); !s.ok()) return s;
  }
  if (study_case->guide().empty()) return absl::OkStatus();
  Guide guide;
  const absl::Status loaded = tx.Load(study_case->guide(), &guide);
  // What is not there is told where references are looked up.
  if (absl::IsNotFound(loaded)) return absl::OkStatus();
  if (!loaded.ok()) return loaded;
  return rpc::InvalidFields(qualitative::CheckGuideFits(guide, *study_case));
}

}  // namespace

void AddStudyRules(StudyStore* studies, resource::Standard* standard) {
  resource::RulesOf<Study> of_studies;
  of_studies.check = &qualitative::CheckStudy;
  of_studies.update = [studies](Tx& tx, const Study& before, Study* after) {
    return UpdateStudy(tx, *studies, before, *after);
  };
  of_studies.restore = [](Tx&, const Study& study) { return qualitative::CheckRestorable(study); };
  standard->Add(of_studies);

  resource::RulesOf<Guide> of_guides;
  of_guides.check = &qualitative::CheckGuide;
  of_guides.create = [](Tx&, Guide* guide) { return SetContentHash(guide); };
  standard->Add(of_guides);

  resource::RulesOf<StudyCase> of_cases;
  of_cases.create = [](Tx& tx, StudyCase* made) {
    return CompleteCase(tx, /*before=*/nullptr, made);
  };
  of_cases.update = [](Tx& tx, const StudyCase& before, StudyCase* after) {
    return CompleteCase(tx, &before, after);
  };
  standard->Add(of_cases);
}

}  // namespace lotse::survey
