#include "services/reporting/sources/survey.h"

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "runtime/types/sha256.h"
#include "services/reporting/document/release_waves.h"
#include "services/reporting/sources/interview.h"

namespace lotse::reporting {

namespace api = survey::v1alpha;

namespace {

std::string RevisionOf(const api::ListReleasedTablesResponse& tables) {
  std::string revisions;
  for (const auto& table : tables.tables()) {
    absl::StrAppend(&revisions, table.name(), "@", table.etag(), "\n");
  }
  return types::Sha256Hex(revisions);
}

absl::Status NotFrozen(const std::string& release) {
  return rpc::Precondition(
      type::v1alpha::ERROR_REASON_WRONG_STATE, release,
      {"ist noch offen, und Tabellen können dazukommen; erst abschließen (FreezeRelease)",
       "is open, so tables may still be added; freeze it first (FreezeRelease)"});
}

}  // namespace

absl::Status Interview::AskWave(const std::string& name) {
  const std::string question = FiguresQuestion(name);
  api::TabulateWaveRequest request;
  request.set_name(name);
  api::TabulateWaveResponse tables;
  const absl::Time asked_at = options_.clock();
  absl::Status asked = Call(analysis_, &api::AnalysisService::Stub::TabulateWave, request, &tables);
  if (!asked.ok()) return Refused(std::move(asked), {question});
  if (answers_) {
    ClearPersonal(tables.mutable_wave());
    const std::string& revision = tables.wave().etag();
    NoteReached(name, revision);
    const absl::Status kept =
        options_.mirror->Keep({ToAnswer(question, tables, revision, asked_at)});
    if (!kept.ok()) return kept;
  } else {
    const auto kept = Kept(question, &tables);
    if (!kept.ok()) return kept.status();
    NoteUnreachable(name, *kept);
    if (!kept->has_value()) return absl::OkStatus();
  }
  inputs_->waves.push_back(std::move(tables));
  return absl::OkStatus();
}

absl::Status Interview::ListTables(const std::string& release,
                                   api::ListReleasedTablesResponse* all) {
  api::ListReleasedTablesRequest request;
  request.set_parent(release);
  return CallForAll<api::ReleaseService::Stub, api::ListReleasedTablesRequest,
                    api::ListReleasedTablesResponse>(
      releases_, &api::ReleaseService::Stub::ListReleasedTables, request, [all](auto& page) {
        for (auto& table : *page.mutable_tables()) *all->add_tables() = std::move(table);
      });
}

absl::Status Interview::AskRelease(const std::string& name) {
  const std::string list = absl::StrCat(name, "/tables");
  const std::string of_release = absl::StrCat("GetRelease ", name);
  const std::string of_tables = absl::StrCat("ListReleasedTables ", name);
  api::GetReleaseRequest request;
  request.set_name(name);
  ReleaseInputs found;
  api::ListReleasedTablesResponse tables;
  const absl::Time asked_at = options_.clock();
  absl::Status asked =
      Call(releases_, &api::ReleaseService::Stub::GetRelease, request, &found.release);
  if (asked.ok() && answers_ && found.release.state() != api::Release::STATE_FROZEN) {
    asked = NotFrozen(name);
  }
  if (asked.ok()) asked = ListTables(name, &tables);
  if (!asked.ok()) return Refused(std::move(asked), {of_release, of_tables});
  if (answers_) {
    NoteReached(name, found.release.etag());
    NoteReached(list, RevisionOf(tables));
    const absl::Status kept =
        options_.mirror->Keep({ToAnswer(of_release, found.release, found.release.etag(), asked_at),
                               ToAnswer(of_tables, tables, RevisionOf(tables), asked_at)});
    if (!kept.ok()) return kept;
  } else {
    const auto release_kept = Kept(of_release, &found.release);
    if (!release_kept.ok()) return release_kept.status();
    const auto tables_kept = Kept(of_tables, &tables);
    if (!tables_kept.ok()) return tables_kept.status();
    NoteUnreachable(name, *release_kept);
    NoteUnreachable(list, *tables_kept);
    if (!release_kept->has_value() || !tables_kept->has_value()) return absl::OkStatus();
  }
  found.tables = {tables.tables().begin(), tables.tables().end()};
  inputs_->releases.push_back(std::move(found));
  return absl::OkStatus();
}

absl::Status Survey::Ask(const Wanted& wanted, absl::Time deadline, absl::FunctionRef<void()> asked,
                         ReportInputs* inputs) const {
  Interview interview(options_, deadline, inputs);
  for (const std::string& wave : wanted.waves) {
    if (absl::Status s = interview.AskWave(wave); !s.ok()) return s;
    asked();
  }
  for (const std::string& release : wanted.releases) {
    if (absl::Status s = interview.AskRelease(release); !s.ok()) return s;
    asked();
  }
  for (const std::string& material : wanted.materials) {
    if (absl::Status s = interview.AskMaterial(material); !s.ok()) return s;
    asked();
  }
  std::set<std::string> shown(wanted.waves.begin(), wanted.waves.end());
  for (const ReleaseInputs& of : inputs->releases) {
    const std::string wave = WaveOfRelease(of.release.name());
    if (!shown.insert(wave).second) continue;
    if (absl::Status s = interview.AskReleaseWave(wave); !s.ok()) return s;
  }
  return absl::OkStatus();
}

}  // namespace lotse::reporting
