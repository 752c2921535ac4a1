#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "services/survey/exchange/xlsform/xlsform_testing.h"
#include "services/survey/exchange/xlsform/xlsform_writer.h"

// Groups, repeats and names.

namespace lotse::survey {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

ImportResult Rows(absl::string_view rows) {
  return Read(absl::StrCat("| survey |\n| | type | name | label | relevant | disabled |\n", rows));
}

TEST(XlsformStructure, GroupsAtTheTopAreSections) {
  const ImportResult result = Rows(R"(
    | | note         | n0 | N |
    | | begin_group  | g1 | G | ${n2} = 1
    | | text         | a  | A |
    | | begin repeat | r1 | R |
    | | begin group  | g2 |   |
    | | integer      | b  | B |
    | | end group    |
    | | end repeat   |
    | | end_group    |
    | | text         | n2 | N |
    | | text         | n3 | N |
    | | begin repeat | r2 | R |
    | | text         | c  | C |
    | | end repeat   |
    | | text         | n4 | N |)");
  EXPECT_THAT(Errors(result), IsEmpty());
  EXPECT_EQ(Tree(result),
            "[(NOTE n0)]"
            "[g1: (TEXT a) (REPEAT r1: (GROUP g2: (INTEGER b)))]"
            "[(TEXT n2) (TEXT n3)]"
            "[(REPEAT r2: (TEXT c))]"
            "[(TEXT n4)]");
  const auto& section = result.instrument.sections(1);
  EXPECT_EQ(Wordings(section.title()), "de=G");
  EXPECT_EQ(section.relevant(), "${n2} = 1");
  EXPECT_FALSE(Find(result, "g2").has_text());
}

TEST(XlsformStructure, ATableAtTheTopIsAGroup) {
  const ImportResult result = Read(R"(
    | survey |
    | | type              | name | label | appearance    |
    | | text              | a    | A     |               |
    | | begin_group       | m    | M     | w1 table-list |
    | | select_one yes_no | m1   | M1    |               |
    | | select_one yes_no | m2   | M2    |               |
    | | end_group         |      |       |               |
    | | text              | b    | B     |               |
    | choices |
    | | list_name | name | label |
    | | yes_no    | y    | Ja    |)");
  EXPECT_THAT(Errors(result), IsEmpty());
  EXPECT_EQ(Tree(result),
            "[(TEXT a)]"
            "[(GROUP m: (SINGLE_CHOICE m1) (SINGLE_CHOICE m2))]"
            "[(TEXT b)]");
  EXPECT_EQ(Find(result, "m").appearance(), "w1 table-list");
  TableBook written = WriteXlsform(result.instrument);
  written.findings.clear();
  EXPECT_EQ(Tree(ReadXlsform(written, {"de", "", ""})), Tree(result));
}

TEST(XlsformStructure, WhatIsNotBalancedIsAnError) {
  const struct {
    const char* rows;
    const char* message;
  } cases[] = {
      {"| | begin group | g | G |\n| | text | a | A |",
       "survey!type:3 g: This group is never ended; add a row `end_group`."},
      {"| | text | a | A |\n| | end repeat | | |",
       "survey!type:4 : No repeat is open here; remove the row, or add `begin_repeat` before it."},
      {"| | begin group | g | G |\n| | text | a | A |\n| | end repeat | | |",
       "survey!type:5 g: The group `g` is open here; end it with `end_group`."},
      {"| | text | | A |",
       "survey!name:3 : There is no name; give one of letters, digits and "
       "underscores."},
      {"| | text | a b | A |",
       "survey!name:3 a b: `a b` is no name; begin with a letter and go on with letters, digits "
       "and underscores, without spaces."},
      {"| | text | a | A |\n| | note | a | B |",
       "survey!name:4 a: The name `a` is there twice; give each question its own."},
      {"| | textt | a | A |", "survey!type:3 a: There is no type `textt`; did you mean text?"},
      {"| | | a | A |", "survey!type:3 a: There is no type; give one, or empty the row."},
      {"| | begin loop over x | a | A |",
       "survey!type:3 a: A loop over the options of a list (`begin loop over x`) is not supported; "
       "ask for it in another way."},
  };
  for (const auto& c : cases) {
    EXPECT_THAT(Errors(Rows(c.rows)), testing::Contains(c.message)) << c.rows;
  }
}

TEST(XlsformStructure, GroupsThatAreTooDeepAreAnError) {
  const auto deep = [](int depth) {
    std::string rows;
    for (int i = 0; i < depth; ++i) absl::StrAppend(&rows, "| | begin group | g", i, " | G |\n");
    rows += "| | text | a | A |\n";
    for (int i = 0; i < depth; ++i) rows += "| | end group | | |\n";
    return Errors(Rows(rows));
  };
  EXPECT_THAT(deep(12), IsEmpty());
  const auto error = ElementsAre(HasSubstr("survey!type:15 g12: Groups are more than 12 deep"));
  EXPECT_THAT(deep(13), error);
  EXPECT_THAT(deep(900), error);
}

TEST(XlsformStructure, WhatIsEmptyOrNotSupportedIsLeftOut) {
  const ImportResult result = Rows(R"(
    | | begin group | g  | G |
    | | geopoint    | p  | P |
    | | end group   |
    | | text        | a  | A | | yes
    | | text        | b  | B | | no)");
  EXPECT_THAT(Errors(result), IsEmpty());
  EXPECT_EQ(Tree(result), "[(TEXT b)]");
  EXPECT_THAT(Warnings(result),
              ElementsAre("survey!type:4 g: Nothing is in it; left out.",
                          "survey!type:5 p: A place on the map (`geopoint`) is not supported; the "
                          "question was left out."));
  EXPECT_THAT(Notes(result), ElementsAre("survey!disabled:7 a: The row is disabled; left out."));
}

TEST(XlsformStructure, WhatAnEndSaysIsLeftOut) {
  const ImportResult result = Rows(R"(
    | | begin group | g  | G |
    | | text        | a  | A |
    | | end group   | g  | G | ${a} = 1)");
  EXPECT_THAT(Errors(result), IsEmpty());
  EXPECT_THAT(Warnings(result),
              ElementsAre(HasSubstr("survey!relevant:6 g: It has no meaning at an end")));
}

TEST(XlsformStructure, ExpressionsFollowNamesThatAreChanged) {
  const ImportResult result = Rows(R"(
    | | text        | _a-1 | A | ${b.2} = 'x'
    | | begin group | g    | ${_a-1}? |
    | | text        | b.2  | B | ../_a-1 != ''
    | | text        | c    | C |
    | | end group   |
    | | text        | c    | C |)");
  EXPECT_THAT(Errors(result), IsEmpty());
  EXPECT_EQ(Tree(result), "[(TEXT q_a_1)][g: (TEXT b_2) (TEXT c)][(TEXT c_2)]");
  EXPECT_EQ(Find(result, "q_a_1").logic().relevant(), "${b_2} = 'x'");
  EXPECT_EQ(Find(result, "b_2").logic().relevant(), "../q_a_1 != ''");
  EXPECT_EQ(Wordings(result.instrument.sections(1).title()), "de=${q_a_1}?");
  EXPECT_THAT(Notes(result), ElementsAre("survey!name:4 q_a_1: The name `_a-1` became `q_a_1`.",
                                         "survey!name:6 b_2: The name `b.2` became `b_2`.",
                                         "survey!name:9 c_2: The name `c` became `c_2`."));
}

TEST(XlsformStructure, NamesThatLeadNowhereAreAnError) {
  const ImportResult result = Rows(R"(
    | | text        | alter | A | ${alte} = 1
    | | begin group | g     | G |
    | | text        | b     | ${geopunkt} ${b} |
    | | geopoint    | punkt | P |
    | | end group   |
    | | begin group | h     | G | ${b} = 1
    | | text        | b     | B | ${punkt} = 1
    | | end group   |)");
  EXPECT_THAT(
      Errors(result),
      ElementsAre("survey!relevant:4 alter: There is no question `alte`; did you mean alter?",
                  HasSubstr("survey!label:6 b: There is no question `geopunkt`; give one of"),
                  "survey!label:6 b: Several questions have the name `b`; give each a name of its "
                  "own.",
                  "survey!relevant:9 h: Several questions have the name `b`; give each a name of "
                  "its own.",
                  HasSubstr("survey!relevant:10 h_b: There is no question `punkt`;")));
}

}  // namespace
}  // namespace lotse::survey
