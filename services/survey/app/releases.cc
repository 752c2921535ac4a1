// Releases of figures: how they begin and end. Tables are added in tabulate.cc.
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "runtime/rpc/page_token.h"
#include "runtime/schema/address.h"
#include "runtime/types/date.h"
#include "services/survey/analysis/tables/release_rules.h"
#include "services/survey/analysis/tables/variables.h"
#include "services/survey/app/basic_figures.h"
#include "services/survey/app/release_record.h"
#include "services/survey/app/release_use_cases.h"
#include "services/survey/app/write_once.h"
#include "services/survey/domain/wave_rules.h"

namespace lotse::survey {
namespace {

using resource::Store;
using v1alpha::Release;

// Whether a wave takes this release. One that it has already may be sent again.
absl::Status CheckOneMore(Tx& tx, const std::string& wave, const std::string& release) {
  int releases = 0;
  bool is_there = false;
  Release other;
  const absl::Status read = tx.ForEach(wave, &other, [&] {
    ++releases;
    is_there |= other.name() == release;
    return absl::OkStatus();
  });
  if (!read.ok() || is_there || releases < tables::kMaxReleasesOfAWave) return read;
  return rpc::InvalidFields({{"parent", absl::StrCat("has ", releases,
                                                     " releases already, as many as a wave takes; "
                                                     "add tables to one that is open")}});
}

// Whether a release of this wave can begin, and of how many people it tells.
absl::Status Begin(Tx& tx, Release* release) {
  ReleaseRecord record;
  if (absl::Status s = LoadWaveOf(tx, release->name(), &record); !s.ok()) return s;
  const tables::TableVariables variables(record.instrument);
  const auto unknown = tables::CheckReleaseFits(*release, variables);
  if (absl::Status s = rpc::InvalidFields(unknown); !s.ok()) return s;
  if (absl::Status s = CheckCanBeTabulated(record.wave); !s.ok()) return s;
  if (absl::Status s = CheckOneMore(tx, record.wave.name(), release->name()); !s.ok()) return s;
  const auto figures = FindBasicFigures(tx, record.wave.name());
  if (!figures.ok()) return figures.status();
  // Also for those who know no defaults.
  release->set_minimum_base(tables::MinimumBaseOf(*release));
  release->set_minimum_cell(tables::MinimumCellOf(*release));
  release->set_pilot(record.wave.pilot());
  release->set_state(Release::STATE_OPEN);
  // What is only checked may come before it is counted.
  if (!figures->has_value()) return absl::OkStatus();
  const auto& rate = (*figures)->told().response_rate();
  if (rate.has_responses() && rate.responses() >= tables::MinimumBaseOf(*release)) {
    release->set_responses(rate.responses());
  }
  return absl::OkStatus();
}

// Says whether the release is of a pilot, by its wave: what that is cannot change once it is
// closed.
absl::Status MarkPilot(Tx& tx, Release* release) {
  v1alpha::Wave wave;
  if (absl::Status s = tx.Load(schema::ParentOf(release->name()), &wave); !s.ok()) return s;
  release->set_pilot(wave.pilot());
  return absl::OkStatus();
}

// Counts what is told first of a wave, and keeps it. The image is made as well: the tables that
// are asked for next are counted from it.
absl::Status CountFirst(Store& store, ResponseStore& responses, ImageCache& images,
                        const OnBehalf& caller, const std::string& name) {
  v1alpha::Wave wave;
  v1alpha::Instrument instrument;
  const absl::Status read = store.Read(caller.patience, [&](Tx& tx) {
    const absl::Status loaded = tx.Load(name, &wave);
    return loaded.ok() ? tx.Load(wave.instrument(), &instrument) : loaded;
  });
  if (!read.ok()) return read;
  const auto figures = FreezeBasicFigures(store, responses, caller, wave, instrument);
  if (!figures.ok()) return figures.status();
  // Nothing depends on it: should it not be made now, it is when the first table is asked for.
  const auto compiled = std::make_shared<const CompiledInstrument>(instrument);
  images.Get(name, compiled, caller.patience).IgnoreError();
  return absl::OkStatus();
}

// The tables of a release as they were read, while others write: there may be a million cells.
struct HashedTables {
  std::string etag;  // Of the release. Each table that is added changes it.
  std::string sha256;
};

absl::Status HashTables(Tx& tx, const std::string& name, HashedTables* hashed) {
  Release release;
  if (absl::Status s = tx.Load(name, &release); !s.ok()) return s;
  hashed->etag = release.etag();
  if (release.state() == Release::STATE_FROZEN) return absl::OkStatus();
  auto sha256 = TablesHash(tx, name);
  if (sha256.ok()) hashed->sha256 = *std::move(sha256);
  return sha256.status();
}

// `*current` tells whether nothing was added since they were hashed; then it is as the method says.
absl::Status Freeze(Tx& tx, const v1alpha::FreezeReleaseRequest& q, const HashedTables& hashed,
                    Release* r, bool* current) {
  *current = true;
  if (absl::Status s = tx.Load(q.name(), r); !s.ok()) return s;
  // Who repeats it has the etag from before.
  if (r->state() == Release::STATE_FROZEN) return absl::OkStatus();
  if (!q.etag().empty()) {
    if (absl::Status s = tx.LoadForChange(q.name(), q.etag(), r); !s.ok()) return s;
  }
  if (r->table_count() == 0) {
    return rpc::Error(type::v1alpha::ERROR_REASON_WRONG_STATE,
                      absl::StrCat(r->name(), " has no tables; add some with Tabulate"),
                      {{"resource", r->name()}, {"state", Release::State_Name(r->state())}});
  }
  *current = r->etag() == hashed.etag;
  if (!*current) return absl::AbortedError("tables were added while they were hashed");
  if (absl::Status s = MarkPilot(tx, r); !s.ok()) return s;
  r->set_state(Release::STATE_FROZEN);
  r->set_tables_sha256(hashed.sha256);
  *r->mutable_freeze_time() = types::ToTimestamp(tx.now());
  return tx.Save("FREEZE", "", r);
}

}  // namespace

void AddReleaseRules(resource::Standard* standard) {
  resource::RulesOf<Release> releases;
  releases.check = &tables::CheckRelease;
  releases.create = &Begin;
  standard->Add(releases);
}

absl::Status CreateRelease(Store& store, const resource::Standard& standard,
                           ResponseStore& responses, ImageCache& images, const OnBehalf& caller,
                           const v1alpha::CreateReleaseRequest& q, Release* r) {
  const resource::Method& method = store.schema().MethodOf(q.GetDescriptor());
  bool counted = true;
  const auto create = [&](Tx& tx) -> absl::Status {
    counted = true;
    if (absl::Status s = standard.Run(tx, method, q, r); !s.ok()) return s;
    const auto figures = FindBasicFigures(tx, q.parent());
    if (!figures.ok()) return figures.status();
    counted = figures->has_value() || q.validate_only();
    if (counted) return absl::OkStatus();
    // After it was counted only if a backup came back meanwhile.
    return rpc::RetryLater(type::v1alpha::ERROR_REASON_STORE_UNAVAILABLE,
                           "what is told first of this wave was not counted", /*seconds=*/1);
  };
  const absl::Status created = WriteOnce(store, caller, q, r, create);
  if (counted) return created;
  // Nothing else stands in its way: what is refused, or only checked, keeps no figures.
  if (absl::Status s = CountFirst(store, responses, images, caller, q.parent()); !s.ok()) return s;
  return WriteOnce(store, caller, q, r, create);
}

absl::Status FreezeRelease(Store& store, const OnBehalf& caller,
                           const v1alpha::FreezeReleaseRequest& q, Release* r) {
  // As often as tables are added in between, and a release takes so many only.
  while (true) {
    HashedTables hashed;
    const absl::Status read =
        store.Read(caller.patience, [&](Tx& tx) { return HashTables(tx, q.name(), &hashed); });
    if (!read.ok()) return read;
    bool current = true;
    const absl::Status frozen =
        WriteOnce(store, caller, q, r, [&](Tx& tx) { return Freeze(tx, q, hashed, r, &current); });
    if (current) return frozen;
  }
}

absl::Status GetRelease(Tx& tx, const resource::Standard& standard,
                        const v1alpha::GetReleaseRequest& q, Release* r) {
  const resource::Method& method = tx.schema().MethodOf(q.GetDescriptor());
  if (absl::Status s = standard.Run(tx, method, q, r); !s.ok()) return s;
  return MarkPilot(tx, r);
}

absl::Status ListReleases(Tx& tx, const resource::Standard& standard,
                          const v1alpha::ListReleasesRequest& q, v1alpha::ListReleasesResponse* r) {
  const resource::Method& method = tx.schema().MethodOf(q.GetDescriptor());
  if (absl::Status s = standard.Run(tx, method, q, r); !s.ok()) return s;
  for (Release& release : *r->mutable_releases()) {
    if (absl::Status s = MarkPilot(tx, &release); !s.ok()) return s;
  }
  return absl::OkStatus();
}

absl::Status ListVariables(Tx& tx, const v1alpha::ListVariablesRequest& q,
                           v1alpha::ListVariablesResponse* r) {
  const auto size = rpc::CheckPageSize(q.page_size());
  if (!size.ok()) return size.status();
  const std::string list = absl::StrCat("variables\n", q.parent());
  const auto position = rpc::ReadPageToken(tx.token_key(), list, q.page_token());
  if (!position.ok()) return position.status();
  size_t next = 0;
  if (!position->empty() && !absl::SimpleAtoi(*position, &next)) next = 0;
  v1alpha::Wave wave;
  v1alpha::Instrument instrument;
  if (absl::Status s = tx.Load(q.parent(), &wave); !s.ok()) return s;
  if (absl::Status s = tx.Load(wave.instrument(), &instrument); !s.ok()) return s;
  const tables::TableVariables variables(instrument);
  size_t bytes = 0;
  for (; next < variables.all().size(); ++next) {
    v1alpha::TableVariable variable = tables::Describe(variables.all()[next], variables);
    bytes += variable.ByteSizeLong();
    const bool full = r->variables_size() == *size || bytes > Tx::kMaxPageBytes;
    if (full && r->variables_size() > 0) {
      r->set_next_page_token(rpc::MakePageToken(tx.token_key(), list, absl::StrCat(next)));
      break;
    }
    *r->add_variables() = std::move(variable);
  }
  return absl::OkStatus();
}

}  // namespace lotse::survey
