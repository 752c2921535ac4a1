#include "services/survey/exchange/forms/rule_findings.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

namespace lotse::survey {
namespace {

using testing::ElementsAre;
using v1alpha::ImportFinding;

ImportResult Table() {
  ImportResult result;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(option_lists { code: "l" }
           sections {
             code: "s"
             questions {
               code: "g"
               questions { code: "a" }
             }
           }
           sections { questions { code: "b" } })pb",
      &result.instrument));
  result.places.questions = {
      {"s", {2, "survey", "name"}}, {"a", {4, "survey", "name"}}, {"b", {6, "survey", "name"}}};
  result.places.lists["l"] = {2, "choices", "list_name"};
  return result;
}

std::string LineOf(const ImportFinding& finding) {
  return absl::StrCat(finding.sheet(), "!", finding.line(), "!", finding.column(), " ",
                      finding.code(), ": ", finding.message());
}

TEST(RuleFindings, HaveThePlaceOfWhatTheyConcern) {
  const struct {
    std::string field;
    std::string line;
  } cases[] = {
      {"sections[0].questions[0].questions[0].logic.relevant", "survey!4!relevant a: m"},
      {"sections[0].questions[0].questions[0].logic.constraint_message.variants[1].text",
       "survey!4!constraint_message a: m"},
      {"sections[0].questions[0].questions[0].logic.trigger[2]", "survey!4!trigger a: m"},
      {"sections[1].questions[0].options", "survey!6! b: m"},
      {"sections[0].title.variants[0].text", "survey!2!label s: m"},
      {"option_lists[0].options[7].code", "choices!2! l: m"},
      // What is known of no place.
      {"sections[0].questions[0].text", "!0! g: m"},
      {"title", "!0! : m"},
      {"sections[9].questions[0].text", "!0! : m"},
      {"sections[0].questions[9].text", "survey!2! s: m"},
      {"sections[x].questions[0].text", "!0! : m"},
      {"sections[0", "!0! : m"},
  };
  for (const auto& c : cases) {
    const auto found = RuleFindings({{c.field, "m"}}, ImportFinding::SEVERITY_WARNING, Table());
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(LineOf(found[0]), c.line) << c.field;
    EXPECT_EQ(found[0].field(), "instrument." + c.field);
    EXPECT_EQ(found[0].severity(), ImportFinding::SEVERITY_WARNING);
  }
}

TEST(RuleFindings, SayTheCodeOnce) {
  const struct {
    std::string description;
    std::string line;
  } cases[] = {
      {"`b`: character 1: no", "survey!6!relevant b: character 1: no"},
      {"`a`: character 1: no", "survey!6!relevant b: `a`: character 1: no"},
      {"`b` is no option", "survey!6!relevant b: `b` is no option"},
  };
  for (const auto& c : cases) {
    const auto found = RuleFindings({{"sections[1].questions[0].logic.relevant", c.description}},
                                    ImportFinding::SEVERITY_ERROR, Table());
    EXPECT_EQ(LineOf(found[0]), c.line);
  }
}

TEST(RuleFindings, OfLinesHaveNoColumn) {
  ImportResult result = Table();
  result.places.questions["b"] = {9, "", ""};
  const auto found = RuleFindings({{"sections[1].questions[0].logic.relevant", "m"}},
                                  ImportFinding::SEVERITY_ERROR, result);
  EXPECT_EQ(LineOf(found[0]), "!9! b: m");
}

TEST(RuleFindings, OfOptionsOfAFileHaveTheirRowInIt) {
  const struct {
    std::string field;
    std::string line;
  } cases[] = {
      {"option_lists[0].options[1].code", "orte.csv!4!ID l: m"},
      {"option_lists[0].options[0].label.variants[0].text", "orte.csv!2!Ort l: m"},
      {"option_lists[0].options[1].columns", "orte.csv!4! l: m"},
      // What is not of one option has the place of the list.
      {"option_lists[0].options[2].code", "choices!2! l: m"},
      {"option_lists[0].options[x].code", "choices!2! l: m"},
      {"option_lists[0].code", "choices!2! l: m"},
      // The list of a question is in the cell of its type.
      {"sections[1].questions[0].option_list", "survey!6!type b: m"},
  };
  for (const auto& c : cases) {
    ImportResult result = Table();
    result.places.files["l"] = {"orte.csv", "ID", "Ort", {2, 4}};
    // Questions may have the code of a list.
    result.places.files["b"] = {"b.csv", "name", "label", {2}};
    const auto found = RuleFindings({{c.field, "m"}}, ImportFinding::SEVERITY_WARNING, result);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(LineOf(found[0]), c.line) << c.field;
    EXPECT_EQ(found[0].field(), "instrument." + c.field);
  }
}

TEST(RuleFindings, StandAmongTheOthersInTheOrderOfTheSource) {
  ImportResult result = Table();
  for (const int line : {3, 7}) {
    ImportFinding& finding = result.findings.emplace_back();
    finding.set_severity(ImportFinding::SEVERITY_NOTE);
    finding.set_sheet("survey");
    finding.set_line(line);
  }
  AddFindings(
      RuleFindings({{"sections[1].questions[0].text", "m"}}, ImportFinding::SEVERITY_ERROR, result),
      &result);
  std::vector<int> lines;
  for (const ImportFinding& finding : result.findings) lines.push_back(finding.line());
  EXPECT_THAT(lines, ElementsAre(3, 6, 7));
}

}  // namespace
}  // namespace lotse::survey
