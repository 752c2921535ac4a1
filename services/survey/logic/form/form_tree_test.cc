#include "services/survey/logic/form/form_tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/survey/logic/form/instance.h"
#include "services/survey/logic/logic_testing.h"

namespace lotse::survey::logic {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(FormTree, FindsElements) {
  const FormTree tree = HouseholdTree();
  const ElementId person = *tree.Find("person");
  EXPECT_EQ(tree.element(person).code, "person");
  EXPECT_EQ(tree.element(tree.element(person).parent).code, "household");
  EXPECT_EQ(tree.element(*tree.Find("title")).repeat, *tree.Find("job"));
  EXPECT_EQ(tree.element(*tree.Find("age")).repeat, person);
  EXPECT_EQ(tree.element(*tree.Find("street")).repeat, kNone);
  EXPECT_FALSE(tree.Find("data").has_value());
  EXPECT_FALSE(tree.Find("x").has_value());
  EXPECT_TRUE(tree.IsWithin(*tree.Find("title"), person));
  EXPECT_TRUE(tree.IsWithin(person, person));
  EXPECT_TRUE(tree.IsWithin(person, kRootElement));
  EXPECT_FALSE(tree.IsWithin(*tree.Find("street"), person));
  EXPECT_FALSE(tree.IsWithin(person, *tree.Find("title")));
  EXPECT_EQ(tree.Child(person, "age"), tree.Find("age"));
  EXPECT_FALSE(tree.Child(kRootElement, "age").has_value());
  EXPECT_EQ(tree.list(*tree.FindList("regions")).Column("country"), 2);
  EXPECT_FALSE(tree.list(*tree.FindList("regions")).Column("x").has_value());
  EXPECT_FALSE(tree.FindList("").has_value());
}

TEST(FormTree, RefusesWhatIsAmbiguous) {
  const auto error = [](FormTreeBuilder builder) {
    const auto tree = std::move(builder).Build();
    return tree.ok() ? std::string("no error") : std::string(tree.status().message());
  };
  FormTreeBuilder twice;
  twice.Add(kRootElement, "a", ElementType::kText);
  twice.Add(twice.Add(kRootElement, "g", ElementType::kGroup), "a", ElementType::kText);
  EXPECT_THAT(error(std::move(twice)), HasSubstr("there are two questions or groups `a`"));
  const auto with_list = [&](std::vector<std::string> columns,
                             std::vector<std::vector<std::string>> rows, int times = 1) {
    FormTreeBuilder builder;
    for (int i = 0; i < times; ++i) {
      List list;
      list.code = "l";
      list.columns = columns;
      list.rows = rows;
      builder.AddList(std::move(list));
    }
    return error(std::move(builder));
  };
  EXPECT_THAT(with_list({"name", "name"}, {}), HasSubstr("has two columns `name`"));
  EXPECT_THAT(with_list({"label"}, {}), HasSubstr("the list `l` has no column `name`"));
  EXPECT_THAT(with_list({"name"}, {{"a", "b"}}), HasSubstr("a row of 2 cells; it has 1 columns"));
  EXPECT_THAT(with_list({"name"}, {}, 2), HasSubstr("there are two lists `l`"));
  EXPECT_EQ(with_list({"name", "label"}, {{"a"}}), "no error");
}

class Instances : public Household {};

TEST_F(Instances, HaveANodeForEachElement) {
  EXPECT_EQ(instance_.element(At("age", 2)), Id("age"));
  EXPECT_EQ(instance_.text(At("age", 2)), "9");
  EXPECT_EQ(instance_.parent(At("a")), kRootNode);
  EXPECT_EQ(instance_.Only(Id("street")), At("street"));
  EXPECT_EQ(instance_.Only(kRootElement), kRootNode);
  EXPECT_EQ(instance_.parent(kRootNode), kNone);
  EXPECT_EQ(instance_.position(instance_.parent(At("age", 2))), 2);
  EXPECT_EQ(instance_.EnclosingRepeat(At("title", 1, 2)), instance_.parent(At("title", 1, 2)));
  EXPECT_EQ(instance_.EnclosingRepeat(At("a")), kNone);
  EXPECT_EQ(Instance(&tree_).size(), 9u);  // What is in a repeat is not there yet.
}

TEST_F(Instances, AreAddedAndTakenAwayAtTheEnd) {
  const NodeId household = At("household");
  instance_.SetInstances(household, Id("person"), 1);
  EXPECT_EQ(instance_.Children(household, Id("person")).size(), 1u);
  const std::size_t size = instance_.size();
  instance_.SetInstances(household, Id("person"), 2);
  // Its nodes are used again, without what was there.
  EXPECT_EQ(instance_.size(), size);
  EXPECT_EQ(instance_.text(At("age", 2)), "");
  EXPECT_EQ(instance_.position(instance_.parent(At("age", 2))), 2);
  instance_.SetInstances(household, Id("person"), 0);
  instance_.SetInstances(household, Id("person"), 3);
  for (int i = 1; i <= 3; ++i) {
    const NodeId person = instance_.Children(household, Id("person"))[i - 1];
    EXPECT_EQ(instance_.position(person), i);
    EXPECT_EQ(instance_.text(At("called", i)), "");
    EXPECT_TRUE(instance_.relevant(person));
    EXPECT_THAT(instance_.Children(person, Id("job")), IsEmpty());
  }
}

TEST_F(Instances, KnowTheOrderOfTheDocument) {
  const std::vector<NodeId> in_order = {
      kRootNode,         At("a"),         At("n"),
      At("household"),   At("street"),    instance_.parent(At("called", 1)),
      At("called", 1),   At("age", 1),    At("title", 1, 1),
      At("title", 1, 2), At("called", 2), At("age", 2),
      At("total")};
  for (std::size_t i = 0; i < in_order.size(); ++i) {
    for (std::size_t k = 0; k < in_order.size(); ++k) {
      EXPECT_EQ(instance_.Before(in_order[i], in_order[k]), i < k) << i << " and " << k;
    }
  }
}

}  // namespace
}  // namespace lotse::survey::logic
