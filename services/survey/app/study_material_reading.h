#pragma once

#include <cstddef>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/survey/app/study_reach.h"
#include "services/survey/exchange/finding_list.h"
#include "services/survey/exchange/projects/study_material.h"

namespace lotse::survey {

// Most of the material of a study that is held in memory at once, in bytes: for a file, and for a
// table that is read, where more is made of each text. Source: study_exchange_service.proto.
inline constexpr size_t kMaxMaterialBytes = 256u << 20;
inline constexpr size_t kMaxNamedTextBytes = 32u << 20;

// Which texts are read, with what lies on them.
struct WantedTexts {
  // By their titles, or as codings::NameAmongSame has them. Null: whatever they are called.
  const std::set<std::string>* titles = nullptr;
  bool only_coded = false;             // Those in which something is coded.
  bool only_memos_of_codings = false;  // As a table has.
  size_t most_bytes = kMaxMaterialBytes;
  // Which field of the request is wrong if it is more, and what the caller does then.
  absl::string_view field = "parent";
  absl::string_view advice = "take the table of codings, or read texts one by one";
};

// Reads what the caller sees and reaches of the material of a study, without deleted cases and
// without what people said who took their consent back. What was left out is a WARNING. It is one
// state of the files. INVALID_FIELDS (it is more than `most_bytes`), STORE_CORRUPT.
absl::StatusOr<projects::StudyMaterial> ReadStudyMaterial(
    resource::Store& store, qualitative::StudyStore& studies, const OnBehalf& caller,
    const StudyReach& reach, FindingList* findings, const WantedTexts& wanted = {});

}  // namespace lotse::survey
