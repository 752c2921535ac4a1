#include "services/survey/app/study_reach.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "services/survey/app/all_cases.h"
#include "services/survey/qualitative/rules/coding_rules.h"
#include "services/survey/qualitative/rules/study_place.h"

namespace lotse::survey {
namespace {

using qualitative::StudyFiles;
using qualitative::StudyPlace;
using type::v1alpha::PERMISSION_MATERIAL_RELEASE;
using type::v1alpha::PERMISSION_MATERIAL_RESTRICTED;

// Adds the ids of the restricted cases of a study, of deleted ones too: what was said in them is
// still there.
absl::Status AddRestricted(resource::Tx& tx, const std::string& study,
                           absl::flat_hash_set<std::string>* ids) {
  return ForAllCases(tx, study, "restricted = true", [ids](const v1alpha::StudyCase& each) {
    ids->insert(each.name().substr(each.name().rfind('/') + 1));
    return absl::OkStatus();
  });
}

}  // namespace

absl::StatusOr<StudyReach> StudyReach::Make(resource::Store& store, const OnBehalf& caller,
                                            const std::string& study, For purpose) {
  StudyReach reach;
  const absl::Status loaded = store.Read(caller.patience, [&](resource::Tx& tx) {
    return reach.Load(tx, caller.cause, study, purpose);
  });
  if (!loaded.ok()) return loaded;
  return reach;
}

absl::StatusOr<StudyReach> StudyReach::MakeIn(resource::Tx& tx, const resource::Cause& cause,
                                              const std::string& study, For purpose) {
  StudyReach reach;
  if (absl::Status s = reach.Load(tx, cause, study, purpose); !s.ok()) return s;
  return reach;
}

absl::Status StudyReach::Load(resource::Tx& tx, const resource::Cause& cause,
                              const std::string& study, For purpose) {
  if (absl::Status s = tx.Load(study, &study_); !s.ok()) return s;
  if (purpose == For::kWriting && study_.has_delete_time()) return resource::WasDeleted(study);
  subject_ = cause.actor;
  now_ = tx.now();
  // Asked of all rights of the caller: the role in which they call need not have it.
  const bool may_release = cause.view.Opens(PERMISSION_MATERIAL_RELEASE, study);
  viewer_ = qualitative::ViewerOf(study_, subject_, may_release);
  barred_.clear();
  if (cause.view.Opens(PERMISSION_MATERIAL_RESTRICTED, study)) return absl::OkStatus();
  return AddRestricted(tx, study, &barred_);
}

std::string StudyReach::coder() const {
  const v1alpha::StudyCoder* const coder = qualitative::CoderOf(study_, subject_);
  return coder == nullptr ? "" : coder->coder_id();
}

bool StudyReach::Sees(absl::string_view coder) const {
  return qualitative::IsVisibleTo(viewer_, coder, study_.blind());
}

absl::Status StudyReach::CheckReaches(absl::string_view case_id) const {
  if (Reaches(case_id)) return absl::OkStatus();
  return rpc::PermissionMissing(PERMISSION_MATERIAL_RESTRICTED);
}

bool StudyReach::Shows(sql::Connection& connection, const qualitative::StoredCoding& coding) const {
  if (!Sees(coding.coder)) return false;
  if (barred_.empty()) return true;
  const auto place = qualitative::PlaceOf(connection, coding.text_id);
  return place.has_value() && Reaches(place->case_id);
}

absl::Status CheckLiveCase(resource::Store& store, const OnBehalf& caller, const StudyReach& reach,
                           absl::string_view case_id, const absl::Status& none) {
  if (absl::Status s = reach.CheckReaches(case_id); !s.ok()) return s;
  const std::string name =
      qualitative::NameOf(reach.name(), {StudyPlace::Kind::kCase, "", std::string(case_id)});
  const absl::Status there = store.Read(
      caller.patience, [&](resource::Tx& tx) { return tx.CheckThere(name, /*live=*/true); });
  return absl::IsNotFound(there) ? none : there;
}

// A change of a study reads in the transaction that stores it whether there are codings: once there
// is one, it refuses what would be wrong then. So where there is one, the study as it is now is the
// one that the coding is for. The first coding waits for its turn among those who change studies.
absl::Status AddCodings(resource::Store& store, const OnBehalf& caller, const std::string& study,
                        StudyFiles& files, CodingWork work) {
  constexpr auto kWriting = StudyReach::For::kWriting;
  bool is_first = false;
  const absl::Status added = files.Add([&](sql::Connection& connection) -> absl::Status {
    is_first = !qualitative::AnyCoding(connection);
    if (is_first) return absl::OkStatus();
    const auto reach = StudyReach::Make(store, caller, study, kWriting);
    return reach.ok() ? work(connection, *reach) : reach.status();
  });
  if (!added.ok() || !is_first) return added;
  return store.WriteAndWait(caller.cause, [&](resource::Tx& tx) -> absl::Status {
    const auto reach = StudyReach::MakeIn(tx, caller.cause, study, kWriting);
    if (!reach.ok()) return reach.status();
    return files.Add([&](sql::Connection& connection) { return work(connection, *reach); });
  });
}

absl::StatusOr<PositionedText> WithPositions(qualitative::StoredText stored) {
  auto text = qualitative::IndexedText::Make(std::move(stored.content));
  if (!text.ok()) {
    return rpc::Error(
        type::v1alpha::ERROR_REASON_STORE_CORRUPT,
        "a stored text of this study is damaged; it has to be restored from a backup");
  }
  return PositionedText{std::move(stored.case_id), stored.revision, *std::move(text)};
}

absl::StatusOr<std::optional<PositionedText>> ReadPositions(StudyFiles* files,
                                                            const sql::Patience& patience,
                                                            absl::string_view text_id) {
  if (files == nullptr) return std::optional<PositionedText>();
  std::optional<qualitative::StoredText> stored;
  const absl::Status read = files->Read(patience, [&](sql::Connection& connection) {
    stored = qualitative::FindText(connection, text_id);
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  if (!stored.has_value()) return std::optional<PositionedText>();
  auto text = WithPositions(*std::move(stored));
  if (!text.ok()) return text.status();
  return std::optional<PositionedText>(*std::move(text));
}

}  // namespace lotse::survey
