#include "services/survey/logic/functions/function_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cctype>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/survey/logic/logic_testing.h"

namespace lotse::survey::logic {
namespace {

using testing::HasSubstr;

// Arguments of the right types, as many as are wanted.
std::string CallWith(const Function& function, int count) {
  std::vector<std::string> arguments;
  for (int i = 0; i < count; ++i) {
    switch (TypeOfArgument(function, i)) {
      case 's':
        arguments.push_back("${person}");
        break;
      case 'n':
        arguments.push_back("1");
        break;
      default:
        arguments.push_back("'a'");
    }
  }
  return absl::StrCat(function.name, "(", absl::StrJoin(arguments, ", "), ")");
}

class FunctionTable : public Household {};

TEST_F(FunctionTable, EveryFunctionIsFoundAndCountsItsArguments) {
  std::set<std::string> names;
  for (const Function& function : Functions()) {
    EXPECT_TRUE(names.insert(std::string(function.name)).second) << function.name;
    EXPECT_EQ(FindFunction(function.name), &function);
    const std::string wrong = absl::StrCat("`", function.name, "` got ");
    if (function.least > 0) {
      EXPECT_THAT(Error(CallWith(function, function.least - 1)), HasSubstr(wrong));
    }
    if (function.most != kNone) {
      EXPECT_THAT(Error(CallWith(function, function.most + 1)), HasSubstr(wrong));
    }
    const std::string right = CallWith(function, function.least);
    const auto program = Compiled(right, "a");
    if (!program.ok()) {
      EXPECT_THAT(std::string(program.status().message()), Not(HasSubstr(wrong))) << right;
    }
    EXPECT_EQ(function.run == nullptr, function.form != FunctionForm::kOrdinary &&
                                           function.form != FunctionForm::kOfContext &&
                                           function.form != FunctionForm::kRegex)
        << function.name;
  }
  EXPECT_GE(names.size(), 66u);
}

// The functions that the forms of the field use, and those that are rare.
TEST(FunctionsOfTheField, AreAllThere) {
  for (const char* name :
       {"string", "concat", "join", "substr", "substring-before", "substring-after", "translate",
        "string-length", "normalize-space", "contains", "starts-with", "ends-with", "regex", "uuid",
        "if", "coalesce", "once", "true", "false", "boolean", "boolean-from-string", "not",
        "number", "int", "sum", "min", "max", "round", "pow", "abs", "random", "count",
        "count-non-empty", "position", "instance", "current", "randomize", "indexed-repeat",
        "today", "now", "date", "format-date", "format-date-time", "decimal-date-time",
        "decimal-time", "selected", "selected-at", "count-selected", "jr:choice-name",
        // Rare.
        "checklist", "weighted-checklist", "pulldata", "digest", "base64-decode", "log", "log10",
        "exp", "exp10", "sqrt", "pi", "sin", "cos", "tan", "asin", "acos", "atan", "atan2",
        "last"}) {
    EXPECT_NE(FindFunction(name), nullptr) << name;
  }
}

// Each function has cases in a table of expressions and values.
TEST(FunctionsOfTheField, AreAllTested) {
  std::map<std::string, int> cases;
  for (const char* file : {"text", "number", "date", "node"}) {
    std::ifstream stream(
        absl::StrCat("services/survey/logic/functions/", file, "_functions_test.cc"));
    ASSERT_TRUE(stream.is_open()) << file;
    for (std::string line; std::getline(stream, line);) {
      for (const Function& function : Functions()) {
        const std::size_t at = line.find(absl::StrCat(function.name, "("));
        if (at == std::string::npos || line.find('"') > at) continue;
        const bool whole =
            line[at - 1] != '-' && line[at - 1] != ':' && !std::isalnum(line[at - 1]);
        cases[std::string(function.name)] += whole;
      }
    }
  }
  for (const Function& function : Functions()) {
    const int least = function.most == 0 ? 1 : 2;  // One without arguments has one value.
    EXPECT_GE(cases[std::string(function.name)], least) << function.name;
  }
}

TEST_F(FunctionTable, SaysWhatIsThereInstead) {
  const Case cases[] = {
      {"area(${a})",
       "character 1: the function `area` is not supported: there are no questions for"},
      {"distance(${a})", "the function `distance` is not supported"},
      {"geofence(${a}, ${a})", "the function `geofence` is not supported"},
      {"intersects(${a})", "the function `intersects` is not supported"},
      {"jr:itext('a')", "the function `jr:itext` is not supported: texts have no ids here"},
      {"substring('a', 1)", "there is no function `substring` in ODK XForms; write `substr`"},
      {"floor(1.5)", "write `int`, or `round`"},
      {"choice-name(1, 2)", "write `jr:choice-name`"},
      {"cuont(${person})", "there is no function `cuont`; did you mean count?"},
      {"Count(${person})", "did you mean count?"},
      {"1 + nothinglikeit()", "character 5: there is no function `nothinglikeit`; give one of"},
      {"substr('a')",
       "`substr` got 1 argument; it is `substr(text, start, end?)` with 2 arguments "
       "or more"},
      {"true(1)", "`true` got 1 argument; it is `true()`"},
      {"string-length()",
       "`string-length` got 0 arguments; it is `string-length(text)` with 1 "
       "argument"},
  };
  for (const Case& c : cases) EXPECT_THAT(Error(c.expression), HasSubstr(c.value)) << c.expression;
}

// docs/questionnaires.md has a row for each.
TEST(FunctionDocuments, ArePartOfThePage) {
  std::ifstream file("docs/questionnaires.md");
  std::ostringstream page;
  page << file.rdbuf();
  ASSERT_FALSE(page.str().empty()) << "docs/questionnaires.md cannot be read";
  const char* const types[] = {"number", "text", "truth", "nodes", "any"};
  std::string rows;
  for (const Function& function : Functions()) {
    absl::StrAppend(&rows, "| `", function.name, "(", function.parameters, ")` | ",
                    types[static_cast<int>(function.result)], " | ", function.meaning, " |\n");
  }
  EXPECT_THAT(page.str(),
              HasSubstr("\n| function | gives | meaning |\n|---|---|---|\n" + rows + "\n"))
      << "the table is old; its rows are:\n"
      << rows;
}

}  // namespace
}  // namespace lotse::survey::logic
