#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/types/span.h"
#include "lotse/survey/v1alpha/survey.pb.h"

namespace lotse::survey {

// Who was invited of one stratum, and how many of them have answered.
struct StratumAnswers {
  int64_t invited = 0;
  int64_t answered = 0;
};

// How many of each stratum may be told to have answered, in their order, where how many
// answered in all is told exactly. Each is told in tens, and nothing of a stratum of fewer
// than kFewestInvited people (ShownAnswered). Where there is such a one, what is told of all
// less what is told of the others would tell of it. So the next smallest strata (of equal
// ones the earlier first) are withheld too, until those that are withheld are at least two
// and have kFewestInvited people together: of them all, and of nobody else, subtraction tells.
//
// Which ones are withheld depends on how many were invited only, which everybody may know:
// that something is withheld tells nothing of answers. Nobody was invited of a stratum with
// `invited` 0; it hides nobody, and 0 is told. Of waves with names all is told.
std::vector<std::optional<int64_t>> ShownAnsweredOf(
    absl::Span<const StratumAnswers> strata,
    v1alpha::Wave::Identity identity = v1alpha::Wave::IDENTITY_ANONYMOUS);

}  // namespace lotse::survey
