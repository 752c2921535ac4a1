#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "lotse/survey/v1alpha/material_release.pb.h"
#include "lotse/survey/v1alpha/material_release_steps.pb.h"
#include "lotse/survey/v1alpha/study.pb.h"
#include "lotse/survey/v1alpha/study_case.pb.h"
#include "runtime/rpc/error.h"
#include "runtime/rpc/field_violation.h"
#include "services/survey/qualitative/rules/coding_rules.h"
#include "services/survey/qualitative/rules/known_ids.h"
#include "services/survey/qualitative/rules/known_words.h"
#include "services/survey/qualitative/text/person_ids.h"

// What may leave a study as a quote.
namespace lotse::survey::qualitative {

// Source: material_release.proto.
inline constexpr size_t kMaxWordingBytes = 2000;
// Fewest participants of a study who have a role that stands under a quote.
inline constexpr int kMinOfRole = 2;

// What the study knows of who is quoted.
struct QuoteFacts {
  // What the speaker agreed to; ANALYSIS where several speak and one of them agreed to no more.
  v1alpha::Participant::Consent consent = v1alpha::Participant::CONSENT_UNSPECIFIED;
  // Participants of the study who have the role that the quote is under.
  int of_role = 0;
  // Whether all speakers of the part have that role.
  bool speaker_has_role = false;
  // Subject of who chose the quote, and of who approves it.
  std::string chosen_by;
  std::string approved_by;
};

// What must not stand in a quote of this study.
struct Untold {
  KnownNames names;
  // Ids of its cases that are no words (IsNoWord).
  KnownIds ids;
  // The other ids of its cases and coders: whether such a word names a case or a coder somebody has
  // to look at.
  PersonIds words = PersonIds({});
  // Pseudonyms of its participants and staff, and ids of its coders that are no words.
  PersonIds people = PersonIds({});

  static Untold Of(absl::Span<const std::string> names, absl::Span<const std::string> cases,
                   absl::Span<const std::string> people);
};

// What is said of a wording in which a pseudonym or the id of a coder stands at this position.
rpc::FieldViolation HasPersonId(absl::string_view field, int64_t position);
// Whether this is said. It repeats nothing of the wording.
bool TellsPersonId(const rpc::FieldViolation& violation);

// What is said of a wording or a title in which a name stands. Who hears it learns that the name is
// among those kept, so it is told of one place at a time, and noted.
inline constexpr absl::string_view kHasName =
    "has a name that the study knows; write it in other words";

// Whether it is said of one of these.
bool TellsName(const rpc::FieldViolations& violations);
// Leaves it at the first one of these.
void TellOneName(rpc::FieldViolations* violations);

// What is wrong with a quote, with paths from `field`, such as `material_release.quotes[0]`. What
// was found in the wording is not repeated.
rpc::FieldViolations CheckQuote(absl::string_view field, const v1alpha::Study& study,
                                v1alpha::MaterialRelease::Scope scope,
                                const v1alpha::ReleasedQuote& quote, const Untold& untold);

// What is wrong with where a quote is from, with paths from `field`, such as
// `material_release.quotes[0].source`. `text` is the one that it names, null if there is none.
rpc::FieldViolations CheckQuoteSource(absl::string_view field, const v1alpha::Study& study,
                                      const v1alpha::QuoteSource& source, const TextFacts* text);

// Adds what stands against the release of a quote. `subject` names the release and the place of the
// quote in it.
void AddObstacles(absl::string_view subject, const v1alpha::Study& study,
                  const v1alpha::ReleasedQuote& quote, const QuoteFacts& facts,
                  std::vector<rpc::Obstacle>* obstacles);

// Whether the quote may be released: RELEASE_BLOCKED with all that stands against it.
absl::Status CheckQuoteRelease(absl::string_view subject, const v1alpha::Study& study,
                               const v1alpha::ReleasedQuote& quote, const QuoteFacts& facts);

}  // namespace lotse::survey::qualitative
