#include "services/survey/app/collection_feed.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "lotse/survey/v1alpha/survey_service.pb.h"
#include "services/survey/app/all_listed.h"
#include "services/survey/app/collection_told.h"
#include "services/survey/domain/collection_scope.h"

namespace lotse::survey {
namespace {

using resource::Tx;
using v1alpha::Wave;
using v1alpha::WaveCollection;

constexpr char kWaveType[] = "survey.lotse/Wave";
constexpr char kPopulationType[] = "survey.lotse/Population";

// Adds the waves of an engagement that belong to the parent.
absl::Status AddWavesOf(Tx& tx, const std::string& engagement, const std::string& parent,
                        std::vector<std::string>* waves) {
  resource::Page page;
  page.parent = absl::StrCat(engagement, "/surveys/-");
  return ForAllListed(tx, page, &v1alpha::ListWavesResponse::mutable_waves, [&](const Wave& wave) {
    if (IsInCollection(parent, wave.name())) waves->push_back(wave.name());
    return absl::OkStatus();
  });
}

}  // namespace

CollectionFeed::CollectionFeed(resource::Store* store, ResponseStore* responses,
                               std::function<absl::Time()> now)
    : store_(store),
      responses_(responses),
      now_(std::move(now)),
      committed_(std::make_shared<std::atomic<bool>>(false)) {
  store_->AddCommitListener([committed = committed_] { *committed = true; });
}

absl::Status CollectionFeed::Begin() {
  absl::MutexLock lock(&looking_);
  if (recent_.has_value()) return absl::OkStatus();
  const absl::Status begun = store_->Read([&](Tx& tx) {
    looking_.AssertHeld();
    recent_.emplace(tx);
    return absl::OkStatus();
  });
  if (begun.ok()) responses_->changed().Begin();
  return begun;
}

void CollectionFeed::EndIf(absl::FunctionRef<bool()> nobody_watches) {
  absl::MutexLock looking(&looking_);
  if (!recent_.has_value() || !nobody_watches()) return;
  recent_.reset();
  responses_->changed().End();
  absl::MutexLock lock(&mutex_);
  ++looks_;
  kept_.clear();
  kept_bytes_ = 0;
  unreadable_.clear();
}

absl::Status CollectionFeed::FindInLogs(std::set<std::string>* waves) {
  // What was seen counts as seen only once all is found.
  history::Recent recent = *recent_;
  const absl::Status found = store_->Read([&](Tx& tx) {
    for (std::string& name : recent.Take(tx, {kWaveType, kPopulationType})) {
      if (tx.schema().KindOfName(name)->type == kWaveType) {
        waves->insert(std::move(name));
      } else {
        // Its strata are told in its order.
        for (std::string& wave : tx.ReferrersOf(name, Wave())) waves->insert(std::move(wave));
      }
    }
    return absl::OkStatus();
  });
  if (found.ok()) *recent_ = std::move(recent);
  return found;
}

void CollectionFeed::TakeUnreadable(std::set<std::string>* waves) {
  if (unreadable_.empty() || now_() < retry_at_) return;
  waves->merge(unreadable_);
  unreadable_.clear();
}

std::set<std::string> CollectionFeed::Look() {
  absl::MutexLock looking(&looking_);
  if (!recent_.has_value()) return {};
  std::set<std::string> changed = responses_->changed().Take();
  // What cannot be read now is found at the next look.
  if (committed_->exchange(false) && !FindInLogs(&changed).ok()) *committed_ = true;
  absl::MutexLock lock(&mutex_);
  TakeUnreadable(&changed);
  if (changed.empty()) return changed;
  ++looks_;
  for (const std::string& wave : changed) {
    const auto it = kept_.find(wave);
    if (it == kept_.end()) continue;
    kept_bytes_ -= it->second->ByteSizeLong();
    kept_.erase(it);
  }
  return changed;
}

absl::StatusOr<CollectionFeed::Told> CollectionFeed::TellOf(const std::string& wave) {
  int64_t looks = 0;
  {
    absl::MutexLock lock(&mutex_);
    if (const auto it = kept_.find(wave); it != kept_.end()) return it->second;
    looks = looks_;
  }
  auto told = std::make_shared<WaveCollection>();
  if (absl::Status s = Tell(wave, told.get()); !s.ok()) {
    if (absl::IsNotFound(s)) return Told();
    return s;
  }
  absl::MutexLock lock(&mutex_);
  if (told->unreadable()) {
    if (unreadable_.empty()) retry_at_ = now_() + kRetry;
    unreadable_.insert(wave);
  }
  if (looks != looks_) return told;
  if (kept_bytes_ > kMaxKeptBytes) {
    kept_.clear();
    kept_bytes_ = 0;
  }
  if (kept_.emplace(wave, told).second) kept_bytes_ += told->ByteSizeLong();
  return told;
}

absl::Status CollectionFeed::Tell(const std::string& wave, WaveCollection* told) {
  Collected collected;
  const absl::Status loaded =
      store_->Read([&](Tx& tx) { return LoadCollected(tx, wave, &collected); });
  if (!loaded.ok()) return loaded;
  *told->mutable_wave() = collected.wave;
  if (collected.wave.has_delete_time() || collected.wave.state() == Wave::STATE_PURGED) {
    return absl::OkStatus();
  }
  v1alpha::GetCollectionReportResponse report;
  // Whatever the fault: others go on, and GetCollectionReport tells of it.
  const absl::Status read = TellCollection(*responses_, collected, {}, std::nullopt, &report);
  told->set_unreadable(!read.ok());
  if (!read.ok()) return absl::OkStatus();
  told->mutable_wave()->Swap(report.mutable_wave());
  told->mutable_total()->Swap(report.mutable_total());
  told->mutable_strata()->Swap(report.mutable_strata());
  told->mutable_quotas()->Swap(report.mutable_quotas());
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> WavesOf(Tx& tx, const std::string& parent) {
  std::vector<std::string> waves;
  if (IsSurveyOrWave(parent)) {
    if (absl::Status s = tx.CheckThere(parent, /*live=*/false); !s.ok()) return s;
  }
  if (absl::StrContains(parent, "/waves/")) return std::vector<std::string>{parent};
  for (const std::string& owner : tx.Owners()) {
    if (!absl::StrContains(owner, "/engagements/")) continue;
    if (!IsInCollection(parent, owner) && !absl::StartsWith(parent, absl::StrCat(owner, "/"))) {
      continue;
    }
    if (!tx.view().Shows(owner)) continue;
    if (absl::Status s = AddWavesOf(tx, owner, parent, &waves); !s.ok()) return s;
  }
  return waves;
}

}  // namespace lotse::survey
