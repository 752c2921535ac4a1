// Which quotes do not rest any more on what they rested on.
#include <string>

#include "services/survey/app/codebook_content.h"
#include "services/survey/app/material_record.h"
#include "services/survey/app/material_releases.h"
#include "services/survey/qualitative/rules/material_release_rules.h"

namespace lotse::survey {
namespace {

using v1alpha::MaterialRelease;
using v1alpha::QuoteFinding;

QuoteFinding::Kind KindOf(const StudyRecord& record, const MaterialRelease& release,
                          const v1alpha::ReleasedQuote& quote, const QuoteParts& parts) {
  const auto part = parts.find(qualitative::WordingHash(quote));
  if (part == parts.end()) {
    return release.state() == MaterialRelease::STATE_DRAFT ? QuoteFinding::KIND_SOURCE_MISSING
                                                           : QuoteFinding::KIND_SOURCE_GONE;
  }
  const v1alpha::StudyCase* const study_case = record.Find(part->second.case_id);
  if (study_case == nullptr ||
      qualitative::FactsOf(*study_case, part->second.speakers, quote.role(), record.cases)
              .consent != v1alpha::Participant::CONSENT_QUOTES) {
    return QuoteFinding::KIND_CONSENT_GONE;
  }
  return part->second.source.changed ? QuoteFinding::KIND_SOURCE_CHANGED
                                     : QuoteFinding::KIND_UNSPECIFIED;
}

void AddFinding(const MaterialRelease& release, int quote, QuoteFinding::Kind kind,
                v1alpha::ListQuoteFindingsResponse* r) {
  QuoteFinding* const finding = r->add_findings();
  finding->set_material_release(release.name());
  finding->set_state(release.state());
  finding->set_quote(quote);
  finding->set_kind(kind);
}

}  // namespace

absl::Status ListQuoteFindings(resource::Store& store, qualitative::StudyStore& studies,
                               const OnBehalf& caller, const v1alpha::ListQuoteFindingsRequest& q,
                               v1alpha::ListQuoteFindingsResponse* r) {
  StudyRecord record;
  v1alpha::ListMaterialReleasesResponse page;
  const absl::Status loaded = store.Read(caller.patience, [&](Tx& tx) -> absl::Status {
    resource::Page wanted;
    wanted.parent = q.parent();
    wanted.size = q.page_size();
    wanted.token = q.page_token();
    if (absl::Status s = tx.List(wanted, &page); !s.ok()) return s;
    return LoadRecord(tx, q.parent(), &record);
  });
  if (!loaded.ok()) return loaded;
  const auto files = studies.Find(q.parent());
  if (!files.ok()) return files.status();
  const auto untold = UntoldOf(record, files->get(), caller.patience);
  if (!untold.ok()) return untold.status();
  for (const MaterialRelease& release : page.material_releases()) {
    // Of what was withdrawn no wording is kept, nor where one is from.
    if (release.state() == MaterialRelease::STATE_WITHDRAWN) continue;
    const auto parts = ReadParts(files->get(), caller.patience, LastPart(release.name()));
    if (!parts.ok()) return parts.status();
    for (int i = 0; i < release.quotes_size(); ++i) {
      const auto kind = KindOf(record, release, release.quotes(i), *parts);
      if (kind != QuoteFinding::KIND_UNSPECIFIED) AddFinding(release, i, kind, r);
      // Whoever released it has looked at it.
      if (release.state() == MaterialRelease::STATE_DRAFT &&
          untold->words.FindIn(release.quotes(i).wording()).has_value()) {
        AddFinding(release, i, QuoteFinding::KIND_ID_AS_WORD, r);
      }
    }
  }
  r->set_next_page_token(page.next_page_token());
  return absl::OkStatus();
}

}  // namespace lotse::survey
