#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <variant>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/reporting/document/format.h"

// Texts of templates: ICU messages
// (https://unicode-org.github.io/icu/userguide/format_parse/messages/), of which arguments
// as `{engagement}`, `plural` and `select` are known. What is written depends on the message,
// its arguments and the language alone: numbers are written by FormatInteger, and there are no
// styles for numbers and times, which would follow the data of the installed library.
namespace lotse::reporting {

// Longest message, in characters.
inline constexpr int kMaxMessageCharacters = 10'000;
// Longest text that a message may become, in bytes.
inline constexpr int kMaxFormattedBytes = 200'000;
// How deep `plural` and `select` may stand in one another.
inline constexpr int kMaxMessageDepth = 4;

// Values by the names of the arguments that report_template.proto lists: a text is a string, a
// number is an integer.
using MessageArguments = std::map<std::string, std::variant<std::string, int64_t>>;

// What is wrong with a message and what would be right; empty if nothing is. Goes on from the
// name of the field, for example "has no argument `foo`; there are …".
std::string CheckMessage(absl::string_view pattern);

// The message with its arguments filled in, as it is read in `language`. NOT_FOUND if
// `arguments` lacks one that stands in the message, even in a case that is not chosen: its value
// is not known, and the text cannot be written. INVALID_ARGUMENT says what else is wrong: all
// that CheckMessage finds, a number that has to be a text or the other way round, and a text
// that gets longer than kMaxFormattedBytes.
absl::StatusOr<std::string> FormatMessage(Language language, absl::string_view pattern,
                                          const MessageArguments& arguments);

}  // namespace lotse::reporting
