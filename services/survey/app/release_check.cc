#include <memory>
#include <string>

#include "runtime/schema/address.h"
#include "services/survey/app/basic_figures.h"
#include "services/survey/app/release_counts.h"
#include "services/survey/app/release_record.h"
#include "services/survey/app/release_use_cases.h"
#include "services/survey/domain/wave_rules.h"

namespace lotse::survey {
namespace {

using v1alpha::Release;
using v1alpha::Table;

void CountTables(const ReleaseRecord& record, const std::string& release,
                 v1alpha::CheckReleaseResponse* r) {
  for (const auto& table : record.tables) {
    if (schema::ParentOf(table.name()) != release) continue;
    const bool published = table.table().refusal() == Table::REFUSAL_UNSPECIFIED;
    published ? r->set_published_tables(r->published_tables() + 1)
              : r->set_refused_tables(r->refused_tables() + 1);
  }
}

}  // namespace

absl::Status CheckRelease(resource::Store& store, ResponseStore& responses, ImageCache& images,
                          const OnBehalf& caller, const v1alpha::CheckReleaseRequest& q,
                          v1alpha::CheckReleaseResponse* r) {
  Release release;
  ReleaseRecord record;
  std::string hash;
  const absl::Status read = store.Read(caller.patience, [&](Tx& tx) -> absl::Status {
    if (absl::Status s = tx.Load(q.name(), &release); !s.ok()) return s;
    if (absl::Status s = LoadWaveOf(tx, q.name(), &record); !s.ok()) return s;
    if (absl::Status s = CheckCanBeTabulated(record.wave); !s.ok()) return s;
    const auto hashed = TablesHash(tx, q.name());
    if (!hashed.ok()) return hashed.status();
    hash = *hashed;
    return LoadReleases(tx, &record);
  });
  if (!read.ok()) return read;
  const auto figures = FreezeBasicFigures(store, responses, caller, record.wave, record.instrument);
  if (!figures.ok()) return figures.status();
  const auto compiled = std::make_shared<const CompiledInstrument>(record.instrument);
  const auto image = images.Get(record.wave.name(), compiled, caller.patience);
  if (!image.ok()) return image.status();
  if (absl::Status s = CheckSnapshot(*figures, (*image)->fingerprint, *compiled, record.wave);
      !s.ok()) {
    return s;
  }
  ReleaseCounts counts(record, *figures, **image);
  ReleaseCounts::Checked checked{.release = &release};
  CountTables(record, q.name(), r);
  r->set_hash_agrees(release.state() != Release::STATE_FROZEN || release.tables_sha256() == hash);
  // What does not agree cannot be audited: it is not known what is hidden.
  if (counts.AddBefore(&checked)) {
    r->set_counts_agree(true);
    r->set_protected_cells(static_cast<int64_t>(checked.withheld.size()));
    r->set_shown_cells(static_cast<int64_t>(checked.cells.size() - checked.withheld.size()));
    const auto holds = counts.HoldsTogether();
    if (!holds.ok()) return holds.status();
    r->set_not_settled(!holds->has_value());
    r->set_protection_holds(holds->value_or(false));
  }
  r->set_passed(r->counts_agree() && r->protection_holds() && r->hash_agrees());
  return absl::OkStatus();
}

}  // namespace lotse::survey
