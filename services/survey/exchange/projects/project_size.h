#pragma once

#include <cstddef>

#include "services/survey/exchange/finding_list.h"
#include "services/survey/exchange/refi/project.h"

namespace lotse::survey::projects {

// Most of each that a study takes of one file. All of it is stored in one transaction, and whoever
// else writes waits for that. Source: study_exchange_service.proto.
inline constexpr std::size_t kMaxFileTexts = 10'000;
inline constexpr std::size_t kMaxFileCodings = 50'000;
inline constexpr std::size_t kMaxFileNotes = 50'000;  // Memos and examples.
inline constexpr std::size_t kMaxFileCases = 50'000;  // Conversations and people.
inline constexpr std::size_t kMaxMadeCases = 10'000;  // Of the study.

// Whether a project has no more than that; else an ERROR for each that is too much.
bool FitsLimits(const refi::Project& project, FindingList* findings);

}  // namespace lotse::survey::projects
