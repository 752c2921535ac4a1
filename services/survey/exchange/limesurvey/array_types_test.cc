#include "services/survey/exchange/limesurvey/types_testing.h"

// What the types of questions that have rows, or rows and columns, become.

namespace lotse::survey::limesurvey {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(ArrayTypes, Arrays) {
  const std::string abc = " a:a! b:b!";
  const std::string rows = " Q1_x=x? Q1_y=y?";
  ExpectOutlines({
      {"F",
       "mandatory=Y",
       Subquestions({"x", "y"}) + Options({"a", "b"}),
       {"MATRIX Q1 'Frage?' *" + rows + abc}},
      {"H",
       "",
       Subquestions({"x", "y"}) + Options({"a", "b"}),
       {"MATRIX Q1 'Frage?'" + rows + abc}},
      {"A", "", Subquestions({"x", "y"}), {"MATRIX Q1 'Frage?'" + rows + " 1:1 2:2 3:3 4:4 5:5"}},
      {"B",
       "",
       Subquestions({"x", "y"}),
       {"MATRIX Q1 'Frage?'" + rows + " 1:1 2:2 3:3 4:4 5:5 6:6 7:7 8:8 9:9 10:10"}},
      {"C",
       "",
       Subquestions({"x", "y"}),
       {"MATRIX Q1 'Frage?'" + rows + " Y:Ja U:Unsicher N:Nein"}},
      {"E",
       "",
       Subquestions({"x", "y"}),
       {"MATRIX Q1 'Frage?'" + rows + " I:Zunahme S:Gleich D:Abnahme"}},
      {"1",
       "",
       Subquestions({"x"}) + TableOf("answers", Answers({"a"}, 0) + Answers({"b"}, 1)) +
           Settings({{"dualscale_headerA", "links"}, {"dualscale_headerB", "rechts"}}),
       {"MATRIX Q1_scale1 'Frage? \u2013 links' Q1_x_0=x? a:a!",
        "MATRIX Q1_scale2 'Frage? \u2013 rechts' Q1_x_1=x? b:b!"}},
      {"K",
       "mandatory=Y",
       Subquestions({"x", "y"}),
       {"GROUP Q1 'Frage?'", "  DECIMAL Q1_x 'x?' *", "  DECIMAL Q1_y 'y?' *"}},
      {"K",
       "",
       Subquestions({"x"}) + Settings({{"num_value_int_only", "1"}, {"min_num_value_n", "0"}}),
       {"GROUP Q1 'Frage?'", "  INTEGER Q1_x 'x?' >=0"}},
      {"K",
       "",
       Subquestions({"x"}) +
           Settings({{"slider_layout", "1"}, {"slider_max", "10"}, {"slider_accuracy", "0.5"}}),
       {"GROUP Q1 'Frage?'", "  DECIMAL Q1_x 'x?' 0..10/0.5"}},
      {"Q", "", Subquestions({"x"}), {"GROUP Q1 'Frage?'", "  TEXT Q1_x 'x?'"}},
      {"Q",
       "",
       Subquestions({"x"}) + Settings({{"numbers_only", "1"}}),
       {"GROUP Q1 'Frage?'", "  DECIMAL Q1_x 'x?'"}},
      {"Q",
       "",
       Subquestions({"x"}) + Settings({{"em_validation_sq", "strlen(this) > 2"}}),
       {"GROUP Q1 'Frage?'", "  TEXT Q1_x 'x?' [check string-length(.) > 2]"}},
      {";",
       "mandatory=Y",
       TableOf("subquestions", Subs({"x"}) + Subs({"k", "l"}, 1)),
       {"GROUP Q1 'Frage?'", "  TEXT Q1_x_k 'x? \u2013 k?' *", "  TEXT Q1_x_l 'x? \u2013 l?' *"}},
      {":",
       "",
       TableOf("subquestions", Subs({"x"}) + Subs({"k"}, 1)),
       {"GROUP Q1 'Frage?'", "  INTEGER Q1_x_k 'x? \u2013 k?' >=1 <=10"}},
      {":",
       "",
       TableOf("subquestions", Subs({"x"}) + Subs({"k"}, 1)) +
           Settings({{"input_boxes", "1"}, {"multiflexible_min", "3"}}),
       {"GROUP Q1 'Frage?'", "  DECIMAL Q1_x_k 'x? \u2013 k?' [check . >= 3]"}},
      {":",
       "",
       TableOf("subquestions", Subs({"x"}) + Subs({"k", "l"}, 1)) +
           Settings({{"multiflexible_checkbox", "1"}}),
       {"GROUP Q1 'Frage?'", "  MULTIPLE_CHOICE Q1_x 'x?' list Q1"}},
  });
}

TEST(ArrayTypes, RowsWithLogicAreQuestionsOfTheirOwn) {
  const std::string rows = Subs({"x"}, 0, "relevance=Q1_y == 'a'") + Subs({"y"});
  const ImportResult result =
      ReadAsLss(OneQuestion("F", "mandatory=Y", TableOf("subquestions", rows) + Options({"a"})));
  EXPECT_THAT(
      Outline(result.instrument),
      ElementsAre("GROUP Q1 'Frage?'", "  SINGLE_CHOICE Q1_x 'x?' * list Q1 [if ${Q1_y} = 'a']",
                  "  SINGLE_CHOICE Q1_y 'y?' * list Q1"));
  EXPECT_EQ(result.instrument.sections(0).questions(0).appearance(), "table-list");
  EXPECT_THAT(Warnings(result), IsEmpty());

  const ImportResult options = ReadAsLss(OneQuestion("M", "", TableOf("subquestions", rows)));
  EXPECT_THAT(
      Outline(options.instrument),
      ElementsAre("MULTIPLE_CHOICE Q1 'Frage?' x:x? y:y? [offers name != 'x' or (false())]"))
      << "a choice is `Y` or nothing";
}

TEST(ArrayTypes, FiltersOfArraysFollowTheOtherQuestion) {
  const auto with = [](absl::string_view type, absl::string_view filter) {
    const std::string question = "|parent_qid=0|gid=1|language=de|question=F?|question_order=";
    return ReadAsLss(Lss(absl::StrCat(
        TableOf("questions", Row(absl::StrCat("qid=2|title=Q2|type=M", question, 1)) +
                                 Row(absl::StrCat("qid=1|title=Q1|type=", type, question, 2))),
        TableOf("subquestions",
                Subs({"a", "b"}) + Row("qid=5|parent_qid=2|title=a|question=A|language=de")),
        Options({"1"}), Settings({{std::string(filter), "Q2"}}))));
  };
  EXPECT_THAT(Outline(with("M", "array_filter").instrument),
              Contains("MULTIPLE_CHOICE Q1 'F?' a:a? b:b? [offers name != 'a' or "
                       "(selected(${Q2}, 'a'))]"));
  EXPECT_THAT(Outline(with("M", "array_filter_exclude").instrument),
              Contains("MULTIPLE_CHOICE Q1 'F?' a:a? b:b? [offers name != 'a' or "
                       "(not(selected(${Q2}, 'a')))]"));
  EXPECT_THAT(Outline(with("F", "array_filter").instrument),
              Contains("  SINGLE_CHOICE Q1_a 'a?' list Q1 [if selected(${Q2}, 'a')]"));
  EXPECT_THAT(Outline(with("Q", "array_filter").instrument),
              Contains("  TEXT Q1_a 'a?' [if selected(${Q2}, 'a')]"));
}

}  // namespace
}  // namespace lotse::survey::limesurvey
