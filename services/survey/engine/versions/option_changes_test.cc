#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/survey/engine/versions/versions_testing.h"

namespace lotse::survey {
namespace {

using testing::ElementsAre;

std::string Choice(const std::string& options, const std::string& kind = "SINGLE_CHOICE") {
  return QuestionText("a", kind, "Wie oft?", options);
}

const char kSaid[] = "mappings { from: 'a' to: 'a' options { ";

TEST(OptionChangesTest, WhatBecomesOfOptions) {
  const std::string often = OptionText("1", "oft"), rarely = OptionText("2", "selten"),
                    never = OptionText("3", "nie");
  const struct {
    std::string was;
    std::string is;
    std::string mapping;  // Behind kSaid; empty: none.
    std::vector<std::string> changes;
  } cases[] = {
      {often + never, often + never, "", {}},
      {often + never, never + often, "", {"OPTION_ORDER a SAFE"}},
      {often + never, often + never + rarely, "", {"OPTION_ADDED a/2 SAFE"}},
      {often + never, often + rarely + never, "", {"OPTION_ADDED a/2 SAFE"}},
      {often + rarely + never, often + never, "", {"OPTION_REMOVED a/2 NEEDS_MAPPING"}},
      {often + rarely + never,
       often + never,
       "from: '2' }",
       {"OPTION_REMOVED a/2 NEEDS_MAPPING settled"}},
      {often + never,
       OptionText("one", "oft") + never,
       "",
       {"OPTION_REMOVED a/1 NEEDS_MAPPING", "OPTION_ADDED a/one SAFE"}},
      {often + never,
       OptionText("one", "oft") + never,
       "from: '1' to: 'one' }",
       {"OPTION_RENAMED a/1 NEEDS_MAPPING settled"}},
      {often + never, OptionText("1", "Oft") + never, "", {"OPTION_LABEL a/1 SAFE"}},
      {often + never,
       OptionText("1", "jede Woche") + never,
       "",
       {"OPTION_REPLACED a/1 NEEDS_MAPPING"}},
      {often + never,
       OptionText("1", "jede Woche") + never,
       "from: '1' to: '1' }",
       {"OPTION_REPLACED a/1 NEEDS_MAPPING settled"}},
      // The scale is turned round.
      {often + rarely + never,
       OptionText("1", "nie") + OptionText("2", "selten") + OptionText("3", "oft"),
       "",
       {"SCALE_REVERSED a BREAKING"}},
      // Somebody says so: then labels and codes are what they were.
      {often + rarely + never,
       OptionText("1", "nie") + OptionText("2", "selten") + OptionText("3", "oft"),
       "from: '1' to: '3' } options { from: '3' to: '1' }",
       {"OPTION_RENAMED a/1 NEEDS_MAPPING settled", "OPTION_RENAMED a/3 NEEDS_MAPPING settled",
        "OPTION_ORDER a SAFE"}},
      {"options { code: '1' columns { key: 'town' value: 'x' } }",
       "options { code: '1' columns { key: 'town' value: 'y' } }",
       "",
       {"PRESENTATION a/1 SAFE"}},
  };
  for (const auto& c : cases) {
    const Mappings mappings =
        c.mapping.empty() ? Mappings() : ParseMappings(kSaid + c.mapping + " }");
    const auto from = OfQuestions(Choice(c.was)), to = OfQuestions(Choice(c.is));
    ASSERT_THAT(CheckMappings(from, to, mappings), testing::IsEmpty());
    EXPECT_EQ(InShort(CompareInstruments(from, to, mappings)), c.changes)
        << c.was << " | " << c.is << " | " << c.mapping;
  }
}

TEST(OptionChangesTest, SuggestsTheOptionWithTheLikeliestLabel) {
  const auto comparison = CompareInstruments(
      OfQuestions(Choice(OptionText("ich_kenne__niemand", "Ich kenne dort niemanden."))),
      OfQuestions(Choice(OptionText("keine_zeit", "Ich habe keine Zeit.") +
                         OptionText("kenne_niemand", "Ich kenne dort niemand."))),
      {});
  ASSERT_EQ(comparison.changes(0).option(), "ich_kenne__niemand");
  const auto& suggested = comparison.changes(0).suggested();
  EXPECT_EQ(suggested.from(), "a");
  EXPECT_EQ(suggested.to(), "a");
  ASSERT_EQ(suggested.options_size(), 1);
  EXPECT_EQ(suggested.options(0).to(), "kenne_niemand");
}

TEST(OptionChangesTest, ListsAreTheOptionsOfTheirQuestions) {
  const auto with = [](const std::string& options, const char* list) {
    auto instrument = OfQuestions(
        QuestionText("a", "SINGLE_CHOICE", "Wie oft?", std::string("option_list: '") + list + "'"));
    auto* made = instrument.add_option_lists();
    *made->mutable_options() = OfQuestions(Choice(options)).sections(0).questions(0).options();
    made->set_code(list);
    return instrument;
  };
  const std::string two = OptionText("1", "oft") + OptionText("2", "nie");
  EXPECT_THAT(InShort(CompareInstruments(with(two, "l"), with(two, "other"), {})), ElementsAre())
      << "the list has another name";
  EXPECT_THAT(InShort(CompareInstruments(with(two, "l"), with(OptionText("1", "oft"), "l"), {})),
              ElementsAre("OPTION_REMOVED a/2 NEEDS_MAPPING"));
}

TEST(OptionChangesTest, OptionsOfAMatrixAreToldOnce) {
  const std::string items = "items { code: 'm_1' " + German("text", "Lärm") +
                            "} items { code: 'm_2' " + German("text", "Licht") + "} ";
  const auto from = OfQuestions(QuestionText(
      "m", "MATRIX", "Was stört?", items + OptionText("1", "sehr") + OptionText("2", "nie")));
  const auto to =
      OfQuestions(QuestionText("m", "MATRIX", "Was stört?", items + OptionText("1", "sehr")));
  EXPECT_THAT(InShort(CompareInstruments(from, to, {})),
              ElementsAre("OPTION_REMOVED m/2 NEEDS_MAPPING"));
  // An item that is a question of its own now keeps its answers.
  const auto apart =
      OfQuestions(QuestionText("m", "MATRIX", "Was stört?",
                               "items { code: 'm_1' " + German("text", "Lärm") + "} " +
                                   OptionText("1", "sehr") + OptionText("2", "nie")) +
                  QuestionText("m_2", "SINGLE_CHOICE", "Licht",
                               OptionText("1", "sehr") + OptionText("2", "nie")));
  EXPECT_THAT(InShort(CompareInstruments(from, apart, {})), ElementsAre());
}

}  // namespace
}  // namespace lotse::survey
