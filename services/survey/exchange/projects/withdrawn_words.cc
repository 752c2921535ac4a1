#include "services/survey/exchange/projects/withdrawn_words.h"

#include <algorithm>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "runtime/types/utf8.h"

namespace lotse::survey::projects {

using v1alpha::Participant;

bool HideWithdrawn(const v1alpha::StudyCase& study_case, v1alpha::StudyText* text) {
  absl::flat_hash_set<std::string> withdrawn;
  for (const Participant& each : study_case.participants()) {
    if (each.consent() == Participant::CONSENT_WITHDRAWN) withdrawn.insert(each.pseudonym());
  }
  const auto& turns = text->turns();
  const bool any = std::any_of(turns.begin(), turns.end(), [&](const v1alpha::TextTurn& turn) {
    return withdrawn.contains(turn.speaker());
  });
  if (!any) return false;
  std::string hidden;
  absl::string_view rest = text->content();
  auto turn = turns.begin();
  for (int64_t position = 0; !rest.empty(); ++position) {
    const types::CodePoint c = types::DecodeFirst(rest);
    while (turn != turns.end() && turn->range().end() <= position) ++turn;
    const bool hides = turn != turns.end() && turn->range().begin() <= position &&
                       withdrawn.contains(turn->speaker()) && c.value != '\n' && c.value != '\r';
    absl::StrAppend(&hidden, hides ? absl::string_view("█") : rest.substr(0, c.size));
    rest.remove_prefix(c.size);
  }
  text->set_content(std::move(hidden));
  return true;
}

}  // namespace lotse::survey::projects
