#include "services/survey/exchange/xlsform/references.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lotse::survey {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

FormNames Names() {
  FormNames names;
  for (const char* name : {"a", "b-c", "person", "alter"}) names.questions.Give(name, "");
  names.questions.Give("alter", "person");
  names.lists = {{"orte-neu", "orte_neu"}};
  return names;
}

TEST(References, NamesInExpressionsBecomeCodes) {
  const FormNames names = Names();
  const struct {
    const char* expression;
    const char* rewritten;
    bool has_text_id = false;
  } cases[] = {
      {"", ""},
      {"${a} > 3", "${a} > 3"},
      {"${ b-c } + ${a}", "${b_c} + ${a}"},
      {"../b-c = 1", "../b_c = 1"},
      {"current()/../b-c", "current()/../b_c"},
      {"b-c = 1", "b-c = 1"},  // A column.
      {"instance('orte-neu')/root"
       "/item[name = ${a}]/b-c",
       "instance('orte_neu')/root"
       "/item[name = ${a}]/b_c"},
      {"concat(jr:itext(instance('orte-neu')/root"
       "/item[name = ${a}]/itextId ), 'x')",
       "concat(instance('orte_neu')/root"
       "/item[name = ${a}]/label, 'x')"},
      {"jr:itext('itextId')", "jr:itext('itextId')", true},
      {"'jr:itext('", "'jr:itext('"},
      {"../itextId", "../itextId"},
      {"'orte-neu ../b-c'", "'orte-neu ../b-c'"},
      {"concat(\"${b-c}\", 'x')", "concat(\"${b-c}\", 'x')"},
      {"${a", "${a"},
      {"'open ${a}", "'open ${a}"},
  };
  for (const auto& c : cases) {
    const Rewritten rewritten = RewriteExpression(c.expression, names);
    EXPECT_EQ(rewritten.text, c.rewritten);
    EXPECT_EQ(rewritten.has_text_id, c.has_text_id) << c.expression;
    EXPECT_FALSE(rewritten.had_smart_quotes);
    EXPECT_THAT(rewritten.unknown, IsEmpty()) << c.expression;
  }
}

TEST(References, TypographicQuotationMarksBecomeStraight) {
  const FormNames names = Names();
  const struct {
    const char* expression;
    const char* rewritten;
    bool had_smart_quotes;
  } cases[] = {
      {"${a} = \u2018ja\u2019", "${a} = 'ja'", true},
      {"${a} = \u201Eja\u201C", "${a} = \"ja\"", true},
      {"${a} = \u2019ja'", "${a} = 'ja'", true},
      {"${a} = 'don\u2019t'", "${a} = 'don\u2019t'", false},
  };
  for (const auto& c : cases) {
    const Rewritten rewritten = RewriteExpression(c.expression, names);
    EXPECT_EQ(rewritten.text, c.rewritten);
    EXPECT_EQ(rewritten.had_smart_quotes, c.had_smart_quotes);
  }
}

TEST(References, WhatLeadsNowhereIsSaid) {
  const Rewritten rewritten = RewriteExpression("${x} + ${alter} + ${last-saved#a} + ${}", Names());
  EXPECT_EQ(rewritten.text, "${x} + ${alter} + ${last-saved#a} + ${}");
  EXPECT_THAT(rewritten.unknown, ElementsAre("x", ""));
  EXPECT_THAT(rewritten.ambiguous, ElementsAre("alter"));
  EXPECT_TRUE(rewritten.has_last_saved);
}

TEST(References, InTextsThatPeopleRead) {
  const Rewritten rewritten = RewriteText("\u201E${b-c}\u201C it's ../b-c ${x} $", Names());
  EXPECT_EQ(rewritten.text, "\u201E${b_c}\u201C it's ../b-c ${x} $");
  EXPECT_THAT(rewritten.unknown, ElementsAre("x"));
  EXPECT_THAT(ReferencedNames("${a}, ${b}"), ElementsAre("a", "b"));
}

}  // namespace
}  // namespace lotse::survey
