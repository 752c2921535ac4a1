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

  bool AnyWithdrew() const { return any_withdrew_; }
  // Whether there is nobody whose words may be used: then no text of the case is.
  bool AllWithdrew() const { return AnyWithdrew() && !others_; }

  // Whether somebody takes part, or belongs to the staff, and did not take their consent back.
  bool Knows(absl::string_view speaker) const { return known_.contains(speaker); }
  // Whether what this speaker said is left out. Who it was that nobody knows may be somebody who
  // took their consent back: also if their pseudonym was erased since.
  bool LeavesOut(absl::string_view speaker) const { return AnyWithdrew() && !Knows(speaker); }
  // Whether all of a text is left out: since nobody is left whose words may be used, or since no
  // turns say whose they are.
  bool LeavesOutText(bool has_turns) const {
    return AllWithdrew() || (AnyWithdrew() && !has_turns);
  }

 private:
  absl::flat_hash_set<std::string> known_;
  bool any_withdrew_ = false;
  bool others_ = false;  // Whether there are participants who did not.
};

// Puts `█` in the place of each code point that CaseVoices leaves out, in turns or in all of the
// text, but for line ends, so that all positions stay as they are, and sets TextTurn.withdrawn of
// the turns. Whether anything is left out. Another `sign` may be given: of one byte it makes no
// text longer.
inline constexpr absl::string_view kHiddenSign = "█";
bool HideWithdrawn(const v1alpha::StudyCase& study_case, v1alpha::StudyText* text,
                   absl::string_view sign = kHiddenSign);

// Whether a text may be stored as it is said: RELEASE_BLOCKED with each participant who took their
// consent back and speaks in it, and with the case where they may be who nobody knows, unless what
// they said is hidden (HideWithdrawn).
absl::Status CheckNoneWithdrew(const v1alpha::StudyCase& study_case,
                               const v1alpha::StudyText& text);

}  // namespace lotse::survey::qualitative
