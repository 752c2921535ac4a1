#include "cli/code_columns.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/answers.h"

namespace lotse::cli {
namespace {

using survey::v1alpha::Answer;
using survey::v1alpha::Instrument;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Groups, a repeat within another one, a list of options, and every kind of value.
constexpr char kForm[] = R"pb(
  option_lists {
    code: "yesno"
    options {
      code: "y"
      label { variants { text: "Ja" } }
    }
    options {
      code: "n"
      label { variants { text: "Nein" } }
    }
  }
  sections {
    questions {
      code: "home"
      kind: KIND_GROUP
      questions { code: "work" kind: KIND_SINGLE_CHOICE option_list: "yesno" }
      questions { code: "both" kind: KIND_MULTIPLE_CHOICE option_list: "yesno" }
      questions { code: "order" kind: KIND_RANKING option_list: "yesno" }
      questions { code: "rent" kind: KIND_DECIMAL }
      questions { code: "since" kind: KIND_DATE }
      questions { code: "at" kind: KIND_TIME }
      questions { code: "moment" kind: KIND_DATE_TIME }
      questions { code: "agreed" kind: KIND_ACKNOWLEDGEMENT }
      questions { code: "started" kind: KIND_METADATA metadata: METADATA_START }
      questions { code: "read_me" kind: KIND_NOTE }
      questions { code: "sum" kind: KIND_CALCULATION }
      questions { code: "photo" kind: KIND_FILE }
    }
    questions {
      code: "person"
      kind: KIND_REPEAT
      questions { code: "age" kind: KIND_INTEGER required: true }
      questions {
        code: "job"
        kind: KIND_REPEAT
        questions { code: "name_of_job" kind: KIND_TEXT }
      }
    }
  })pb";

class CodeColumnsTest : public ::testing::Test {
 protected:
  CodeColumnsTest() {
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(kForm, &instrument_));
  }

  // The answers of one record, each on a line; what is wrong in the place of one.
  std::vector<std::string> Map(const std::vector<std::string>& header,
                               const std::vector<std::string>& cells) {
    PlanResult planned =
        MakePlan(MappingByCodes(instrument_, header, "en", &left_out_), instrument_, header, "en");
    std::vector<std::string> lines;
    for (const Problem& problem : planned.problems) {
      lines.push_back(absl::StrCat(problem.where, ": ", problem.what));
    }
    if (!lines.empty()) return lines;
    CsvRecord record;
    for (const std::string& cell : cells) record.fields.push_back({cell, 1});
    google::protobuf::RepeatedPtrField<Answer> answers;
    for (const CellProblem& problem : MapRecord(planned.plan, record, "en", &answers)) {
      lines.push_back(absl::StrCat(problem.column, ": ", problem.what));
    }
    if (!lines.empty()) return lines;
    for (const Answer& answer : answers) lines.push_back(answer.ShortDebugString());
    return lines;
  }

  Instrument instrument_;
  std::vector<Problem> left_out_;
};

TEST_F(CodeColumnsTest, ReadsEveryKind) {
  EXPECT_THAT(Map({"work", "home/both", "home-order", "rent", "since", "at", "moment", "agreed",
                   "started", "read_me", "sum", "token"},
                  {"y", "y n", "n y", " 850.5 ", "2026-03-02", "14:30:15.250+01:00",
                   "2026-03-02T14:30:00+01:00", "OK", "2026-03-02T14:00:00Z", "", "12", "K1"}),
              ElementsAre(R"(code: "work" choice: "y")",
                          R"(code: "both" choices { codes: "y" codes: "n" })",
                          R"(code: "order" ranking { codes: "n" codes: "y" })",
                          R"(code: "rent" decimal: 850.5)", R"(code: "since" date: "2026-03-02")",
                          R"(code: "at" time: "14:30:15.250+01:00")",
                          R"(code: "moment" date_time: "2026-03-02T14:30:00+01:00")",
                          R"(code: "agreed" acknowledged: true)",
                          R"(code: "started" content: "2026-03-02T14:00:00Z")"));
}

TEST_F(CodeColumnsTest, ReadsRepeats) {
  EXPECT_THAT(Map({"person", "person[1]/age", "person[2]/age", "person[2]/job[1]/name_of_job",
                   "home/person[2]/job", "both/y", "both/n"},
                  {"2", "36", "9", "poet", "1", "1", "0"}),
              ElementsAre(R"(code: "person" count: 2)", R"(code: "age" integer: 36 instances: 1)",
                          R"(code: "age" integer: 9 instances: 2)",
                          R"(code: "name_of_job" text: "poet" instances: 2 instances: 1)",
                          R"(code: "job" count: 1 instances: 2)",
                          R"(code: "both" choices { codes: "y" })"));
  EXPECT_THAT(Map({"both", "both/y", "both/n"}, {"n", "0", "1"}),
              ElementsAre(R"(code: "both" choices { codes: "n" })"));
}

TEST_F(CodeColumnsTest, TellsWhatIsWrong) {
  const struct {
    const char* column;
    const char* cell;
    const char* problem;
  } cases[] = {
      {"wrk", "y", "no question or item 'wrk' (did you mean work?)"},
      {"age", "36", "'age' stands in person; give `instances`: 1 of 1 to 1000"},
      {"person[0]/age", "36", "give `instances`"},
      {"person[1001]/age", "36", "give `instances`"},
      {"person[1]/work", "y", "'work' stands in no repeat"},
      {"person[1]/name_of_job", "x", "'name_of_job' stands in person, in it in job"},
      {"both/z", "1", "question 'both' has no option 'z'"},
      {"both/y", "maybe", "is neither `selected` nor `not_selected`"},
      {"work", "Ja", "'Ja' is no label of 'work'; right: 'n', 'y'"},
      {"both", "y y", "'y' is there twice"},
      {"order", "y z", "'z' is no label of 'order'"},
      {"rent", "850,50", "'850,50' is not a number; right would be, for example, 3.5"},
      {"rent", "inf", "is not a number"},
      {"since", "2.3.2026", "is not a day; right would be, for example, 2026-03-02"},
      {"since", "2026-02-30", "is not a day"},
      {"at", "25:00", "is not a time of day"},
      {"moment", "2026-03-02", "is not a day with a time"},
      {"agreed", "no", "is not a confirmation"},
      {"person", "-1", "is not a count"},
      {"person[1]/age", "old", "is not a whole number"},
  };
  for (const auto& c : cases) {
    EXPECT_THAT(Map({c.column}, {c.cell}), Contains(HasSubstr(c.problem))) << c.column;
  }
}

TEST_F(CodeColumnsTest, FilesAreLeftOutWithAWarning) {
  EXPECT_THAT(Map({"photo", "work"}, {"a.jpg", "y"}), ElementsAre(R"(code: "work" choice: "y")"));
  ASSERT_EQ(left_out_.size(), 1u);
  EXPECT_EQ(left_out_[0].where, "photo");
}

// With a mapping, too.
TEST_F(CodeColumnsTest, AMappingNamesInstances) {
  const auto mapping = ParseMapping(R"({"columns": {
      "Alter 2": {"code": "age", "instances": [2]}, "n": {"code": "person"},
      "Sprachen": {"code": "both", "coded": true}, "Arbeit": {"code": "work"}}})");
  ASSERT_TRUE(mapping.ok()) << mapping.status();
  const PlanResult planned =
      MakePlan(*mapping, instrument_, {"Alter 2", "n", "Sprachen", "Arbeit"}, "en");
  EXPECT_THAT(planned.problems, IsEmpty());
  EXPECT_THAT(planned.plan.columns[0].instances, ElementsAre(2));
  EXPECT_EQ(planned.plan.columns[2].kind, ColumnPlan::Kind::kChoices);
  EXPECT_EQ(planned.plan.columns[3].labels.at("Ja"), "y");
}

// Who is not asked need not answer.
TEST_F(CodeColumnsTest, OnlyWhatIsRequiredOfEverybodyNeedsAColumn) {
  auto* work = instrument_.mutable_sections(0)->mutable_questions(0)->mutable_questions(0);
  work->set_required(true);
  EXPECT_THAT(Map({"rent"}, {"1"}),
              ElementsAre("work: is required, and no column is mapped to it"));
  work->mutable_logic()->set_relevant("${rent} > 5");
  EXPECT_THAT(Map({"rent"}, {"1"}), ElementsAre(R"(code: "rent" decimal: 1)"));
}

}  // namespace
}  // namespace lotse::cli
