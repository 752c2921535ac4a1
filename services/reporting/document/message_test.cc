#include "services/reporting/document/message.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unicode/plurrule.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <memory>

#include "absl/strings/str_cat.h"

namespace lotse::reporting {
namespace {

using testing::HasSubstr;

constexpr char kMeasures[] =
    "{measures, plural, =0 {Keine Maßnahme} one {Eine Maßnahme} other {# Maßnahmen}}";

std::string Written(Language language, absl::string_view pattern,
                    const MessageArguments& arguments) {
  const auto text = FormatMessage(language, pattern, arguments);
  return text.ok() ? *text : absl::StrCat("error: ", text.status().message());
}

TEST(FormatMessage, WritesArgumentsAsTheLanguageDoes) {
  struct Case {
    const char* pattern;
    MessageArguments arguments;
    const char* german;
    const char* english;
  };
  const Case cases[] = {
      {"", {}, "", ""},
      {"Bericht", {}, "Bericht", "Bericht"},
      {"Zu „{engagement}“ ({administration})",
       {{"engagement", "Öffnung"}, {"administration", "Uster"}, {"waves", 3}},
       "Zu „Öffnung“ (Uster)",
       "Zu „Öffnung“ (Uster)"},
      {"{measures}", {{"measures", 1234567}}, "1.234.567", "1,234,567"},
      {"{measures}", {{"measures", -5}}, "\u22125", "\u22125"},
      {kMeasures, {{"measures", 0}}, "Keine Maßnahme", "Keine Maßnahme"},
      {kMeasures, {{"measures", 1}}, "Eine Maßnahme", "Eine Maßnahme"},
      {kMeasures, {{"measures", 2}}, "2 Maßnahmen", "2 Maßnahmen"},
      {kMeasures, {{"measures", 1038}}, "1.038 Maßnahmen", "1,038 Maßnahmen"},
      // The number itself goes before its case, wherever it stands.
      {"{goals, plural, one {a} other {b} =1 {c}}", {{"goals", 1}}, "c", "c"},
      {"{goals, plural, other {b} one {a}}", {{"goals", 1}}, "a", "a"},
      {"{goals, plural, other {b} =100000 {c}}", {{"goals", 100000}}, "c", "c"},
      {"{engagement, select, Uster {hier} other {dort}}",
       {{"engagement", "Uster"}},
       "hier",
       "hier"},
      {"{engagement, select, Uster {hier} other {dort}}", {{"engagement", "Bonn"}}, "dort", "dort"},
      {"{engagement, select, Uster {hier} other {dort}}",
       {{"engagement", "other"}},
       "dort",
       "dort"},
      // One in another, each with its number.
      {"{goals, plural, other {# Ziele, {goals_achieved, plural, one {eines} other {#}} erreicht}}",
       {{"goals", 1000}, {"goals_achieved", 2000}},
       "1.000 Ziele, 2.000 erreicht",
       "1,000 Ziele, 2,000 erreicht"},
      // As the syntax of ICU has it: apostrophes, and `#` where no number is near.
      {"'{'goals'}' # it's it''s '#'", {}, "{goals} # it's it's '#'", "{goals} # it's it's '#'"},
      {"{goals, plural, other {'#' #}}", {{"goals", 7}}, "# 7", "# 7"},
      // What is filled in is text, whatever it holds.
      {"{engagement}",
       {{"engagement", "{goals} # '{' <b> \u202e\x01"}},
       "{goals} # '{' <b> \u202e\x01",
       "{goals} # '{' <b> \u202e\x01"},
      {"{engagement}", {{"engagement", ""}}, "", ""},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(Written(Language::kGerman, c.pattern, c.arguments), c.german) << c.pattern;
    EXPECT_EQ(Written(Language::kEnglish, c.pattern, c.arguments), c.english) << c.pattern;
    EXPECT_EQ(CheckMessage(c.pattern), "") << c.pattern;
  }
}

TEST(FormatMessage, ChoosesCasesAsTheLanguagesDo) {
  for (const Language language : {Language::kGerman, Language::kEnglish}) {
    UErrorCode code = U_ZERO_ERROR;
    const std::unique_ptr<icu::PluralRules> rules(
        icu::PluralRules::forLocale(icu::Locale(std::string(LanguageTag(language)).c_str()), code));
    ASSERT_TRUE(U_SUCCESS(code));
    for (int number = -3; number <= 1200; ++number) {
      std::string expected;
      rules->select(number).toUTF8String(expected);
      EXPECT_EQ(Written(language, "{goals, plural, one {one} few {few} many {many} other {other}}",
                        {{"goals", number}}),
                expected)
          << number;
    }
  }
}

TEST(FormatMessage, NamesWhatIsMissingAndLeavesNothingOut) {
  struct Case {
    const char* pattern;
    MessageArguments arguments;
    absl::StatusCode code;
    const char* says;
  };
  const Case cases[] = {
      {"{engagement}", {}, absl::StatusCode::kNotFound, "no value for the argument `engagement`"},
      {kMeasures, {{"goals", 1}}, absl::StatusCode::kNotFound, "`measures`"},
      // Even where it is not needed this time.
      {"{goals, plural, one {a} other {{end}}}",
       {{"goals", 1}},
       absl::StatusCode::kNotFound,
       "`end`"},
      {"{engagement}",
       {{"engagement", 1}},
       absl::StatusCode::kInvalidArgument,
       "`engagement` is a number"},
      {"{goals}", {{"goals", "1"}}, absl::StatusCode::kInvalidArgument, "`goals` is a text"},
      {"{foo}",
       {{"foo", "x"}},
       absl::StatusCode::kInvalidArgument,
       "the message names an argument `foo`, which there is not"},
      {"{goals", {{"goals", 1}}, absl::StatusCode::kInvalidArgument, "braces that do not match"},
  };
  for (const Case& c : cases) {
    const auto text = FormatMessage(Language::kGerman, c.pattern, c.arguments);
    ASSERT_FALSE(text.ok()) << c.pattern;
    EXPECT_EQ(text.status().code(), c.code) << c.pattern;
    EXPECT_THAT(text.status().message(), HasSubstr(c.says));
  }
}

TEST(FormatMessage, HasAnEnd) {
  std::string pattern;
  for (int i = 0; i < 100; ++i) pattern += "{end}";
  MessageArguments arguments = {{"end", std::string(2'000, 'x')}};
  EXPECT_EQ(Written(Language::kGerman, pattern, arguments).size(), 200'000u);
  arguments["end"] = std::string(2'001, 'x');
  EXPECT_THAT(Written(Language::kGerman, pattern, arguments),
              HasSubstr("longer than 200000 bytes"));
}

TEST(CheckMessage, SaysWhatIsWrongAndWhatWouldBeRight) {
  struct Case {
    std::string pattern;
    const char* says;
  };
  const Case cases[] = {
      {"{foo}",
       "names an argument `foo`, which there is not; there are administration, engagement, "
       "programme, start, end, as_of (texts), measures, measures_done, goals, goals_achieved, "
       "phases, phases_done, indicators, waves, decisions (numbers)"},
      {"{goals, plural, other {{foo}}}", "`foo`"},
      {"{0}", "`0`"},
      {absl::StrCat("{", std::string(200, 'x'), "}"), "xxxxx...`"},
      {"{goals, number}", "gives `goals` a type or style"},
      {"{goals, number, #,##0.00}", "give `{name}`, `{name, plural, …}` or `{name, select, …}`"},
      {"{as_of, date}", "gives `as_of` a type or style"},
      {"{as_of, date, short}", "type or style"},
      {"{as_of, time}", "type or style"},
      {"{goals, spellout}", "type or style"},
      {"{goals, choice, 0#none|1#one}", "type or style"},
      {"{goals, selectordinal, one {#st} other {#th}}", "type or style"},
      {"{goals, plural, one {a}}", "without `other {…}`"},
      {"{engagement, select, Uster {a}}", "without `other {…}`"},
      {"{goals, plural, eins {a} other {b}}", "the case `eins`; give numbers as `=0`"},
      {"{goals, plural, one {a} one {b} other {c}}", "the case `one` twice"},
      {"{goals, plural, =1 {a} =1 {b} other {c}}", "the case `=1` twice"},
      {"{engagement, select, a {a} a {b} other {c}}", "the case `a` twice"},
      {"{goals, plural, offset:1 other {#}}", "with an offset"},
      {"{goals, plural, offset:0 other {#}}", "with an offset"},
      {"{engagement, plural, other {a}}", "a plural of `engagement`, which is a text; numbers are"},
      {"{goals, select, other {a}}", "a select of `goals`, which is a number; take plural"},
      {"{goals", "braces that do not match"},
      {"{goals, plural, other {a}", "is no ICU message from character"},
      {"äöü {", "braces that do not match"},
      {"äöü {goals goals}", "is no ICU message from character 6 on"},
      {"{}", "is no ICU message"},
      {"{ }", "is no ICU message"},
      {"{goals, plural, other a}", "is no ICU message"},
      {"{goals, plural}", "is no ICU message"},
      {"\xff", "not UTF-8"},
      {std::string(10'001, 'x'), "longer than 10000 characters"},
  };
  for (const Case& c : cases) {
    EXPECT_THAT(CheckMessage(c.pattern), HasSubstr(c.says)) << c.pattern;
    EXPECT_FALSE(FormatMessage(Language::kGerman, c.pattern, {{"goals", 1}, {"as_of", "x"}}).ok());
  }
}

// `inner` within as many plurals.
std::string Nested(int depth, const std::string& inner) {
  std::string out = inner;
  for (int i = 0; i < depth; ++i) out = absl::StrCat("{goals,plural,other{", out, "}}");
  return out;
}

TEST(CheckMessage, KnowsItsLimits) {
  std::string longest;
  for (int i = 0; i < 10'000; ++i) longest += "ü";
  EXPECT_EQ(CheckMessage(longest), "");
  EXPECT_THAT(CheckMessage(longest + "ü"), HasSubstr("shorten it"));
  EXPECT_EQ(CheckMessage(Nested(4, "{end}")), "");
  EXPECT_THAT(CheckMessage(Nested(5, "{end}")), HasSubstr("more than 4 deep"));
  EXPECT_THAT(CheckMessage(Nested(450, "x")), HasSubstr("more than 4 deep"));
  EXPECT_THAT(CheckMessage(Nested(2'000, "x")), HasSubstr("shorten it"));
  EXPECT_NE(CheckMessage(std::string(10'000, '{')), "");
}

}  // namespace
}  // namespace lotse::reporting
