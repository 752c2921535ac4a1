#include "services/survey/logic/questionnaire/instrument_tree.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/survey/logic/questionnaire/form_program.h"

namespace lotse::survey::logic {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using v1alpha::Instrument;

Instrument Read(const std::string& text) {
  Instrument instrument;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &instrument));
  return instrument;
}

std::string RowsOf(const ListTable& list) {
  std::string shown;
  for (std::size_t row = 0; row < list.rows(); ++row) {
    for (std::size_t column = 0; column < list.columns().size(); ++column) {
      absl::StrAppend(&shown, column == 0 ? "" : "|", list.Cell(row, column));
    }
    shown += "\n";
  }
  return shown;
}

Instrument Survey() {
  return Read(R"pb(
    option_lists {
      code: "towns"
      options {
        code: "a"
        label {
          variants { text: "Aa" }
          variants { text: "AA" }
        }
        columns { key: "land" value: "by" }
        columns { key: "name" value: "x" }
      }
      options {
        code: "b"
        columns { key: "size" value: "3" }
      }
    }
    option_lists { code: "outside" file: "towns.csv" }
    sections {
      questions { code: "land" kind: KIND_TEXT required: true }
      questions {
        code: "town"
        kind: KIND_SINGLE_CHOICE
        option_list: "towns"
        logic { option_filter: "land = ${land}" required_if: "${land} = 'by'" }
      }
      questions {
        code: "like"
        kind: KIND_SINGLE_CHOICE
        options { code: "yes" }
        options { code: "o'no" }
        options { code: "\"'" }
      }
    }
    sections {
      code: "page"
      relevant: "${land} != ''"
      questions {
        code: "grid"
        kind: KIND_MATRIX
        required: true
        options { code: "1" }
        options { code: "2" }
        items { code: "g1" }
        items { code: "g2" }
        relevant_if { code: "like" test: TEST_ANY_CHOSEN options: "yes" options: "o'no" }
        relevant_if { code: "town" test: TEST_ANSWERED }
        logic { relevant: "1 = 1 or 2 = 3" }
      }
      questions {
        code: "person"
        kind: KIND_REPEAT
        logic { repeat_count: "2" }
        questions {
          code: "age"
          kind: KIND_INTEGER
          logic { constraint: ". > 17" }
        }
        questions {
          code: "more"
          kind: KIND_GROUP
          questions {
            code: "born"
            kind: KIND_DATE
            logic { calculation: "today()" trigger: "age" }
          }
        }
      }
      questions {
        code: "why"
        kind: KIND_TEXT
        relevant_if { code: "like" test: TEST_NONE_CHOSEN options: "\"'" }
      }
      questions {
        code: "sum"
        kind: KIND_CALCULATION
        logic { calculation: "sum(${age})" }
      }
    })pb");
}

std::vector<std::string> Shown(const FormTree& tree) {
  std::vector<std::string> shown;
  for (const Element& element : tree.elements()) {
    const std::string parent = element.parent == kNone ? "" : tree.element(element.parent).code;
    shown.push_back(absl::StrCat(parent, "/", element.code, " ", static_cast<int>(element.type),
                                 " ", element.list));
  }
  return shown;
}

TEST(FormTreeOf, HasTheQuestionsAndLists) {
  const absl::StatusOr<FormTree> tree = FormTreeOf(Survey());
  ASSERT_TRUE(tree.ok()) << tree.status();
  EXPECT_THAT(Shown(*tree),
              ElementsAre("/data 0 -1", "data/land 3 -1", "data/town 9 0", "data/like 9 2",
                          "data/page 1 -1", "page/grid 1 -1", "grid/g1 9 3", "grid/g2 9 3",
                          "page/person 2 -1", "person/age 4 -1", "person/more 1 -1",
                          "more/born 6 -1", "page/why 3 -1", "page/sum 3 -1"));
  const ListTable& towns = tree->list(0);
  EXPECT_THAT(towns.columns(), ElementsAre("name", "label", "land", "size"));
  EXPECT_EQ(RowsOf(towns), "a|Aa|by|\nb|||3\n");
  EXPECT_FALSE(towns.open());
  EXPECT_TRUE(tree->list(1).open());
}

TEST(FormTreeOf, RefusesWhatIsNotThereOrTwice) {
  const auto error = [](const std::string& text) {
    return std::string(FormTreeOf(Read(text)).status().message());
  };
  EXPECT_THAT(error(R"pb(sections { questions { code: "q" option_list: "x" } })pb"),
              HasSubstr("the question `q` names the list `x`, which is not there"));
  EXPECT_THAT(error(R"pb(sections {
                           code: "q"
                           questions { code: "q" }
                         })pb"),
              HasSubstr("there are two questions or groups `q`"));
  EXPECT_THAT(error(R"pb(option_lists { code: "l" }
                         option_lists { code: "l" })pb"),
              HasSubstr("there are two lists `l`"));
}

class Surveyed : public testing::Test {
 protected:
  Surveyed()
      : program_(*FormTreeOf(Survey()), LogicOf(Survey(), *FormTreeOf(Survey()))),
        instance_(&program_.tree()) {}

  NodeId At(absl::string_view code) const {
    NodeId node = kRootNode;
    std::vector<ElementId> way;
    for (ElementId id = *program_.tree().Find(code); id != kRootElement;
         id = program_.tree().element(id).parent) {
      way.insert(way.begin(), id);
    }
    for (const ElementId id : way) node = instance_.Children(node, id)[0];
    return node;
  }

  void Answer(absl::string_view code, absl::string_view text) {
    instance_.set_text(At(code), text);
    const absl::Status status =
        program_.Recompute(&instance_, Environment(), {*program_.tree().Find(code)});
    EXPECT_TRUE(status.ok()) << status;
  }

  std::vector<std::string> Wrong() const {
    std::vector<std::string> codes;
    const auto violations = program_.Check(instance_, Environment());
    EXPECT_TRUE(violations.ok()) << violations.status();
    for (const AnswerViolation& violation : *violations) {
      codes.push_back(program_.tree().element(instance_.element(violation.node)).code);
    }
    return codes;
  }

  FormProgram program_;
  Instance instance_;
};

TEST_F(Surveyed, RunsTheLogicOfTheQuestionnaire) {
  ASSERT_TRUE(program_.ok()) << program_.findings()[0].message;
  ASSERT_TRUE(program_.Initialize(&instance_, Environment()).ok());
  EXPECT_THAT(Wrong(), ElementsAre("land"));
  EXPECT_FALSE(instance_.relevant(At("page")));
  Answer("land", "by");
  EXPECT_TRUE(instance_.relevant(At("page")));
  EXPECT_FALSE(instance_.relevant(At("g1")));
  EXPECT_THAT(Wrong(), ElementsAre("town"));
  Answer("town", "b");  // Lies elsewhere.
  EXPECT_THAT(Wrong(), ElementsAre("town"));
  Answer("town", "a");
  EXPECT_THAT(Wrong(), IsEmpty());
  Answer("like", "o'no");
  EXPECT_TRUE(instance_.relevant(At("g1")));
  EXPECT_THAT(Wrong(), ElementsAre("g1", "g2"));
  EXPECT_TRUE(instance_.relevant(At("why")));
  Answer("like", "\"'");
  EXPECT_FALSE(instance_.relevant(At("g1")));
  EXPECT_FALSE(instance_.relevant(At("why")));
  EXPECT_THAT(Wrong(), IsEmpty());
  EXPECT_EQ(instance_.text(At("born")), "");
  Answer("age", "17");
  EXPECT_EQ(instance_.text(At("born")), "1970-01-01");
  EXPECT_EQ(instance_.text(At("sum")), "");  // The other person has not said it.
  EXPECT_THAT(Wrong(), ElementsAre("age"));
}

}  // namespace
}  // namespace lotse::survey::logic
