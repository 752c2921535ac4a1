#include "services/reporting/document/message.h"

#include <unicode/messagepattern.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <set>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "runtime/types/shorten.h"
#include "runtime/types/utf8.h"

namespace lotse::reporting {
namespace {

using icu::MessagePattern;
using icu::UnicodeString;

constexpr size_t kMaxShownName = 40;
constexpr char kAllowed[] = "give `{name}`, `{name, plural, …}` or `{name, select, …}`";

// An argument of messages. Source: report_template.proto.
struct Argument {
  absl::string_view name;
  bool is_number;
};
constexpr Argument kArguments[] = {
    {"administration", false}, {"engagement", false},   {"programme", false},
    {"start", false},          {"end", false},          {"as_of", false},
    {"measures", true},        {"measures_done", true}, {"goals", true},
    {"goals_achieved", true},  {"phases", true},        {"phases_done", true},
    {"indicators", true},      {"waves", true},         {"decisions", true},
};

// Which cases languages have for numbers. Source: CLDR, plural rules.
constexpr absl::string_view kPluralCases[] = {"zero", "one", "two", "few", "many", "other"};

// The case of a whole number, which is the same in German and English. Source: CLDR, plural
// rules of `de` and `en`. Written here, since those of the installed library may change.
absl::string_view PluralCase(int64_t number) {
  return number == 1 || number == -1 ? "one" : "other";
}

const Argument* FindArgument(absl::string_view name) {
  const auto* found =
      absl::c_find_if(kArguments, [&](const Argument& one) { return one.name == name; });
  return found == std::end(kArguments) ? nullptr : found;
}

std::string NamesOf(bool numbers) {
  std::vector<absl::string_view> names;
  for (const Argument& one : kArguments) {
    if (one.is_number == numbers) names.push_back(one.name);
  }
  return absl::StrJoin(names, ", ");
}

std::string Utf8(const UnicodeString& text) {
  std::string out;
  return text.toUTF8String(out);
}

// The text of a part.
std::string TextOf(const MessagePattern& message, int part) {
  return Utf8(message.getSubstring(message.getPart(part)));
}

// A `case {message}` of a plural or select, by its parts.
struct Choice {
  int selector;
  int message;
  bool is_explicit;  // As `=0`.
};

// The choices of the argument that starts at `start`.
std::vector<Choice> ChoicesOf(const MessagePattern& message, int start) {
  std::vector<Choice> choices;
  const int end = message.getLimitPartIndex(start);
  for (int i = start + 2; i < end; ++i) {
    if (message.getPartType(i) != UMSGPAT_PART_TYPE_ARG_SELECTOR) continue;
    Choice choice = {i, i + 1, false};
    if (MessagePattern::Part::hasNumericValue(message.getPartType(i + 1))) {
      choice.is_explicit = true;
      ++choice.message;
    }
    choices.push_back(choice);
    i = message.getLimitPartIndex(choice.message);
  }
  return choices;
}

std::string FaultOfChoices(const MessagePattern& message, int start, bool plural) {
  std::set<std::string> seen;
  for (const Choice& choice : ChoicesOf(message, start)) {
    const std::string selector = TextOf(message, choice.selector);
    const std::string shown = types::Shorten(selector, kMaxShownName);
    if (!seen.insert(selector).second) {
      return absl::StrCat("has the case `", shown, "` twice in one argument; give it once");
    }
    if (plural && !choice.is_explicit && !absl::c_linear_search(kPluralCases, selector)) {
      return absl::StrCat("has a plural with the case `", shown,
                          "`; give numbers as `=0`, and `one` and `other`");
    }
  }
  return "";
}

// What is wrong with the argument that starts at the part `start`.
std::string FaultOfArgument(const MessagePattern& message, int start) {
  const std::string name = TextOf(message, start + 1);
  const std::string shown = types::Shorten(name, kMaxShownName);
  const Argument* argument = FindArgument(name);
  if (argument == nullptr) {
    return absl::StrCat("names an argument `", shown, "`, which there is not; there are ",
                        NamesOf(false), " (texts), ", NamesOf(true), " (numbers)");
  }
  switch (message.getPart(start).getArgType()) {
    case UMSGPAT_ARG_TYPE_NONE:
      return "";
    case UMSGPAT_ARG_TYPE_PLURAL:
      if (!argument->is_number) {
        return absl::StrCat("has a plural of `", name, "`, which is a text; numbers are ",
                            NamesOf(true));
      }
      if (MessagePattern::Part::hasNumericValue(message.getPartType(start + 2))) {
        return absl::StrCat("has a plural of `", name, "` with an offset; leave that out");
      }
      return FaultOfChoices(message, start, /*plural=*/true);
    case UMSGPAT_ARG_TYPE_SELECT:
      if (argument->is_number) {
        return absl::StrCat("has a select of `", name, "`, which is a number; take plural");
      }
      return FaultOfChoices(message, start, /*plural=*/false);
    default:
      return absl::StrCat("gives `", name, "` a type or style that messages here do not have; ",
                          kAllowed);
  }
}

std::string FaultOfParts(const MessagePattern& message) {
  int depth = -1;  // The message itself is none.
  for (int i = 0; i < message.countParts(); ++i) {
    std::string fault;
    switch (message.getPartType(i)) {
      case UMSGPAT_PART_TYPE_MSG_START:
        if (++depth > kMaxMessageDepth) {
          fault = absl::StrCat("has arguments more than ", kMaxMessageDepth,
                               " deep in one another; write out some of them");
        }
        break;
      case UMSGPAT_PART_TYPE_MSG_LIMIT:
        --depth;
        break;
      case UMSGPAT_PART_TYPE_ARG_START:
        fault = FaultOfArgument(message, i);
        break;
      default:
        break;
    }
    if (!fault.empty()) return fault;
  }
  return "";
}

std::string FaultOfSyntax(UErrorCode code, const UnicodeString& text, int offset) {
  if (code == U_DEFAULT_KEYWORD_MISSING) {
    return "has a plural or select without `other {…}`; give one, for all that is not named";
  }
  if (code == U_UNMATCHED_BRACES) {
    return "has braces that do not match; close each `{`, and write one that is meant as a "
           "character as `'{'`";
  }
  return absl::StrCat("is no ICU message from character ", text.countChar32(0, offset) + 1, " on; ",
                      kAllowed);
}

// Reads `pattern` into `*message`. Returns what is wrong with it, or nothing.
std::string Parse(absl::string_view pattern, MessagePattern* message) {
  if (!types::IsUtf8(pattern)) return "is not UTF-8; give UTF-8";
  // Before anything walks over it: ICU goes down with each brace.
  if (types::CodePointCount(pattern) > kMaxMessageCharacters) {
    return absl::StrCat("is longer than ", kMaxMessageCharacters, " characters; shorten it");
  }
  const UnicodeString text =
      UnicodeString::fromUTF8(icu::StringPiece(pattern.data(), static_cast<int>(pattern.size())));
  UErrorCode code = U_ZERO_ERROR;
  UParseError where;
  message->parse(text, &where, code);
  if (U_FAILURE(code)) return FaultOfSyntax(code, text, where.offset);
  return FaultOfParts(*message);
}

// Whether all that the message names is there, also where a case does not need it: so a
// message that works for one engagement works for the next.
absl::Status CheckArguments(const MessagePattern& message, const MessageArguments& arguments) {
  for (int i = 0; i < message.countParts(); ++i) {
    if (message.getPartType(i) != UMSGPAT_PART_TYPE_ARG_NAME) continue;
    const std::string name = TextOf(message, i);
    const auto value = arguments.find(name);
    if (value == arguments.end()) {
      return absl::NotFoundError(absl::StrCat("no value for the argument `", name, "`"));
    }
    const bool is_number = std::holds_alternative<int64_t>(value->second);
    if (is_number != FindArgument(name)->is_number) {
      return absl::InvalidArgumentError(absl::StrCat("the argument `", name, "` is ",
                                                     is_number ? "a number" : "a text",
                                                     " and has to be the other"));
    }
  }
  return absl::OkStatus();
}

// Writes a message that Parse found right, with arguments that CheckArguments did.
class Writer {
 public:
  Writer(Language language, const MessagePattern& message, const MessageArguments& arguments)
      : language_(language), message_(message), arguments_(arguments) {}

  // Appends the message that starts at the part `start`; `number` is what `#` stands for.
  void Write(int start, const std::string& number = "") {
    int written = message_.getPart(start).getLimit();
    const int end = message_.getLimitPartIndex(start);
    for (int i = start + 1; i <= end; ++i) {
      const MessagePattern::Part& part = message_.getPart(i);
      Append(Utf8(message_.getPatternString().tempSubStringBetween(written, part.getIndex())));
      written = part.getLimit();
      if (part.getType() == UMSGPAT_PART_TYPE_REPLACE_NUMBER) Append(number);
      if (part.getType() != UMSGPAT_PART_TYPE_ARG_START) continue;
      WriteArgument(i, part.getArgType());
      i = message_.getLimitPartIndex(i);
      written = message_.getPart(i).getLimit();
    }
  }

  bool too_long() const { return too_long_; }
  std::string Take() { return std::move(out_); }

 private:
  void Append(absl::string_view text) {
    too_long_ = too_long_ || out_.size() + text.size() > kMaxFormattedBytes;
    if (!too_long_) absl::StrAppend(&out_, text);
  }

  void WriteArgument(int start, UMessagePatternArgType type) {
    const auto& value = arguments_.at(TextOf(message_, start + 1));
    const int64_t* number = std::get_if<int64_t>(&value);
    const std::string text =
        number != nullptr ? FormatInteger(language_, *number) : std::get<std::string>(value);
    if (type == UMSGPAT_ARG_TYPE_NONE) return Append(text);
    Write(Choose(start, number, text), text);
  }

  // The message of the choice that fits: the number itself, the case, `other`.
  int Choose(int start, const int64_t* number, absl::string_view text) const {
    const absl::string_view wanted = number != nullptr ? PluralCase(*number) : text;
    int chosen = 0;
    for (const Choice& choice : ChoicesOf(message_, start)) {
      if (choice.is_explicit) {
        const double of = message_.getNumericValue(message_.getPart(choice.selector + 1));
        if (of == static_cast<double>(*number)) return choice.message;
        continue;
      }
      const std::string selector = TextOf(message_, choice.selector);
      if (selector == wanted || (selector == "other" && chosen == 0)) chosen = choice.message;
    }
    return chosen;
  }

  Language language_;
  const MessagePattern& message_;
  const MessageArguments& arguments_;
  std::string out_;
  bool too_long_ = false;
};

}  // namespace

std::string CheckMessage(absl::string_view pattern) {
  UErrorCode code = U_ZERO_ERROR;
  MessagePattern message(code);
  return Parse(pattern, &message);
}

absl::StatusOr<std::string> FormatMessage(Language language, absl::string_view pattern,
                                          const MessageArguments& arguments) {
  UErrorCode code = U_ZERO_ERROR;
  MessagePattern message(code);
  const std::string fault = Parse(pattern, &message);
  if (!fault.empty()) return absl::InvalidArgumentError(absl::StrCat("the message ", fault));
  const absl::Status given = CheckArguments(message, arguments);
  if (!given.ok()) return given;
  Writer writer(language, message, arguments);
  writer.Write(0);
  if (writer.too_long()) {
    return absl::InvalidArgumentError(absl::StrCat("the message with its arguments is longer than ",
                                                   kMaxFormattedBytes, " bytes"));
  }
  return writer.Take();
}

}  // namespace lotse::reporting
