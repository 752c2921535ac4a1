#include "services/survey/logic/questionnaire/form_program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "services/survey/logic/logic_testing.h"

namespace lotse::survey::logic {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

// The questionnaire of logic_testing.h, with expressions that a test adds.
class FormPrograms : public Household {
 protected:
  FormPrograms() : logic_(tree_.elements().size()) {}

  ElementLogic& Of(absl::string_view code) { return logic_[Id(code)]; }

  FormProgram Program() { return FormProgram(HouseholdTree(), logic_); }

  // Computes everything after `changed` was answered.
  void Recompute(const std::vector<std::string>& changed = {}) {
    const FormProgram program = Program();
    ASSERT_TRUE(program.ok()) << program.findings()[0].message;
    std::vector<ElementId> ids;
    for (const std::string& code : changed) ids.push_back(Id(code));
    const absl::Status status = program.Recompute(&instance_, environment_, ids);
    ASSERT_TRUE(status.ok()) << status;
  }

  std::vector<std::string> Violations() {
    const FormProgram program = Program();
    const auto found = program.Check(instance_, environment_);
    EXPECT_TRUE(found.ok()) << found.status();
    const char* const kinds[] = {"required", "constraint", "option"};
    std::vector<std::string> texts;
    for (const AnswerViolation& violation : *found) {
      const int position = instance_.position(instance_.parent(violation.node));
      texts.push_back(absl::StrCat(tree_.element(instance_.element(violation.node)).code, " ",
                                   position, " ", kinds[static_cast<int>(violation.kind)]));
    }
    return texts;
  }

  std::string FirstError() {
    const FormProgram program = Program();
    EXPECT_FALSE(program.ok());
    for (const LogicFinding& finding : program.findings()) {
      if (finding.error) return finding.message;
    }
    return "no error";
  }

  std::string Value(absl::string_view code, int first = 1, int second = 1) const {
    return std::string(instance_.text(At(code, first, second)));
  }
  bool Asked(absl::string_view code, int first = 1, int second = 1) const {
    return instance_.relevant(At(code, first, second));
  }

  std::vector<ElementLogic> logic_;
};

TEST_F(FormPrograms, WhatIsInAGroupIsNotAskedWithoutIt) {
  Of("household").relevant = "${n} > 10";
  Recompute();
  EXPECT_FALSE(Asked("household"));
  EXPECT_FALSE(Asked("street"));
  EXPECT_FALSE(Asked("age", 2));
  EXPECT_FALSE(Asked("title", 1, 2));
  Set("n", "11");
  Recompute();
  EXPECT_TRUE(Asked("title", 1, 2));
  // The answers are still there.
  EXPECT_EQ(Value("street"), "Hauptstr. 1");
}

// What a person has emptied stays empty when something is added elsewhere.
TEST_F(FormPrograms, OnlyWhatIsAddedGetsInitialValues) {
  Of("age").initial_value = "18";
  Of("title").initial_value = "'none'";
  Of("a").initial_value = "'start'";
  Of("street").calculation = "'Hauptstr. 2'";
  Of("street").asked = true;
  Set("a", "");
  const FormProgram program = Program();
  const NodeId household = At("household");
  const NodeId third = instance_.AddInstance(household, Id("person"));
  instance_.AddInstance(third, Id("job"));
  instance_.set_text(At("age", 2), "");
  ASSERT_TRUE(program.Initialize(&instance_, environment_, third).ok());
  EXPECT_EQ(Value("age", 3), "18");
  EXPECT_EQ(Value("title", 3, 1), "none");
  EXPECT_EQ(Value("age", 2), "");
  EXPECT_EQ(Value("a"), "");
  EXPECT_EQ(Value("street"), "Hauptstr. 1");
}

TEST_F(FormPrograms, InstancesThatAreCountedGetInitialValues) {
  Of("person").repeat_count = "${n}";
  Of("age").initial_value = "18";
  Of("total").calculation = "count(${person})";
  Of("total").asked = true;
  Set("n", "3");
  instance_.set_text(At("age", 2), "");
  Recompute({"n"});
  EXPECT_EQ(Value("age", 3), "18");
  EXPECT_EQ(Value("age", 2), "") << "it was there";
  EXPECT_EQ(Value("total"), "3");
  Set("n", "1");
  Recompute({"n"});
  EXPECT_EQ(Value("total"), "1");
  // Of a response that is handed in, nothing is filled in.
  Set("n", "2");
  const FormProgram program = Program();
  ASSERT_TRUE(program.Settle(&instance_, environment_).ok());
  EXPECT_EQ(Value("age", 2), "");
}

// What it is computed from may have changed while nobody saw it.
TEST_F(FormPrograms, WhatIsAskedAgainIsComputedAgain) {
  Of("street").calculation = "concat(${a}, '!')";
  Of("street").asked = true;
  Of("household").relevant = "${n} = 7";
  Set("street", "written over");
  Recompute();
  EXPECT_EQ(Value("street"), "written over");
  Set("n", "8");
  Recompute({"n"});
  Set("a", "z");
  Recompute({"a"});
  EXPECT_EQ(Value("street"), "written over") << "it is not asked";
  Set("n", "7");
  Recompute({"n"});
  EXPECT_EQ(Value("street"), "z!");
}

// As the engines of ODK have it: otherwise an age that cannot be computed yet would be the text
// NaN.
TEST_F(FormPrograms, ANumberThatIsNoneIsNoValue) {
  Of("total").calculation = "${n} * 2";
  Of("street").calculation = "if(${n} > 5, ${n} + 1, number('x'))";
  Of("a").calculation = "concat(${n} * 2, '')";
  Set("n", "");
  Recompute();
  EXPECT_EQ(Value("total"), "");
  EXPECT_EQ(Value("street"), "");
  EXPECT_EQ(Value("a"), "NaN") << "a text";
  Set("n", "7");
  Recompute();
  EXPECT_EQ(Value("total"), "14");
  EXPECT_EQ(Value("street"), "8");
}

TEST_F(FormPrograms, InRepeatsEachInstanceIsComputed) {
  Of("job").relevant = "${age} >= 16";
  Of("called").calculation = "concat('P', position(..))";
  Of("total").calculation = "sum(${person}[count(job) > 0]/age)";
  Recompute();
  EXPECT_EQ(Value("called", 1), "P1");
  EXPECT_EQ(Value("called", 2), "P2");
  EXPECT_EQ(Value("total"), "36");
}

TEST_F(FormPrograms, ValuesAreComputedBehindWhatTheyNeed) {
  Of("a").calculation = "${n} * 2";      // Needs a later one.
  Of("n").calculation = "${total} + 1";  // Needs the last.
  Of("total").calculation = "count(${person})";
  Recompute();
  EXPECT_EQ(Value("total"), "2");
  EXPECT_EQ(Value("n"), "3");
  EXPECT_EQ(Value("a"), "6");
}

TEST_F(FormPrograms, WhatIsNotAskedHasNoCalculatedValue) {
  Of("total").calculation = "${n} + 1";
  Of("total").relevant = "${n} > 5";
  Of("a").calculation = "coalesce(${total}, 'none')";
  Recompute();
  EXPECT_EQ(Value("a"), "8");
  Set("n", "1");
  Recompute();
  EXPECT_EQ(Value("total"), "");
  EXPECT_EQ(Value("a"), "none");
}

TEST_F(FormPrograms, ARepeatHasAsManyInstancesAsItsCount) {
  Of("person").repeat_count = "${n}";
  Of("age").calculation = "position(..)";
  Of("total").calculation = "sum(${age})";
  Set("n", "4");
  Recompute();
  EXPECT_EQ(Value("total"), "10");
  EXPECT_EQ(Value("called", 1), "Ada");
  EXPECT_EQ(Value("called", 4), "");
  Set("n", "1");
  Recompute();
  EXPECT_EQ(Value("total"), "1");
  for (const char* none : {"0", "-3", "x", ""}) {
    Set("n", none);
    Recompute();
    EXPECT_EQ(Value("total"), "0") << none;
  }
  Set("n", "1001");
  const FormProgram program = Program();
  const absl::Status status = program.Recompute(&instance_, environment_, {});
  EXPECT_TRUE(absl::IsResourceExhausted(status));
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("`person`: the repeat would have more than 1000 instances"));
}

TEST_F(FormPrograms, ATriggerSaysWhenToCompute) {
  Of("total").calculation = "now()";
  Of("total").triggers = {Id("a")};
  Recompute({"n"});
  EXPECT_EQ(Value("total"), "");
  Recompute({"a"});
  EXPECT_EQ(Value("total"), "2026-03-03T00:30:15.250+01:00");
}

TEST_F(FormPrograms, WhatAPersonWroteIsNotUndone) {
  Of("total").calculation = "${n} * 2";
  Of("total").asked = true;
  Set("total", "99");
  Recompute({"a"});
  EXPECT_EQ(Value("total"), "99");
  Recompute({"n"});
  EXPECT_EQ(Value("total"), "14");
}

// A change that comes through another calculation counts as well.
TEST_F(FormPrograms, ChangesPassOn) {
  Of("a").calculation = "${n} + 1";
  Of("total").calculation = "${a} * 2";
  Of("total").asked = true;
  Set("a", "8");
  Set("total", "99");
  Recompute({"n"});  // `a` was 8 already.
  EXPECT_EQ(Value("total"), "99");
  Set("n", "1");
  Recompute({"n"});
  EXPECT_EQ(Value("total"), "4");
}

TEST_F(FormPrograms, InitialValuesAreGivenOnce) {
  Of("n").initial_value = "2 + 3";
  Of("total").initial_value = "today()";
  Of("a").calculation = "${total}";
  const FormProgram program = Program();
  ASSERT_TRUE(program.Initialize(&instance_, environment_).ok());
  EXPECT_EQ(Value("n"), "7");  // It had one.
  EXPECT_EQ(Value("total"), "2026-03-03");
  EXPECT_EQ(Value("a"), "2026-03-03");
  Set("total", "");
  ASSERT_TRUE(program.Recompute(&instance_, environment_, {}).ok());
  EXPECT_EQ(Value("total"), "");
}

TEST_F(FormPrograms, ChecksWhatIsAsked) {
  Of("a").required = "true()";
  Of("a").constraint = "string-length(.) < 3";
  Of("age").required = "true()";
  Of("age").constraint = ". >= 18";
  Of("total").required = "${n} = 7";
  Of("street").constraint = "regex(., '^[0-9]+$')";
  EXPECT_THAT(Violations(), ElementsAre("a 1 constraint", "street 1 constraint", "age 2 constraint",
                                        "total 1 required"));
  Set("a", "");
  instance_.set_text(At("age", 2), "");
  Set("n", "8");
  EXPECT_THAT(Violations(), ElementsAre("a 1 required", "street 1 constraint", "age 2 required"));
  Of("household").relevant = "false()";
  Recompute();
  EXPECT_THAT(Violations(), ElementsAre("a 1 required"));
}

TEST_F(FormPrograms, ChecksOptions) {
  EXPECT_THAT(Violations(), IsEmpty());
  Of("colour").option_filter = "name != 'green'";
  Of("colours").option_filter = "selected(${a}, name)";
  Set("a", "red");
  EXPECT_THAT(Violations(), ElementsAre("colour 1 option", "colours 1 option"));
  Set("a", "red blue");
  Set("colour", "pink");
  EXPECT_THAT(Violations(), ElementsAre("colour 1 option"));
  Set("colour", "");
  EXPECT_THAT(Violations(), IsEmpty());
  const FormProgram program = Program();
  EXPECT_THAT(program.Offered(instance_, At("colour"), environment_).value(), ElementsAre(0, 2));
  EXPECT_THAT(program.Offered(instance_, At("a"), environment_).value(), IsEmpty());
}

TEST_F(FormPrograms, ReadOnly) {
  Of("a").read_only = "${n} = 7";
  const FormProgram program = Program();
  EXPECT_TRUE(program.IsReadOnly(instance_, At("a"), environment_).value());
  EXPECT_FALSE(program.IsReadOnly(instance_, At("n"), environment_).value());
}

TEST_F(FormPrograms, RefusesCirclesWithTheirPath) {
  Of("a").calculation = "${n}";
  Of("n").calculation = "${total} + 1";
  Of("total").calculation = "string-length(${a})";
  EXPECT_THAT(FirstError(),
              HasSubstr("need one another in a circle: a -> n -> total -> a; take one"));
  EXPECT_TRUE(absl::IsFailedPrecondition(Program().Recompute(&instance_, environment_, {})));
  EXPECT_TRUE(absl::IsFailedPrecondition(Program().Check(instance_, environment_).status()));
}

TEST_F(FormPrograms, RefusesEveryKindOfCircle) {
  const auto circle = [this](absl::string_view code, std::string ElementLogic::* property,
                             const char* expression) {
    logic_.assign(tree_.elements().size(), {});
    Of(code).*property = expression;
    return FirstError();
  };
  EXPECT_THAT(circle("a", &ElementLogic::calculation, ". + 1"), HasSubstr("circle: a -> a;"));
  EXPECT_THAT(circle("a", &ElementLogic::relevant, "${a} = 1"), HasSubstr("circle: a -> a;"));
  EXPECT_THAT(circle("household", &ElementLogic::relevant, "${street} = 'x'"),
              HasSubstr("household -> street -> household"));
  EXPECT_THAT(circle("person", &ElementLogic::repeat_count, "count(${person}) + 1"),
              HasSubstr("person -> person"));
  EXPECT_THAT(circle("age", &ElementLogic::calculation, "sum(${person}/age)"),
              HasSubstr("age -> age"));
}

TEST_F(FormPrograms, WhatLooksLikeACircleAndIsNone) {
  Of("a").constraint = ". != ${n}";
  Of("n").constraint = ". != ${a}";
  Of("person").relevant = "position(.) < 3";
  Of("total").calculation = "once(random())";
  Of("street").required = "${street} = ''";
  const FormProgram program = Program();
  EXPECT_TRUE(program.ok());
  EXPECT_THAT(program.findings(), IsEmpty());
}

TEST_F(FormPrograms, FindsEveryWrongExpression) {
  Of("a").relevant = "${x}";
  Of("n").constraint = "1 +";
  Of("colour").option_filter = "size > 1";
  Of("person").repeat_count = "nothing()";
  Of("total").calculation = "${colour} = 'pink'";
  const FormProgram program = Program();
  EXPECT_FALSE(program.ok());
  ASSERT_THAT(program.findings(), SizeIs(5));
  std::vector<std::string> where;
  for (const LogicFinding& finding : program.findings()) {
    where.push_back(absl::StrCat(tree_.element(finding.element).code, " ",
                                 static_cast<int>(finding.property), finding.error ? "!" : "?"));
  }
  EXPECT_THAT(where, ElementsAre("a 0!", "n 1!", "colour 6!", "person 7!", "total 3?"));
}

TEST_F(FormPrograms, WarnsOfAnAnswerInThePlaceOfACondition) {
  Of("a").relevant = "${n}";
  Of("total").calculation = "${n}";
  const FormProgram program = Program();
  EXPECT_TRUE(program.ok());
  ASSERT_THAT(program.findings(), SizeIs(1));
  EXPECT_FALSE(program.findings()[0].error);
  EXPECT_THAT(program.findings()[0].message, HasSubstr("alone is true also without an answer"));
}

TEST_F(FormPrograms, NamesTheQuestionOfAnError) {
  Of("total").calculation = "digest('x', ${a})";
  const FormProgram program = Program();
  const absl::Status status = program.Recompute(&instance_, environment_, {});
  EXPECT_TRUE(absl::IsInvalidArgument(status));
  EXPECT_THAT(std::string(status.message()), HasSubstr("`total`: digest() has the algorithms"));
}

}  // namespace
}  // namespace lotse::survey::logic
