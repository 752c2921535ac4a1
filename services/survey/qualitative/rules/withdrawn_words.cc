#include "services/survey/qualitative/rules/withdrawn_words.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "runtime/rpc/error.h"
#include "runtime/types/utf8.h"
#include "services/survey/qualitative/rules/speaker_groups.h"

namespace lotse::survey::qualitative {

CaseVoices::CaseVoices(const v1alpha::StudyCase& study_case) {
  for (const v1alpha::Participant& each : study_case.participants()) {
    (HasWithdrawn(each) ? any_withdrew_ : others_) = true;
    if (!HasWithdrawn(each)) known_.insert(each.pseudonym());
  }
  for (const v1alpha::CaseStaff& each : study_case.staff()) known_.insert(each.pseudonym());
  // Of somebody whose pseudonym was erased: a turn without a speaker need not be theirs.
  known_.erase(std::string());
}

bool HideWithdrawn(const v1alpha::StudyCase& study_case, v1alpha::StudyText* text,
                   absl::string_view sign) {
  const CaseVoices voices(study_case);
  const bool whole = voices.LeavesOutText(/*has_turns=*/!text->turns().empty());
  bool any = whole;
  for (v1alpha::TextTurn& turn : *text->mutable_turns()) {
    turn.set_withdrawn(whole || voices.LeavesOut(turn.speaker()));
    any |= turn.withdrawn();
  }
  if (!any) return false;
  std::string hidden;
  absl::string_view rest = text->content();
  auto turn = text->turns().begin();
  const auto end = text->turns().end();
  for (int64_t position = 0; !rest.empty(); ++position) {
    const types::CodePoint c = types::DecodeFirst(rest);
    while (turn != end && turn->range().end() <= position) ++turn;
    const bool left_out =
        whole || (turn != end && turn->range().begin() <= position && turn->withdrawn());
    const bool hides = left_out && c.value != '\n' && c.value != '\r';
    absl::StrAppend(&hidden, hides ? sign : rest.substr(0, c.size));
    rest.remove_prefix(c.size);
  }
  text->set_content(std::move(hidden));
  return true;
}

absl::Status CheckNoneWithdrew(const v1alpha::StudyCase& study_case,
                               const v1alpha::StudyText& text) {
  v1alpha::StudyText hidden = text;
  if (!HideWithdrawn(study_case, &hidden) || hidden.content() == text.content()) {
    return absl::OkStatus();
  }
  absl::flat_hash_set<absl::string_view> speakers;
  for (const v1alpha::TextTurn& turn : text.turns()) speakers.insert(turn.speaker());
  absl::flat_hash_set<absl::string_view> unknown;
  const CaseVoices voices(study_case);
  for (const absl::string_view speaker : speakers) {
    if (voices.LeavesOut(speaker)) unknown.insert(speaker);
  }
  std::vector<rpc::Obstacle> obstacles;
  for (int i = 0; i < study_case.participants_size(); ++i) {
    const v1alpha::Participant& one = study_case.participants(i);
    if (!HasWithdrawn(one) || unknown.erase(one.pseudonym()) == 0) continue;
    obstacles.push_back({absl::StrCat(study_case.name(), "#participants[", i, "]"),
                         {"hat die Einwilligung widerrufen und spricht in diesem Text; lassen Sie "
                          "weg, was dort gesagt wurde",
                          "took their consent back and speaks in this text; leave out what they "
                          "said"}});
  }
  if (obstacles.empty() || !unknown.empty()) {
    obstacles.push_back(
        {study_case.name(),
         {"hat Teilnehmende, die ihre Einwilligung widerrufen haben; von ihnen kann sein, was ohne "
          "Redebeitrag dasteht oder jemand sagt, der nicht bekannt ist; nennen Sie zu jedem "
          "Redebeitrag, wer spricht",
          "has participants who took their consent back; what stands without a turn, or is said by "
          "somebody who is not known, may be theirs; say of each turn who speaks"}});
  }
  return rpc::Preconditions(type::v1alpha::ERROR_REASON_RELEASE_BLOCKED, obstacles);
}

}  // namespace lotse::survey::qualitative
