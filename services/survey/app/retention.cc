#include "services/survey/app/retention.h"

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "lotse/survey/v1alpha/survey_service.pb.h"
#include "runtime/schema/address.h"
#include "runtime/types/date.h"
#include "services/survey/domain/identity_rules.h"
#include "services/survey/domain/retention_rules.h"
#include "services/survey/domain/wave_rules.h"

namespace lotse::survey {
namespace {

using resource::Tx;
using v1alpha::Survey;
using v1alpha::Wave;

// Waves that are read at a time.
constexpr int kPageSize = 1000;

// Reads the waves below `parent` that `filter` finds, deleted ones too.
absl::Status ForEachWave(Tx& tx, const std::string& parent, const std::string& filter,
                         absl::FunctionRef<void(const Wave&)> take) {
  resource::Page page;
  page.parent = parent;
  page.size = kPageSize;
  page.filter = filter;
  page.show_deleted = true;
  do {
    v1alpha::ListWavesResponse found;
    if (absl::Status s = tx.List(page, &found); !s.ok()) return s;
    for (const Wave& wave : found.waves()) take(wave);
    page.token = found.next_page_token();
  } while (!page.token.empty());
  return absl::OkStatus();
}

std::string In(Wave::State state) { return absl::StrCat("state = ", Wave::State_Name(state)); }

// Nothing is collected in a planned wave, and a purged one has nothing any more. So what is
// there was left: by a crash, by a release that a former version revoked, or it came back
// with a backup.
bool MayHaveFiles(const Wave& wave) {
  return wave.state() != Wave::STATE_PLANNED && wave.state() != Wave::STATE_PURGED;
}

}  // namespace

absl::Status FollowRetention(Tx& tx, const Survey& before, const Survey& after) {
  WavesSoFar so_far;
  std::vector<Wave> closed;
  const absl::Status read = ForEachWave(tx, before.name(), "", [&](const Wave& wave) {
    so_far.any_closed |= HasEnded(wave);
    so_far.any_purged |= wave.state() == Wave::STATE_PURGED;
    if (wave.state() == Wave::STATE_CLOSED) closed.push_back(wave);
  });
  if (!read.ok()) return read;
  if (absl::Status s = CheckRetentionUpdate(before, after, so_far); !s.ok()) return s;
  for (Wave& wave : closed) {
    if (!SetPurgeDueDate(after.retention(), &wave)) continue;
    if (absl::Status s = tx.Save("RETENTION", after.retention().reason(), &wave); !s.ok()) return s;
  }
  return absl::OkStatus();
}

absl::Status SetPurgeDueDateOf(Tx& tx, Wave* wave) {
  Survey survey;
  if (absl::Status s = tx.Load(schema::ParentOf(wave->name()), &survey); !s.ok()) return s;
  SetPurgeDueDate(survey.retention(), wave);
  return absl::OkStatus();
}

absl::Status RemoveFilesOf(Tx& tx, ResponseStore& responses, const std::string& wave) {
  const std::string survey(schema::ParentOf(wave));
  bool needed = false;
  const absl::Status read = ForEachWave(tx, survey, "", [&](const Wave& other) {
    if (other.name() == wave || IdentityOf(other) == Wave::IDENTITY_ANONYMOUS) return;
    // A release that was revoked leaves files for a moment, and can come again.
    needed |= MayHaveFiles(other) || responses.HasFiles(other.name());
  });
  if (!read.ok()) return read;
  if (!needed) {
    if (absl::Status s = responses.DestroyKey(survey); !s.ok()) return s;
  }
  return responses.Purge(wave);
}

absl::Status FindToPurge(Tx& tx, const ResponseStore& responses, const std::string& owner,
                         std::vector<std::string>* waves) {
  const std::string parent = absl::StrCat(owner, "/surveys/-");
  const google::type::Date today = types::DayInBerlin(tx.now());
  const absl::Status due = ForEachWave(tx, parent, In(Wave::STATE_CLOSED), [&](const Wave& wave) {
    if (IsPurgeDue(wave, today)) waves->push_back(wave.name());
  });
  if (!due.ok()) return due;
  for (const auto state : {Wave::STATE_PLANNED, Wave::STATE_PURGED}) {
    const absl::Status left = ForEachWave(tx, parent, In(state), [&](const Wave& wave) {
      if (responses.HasFiles(wave.name())) waves->push_back(wave.name());
    });
    if (!left.ok()) return left;
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> PurgeWhatIsDue(resource::Store& store, ResponseStore& responses,
                                    const resource::Cause& cause, const std::string& name) {
  bool certified = false, removed = false;
  const absl::Status written = store.WriteAndWait(cause, [&](Tx& tx) -> absl::Status {
    certified = removed = false;
    Wave wave;
    if (absl::Status s = tx.Load(name, &wave); !s.ok()) return s;
    if (!MayHaveFiles(wave)) {
      removed = responses.HasFiles(name);
      // Here, so that nobody releases it meanwhile.
      return removed ? RemoveFilesOf(tx, responses, name) : absl::OkStatus();
    }
    if (!IsPurgeDue(wave, types::DayInBerlin(tx.now()))) return absl::OkStatus();
    Survey survey;
    if (absl::Status s = tx.Load(schema::ParentOf(name), &survey); !s.ok()) return s;
    certified = true;
    return CertifyPurge(tx, responses, &survey.retention(), "", &wave);
  });
  if (!written.ok()) return written;
  if (!certified) return removed;
  const absl::Status gone =
      store.WriteAndWait(cause, [&](Tx& tx) { return RemoveFilesOf(tx, responses, name); });
  if (!gone.ok()) return gone;
  return true;
}

}  // namespace lotse::survey
