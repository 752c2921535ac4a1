// Where quotes of releases are from, and who approved them.
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/address.h"
#include "runtime/types/date.h"
#include "services/survey/app/codebook_content.h"
#include "services/survey/app/material_record.h"
#include "services/survey/app/material_releases.h"
#include "services/survey/app/study_reach.h"
#include "services/survey/app/write_once.h"
#include "services/survey/qualitative/rules/codes.h"
#include "services/survey/qualitative/rules/material_release_rules.h"
#include "services/survey/qualitative/rules/study_place.h"

namespace lotse::survey {
namespace {

using qualitative::StoredQuoteSource;
using qualitative::StudyPlace;
using qualitative::StudyStore;
using v1alpha::MaterialRelease;

std::string StudyOf(const std::string& release) { return std::string(schema::ParentOf(release)); }

absl::Status NoQuote(const char* field) {
  return rpc::InvalidFields({{field, "not a quote of the release; give its place in it, from 0"}});
}

// Reads a draft as it was decided upon.
absl::Status LoadDraft(Tx& tx, const std::string& name, const std::string& etag,
                       MaterialRelease* release) {
  if (absl::Status s = tx.LoadForChange(name, etag, release); !s.ok()) return s;
  return qualitative::CheckIsDraft(*release);
}

bool HasQuote(const MaterialRelease& release, int quote) {
  return quote >= 0 && quote < release.quotes_size();
}

rpc::FieldViolations CheckPlaces(const MaterialRelease& release,
                                 const v1alpha::SetQuoteSourcesRequest& q) {
  rpc::FieldViolations violations;
  qualitative::CheckCount("sources", q.sources_size(), 1, qualitative::kMaxQuotes, &violations);
  absl::flat_hash_set<int> seen;
  for (int i = 0; i < q.sources_size(); ++i) {
    const std::string path = absl::StrCat("sources[", i, "].");
    if (!HasQuote(release, q.sources(i).quote())) {
      violations.push_back(
          {path + "quote", "not a quote of the release; give its place in it, from 0"});
    } else if (!seen.insert(q.sources(i).quote()).second) {
      violations.push_back({path + "quote", "is there twice; give each quote once"});
    }
    if (q.sources(i).source().text_revision() < 1) {
      violations.push_back(
          {path + "source.text_revision", "missing; give that of the text that was read"});
    }
  }
  return violations;
}

// Reads one source, and whether the caller may lay a quote on it.
absl::StatusOr<StoredQuoteSource> ReadSource(resource::Store& store, qualitative::StudyFiles* files,
                                             const OnBehalf& caller, const StudyReach& reach,
                                             const std::string& path,
                                             const v1alpha::QuoteSource& source) {
  const auto place = qualitative::ReadStudyPlace(reach.name(), source.text());
  const bool is_text = place.has_value() && place->kind == StudyPlace::Kind::kText;
  const auto none = [&] {
    return rpc::InvalidFields(
        qualitative::CheckQuoteSource(path, reach.study(), source, /*text=*/nullptr));
  };
  if (!is_text) return none();
  const absl::Status taken = CheckLiveCase(store, caller, reach, place->above, none());
  if (!taken.ok()) return taken;
  const auto text = ReadPositions(files, caller.patience, place->id);
  if (!text.ok()) return text.status();
  if (!text->has_value() || (*text)->case_id != place->above) return none();
  const absl::Status as_decided =
      qualitative::CheckRevision(source.text(), (*text)->revision, source.text_revision());
  if (!as_decided.ok()) return as_decided;
  const auto cuts_sign = [&](int64_t position) { return (*text)->CutsSign(position); };
  const qualitative::TextFacts facts{(*text)->text.size(), (*text)->revision, cuts_sign};
  const auto violations = qualitative::CheckQuoteSource(path, reach.study(), source, &facts);
  if (absl::Status s = rpc::InvalidFields(violations); !s.ok()) return s;
  StoredQuoteSource stored;
  stored.text_id = place->id;
  stored.span = {source.range().begin(), source.range().end()};
  stored.chooser = reach.subject();
  return stored;
}

// Takes from these quotes who approved them: they approved what was there before.
absl::Status ClearApprovals(Tx& tx, const v1alpha::SetQuoteSourcesRequest& q, MaterialRelease* r) {
  if (absl::Status s = LoadDraft(tx, q.name(), q.etag(), r); !s.ok()) return s;
  for (const auto& each : q.sources()) {
    qualitative::ClearApproval(r->mutable_quotes(each.quote()));
  }
  return tx.Save("SET_QUOTE_SOURCES", "", r);
}

// Stores where quotes are from, `sources` in the order of the request.
absl::Status KeepSources(sql::Connection& connection, const v1alpha::SetQuoteSourcesRequest& q,
                         const std::vector<StoredQuoteSource>& sources) {
  for (int i = 0; i < q.sources_size(); ++i) {
    const StoredQuoteSource& source = sources[static_cast<size_t>(i)];
    // As it is now: it may have changed since it was read.
    const auto place = qualitative::PlaceOf(connection, source.text_id);
    const v1alpha::QuoteSource& wanted = q.sources(i).source();
    const absl::Status as_decided = qualitative::CheckRevision(
        wanted.text(), place.has_value() ? place->revision : 0, wanted.text_revision());
    if (!as_decided.ok()) return as_decided;
    qualitative::KeepQuoteSource(connection, source);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status SetQuoteSources(resource::Store& store, StudyStore& studies, const OnBehalf& caller,
                             const v1alpha::SetQuoteSourcesRequest& q, MaterialRelease* r) {
  const auto reach = StudyReach::Make(store, caller, StudyOf(q.name()), StudyReach::For::kWriting);
  if (!reach.ok()) return reach.status();
  MaterialRelease release;
  const absl::Status loaded = store.Read(
      caller.patience, [&](Tx& tx) { return LoadDraft(tx, q.name(), q.etag(), &release); });
  if (!loaded.ok()) return loaded;
  if (absl::Status s = rpc::InvalidFields(CheckPlaces(release, q)); !s.ok()) return s;
  const auto files = studies.Find(reach->name());
  if (!files.ok()) return files.status();
  std::vector<StoredQuoteSource> sources;
  for (int i = 0; i < q.sources_size(); ++i) {
    auto source = ReadSource(store, files->get(), caller, *reach,
                             absl::StrCat("sources[", i, "].source"), q.sources(i).source());
    if (!source.ok()) return source.status();
    source->release_id = LastPart(q.name());
    source->wording_sha256 = qualitative::WordingHash(release.quotes(q.sources(i).quote()));
    sources.push_back(*std::move(source));
  }
  return store.WriteAndWait(caller.cause, [&](Tx& tx) -> absl::Status {
    r->Clear();
    if (absl::Status s = ClearApprovals(tx, q, r); !s.ok()) return s;
    // There are files: there are texts. Last, so that an approval is gone only if the part that it
    // was of is, and none comes in between. If the store ends before it commits, the caller got no
    // answer, and the same call sent again takes the approvals.
    return (*files)->Add([&](sql::Connection& connection) -> absl::Status {
      return KeepSources(connection, q, sources);
    });
  });
}

absl::Status ApproveQuote(resource::Store& store, StudyStore& studies, const OnBehalf& caller,
                          const v1alpha::ApproveQuoteRequest& q, MaterialRelease* r) {
  const std::string study = StudyOf(q.name());
  const auto reach = StudyReach::Make(store, caller, study, StudyReach::For::kWriting);
  if (!reach.ok()) return reach.status();
  const auto files = studies.Find(study);
  if (!files.ok()) return files.status();
  return WriteOnce(store, caller, q, r, [&](Tx& tx) -> absl::Status {
    if (absl::Status s = LoadDraft(tx, q.name(), q.etag(), r); !s.ok()) return s;
    if (!HasQuote(*r, q.quote())) return NoQuote("quote");
    StudyRecord record;
    if (absl::Status s = LoadRecord(tx, study, &record); !s.ok()) return s;
    const auto parts = ReadParts(files->get(), {}, LastPart(q.name()));
    if (!parts.ok()) return parts.status();
    v1alpha::ReleasedQuote* const quote = r->mutable_quotes(q.quote());
    const auto part = parts->find(qualitative::WordingHash(*quote));
    if (part != parts->end()) {
      if (absl::Status s = reach->CheckReaches(part->second.case_id); !s.ok()) return s;
    }
    quote->set_approver(tx.cause().actor);
    *quote->mutable_approve_time() = types::ToTimestamp(tx.now());
    std::vector<rpc::Obstacle> obstacles;
    AddQuoteObstacles(record, *r, q.quote(), *parts, &obstacles);
    const absl::Status allowed =
        rpc::Preconditions(type::v1alpha::ERROR_REASON_RELEASE_BLOCKED, obstacles);
    return allowed.ok() ? tx.Save("APPROVE_QUOTE", "", r) : allowed;
  });
}

}  // namespace lotse::survey
