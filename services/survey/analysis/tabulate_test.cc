#include "services/survey/analysis/tabulate.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "services/survey/analysis/disclosure.h"

namespace lotse::survey {
namespace {

using google::protobuf::RepeatedPtrField;
using google::protobuf::TextFormat;
using google::protobuf::util::MessageDifferencer;
using v1alpha::Answer;
using v1alpha::FrequencyTable;
using v1alpha::Instrument;
using v1alpha::Question;
using v1alpha::TabulateWaveResponse;

static_assert(!std::is_copy_constructible_v<Tabulator> && !std::is_copy_assignable_v<Tabulator>,
              "two tabulators that differ in one response would give it away");

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

// One response, its answers in text format.
RepeatedPtrField<Answer> Answers(const std::vector<std::string>& texts) {
  RepeatedPtrField<Answer> answers;
  for (const std::string& text : texts) *answers.Add() = Parse<Answer>(text);
  return answers;
}

// The same response `times` times.
struct Group {
  int times;
  std::vector<std::string> answers;
};

TabulateWaveResponse Tabulate(const Instrument& instrument, const std::vector<Group>& groups,
                              int32_t invited = 0) {
  Tabulator tabulator(instrument);
  for (const Group& group : groups) {
    const RepeatedPtrField<Answer> answers = Answers(group.answers);
    for (int i = 0; i < group.times; ++i) tabulator.Add(answers);
  }
  TabulateWaveResponse response;
  std::move(tabulator).Finish(invited, &response);
  return response;
}

Instrument OneQuestion(const std::string& question) {
  return Parse<Instrument>("sections { questions { code: 'q' " + question + " } }");
}

const char kThree[] = "options { code: 'a' } options { code: 'b' } options { code: 'c' }";

Instrument SingleChoice() { return OneQuestion(std::string("kind: KIND_SINGLE_CHOICE ") + kThree); }
Instrument MultipleChoice() {
  return OneQuestion(std::string("kind: KIND_MULTIPLE_CHOICE ") + kThree);
}

// The figures of a table in short: those of the rows as "count/per mille" or
// "*", then base ("all" in front if it is all responses), missing, sum of what is
// protected; "-" for what is absent.
std::string Figures(const FrequencyTable& table) {
  std::string text;
  for (const auto& row : table.rows()) {
    EXPECT_EQ(row.has_count(), row.has_share_per_mille());
    text += row.has_count()
                ? std::to_string(row.count()) + "/" + std::to_string(row.share_per_mille()) + " "
                : "* ";
  }
  text += table.base_is_all() ? "| all " : "| ";
  text += table.has_base() ? std::to_string(table.base()) : "-";
  text += table.has_missing() ? " " + std::to_string(table.missing()) : " -";
  text += table.has_protected_count() ? " " + std::to_string(table.protected_count()) : " -";
  return text;
}

std::string FiguresOf(const Instrument& instrument, const std::vector<Group>& groups) {
  const TabulateWaveResponse response = Tabulate(instrument, groups);
  EXPECT_EQ(response.tables_size(), 1);
  EXPECT_EQ(response.tables(0).not_shown(), FrequencyTable::NOT_SHOWN_UNSPECIFIED);
  return Figures(response.tables(0));
}

Group Chose(int times, const std::string& option) {
  return {times, {"code: 'q' choice: '" + option + "'"}};
}

Group Ticked(int times, const std::string& codes) {
  return {times, {"code: 'q' choices { " + codes + " }"}};
}

Group Number(int times, int value) {
  return {times, {"code: 'q' integer: " + std::to_string(value)}};
}

TEST(TabulatorTest, SingleChoice) {
  const Instrument instrument = SingleChoice();
  // Shares add up to 1000 only if rounding lets them: 333.3, 333.3, 333.3.
  EXPECT_EQ(FiguresOf(instrument, {Chose(7, "a"), Chose(7, "b"), Chose(7, "c")}),
            "7/333 7/333 7/333 | 21 0 -");
  // 5 of 16 is 312.5, 6 of 16 is 375: half a per mille goes up.
  EXPECT_EQ(FiguresOf(instrument, {Chose(5, "a"), Chose(5, "b"), Chose(6, "c"), {5, {}}}),
            "5/313 5/313 6/375 | 16 5 -");
  EXPECT_EQ(FiguresOf(instrument, {Chose(30, "a"), Chose(10, "c")}), "30/750 0/0 10/250 | 40 0 -");
  EXPECT_EQ(FiguresOf(instrument, {Chose(102, "a"), Chose(110, "b"), Chose(1, "c")}),
            "* 110/516 * | 213 0 103");
  EXPECT_EQ(FiguresOf(instrument, {Chose(213, "b")}), "* * * | 213 0 213");
}

TEST(TabulatorTest, FewMissingAreProtectedWithACategory) {
  EXPECT_EQ(FiguresOf(SingleChoice(), {Chose(50, "a"), Chose(20, "b"), Chose(27, "c"), {3, {}}}),
            "50/500 * 27/270 | all 100 - 23");
}

TEST(TabulatorTest, MultipleChoice) {
  const Instrument instrument = MultipleChoice();
  EXPECT_EQ(FiguresOf(instrument, {Ticked(10, "codes: 'a' codes: 'b'"),
                                   Ticked(6, "codes: 'b'"),
                                   Ticked(3, "codes: 'c'"),
                                   Ticked(1, ""),
                                   {5, {}}}),
            "10/500 * * | 20 5 -");
  // With 4 missing, 16 of 20 ticked is a protected 4 that did not.
  EXPECT_EQ(FiguresOf(instrument, {Ticked(10, "codes: 'a' codes: 'b'"),
                                   Ticked(5, "codes: 'b'"),
                                   Ticked(1, "codes: 'b' codes: 'c'"),
                                   {4, {}}}),
            "10/500 * * | all 20 - -");
  EXPECT_TRUE(Tabulate(instrument, {}).tables(0).multiple_choice());
  EXPECT_FALSE(Tabulate(SingleChoice(), {}).tables(0).multiple_choice());
}

TEST(TabulatorTest, IntegersAreCountedInClasses) {
  const Instrument instrument =
      OneQuestion("kind: KIND_INTEGER class_bounds: 15 class_bounds: 16 class_bounds: 19");
  const TabulateWaveResponse response = Tabulate(
      instrument, {Number(6, 14), Number(7, 15), Number(5, 16), Number(4, 18), Number(8, 90)});
  const FrequencyTable& table = response.tables(0);
  EXPECT_EQ(Figures(table), "6/200 7/233 9/300 8/267 | 30 0 -");
  ASSERT_EQ(table.rows_size(), 4);
  EXPECT_EQ(table.rows(0).code(), "min");
  EXPECT_EQ(table.rows(2).code(), "16");
  EXPECT_EQ(table.rows(2).label().variants(0).text(), "16 bis 18");
  EXPECT_EQ(FiguresOf(instrument, {Number(30, 14), Number(20, 15), Number(1, 99)}),
            "30/588 * * * | 51 0 21");
}

TEST(TabulatorTest, ClassesThatCannotOccurAreShownAndHideNobody) {
  const Instrument instrument = OneQuestion(
      "kind: KIND_INTEGER class_bounds: 15 class_bounds: 18 class_bounds: 21 minimum: 15 "
      "maximum: 30");
  // Could the lowest class hold some of the 4 + 50, the 52 would be shown.
  EXPECT_EQ(FiguresOf(instrument, {Number(4, 15), Number(50, 18), Number(52, 21)}),
            "0/0 * * * | 106 0 106");
  EXPECT_EQ(FiguresOf(OneQuestion("kind: KIND_INTEGER class_bounds: 15 class_bounds: 18 "
                                  "class_bounds: 21"),
                      {Number(4, 15), Number(50, 18), Number(52, 21)}),
            "* * * 52/491 | 106 0 54");
}

TEST(TabulatorTest, WhatIsNotTabulated) {
  const Instrument text = OneQuestion("kind: KIND_TEXT");
  const Instrument number = OneQuestion("kind: KIND_INTEGER");
  const Instrument file = OneQuestion("kind: KIND_FILE media_types: 'image/png'");
  const Group texts = {30, {"code: 'q' text: 'a word'"}};
  const Group files = {30, {"code: 'q' file { media_type: 'image/png' size_bytes: 7 }"}};
  const struct {
    std::string what;
    TabulateWaveResponse response;
    FrequencyTable::NotShown reason;
    int rows;
  } cases[] = {
      {"free text", Tabulate(text, {texts}), FrequencyTable::NOT_SHOWN_FREE_TEXT, 0},
      {"free text of few", Tabulate(text, {}), FrequencyTable::NOT_SHOWN_FREE_TEXT, 0},
      {"file", Tabulate(file, {files}), FrequencyTable::NOT_SHOWN_FILE, 0},
      {"no classes", Tabulate(number, {Number(30, 7)}), FrequencyTable::NOT_SHOWN_NO_CLASSES, 0},
      {"nine answered", Tabulate(SingleChoice(), {Chose(9, "a"), {50, {}}}),
       FrequencyTable::NOT_SHOWN_BASE_TOO_SMALL, 3},
      {"nine ticked", Tabulate(MultipleChoice(), {Ticked(9, "codes: 'a'"), {50, {}}}),
       FrequencyTable::NOT_SHOWN_BASE_TOO_SMALL, 3},
      {"one missing of eleven", Tabulate(SingleChoice(), {Chose(5, "a"), Chose(5, "b"), {1, {}}}),
       FrequencyTable::NOT_SHOWN_BASE_TOO_SMALL, 3},
  };
  for (const auto& c : cases) {
    ASSERT_EQ(c.response.tables_size(), 1) << c.what;
    const FrequencyTable& table = c.response.tables(0);
    EXPECT_EQ(table.not_shown(), c.reason) << c.what;
    EXPECT_EQ(table.rows_size(), c.rows) << c.what;
    EXPECT_EQ(Figures(table), c.rows == 3 ? "* * * | - - -" : "| - - -") << c.what;
  }
}

TEST(TabulatorTest, TablesFollowTheQuestionnaire) {
  const Instrument instrument = Parse<Instrument>(R"pb(
    sections {
      title { variants { language: "de" text: "Teil 1" } }
      questions {
        code: "m"
        kind: KIND_MATRIX
        text { variants { language: "de" text: "Wie sehr?" } }
        options {
          code: "1"
          label { variants { language: "de" text: "wenig" } }
        }
        options {
          code: "2"
          label { variants { language: "de" text: "sehr" } }
        }
        items {
          code: "m_a"
          text { variants { language: "de" text: "Arbeit" } }
        }
        items {
          code: "m_b"
          text { variants { language: "de" text: "Team" } }
        }
      }
    }
    sections {
      questions {
        code: "t"
        kind: KIND_TEXT
        text { variants { language: "de" text: "Sonst?" } }
      }
    })pb");
  // An answer under the code of the matrix itself belongs to none of its items.
  const TabulateWaveResponse response = Tabulate(
      instrument,
      {{6, {"code: 'm_b' choice: '2'", "code: 'm_a' choice: '1'", "code: 'm' choice: '1'"}},
       {7, {"code: 'm_a' choice: '1'", "code: 'm_b' choice: '1'"}},
       {5, {"code: 'm_a' choice: '2'"}}});
  EXPECT_THAT(response, testing::Truly([](const TabulateWaveResponse& actual) {
                TabulateWaveResponse expected = Parse<TabulateWaveResponse>(R"pb(
                  tables {
                    code: "m_a"
                    matrix_code: "m"
                    question { variants { language: "de" text: "Wie sehr?" } }
                    item { variants { language: "de" text: "Arbeit" } }
                    section { variants { language: "de" text: "Teil 1" } }
                    rows {
                      code: "1"
                      label { variants { language: "de" text: "wenig" } }
                      count: 13
                      share_per_mille: 722
                    }
                    rows {
                      code: "2"
                      label { variants { language: "de" text: "sehr" } }
                      count: 5
                      share_per_mille: 278
                    }
                    base: 18
                    missing: 0
                  }
                  tables {
                    code: "m_b"
                    matrix_code: "m"
                    question { variants { language: "de" text: "Wie sehr?" } }
                    item { variants { language: "de" text: "Team" } }
                    section { variants { language: "de" text: "Teil 1" } }
                    rows {
                      code: "1"
                      label { variants { language: "de" text: "wenig" } }
                      count: 7
                      share_per_mille: 538
                    }
                    rows {
                      code: "2"
                      label { variants { language: "de" text: "sehr" } }
                      count: 6
                      share_per_mille: 462
                    }
                    base: 13
                    missing: 5
                  }
                  tables {
                    code: "t"
                    question { variants { language: "de" text: "Sonst?" } }
                    section {}
                    not_shown: NOT_SHOWN_FREE_TEXT
                  }
                  response_rate { responses: 18 }
                  disclosure_rule { minimum_base: 10 minimum_cell: 5 })pb");
                return MessageDifferencer::Equals(actual, expected);
              }))
      << response.DebugString();
}

TEST(TabulatorTest, ResponseRate) {
  const struct {
    int responses;
    int32_t invited;
    std::string rate;
  } cases[] = {
      {9, 100, ""},
      {0, 0, ""},
      {10, 0, "responses: 10"},
      {10, 20, "invited: 20 responses: 10 rate_per_mille: 500"},
      {13, 16, "invited: 16 responses: 13 rate_per_mille: 813"},  // 812.5
      {10, 10, "invited: 10 responses: 10 rate_per_mille: 1000"},
      {12, 10, "invited: 10 responses: 12 rate_per_mille: 1200"},
  };
  for (const auto& c : cases) {
    const TabulateWaveResponse response = Tabulate(SingleChoice(), {{c.responses, {}}}, c.invited);
    EXPECT_TRUE(
        MessageDifferencer::Equals(response.response_rate(), Parse<v1alpha::ResponseRate>(c.rate)))
        << response.response_rate().DebugString();
  }
}

TEST(TabulatorTest, AnswersThatDoNotFitCountAsMissing) {
  const Group known = Chose(20, "a");
  const Group also_known = Chose(20, "b");
  const std::string single = "20/500 20/500 0/0 | 40 6 -";
  EXPECT_EQ(FiguresOf(SingleChoice(), {known, also_known, Chose(6, "x")}), single);
  EXPECT_EQ(FiguresOf(SingleChoice(), {known, also_known, Ticked(6, "codes: 'c'")}), single);
  EXPECT_EQ(FiguresOf(SingleChoice(), {known, also_known, Number(6, 0)}), single);
  EXPECT_EQ(FiguresOf(SingleChoice(), {known, also_known, {6, {"code: 'q'"}}}), single);
  EXPECT_EQ(FiguresOf(SingleChoice(), {known, also_known, {6, {"code: 'z' choice: 'c'"}}}), single);
  // One unknown code spoils the whole answer, also what was known of it.
  EXPECT_EQ(FiguresOf(MultipleChoice(), {Ticked(8, "codes: 'a'"), Ticked(8, "codes: 'b'"),
                                         Ticked(6, "codes: 'a' codes: 'x'")}),
            "8/500 8/500 * | 16 6 -");
  EXPECT_EQ(FiguresOf(OneQuestion("kind: KIND_INTEGER class_bounds: 5 minimum: 0 maximum: 9"),
                      {Number(9, 0), Number(8, 9), Number(4, -1), Number(4, 10)}),
            "9/529 8/471 | 17 8 -");
}

TEST(TabulatorTest, APersonCountsOnce) {
  const Group twice = {20, {"code: 'q' choice: 'a'", "code: 'q' choice: 'b'"}};
  EXPECT_EQ(FiguresOf(SingleChoice(), {twice, Chose(20, "c")}), "20/500 0/0 20/500 | 40 0 -");
  EXPECT_EQ(FiguresOf(MultipleChoice(),
                      {Ticked(9, "codes: 'b' codes: 'a' codes: 'b'"), Ticked(9, "codes: 'c'")}),
            "9/500 9/500 9/500 | 18 0 -");
}

TEST(TabulatorTest, FinishEndsTheCounting) {
  const Instrument instrument = SingleChoice();
  const RepeatedPtrField<Answer> answers = Answers({"code: 'q' choice: 'a'"});
  Tabulator tabulator(instrument);
  for (int i = 0; i < 20; ++i) tabulator.Add(answers);
  TabulateWaveResponse first, second;
  std::move(tabulator).Finish(0, &first);
  EXPECT_EQ(first.response_rate().responses(), 20);
  tabulator.Add(answers);
  std::move(tabulator).Finish(0, &second);
  EXPECT_EQ(second.tables_size(), 0);
  EXPECT_FALSE(second.response_rate().has_responses());
}

TEST(TabulatorTest, LeavesTheRestOfTheReplyAlone) {
  const Instrument instrument = SingleChoice();
  Tabulator tabulator(instrument);
  TabulateWaveResponse response;
  response.mutable_wave()->set_name("a wave");
  response.set_instrument_sha256("ab");
  response.add_tables()->set_code("stale");
  std::move(tabulator).Finish(0, &response);
  EXPECT_EQ(response.wave().name(), "a wave");
  EXPECT_EQ(response.instrument_sha256(), "ab");
  ASSERT_EQ(response.tables_size(), 1);
  EXPECT_EQ(response.tables(0).code(), "q");
}

}  // namespace
}  // namespace lotse::survey
