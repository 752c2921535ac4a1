#include "services/survey/qualitative/rules/withdrawn_words.h"

#include <string>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "runtime/types/utf8.h"

namespace lotse::survey::qualitative {

using v1alpha::Participant;

bool HideWithdrawn(const v1alpha::StudyCase& study_case, v1alpha::StudyText* text) {
  absl::flat_hash_set<std::string> withdrawn;
  for (const Participant& each : study_case.participants()) {
    if (each.consent() == Participant::CONSENT_WITHDRAWN) withdrawn.insert(each.pseudonym());
  }
  bool any = false;
  for (v1alpha::TextTurn& turn : *text->mutable_turns()) {
    turn.set_withdrawn(withdrawn.contains(turn.speaker()));
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
    hidden.append(hides ? absl::string_view("█") : rest.substr(0, c.size));
    rest.remove_prefix(c.size);
  }
  text->set_content(std::move(hidden));
  return true;
}

}  // namespace lotse::survey::qualitative
