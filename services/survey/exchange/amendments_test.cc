#include "services/survey/exchange/amendments.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/survey/engine/instrument_rules.h"

namespace lotse::survey {
namespace {

using google::protobuf::TextFormat;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using v1alpha::ImportFinding;
using v1alpha::ImportInstrumentRequest;
using v1alpha::Instrument;

Instrument Sample() {
  Instrument instrument;
  EXPECT_TRUE(TextFormat::ParseFromString(
      R"pb(
        title { variants { language: "de" text: "x" } }
        sections {
          questions {
            code: "S"
            kind: KIND_SINGLE_CHOICE
            text { variants { language: "de" text: "x" } }
            options {
              code: "a"
              label { variants { language: "de" text: "x" } }
            }
            options {
              code: "b"
              label { variants { language: "de" text: "x" } }
            }
          }
          questions {
            code: "M"
            kind: KIND_MATRIX
            text { variants { language: "de" text: "x" } }
            options {
              code: "1"
              label { variants { language: "de" text: "x" } }
            }
            items {
              code: "M_1"
              text { variants { language: "de" text: "x" } }
            }
            items {
              code: "M_2"
              text { variants { language: "de" text: "x" } }
            }
          }
        }
        sections {
          questions {
            code: "Z"
            kind: KIND_INTEGER
            minimum: 1
            maximum: 9
            text { variants { language: "de" text: "x" } }
          }
        })pb",
      &instrument));
  return instrument;
}

struct Outcome {
  rpc::FieldViolations violations;
  Instrument instrument = Sample();
  std::vector<ImportFinding> findings;
};

Outcome Apply(const std::string& amendments) {
  ImportInstrumentRequest request;
  EXPECT_TRUE(TextFormat::ParseFromString(amendments, &request)) << amendments;
  Outcome outcome;
  outcome.violations =
      ApplyAmendments(request.amendments(), &outcome.instrument, &outcome.findings);
  return outcome;
}

TEST(Amendments, LeaveOutQuestionItemAndOption) {
  const Outcome outcome = Apply(R"pb(
    amendments {
      leave_out { code: "S" option: "a" }
      reason: "no column"
    }
    amendments {
      leave_out { code: "M_1" }
      reason: "asked wrongly"
    }
    amendments {
      leave_out { code: "Z" }
      reason: "not published"
    })pb");
  ASSERT_THAT(outcome.violations, IsEmpty());
  ASSERT_EQ(outcome.instrument.sections_size(), 1) << "the empty section goes with its question";
  const auto& questions = outcome.instrument.sections(0).questions();
  ASSERT_EQ(questions[0].options_size(), 1);
  EXPECT_EQ(questions[0].options(0).code(), "b");
  ASSERT_EQ(questions[1].items_size(), 1);
  EXPECT_EQ(questions[1].items(0).code(), "M_2");
  EXPECT_THAT(CheckInstrument(outcome.instrument), IsEmpty());

  std::vector<std::string> notes;
  for (const ImportFinding& f : outcome.findings) {
    EXPECT_EQ(f.severity(), ImportFinding::SEVERITY_NOTE);
    notes.push_back(f.code() + " " + f.message());
  }
  EXPECT_THAT(notes, ElementsAre("S Option `a` was left out: no column",
                                 "M_1 The item of `M` was left out: asked wrongly",
                                 "Z The question was left out, and with it its section: "
                                 "not published"));
}

// Z is asked of those who chose an option of S and answered a row of M.
Outcome ApplyToConditions(const std::string& amendments) {
  ImportInstrumentRequest request;
  EXPECT_TRUE(TextFormat::ParseFromString(amendments, &request)) << amendments;
  Outcome outcome;
  EXPECT_TRUE(TextFormat::MergeFromString(
      R"pb(
        relevant_if { code: "S" test: TEST_ANY_CHOSEN options: "a" options: "b" }
        relevant_if { code: "M_1" test: TEST_ANSWERED })pb",
      outcome.instrument.mutable_sections(1)->mutable_questions(0)));
  outcome.violations =
      ApplyAmendments(request.amendments(), &outcome.instrument, &outcome.findings);
  EXPECT_THAT(outcome.violations, IsEmpty());
  return outcome;
}

TEST(Amendments, ConditionsForgetWhatIsLeftOut) {
  Outcome outcome = ApplyToConditions(R"pb(amendments {
                                             leave_out { code: "S" option: "a" }
                                             reason: "r"
                                           })pb");
  const auto& kept = outcome.instrument.sections(1).questions(0).relevant_if();
  ASSERT_EQ(kept.size(), 2);
  EXPECT_THAT(kept[0].options(), ElementsAre("b"));
  EXPECT_EQ(outcome.findings.size(), 1u) << "nothing to warn of";

  outcome = ApplyToConditions(R"pb(amendments {
                                     leave_out { code: "S" }
                                     reason: "r"
                                   }
                                   amendments {
                                     leave_out { code: "M_1" }
                                     reason: "r"
                                   })pb");
  EXPECT_THAT(outcome.instrument.sections(0).questions(), testing::SizeIs(1));
  EXPECT_THAT(outcome.instrument.sections(1).questions(0).relevant_if(), IsEmpty());
  std::vector<std::string> warnings;
  for (const ImportFinding& f : outcome.findings) {
    if (f.severity() == ImportFinding::SEVERITY_WARNING) {
      warnings.push_back(f.code() + " " + f.message());
    }
  }
  EXPECT_THAT(warnings, ElementsAre("Z Whether it is asked depended on `M_1`, which was left "
                                    "out; it no longer does.",
                                    "Z Whether it is asked depended on `S`, which was left out; "
                                    "it no longer does."));
  EXPECT_THAT(CheckInstrument(outcome.instrument), IsEmpty());
}

TEST(Amendments, AddOptionBehindTheOthers) {
  const Outcome outcome = Apply(R"pb(
    amendments {
      add_option {
        code: "M"
        option: "2"
        label { variants { language: "de" text: "neu" } }
      }
      reason: "published so"
    })pb");
  ASSERT_THAT(outcome.violations, IsEmpty());
  const auto& matrix = outcome.instrument.sections(0).questions(1);
  ASSERT_EQ(matrix.options_size(), 2);
  EXPECT_EQ(matrix.options(1).code(), "2");
  EXPECT_EQ(matrix.options(1).label().variants(0).text(), "neu");
  EXPECT_THAT(outcome.findings[0].message(), HasSubstr("`2` was added: published so"));
}

TEST(Amendments, SetIntegerReplacesRangeAndClassesTogether) {
  const Outcome outcome = Apply(R"pb(
    amendments {
      set_integer {
        code: "Z"
        minimum: 0
        class_bounds: [ 15, 16 ]
      }
      reason: "classes"
    }
  )pb");
  ASSERT_THAT(outcome.violations, IsEmpty());
  const auto& question = outcome.instrument.sections(1).questions(0);
  EXPECT_TRUE(question.has_minimum());
  EXPECT_EQ(question.minimum(), 0);
  EXPECT_FALSE(question.has_maximum()) << "what is not named is cleared";
  EXPECT_THAT(question.class_bounds(), ElementsAre(15, 16));
}

TEST(Amendments, MarkQuestionsAboutSpecialCategories) {
  EXPECT_FALSE(Sample().sections(0).questions(1).special_category());
  const Outcome outcome = Apply(R"pb(
    amendments {
      set_special_category { code: "M" }
      reason: "asks about origin"
    }
  )pb");
  ASSERT_THAT(outcome.violations, IsEmpty());
  EXPECT_TRUE(outcome.instrument.sections(0).questions(1).special_category());
  EXPECT_FALSE(outcome.instrument.sections(0).questions(0).special_category());
  EXPECT_THAT(outcome.findings[0].message(), HasSubstr("special category: asks about origin"));
}

TEST(Amendments, LaterOnesSeeWhatEarlierOnesDid) {
  EXPECT_THAT(Apply(R"pb(
                amendments {
                  add_option {
                    code: "S"
                    option: "c"
                    label { variants { language: "de" text: "x" } }
                  }
                  reason: "r"
                }
                amendments {
                  leave_out { code: "S" option: "a" }
                  reason: "r"
                }
                amendments {
                  leave_out { code: "S" option: "b" }
                  reason: "r"
                })pb")
                  .violations,
              IsEmpty());
  EXPECT_THAT(
      Apply(R"pb(
        amendments {
          leave_out { code: "S" }
          reason: "r"
        }
        amendments {
          leave_out { code: "S" }
          reason: "r"
        })pb")
          .violations,
      ElementsAre(testing::Field(&rpc::FieldViolation::field, "amendments[1].leave_out.code")));
}

TEST(Amendments, WhatCannotBeAppliedIsNamedByItsPath) {
  const struct {
    const char* amendment;
    const char* field;
    const char* description;
  } cases[] = {
      {R"(leave_out { code: "X" } reason: "r")", "leave_out.code", "no question or item"},
      {R"(leave_out { code: "" } reason: "r")", "leave_out.code", "no question or item"},
      {R"(leave_out { code: "S" option: "z" } reason: "r")", "leave_out.option", "not an option"},
      {R"(leave_out { code: "Z" option: "z" } reason: "r")", "leave_out.option", "not an option"},
      {R"(leave_out { code: "M_1" option: "1" } reason: "r")", "leave_out.code", "the matrix `M`"},
      {R"(leave_out { code: "M" option: "1" } reason: "r")", "leave_out.option",
       "leave out the question itself"},
      {R"(leave_out { code: "S" option: "a" })", "reason", "missing"},
      {R"(leave_out { code: "S" option: "a" } reason: " ")", "reason", "missing"},
      {R"(reason: "r")", "", "no change"},
      {R"(add_option { code: "X" option: "c" label { variants { language: "de" text: "x" } } }
          reason: "r")",
       "add_option.code", "no question"},
      {R"(add_option { code: "M_1" option: "c" label { variants { language: "de" text: "x" } } }
          reason: "r")",
       "add_option.code", "no question"},
      {R"(add_option { code: "Z" option: "c" label { variants { language: "de" text: "x" } } }
          reason: "r")",
       "add_option.code", "no options"},
      {R"(add_option { code: "S" option: "a" label { variants { language: "de" text: "x" } } }
          reason: "r")",
       "add_option.option", "already"},
      {R"(add_option { code: "S" option: "c d" label { variants { language: "de" text: "x" } } }
          reason: "r")",
       "add_option.option", "not a code"},
      {R"(add_option { code: "S" option: "c" } reason: "r")", "add_option.label", "missing"},
      {R"(set_integer { code: "X" } reason: "r")", "set_integer.code", "no question"},
      {R"(set_integer { code: "S" } reason: "r")", "set_integer.code", "not an integer"},
      {R"(set_integer { code: "Z" minimum: 2 maximum: 1 } reason: "r")", "set_integer.maximum",
       "less than"},
      {R"(set_integer { code: "Z" class_bounds: [ 2, 1 ] } reason: "r")",
       "set_integer.class_bounds[1]", "ascending"},
      {R"(set_special_category { code: "X" } reason: "r")", "set_special_category.code",
       "no question"},
      {R"(set_special_category { code: "M_1" } reason: "r")", "set_special_category.code",
       "no question"},
  };
  for (const auto& c : cases) {
    const Outcome outcome = Apply(std::string("amendments { ") + c.amendment + " }");
    ASSERT_EQ(outcome.violations.size(), 1u) << c.amendment;
    const std::string field = c.field;
    EXPECT_EQ(outcome.violations[0].field,
              field.empty() ? "amendments[0]" : "amendments[0]." + field);
    EXPECT_THAT(outcome.violations[0].description, HasSubstr(c.description)) << c.amendment;
  }
}

TEST(Amendments, TheLastItemStays) {
  const Outcome outcome = Apply(R"pb(
    amendments {
      leave_out { code: "M_1" }
      reason: "r"
    }
    amendments {
      leave_out { code: "M_2" }
      reason: "r"
    })pb");
  ASSERT_EQ(outcome.violations.size(), 1u);
  EXPECT_EQ(outcome.violations[0].field, "amendments[1].leave_out.code");
  EXPECT_THAT(outcome.violations[0].description, HasSubstr("leave out the question itself"));
}

TEST(Amendments, TheirNumberIsLimited) {
  ImportInstrumentRequest request;
  for (int i = 0; i <= kMaxAmendments; ++i) request.add_amendments();
  Outcome outcome;
  const auto violations =
      ApplyAmendments(request.amendments(), &outcome.instrument, &outcome.findings);
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_EQ(violations[0].field, "amendments");
}

}  // namespace
}  // namespace lotse::survey
