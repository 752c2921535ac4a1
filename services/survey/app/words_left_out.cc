#include "services/survey/app/words_left_out.h"

#include <utility>

#include "runtime/rpc/error.h"
#include "services/survey/app/all_cases.h"
#include "services/survey/app/codebook_content.h"
#include "services/survey/qualitative/rules/study_place.h"
#include "services/survey/qualitative/rules/withdrawn_words.h"

namespace lotse::survey {
namespace {

using qualitative::StudyPlace;
using v1alpha::StudyCase;

}  // namespace

absl::StatusOr<WordsLeftOut> WordsLeftOut::Make(resource::Store& store, const OnBehalf& caller,
                                                const std::string& study,
                                                absl::string_view case_id) {
  WordsLeftOut words;
  const absl::Status read = store.Read(caller.patience, [&](resource::Tx& tx) {
    words.cases_.clear();
    return words.Load(tx, study, case_id);
  });
  if (!read.ok()) return read;
  return words;
}

absl::StatusOr<WordsLeftOut> WordsLeftOut::MakeIn(resource::Tx& tx, const std::string& study) {
  WordsLeftOut words;
  if (absl::Status s = words.Load(tx, study, ""); !s.ok()) return s;
  return words;
}

absl::Status WordsLeftOut::Load(resource::Tx& tx, const std::string& study,
                                absl::string_view case_id) {
  if (!case_id.empty()) {
    StudyCase one;
    const absl::Status loaded = tx.Load(
        qualitative::NameOf(study, {StudyPlace::Kind::kCase, "", std::string(case_id)}), &one);
    if (loaded.ok()) Add(one);
    return absl::IsNotFound(loaded) ? absl::OkStatus() : loaded;
  }
  return ForAllCases(tx, study, "", [this](const StudyCase& each) {
    Add(each);
    return absl::OkStatus();
  });
}

void WordsLeftOut::Add(const StudyCase& one) {
  if (qualitative::CaseVoices(one).AnyWithdrew()) cases_[LastPart(one.name())] = one;
}

bool WordsLeftOut::Touch(sql::Connection& connection, const std::string& case_id,
                         const std::string& text_id, qualitative::TextSpan part) {
  const auto one = cases_.find(case_id);
  if (one == cases_.end()) return false;
  const auto [text, is_new] = texts_.try_emplace(text_id);
  if (is_new) {
    AskedText asked;
    if (SetTurns(one->second, qualitative::TurnsOfText(connection, text_id), &asked)) {
      text->second = std::move(asked);
    }
  }
  return !text->second.has_value() || TouchesLeftOut(*text->second, part);
}

bool WordsLeftOut::TouchMemo(sql::Connection& connection, const std::string& study,
                             const qualitative::StoredMemo& memo) {
  std::optional<qualitative::TextSpan> part = memo.span;
  const auto place = qualitative::ReadStudyPlace(study, memo.subject);
  if (place.has_value() && place->kind == StudyPlace::Kind::kCoding) {
    const auto coding = qualitative::FindCoding(connection, place->id);
    if (coding.has_value()) part = coding->span;
  }
  return part.has_value() && Touch(connection, memo.case_id, memo.text_id, *part);
}

bool WordsLeftOut::IsOf(const std::string& case_id, absl::string_view pseudonym) const {
  const auto one = cases_.find(case_id);
  return one != cases_.end() && qualitative::CaseVoices(one->second).LeavesOut(pseudonym);
}

bool WordsLeftOut::AreAllOf(const std::string& case_id) const {
  const auto one = cases_.find(case_id);
  return one != cases_.end() && qualitative::CaseVoices(one->second).AllWithdrew();
}

absl::Status WordsAreLeftOut(const std::string& resource) {
  return rpc::Precondition(
      type::v1alpha::ERROR_REASON_RELEASE_BLOCKED, resource,
      {"hat an dieser Stelle Worte, die verborgen sind, weil jemand die Einwilligung widerrufen "
       "hat; nehmen Sie andere, oder löschen Sie, was darauf liegt",
       "has words at this place that are hidden, as somebody took their consent back; take others, "
       "or delete what lies on them"},
      {{"resource", resource}});
}

}  // namespace lotse::survey
