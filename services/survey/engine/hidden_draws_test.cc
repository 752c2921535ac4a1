#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "services/survey/engine/draws_testing.h"
#include "services/survey/engine/stored_draws.h"

// Ways by which a draw could get into what is stored without being named, and what only looks so.
namespace lotse::survey {
namespace {

// Calculations, in each of which `#` is its number.
std::string Bits(int count, absl::string_view calculation) {
  std::string all;
  for (int i = 0; i < count; ++i) {
    all += Calculated(absl::StrCat("b", i),
                      absl::StrReplaceAll(calculation, {{"#", absl::StrCat(i)}}));
  }
  return all;
}

const std::vector<std::string>& FiveBits() {
  static const auto* const codes = new std::vector<std::string>{"b0", "b1", "b2", "b3", "b4"};
  return *codes;
}

constexpr char kTwoOptions[] =
    "options { code: 'x' label { variants { language: 'de' text: 'X' } } } "
    "options { code: 'y' label { variants { language: 'de' text: 'Y' } } } ";

TEST(StoredDraws, AreWhatAClientSaysOfAValueThatNamesItself) {
  const std::string device = Asked("m", "METADATA", "metadata: METADATA_DEVICE_ID");
  const std::string id = Calculated("a", "once(uuid())");
  ExpectStored({
      {"it keeps what it was", device + Calculated("b", "coalesce(current(), ${m})"), {"b"}},
      {"it grows",
       Calculated("a", "int(random() * 4)") + Calculated("b", "concat(once(''), ${a})"),
       {"b"}},
      {"all of its own group", Asked("g", "GROUP", id + Calculated("b", "${g}")), {"b"}},
      {"all of all", id + Calculated("b", "/data"), {"b"}},
      {"the device in its own group", Asked("g", "GROUP", device + Calculated("b", "${g}")), {"b"}},
      {"a sum of all",
       Calculated("a", "once(random())") + Asked("q", "TEXT") +
           Calculated("b", "sum(/data)", "trigger: 'q'"),
       {"b"}},
      {"two groups that name one another",
       Asked("g", "GROUP", id + Calculated("b", "${h}")) +
           Asked("h", "GROUP", Calculated("c", "concat('', ${g})") + Asked("q", "TEXT")),
       {"b", "c"}},
      {"a device through a group that is computed before",
       device + Calculated("b", "${g}") + Asked("g", "GROUP", Calculated("c", "${m}")),
       {"b"}},
      {"its place is not its value",
       device + Calculated("b", "string(current()/../q)") + Asked("q", "TEXT"),
       {}},
  });
}

TEST(StoredDraws, AreOfEachDrawThatIsDrawnAgain) {
  std::string asked;
  for (int i = 0; i < 5; ++i) asked += Asked(absl::StrCat("q", i), "TEXT");
  const std::string kept = Bits(5, "once(if(${q#} = '', '', ${a}))");
  ExpectStored({
      {"each time",
       asked + Calculated("a", "int(random() * 4)") + kept,
       {"a", "b0", "b1", "b2", "b3", "b4"}},
      {"once within more",
       asked + Calculated("a", "int(random() * 4) + 0 * number(once(1))") + kept,
       {"a", "b0", "b1", "b2", "b3", "b4"}},
      {"when something changes",
       asked + Calculated("a", "int(random() * 4)", "trigger: 'q0'") + kept,
       {"a", "b0", "b1", "b2", "b3", "b4"}},
      {"when it is asked again",
       asked + Calculated("a", "once(int(random() * 4))", "relevant: \"${q0} = 'x'\"") + kept,
       {"a", "b0", "b1", "b2", "b3", "b4"}},
      {"when somebody is added",
       Asked("p", "REPEAT", Asked("n", "TEXT")) + asked +
           Calculated("a", "once(int(random() * 4))", "relevant: \"count(${p}) mod 2 = 0\"") + kept,
       {"a", "b0", "b1", "b2", "b3", "b4"}},
      {"when one of several choices changes",
       Asked("x", "SINGLE_CHOICE", kTwoOptions) + Asked("y", "SINGLE_CHOICE", kTwoOptions) + asked +
           Calculated("a", "once(int(random() * 4))",
                      "relevant: \"(${x} = 'x') != (${y} = 'x')\"") +
           kept,
       {"a", "b0", "b1", "b2", "b3", "b4"}},
      {"once", asked + Calculated("a", "once(int(random() * 16))") + kept, {}},
      {"once at the start", asked + Begun("a", "HIDDEN", "int(random() * 16)") + kept, {}},
      {"what is computed at the end is of the last",
       asked + Calculated("a", "int(random() * 16)") + Calculated("b", "concat('g', ${a})") +
           Calculated("c", "once(int(random() * 1))"),
       {}},
  });
}

TEST(StoredDraws, AreAlsoToldByWhoIsAsked) {
  const std::string fine = Calculated("a", "once(random())");
  const std::string device = Asked("m", "METADATA", "metadata: METADATA_DEVICE_ID");
  const auto parts = [](absl::string_view kind, absl::string_view logic, absl::string_view when) {
    std::string all;
    for (int i = 0; i < 5; ++i) {
      all += Asked(absl::StrCat("c", i), kind,
                   absl::StrCat("logic { ", logic, " relevant: \"",
                                absl::StrReplaceAll(when, {{"#", absl::StrCat(1 << i)}}), "\" }"));
    }
    return all;
  };
  const std::string bits = Bits(5, "once(if(${c#} = '', 'x', 'y'))");
  const std::vector<std::string> all = {"b0", "b1", "b2", "b3", "b4", "c0", "c1", "c2", "c3", "c4"};
  const std::vector<std::string> constants = {"c0", "c1", "c2", "c3", "c4"};
  ExpectStored({
      {"a constant that is there or not",
       fine + parts("CALCULATION", "calculation: '1'", "${a} * # mod 2 < 1"), constants},
      {"one that begins so", fine + parts("TEXT", "initial_value: '1'", "${a} * # mod 2 < 1"),
       constants},
      {"what is kept of it",
       bits + fine + parts("CALCULATION", "calculation: '1'", "${a} * # mod 2 < 1"), all},
      {"what is kept of what people answer", bits + fine + parts("TEXT", "", "${a} * # mod 2 < 1"),
       FiveBits()},
      {"by a device",
       bits + device + parts("CALCULATION", "calculation: '1'", "contains(${m}, '#')"), FiveBits()},
      {"by a group around it",
       fine +
           Asked("g", "GROUP",
                 absl::StrCat("logic { relevant: \"${a} < 0.5\" } ", Asked("q", "TEXT"))) +
           Bits(5, "once(if(count(${q}) = #, 1, 2))"),
       FiveBits()},
      {"by a group that is kept",
       Calculated("a", "once(int(random() * 16))") +
           parts("CALCULATION", "calculation: '1'", "${a} = #") +
           Bits(5, "once(if(${c#} = '', 'x', 'y'))"),
       {}},
      {"what people answer themselves", fine + parts("TEXT", "", "${a} * # mod 2 < 1"), {}},
  });
}

TEST(StoredDraws, AreAlsoToldByHowManyThereAre) {
  const std::string device = Asked("m", "METADATA", "metadata: METADATA_DEVICE_ID");
  const auto repeat = [](absl::string_view count) {
    return Asked("p", "REPEAT",
                 absl::StrCat("logic { repeat_count: \"", count, "\" } ", Asked("q", "TEXT")));
  };
  ExpectStored({
      {"a device",
       device + repeat("number(${m}) mod 100") + Calculated("b", "once(count(${p}))"),
       {"b"}},
      {"a moment",
       Calculated("t", "int(decimal-date-time(now()) * 86400)") + repeat("${t} mod 100") +
           Calculated("b", "once(count(${p}/q))"),
       {"b"}},
      {"a group that is kept",
       Calculated("a", "once(int(random() * 16))") + repeat("${a}") +
           Calculated("b", "once(count(${p}) + 1)"),
       {}},
      {"what people say",
       Asked("n", "INTEGER") + repeat("${n}") + Calculated("b", "once(count(${p}))"),
       {}},
  });
}

TEST(StoredDraws, AreNotHiddenInFormsOfNumbersAndTexts) {
  const std::string device = Asked("m", "METADATA", "metadata: METADATA_DEVICE_ID");
  const std::string read_only = absl::StrCat("\" ", kReadOnly);
  const auto set = [&](absl::string_view kind, absl::string_view rest, absl::string_view how) {
    return Asked("a", kind, absl::StrCat(rest, "logic { calculation: \"", how, read_only, " }"));
  };
  ExpectStored({
      {"of one question",
       Calculated("a", "once(random())") + Calculated("b",
                                                      "once(count(${a}[. * 2 mod 2 < 1]) + "
                                                      "2 * count(${a}[. * 4 mod 2 < 1]))"),
       {"b"}},
      {"a fraction that is none",
       Calculated("b", "once(int(random() * 50) + random() * 0)"),
       {"b"}},
      {"one that is too large",
       Calculated("b", "once((random() * 100000000000000000000) mod 100)"),
       {"b"}},
      {"a second as a day",
       Begun("t", "TEXT", "date((decimal-date-time(now()) * 86400) mod 1000000)", kReadOnly),
       {"t"}},
      {"a device as a day",
       device + Calculated("b", "once(date(number(translate(${m}, 'abcdef-', '')) mod 1000000))"),
       {"b"}},
      {"as an option that is none",
       set("SINGLE_CHOICE", kTwoOptions, "once(uuid())") + Calculated("b", "once(${a})"),
       {"b"}},
      {"as a number out of its range",
       set("INTEGER", "minimum: 1 maximum: 2 ", "once(int(random() * 1000000000))") +
           Calculated("b", "once(${a} * 1)"),
       {"a", "b"}},
      {"by a number that begins out of its range",
       Asked("a", "INTEGER", "minimum: 1 maximum: 1 logic { initial_value: \"'99'\" }") +
           Calculated("b", "once(int(random() * ${a}))"),
       {"b"}},
      {"as a day on which it began",
       Asked("m", "METADATA", "metadata: METADATA_TODAY logic { calculation: \"uuid()\" }") +
           Calculated("b", "once(${m})"),
       {"b"}},
  });
}

// Five of each, of which `#` is the number.
std::string Five(absl::string_view questions) {
  std::string all;
  for (int i = 0; i < 5; ++i) {
    all += absl::StrReplaceAll(questions, {{"#", absl::StrCat(i)}});
  }
  return all;
}

TEST(StoredDraws, AreBitsOfADraw) {
  const std::string fine = Calculated("a", "once(random())");
  const std::string device = Asked("m", "METADATA", "metadata: METADATA_DEVICE_ID");
  const std::string begun = Asked("s", "METADATA", "metadata: METADATA_START");
  const std::vector<std::string> constants = {"c0", "c1", "c2", "c3", "c4"};
  ExpectStored({
      {"by what makes it be computed",
       device + Asked("q", "TEXT") +
           Five(Calculated("t#", "if(${q} = '', '', if(contains(${m}, '#'), 1, ''))") +
                Calculated("c#", "'1'", "trigger: 't#'")),
       constants},
      {"by a condition that keeps what it was",
       fine + Five(Calculated("c#", "'1'", "relevant: \"once(${a} * # < 1) = 'true'\"")),
       constants},
      {"by a group that is computed later",
       device + Five(Calculated("c#", "'1'", "relevant: \"sum(${g#}) = 1\"") +
                     Asked("g#", "GROUP", Calculated("n#", "if(contains(${m}, '#'), 1, 0)"))),
       constants},
      {"by a day that is missing",
       device + Five(Asked("s#", "METADATA",
                           "metadata: METADATA_START logic { relevant: \"contains(${m}, '#')\" }") +
                     Calculated("b#", "once(date(${s#}))")),
       FiveBits()},
      {"by a day that is another one",
       device + begun + Asked("e", "METADATA", "metadata: METADATA_END") +
           Five(Calculated("b#", "once(date(if(contains(${m}, '#'), ${s}, ${e})))")),
       FiveBits()},
      {"by an option that is not offered",
       fine + Five(Asked("c#", "SINGLE_CHOICE",
                         absl::StrCat(kTwoOptions,
                                      "logic { initial_value: \"'x'\" "
                                      "option_filter: \"${a} * # < 1\" }"))),
       constants},
      {"by the time for which it was empty",
       Asked("q", "TEXT") + Calculated("a", "once(if(${q} = 'x', 1, if(random() < 0.5, '', 2)))") +
           Five(Calculated("b#", "once(if(${q} = '', '', concat('x', ${a})))")),
       {"a", "b0", "b1", "b2", "b3", "b4"}},
  });
}

// What people write, and what is no harm.
TEST(StoredDraws, AreNoneOfOrdinaryQuestionnaires) {
  const std::string times = Asked("s", "METADATA", "metadata: METADATA_START") +
                            Asked("e", "METADATA", "metadata: METADATA_END");
  const std::string arm = Calculated("arm", "once(int(random() * 5))");
  const auto in_repeat = [](const std::string& more) {
    return Asked("p", "REPEAT", Asked("n", "TEXT") + more);
  };
  ExpectStored({
      {"durations",
       times + Calculated("d", "decimal-date-time(now()) - decimal-date-time(${s})") +
           Calculated("d2", "(decimal-date-time(${e}) - decimal-date-time(${s})) * 9"),
       {}},
      {"times of pages",
       Asked("q", "TEXT") + Calculated("t", "now()", "trigger: 'q'") +
           Calculated("u", "decimal-date-time(now())", "trigger: 'q'"),
       {}},
      {"days",
       times + Begun("d", "DATE", "today()") +
           Calculated("age", "int((today() - ${d}) div 365.25)") +
           Calculated("on", "once(date(${s}))") +
           Calculated("year", "once(format-date(${s}, '%Y'))") +
           Begun("y", "TEXT", "format-date(now(), '%Y-%m')"),
       {}},
      {"arms",
       Calculated("r", "once(random())") +
           Calculated("arm", "if(${r} < 0.25, 'A', if(${r} < 0.5, 'B', 'C'))"),
       {}},
      {"names of instances",
       arm + in_repeat(Calculated("name", "concat(${arm}, '.', position(..))")),
       {}},
      {"numbers of them",
       arm + in_repeat("") + Calculated("c", "concat(${arm}, '-', count(${p}))") +
           Calculated("d", "if(${arm} = 1 and count(${p}) > 1, 'a', 'b')") +
           Calculated("f", "once(concat(${arm}, indexed-repeat(${n}, ${p}, 1)))"),
       {}},
      {"ids of cases",
       Calculated("b", "once(substr(uuid(), 0, 8))") +
           Calculated("c", "once(translate(uuid(), '-', ''))") +
           Calculated("d", "once(concat('A', round(random() * 10000)))"),
       {}},
      {"an arm within an arm",
       Calculated("arm", "once(int(random() * 2))") +
           Calculated("sub", "once(int(random() * 3))", "relevant: \"${arm} = 1\"") +
           Calculated("c", "concat('g', ${sub})"),
       {}},
      {"an arm of those who agree",
       Asked("ok", "SINGLE_CHOICE", kTwoOptions) +
           Asked("g", "GROUP", absl::StrCat("logic { relevant: \"${ok} = 'x'\" } ", arm)) +
           Calculated("c", "concat('g', ${arm})") + Calculated("d", "once(concat('g', ${arm}))"),
       {}},
      {"suggestions for an arm of those who agree",
       Asked("ok", "SINGLE_CHOICE", kTwoOptions) +
           Asked("g", "GROUP", absl::StrCat("logic { relevant: \"${ok} = 'x'\" } ", arm)) +
           Five(Begun("d#", "DATE", "today()", "relevant: \"${arm} = 1\"")),
       {}},
      {"an arm with a name",
       Calculated("r", "once(random())") + Calculated("arm", "once(if(${r} < 0.5, 'A', 'B'))") +
           Five(Begun("d#", "DATE", "today()", "relevant: \"${arm} = 'A'\"")),
       {}},
      {"a group as a text and as a number",
       Asked("g", "GROUP", Asked("q", "TEXT") + Asked("t", "TEXT")) +
           Calculated("c", "string-length(${g})") + Calculated("d", "count-non-empty(${g}/*)") +
           Calculated("f", "number(once(${q})) + 1"),
       {}},
      {"an arm of those who agree, and none of others",
       Asked("ok", "SINGLE_CHOICE", kTwoOptions) +
           Calculated("arm", "if(${ok} = 'x', once(int(random() * 4) + 1), '')") +
           Five(Calculated("c#", "if(${arm} = 1, 'g#', 'h#')")) +
           Calculated("id", "if(${ok} = 'x', once(substr(uuid(), 0, 8)), '')"),
       {}},
      {"what is kept for an answer",
       Asked("q", "TEXT") + Calculated("b", "if(${q} = 'x', once(int(random() * 4)), '')"),
       {}},
  });
}

}  // namespace
}  // namespace lotse::survey
