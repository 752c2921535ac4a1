#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "runtime/rpc/page_token.h"
#include "services/survey/app/asked_study.h"
#include "services/survey/app/codings.h"
#include "services/survey/app/ready_texts.h"
#include "services/survey/app/study_analysis.h"
#include "services/survey/app/study_corpus.h"
#include "services/survey/app/told_segments.h"
#include "services/survey/qualitative/coding/retrieval.h"
#include "services/survey/qualitative/rules/speaker_groups.h"
#include "services/survey/qualitative/text/word_context.h"

// Coded parts of texts are found again.
namespace lotse::survey {
namespace {

using qualitative::CodingSet;
using qualitative::Corpus;
using qualitative::Query;
using qualitative::Relation;
using qualitative::Segment;
using qualitative::StudyStore;
using v1alpha::FindSegmentsRequest;
using v1alpha::FindSegmentsResponse;
using v1alpha::SegmentNeighbor;

// The group of those for whom a filter of speakers holds.
constexpr char kWanted[] = "wanted";

Query AnyCode(const std::vector<std::string>& codes, bool with_below) {
  Query query{.kind = Query::Kind::kOr};
  for (const std::string& code : codes) {
    query.parts.push_back({.kind = Query::Kind::kCode, .id = code, .with_children = with_below});
  }
  return query;
}

Relation RelationOf(SegmentNeighbor::Relation relation) {
  switch (relation) {
    case SegmentNeighbor::RELATION_SAME_RANGE:
      return Relation::kSameSpan;
    case SegmentNeighbor::RELATION_WITHIN:
      return Relation::kWithin;
    case SegmentNeighbor::RELATION_SAME_TURN:
      return Relation::kSameTurn;
    case SegmentNeighbor::RELATION_NEAR:
      return Relation::kNear;
    default:
      return Relation::kOverlap;
  }
}

bool HasFilter(const v1alpha::SpeakerFilter& filter) {
  return !filter.role().empty() || !filter.pseudonym().empty() || !filter.values().empty();
}

// Everything that has to hold, but for who codes.
Query QueryOf(const FindSegmentsRequest& q) {
  Query all{.kind = Query::Kind::kAnd, .parts = {{.kind = Query::Kind::kAll}}};
  if (!q.codes().empty()) {
    all.parts.push_back(AnyCode(CodeKeys(q.parent(), q.codes()), q.with_below()));
  }
  if (HasFilter(q.speaker())) {
    all.parts.push_back({.kind = Query::Kind::kSpeakerGroup, .id = kWanted});
  }
  for (const SegmentNeighbor& neighbor : q.neighbors()) {
    Query beside{.kind = Query::Kind::kCoOccurs,
                 .relation = RelationOf(neighbor.relation()),
                 .distance = neighbor.distance()};
    beside.parts.push_back(AnyCode(CodeKeys(q.parent(), neighbor.codes()), neighbor.with_below()));
    if (!neighbor.absent()) {
      all.parts.push_back(std::move(beside));
    } else {
      all.parts.push_back({.kind = Query::Kind::kNot, .parts = {std::move(beside)}});
    }
  }
  return all;
}

// All codes that are named, if those that are looked for are: nothing else has to be read.
std::vector<std::string> NamedCodes(const FindSegmentsRequest& q) {
  if (q.codes().empty()) return {};
  std::vector<std::string> codes = CodeKeys(q.parent(), q.codes());
  for (const SegmentNeighbor& neighbor : q.neighbors()) {
    for (std::string& code : CodeKeys(q.parent(), neighbor.codes())) {
      codes.push_back(std::move(code));
    }
  }
  return codes;
}

absl::Status CheckCodesThere(const Corpus& corpus, const FindSegmentsRequest& q) {
  rpc::FieldViolations violations;
  const auto check = [&](const std::string& at, const PlaceNames& names) {
    if (names.empty()) return;
    const auto wrong = CheckAskedCodes(corpus, CodeKeys(q.parent(), names),
                                       static_cast<size_t>(qualitative::kMaxSegmentCodes));
    for (const auto& one : wrong) violations.push_back({at + one.field, one.description});
  };
  check("", q.codes());
  for (int i = 0; i < q.neighbors_size(); ++i) {
    check(absl::StrCat("neighbors[", i, "]."), q.neighbors(i).codes());
  }
  return rpc::InvalidFields(violations);
}

SegmentPosition PositionOf(const StudyCorpus& study, const Segment& segment) {
  const AskedText& text = study.texts[static_cast<size_t>(segment.text)];
  return {text.case_id, text.text_id, segment.span};
}

// Tells a page of segments, reading what its texts say inside a transaction over the material.
class SegmentPage {
 public:
  SegmentPage(qualitative::StudyFiles* files, sql::Connection* connection,
              const FindSegmentsRequest& q, const StudyCorpus& study, const CodingSet& found)
      : files_(*files), connection_(*connection), q_(q), study_(study), found_(found) {}

  // Whether there was room for it.
  absl::StatusOr<bool> Add(const Segment& segment, FindSegmentsResponse* r) {
    const AskedText& text = study_.texts[static_cast<size_t>(segment.text)];
    if (absl::Status s = Open(segment.text, text); !s.ok()) return s;
    const PositionedText& wording = open_text_->wording;
    const auto around = WithWordsAround(wording.text, segment.span,
                                        AroundWithin(text, segment.span), q_.context_words());
    v1alpha::StudySegment told;
    TellSegment(q_.parent(), text, wording, {segment.span, around}, &told);
    for (int i = segment.first; i < segment.last; ++i) {
      if (!found_.Has(static_cast<size_t>(i))) continue;
      TellCoding(q_.parent(), study_.Stored(study_.corpus.codings()[static_cast<size_t>(i)]),
                 {text.case_id, text.revision}, told.add_codings());
    }
    bytes_ += told.ByteSizeLong();
    if (bytes_ > kMaxSegmentBytes && r->segments_size() > 0) return false;
    *r->add_segments() = std::move(told);
    return true;
  }

 private:
  absl::Status Open(int number, const AskedText& text) {
    if (number == open_) return absl::OkStatus();
    auto found = WordingOf(files_, connection_, text.text_id);
    if (!found.ok()) return found.status();
    // It was there a moment ago, in the same transaction.
    if (*found == nullptr) return rpc::NotFound(text.text_id);
    open_text_ = *std::move(found);
    open_ = number;
    return absl::OkStatus();
  }

  qualitative::StudyFiles& files_;
  sql::Connection& connection_;
  const FindSegmentsRequest& q_;
  const StudyCorpus& study_;
  const CodingSet& found_;
  int open_ = -1;
  std::shared_ptr<const TextWording> open_text_;
  size_t bytes_ = 0;
};

// The page of a request, and where it ends.
struct PageRange {
  int size = 0;
  SegmentPosition behind;
};

// Fills `r`; where the next page begins, if there is one.
absl::StatusOr<std::optional<SegmentPosition>> FindIn(sql::Connection& connection,
                                                      const AskedStudy& asked,
                                                      const FindSegmentsRequest& q,
                                                      const PageRange& range,
                                                      FindSegmentsResponse* r) {
  const CorpusWish wish{.codes = NamedCodes(q), .group_of = [&](const auto& participant) {
                          return qualitative::Matches(q.speaker(), participant) ? kWanted : "";
                        }};
  const auto study = ReadCorpus(*asked.files, connection, asked.reach, asked.scope, wish);
  if (!study.ok()) return study.status();
  if (absl::Status s = CheckCodesThere(study->corpus, q); !s.ok()) return s;
  const CodingSet all(study->corpus.codings().size(), true);
  CodingSet found = FindCodings(study->corpus, QueryOf(q), all);
  found.KeepAlso(CodingsBy(study->corpus, q.coders()));
  const std::vector<Segment> segments = SegmentsOf(study->corpus, found);
  r->set_total_size(static_cast<int32_t>(segments.size()));
  auto next = std::partition_point(segments.begin(), segments.end(), [&](const Segment& segment) {
    return !IsBefore(range.behind, PositionOf(*study, segment));
  });
  SegmentPage page(asked.files.get(), &connection, q, *study, found);
  for (; next != segments.end() && r->segments_size() < range.size; ++next) {
    const auto added = page.Add(*next, r);
    if (!added.ok()) return added.status();
    if (!*added) break;
  }
  if (next == segments.end()) return std::nullopt;
  return PositionOf(*study, *(next - 1));
}

}  // namespace

absl::Status FindSegments(resource::Store& store, StudyStore& studies, const OnBehalf& caller,
                          const FindSegmentsRequest& q, FindSegmentsResponse* r) {
  const auto size = rpc::CheckPageSize(q.page_size());
  if (!size.ok()) return size.status();
  FindSegmentsRequest same = q;
  same.clear_page_size();
  same.clear_page_token();
  const std::string list = absl::StrCat("segments\n", same.SerializeAsString());
  const auto position = rpc::ReadPageToken(store.token_key(), list, q.page_token());
  if (!position.ok()) return position.status();
  const auto asked = AskStudy(store, studies, caller, q, q.places());
  if (!asked.ok()) return asked.status();
  r->set_left_out_cases(asked->scope.left_out());
  if (asked->files == nullptr) {
    const auto nothing = ReadCorpus(nullptr, caller, asked->reach, asked->scope, CorpusWish());
    return nothing.ok() ? CheckCodesThere(nothing->corpus, q) : nothing.status();
  }
  const PageRange range{*size, ReadSegmentPosition(*position)};
  return asked->files->Read(caller.patience, [&](sql::Connection& connection) -> absl::Status {
    r->Clear();
    r->set_left_out_cases(asked->scope.left_out());
    const auto last = FindIn(connection, *asked, q, range, r);
    if (!last.ok()) return last.status();
    if (last->has_value()) {
      r->set_next_page_token(rpc::MakePageToken(store.token_key(), list, ToPosition(**last)));
    }
    return absl::OkStatus();
  });
}

}  // namespace lotse::survey
