#include "services/survey/app/field_periods.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "runtime/types/date.h"
#include "services/survey/app/all_listed.h"
#include "services/survey/app/retention.h"
#include "services/survey/app/use_cases.h"
#include "services/survey/domain/field_period.h"

namespace lotse::survey {
namespace {

using v1alpha::Wave;

// On whose behalf it writes.
constexpr char kActor[] = "lotse-survey";

// Adds the waves of this state below `owner`.
absl::Status FindIn(Tx& tx, const std::string& owner, Wave::State state, std::vector<Wave>* waves) {
  resource::Page page;
  page.parent = absl::StrCat(owner, "/surveys/-");
  page.filter = absl::StrCat("state = ", Wave::State_Name(state));
  return ForAllListed(tx, page, &v1alpha::ListWavesResponse::mutable_waves, [&](Wave& wave) {
    waves->push_back(std::move(wave));
    return absl::OkStatus();
  });
}

}  // namespace

int FieldPeriods::Look() {
  const auto owners = Engagements(*store_);
  if (!owners.ok()) {
    told_(owners.status());
    return 0;
  }
  int taken = 0;
  for (const std::string& owner : *owners) {
    std::vector<std::string> due;
    if (absl::Status s = FindDue(owner, &due); !s.ok()) told_(s);
    for (const std::string& wave : due) {
      if (repeated_.stopping()) return taken;
      const absl::Status step = TakeDueStep(wave);
      if (step.ok()) ++taken;
      if (!step.ok()) told_(step);
    }
    EraseBelow(owner);
    taken += PurgeBelow(owner);
  }
  // Before it is looked which waves are closed: what is erased from here on comes next time.
  const uint64_t erasures = responses_->Erasures();
  std::vector<std::string> closed;
  bool all_found = true;
  for (const std::string& owner : *owners) all_found &= NoteClosedBelow(owner, &closed);
  if (emptied_at_ != erasures && ForgetWhoLeftOf(closed) && all_found) emptied_at_ = erasures;
  if (absl::Status s = CountOpen(*owners); !s.ok()) told_(s);
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
    if (repeated_.stopping()) return purged;
    const absl::StatusOr<bool> done = PurgeWhatIsDue(*store_, *responses_, cause, wave);
    if (!done.ok()) told_(done.status());
    if (done.ok() && *done) ++purged;
  }
  return purged;
}

bool FieldPeriods::NoteClosedBelow(const std::string& owner, std::vector<std::string>* closed) {
  const size_t before = closed->size();
  const absl::Status found = store_->Read([&](Tx& tx) { return FindClosed(tx, owner, closed); });
  if (!found.ok()) told_(found);
  for (size_t i = before; i < closed->size(); ++i) {
    if (noted_.insert((*closed)[i]).second) responses_->NoteClosed((*closed)[i]);
  }
  return found.ok();
}

bool FieldPeriods::ForgetWhoLeftOf(const std::vector<std::string>& closed) {
  resource::Cause cause;
  cause.actor = kActor;
  bool done = true;
  for (const std::string& wave : closed) {
    if (repeated_.stopping()) return false;
    const absl::Status forgotten = ForgetWhoLeft(*store_, *responses_, cause, wave);
    if (!forgotten.ok()) told_(forgotten);
    done &= forgotten.ok();
  }
  const absl::Status emptied = store_->EmptyLog();
  if (!emptied.ok()) told_(emptied);
  return done && emptied.ok();
}

absl::Status FieldPeriods::FindDue(const std::string& owner, std::vector<std::string>* due) {
  google::type::Date today;
  std::vector<Wave> waves;
  const absl::Status read = store_->Read([&](Tx& tx) -> absl::Status {
    today = types::DayInBerlin(tx.now());
    if (absl::Status s = FindIn(tx, owner, Wave::STATE_RELEASED, &waves); !s.ok()) return s;
    return FindIn(tx, owner, Wave::STATE_OPEN, &waves);
  });
  for (const Wave& wave : waves) {
    if (DueStepOf(wave, today, FilesAreClosed(wave.name())) != DueStep::kNone) {
      due->push_back(wave.name());
    }
  }
  return read;
}

absl::Status FieldPeriods::CountOpen(const std::vector<std::string>& owners) {
  int64_t open = 0;
  for (const std::string& owner : owners) {
    std::vector<Wave> waves;
    const absl::Status read =
        store_->Read([&](Tx& tx) { return FindIn(tx, owner, Wave::STATE_OPEN, &waves); });
    if (!read.ok()) return read;
    open += static_cast<int64_t>(waves.size());
  }
  counted_(open);
  return absl::OkStatus();
}

bool FieldPeriods::FilesAreClosed(const std::string& wave) {
  const auto closed = responses_->IsClosed(wave);
  return closed.ok() && *closed;
}

void FieldPeriods::EraseBelow(const std::string& owner) {
  std::map<std::string, int> noted;
  const absl::Status found = store_->Read([&](Tx& tx) { return FindErased(tx, owner, &noted); });
  // What cannot be read is told of where the steps of the same waves are looked for.
  if (!found.ok()) return;
  for (const auto& [wave, codes] : noted) {
    if (repeated_.stopping()) return;
    if (erased_[wave] == codes) continue;
    const auto done = EraseWhatIsNoted(*store_, *responses_, wave);
    if (!done.ok()) {
      told_(done.status());
      continue;
    }
    erased_[wave] = codes;
  }
}

absl::Status FieldPeriods::TakeDueStep(const std::string& name) {
  resource::Cause cause;
  cause.actor = kActor;
  return store_->WriteAndWait(cause, [&](Tx& tx) -> absl::Status {
    Wave wave;
    if (absl::Status s = tx.Load(name, &wave); !s.ok()) return s;
    // Somebody may have been faster.
    if (wave.has_delete_time()) return absl::OkStatus();
    const google::type::Date today = types::DayInBerlin(tx.now());
    switch (DueStepOf(wave, today, FilesAreClosed(name))) {
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
        close.set_reason(IsOver(wave, today) ? "field period ended" : "closing was cut off");
        return CloseWave(tx, *responses_, close, &wave);
      }
    }
    return absl::OkStatus();
  });
}

}  // namespace lotse::survey
