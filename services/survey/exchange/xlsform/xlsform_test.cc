#include "services/survey/exchange/xlsform/xlsform.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "services/survey/exchange/xlsform/xlsform_testing.h"

// Columns of questions, languages and settings.

namespace lotse::survey {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using v1alpha::Question;

// One question `q`, and an integer `n`, with a further column.
ImportResult With(absl::string_view column, absl::string_view type, absl::string_view text) {
  return Read(absl::StrCat("| survey |\n| | type | name | label | ", column, " |\n| | ", type,
                           " | q | Q | ", text,
                           " |\n| | integer | n | N |\n| choices |\n"
                           "| | list_name | name | label |\n| | l | 1 | x |"));
}

TEST(Xlsform, LogicOfAQuestion) {
  const struct {
    const char* column;
    const char* type;
    const char* text;
    const char* logic;  // In the text form of protobuf.
  } cases[] = {
      {"relevant", "text", "${n} > 1", "relevant: \"${n} > 1\""},
      {"relevance", "text", "yes", ""},
      {"relevant", "text", "FALSE", "relevant: \"false()\""},
      {"constraint", "integer", ". > ${n}", "constraint: \". > ${n}\""},
      {"constraint message", "integer", "So nicht",
       "constraint_message { variants { language: \"de\" text: \"So nicht\" } }"},
      {"required_message", "text", "Bitte",
       "required_message { variants { language: \"de\" text: \"Bitte\" } }"},
      {"required", "text", "${n} = 1", "required_if: \"${n} = 1\""},
      {"required", "text", "no", ""},
      {"calculation", "calculate", "${n} * 2", "calculation: \"${n} * 2\""},
      {"calculate", "text", "${n} * 2", "calculation: \"${n} * 2\""},
      {"default", "text", "a b", "initial_value: \"\\'a b\\'\""},
      {"default", "integer", "5", "initial_value: \"\\'5\\'\""},
      {"default", "date", "today()", "initial_value: \"today()\""},
      {"default", "text", "${n}", "initial_value: \"${n}\""},
      {"default", "hidden", "x", "initial_value: \"\\'x\\'\""},
      {"read_only", "text", "TRUE", "read_only_if: \"true()\""},
      {"readonly", "text", "${n} = 1", "read_only_if: \"${n} = 1\""},
      {"choice_filter", "select_one l", "x = ${n}", "option_filter: \"x = ${n}\""},
      {"relevant", "text", "${n} = \u2018a\u2019", "relevant: \"${n} = \\'a\\'\""},
  };
  for (const auto& c : cases) {
    const ImportResult result = With(c.column, c.type, c.text);
    EXPECT_THAT(Errors(result), IsEmpty()) << c.text;
    EXPECT_EQ(Find(result, "q").logic().ShortDebugString(), c.logic) << c.column << c.text;
  }
  EXPECT_TRUE(Find(With("required", "text", "true()"), "q").required());
  EXPECT_FALSE(Find(With("required", "text", "false"), "q").required());
}

TEST(Xlsform, WhatIsWrongInACellIsSaidWithItsPlace) {
  const struct {
    const char* column;
    const char* type;
    const char* text;
    const char* message;
  } cases[] = {
      {"default", "integer", "viel", "survey!default:3 q: `viel` is no answer to this type"},
      {"default", "date", "1.3.2026", "survey!default:3 q: `1.3.2026` is no answer"},
      {"relevant", "text", "NA", "survey!relevant:3 q: `NA` is no expression."},
      {"relevant", "text", "${last-saved#n} = 1", "survey!relevant:3 q: `${last-saved#...}`"},
      {"relevant", "text", "jr:itext('n') = 1", "survey!relevant:3 q: `jr:itext()` of an id"},
      {"trigger", "calculate", "n", "survey!trigger:3 q: A trigger is 1 to 32 questions"},
      {"calculation", "calculate", "", "survey!calculation:3 q: Nothing is computed"},
      {"parameters", "range", "start=a", "survey!parameters:3 q: `a` is no number"},
      {"parameters", "range", "start=1 end=1", "survey!parameters:3 q: The scale has no steps"},
      {"parameters", "range", "step=0", "survey!parameters:3 q: The scale has no steps"},
      {"parameters", "range", "von=1", "survey!parameters:3 q: There is no parameter `von`"},
      {"parameters", "text", "start=1", "survey!parameters:3 q: There is no parameter `start`"},
      {"parameters", "text", "rows", "survey!parameters:3 q: These are no parameters"},
      {"parameters", "select_one l", "randomize=maybe", "survey!parameters:3 q: `randomize` is"},
      {"parameters", "select_one l", "seed=1", "survey!parameters:3 q: `seed` is for"},
      {"save_to", "text", "name", "survey!save_to:3 q: Entities are not supported"},
      {"relevance | bind::relevant", "text", "1", "survey!bind::relevant:2 : Another column says"},
      {"label", "text", "x", "survey!label:2 : Another column says the same as `label`"},
  };
  for (const auto& c : cases) {
    EXPECT_THAT(Errors(With(c.column, c.type, c.text)), Contains(HasSubstr(c.message))) << c.text;
  }
}

TEST(Xlsform, WhatDoesNotFitATypeIsLeftOut) {
  const struct {
    const char* column;
    const char* type;
    const char* text;
    const char* message;
  } cases[] = {
      {"constraint", "note", ". > 1", "survey!constraint:3 q: It has no meaning for this type"},
      {"choice_filter", "text", "a = 1", "survey!choice_filter:3 q: It has no meaning"},
      {"repeat_count", "text", "3", "survey!repeat_count:3 q: It has no meaning"},
      {"calculation", "start", "1", "survey!calculation:3 q: It has no meaning"},
      {"trigger", "text", "${n}", "survey!trigger:3 q: Nothing is computed when it changes"},
      {"hint", "text", "<b>fett</b>", "survey!hint:3 q: HTML was removed"},
      {"image::en | image::English", "text", "a.png | b.png",
       "survey!image::English:3 q: A second file of this kind"},
      {"image", "text", "a/b.png", "survey!image:3 q: It was left out: it is not the name"},
      {"relevant", "text", "${n} = \u2019a\u2019", "survey!relevant:3 q: Typographic quotation"},
      {"lable", "text", "x",
       "survey!lable:2 : There is no column `lable`; it is kept as a setting "
       "of the questions. did you mean label?"},
      {"hint::Klingonisch", "text", "x", "survey!hint::Klingonisch:2 : The language `Klingonisch`"},
  };
  for (const auto& c : cases) {
    const ImportResult result = With(c.column, c.type, c.text);
    EXPECT_THAT(Errors(result), IsEmpty()) << c.text;
    EXPECT_THAT(Warnings(result), Contains(HasSubstr(c.message))) << c.text;
  }
  EXPECT_THAT(Notes(With("required", "hidden", "yes")),
              ElementsAre(HasSubstr("survey!required:3 q: Nobody answers it")));
  EXPECT_FALSE(Find(With("required", "hidden", "yes"), "q").required());
  // Forms stop who gave answers that cannot be with a note that is relevant then.
  EXPECT_THAT(Notes(With("required", "note", "yes")),
              ElementsAre(HasSubstr("survey!required:3 q: A note that is required stops")));
  EXPECT_TRUE(Find(With("required", "note", "yes"), "q").required());
  EXPECT_THAT(Notes(With("required", "note", "no")), IsEmpty());
}

TEST(Xlsform, ParametersAndOtherColumns) {
  const Question range = Find(With("parameters", "range", "start=0, end=1, step=0.5"), "q");
  EXPECT_EQ(range.kind(), Question::KIND_DECIMAL);
  EXPECT_EQ(range.scale().ShortDebugString(), "start: \"0\" end: \"1\" step: \"0.5\"");
  const Question usual = Find(With("parameters", "range", ""), "q");
  EXPECT_EQ(usual.kind(), Question::KIND_INTEGER);
  EXPECT_EQ(usual.scale().ShortDebugString(), "start: \"1\" end: \"10\" step: \"1\"");
  const Question drawn = Find(With("parameters", "select_one l", "randomize=true;seed=${n}"), "q");
  EXPECT_EQ(drawn.randomization().seed(), "${n}");
  EXPECT_FALSE(Find(With("parameters", "rank l", "randomize=false"), "q").has_randomization());
  const Question image = Find(With("parameters", "image", "max-pixels=640"), "q");
  EXPECT_EQ(image.settings().at("max-pixels"), "640");
  EXPECT_THAT(image.media_types(), ElementsAre("image/jpeg", "image/png"));
  EXPECT_EQ(Find(With("file", "file", "x"), "q").media_types_size(), 10);
  EXPECT_THAT(Find(With("file", "audio", "x"), "q").media_types(),
              ElementsAre("audio/mpeg", "audio/mp4", "audio/ogg", "audio/wav"));
  EXPECT_THAT(Find(With("file", "video", "x"), "q").media_types(),
              ElementsAre("video/mp4", "video/webm"));
  EXPECT_EQ(Find(With("bind::odk:length", "text", "3"), "q").settings().at("bind::odk:length"),
            "3");
  EXPECT_EQ(Find(With("Notizen", "text", "x"), "q").settings().at("Notizen"), "x");
  EXPECT_EQ(Find(With("appearance", "text", "multiline w1"), "q").appearance(), "multiline w1");
  const Question triggered = Find(
      Read("| survey |\n| | type | name | label | calculation | trigger |\n"
           "| | text | a-b | A |\n| | text | c | C |\n| | text | q | Q | now() | ${a-b}, '${c}' |"),
      "q");
  EXPECT_THAT(triggered.logic().trigger(), ElementsAre("a_b", "c"));
}

TEST(Xlsform, TextsInSeveralLanguages) {
  const ImportResult result = Read(R"(
    | survey |
    | | type | name | label::English (en) | label::Deutsch (de) | hint  | media::image | image::en
    | | text | q    | Name?               | Wie hei\u00DFen?    | Hilfe | q.png        | en.png
    | | note | r    | Thanks              |                     |       |              |
    | | note | s    |                     |                     |       |              |
    | settings |
    | | form_title | form_id | version | style | default_language | instance_name  | auto_send
    | | Umfrage    | u-1     | 7       | pages | Deutsch (de)     | concat(${q}, '') | yes
    | | zweite     |         |         |       |                  |                |
  )",
                                   {"fr", "", ""});
  EXPECT_THAT(Errors(result), IsEmpty());
  EXPECT_EQ(Wordings(result.instrument.title()), "de=Umfrage");
  EXPECT_EQ(result.instrument.form_id(), "u-1");
  EXPECT_EQ(result.instrument.version(), "7");
  EXPECT_EQ(result.instrument.style(), "pages");
  EXPECT_EQ(result.instrument.response_title(), "concat(${q}, '')");
  const Question q = Find(result, "q");
  EXPECT_THAT(Wordings(q.text()), testing::StartsWith("de=Wie hei"));
  EXPECT_THAT(Wordings(q.text()), testing::EndsWith(" en=Name?"));
  EXPECT_EQ(Wordings(q.hint()), "de=Hilfe");
  ASSERT_EQ(q.media_size(), 2);
  EXPECT_EQ(q.media(0).ShortDebugString(), "kind: KIND_IMAGE file: \"q.png\"");
  EXPECT_EQ(q.media(1).ShortDebugString(), "kind: KIND_IMAGE language: \"en\" file: \"en.png\"");
  EXPECT_EQ(Wordings(Find(result, "r").text()), "en=Thanks");
  EXPECT_EQ(Wordings(Find(result, "s").text()), "de=s");
  EXPECT_EQ(Wordings(Find(Read("| survey |\n| | type | name | label::en | label::English |\n"
                               "| | text | q | one | two |"),
                          "q")
                         .text()),
            "en=one");
  EXPECT_THAT(Warnings(result),
              ElementsAre(HasSubstr("settings!auto_send:9 : It concerns other programs"),
                          HasSubstr("settings!form_title:10 : Settings have one row"),
                          HasSubstr("survey!label:6 s: There is no label")));
}

TEST(Xlsform, SettingsThatAreWrong) {
  const auto form = [](absl::string_view settings) {
    return Read(absl::StrCat("| survey |\n| | type | name | label |\n| | text | q | Q |\n",
                             "| settings |\n", settings),
                {"de", "", ""});
  };
  EXPECT_THAT(Errors(form("")),
              ElementsAre(HasSubstr("settings!form_title:0 : There is no title")));
  EXPECT_THAT(Warnings(form("| | id_string |\n| | u |")),
              ElementsAre(HasSubstr("`form_id` stands for it")));
  EXPECT_THAT(Warnings(form("| | form_title | form_titel |\n| | T | U |")),
              ElementsAre(HasSubstr("There is no setting `form_titel`, left out; did you mean "
                                    "form_title?")));
  EXPECT_THAT(Errors(form(absl::StrCat("| | form_title | version |\n| | T | ", std::string(65, 'v'),
                                       " |"))),
              ElementsAre(HasSubstr("settings!version:6 : At most 64 characters")));
  EXPECT_THAT(Warnings(form("| | form_title | default_language |\n| | T | Klingon |")),
              ElementsAre(HasSubstr("The language `Klingon` is not known and is taken as "
                                    "`und-x-klingon`")));
}

TEST(Xlsform, SheetsThatAreMissingOrTooMany) {
  EXPECT_THAT(Errors(Read("| Fragen |\n| | type |\n| | text |")),
              ElementsAre(HasSubstr("There is no sheet `survey`")));
  const ImportResult result = Read(R"(
    | Survey |
    | | type | name | label |
    | | text | q    | Q     |
    | readme |
    | | a |
    | | b |
    | choises |
    | | list_name |
    | | l |
    | entities |
    | | list_name |
    | | trees |
    | external_choices |
    | | list_name |)");
  EXPECT_EQ(Tree(result), "[(TEXT q)]");
  EXPECT_THAT(Errors(result), ElementsAre(HasSubstr("entities!:0 : Entities are not supported")));
  EXPECT_THAT(Warnings(result),
              ElementsAre("choises!:0 : The sheet was left out; did you mean choices?"));
  EXPECT_THAT(Notes(result), ElementsAre(HasSubstr("readme!:0 : The sheet is no part")));
  EXPECT_THAT(Errors(Read("| survey |\n| | label |\n| | x |")),
              ElementsAre("survey!type:2 : There is no column `type`; add it.",
                          "survey!name:2 : There is no column `name`; add it.",
                          HasSubstr("survey!:2 : There is no question"),
                          HasSubstr("survey!type:3 : There is no type; give one")));
}

TEST(Xlsform, CellsThatAreSaidToBeMissingAreEmpty) {
  const ImportResult result = Read(
      "| survey |\n| | type | name | label | required | relevant | |\n"
      "| | text | q | Q | NA | NA | lose |\n| | text | NA | NA | NA | NA | NA |",
      {"de", "T", "NA"});
  EXPECT_THAT(Errors(result), ElementsAre(HasSubstr("survey!name:4 : There is no name")));
  EXPECT_THAT(Warnings(result),
              ElementsAre("survey!F:3 : Text in a column without a heading was left out."));
}

}  // namespace
}  // namespace lotse::survey
