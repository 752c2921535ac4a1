#include "cli/mapping.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>

#include <set>

#include "absl/strings/str_cat.h"

namespace lotse::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

constexpr char kInstrument[] = R"pb(
  sections {
    questions {
      code: "G"
      kind: KIND_SINGLE_CHOICE
      options {
        code: "m"
        label {
          variants { language: "de" text: " männlich " }
          variants { language: "en" text: "male" }
        }
      }
      options {
        code: "w"
        label { variants { language: "de" text: "weiblich" } }
      }
    }
    questions {
      code: "P"
      kind: KIND_MULTIPLE_CHOICE
      options {
        code: "a"
        label { variants { text: "Park" } }
      }
      options {
        code: "b"
        label { variants { text: "Bahnhof" } }
      }
    }
    questions {
      code: "M"
      kind: KIND_MATRIX
      options {
        code: "1"
        label { variants { text: "nie" } }
      }
      options {
        code: "2"
        label { variants { text: "oft" } }
      }
      options {
        code: "3"
        label { variants { text: "oft" } }
      }
      items { code: "M_x" }
      items { code: "M_y" }
    }
    questions { code: "N" kind: KIND_INTEGER }
    questions { code: "T" kind: KIND_TEXT }
  })pb";

class MappingTest : public ::testing::Test {
 protected:
  MappingTest() {
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(kInstrument, &instrument_));
  }

  PlanResult Plan(const std::string& json, const std::vector<std::string>& header,
                  const char* language = "en") {
    const absl::StatusOr<Mapping> mapping = ParseMapping(json);
    EXPECT_TRUE(mapping.ok()) << mapping.status();
    return MakePlan(*mapping, instrument_, header, language);
  }

  // The problems as "where: what".
  std::vector<std::string> Problems(const std::string& json,
                                    const std::vector<std::string>& header) {
    std::vector<std::string> lines;
    for (const Problem& problem : Plan(json, header).problems) {
      lines.push_back(absl::StrCat(problem.where, ": ", problem.what));
    }
    return lines;
  }

  lotse::survey::v1alpha::Instrument instrument_;
};

TEST_F(MappingTest, PlansEveryKindOfColumn) {
  const PlanResult result = Plan(R"({
      "missing": [" NA ", ""],
      "columns": {
        "g": {"code": "G"}, "park": {"code": "P", "option": "a", "selected": ["Ja"],
        "not_selected": ["Nein"]}, "x": {"code": "M_x"}, "n": {"code": "N"}, "t": {"code": "T"},
        "i": {"ignore": true}}})",
                                 {"i", "g", "park", "x", "n", "t"});
  EXPECT_THAT(result.problems, IsEmpty());
  EXPECT_THAT(result.plan.missing, ElementsAre("", "NA"));
  std::vector<ColumnPlan::Kind> kinds;
  for (const ColumnPlan& column : result.plan.columns) kinds.push_back(column.kind);
  EXPECT_THAT(kinds, ElementsAre(ColumnPlan::Kind::kIgnore, ColumnPlan::Kind::kChoice,
                                 ColumnPlan::Kind::kOption, ColumnPlan::Kind::kChoice,
                                 ColumnPlan::Kind::kInteger, ColumnPlan::Kind::kText));
  EXPECT_EQ(result.plan.columns[2].option, "a");
  EXPECT_THAT(result.plan.columns[2].selected, ElementsAre("Ja"));
}

TEST_F(MappingTest, SpeaksBothLanguages) {
  const char* json = R"({"columns": {"g": {"code": "GG"}, "p": {"code": "P"}}})";
  const auto words = [](const std::vector<Problem>& problems) {
    std::set<std::string> words;
    for (const Problem& problem : problems) words.insert(problem.what);
    return words;
  };
  const PlanResult german = Plan(json, {"g", "p", "x"}, "de");
  const PlanResult english = Plan(json, {"g", "p", "x"}, "en");
  ASSERT_EQ(german.problems.size(), english.problems.size());
  ASSERT_EQ(german.warnings.size(), english.warnings.size());
  EXPECT_FALSE(german.warnings.empty());
  for (const std::string& what : words(german.problems)) {
    EXPECT_EQ(words(english.problems).count(what), 0u) << what;
  }
  for (const std::string& what : words(german.warnings)) {
    EXPECT_EQ(words(english.warnings).count(what), 0u) << what;
  }
}

TEST_F(MappingTest, LabelsAreTrimmedAndOfAllLanguages) {
  const PlanResult result = Plan(R"({"columns": {"g": {"code": "G"}}})", {"g"});
  EXPECT_THAT(result.plan.columns[0].labels,
              ElementsAre(Pair("male", "m"), Pair("männlich", "m"), Pair("weiblich", "w")));
}

TEST_F(MappingTest, LabelsOfTheItemGoBeforeThoseOfTheMatrix) {
  const PlanResult result = Plan(R"({
      "columns": {"x": {"code": "M_x"}, "y": {"code": "M_y"}},
      "labels": {"M": {"selten": "1", "oft": "2"}, "M_y": {"oft": "3"}}})",
                                 {"x", "y"});
  EXPECT_THAT(result.problems, IsEmpty());
  EXPECT_EQ(result.plan.columns[0].labels.at("selten"), "1");
  EXPECT_EQ(result.plan.columns[0].labels.at("oft"), "2");
  EXPECT_EQ(result.plan.columns[1].labels.at("oft"), "3");
}

TEST_F(MappingTest, ALabelOfTwoOptionsIsLeftOpen) {
  const PlanResult result = Plan(R"({"columns": {"x": {"code": "M_x"}}})", {"x"});
  EXPECT_EQ(result.plan.columns[0].labels.at("oft"), "");
}

TEST_F(MappingTest, FindsAllProblemsAtOnce) {
  const std::vector<std::string> problems =
      Problems(R"({"columns": {"g": {"code": "GG"}, "gone": {"code": "G"}},
                   "labels": {"Q": {"x": "y"}, "G": {"x": "d", "y": 1}, "N": {"x": "y"}}})",
               {"g", "new"});
  EXPECT_THAT(problems,
              ElementsAre(HasSubstr("labels[\"G\"][\"x\"]: question 'G' has no option 'd'"),
                          HasSubstr("labels[\"G\"][\"y\"]: is not the code"),
                          HasSubstr("labels[\"N\"]: labels are for"),
                          HasSubstr("labels[\"Q\"]: the questionnaire has no"),
                          HasSubstr("columns[\"g\"]: the questionnaire has no"),
                          HasSubstr("columns[\"new\"]: the column has no mapping"),
                          HasSubstr("columns[\"gone\"]: the table has no such column")));
}

TEST_F(MappingTest, FindsEachKindOfProblem) {
  const struct {
    const char* column;
    const char* problem;
  } cases[] = {
      {R"({"code": "M"})", "is a matrix; name one of its items"},
      {R"({"code": "P"})", "is a multiple choice; name one `option`"},
      {R"({"code": "P", "option": "z", "selected": ["1"]})", "question 'P' has no option 'z'"},
      {R"({"code": "P", "option": "a"})", "`selected` is missing"},
      {R"({"code": "P", "option": "a", "selected": ["1"], "not_selected": ["1 "]})",
       "means both chosen and not chosen"},
      {R"({"code": "G", "option": "m"})", "are for multiple choices only"},
      {R"({"code": "G", "ignore": true})", "has both a code and `ignore`"},
      {R"({})", "the questionnaire has no question or item ''"},
  };
  for (const auto& c : cases) {
    const std::string json = absl::StrCat(R"({"columns": {"c": )", c.column, "}}");
    EXPECT_THAT(Problems(json, {"c"}), ::testing::Contains(HasSubstr(c.problem))) << c.column;
  }
}

TEST_F(MappingTest, FilesAreInNoTable) {
  auto* question = instrument_.mutable_sections(0)->add_questions();
  question->set_code("F");
  question->set_kind(lotse::survey::v1alpha::Question::KIND_FILE);
  EXPECT_THAT(Problems(R"({"columns": {"f": {"code": "F"}}})", {"f"}),
              ElementsAre(HasSubstr("'F' takes a file, and no cell of a table holds one")));
  EXPECT_THAT(Problems(R"({"columns": {"f": {"ignore": true}}})", {"f"}), IsEmpty());
}

TEST_F(MappingTest, TwoColumnsForOneAnswerAreAProblem) {
  EXPECT_THAT(Problems(R"({"columns": {"a": {"code": "G"}, "b": {"code": "G"}}})", {"a", "b"}),
              ElementsAre(HasSubstr("another column is mapped to 'G'")));
  EXPECT_THAT(Problems(R"({"columns": {"a": {"code": "G"}}})", {"a", "a"}),
              ElementsAre(HasSubstr("two columns of this name")));
}

TEST_F(MappingTest, GapsAreWarningsAndForRequiredQuestionsProblems) {
  const std::string json = R"({"columns": {"g": {"code": "G"}, "x": {"code": "M_x"},
      "park": {"code": "P", "option": "a", "selected": ["Ja"]}, "n": {"code": "N"}}})";
  const PlanResult result = Plan(json, {"g", "x", "park", "n"});
  EXPECT_THAT(result.problems, IsEmpty());
  std::vector<std::string> where;
  for (const Problem& warning : result.warnings) where.push_back(warning.where);
  EXPECT_THAT(where, ElementsAre("P", "M_y", "T"));

  instrument_.mutable_sections(0)->mutable_questions(4)->set_required(true);
  EXPECT_THAT(Problems(json, {"g", "x", "park", "n"}), ElementsAre(HasSubstr("T: is required")));
}

TEST_F(MappingTest, IsReadStrictly) {
  for (const char* json : {"", "[]", "{\"colums\": {}}", "{\"missing\": 1}",
                           "{\"columns\": {\"a\": {\"cod\": \"G\"}}}",
                           "{\"labels\": {\"G\": [\"x\"]}}", "{\"missing\": [\"\xe4\"]}"}) {
    EXPECT_FALSE(ParseMapping(json).ok()) << json;
  }
}

TEST_F(MappingTest, OfAnotherFileNothingIsPrinted) {
  const absl::Status status = ParseMapping("# Title\nsecret\n").status();
  EXPECT_THAT(
      std::string(status.message()),
      ::testing::AllOf(HasSubstr("the mapping cannot be used"), ::testing::Not(HasSubstr("\n")),
                       ::testing::Not(HasSubstr("Title"))));
}

}  // namespace
}  // namespace lotse::cli
