#include "services/survey/exchange/xlsform/form_headings.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace lotse::survey {
namespace {

struct ColumnName {
  const char* name;
  Column column;
};

// The first name of a column is the usual one.
constexpr ColumnName kSurveyNames[] = {
    {"type", Column::kType},
    {"command", Column::kType},
    {"name", Column::kName},
    {"tag", Column::kName},
    {"value", Column::kName},
    {"list_name", Column::kListName},
    {"select_from_list_name", Column::kListName},
    {"label", Column::kLabel},
    {"caption", Column::kLabel},
    {"hint", Column::kHint},
    {"guidance_hint", Column::kGuidance},
    {"required", Column::kRequired},
    {"required_message", Column::kRequiredMessage},
    {"requiredmsg", Column::kRequiredMessage},
    {"relevant", Column::kRelevant},
    {"relevance", Column::kRelevant},
    {"constraint", Column::kConstraint},
    {"constraint_message", Column::kConstraintMessage},
    {"constraining_message", Column::kConstraintMessage},
    {"constraintmsg", Column::kConstraintMessage},
    {"calculation", Column::kCalculation},
    {"calculate", Column::kCalculation},
    {"default", Column::kDefault},
    {"trigger", Column::kTrigger},
    {"read_only", Column::kReadOnly},
    {"readonly", Column::kReadOnly},
    {"appearance", Column::kAppearance},
    {"parameters", Column::kParameters},
    {"choice_filter", Column::kChoiceFilter},
    {"repeat_count", Column::kRepeatCount},
    {"count", Column::kRepeatCount},
    {"image", Column::kImage},
    {"big_image", Column::kLargeImage},
    {"audio", Column::kAudio},
    {"video", Column::kVideo},
    {"disabled", Column::kDisabled},
    {"save_to", Column::kEntity},
    {"$autoname", Column::kAutoName},
    {"note", Column::kComment},
    {"notes", Column::kComment},
    {"comment", Column::kComment},
    {"comments", Column::kComment},
    {"remark", Column::kComment},
    {"remarks", Column::kComment},
    {"bemerkung", Column::kComment},
    {"bemerkungen", Column::kComment},
    {"kommentar", Column::kComment},
    {"kommentare", Column::kComment},
};

constexpr ColumnName kChoicesNames[] = {
    {"list_name", Column::kListName},   {"name", Column::kName},     {"value", Column::kName},
    {"label", Column::kLabel},          {"caption", Column::kLabel}, {"image", Column::kImage},
    {"big_image", Column::kLargeImage}, {"audio", Column::kAudio},   {"video", Column::kVideo},
};

bool HasLanguage(Column column) {
  switch (column) {
    case Column::kLabel:
    case Column::kHint:
    case Column::kGuidance:
    case Column::kRequiredMessage:
    case Column::kConstraintMessage:
    case Column::kImage:
    case Column::kLargeImage:
    case Column::kAudio:
    case Column::kVideo:
      return true;
    default:
      return false;
  }
}

// `Constraint  Message` and `constraint-message` as `constraint_message`.
std::string Normal(absl::string_view name) {
  std::string normal;
  for (const char c : absl::StripAsciiWhitespace(name)) {
    const bool gap = c == ' ' || c == '_' || c == '-' || c == '\t' || c == '\n';
    if (!gap) normal += absl::ascii_tolower(static_cast<unsigned char>(c));
    if (gap && (normal.empty() || normal.back() != '_')) normal += '_';
  }
  return normal;
}

template <std::size_t size>
Heading Parse(absl::string_view text, const ColumnName (&names)[size]) {
  Heading heading;
  heading.text = std::string(absl::StripAsciiWhitespace(text));
  const bool double_colon = absl::StrContains(heading.text, "::");
  std::vector<std::string> parts =
      absl::StrSplit(heading.text, double_colon ? absl::string_view("::") : ":");
  std::size_t at = 0;
  const auto skip = [&](std::initializer_list<absl::string_view> words) {
    const std::string word = Normal(parts[at]);
    if (at + 1 < parts.size() && std::find(words.begin(), words.end(), word) != words.end()) ++at;
  };
  skip({"bind", "control", "body", "media"});
  skip({"jr"});
  std::string name = Normal(parts[at]);
  if (absl::StartsWith(name, "jr:")) name = name.substr(3);
  const std::string language =
      absl::StrJoin(parts.begin() + static_cast<std::ptrdiff_t>(at + 1), parts.end(), ":");
  for (const ColumnName& known : names) {
    if (name != known.name) continue;
    if (parts.size() > at + 1 && !HasLanguage(known.column)) break;
    heading.column = known.column;
    heading.language = std::string(absl::StripAsciiWhitespace(language));
    return heading;
  }
  if (absl::StartsWith(heading.text, "$")) heading.column = Column::kTechnical;
  return heading;
}

}  // namespace

Heading SurveyHeading(absl::string_view text) { return Parse(text, kSurveyNames); }

Heading ChoicesHeading(absl::string_view text) { return Parse(text, kChoicesNames); }

absl::string_view NameOf(Column column) {
  for (const ColumnName& known : kSurveyNames) {
    if (known.column == column) return known.name;
  }
  return "";
}

std::vector<std::string> SurveyColumnNames() {
  std::vector<std::string> names;
  Column last = Column::kOther;
  for (const ColumnName& known : kSurveyNames) {
    if (known.column == Column::kAutoName) break;
    if (known.column != last) names.push_back(known.name);
    last = known.column;
  }
  return names;
}

}  // namespace lotse::survey
