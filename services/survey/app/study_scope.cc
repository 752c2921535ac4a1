#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "services/survey/app/codebook_content.h"
#include "services/survey/app/study_corpus.h"
#include "services/survey/qualitative/rules/study_place.h"
#include "services/survey/qualitative/rules/withdrawn_words.h"

// Which cases and texts a request is about.
namespace lotse::survey {

using qualitative::StoredTurn;
using qualitative::StudyPlace;
using qualitative::TextSpan;
using v1alpha::StudyCase;

using Kind = StudyPlace::Kind;

namespace {

// Texts that are read at a time.
constexpr int kBatch = 1000;

absl::Status NotThere(const std::string& field) {
  return rpc::InvalidFields({{field, "not there; give the name of a case or text of the study"}});
}

// Of several spans along a text those behind `position`.
std::vector<TextSpan>::const_iterator EndingBehind(const std::vector<TextSpan>& spans,
                                                   int64_t position) {
  return std::partition_point(spans.begin(), spans.end(),
                              [&](TextSpan span) { return span.end <= position; });
}

}  // namespace

absl::Status TooMuchAsked(absl::string_view what) {
  return rpc::InvalidFields(
      {{"places", absl::StrCat("there are more than ", what, "; name fewer places")}});
}

absl::StatusOr<StudyScope> StudyScope::Make(resource::Store& store, const OnBehalf& caller,
                                            const StudyReach& reach, const PlaceNames& places) {
  StudyScope scope;
  const absl::Status loaded = store.Read(caller.patience, [&](resource::Tx& tx) {
    scope = StudyScope();
    scope.everything_ = places.empty();
    return places.empty() ? scope.LoadAll(tx, reach) : scope.LoadNamed(tx, reach, places);
  });
  if (!loaded.ok()) return loaded;
  return scope;
}

absl::Status StudyScope::LoadAll(resource::Tx& tx, const StudyReach& reach) {
  StudyCase one;
  return tx.ForEach(reach.name(), &one, [&]() {
    Add(reach, one);
    return cases_.size() > kMaxAskedCases ? TooMuchAsked("10,000 cases") : absl::OkStatus();
  });
}

absl::Status StudyScope::LoadNamed(resource::Tx& tx, const StudyReach& reach,
                                   const PlaceNames& places) {
  std::vector<std::string> ids;
  for (int i = 0; i < places.size(); ++i) {
    const std::string field = absl::StrCat("places[", i, "]");
    const auto place = qualitative::ReadStudyPlace(reach.name(), places.Get(i));
    if (!place.has_value()) return NotThere(field);
    const bool is_text = place->kind == Kind::kText;
    const std::string& case_id = is_text ? place->above : place->id;
    if (absl::Status s = reach.CheckReaches(case_id); !s.ok()) return s;
    StudyCase one;
    const absl::Status loaded =
        tx.Load(qualitative::NameOf(reach.name(), {Kind::kCase, "", case_id}), &one);
    if (absl::IsNotFound(loaded) || (loaded.ok() && one.has_delete_time())) return NotThere(field);
    if (!loaded.ok()) return loaded;
    if (is_text) {
      texts_[case_id].push_back({place->id, field});
    } else {
      whole_.insert(case_id);
    }
    if (std::find(ids.begin(), ids.end(), case_id) != ids.end()) continue;
    ids.push_back(case_id);
    Add(reach, one);
  }
  std::sort(cases_.begin(), cases_.end(),
            [](const StudyCase& a, const StudyCase& b) { return a.name() < b.name(); });
  return absl::OkStatus();
}

StudyScope StudyScope::OfAll(const std::vector<StudyCase>& cases) {
  StudyScope scope;
  scope.everything_ = true;
  for (const StudyCase& one : cases) scope.Add(one);
  return scope;
}

void StudyScope::Add(const StudyReach& reach, const StudyCase& one) {
  if (reach.Reaches(LastPart(one.name()))) return Add(one);
  ++left_out_;
}

void StudyScope::Add(const StudyCase& one) {
  if (qualitative::CaseVoices(one).AllWithdrew()) return;
  StudyCase& kept = cases_.emplace_back();
  kept.set_name(one.name());
  *kept.mutable_participants() = one.participants();
  *kept.mutable_staff() = one.staff();
}

bool StudyScope::Takes(absl::string_view case_id, absl::string_view text_id) const {
  if (everything_ || whole_.contains(case_id)) return true;
  const auto named = texts_.find(case_id);
  return named != texts_.end() &&
         std::any_of(named->second.begin(), named->second.end(),
                     [&](const NamedText& text) { return text.text_id == text_id; });
}

absl::Status StudyScope::CheckNamed(const absl::flat_hash_set<std::string>& text_ids) const {
  for (const StudyCase& one : cases_) {
    const auto named = texts_.find(LastPart(one.name()));
    if (named == texts_.end()) continue;
    for (const NamedText& text : named->second) {
      if (!text_ids.contains(text.text_id)) return NotThere(text.field);
    }
  }
  return absl::OkStatus();
}

bool TouchesLeftOut(const AskedText& text, TextSpan part) {
  const auto next = EndingBehind(text.left_out, part.begin);
  return next != text.left_out.end() && next->begin < part.end;
}

TextSpan AroundWithin(const AskedText& text, TextSpan part) {
  const auto next = EndingBehind(text.left_out, part.begin);
  TextSpan within = {next == text.left_out.begin() ? 0 : (next - 1)->end,
                     next == text.left_out.end() ? text.code_points : next->begin};
  // Of the turns the first that ends behind where the part begins, and where it ends.
  const auto turn_behind = [&](int64_t position) {
    return std::partition_point(text.turns.begin(), text.turns.end(),
                                [&](const StoredTurn& each) { return each.span.end <= position; });
  };
  const auto first = turn_behind(part.begin);
  if (first != text.turns.end() && first->span.begin <= part.begin) {
    within.begin = std::max(within.begin, first->span.begin);
  } else if (first != text.turns.begin()) {
    within.begin = std::max(within.begin, (first - 1)->span.end);
  }
  const auto last = turn_behind(part.end - 1);
  if (last != text.turns.end()) {
    const bool is_in = last->span.begin < part.end;
    within.end = std::min(within.end, is_in ? last->span.end : last->span.begin);
  }
  return within;
}

std::string SpeakerOf(const AskedText& text, TextSpan part) {
  auto turn =
      std::partition_point(text.turns.begin(), text.turns.end(),
                           [&](const StoredTurn& each) { return each.span.end <= part.begin; });
  if (turn == text.turns.end() || turn->span.begin >= part.end) return "";
  const std::string speaker = turn->speaker;
  for (; turn != text.turns.end() && turn->span.begin < part.end; ++turn) {
    if (turn->speaker != speaker) return "";
  }
  return speaker;
}

bool SetTurns(const StudyCase& one, std::vector<StoredTurn> turns, AskedText* text) {
  return SetTurns(qualitative::CaseVoices(one), std::move(turns), text);
}

bool SetTurns(const qualitative::CaseVoices& voices, std::vector<StoredTurn> turns,
              AskedText* text) {
  if (voices.LeavesOutText(/*has_turns=*/!turns.empty())) return false;
  text->turns.reserve(turns.size());
  for (StoredTurn& turn : turns) {
    if (voices.LeavesOut(turn.speaker)) {
      text->left_out.push_back(turn.span);
      continue;
    }
    if (!voices.Knows(turn.speaker)) turn.speaker.clear();
    text->turns.push_back(std::move(turn));
  }
  return true;
}

absl::StatusOr<std::vector<AskedText>> ReadTexts(sql::Connection* connection,
                                                 const StudyScope& scope) {
  std::vector<AskedText> texts;
  absl::flat_hash_set<std::string> there;
  for (const StudyCase& one : scope.cases()) {
    const std::string case_id = LastPart(one.name());
    std::string last;
    for (bool more = connection != nullptr; more;) {
      const auto batch = qualitative::TextsBehind(*connection, case_id, last, kBatch);
      more = batch.size() == static_cast<size_t>(kBatch);
      for (const auto& stored : batch) {
        last = stored.text_id;
        if (!scope.Takes(case_id, stored.text_id)) continue;
        there.insert(stored.text_id);
        texts.push_back(
            {stored.text_id, case_id, stored.language, stored.revision, stored.code_points});
        if (texts.size() > kMaxAskedTexts) return TooMuchAsked("10,000 texts");
      }
    }
  }
  if (absl::Status s = scope.CheckNamed(there); !s.ok()) return s;
  return texts;
}

}  // namespace lotse::survey
