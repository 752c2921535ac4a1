#include "cli/form/expression_words.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

namespace lotse::cli {
namespace {

constexpr char kForm[] = R"pb(
  sections {
    code: "start"
    questions { code: "age" kind: KIND_INTEGER }
    questions { code: "hint" kind: KIND_NOTE }
    questions {
      code: "lang"
      kind: KIND_SINGLE_CHOICE
      options {
        code: "1"
        label {
          variants { language: "de" text: "Deutsch" }
          variants { language: "en" text: "German" }
        }
      }
      options { code: "2" }
    }
    questions {
      code: "people"
      kind: KIND_REPEAT
      questions { code: "called" kind: KIND_TEXT }
    }
    questions { code: "sum" kind: KIND_CALCULATION }
  })pb";

class ExpressionWordsTest : public ::testing::Test {
 protected:
  ExpressionWordsTest() {
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(kForm, &instrument_));
  }

  survey::v1alpha::Instrument instrument_;
};

TEST_F(ExpressionWordsTest, SaysThem) {
  const struct {
    const char* expression;
    const char* german;
    const char* english;
  } cases[] = {
      {"${age} > 17", "1.1 über 17", "1.1 above 17"},
      {"${age} >= 18 and ${age} <= 65", "1.1 mindestens 18 und 1.1 höchstens 65",
       "1.1 at least 18 and 1.1 at most 65"},
      {"${lang} = '1' or ${age} < 3", "1.2 = „Deutsch“ oder 1.1 unter 3",
       "1.2 = “German” or 1.1 below 3"},
      {"${lang} = 1", "1.2 = „Deutsch“", "1.2 = “German”"},
      {"${lang} != '2'", "1.2 ist nicht „2“", "1.2 is not “2”"},
      {"not(selected(${lang}, '1'))", "nicht (1.2 = „Deutsch“)", "not (1.2 = “German”)"},
      {"(${age} = 1 or ${age} = 2) and ${lang} != ''", "(1.1 = 1 oder 1.1 = 2) und 1.2 beantwortet",
       "(1.1 = 1 or 1.1 = 2) and 1.2 answered"},
      {"${called} = ''", "1.3.1 nicht beantwortet", "1.3.1 not answered"},
      {". < 5", "die Antwort unter 5", "the answer below 5"},
      {"count(${people}) > 1", "Anzahl von 1.3 über 1", "number of 1.3 above 1"},
      {"${sum} > 1", "sum über 1", "sum above 1"},
      {"count-selected(.) <= 2", "Anzahl gewählt bei die Antwort höchstens 2",
       "number chosen at the answer at most 2"},
      {"regex(., '^a')", "regex(., '^a')", "regex(., '^a')"},
      {"${start} = 1", "Abschnitt 1 = 1", "section 1 = 1"},
      {"no expression (", "no expression (", "no expression ("},
  };
  const ExpressionWords german(instrument_, "de-CH"), english(instrument_, "en");
  for (const auto& c : cases) {
    EXPECT_EQ(german.Say(c.expression), c.german);
    EXPECT_EQ(english.Say(c.expression), c.english);
  }
}

TEST_F(ExpressionWordsTest, SaysConditions) {
  survey::v1alpha::Question question;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(relevant_if { code: "lang" test: TEST_ANY_CHOSEN options: "1" options: "2" }
           relevant_if { code: "lang" test: TEST_NONE_CHOSEN options: "2" }
           relevant_if { code: "age" test: TEST_ANSWERED }
           logic { relevant: "${age} > 1" })pb",
      &question));
  const ExpressionWords words(instrument_, "de");
  EXPECT_EQ(words.SayWhoIsAsked(question),
            "1.2 = „Deutsch“ oder „2“ und 1.2 ist nicht „2“ und 1.1 beantwortet und 1.1 über 1");
  EXPECT_EQ(words.SayWhoIsAsked({}), "");
}

}  // namespace
}  // namespace lotse::cli
