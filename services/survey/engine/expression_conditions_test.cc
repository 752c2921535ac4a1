#include "services/survey/engine/expression_conditions.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"

namespace lotse::survey {
namespace {

using v1alpha::Condition;
using v1alpha::Question;

// Questions `one` and `grid` of which one option can be chosen, `many` of which several can, and
// `text`.
class ExpressionConditions : public testing::Test {
 protected:
  ExpressionConditions() {
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
        R"pb(options { code: "a" }
             options { code: "b" }
             options { code: "1" }
             options { code: "1.0" })pb",
        &choice_));
  }

  // `CODE any a b and CODE none a and CODE answered`; `no conditions`.
  std::string InWords(const std::string& expression) const {
    const auto found =
        ConditionsOf(expression, [&](absl::string_view code) -> std::optional<LookedAt> {
          if (code == "one") return LookedAt{Question::KIND_SINGLE_CHOICE, &choice_.options()};
          if (code == "grid") return LookedAt{Question::KIND_MATRIX, &choice_.options()};
          if (code == "many") return LookedAt{Question::KIND_MULTIPLE_CHOICE, &choice_.options()};
          if (code == "text") return LookedAt{Question::KIND_TEXT, nullptr};
          return std::nullopt;
        });
    if (!found) return "no conditions";
    std::string words;
    for (const Condition& condition : *found) {
      absl::StrAppend(&words, words.empty() ? "" : " and ", condition.code());
      absl::StrAppend(&words, condition.test() == Condition::TEST_ANY_CHOSEN    ? " any"
                              : condition.test() == Condition::TEST_NONE_CHOSEN ? " none"
                                                                                : " answered");
      for (const std::string& option : condition.options()) absl::StrAppend(&words, " ", option);
    }
    return words;
  }

  Question choice_;
};

TEST_F(ExpressionConditions, SayTheSame) {
  const struct {
    const char* expression;
    const char* conditions;
  } cases[] = {
      {"selected(${one}, 'a')", "one any a"},
      {"selected(${many}, 'a')", "many any a"},
      {"${one} = 'a'", "one any a"},
      {"'a' = ${one}", "one any a"},
      {"${grid} = 'b'", "grid any b"},
      // A number is compared as a number.
      {"${one} = 1", "one any 1 1.0"},
      {"${one} = '1'", "one any 1"},
      {"${one} != 'a'", "one none a"},
      {"not(${one} = 'a')", "one none a"},
      {"not(not(${one} = 'a'))", "one any a"},
      {"not(selected(${many}, 'b'))", "many none b"},
      {"${one} = 'a' or ${one} = 'b' or ${one} = 'a'", "one any a b"},
      {"not(${one} = 'a' or ${one} = 'b')", "one none a b"},
      {"selected(${many}, 'a') and ${one} != 'b'", "many any a and one none b"},
      {"${text} != ''", "text answered"},
      {"'' != ${one}", "one answered"},
  };
  for (const auto& c : cases) EXPECT_EQ(InWords(c.expression), c.conditions) << c.expression;
}

TEST_F(ExpressionConditions, AreNotThereForWhatTheyCannotSay) {
  for (const char* expression : {
           "${one} = 'a' or ${grid} = 'a'",        // of two questions
           "not(${one} = 'a' and ${grid} = 'a')",  // the same turned round
           "${many} = 'a'",                        // that only this was chosen
           "${one} = 'x'",
           "selected(${one}, 'x')",  // no such option
           "${text} = 'a'",
           "${lost} != ''",
           "${one} = ''",
           "not(${one} != '')",
           "${one} = ${grid}",
           "${one} > 1",
           "count-selected(${many}) > 1",
           "true()",
           "selected(., 'a')",
           "${one} = 'a' or ${one} != 'b'",
           "one = 'a'",
           "${one} =",
       }) {
    EXPECT_EQ(InWords(expression), "no conditions") << expression;
  }
}

TEST(OptionFilters, LookAtAnswersOrAtColumnsOnly) {
  for (const char* filter : {"", "kreis = 1", "name != 'x' and selected(tags, 'a')", ". != ''",
                             "instance('l')/root/item[kreis = 1]/name = name", "today() > bis"}) {
    EXPECT_FALSE(LooksAtAnswers(filter)) << filter;
  }
  for (const char* filter :
       {"kreis = ${kreis}", "name = current()/../a", "../a = name", "/data/a = name",
        "selected(${a}, name)", "count(instance('l')/root/item[kreis = ${a}]) > 0", "not(",
        "indexed-repeat(${a}, ${p}, 1) = name"}) {
    EXPECT_TRUE(LooksAtAnswers(filter)) << filter;
  }
}

}  // namespace
}  // namespace lotse::survey
