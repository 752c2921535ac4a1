#include "services/survey/app/retention.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "lotse/survey/v1alpha/survey_service.pb.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/address.h"
#include "runtime/types/date.h"
#include "services/survey/app/all_listed.h"
#include "services/survey/app/basic_figures.h"
#include "services/survey/app/collected.h"
#include "services/survey/domain/identity_rules.h"
#include "services/survey/domain/retention_rules.h"
#include "services/survey/domain/wave_rules.h"
#include "services/survey/responses/ledger.h"
#include "services/survey/responses/personal_files.h"

namespace lotse::survey {
namespace {

using resource::Tx;
using v1alpha::Survey;
using v1alpha::Wave;

// How long the calendar waits for those who read what is to go.
constexpr absl::Duration kReadersEnd = absl::Seconds(5);

// Reads the waves below `parent` that `filter` finds, deleted ones too.
absl::Status ForEachWave(Tx& tx, const std::string& parent, const std::string& filter,
                         absl::FunctionRef<void(const Wave&)> take) {
  resource::Page page;
  page.parent = parent;
  page.filter = filter;
  page.show_deleted = true;
  return ForAllListed(tx, page, &v1alpha::ListWavesResponse::mutable_waves, [&](const Wave& wave) {
    take(wave);
    return absl::OkStatus();
  });
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

namespace {

absl::Status CountFilesOf(ResponseStore& responses, const std::string& wave,
                          const sql::Patience& patience, PurgedCounts* counts) {
  const auto files = responses.Personal(wave);
  if (!files.ok()) return files.status();
  return (*files)->ReadRows(
      patience, [&](sql::Connection& connection) { counts->files = CountFiles(connection); });
}

}  // namespace

absl::StatusOr<PurgedCounts> CountToPurge(ResponseStore& responses, const Wave& wave,
                                          const sql::Patience& patience) {
  PurgedCounts counts;
  // One that cannot be purged is not looked into.
  if (wave.state() != Wave::STATE_CLOSED) return counts;
  const auto counted = responses.Count(wave.name());
  if (counted.ok()) counts.responses = *counted;
  absl::Status status = counted.status();
  if (status.ok()) {
    int64_t invited = 0;
    status = responses.ReadLedger(wave.name(), patience, [&](sql::Connection& connection) {
      for (const InvitationTally& tally : Tallies(connection)) invited += tally.invited;
    });
    if (status.ok()) counts.invitations = invited;
  }
  if (status.ok() && IsPersonal(wave)) {
    status = CountFilesOf(responses, wave.name(), patience, &counts);
  }
  const bool damaged = rpc::ReasonOf(status) == type::v1alpha::ERROR_REASON_STORE_CORRUPT;
  if (!status.ok() && !damaged) return status;
  return counts;
}

absl::Status CertifyPurge(Tx& tx, const v1alpha::Retention* retention, const std::string& reason,
                          const PurgedCounts& counts, Wave* wave) {
  if (absl::Status s = PurgeWave(tx.now(), retention, reason, counts, wave); !s.ok()) return s;
  ForgetBasicFigures(tx, wave->name());
  return tx.Save("PURGE", retention == nullptr ? reason : "retention period ended", wave);
}

absl::Status ForbidFilesOf(Tx& tx, ResponseStore& responses, const std::string& wave) {
  const std::string survey(schema::ParentOf(wave));
  bool needed = false;
  const absl::Status read = ForEachWave(tx, survey, "", [&](const Wave& other) {
    if (other.name() == wave || IdentityOf(other) == Wave::IDENTITY_ANONYMOUS) return;
    // A release that was revoked leaves files for a moment, and can come again. What is to go
    // needs nothing: two waves that go at once would leave the key for each other.
    const bool left = other.state() == Wave::STATE_PLANNED && responses.HasFiles(other.name()) &&
                      !responses.IsForbidden(other.name());
    needed |= MayHaveFiles(other) || left;
  });
  if (!read.ok()) return read;
  if (!needed) {
    if (absl::Status s = responses.DestroyKey(survey); !s.ok()) return s;
  }
  responses.Forbid(wave);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> Engagements(resource::Store& store) {
  std::vector<std::string> owners;
  const absl::Status listed = store.Read([&](Tx& tx) {
    owners = tx.Owners();
    return absl::OkStatus();
  });
  if (!listed.ok()) return listed;
  owners.erase(std::remove_if(owners.begin(), owners.end(),
                              [](const std::string& owner) {
                                return !absl::StrContains(owner, "/engagements/");
                              }),
               owners.end());
  return owners;
}

absl::Status FindClosed(Tx& tx, const std::string& owner, std::vector<std::string>* waves) {
  return ForEachWave(tx, absl::StrCat(owner, "/surveys/-"), In(Wave::STATE_CLOSED),
                     [&](const Wave& wave) { waves->push_back(wave.name()); });
}

absl::Status FindErased(Tx& tx, const std::string& owner, std::map<std::string, int>* waves) {
  return ForEachWave(tx, absl::StrCat(owner, "/surveys/-"), "", [&](const Wave& wave) {
    if (MayHaveFiles(wave) && !wave.erased_codes().empty()) {
      (*waves)[wave.name()] = wave.erased_codes_size();
    }
  });
}

absl::StatusOr<bool> EraseWhatIsNoted(resource::Store& store, ResponseStore& responses,
                                      const std::string& name) {
  Wave wave;
  v1alpha::Instrument instrument;
  const absl::Status read = store.Read([&](Tx& tx) {
    const absl::Status loaded = tx.Load(name, &wave);
    return loaded.ok() ? tx.Load(wave.instrument(), &instrument) : loaded;
  });
  if (!read.ok()) return read;
  if (!IsCollected(responses, wave)) return false;
  const auto erased = responses.ErasedQuestions(name);
  if (!erased.ok()) return erased.status();
  std::vector<std::string> missing;
  std::set_difference(wave.erased_codes().begin(), wave.erased_codes().end(), erased->begin(),
                      erased->end(), std::back_inserter(missing));
  if (missing.empty()) return false;
  const CompiledInstrument asked(instrument);
  if (absl::Status s = responses.EraseQuestions(name, asked, missing); !s.ok()) return s;
  return true;
}

absl::Status ForgetWhoLeft(resource::Store& store, ResponseStore& responses,
                           const resource::Cause& cause, const std::string& name) {
  Wave wave;
  std::optional<BasicFigures> kept;
  const absl::Status read = store.Read([&](Tx& tx) -> absl::Status {
    if (absl::Status s = tx.Load(name, &wave); !s.ok()) return s;
    auto found = FindBasicFigures(tx, name);
    if (found.ok()) kept = *std::move(found);
    return found.status();
  });
  if (!read.ok()) return read;
  // Nobody leaves an anonymous wave that is closed.
  if (!IsPersonal(wave) || !kept.has_value() || kept->changed()) return absl::OkStatus();
  const auto there = responses.Count(name);
  if (!there.ok() || *there == kept->responses()) return there.status();
  return store.WriteAndWait(cause, [&](Tx& tx) { return ForgetFingerprint(tx, name); });
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

namespace {

// STORE_CORRUPT where files of a wave that is planned have answers: those of a release that was
// revoked have none, so an older store was put back beside newer files. What is in them was
// acknowledged, and is not thrown away.
absl::Status CheckNobodyAnswered(ResponseStore& responses, const Wave& wave) {
  if (wave.state() != Wave::STATE_PLANNED || !responses.HasFiles(wave.name())) {
    return absl::OkStatus();
  }
  const auto responded = responses.Count(wave.name());
  const auto left = responses.BreakOffs(wave.name());
  // Files that cannot be read are those of a crash while they were made, or lost anyway.
  const bool answered = (responded.ok() && *responded > 0) || (left.ok() && !left->drafts.empty());
  if (!answered) return absl::OkStatus();
  return rpc::Error(type::v1alpha::ERROR_REASON_STORE_CORRUPT,
                    absl::StrCat(wave.name(),
                                 ": its files hold answers, but it was never opened by what this "
                                 "store says; put back the store and the files of one backup"),
                    {{"resource", wave.name()}});
}

}  // namespace

absl::StatusOr<bool> PurgeWhatIsDue(resource::Store& store, ResponseStore& responses,
                                    const resource::Cause& cause, const std::string& name) {
  Wave counted;
  const absl::Status read = store.Read([&](Tx& tx) { return tx.Load(name, &counted); });
  if (!read.ok()) return read;
  if (absl::Status s = CheckNobodyAnswered(responses, counted); !s.ok()) return s;
  const auto counts =
      CountToPurge(responses, counted, {absl::Now() + kReadersEnd, /*gone=*/nullptr});
  if (!counts.ok()) return counts.status();
  bool certified = false, left = false;
  const absl::Status written = store.WriteAndWait(cause, [&](Tx& tx) -> absl::Status {
    certified = left = false;
    Wave wave;
    if (absl::Status s = tx.Load(name, &wave); !s.ok()) return s;
    if (!MayHaveFiles(wave)) {
      left = responses.HasFiles(name);
      // Here, so that nobody releases it meanwhile: who does it later finds nothing there.
      return left ? ForbidFilesOf(tx, responses, name) : absl::OkStatus();
    }
    if (!IsPurgeDue(wave, types::DayInBerlin(tx.now()))) return absl::OkStatus();
    // It was changed just now, and comes again when it is looked next.
    if (wave.etag() != counted.etag()) return absl::OkStatus();
    Survey survey;
    if (absl::Status s = tx.Load(schema::ParentOf(name), &survey); !s.ok()) return s;
    certified = true;
    return CertifyPurge(tx, &survey.retention(), "", *counts, &wave);
  });
  if (!written.ok()) return written;
  if (!certified && !left) return false;
  if (certified) {
    const absl::Status forbidden =
        store.WriteAndWait(cause, [&](Tx& tx) { return ForbidFilesOf(tx, responses, name); });
    if (!forbidden.ok()) return forbidden;
  }
  // Other waves wait behind this one; whoever reads it for long is looked after again later.
  const absl::Status gone = responses.Purge(name, absl::Now() + kReadersEnd);
  if (!gone.ok()) return gone;
  return true;
}

}  // namespace lotse::survey
