#include "services/survey/qualitative/rules/speaker_groups.h"

#include <algorithm>

namespace lotse::survey::qualitative {

using v1alpha::Participant;

std::string GroupOf(const Participant& participant, absl::string_view attribute) {
  if (attribute.empty()) return participant.role();
  for (const v1alpha::ParticipantValue& value : participant.values()) {
    if (value.attribute() == attribute) return value.category();
  }
  return kNoGroup;
}

std::vector<std::string> GroupsOf(const v1alpha::Study& study, absl::string_view attribute) {
  std::vector<std::string> groups;
  if (attribute.empty()) {
    for (const v1alpha::ParticipantRole& role : study.roles()) groups.push_back(role.code());
    return groups;
  }
  for (const v1alpha::ParticipantAttribute& each : study.attributes()) {
    if (each.code() != attribute) continue;
    for (const auto& category : each.categories()) groups.push_back(category.code());
  }
  groups.push_back(kNoGroup);
  return groups;
}

std::string ToldGroup(absl::string_view group) {
  return group == kNoGroup ? std::string() : std::string(group);
}

bool Matches(const v1alpha::SpeakerFilter& filter, const Participant& participant) {
  if (!filter.role().empty() && filter.role() != participant.role()) return false;
  if (!filter.pseudonym().empty() && filter.pseudonym() != participant.pseudonym()) return false;
  const auto& values = filter.values();
  // Of each attribute that is asked for, one of its values has to fit.
  return std::all_of(values.begin(), values.end(), [&](const auto& asked) {
    return std::any_of(values.begin(), values.end(), [&](const auto& one) {
      return one.attribute() == asked.attribute() &&
             GroupOf(participant, one.attribute()) == one.category();
    });
  });
}

bool HasWithdrawn(const Participant& participant) {
  return participant.consent() == Participant::CONSENT_WITHDRAWN;
}

}  // namespace lotse::survey::qualitative
