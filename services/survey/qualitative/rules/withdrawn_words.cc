#include "services/survey/qualitative/rules/withdrawn_words.h"

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
    const bool withdrew = qualitative::HasWithdrawn(each);
    others_ |= !withdrew;
    (withdrew ? withdrawn_ : known_).insert(each.pseudonym());
  }
  for (const v1alpha::CaseStaff& each : study_case.staff()) known_.insert(each.pseudonym());
}

bool HideWithdrawn(const v1alpha::StudyCase& study_case, v1alpha::StudyText* text,
                   absl::string_view sign) {
  const CaseVoices voices(study_case);
  bool any = false;
  for (v1alpha::TextTurn& turn : *text->mutable_turns()) {
    turn.set_withdrawn(voices.HasWithdrawn(turn.speaker()));
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
    const bool hides = turn != end && turn->range().begin() <= position && turn->withdrawn() &&
                       c.value != '\n' && c.value != '\r';
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
  std::vector<rpc::Obstacle> obstacles;
  for (int i = 0; i < study_case.participants_size(); ++i) {
    const v1alpha::Participant& one = study_case.participants(i);
    if (!qualitative::HasWithdrawn(one) || !speakers.contains(one.pseudonym())) continue;
    obstacles.push_back({absl::StrCat(study_case.name(), "#participants[", i, "]"),
                         {"hat die Einwilligung widerrufen und spricht in diesem Text; lassen Sie "
                          "weg, was dort gesagt wurde",
                          "took their consent back and speaks in this text; leave out what they "
                          "said"}});
  }
  return rpc::Preconditions(type::v1alpha::ERROR_REASON_RELEASE_BLOCKED, obstacles);
}

}  // namespace lotse::survey::qualitative
