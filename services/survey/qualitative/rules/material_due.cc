#include "services/survey/qualitative/rules/material_due.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "google/protobuf/timestamp.pb.h"
#include "runtime/rpc/error.h"
#include "runtime/types/canonical_json.h"
#include "runtime/types/date.h"
#include "runtime/types/sha256.h"

namespace lotse::survey::qualitative {
namespace {

using v1alpha::Study;
using v1alpha::StudyCase;

absl::CivilDay DayOf(absl::Time time) { return types::ToCivil(types::DayInBerlin(time)); }

// The first day on which nobody counts on undeleting what was deleted then.
absl::CivilDay UndeleteEnds(const google::protobuf::Timestamp& deleted) {
  return DayOf(types::FromTimestamp(deleted)) + kUndeleteDays + 1;
}

absl::Status Wrong(const Study& study, absl::string_view what) {
  return rpc::Error(type::v1alpha::ERROR_REASON_WRONG_STATE, absl::StrCat(study.name(), ": ", what),
                    {{"resource", study.name()}});
}

}  // namespace

absl::CivilDay NamesDueDay(const StudyCase& study_case) {
  const absl::CivilDay due = types::ToCivil(study_case.names_due_date());
  return study_case.has_delete_time() ? std::min(due, UndeleteEnds(study_case.delete_time())) : due;
}

std::optional<absl::CivilDay> MaterialDueDay(const StudyCase& study_case) {
  std::optional<absl::CivilDay> due;
  if (study_case.has_material_due_date()) due = types::ToCivil(study_case.material_due_date());
  if (!study_case.has_delete_time()) return due;
  const absl::CivilDay ends = UndeleteEnds(study_case.delete_time());
  return due.has_value() ? std::min(*due, ends) : ends;
}

std::optional<absl::CivilDay> StudyDueDay(const Study& study) {
  if (!study.has_delete_time()) return std::nullopt;
  return UndeleteEnds(study.delete_time());
}

bool NoteMaterialErased(absl::Time now, StudyCase* study_case) {
  const bool same_day =
      study_case->has_material_erase_time() &&
      DayOf(types::FromTimestamp(study_case->material_erase_time())) == DayOf(now);
  if (same_day) return false;
  *study_case->mutable_material_erase_time() = types::ToTimestamp(now);
  return true;
}

absl::Status PurgeStudy(absl::Time now, std::optional<int64_t> texts, Study* study) {
  if (study->has_purge()) return Wrong(*study, "what was said in it is gone already");
  const std::optional<absl::CivilDay> due = StudyDueDay(*study);
  if (!due.has_value() || DayOf(now) < *due) {
    return Wrong(*study, absl::StrCat("it has to be deleted for more than ", kUndeleteDays,
                                      " days before it is destroyed"));
  }
  v1alpha::StudyPurge* const purge = study->mutable_purge();
  *purge->mutable_purge_time() = types::ToTimestamp(now);
  if (texts.has_value()) purge->set_texts(static_cast<int32_t>(*texts));
  const absl::StatusOr<std::string> hash = StudyCertificateHash(*study);
  if (!hash.ok()) return hash.status();
  purge->set_certificate_sha256(*hash);
  return absl::OkStatus();
}

absl::StatusOr<std::string> StudyCertificateHash(const Study& study) {
  Study certified;
  certified.set_name(study.name());
  *certified.mutable_delete_time() = study.delete_time();
  *certified.mutable_purge() = study.purge();
  certified.mutable_purge()->clear_certificate_sha256();
  const absl::StatusOr<std::string> json = types::CanonicalJson(certified);
  if (!json.ok()) return json.status();
  return types::Sha256Hex(*json);
}

absl::Status CheckRestorable(const Study& study) {
  if (!study.has_purge()) return absl::OkStatus();
  return Wrong(study, "what was said in it is destroyed; create another study");
}

}  // namespace lotse::survey::qualitative
