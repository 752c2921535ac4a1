#include <algorithm>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "runtime/rpc/page_token.h"
#include "services/survey/app/asked_study.h"
#include "services/survey/app/codebook_content.h"
#include "services/survey/app/ready_texts.h"
#include "services/survey/app/study_analysis.h"
#include "services/survey/app/told_segments.h"
#include "services/survey/qualitative/coding/keyword.h"

// Words are found in texts, with what stands around them.
namespace lotse::survey {
namespace {

using qualitative::KeywordHit;
using qualitative::KeywordQuery;
using qualitative::StudyStore;
using qualitative::TextSpan;
using v1alpha::FindKeywordRequest;
using v1alpha::FindKeywordResponse;

// Code points that a page looks at, but for its first text: their words may have to be found anew.
constexpr int64_t kMaxLookedAt = 5'000'000;

// Behind all parts of a text.
constexpr int64_t kWholeText = std::numeric_limits<int64_t>::max();

// Looks for a keyword in one text after the other. Each is read by itself, so that no reader is
// held for all of them.
class KeywordReader {
 public:
  KeywordReader(const AskedStudy& asked, const FindKeywordRequest& q, int size)
      : asked_(asked), q_(q), size_(size) {
    for (const auto& one : asked.scope.cases()) cases_[LastPart(one.name())] = &one;
  }

  // Goes on behind `last`, which becomes the last part that was looked at; whether there may be
  // more.
  absl::StatusOr<bool> Read(const sql::Patience& patience, const std::vector<AskedText>& texts,
                            SegmentPosition* last, FindKeywordResponse* r) {
    for (const AskedText& text : texts) {
      if (std::pair(text.case_id, text.text_id) < std::pair(last->case_id, last->text_id)) continue;
      const bool is_begun = text.text_id == last->text_id;
      if (is_begun && last->span.begin == kWholeText) continue;
      if (looked_at_ > 0 && looked_at_ + text.code_points > kMaxLookedAt) return true;
      looked_at_ += text.code_points;
      const int64_t behind = is_begun ? last->span.begin : -1;
      *last = {text.case_id, text.text_id, {behind, 0}};
      const auto full = LookAt(patience, text, last, r);
      if (!full.ok()) return full.status();
      if (*full) return true;
      last->span.begin = kWholeText;
    }
    return false;
  }

 private:
  // Whether the page is full.
  absl::StatusOr<bool> LookAt(const sql::Patience& patience, AskedText text, SegmentPosition* last,
                              FindKeywordResponse* r) {
    const auto ready = ReadSearchedText(*asked_.files, patience, text.text_id);
    if (!ready.ok()) return ready.status();
    // It may have been deleted since the list was read, and come again in another case, which the
    // caller need not reach.
    if (ready->text == nullptr) return false;
    const PositionedText& wording = ready->text->wording;
    if (wording.case_id != text.case_id) return false;
    KeywordQuery query{.keyword = q_.keyword(),
                       .prefix = q_.prefix(),
                       .window = q_.context_words(),
                       .size = qualitative::kMaxKeywordPage};
    qualitative::KeywordPage hits = ready->words->index.Find(query);
    if (hits.total == 0) return false;
    text.code_points = wording.text.size();
    if (!SetTurns(*cases_.at(text.case_id), ready->text->turns, &text)) return false;
    while (true) {
      for (const KeywordHit& hit : hits.hits) {
        if (hit.keyword.begin <= last->span.begin || TouchesLeftOut(text, hit.keyword)) continue;
        if (!Add(text, wording, hit, r)) return true;
        last->span.begin = hit.keyword.begin;
      }
      query.skip += query.size;
      if (query.skip >= hits.total) return false;
      hits = ready->words->index.Find(query);
    }
  }

  // Whether there was room for it.
  bool Add(const AskedText& text, const PositionedText& wording, const KeywordHit& hit,
           FindKeywordResponse* r) {
    if (r->segments_size() >= size_) return false;
    const TextSpan within = AroundWithin(text, hit.keyword);
    const TextSpan context = {std::max(hit.context.begin, within.begin),
                              std::min(hit.context.end, within.end)};
    v1alpha::StudySegment told;
    TellSegment(q_.parent(), text, wording, {hit.keyword, context}, &told);
    bytes_ += told.ByteSizeLong();
    if (bytes_ > kMaxSegmentBytes && r->segments_size() > 0) return false;
    *r->add_segments() = std::move(told);
    return true;
  }

  const AskedStudy& asked_;
  const FindKeywordRequest& q_;
  const int size_;
  absl::flat_hash_map<std::string, const v1alpha::StudyCase*> cases_;
  int64_t looked_at_ = 0;
  size_t bytes_ = 0;
};

absl::StatusOr<std::vector<AskedText>> TextsOf(const AskedStudy& asked,
                                               const sql::Patience& patience) {
  if (asked.files == nullptr) return ReadTexts(nullptr, asked.scope);
  absl::StatusOr<std::vector<AskedText>> texts = absl::UnknownError("not read");
  const absl::Status read = asked.files->Read(patience, [&](sql::Connection& connection) {
    texts = ReadTexts(&connection, asked.scope);
    return texts.status();
  });
  if (!read.ok()) return read;
  return texts;
}

}  // namespace

absl::Status FindKeyword(resource::Store& store, StudyStore& studies, const OnBehalf& caller,
                         const FindKeywordRequest& q, FindKeywordResponse* r) {
  const auto size = rpc::CheckPageSize(q.page_size());
  if (!size.ok()) return size.status();
  FindKeywordRequest same = q;
  same.clear_page_size();
  same.clear_page_token();
  const std::string list = absl::StrCat("keyword\n", same.SerializeAsString());
  const auto position = rpc::ReadPageToken(store.token_key(), list, q.page_token());
  if (!position.ok()) return position.status();
  const auto asked = AskStudy(store, studies, caller, q, q.places());
  if (!asked.ok()) return asked.status();
  r->set_left_out_cases(asked->scope.left_out());
  const auto texts = TextsOf(*asked, caller.patience);
  if (!texts.ok()) return texts.status();
  SegmentPosition last = ReadSegmentPosition(*position);
  const auto more = KeywordReader(*asked, q, *size).Read(caller.patience, *texts, &last, r);
  if (!more.ok()) return more.status();
  if (*more) r->set_next_page_token(rpc::MakePageToken(store.token_key(), list, ToPosition(last)));
  return absl::OkStatus();
}

}  // namespace lotse::survey
