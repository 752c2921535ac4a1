#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace lotse::survey {

// What a column of an XLSForm says, whatever it is called.
enum class Column {
  kOther,  // Not one of ours.
  kType,
  kListName,
  kName,
  kLabel,
  kHint,
  kGuidance,
  kRequired,
  kRequiredMessage,
  kRelevant,
  kConstraint,
  kConstraintMessage,
  kCalculation,
  kDefault,
  kTrigger,
  kReadOnly,
  kAppearance,
  kParameters,
  kChoiceFilter,
  kRepeatCount,
  kImage,
  kLargeImage,
  kAudio,
  kVideo,
  kDisabled,
  kEntity,     // `save_to`.
  kAutoName,   // `$autoname`: the name where `name` is empty, as KoboToolbox writes it.
  kTechnical,  // `$kuid` and others that a program keeps for itself.
  kComment,    // For who writes the form.
};

// The heading of a column.
struct Heading {
  Column column = Column::kOther;
  // Language of its texts as it is written there: `Deutsch (de)`; empty: the default one.
  std::string language;
  // As it is written there, without white space at the ends.
  std::string text;
};

// Reads a heading of the sheet `survey` or `choices`. Upper and lower case, spaces and underscores
// are the same; `bind::`, `control::`, `body::` and `media::` may stand before a name and a
// language behind it, with `::` or `:` between them. Other names of a column (`relevance`,
// `caption`) are those that forms have and that the tools of XLSForm take (xlsform.org, pyxform).
Heading SurveyHeading(absl::string_view text);
Heading ChoicesHeading(absl::string_view text);

// The usual name of a column: `label`.
absl::string_view NameOf(Column column);

// All names of columns of the sheet `survey` that are no other names of another one.
std::vector<std::string> SurveyColumnNames();

}  // namespace lotse::survey
