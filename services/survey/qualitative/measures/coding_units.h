#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "runtime/rpc/field_violation.h"
#include "services/survey/qualitative/coding/corpus.h"
#include "services/survey/qualitative/text/text_span.h"

// What texts are cut into, so that it can be asked of each part which codes it has. No figure of
// agreement or of what occurs together means anything without its unit.
namespace lotse::survey::qualitative {

inline constexpr int64_t kMinWindow = 10;
inline constexpr int64_t kMaxWindow = 100'000;

enum class UnitKind {
  kTurn,      // What one speaker says without another in between.
  kSentence,  // By text/units.h.
  kWindow,    // So many code points, from the beginning of the text; the last one may be shorter.
  kText,      // The text as a whole: whether a code exists in it.
};

struct UnitRule {
  UnitKind kind = UnitKind::kTurn;
  // Code points, for kWindow.
  int64_t window = 500;
  // BCP 47 tag of the texts, whose abbreviations end no sentence; for kSentence.
  std::string language = "de";
};

struct Unit {
  // Position among the texts of the corpus.
  int text = 0;
  TextSpan span;

  friend bool operator==(const Unit&, const Unit&) = default;
};

// The name of a kind of unit as reports say it, for example `turn`.
std::string NameOf(UnitKind kind);

// What is wrong with a rule, with the path `unit.window`.
rpc::FieldViolations CheckUnitRule(const UnitRule& rule);

// The units of a corpus along its texts; none over another. `wordings` are its texts, for
// kSentence only; one that is no text (IndexedText::Make) has none. `languages` are theirs, where
// one differs from that of the rule; empty: as the rule. An empty text has none, and one without
// turns has no turn. `rule` has no violations.
std::vector<Unit> UnitsOf(const Corpus& corpus, const UnitRule& rule,
                          absl::Span<const std::string> wordings = {},
                          absl::Span<const std::string> languages = {});

// Where the units of each text begin: one number more than there are texts.
std::vector<int> FirstUnits(const Corpus& corpus, const std::vector<Unit>& units);

// Of units along the texts those that a coding has a code point in common with, from the first to
// one before the second. `first_units` is FirstUnits of them.
std::pair<int, int> UnitsTouched(const std::vector<Unit>& units,
                                 const std::vector<int>& first_units, const Corpus::Entry& coding);

}  // namespace lotse::survey::qualitative
