#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/survey/logic/form/form_tree.h"
#include "services/survey/logic/form/instance.h"
#include "services/survey/logic/program/compile.h"
#include "services/survey/logic/program/evaluate.h"

// A small questionnaire with one response for the tests of expressions.
namespace lotse::survey::logic {

// The numbers of a linear congruential generator (Knuth, MMIX).
class KnownRandom : public RandomSource {
 public:
  std::uint64_t Next() override {
    state_ = state_ * 6364136223846793005u + 1442695040888963407u;
    return state_;
  }

 private:
  std::uint64_t state_ = 1;
};

inline FormTree HouseholdTree() {
  FormTreeBuilder b;
  List colours;
  colours.columns = {"name", "label"};
  colours.rows = {{"red", "Rot"}, {"green", "Gr\u00FCn"}, {"blue", "Blau"}};
  List regions;
  regions.code = "regions";
  regions.columns = {"name", "label", "country"};
  regions.rows = {{"by", "Bayern", "de"}, {"zh", "Z\u00FCrich", "ch"}, {"be", "Berlin", "de"}};
  List files;
  files.code = "outside";
  files.columns = {"name", "label"};
  files.open = true;
  const int colour = b.AddList(std::move(colours));
  b.AddList(std::move(regions));
  b.AddList(std::move(files));
  b.Add(kRootElement, "a", ElementType::kText);
  b.Add(kRootElement, "n", ElementType::kInteger);
  b.Add(kRootElement, "birth", ElementType::kDate);
  b.Add(kRootElement, "colour", ElementType::kChoice, colour);
  b.Add(kRootElement, "colours", ElementType::kMultipleChoice, colour);
  const ElementId household = b.Add(kRootElement, "household", ElementType::kGroup);
  b.Add(household, "street", ElementType::kText);
  const ElementId person = b.Add(household, "person", ElementType::kRepeat);
  b.Add(person, "called", ElementType::kText);
  b.Add(person, "age", ElementType::kInteger);
  const ElementId job = b.Add(person, "job", ElementType::kRepeat);
  b.Add(job, "title", ElementType::kText);
  b.Add(kRootElement, "total", ElementType::kDecimal);
  absl::StatusOr<FormTree> tree = std::move(b).Build();
  EXPECT_TRUE(tree.ok()) << tree.status();
  return *std::move(tree);
}

// Two persons: Ada of 36 with the jobs `poet` and `counter`, and Bo of 9 with none.
class Household : public testing::Test {
 protected:
  Household() : tree_(HouseholdTree()), instance_(&tree_) {
    environment_.random = &random_;
    EXPECT_TRUE(absl::LoadTimeZone("Europe/Berlin", &environment_.time_zone));
    EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, "2026-03-02T23:30:15.250+00:00",
                                &environment_.now, nullptr));
    Set("a", "x y");
    Set("n", "7");
    Set("birth", "1990-05-06");
    Set("colour", "green");
    Set("colours", "red blue");
    Set("street", "Hauptstr. 1");
    const NodeId household = At("household");
    for (const auto& [called, age] : {std::pair("Ada", "36"), std::pair("Bo", "9")}) {
      const NodeId person = instance_.AddInstance(household, Id("person"));
      instance_.set_text(instance_.Children(person, Id("called"))[0], called);
      instance_.set_text(instance_.Children(person, Id("age"))[0], age);
    }
    const NodeId ada = instance_.Children(household, Id("person"))[0];
    for (const char* title : {"poet", "counter"}) {
      const NodeId job = instance_.AddInstance(ada, Id("job"));
      instance_.set_text(instance_.Children(job, Id("title"))[0], title);
    }
  }

  ElementId Id(absl::string_view code) const { return *tree_.Find(code); }

  // The node of an element; within repeats by the numbers of their instances from 1.
  NodeId At(absl::string_view code, int first = 1, int second = 1) const {
    return Below(code.empty() ? kRootElement : Id(code), first, second);
  }

  void Set(absl::string_view code, absl::string_view text) { instance_.set_text(At(code), text); }

  absl::StatusOr<Program> Compiled(absl::string_view expression, absl::string_view code) const {
    Scope scope;
    if (!code.empty()) scope.element = Id(code);
    return Compile(expression, tree_, scope);
  }

  // The value at a question as a text; of an error its message.
  std::string Text(absl::string_view expression, absl::string_view code = "a", int first = 1,
                   int second = 1) {
    const absl::StatusOr<Program> program = Compiled(expression, code);
    if (!program.ok()) return std::string(program.status().message());
    const absl::StatusOr<std::string> text =
        EvaluateText(*program, {&instance_, At(code, first, second)}, environment_);
    return text.ok() ? *text : std::string(text.status().message());
  }

  std::string Error(absl::string_view expression, absl::string_view code = "a") const {
    const absl::StatusOr<Program> program = Compiled(expression, code);
    if (program.ok()) return "no error";
    EXPECT_TRUE(absl::IsInvalidArgument(program.status())) << program.status();
    return std::string(program.status().message());
  }

  FormTree tree_;
  Instance instance_;
  KnownRandom random_;
  Environment environment_;

 private:
  NodeId Below(ElementId id, int first, int second) const {
    if (id == kRootElement) return kRootNode;
    const Element& element = tree_.element(id);
    const bool inner = element.code == "job";
    const NodeId parent = Below(element.parent, first, second);
    const auto nodes = instance_.Children(parent, id);
    return element.type == ElementType::kRepeat ? nodes[(inner ? second : first) - 1] : nodes[0];
  }
};

// One row of a table of expressions.
struct Case {
  const char* expression;
  const char* value;
};

}  // namespace lotse::survey::logic
