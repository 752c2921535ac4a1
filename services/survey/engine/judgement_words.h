#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

// What is said of answers that do not fit the others. It holds nothing of an answer.
namespace lotse::survey {

// `` `age` ``, or `` `age` in instance 2 ``.
inline std::string Named(absl::string_view code, absl::Span<const std::int32_t> instances) {
  if (instances.empty()) return absl::StrCat("`", code, "`");
  return absl::StrCat("`", code, "` in instance ", absl::StrJoin(instances, " of "));
}

inline std::string NotAsked(absl::string_view code) {
  return absl::StrCat("`", code, "` is not asked after the other answers; leave the answer out");
}

// `named` is what Named gives.
inline std::string HasToBeAnswered(absl::string_view named) {
  return absl::StrCat(named, " has to be answered; give an answer to it");
}

inline std::string NotOffered(absl::string_view named) {
  return absl::StrCat("an option of ", named,
                      " that is not offered after the other answers; give one that is");
}

inline std::string NotAllRanked(absl::string_view named) {
  return absl::StrCat("not all that ", named,
                      " offers is put in the order; give each option that is offered once");
}

// `message` is what the questionnaire says; may be empty.
inline std::string NotFulfilled(absl::string_view named, absl::string_view message) {
  return absl::StrCat("does not fulfil the constraint of ", named,
                      message.empty() ? "; give an answer that does" : ": ", message);
}

// Of a note that is required, to whom it is shown.
inline std::string LetsNobodyPass(absl::string_view named) {
  return absl::StrCat(
      named,
      " is a note that lets nobody pass who is shown it; change the answers that it is about");
}

}  // namespace lotse::survey
