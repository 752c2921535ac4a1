// Releasing what was put together.
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/address.h"
#include "runtime/types/date.h"
#include "services/survey/app/codebook_content.h"
#include "services/survey/app/known_name_note.h"
#include "services/survey/app/material_record.h"
#include "services/survey/app/material_releases.h"
#include "services/survey/app/material_themes.h"
#include "services/survey/app/rules.h"
#include "services/survey/app/study_reach.h"
#include "services/survey/app/write_once.h"
#include "services/survey/qualitative/rules/coding_rules.h"
#include "services/survey/qualitative/rules/label_rules.h"
#include "services/survey/qualitative/rules/material_release_rules.h"
#include "services/survey/qualitative/rules/quote_rules.h"

namespace lotse::survey {
namespace {

using qualitative::StudyStore;
using v1alpha::MaterialRelease;

// What a release will say, and what that was made of.
struct Prepared {
  StudyRecord record;
  MaterialRelease release;
  QuoteParts parts;
  CountedThemes themes;
  StudyStore::Lease files;
  bool tells_name = false;  // Whether what stands against it tells that a name is known.
};

// Reads what is to be released. Whether it may be is asked when it is written as well.
absl::Status Load(resource::Store& store, const OnBehalf& caller,
                  const v1alpha::ReleaseMaterialRequest& q, const std::string& study, Prepared* p) {
  return store.Read(caller.patience, [&](Tx& tx) -> absl::Status {
    if (absl::Status s = tx.Load(q.name(), &p->release); !s.ok()) return s;
    // Who repeats it has the etag from before.
    if (p->release.state() == MaterialRelease::STATE_RELEASED) return absl::OkStatus();
    if (absl::Status s = tx.LoadForChange(q.name(), q.etag(), &p->release); !s.ok()) return s;
    if (absl::Status s = qualitative::CheckIsDraft(p->release); !s.ok()) return s;
    return LoadRecord(tx, study, &p->record);
  });
}

// Sets what the roles of quotes are called.
void SetRoleLabels(const v1alpha::Study& study, MaterialRelease* release) {
  for (v1alpha::ReleasedQuote& quote : *release->mutable_quotes()) {
    for (const auto& role : study.roles()) {
      if (!quote.role().empty() && role.code() == quote.role()) {
        *quote.mutable_role_label() = role.label();
      }
    }
  }
}

// Adds what stands against the words of the release: its title, its quotes, and what its themes and
// roles are called.
absl::Status AddObstaclesOfWords(const Prepared& p, const qualitative::Untold& untold,
                                 const sql::Patience& patience, bool* tells_name,
                                 std::vector<rpc::Obstacle>* obstacles) {
  const auto codes = ReadCodes(p.files.get(), patience);
  if (!codes.ok()) return codes.status();
  const std::string& study = p.record.study.name();
  const auto violations = qualitative::CheckOfStudy(
      p.record.study, p.release, untold,
      [&](const std::string& name) { return codes->Find(study, name) != nullptr; });
  *tells_name = qualitative::TellsName(violations);
  qualitative::AddObstacles(p.release, violations, obstacles);
  MaterialRelease labelled = p.release;
  SetRoleLabels(p.record.study, &labelled);
  for (v1alpha::ReleasedTheme& theme : *labelled.mutable_themes()) {
    const qualitative::Code* const code = codes->Find(study, theme.code());
    if (code != nullptr) theme.set_label(code->name);
  }
  qualitative::AddLabelObstacles(labelled, untold, tells_name, obstacles);
  return absl::OkStatus();
}

// All that stands against the release. `*tells_name` becomes whether it tells that a name is known.
absl::StatusOr<std::vector<rpc::Obstacle>> ObstaclesOf(const Prepared& p, const StudyReach& reach,
                                                       const qualitative::Untold& untold,
                                                       const sql::Patience& patience,
                                                       bool* tells_name) {
  std::vector<rpc::Obstacle> obstacles;
  if (p.release.themes().empty() && p.release.quotes().empty()) {
    obstacles.push_back({p.release.name(),
                         {"sagt nichts; nehmen Sie Themen oder Zitate auf",
                          "says nothing; put themes or quotes into it"}});
  }
  // Counts of all coders would tell who codes blind what the others found.
  if (reach.study().blind() && !reach.coder().empty()) {
    obstacles.push_back({reach.name(),
                         {"wird verblindet codiert, auch von Ihnen; lassen Sie jemanden freigeben, "
                          "der nicht codiert, oder heben Sie die Verblindung auf",
                          "is coded blind, also by you; let somebody release who does not code, or "
                          "end the blind coding"}});
  }
  const absl::Status read = AddObstaclesOfWords(p, untold, patience, tells_name, &obstacles);
  if (!read.ok()) return read;
  for (int i = 0; i < p.release.quotes_size(); ++i) {
    AddQuoteObstacles(p.record, p.release, i, p.parts, &obstacles);
  }
  return obstacles;
}

// Sets what a quote is told with: what its role is called, and its language.
void CompleteQuotes(Prepared* p) {
  SetRoleLabels(p->record.study, &p->release);
  for (v1alpha::ReleasedQuote& quote : *p->release.mutable_quotes()) {
    if (!quote.language().empty()) continue;
    quote.set_language(p->parts.at(qualitative::WordingHash(quote)).language);
  }
}

// Counts the themes. Codes may be called otherwise than when it was looked what stands against the
// release, so it is looked at their labels again.
absl::Status Count(const OnBehalf& caller, const StudyReach& reach,
                   const qualitative::Untold& untold, Prepared* p) {
  auto themes = CountThemes(p->record, p->files.get(), caller.patience,
                            absl::ToUnixMicros(reach.now()), &p->release);
  if (!themes.ok()) return themes.status();
  p->themes = *std::move(themes);
  std::vector<rpc::Obstacle> obstacles;
  qualitative::AddLabelObstacles(p->release, untold, &p->tells_name, &obstacles);
  return rpc::Preconditions(type::v1alpha::ERROR_REASON_RELEASE_BLOCKED, obstacles);
}

absl::Status Prepare(resource::Store& store, StudyStore& studies, const OnBehalf& caller,
                     const v1alpha::ReleaseMaterialRequest& q, Prepared* p) {
  const std::string study(schema::ParentOf(q.name()));
  if (absl::Status s = Load(store, caller, q, study, p); !s.ok()) return s;
  if (p->release.state() == MaterialRelease::STATE_RELEASED) return absl::OkStatus();
  const auto reach = StudyReach::Make(store, caller, study, StudyReach::For::kWriting);
  if (!reach.ok()) return reach.status();
  auto files = studies.Find(study);
  if (!files.ok()) return files.status();
  p->files = *std::move(files);
  auto parts = ReadParts(p->files.get(), caller.patience, LastPart(q.name()));
  if (!parts.ok()) return parts.status();
  p->parts = *std::move(parts);
  for (const auto& [wording, part] : p->parts) {
    if (absl::Status s = reach->CheckReaches(part.case_id); !s.ok()) return s;
  }
  const auto untold = UntoldOf(p->record, p->files.get(), caller.patience);
  if (!untold.ok()) return untold.status();
  const auto obstacles = ObstaclesOf(*p, *reach, *untold, caller.patience, &p->tells_name);
  if (!obstacles.ok()) return obstacles.status();
  const absl::Status allowed =
      rpc::Preconditions(type::v1alpha::ERROR_REASON_RELEASE_BLOCKED, *obstacles);
  if (!allowed.ok()) return allowed;
  CompleteQuotes(p);
  // What is only checked tells no count: it could be checked again and again, and is not kept.
  return q.validate_only() ? absl::OkStatus() : Count(caller, *reach, *untold, p);
}

bool AreSame(const QuoteParts& one, const QuoteParts& other) {
  if (one.size() != other.size()) return false;
  for (const auto& [wording, part] : one) {
    const auto found = other.find(wording);
    if (found == other.end()) return false;
    const auto& source = found->second.source;
    if (source.text_id != part.source.text_id || source.span != part.source.span ||
        source.changed != part.source.changed || found->second.speakers != part.speakers) {
      return false;
    }
  }
  return true;
}

// Keeps what was counted, before anybody is told; `*current` tells whether the file of the study
// is as it was. If the release is not stored after all, later ones are measured against it too.
absl::Status KeepCounts(const Prepared& p, bool* current) {
  const std::string release_id = LastPart(p.release.name());
  return p.files->Add([&](sql::Connection& connection) {
    *current = CountsBefore(connection, release_id) == p.themes.before &&
               AreSame(ReadParts(connection, release_id), p.parts);
    if (*current) qualitative::KeepThemeCounts(connection, release_id, p.themes.counts);
    return absl::OkStatus();
  });
}

// `*current` tells whether nothing that it was made of has changed; then it is as the method says.
absl::Status Release(Tx& tx, const v1alpha::ReleaseMaterialRequest& q, const Prepared& p,
                     MaterialRelease* r, bool* current) {
  *current = true;
  if (absl::Status s = tx.Load(q.name(), r); !s.ok()) return s;
  if (r->state() == MaterialRelease::STATE_RELEASED) return absl::OkStatus();
  if (absl::Status s = tx.LoadForChange(q.name(), q.etag(), r); !s.ok()) return s;
  if (absl::Status s = qualitative::CheckIsDraft(*r); !s.ok()) return s;
  StudyRecord record;
  if (absl::Status s = LoadRecord(tx, p.record.study.name(), &record); !s.ok()) return s;
  *current = record.IsAsIn(p.record);
  if (*current && !q.validate_only() && p.files != nullptr) {
    if (absl::Status s = KeepCounts(p, current); !s.ok()) return s;
  }
  if (!*current) return absl::AbortedError("the study was changed while it was counted");
  *r = p.release;
  r->set_state(MaterialRelease::STATE_RELEASED);
  *r->mutable_release_time() = types::ToTimestamp(tx.now());
  if (absl::Status s = SetContentHash(r); !s.ok()) return s;
  return tx.Save("RELEASE", "", r);
}

}  // namespace

absl::Status ReleaseMaterial(resource::Store& store, StudyStore& studies, const OnBehalf& caller,
                             const v1alpha::ReleaseMaterialRequest& q, MaterialRelease* r) {
  // As often as the study is changed in between.
  while (true) {
    Prepared p;
    const absl::Status prepared = Prepare(store, studies, caller, q, &p);
    if (p.tells_name) {
      const std::string study(schema::ParentOf(q.name()));
      if (absl::Status s = NoteKnownName(store, caller.cause, study); !s.ok()) return s;
    }
    if (!prepared.ok()) return prepared;
    bool current = true;
    const absl::Status released =
        WriteOnce(store, caller, q, r, [&](Tx& tx) { return Release(tx, q, p, r, &current); });
    if (current) return released;
  }
}

}  // namespace lotse::survey
