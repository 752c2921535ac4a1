#include "services/survey/engine/form_description/widgets.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>

namespace lotse::survey {
namespace {

using v1alpha::FormItem;
using v1alpha::Question;

Question Parse(const std::string& text) {
  Question question;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &question)) << text;
  return question;
}

TEST(Widgets, FollowKindAndAppearance) {
  const struct {
    const char* question;
    FormItem::Widget widget;
  } cases[] = {
      {"kind: KIND_SINGLE_CHOICE", FormItem::WIDGET_RADIO},
      {"kind: KIND_SINGLE_CHOICE appearance: 'columns-2 unknown'", FormItem::WIDGET_RADIO},
      {"kind: KIND_SINGLE_CHOICE appearance: 'w3 Minimal'", FormItem::WIDGET_DROPDOWN},
      {"kind: KIND_SINGLE_CHOICE appearance: 'minimalist'", FormItem::WIDGET_RADIO},
      {"kind: KIND_SINGLE_CHOICE appearance: 'minimal autocomplete'", FormItem::WIDGET_DROPDOWN},
      {"kind: KIND_SINGLE_CHOICE appearance: \"search('towns')\"", FormItem::WIDGET_SEARCH},
      {"kind: KIND_SINGLE_CHOICE appearance: 'likert'", FormItem::WIDGET_LIKERT},
      {"kind: KIND_MULTIPLE_CHOICE", FormItem::WIDGET_CHECKBOXES},
      {"kind: KIND_MULTIPLE_CHOICE appearance: 'likert'", FormItem::WIDGET_CHECKBOXES},
      {"kind: KIND_MULTIPLE_CHOICE appearance: 'minimal'", FormItem::WIDGET_DROPDOWN},
      {"kind: KIND_MATRIX", FormItem::WIDGET_MATRIX},
      {"kind: KIND_INTEGER", FormItem::WIDGET_NUMBER_FIELD},
      {"kind: KIND_INTEGER appearance: 'rating'", FormItem::WIDGET_NUMBER_FIELD},
      {"kind: KIND_INTEGER scale { start: '0' end: '5' step: '1' }", FormItem::WIDGET_SLIDER},
      {"kind: KIND_DECIMAL appearance: 'rating' scale { start: '0' end: '5' step: '1' }",
       FormItem::WIDGET_RATING},
      {"kind: KIND_TEXT", FormItem::WIDGET_TEXT_FIELD},
      {"kind: KIND_TEXT appearance: 'multiline'", FormItem::WIDGET_TEXT_AREA},
      {"kind: KIND_FILE", FormItem::WIDGET_FILE},
      {"kind: KIND_DATE", FormItem::WIDGET_DATE},
      {"kind: KIND_DATE appearance: 'year'", FormItem::WIDGET_YEAR},
      {"kind: KIND_DATE appearance: 'month-year'", FormItem::WIDGET_MONTH},
      {"kind: KIND_TIME", FormItem::WIDGET_TIME},
      {"kind: KIND_DATE_TIME", FormItem::WIDGET_DATE_TIME},
      {"kind: KIND_RANKING", FormItem::WIDGET_RANKING},
      {"kind: KIND_NOTE", FormItem::WIDGET_NOTE},
      {"kind: KIND_ACKNOWLEDGEMENT", FormItem::WIDGET_CONFIRM},
      {"kind: KIND_GROUP", FormItem::WIDGET_GROUP},
      {"kind: KIND_REPEAT", FormItem::WIDGET_REPEAT},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(FormItem::Widget_Name(WidgetOf(Parse(c.question))), FormItem::Widget_Name(c.widget))
        << c.question;
  }
}

TEST(Widgets, EveryKindThatIsDrawnHasOne) {
  for (int kind = 0; kind < Question::Kind_ARRAYSIZE; ++kind) {
    if (!Question::Kind_IsValid(kind)) continue;
    Question question;
    question.set_kind(static_cast<Question::Kind>(kind));
    EXPECT_EQ(WidgetOf(question) != FormItem::WIDGET_UNSPECIFIED, IsDrawn(question.kind()))
        << Question::Kind_Name(question.kind());
  }
}

TEST(Widgets, AGroupOfChoicesFromTheSameOptionsIsATable) {
  const struct {
    const char* group;
    bool is_table;
  } cases[] = {
      {R"(appearance: "w1 table-list" questions { kind: KIND_SINGLE_CHOICE option_list: "a" }
          questions { kind: KIND_SINGLE_CHOICE option_list: "a" })",
       true},
      {R"(questions { kind: KIND_SINGLE_CHOICE option_list: "a" appearance: "label" }
          questions { kind: KIND_SINGLE_CHOICE option_list: "a" appearance: "list-nolabel" })",
       true},
      {R"(questions { kind: KIND_SINGLE_CHOICE option_list: "a" appearance: "label" }
          questions { kind: KIND_SINGLE_CHOICE option_list: "a" })",
       false},
      {R"(appearance: "table-list" questions { kind: KIND_SINGLE_CHOICE option_list: "a" }
          questions { kind: KIND_SINGLE_CHOICE option_list: "b" })",
       false},
      {R"(appearance: "table-list" questions { kind: KIND_SINGLE_CHOICE options { code: "1" } }
          questions { kind: KIND_SINGLE_CHOICE options { code: "1" } })",
       true},
      {R"(appearance: "table-list" questions { kind: KIND_SINGLE_CHOICE options { code: "1" } }
          questions { kind: KIND_SINGLE_CHOICE options { code: "2" } })",
       false},
      {R"(appearance: "table-list" questions { kind: KIND_SINGLE_CHOICE option_list: "a" }
          questions { kind: KIND_SINGLE_CHOICE option_list: "a" logic { option_filter: "x = 1" } })",
       false},
      {R"(appearance: "table-list" questions { kind: KIND_SINGLE_CHOICE option_list: "a" }
          questions { kind: KIND_TEXT })",
       false},
      {R"(appearance: "table-list")", false},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(IsTable(Parse(std::string("kind: KIND_GROUP ") + c.group)), c.is_table) << c.group;
  }
}

}  // namespace
}  // namespace lotse::survey
