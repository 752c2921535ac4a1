#pragma once

#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "lotse/survey/v1alpha/study_case.pb.h"
#include "lotse/survey/v1alpha/study_text.pb.h"

namespace lotse::survey::qualitative {

// Who speaks in a case, as their consent is now. This alone says what is hidden when a text is
// read, and what is left out when texts are coded, found, counted or released.
class CaseVoices {
 public:
  explicit CaseVoices(const v1alpha::StudyCase& study_case);

  // Whether this participant took their consent back.
  bool HasWithdrawn(absl::string_view pseudonym) const { return withdrawn_.contains(pseudonym); }
  bool AnyWithdrew() const { return !withdrawn_.empty(); }
  // Whether there is nobody whose words may be used: then no text of the case is.
  bool AllWithdrew() const { return AnyWithdrew() && !others_; }

  // Whether somebody takes part, or belongs to the staff, and did not take their consent back.
  bool Knows(absl::string_view speaker) const { return known_.contains(speaker); }
  // Whether what this speaker said is left out. Who it was that nobody knows may be somebody who
  // took their consent back.
  bool LeavesOut(absl::string_view speaker) const { return AnyWithdrew() && !Knows(speaker); }
  // The same of a text without turns.
  bool LeavesOutTextsWithoutTurns() const { return AnyWithdrew(); }

 private:
  absl::flat_hash_set<std::string> withdrawn_;
  absl::flat_hash_set<std::string> known_;
  bool others_ = false;  // Whether there are participants who did not.
};

// Puts `█` in the place of each code point of the turns of participants who took their consent
// back, but for line ends, so that all positions stay as they are, and sets TextTurn.withdrawn of
// these turns. Whether there were any. Another `sign` may be given: of one byte it makes no text
// longer.
inline constexpr absl::string_view kHiddenSign = "█";
bool HideWithdrawn(const v1alpha::StudyCase& study_case, v1alpha::StudyText* text,
                   absl::string_view sign = kHiddenSign);

// Whether a text may be stored as it is said: RELEASE_BLOCKED with each participant who took their
// consent back and speaks in it, unless what they said is hidden (HideWithdrawn).
absl::Status CheckNoneWithdrew(const v1alpha::StudyCase& study_case,
                               const v1alpha::StudyText& text);

}  // namespace lotse::survey::qualitative
