// Releases of material: how they are put together, withdrawn and read. See quote_sources.cc and
// material_release_step.cc for the steps between.
#include "services/survey/app/material_releases.h"

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/address.h"
#include "runtime/types/date.h"
#include "services/survey/app/codebook_content.h"
#include "services/survey/app/known_name_note.h"
#include "services/survey/app/material_record.h"
#include "services/survey/app/write_once.h"
#include "services/survey/domain/field_checks.h"
#include "services/survey/qualitative/rules/material_release_rules.h"
#include "services/survey/qualitative/rules/quote_rules.h"

namespace lotse::survey {
namespace {

using qualitative::StudyStore;
using v1alpha::MaterialRelease;

std::string StudyOf(const std::string& release) { return std::string(schema::ParentOf(release)); }

// Whether a study takes this release. One that it has already may be sent again.
absl::Status CheckOneMore(Tx& tx, const MaterialRelease& release) {
  int releases = 0;
  bool is_there = false;
  MaterialRelease other;
  const absl::Status read = tx.ForEach(schema::ParentOf(release.name()), &other, [&] {
    ++releases;
    is_there |= other.name() == release.name();
    return absl::OkStatus();
  });
  if (!read.ok() || is_there || releases < qualitative::kMaxMaterialReleases) return read;
  return rpc::InvalidFields(
      {{"parent", absl::StrCat("has ", releases,
                               " releases already, as many as a study takes; add to a draft, or "
                               "delete one")}});
}

// Whether a draft may be stored: what is stored stays in the log, so no name gets that far.
absl::Status CheckDraft(Tx& tx, resource::Store& store, StudyStore& studies,
                        const MaterialRelease& release) {
  StudyRecord record;
  const std::string study = StudyOf(release.name());
  if (absl::Status s = LoadRecord(tx, study, &record); !s.ok()) return s;
  const auto files = studies.Find(study);
  if (!files.ok()) return files.status();
  const auto untold = UntoldOf(record, files->get(), {});
  if (!untold.ok()) return untold.status();
  const auto codes = ReadCodes(files->get(), {});
  if (!codes.ok()) return codes.status();
  const auto has_code = [&](const std::string& name) {
    return codes->Find(study, name) != nullptr;
  };
  const auto violations = qualitative::CheckOfStudy(record.study, release, *untold, has_code);
  if (qualitative::TellsName(violations)) {
    // Also where it is only checked: it is told all the same.
    if (absl::Status s = QueueKnownNameNote(store, tx, study); !s.ok()) return s;
  }
  return rpc::InvalidFields(violations);
}

absl::Status Withdraw(Tx& tx, const v1alpha::WithdrawMaterialRequest& q, MaterialRelease* r) {
  if (absl::Status s = tx.Load(q.name(), r); !s.ok()) return s;
  // Who repeats it has the etag from before.
  if (r->state() == MaterialRelease::STATE_WITHDRAWN) return absl::OkStatus();
  if (absl::Status s = tx.LoadForChange(q.name(), q.etag(), r); !s.ok()) return s;
  if (r->state() != MaterialRelease::STATE_RELEASED) {
    return rpc::Precondition(
        type::v1alpha::ERROR_REASON_WRONG_STATE, r->name(),
        {"ist nicht freigegeben; löschen Sie den Entwurf", "is not released; delete the draft"},
        {{"resource", r->name()}, {"state", MaterialRelease::State_Name(r->state())}});
  }
  // Nobody is to be shown it any more, neither what it says nor what it said. Before it is
  // withdrawn: why it was stays in the log.
  const absl::StatusOr<int> erased = tx.ErasePersonal(q.name());
  if (!erased.ok()) return erased.status();
  if (absl::Status s = tx.Load(q.name(), r); !s.ok()) return s;
  r->set_state(MaterialRelease::STATE_WITHDRAWN);
  *r->mutable_withdraw_time() = types::ToTimestamp(tx.now());
  return tx.Save("WITHDRAW", q.reason(), r);
}

// Erases where the quotes of a release are from.
absl::Status EraseSources(StudyStore& studies, const std::string& release) {
  const auto files = studies.Find(StudyOf(release));
  if (!files.ok()) return files.status();
  if (*files == nullptr) return absl::OkStatus();
  return (*files)->Overwrite([&](sql::Connection& connection) {
    qualitative::RemoveQuoteSources(connection, LastPart(release));
    return absl::OkStatus();
  });
}

}  // namespace

void AddMaterialReleaseRules(resource::Store* store, StudyStore* studies,
                             resource::Standard* standard) {
  resource::RulesOf<MaterialRelease> releases;
  releases.check = &qualitative::CheckMaterialRelease;
  releases.create = [store, studies](Tx& tx, MaterialRelease* release) {
    release->set_state(MaterialRelease::STATE_DRAFT);
    if (absl::Status s = CheckOneMore(tx, *release); !s.ok()) return s;
    return CheckDraft(tx, *store, *studies, *release);
  };
  releases.update = [store, studies](Tx& tx, const MaterialRelease& before,
                                     MaterialRelease* after) {
    if (absl::Status s = qualitative::CheckIsDraft(before); !s.ok()) return s;
    qualitative::KeepApprovals(before, after);
    return CheckDraft(tx, *store, *studies, *after);
  };
  releases.remove = [](Tx&, const MaterialRelease& release) {
    return qualitative::CheckIsNotOut(release);
  };
  standard->Add(releases);
}

absl::Status WithdrawMaterial(resource::Store& store, StudyStore& studies, const OnBehalf& caller,
                              const v1alpha::WithdrawMaterialRequest& q, MaterialRelease* r) {
  rpc::FieldViolations violations;
  CheckReasonGiven(q.reason(), "why is it withdrawn?", &violations);
  if (absl::Status s = rpc::InvalidFields(violations); !s.ok()) return s;
  const absl::Status done =
      WriteOnce(store, caller, q, r, [&](Tx& tx) { return Withdraw(tx, q, r); });
  if (!done.ok() || q.validate_only()) return done;
  // Also where it was withdrawn before: the last time may have stopped here.
  const absl::Status emptied = store.EmptyLog();
  const absl::Status erased = EraseSources(studies, q.name());
  return emptied.ok() ? erased : emptied;
}

absl::Status GetReleasedMaterial(Tx& tx, const v1alpha::GetReleasedMaterialRequest& q,
                                 MaterialRelease* r) {
  if (absl::Status s = tx.Load(q.name(), r); !s.ok()) return s;
  if (r->state() == MaterialRelease::STATE_RELEASED) {
    qualitative::ToReaders(r);
    return absl::OkStatus();
  }
  const bool was_withdrawn = r->state() == MaterialRelease::STATE_WITHDRAWN;
  r->Clear();
  if (!was_withdrawn) return rpc::NotFound(q.name());
  return rpc::Precondition(
      type::v1alpha::ERROR_REASON_WRONG_STATE, q.name(),
      {"wurde zurückgezogen; nehmen Sie sie heraus", "was withdrawn; take it out"},
      {{"resource", q.name()},
       {"state", MaterialRelease::State_Name(MaterialRelease::STATE_WITHDRAWN)}});
}

absl::Status ListReleasedMaterial(Tx& tx, const v1alpha::ListReleasedMaterialRequest& q,
                                  v1alpha::ListReleasedMaterialResponse* r) {
  resource::Page page;
  page.parent = q.parent();
  page.size = q.page_size();
  page.token = q.page_token();
  page.filter =
      absl::StrCat("state = ", MaterialRelease::State_Name(MaterialRelease::STATE_RELEASED));
  if (absl::Status s = tx.CheckThere(page.parent, /*live=*/false); !s.ok()) return s;
  if (absl::Status s = tx.List(page, r); !s.ok()) return s;
  for (MaterialRelease& release : *r->mutable_material_releases()) {
    qualitative::ToReaders(&release);
  }
  return absl::OkStatus();
}

}  // namespace lotse::survey
