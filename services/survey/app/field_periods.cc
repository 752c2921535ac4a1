#include "services/survey/app/field_periods.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "runtime/types/date.h"
#include "services/survey/app/retention.h"
#include "services/survey/app/use_cases.h"
#include "services/survey/domain/field_period.h"

namespace lotse::survey {
namespace {

using v1alpha::Wave;

// On whose behalf it writes.
constexpr char kActor[] = "lotse-survey";

// Waves that are read at a time.
constexpr int kPageSize = 1000;

// Adds the waves of this state below `owner` for which a step is due.
absl::Status FindDueIn(Tx& tx, const std::string& owner, Wave::State state,
                       std::vector<std::string>* due) {
  const google::type::Date today = types::DayInBerlin(tx.now());
  resource::Page page;
  page.parent = absl::StrCat(owner, "/surveys/-");
  page.size = kPageSize;
  page.filter = absl::StrCat("state = ", Wave::State_Name(state));
  do {
    v1alpha::ListWavesResponse found;
    if (absl::Status s = tx.List(page, &found); !s.ok()) return s;
    for (const Wave& wave : found.waves()) {
      if (DueStepOf(wave, today) != DueStep::kNone) due->push_back(wave.name());
    }
    page.token = found.next_page_token();
  } while (!page.token.empty());
  return absl::OkStatus();
}

}  // namespace

FieldPeriods::~FieldPeriods() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

void FieldPeriods::Start(absl::Duration pause) {
  thread_ = std::thread([this, pause] { Work(pause); });
}

void FieldPeriods::Work(absl::Duration pause) {
  while (true) {
    Look();
    absl::MutexLock lock(&mutex_);
    if (mutex_.AwaitWithDeadline(absl::Condition(&stopping_), absl::Now() + pause)) return;
  }
}

bool FieldPeriods::stopping() {
  absl::MutexLock lock(&mutex_);
  return stopping_;
}

int FieldPeriods::Look() {
  std::vector<std::string> owners;
  const absl::Status listed = store_->Read([&](Tx& tx) {
    owners = tx.Owners();
    return absl::OkStatus();
  });
  if (!listed.ok()) {
    told_(listed);
    return 0;
  }
  int taken = 0;
  for (const std::string& owner : owners) {
    if (!absl::StrContains(owner, "/engagements/")) continue;
    std::vector<std::string> due;
    if (absl::Status s = FindDue(owner, &due); !s.ok()) told_(s);
    for (const std::string& wave : due) {
      if (stopping()) return taken;
      const absl::Status step = TakeDueStep(wave);
      if (step.ok()) ++taken;
      if (!step.ok()) told_(step);
    }
    taken += PurgeBelow(owner);
    NoteClosedBelow(owner);
  }
  return taken;
}

int FieldPeriods::PurgeBelow(const std::string& owner) {
  std::vector<std::string> waves;
  const absl::Status found =
      store_->Read([&](Tx& tx) { return FindToPurge(tx, *responses_, owner, &waves); });
  if (!found.ok()) told_(found);
  resource::Cause cause;
  cause.actor = kActor;
  int purged = 0;
  for (const std::string& wave : waves) {
    if (stopping()) return purged;
    const absl::StatusOr<bool> done = PurgeWhatIsDue(*store_, *responses_, cause, wave);
    if (!done.ok()) told_(done.status());
    if (done.ok() && *done) ++purged;
  }
  return purged;
}

void FieldPeriods::NoteClosedBelow(const std::string& owner) {
  std::vector<std::string> closed;
  const absl::Status found = store_->Read([&](Tx& tx) { return FindClosed(tx, owner, &closed); });
  if (!found.ok()) return told_(found);
  for (const std::string& wave : closed) {
    if (noted_.insert(wave).second) responses_->NoteClosed(wave);
  }
}

absl::Status FieldPeriods::FindDue(const std::string& owner, std::vector<std::string>* due) {
  return store_->Read([&](Tx& tx) -> absl::Status {
    if (absl::Status s = FindDueIn(tx, owner, Wave::STATE_RELEASED, due); !s.ok()) return s;
    return FindDueIn(tx, owner, Wave::STATE_OPEN, due);
  });
}

absl::Status FieldPeriods::TakeDueStep(const std::string& name) {
  resource::Cause cause;
  cause.actor = kActor;
  return store_->WriteAndWait(cause, [&](Tx& tx) -> absl::Status {
    Wave wave;
    if (absl::Status s = tx.Load(name, &wave); !s.ok()) return s;
    // Somebody may have been faster.
    if (wave.has_delete_time()) return absl::OkStatus();
    switch (DueStepOf(wave, types::DayInBerlin(tx.now()))) {
      case DueStep::kNone:
        return absl::OkStatus();
      case DueStep::kOpen: {
        v1alpha::OpenWaveRequest open;
        open.set_name(name);
        open.set_etag(wave.etag());
        open.set_reason("field period begins");
        return OpenWave(tx, open, &wave);
      }
      case DueStep::kClose: {
        v1alpha::CloseWaveRequest close;
        close.set_name(name);
        close.set_etag(wave.etag());
        close.set_reason("field period ended");
        return CloseWave(tx, *responses_, close, &wave);
      }
    }
    return absl::OkStatus();
  });
}

}  // namespace lotse::survey
