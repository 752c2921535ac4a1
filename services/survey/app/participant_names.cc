#include "services/survey/app/participant_names.h"

#include <algorithm>
#include <string>

#include "lotse/survey/v1alpha/study_case.pb.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/address.h"
#include "runtime/types/date.h"
#include "services/survey/domain/field_checks.h"
#include "services/survey/qualitative/material/name_rows.h"
#include "services/survey/qualitative/rules/case_rules.h"
#include "services/survey/qualitative/rules/codes.h"
#include "services/survey/qualitative/rules/material_due.h"

namespace lotse::survey {
namespace {

using qualitative::StoredName;
using qualitative::StudyStore;
using v1alpha::ParticipantName;
using v1alpha::StudyCase;

std::string StudyOf(const std::string& study_case) {
  return std::string(schema::ParentOf(study_case));
}

std::string IdOf(const std::string& name) { return name.substr(name.rfind('/') + 1); }

// As files have days.
constexpr absl::CivilDay kFirstDay(1970, 1, 1);

StoredName ToStore(const StudyCase& study_case, const ParticipantName& name) {
  const auto& last = name.has_erase_date() ? name.erase_date() : study_case.names_due_date();
  return {IdOf(study_case.name()), name.pseudonym(), name.person(), name.contact(),
          types::ToCivil(last) - kFirstDay};
}

void Tell(const std::string& study_case, const StoredName& stored, ParticipantName* name) {
  name->set_study_case(study_case);
  name->set_pseudonym(stored.pseudonym);
  name->set_person(stored.person);
  name->set_contact(stored.contact);
  *name->mutable_erase_date() = types::ToDate(kFirstDay + stored.erase_day);
}

// What was given is not repeated: it may be a name.
rpc::FieldViolations CheckErasure(const v1alpha::EraseParticipantNameRequest& q) {
  rpc::FieldViolations violations;
  if (!qualitative::IsPseudonym(q.pseudonym())) {
    violations.push_back({"pseudonym", "missing or not a pseudonym, such as P07"});
  }
  CheckReasonGiven(q.reason(), "why is it erased?", &violations);
  return violations;
}

}  // namespace

absl::Status SetParticipantName(resource::Store& store, StudyStore& studies, const OnBehalf& caller,
                                const v1alpha::SetParticipantNameRequest& q, ParticipantName* r) {
  StudyCase study_case;
  const absl::Status noted = store.WriteAndWait(caller.cause, [&](Tx& tx) -> absl::Status {
    if (absl::Status s = tx.Load(q.parent(), &study_case); !s.ok()) return s;
    if (study_case.has_delete_time()) return resource::WasDeleted(q.parent());
    const absl::CivilDay today = types::ToCivil(types::DayInBerlin(tx.now()));
    const auto violations =
        qualitative::CheckParticipantName(study_case, q.participant_name(), today);
    if (absl::Status s = rpc::InvalidFields(violations); !s.ok()) return s;
    tx.LogNote(q.parent(), "SET_PARTICIPANT_NAME");
    return absl::OkStatus();
  });
  if (!noted.ok()) return noted;
  const auto files = studies.Make(StudyOf(q.parent()));
  if (!files.ok()) return files.status();
  const StoredName name = ToStore(study_case, q.participant_name());
  const absl::Status kept = (*files)->ChangeNames([&](sql::Connection& connection) {
    qualitative::KeepName(connection, name);
    return absl::OkStatus();
  });
  if (!kept.ok()) return kept;
  Tell(q.parent(), name, r);
  return absl::OkStatus();
}

absl::Status EraseParticipantName(resource::Store& store, StudyStore& studies,
                                  const OnBehalf& caller,
                                  const v1alpha::EraseParticipantNameRequest& q,
                                  v1alpha::EraseParticipantNameResponse*) {
  if (absl::Status s = rpc::InvalidFields(CheckErasure(q)); !s.ok()) return s;
  const absl::Status noted = store.WriteAndWait(caller.cause, [&](Tx& tx) -> absl::Status {
    if (absl::Status s = tx.CheckThere(q.parent(), /*live=*/false); !s.ok()) return s;
    tx.LogNote(q.parent(), "ERASE_PARTICIPANT_NAME", q.reason());
    return absl::OkStatus();
  });
  if (!noted.ok()) return noted;
  const auto files = studies.Find(StudyOf(q.parent()));
  if (!files.ok()) return files.status();
  if (*files == nullptr) return absl::OkStatus();
  return (*files)->ChangeNames([&](sql::Connection& connection) {
    qualitative::RemoveName(connection, IdOf(q.parent()), q.pseudonym());
    return absl::OkStatus();
  });
}

absl::Status ListParticipantNames(Tx& tx, StudyStore& studies,
                                  const v1alpha::ListParticipantNamesRequest& q,
                                  v1alpha::ListParticipantNamesResponse* r) {
  StudyCase study_case;
  if (absl::Status s = tx.Load(q.parent(), &study_case); !s.ok()) return s;
  const auto files = studies.Find(StudyOf(q.parent()));
  if (!files.ok()) return files.status();
  if (*files == nullptr) return absl::OkStatus();
  // The files follow within a minute when the day of the case becomes a sooner one.
  const int64_t latest = qualitative::NamesDueDay(study_case) - kFirstDay;
  return (*files)->ReadNames({}, [&](sql::Connection& connection) {
    r->Clear();
    for (StoredName& name : qualitative::NamesOfCase(connection, IdOf(q.parent()))) {
      name.erase_day = std::min(name.erase_day, latest);
      Tell(q.parent(), name, r->add_participant_names());
    }
    return absl::OkStatus();
  });
}

}  // namespace lotse::survey
